/// Names, codes and rates as strangers' spreadsheets write them.
#include "base/text.hpp"
#include "cooperation/reference/exchange_rate.hpp"
#include "cooperation/reference/name_index.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    using namespace selatan;
    std::string_view const input{reinterpret_cast<char const *>(data), size};

    auto const folded = fold(input);
    auto const code = reference::leading_code(folded);
    if (!code.empty() && folded.find(code) == std::string::npos) {
        std::abort();
    }

    // What was added is found again, by the same text.
    reference::NameIndex index;
    index.add("Côte d’Ivoire", "CIV", reference::Match::name);
    index.add("Tanzania, United Republic of", "TZA", reference::Match::name);
    bool const was_known = !index.find(input).empty();
    index.add(input, "XXX", reference::Match::name);
    if (was_known && index.find(input).empty()) {
        std::abort();
    }

    auto const rate = reference::Rate::parse(input);
    if (rate) {
        if (reference::Rate::parse(rate->to_string()) != rate ||
            rate->divided_by(reference::Rate::one()) != rate) {
            std::abort();
        }
        (void)reference::Rate::one().divided_by(*rate);
    }
    return 0;
}
