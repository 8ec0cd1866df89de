/// \file
/// A journal as the programs `ledger` and `hledger` read it, so that others can check our sums.
#pragma once

#include "base/date.hpp"
#include "base/money.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::ledger {

enum class Dialect { ledger, hledger };

struct JournalPosting {
    std::string account; ///< parts with colons between them
    Money amount;        ///< debits positive
};
struct JournalEntry {
    Date on;
    std::string code;        ///< the entry's number
    std::string description; ///< of any characters: those with a meaning to readers are replaced
    std::string note;        ///< a rate and its source; may be empty
    std::vector<JournalPosting> postings;
};

/// What stands at the top of the file.
[[nodiscard]] std::string journal_head(Dialect dialect, std::string_view title);
/// One entry, with an empty line before it.
[[nodiscard]] std::string journal_entry(JournalEntry const &entry);
/// A part of an account's name: no colon, semicolon, brackets, control character or double space.
[[nodiscard]] std::string account_part(std::string_view text);

} // namespace selatan::ledger
