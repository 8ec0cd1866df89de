#include "cooperation/funds/journal.hpp"

#include "cooperation/funds/statement_store.hpp"

namespace selatan::funds {

namespace {

/// The roots that both programs know the meaning of.
std::string_view root_of(ledger::Kind kind)
{
    switch (kind) {
    case ledger::Kind::asset:
        return "assets";
    case ledger::Kind::expense:
        return "expenses";
    case ledger::Kind::liability:
        return "liabilities";
    case ledger::Kind::income:
        return "income";
    case ledger::Kind::fund:
        return "equity";
    case ledger::Kind::memorandum:
        return "equity:memorandum";
    }
    return "equity";
}

std::string account_name(JournalRow const &row)
{
    auto name = std::string{root_of(row.kind)} + ":" + ledger::account_part(row.fund) + ":" +
                std::string{to_code(row.role)};
    if (row.subject.reference != row.fund) {
        name += ":" + ledger::account_part(row.subject.reference);
    }
    return name;
}

} // namespace

void write_journal(storage::Reader &reader, ledger::Dialect dialect,
                   std::function<void(std::string_view)> const &out)
{
    out(ledger::journal_head(dialect, "Selatan: the ledger of the funds"));
    ledger::JournalEntry entry;
    auto const finish = [&] {
        if (!entry.postings.empty()) {
            out(ledger::journal_entry(entry));
        }
    };
    each_journal_row(reader, [&](JournalRow const &row) {
        auto code = row.fund + "/" + std::to_string(row.number);
        if (code != entry.code) {
            finish();
            entry = {.on = row.on,
                     .code = std::move(code),
                     .description = std::string{to_code(row.act)} + " " + row.record.reference +
                                    " " + row.record.title,
                     .note = row.quote ? "rate " + row.quote->rate + " of " +
                                             row.quote->on.to_string() + ", " + row.quote->source
                                       : std::string{},
                     .postings = {}};
        }
        entry.postings.push_back({account_name(row), row.amount});
    });
    finish();
}

} // namespace selatan::funds
