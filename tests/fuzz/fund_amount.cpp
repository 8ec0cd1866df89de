/// Amounts as people and programs write them, and words on their way into a journal that other
/// programs read.
#include "cooperation/funds/amount.hpp"
#include "engine/ledger/journal.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    using namespace selatan;
    std::string_view const input{reinterpret_cast<char const *>(data), size};

    auto const amount = funds::Amount::parse(input);
    if (amount) {
        // What was understood is written in one form, and that form means the same.
        if (funds::Amount::parse(amount->digits) != amount) {
            std::abort();
        }
        for (auto const *const code : {"JPY", "USD", "KWD", "CLF"}) {
            auto const money = amount->in(*Currency::parse(code));
            if (money && (!money->is_positive() || funds::Amount::of(*money) != *amount)) {
                std::abort();
            }
        }
    }

    // Whatever a title says, an entry stays one entry of so many lines.
    auto const text = ledger::journal_entry(
        {.on = Date{},
         .code = std::string{input},
         .description = std::string{input},
         .note = {},
         .postings = {{ledger::account_part(input), Money{1, *Currency::parse("USD")}}}});
    if (std::ranges::count(text, '\n') != 3 || text.find('\r') != std::string::npos) {
        std::abort();
    }
    auto const part = ledger::account_part(input);
    if (part.empty() || part.find("  ") != std::string::npos ||
        part.find(':') != std::string::npos) {
        std::abort();
    }
    return 0;
}
