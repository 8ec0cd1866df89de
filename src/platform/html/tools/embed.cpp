/// \file
/// Build tool: embed OUT.cpp FILE…
/// Writes the table behind platform/html/assets.hpp: every file squeezed, digested, compressed.

#include <algorithm>
#include <array>
#include <brotli/encode.h>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <openssl/sha.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace {

struct Kind {
    std::string_view extension;
    std::string_view type;
    bool is_text;
};

constexpr std::array<Kind, 7> kinds{{
    {".css", "text/css; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".svg", "image/svg+xml", true},
    {".json", "application/json", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".png", "image/png", false},
    {".woff2", "font/woff2", false},
}};

Kind const &kind_of(std::filesystem::path const &file)
{
    auto const found = std::ranges::find(kinds, file.extension().string(), &Kind::extension);
    if (found == kinds.end()) {
        throw std::runtime_error{file.string() + ": no media type is known for this extension"};
    }
    return *found;
}

std::string read(std::filesystem::path const &file)
{
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad()) {
        throw std::runtime_error{file.string() + ": cannot be read"};
    }
    return bytes;
}

/// Takes out comments that stand on lines of their own, indentation and empty lines: a reader of
/// the source needs them, a telephone does not. No more than that, so that what is served can
/// still be read; our files keep no meaning in indentation.
std::string squeezed(std::string_view text)
{
    std::string out;
    bool in_comment = false;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        line.remove_suffix(line.size() - (line.find_last_not_of(" \t\r") + 1));
        bool const starts = line.starts_with("/*") || line.starts_with("<!--");
        if (in_comment || starts) {
            in_comment = !line.ends_with("*/") && !line.ends_with("-->");
            continue;
        }
        if (line.empty() || line.starts_with("//")) {
            continue;
        }
        out.append(line).push_back('\n');
    }
    return out;
}

/// A style sheet without the spaces that only help reading. Our sheets have no strings with
/// braces, commas or colons in them.
std::string tightened(std::string_view sheet)
{
    constexpr std::string_view both = "{};,\n";
    std::string out;
    for (char const c : sheet) {
        bool const is_space = c == ' ' || c == '\n';
        if (is_space && !out.empty() && (both.find(out.back()) != both.npos || out.back() == ':')) {
            continue;
        }
        if (both.find(c) != both.npos && !out.empty() && out.back() == ' ') {
            out.pop_back();
        }
        out.push_back(c == '\n' ? ' ' : c);
    }
    return out;
}

std::string brotli(std::string const &bytes)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    if (BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT,
                              bytes.size(), reinterpret_cast<std::uint8_t const *>(bytes.data()),
                              &size, reinterpret_cast<std::uint8_t *>(out.data())) == 0) {
        throw std::runtime_error{"brotli failed"};
    }
    out.resize(size);
    return out;
}

std::string gzip(std::string bytes)
{
    z_stream stream{};
    constexpr int gzip_format = 15 + 16;
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_format, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    auto const result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) {
        throw std::runtime_error{"gzip failed"};
    }
    return out;
}

std::string digest(std::string const &bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    SHA256(reinterpret_cast<unsigned char const *>(bytes.data()), bytes.size(), hash.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < 5; ++i) {
        text += digits[hash[i] >> 4U];
        text += digits[hash[i] & 15U];
    }
    return text;
}

/// A string literal in octal escapes of full width: no digit can run into the next byte.
void write_bytes(std::ostream &out, std::string_view bytes)
{
    constexpr std::size_t per_line = 32;
    out << '"';
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i != 0 && i % per_line == 0) {
            out << "\"\n        \"";
        }
        auto const byte = static_cast<unsigned char>(bytes[i]);
        out << '\\' << (byte >> 6U) << ((byte >> 3U) & 7U) << (byte & 7U);
    }
    out << "\"sv";
}

void write_asset(std::ostream &out, std::filesystem::path const &file)
{
    auto const &kind = kind_of(file);
    auto bytes = kind.is_text ? squeezed(read(file)) : read(file);
    if (file.extension() == ".css") {
        bytes = tightened(bytes);
    }
    auto const hash = digest(bytes);
    out << "    {\"" << file.filename().string() << "\"sv, \"/assets/" << file.stem().string()
        << '.' << hash << file.extension().string() << "\"sv,\n     \"" << kind.type
        << "\"sv, \"\\\"" << hash << "\\\"\"sv,\n     ";
    write_bytes(out, bytes);
    for (auto const &compressed : {brotli(bytes), gzip(bytes)}) {
        out << ",\n     ";
        write_bytes(out, compressed.size() < bytes.size() ? compressed : std::string{});
    }
    out << "},\n";
}

} // namespace

int main(int count, char **arguments)
try {
    if (count < 3) {
        std::cerr << "usage: embed OUT.cpp FILE...\n";
        return 2;
    }
    std::vector<std::filesystem::path> files{arguments + 2, arguments + count};
    std::ranges::sort(files, {}, [](auto const &file) { return file.filename().string(); });
    std::ofstream out{arguments[1], std::ios::binary};
    out << "// Written by tools/embed.cpp.\n#include \"platform/html/assets.hpp\"\n\n"
           "namespace selatan::html::assets {\n\nusing namespace std::literals;\n\n"
           "std::span<Asset const> all()\n{\n    static constexpr Asset files[] = {\n";
    for (auto const &file : files) {
        write_asset(out, file);
    }
    out << "    };\n    return files;\n}\n\n} // namespace selatan::html::assets\n";
    out.flush();
    return out ? 0 : 1;
} catch (std::exception const &failure) {
    std::cerr << "embed: " << failure.what() << '\n';
    return 1;
}
