// Whatever bytes claim to be XML, reading them returns; but for what a DOCTYPE declares the answer
// is libxml2's.
#include "engine/xml/libxml2_testing.hpp"

#include <cstdlib>

using namespace selatan::xml;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const document{reinterpret_cast<char const *>(data), size};
    auto const ours = testing::told_by_us(document);
    TextInput input{document};
    Reader reader{input};
    auto last = reader.next();
    while (last != Event::done && last != Event::broken) {
        last = reader.next();
    }
    if ((last == Event::done) != ours.has_value()) {
        std::abort();
    }
    bool const is_left_to_others =
        last == Event::broken && testing::is_left_to_others(reader, document);
    if (!is_left_to_others && testing::is_comparable(document) &&
        testing::told_by_libxml2(document) != ours) {
        std::abort();
    }
    return 0;
}
