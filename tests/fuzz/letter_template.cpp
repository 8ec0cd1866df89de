/// Templates of letters, as somebody types them.
#include "base/placeholders.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    using namespace selatan;
    std::string_view const input{reinterpret_cast<char const *>(data), size};
    auto const names = placeholders_in(input);
    PlaceholderValues values;
    for (auto const &name : names) {
        // Each place filled with itself is the text again.
        values[name] = "{" + name + "}";
    }
    if (filled(input, values) != input) {
        std::abort();
    }
    return 0;
}
