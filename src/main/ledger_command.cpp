#include "main/ledger_command.hpp"

#include "cooperation/funds/journal.hpp"
#include "cooperation/funds/ledger_store.hpp"
#include "main/installation.hpp"

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>

namespace selatan::program {

int export_ledger(Settings const &settings, LedgerOptions const &options)
{
    Installation installation{settings};
    auto const dialect =
        options.format == "hledger" ? ledger::Dialect::hledger : ledger::Dialect::ledger;
    std::ofstream target;
    if (!options.target.empty()) {
        target.open(options.target, std::ios::binary);
    }
    installation.store().read([&](storage::Reader &reader) {
        funds::write_journal(reader, dialect, [&](std::string_view piece) {
            if (options.target.empty()) {
                std::fwrite(piece.data(), 1, piece.size(), stdout);
            } else {
                target << piece;
            }
        });
    });
    if (!options.target.empty()) {
        target.close();
        if (!target) {
            throw NotReady{"cannot write " + options.target};
        }
    }
    return 0;
}

int check_ledger(Settings const &settings, OutputOptions const &output)
{
    Installation installation{settings};
    auto const check = installation.store().read(
        [](storage::Reader &reader) { return funds::check_books(reader); });
    if (output.json) {
        auto const text = boost::json::serialize(
            boost::json::object{{"entries", check.entries},
                                {"unbalanced_entries", check.unbalanced_entries},
                                {"differing_accounts", check.differing_accounts}});
        std::printf("%s\n", text.c_str());
    } else {
        std::printf("%lld entries, %lld of them out of balance; %lld balances differ from their "
                    "postings\n",
                    static_cast<long long>(check.entries),
                    static_cast<long long>(check.unbalanced_entries),
                    static_cast<long long>(check.differing_accounts));
    }
    return check.are_right() ? 0 : 2;
}

} // namespace selatan::program
