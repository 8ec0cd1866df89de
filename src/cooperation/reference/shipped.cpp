#include "cooperation/reference/shipped.hpp"

#include "base/ensure.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <span>
#include <string_view>
#include <zlib.h>

// The archive that CMakeLists.txt packs, between two symbols. An array in C++ source would cost the
// compiler seconds.
asm(".pushsection .rodata.codelists, \"a\", @progbits\n"
    ".balign 16\n"
    "selatan_codelists_begin:\n"
    ".incbin \"" SELATAN_CODELISTS "\"\n"
    "selatan_codelists_end:\n"
    ".byte 0\n"
    ".popsection\n"
    ".globl selatan_codelists_begin\n"
    ".globl selatan_codelists_end\n");

extern "C" {
extern unsigned char const selatan_codelists_begin[];
extern unsigned char const selatan_codelists_end[];
}

namespace selatan::reference {
namespace {

std::string inflate_gzip(std::span<unsigned char const> packed)
{
    z_stream stream{};
    // 16 more than the window's bits: a gzip header is expected.
    ENSURE(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
    stream.next_in = const_cast<unsigned char *>(packed.data()); // zlib 1.2 lacks the const
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::array<char, 1U << 16U> block{};
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = reinterpret_cast<unsigned char *>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(block.data(), block.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    ENSURE(status == Z_STREAM_END);
    return text;
}

} // namespace

std::map<std::string, std::string> shipped_files()
{
    auto const archive = inflate_gzip({selatan_codelists_begin, selatan_codelists_end});
    std::map<std::string, std::string> files;
    // POSIX.1-1988 ustar: a header of 512 bytes, then the file, filled up to 512.
    constexpr std::size_t block = 512;
    for (std::size_t at = 0; at + block <= archive.size() && archive[at] != '\0';) {
        auto const header = std::string_view{archive}.substr(at, block);
        auto const name = header.substr(0, header.substr(0, 100).find('\0'));
        std::size_t size = 0;
        auto const digits = header.substr(124, 11);
        auto const [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), size, 8);
        ENSURE(error == std::errc{});
        auto const type = header[156];
        if (type == '0' || type == '\0') {
            ENSURE(at + block + size <= archive.size());
            files.emplace(name, archive.substr(at + block, size));
        }
        at += block + (size + block - 1) / block * block;
    }
    return files;
}

} // namespace selatan::reference
