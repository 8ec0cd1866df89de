#include "engine/ledger/journal.hpp"

namespace selatan::ledger {

namespace {

/// In one line, without what ends a description or a name. Two spaces end an account's name.
std::string plain(std::string_view text, std::string_view replaced)
{
    std::string out;
    for (char const c : text) {
        bool const is_space = static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
        char const put = is_space ? ' ' : replaced.find(c) != std::string_view::npos ? '-' : c;
        if (put != ' ' || (!out.empty() && out.back() != ' ')) {
            out += put;
        }
    }
    while (out.ends_with(' ')) {
        out.pop_back();
    }
    return out;
}

} // namespace

std::string journal_head(Dialect dialect, std::string_view title)
{
    std::string head = "; " + plain(title, "") + "\n";
    if (dialect == Dialect::hledger) {
        // "1.000" is one dinar, not a thousand.
        head += "decimal-mark .\n";
    }
    return head;
}

std::string journal_entry(JournalEntry const &entry)
{
    auto text = "\n" + entry.on.to_string() + " * (" + plain(entry.code, "()") + ") " +
                plain(entry.description, ";|") + "\n";
    if (!entry.note.empty()) {
        text += "    ; " + plain(entry.note, ":") + "\n";
    }
    for (auto const &posting : entry.postings) {
        text += "    " + posting.account + "  " + posting.amount.amount() + " " +
                posting.amount.currency().to_string() + "\n";
    }
    return text;
}

std::string account_part(std::string_view text)
{
    auto part = plain(text, ":;()[]{}<>\"@=*!");
    return part.empty() ? std::string{"-"} : part;
}

} // namespace selatan::ledger
