// The books as other programs count them.
#include "cooperation/funds/journal.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "tests/support/funds.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

namespace selatan::funds {
namespace {

namespace fs = std::filesystem;

class Journal : public FundsTest {
protected:
    /// Random acts of the kinds that the ledger knows; what is refused changes nothing.
    void live_through(unsigned seed, int acts)
    {
        std::mt19937 random{seed};
        auto const any = [&](int least, int most) {
            return std::uniform_int_distribution{least, most}(random);
        };
        auto const sum = [&](int most) {
            return std::to_string(any(1, most)) + "." + std::to_string(any(10, 99));
        };
        std::vector<Uuid> allocated_ones;
        std::vector<Uuid> obligated_ones;
        std::vector<Uuid> paid_ones;
        auto const one_of = [&](std::vector<Uuid> const &all) {
            return all[static_cast<std::size_t>(any(0, static_cast<int>(all.size()) - 1))];
        };
        for (int i = 0; i < acts; ++i) {
            auto const what = any(0, 6);
            if (what == 0 || allocated_ones.empty()) {
                auto const id = make_contribution(sum(900), any(0, 2) == 0 ? "EUR" : "USD");
                static_cast<void>(act(finance, contributions, id, commit,
                                      Commitment{day("2026-11-02"), "Note; 2"}));
                static_cast<void>(act(finance, contributions, id, receive,
                                      Receipt{day("2026-11-03"), amount(sum(500)), {}, "B"}));
                auto const allocation = propose_allocation(sum(120));
                if (act(approver, allocations, allocation, approve_allocation).empty()) {
                    allocated_ones.push_back(allocation);
                }
            } else if (what < 3 || obligated_ones.empty()) {
                auto const obligation = propose_obligation(one_of(allocated_ones), sum(60));
                if (act(approver, obligations, obligation, approve_obligation).empty()) {
                    obligated_ones.push_back(obligation);
                }
            } else if (what < 5 || paid_ones.empty()) {
                auto const request = requested(one_of(obligated_ones), sum(30));
                static_cast<void>(
                    act(finance, disbursements, request, verify, Verification{"Checked"}));
                if (act(approver, disbursements, request, approve_payment, PaymentApproval{"M"})
                        .empty() &&
                    act(finance, disbursements, request, pay, Payment{day("2026-11-10"), "", ""})
                        .empty()) {
                    paid_ones.push_back(request);
                }
            } else if (what == 5) {
                static_cast<void>(act(finance, disbursements, one_of(paid_ones), liquidate,
                                      Liquidation{day("2026-11-12"), amount(sum(20)), "R"}));
            } else {
                static_cast<void>(act(finance, disbursements, one_of(paid_ones), refund,
                                      Refund{day("2026-11-13"), amount(sum(9)), "B"}));
            }
        }
    }
    /// Minor units by account's name and currency, those that are not zero.
    using Sums = std::map<std::string, std::int64_t>;
    Sums ours()
    {
        Sums sums;
        store().read([&](Reader &reader) {
            each_journal_row(reader, [&](JournalRow const &row) {
                auto name = std::string{to_code(row.role)};
                name += row.subject.reference == row.fund ? "" : ":" + row.subject.reference;
                sums[name + " " + row.amount.currency().to_string()] += row.amount.minor_units();
            });
            // And the balances that are kept say the same.
            Sums kept;
            auto const program = auth::program_identity("test");
            for (auto const &row : accounts_at(
                     reader, records::compile(fund_policy, &program, records::verbs::see), {})) {
                auto name = std::string{to_code(row.account.key.role)};
                name +=
                    row.subject.reference == row.fund.reference ? "" : ":" + row.subject.reference;
                kept[name + " " + row.account.key.currency.to_string()] =
                    row.account.account.balance;
            }
            EXPECT_EQ(sums, kept);
        });
        std::erase_if(sums, [](auto const &one) { return one.second == 0; });
        return sums;
    }
    std::string written(ledger::Dialect dialect)
    {
        std::string text;
        store().read([&](Reader &reader) {
            write_journal(reader, dialect, [&](std::string_view piece) { text += piece; });
        });
        auto const path =
            fs::temp_directory_path() / ("selatan-journal-" + std::to_string(::getpid()) + "-" +
                                         std::to_string(static_cast<int>(dialect)));
        std::ofstream{path} << text;
        return path.string();
    }
    static std::string output_of(std::string const &command)
    {
        std::string text;
        std::unique_ptr<std::FILE, int (*)(std::FILE *)> pipe{::popen(command.c_str(), "r"),
                                                              ::pclose};
        std::array<char, 4096> piece{};
        while (std::fgets(piece.data(), static_cast<int>(piece.size()), pipe.get()) != nullptr) {
            text += piece.data();
        }
        return text;
    }
    static bool has_program(std::string const &name)
    {
        return !output_of("command -v " + name).empty();
    }
    /// Lines of "equity:FND-2026-0001:spent:OBL-2026-0001<TAB>-12.50 USD".
    static Sums sums_in(std::string const &text)
    {
        Sums sums;
        std::istringstream lines{text};
        std::string line;
        std::string account;
        while (std::getline(lines, line)) {
            std::istringstream words{line};
            std::vector<std::string> parts;
            for (std::string word; words >> word;) {
                parts.push_back(word);
            }
            // The second currency of an account stands alone, under or over the account's line.
            if (parts.size() == 3) {
                account = parts[0];
            }
            if (parts.size() < 2) {
                continue;
            }
            auto const &figure = parts[parts.size() - 2];
            auto const &currency = parts.back();
            // Without the root and the fund: what is left tells our accounts apart.
            auto const fund_at = account.find("FND-");
            auto const role_at = account.find(':', fund_at);
            auto const money = Money::parse(figure, Currency::parse(currency).value_or(Currency{}));
            EXPECT_TRUE(money && fund_at != std::string::npos) << line;
            if (money && money->minor_units() != 0) {
                sums[account.substr(role_at + 1) + " " + currency] += money->minor_units();
            }
        }
        return sums;
    }
};
INSTANTIATE_ENGINES(Journal);

TEST_P(Journal, is_read_by_ledger_with_our_balances)
{
    if (!has_program("ledger")) {
        GTEST_SKIP() << "there is no program `ledger` here";
    }
    live_through(7, 60);
    expect_books_right();
    auto const path = written(ledger::Dialect::ledger);
    auto const text = output_of("ledger -f " + path +
                                " balance --flat --no-total --balance-format"
                                " '%(account) %(strip(display_total))\\n' 2>&1");
    EXPECT_EQ(sums_in(text), ours()) << text;
    fs::remove(path);
}

TEST_P(Journal, is_read_by_hledger_with_our_balances)
{
    if (!has_program("hledger")) {
        GTEST_SKIP() << "there is no program `hledger` here";
    }
    live_through(11, 60);
    auto const path = written(ledger::Dialect::hledger);
    EXPECT_EQ(output_of("hledger -f " + path + " check 2>&1"), "");
    auto const text = output_of("hledger -f " + path +
                                " balance --flat --no-total --format '%(account) %(total)' 2>&1");
    EXPECT_EQ(sums_in(text), ours()) << text;
    fs::remove(path);
}

TEST_P(Journal, of_a_day_gone_by_counts_what_was_booked_until_then)
{
    static_cast<void>(receive_money("500"));
    auto const obligation = obligated(allocated("400"), "200");
    static_cast<void>(paid(obligation, "150"));
    auto const program = auth::program_identity("test");
    auto const bank_on = [&](std::string_view on) {
        return store().read([&](Reader &reader) {
            for (auto const &row :
                 accounts_at(reader, records::compile(fund_policy, &program, records::verbs::see),
                             day(on))) {
                if (row.account.key.role == Role::bank) {
                    return row.account.account.own_balance().amount();
                }
            }
            return std::string{};
        });
    };
    EXPECT_EQ(bank_on("2026-11-02"), "0.00");
    EXPECT_EQ(bank_on("2026-11-09"), "500.00");
    EXPECT_EQ(bank_on("2026-11-10"), "350.00");
    auto const lines = store().read([&](Reader &reader) {
        return executions(
            reader, records::compile(programming::line_policy, &program, records::verbs::see));
    });
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].planned.amount(), "1000.00");
    EXPECT_EQ(lines[0].allocated.amount(), "400.00");
    EXPECT_EQ(lines[0].obligated.amount(), "200.00");
    EXPECT_EQ(lines[0].paid.amount(), "150.00");
    EXPECT_EQ(lines[0].used.amount(), "0.00");
    static_cast<void>(requested(obligation, "12.34"));
    auto const of_projects = store().read([&](Reader &reader) {
        return money_of_projects(reader,
                                 records::compile(projects::policy, &program, records::verbs::see));
    });
    ASSERT_EQ(of_projects.size(), 1U);
    EXPECT_EQ(of_projects[0].asked.amount(), "12.34");
    EXPECT_EQ(of_projects[0].obligated.amount(), "200.00");
    EXPECT_EQ(of_projects[0].paid.amount(), "150.00");
}

TEST_P(Journal, gives_each_day_its_balances_from_the_months_before_it)
{
    live_through(5, 40);
    auto const everybody = auth::program_identity("test");
    auto const everything = records::compile(fund_policy, &everybody, records::verbs::see);
    // Before everything, on each day of the books, and after the last.
    for (auto on = day("2026-10-01"); on < day("2026-12-31"); on = on.plus_days(1)) {
        store().read([&](Reader &reader) {
            for (auto const &row : accounts_at(reader, everything, on)) {
                auto const sum = reader.one<std::int64_t>(
                    "SELECT coalesce(CAST(sum(amount) AS BIGINT), 0) FROM ledger_posting"
                    " WHERE account = ? AND on_day <= ?",
                    row.account.account.id, on);
                ASSERT_EQ(row.account.account.balance, sum.value_or(0)) << on.to_string();
            }
        });
    }
}

} // namespace
} // namespace selatan::funds
