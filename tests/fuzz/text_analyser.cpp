// Whatever comes in, what comes out is UTF-8; folding and cleaning are idempotent; tokens are
// bounded.
#include "base/text.hpp"

#include <cstdint>
#include <cstdlib>

using namespace selatan;

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
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    auto const folded = fold(text);
    require(is_valid_utf8(folded));
    require(fold(folded) == folded);
    auto const cleaned = clean(text);
    require(is_valid_utf8(cleaned));
    require(clean(cleaned) == cleaned);
    auto const lines = clean_lines(text);
    require(clean_lines(lines) == lines);
    for (auto const language : languages) {
        for (auto const &token : tokens(language, text)) {
            require(!token.empty() && token.size() <= longest_token && is_valid_utf8(token));
        }
    }
    require(sort_key(text).size() <= longest_sort_key);
    require(is_valid_utf8(truncate(text, 5)));
    auto const alike = similarity(text, cleaned);
    require(alike >= 0 && alike <= 1);
    return 0;
}
