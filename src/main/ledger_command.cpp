#include "main/ledger_command.hpp"

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/journal.hpp"
#include "cooperation/funds/ledger_store.hpp"
#include "cooperation/funds/payment_file_store.hpp"
#include "main/installation.hpp"
#include "platform/auth/account.hpp"
#include "platform/files/file.hpp"
#include "platform/i18n/words/words.hpp"

#include <boost/algorithm/hex.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

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

namespace {

int tell(Refusal const &refusal, Language language)
{
    for (auto const &problem : refusal.problems) {
        auto const sentence = words::problem(language, problem);
        std::fprintf(stderr, "%s%s%s\n", problem.field.c_str(), problem.field.empty() ? "" : ": ",
                     sentence.c_str());
    }
    return 2;
}

std::optional<auth::Identity> find_identity(storage::Reader &reader, std::string const &address)
{
    auto const email = auth::Email::parse(address);
    auto const account = email ? auth::find_account(reader, *email) : std::nullopt;
    return account ? auth::load_identity(reader, account->id, "cli") : std::nullopt;
}

} // namespace

int bring_in_payments(Settings const &settings, PaymentsOptions const &options)
{
    Installation installation{settings};
    auto const by = installation.store().read(
        [&](storage::Reader &reader) { return find_identity(reader, options.as); });
    if (!by || !records::could(funds::payment_file_policy, &*by, records::verbs::create)) {
        return tell({Decline::forbidden, {{"as", "common.forbidden", {}}}}, Language::en);
    }
    auto const name = std::filesystem::path{options.path}.filename().string();
    auto const examined = files::examine(options.path, name, "file");
    if (!examined) {
        return tell(examined.error(), by->language);
    }
    auto rows = funds::read_payments(options.path, funds::Reading::isolated);
    if (!rows) {
        return tell(rows.error(), by->language);
    }
    auto const saved = installation.store().write([&](storage::Tx &tx) -> Result<records::Saved> {
        auto const fund = records::find(tx, funds::funds, &*by, options.fund);
        if (!fund) {
            return refuse(Decline::not_found, "fund", "common.not_found");
        }
        funds::PaymentFile file;
        file.name = examined->name;
        file.fund = Id<funds::Fund>{fund->id};
        boost::algorithm::hex_lower(examined->digest.begin(), examined->digest.end(),
                                    std::back_inserter(file.digest));
        return funds::receive_payments(tx, *by, file, *rows);
    });
    if (!saved) {
        return tell(saved.error(), by->language);
    }
    std::printf("%s\n", saved->reference.c_str());
    installation.store().read([&](storage::Reader &reader) {
        for (auto const &row : funds::rows_of(reader, saved->id)) {
            auto const label =
                row.disbursement ? records::label_of(reader, *row.disbursement) : std::nullopt;
            std::printf("%lld\t%s\t%s\t%s\n", static_cast<long long>(row.number),
                        std::string{to_code(row.state)}.c_str(), row.payment_number.c_str(),
                        label ? label->reference.c_str() : "");
        }
    });
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
