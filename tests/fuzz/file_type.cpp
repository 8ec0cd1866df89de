// Sniffing reads only what is there; a safe name is UTF-8, bounded, without a path, and stays
// itself. The first byte's value is how long the name is.
#include "base/text.hpp"
#include "platform/files/type.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace selatan::files;

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    std::span const input{data + 1, size - 1};
    auto const name_size = std::min<std::size_t>(data[0], input.size());
    std::string_view const name{reinterpret_cast<char const *>(input.data()), name_size};
    auto const content = input.subspan(name_size);
    auto const read = [&](std::uint64_t offset, std::span<std::uint8_t> into) {
        require(offset <= content.size() && into.size() <= content.size() - offset);
        std::ranges::copy(content.subspan(static_cast<std::size_t>(offset), into.size()),
                          into.begin());
    };
    auto const type = sniff(content.size(), read, name).value_or(FileType::pdf);
    auto const safe = safe_name(name, type);
    require(selatan::is_valid_utf8(safe) && !safe.empty() && safe.size() <= 255);
    require(safe.find_first_of("/\\\r\n\"") == std::string::npos && !safe.starts_with('.'));
    require(safe_name(safe, type) == safe);
    return 0;
}
