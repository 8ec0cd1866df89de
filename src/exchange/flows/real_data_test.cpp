// On real activities, where SELATAN_DATA names the folder that holds them: how well South-South
// cooperation is found, and whether the sums are those that are counted apart from Selatan.
#include "exchange/flows/finding.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "tests/support/flows.hpp"

#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/reported/reading.hpp"
#include "platform/auth/identity.hpp"
#include "tests/support/code_lists.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <openssl/sha.h>
#include <sstream>
#include <sys/wait.h>

namespace selatan::reported_flows {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string data_folder()
{
    auto const *const folder = std::getenv("SELATAN_DATA");
    return folder == nullptr ? std::string{} : std::string{folder};
}

class RealFlows : public testing::CodeListTest {
protected:
    void SetUp() override
    {
        if (data_folder().empty()) {
            GTEST_SKIP() << "SELATAN_DATA is not given";
        }
        CodeListTest::SetUp();
    }
};
INSTANTIATE_ENGINES(RealFlows);

// -- Found --------------------------------------------------------------------------------------

/// Which half an activity is in was settled by this, before anybody had read one.
bool is_held_out(std::string const &identifier)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<unsigned char const *>(identifier.data()), identifier.size(),
           digest.data());
    return (digest[0] & 1U) != 0;
}

std::vector<std::string> texts_of(json::object const &activity, std::string_view name)
{
    std::vector<std::string> all;
    if (auto const *const value = activity.if_contains(name)) {
        for (auto const &one : value->as_array()) {
            all.emplace_back(one.is_string() ? std::string{one.as_string()} : std::string{});
        }
    }
    return all;
}

/// A Datastore answer: flattened lists, those of organisations of equal length where they are
/// whole.
reported::Activity activity_of(json::object const &flat)
{
    reported::Activity activity;
    activity.identifier = flat.at("iati_identifier").as_string();
    for (auto const &text : texts_of(flat, "title_narrative")) {
        activity.title.push_back({.language = {}, .text = text});
    }
    for (auto const &text : texts_of(flat, "description_narrative")) {
        activity.descriptions.push_back(
            {.type = {}, .text = {reported::Narrative{.language = {}, .text = text}}});
    }
    for (auto const &text : texts_of(flat, "transaction_description_narrative")) {
        activity.transactions.emplace_back().description = text;
    }
    for (auto const &code : texts_of(flat, "recipient_country_code")) {
        activity.countries.push_back({.vocabulary = {}, .code = code, .of_million = {}});
    }
    auto const roles = texts_of(flat, "participating_org_role");
    auto const refs = texts_of(flat, "participating_org_ref");
    auto const types = texts_of(flat, "participating_org_type");
    auto const names = texts_of(flat, "participating_org_narrative");
    if (roles.size() == refs.size() && refs.size() == types.size() &&
        types.size() == names.size()) {
        for (std::size_t i = 0; i < roles.size(); ++i) {
            activity.participants.push_back(
                {.role = roles[i],
                 .organisation = {.ref = refs[i], .type = types[i], .name = names[i]},
                 .activity = {}});
        }
    }
    return activity;
}

/// `about`, `mentioned` or `no`, as a person judged it without seeing what the program says; by
/// the set that it was drawn from.
std::map<std::string, std::pair<std::string, std::string>> judged()
{
    std::map<std::string, std::pair<std::string, std::string>> all;
    std::ifstream file{"src/exchange/flows/judged.tsv"};
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells{line};
        std::string identifier;
        std::string set;
        std::string verdict;
        std::getline(cells, identifier, '\t');
        std::getline(cells, set, '\t');
        std::getline(cells, verdict, '\t');
        all[identifier] = {set, verdict};
    }
    return all;
}

bool is_about(south_south::Level level)
{
    return level == south_south::Level::stated || level == south_south::Level::triangular ||
           level == south_south::Level::south_south;
}

TEST_P(RealFlows, south_south_cooperation_is_found_in_what_was_held_out)
{
    auto const lists =
        store().read([](storage::Reader &reader) { return reference::lists(reader); });
    Sides sides{*lists, *Date::parse("2026-11-21")};
    auto const verdicts = judged();
    ASSERT_EQ(verdicts.size(), 160U);
    int all = 0;
    int found = 0;
    std::map<std::pair<std::string, bool>, int> about; // verdict, whether we say so
    std::map<std::pair<std::string, bool>, int> seen;  // verdict, whether we find anything
    std::ifstream file{fs::path{data_folder()} / "iati-ssc-tagged/activities.jsonl"};
    for (std::string line; std::getline(file, line);) {
        auto const flat = json::parse(line);
        auto const activity = activity_of(flat.as_object());
        if (!is_held_out(activity.identifier)) {
            continue;
        }
        Judged judged;
        find_south_south(activity, sides, judged);
        auto const level = judged.finding.level;
        ++all;
        found += level == south_south::Level::no ? 0 : 1;
        if (auto const verdict = verdicts.find(activity.identifier); verdict != verdicts.end()) {
            ++about[{verdict->second.second, is_about(level)}];
            ++seen[{verdict->second.second, level != south_south::Level::no}];
        }
    }
    std::cout << "held out: " << all << ", found " << found
              << "; judged about it: " << about[{"about", true}] << " found so, "
              << about[{"about", false}] << " not; judged otherwise but found so: "
              << about[{"mentioned", true}] + about[{"no", true}] << "\n";
    EXPECT_EQ(all, 301);
    EXPECT_GE(found, 284);
    // A judged sample of 60: what is about it, what only mentions it, what does neither.
    EXPECT_GE((about[{"about", true}]), 17);
    EXPECT_LE((about[{"about", false}]), 1);
    EXPECT_LE((about[{"mentioned", true}] + about[{"no", true}]), 6);
    EXPECT_EQ((seen[{"mentioned", false}]), 0);
    EXPECT_EQ((seen[{"no", true}]), 0);
}

// -- Sums ---------------------------------------------------------------------------------------

std::string output_of(std::string const &command)
{
    std::string output;
    auto *const pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> piece{};
    for (std::size_t size = 0;
         pipe != nullptr && (size = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
        output.append(piece.data(), size);
    }
    EXPECT_EQ(pipe == nullptr ? -1 : ::pclose(pipe), 0) << command;
    return output;
}

struct Sum {
    std::int64_t transactions = 0;
    std::int64_t hundredths = 0;
    friend bool operator==(Sum const &, Sum const &) = default;
};
void PrintTo(Sum const &sum, std::ostream *out)
{
    *out << sum.transactions << " transactions, " << sum.hundredths;
}

using AllSums = std::map<std::pair<std::string, std::string>, Sum>;

/// What is spent in dollars in one country alone, as the figures divide it.
void add_single_countries(storage::Reader &reader, reference::Codelists const &lists, AllSums &sums)
{
    for (auto row : reader.query(R"(
            SELECT k.code, COUNT(*), CAST(SUM(f.usd) AS BIGINT) FROM flow_transaction f
            JOIN iati_transaction x ON x.activity = f.activity AND x.number = f.number
            JOIN flow_key k ON k.id = f.country
            WHERE f.measure = 1 AND x.currency = 'USD' GROUP BY k.code)")) {
        auto const code = CountryCode::parse(row.next<std::string>());
        if (code && lists.country(*code) != nullptr) {
            auto const transactions = row.next<std::int64_t>();
            sums[{"country", lists.country(*code)->alpha2}] = {transactions,
                                                               row.next<std::int64_t>()};
        }
    }
}

/// What budgets in dollars are for in each year, and what of it a revised one stands for.
void add_years_of_budgets(storage::Reader &reader, AllSums &sums)
{
    for (auto row : reader.query(R"(
            SELECT CASE f.reason WHEN 'revised' THEN 'revised' ELSE 'planned' END, f.year,
                   COUNT(*), CAST(SUM(f.usd) AS BIGINT)
            FROM flow_transaction f
            JOIN iati_budget b ON b.activity = f.activity AND b.kind = 1 AND b.number = f.budget
            WHERE f.measure = 3 AND b.currency = 'USD' AND f.usd <> 0 GROUP BY 1, 2)")) {
        auto what = row.next<std::string>();
        auto year = std::to_string(row.next<std::int64_t>());
        auto const parts = row.next<std::int64_t>();
        sums[{std::move(what), std::move(year)}] = {parts, row.next<std::int64_t>()};
    }
}

AllSums sums_by_kind(storage::Reader &reader)
{
    AllSums sums;
    for (auto row : reader.query(R"(
            SELECT CASE type WHEN '1' THEN 'incoming' WHEN '2' THEN 'committed' ELSE 'spent' END,
                   COALESCE(currency, '-'), COUNT(*), CAST(SUM(amount) AS BIGINT)
            FROM iati_transaction
            WHERE type IN ('1', '2', '3', '4') AND COALESCE(happened_on, valued_on) IS NOT NULL
              AND amount IS NOT NULL
            GROUP BY 1, 2)")) {
        auto kind = row.next<std::string>();
        auto currency = row.next<std::string>();
        auto const transactions = row.next<std::int64_t>();
        sums[{std::move(kind), std::move(currency)}] = {transactions, row.next<std::int64_t>()};
    }
    for (auto row : reader.query(R"(
            SELECT COALESCE(currency, '-'), COUNT(*), CAST(SUM(amount) AS BIGINT) FROM iati_budget
            WHERE kind = 1 AND starts_on IS NOT NULL AND amount IS NOT NULL GROUP BY 1)")) {
        auto currency = row.next<std::string>();
        auto const budgets = row.next<std::int64_t>();
        sums[{"budget", std::move(currency)}] = {budgets, row.next<std::int64_t>()};
    }
    return sums;
}

TEST_P(RealFlows, sums_are_those_that_are_counted_apart)
{
    auto const folder = fs::path{data_folder()} / "iati/real-as-2.03";
    std::vector<fs::path> files;
    for (auto const &entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() == ".xml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    auto const by = auth::program_identity("test");
    for (auto const &file : files) {
        // Those that are not well-formed are refused, here as there.
        static_cast<void>(reported::Importer{store()}.import_file(
            {.path = file.string(), .name = file.filename().string(), .by = &by}));
    }
    auto const began = std::chrono::steady_clock::now();
    auto const refreshed = refresh(store());
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    EXPECT_EQ(store().read([](storage::Reader &reader) { return check(reader); }),
              std::vector<std::string>{});

    auto const ours = store().read([](storage::Reader &reader) {
        auto sums = sums_by_kind(reader);
        add_single_countries(reader, *reference::lists(reader), sums);
        add_years_of_budgets(reader, sums);
        return sums;
    });
    AllSums apart;
    std::istringstream lines{
        output_of("python3 tests/apart/reported_sums.py '" + folder.string() + "'")};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string kind;
        std::string currency;
        Sum sum;
        words >> kind >> currency >> sum.transactions >> sum.hundredths;
        apart[{kind, currency}] = sum;
    }
    for (auto const &[what, sum] : apart) {
        auto const found = ours.find(what);
        EXPECT_EQ(found == ours.end() ? Sum{} : found->second, sum)
            << what.first << " " << what.second;
    }
    EXPECT_EQ(ours.size(), apart.size());

    auto const fast = [&](Asked const &asked) {
        return store().read([&](storage::Reader &reader) {
            auto const start = std::chrono::steady_clock::now();
            auto const rows = totals(reader, asked, 1000);
            return std::pair{rows.size(), std::chrono::duration_cast<std::chrono::microseconds>(
                                              std::chrono::steady_clock::now() - start)};
        });
    };
    fast({});
    auto const by_country = fast({});
    auto const by_provider = fast({.dimension = Dimension::provider});
    auto const budgets = fast({.money = Money::budget});
    std::cout << refreshed.activities << " activities, " << refreshed.transactions
              << " transactions; figures made in " << took.count() << " ms; by country "
              << by_country.second.count() << " us (" << by_country.first << " rows), by provider "
              << by_provider.second.count() << " us (" << by_provider.first
              << " rows), budgets by country " << budgets.second.count() << " us (" << budgets.first
              << " rows)\n";
    store().read([&](storage::Reader &reader) {
        for (auto const money : {Money::spent, Money::committed, Money::incoming, Money::budget}) {
            std::int64_t counted = 0;
            std::int64_t out = 0;
            for (auto const &one : totals_by_year(reader, {.money = money})) {
                counted += one.counted;
                out += one.left_out;
            }
            std::cout << to_code(money) << ": counted USD " << counted / 100 << ", left out "
                      << out / 100 << "\n";
        }
        for (auto const &one : level_counts(reader)) {
            std::cout << south_south::to_code(one.level) << " " << one.found << "\n";
        }
    });
}

} // namespace
} // namespace selatan::reported_flows
