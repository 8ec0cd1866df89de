// On real projects, where SELATAN_DATA names the folder that holds them: how many that two tell of
// are found again when nothing but what is told may be used (tests/apart/same_projects.py).
#include "exchange/reconciliation/facts.hpp"

#include "base/text.hpp"
#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reading.hpp"
#include "tests/support/code_lists.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

namespace selatan::reconciliation {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string output_of(std::string const &command)
{
    std::string all;
    auto *const pipe = ::popen(command.c_str(), "r");
    std::array<char, 65536> piece{};
    for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
        all.append(piece.data(), got);
    }
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return all;
}

class RealProjects : public testing::CodeListTest {
protected:
    void SetUp() override
    {
        auto const *const data = std::getenv("SELATAN_DATA");
        if (data == nullptr || !fs::is_directory(fs::path{data} / "recipient-aims")) {
            GTEST_SKIP() << "SELATAN_DATA names no folder with recipient-aims";
        }
        m_data = data;
        CodeListTest::SetUp();
    }
    std::string m_data;
};
INSTANTIATE_ENGINES(RealProjects);

std::string text(json::object const &row, std::string_view name)
{
    auto const *const found = row.if_contains(name);
    return found == nullptr ? std::string{} : std::string{found->as_string()};
}

Facts facts_from(json::object const &row, reference::Codelists const &lists)
{
    Facts facts;
    facts.titles = {clean(text(row, "title"))};
    auto const countries = lists.resolve_country(text(row, "country"));
    if (!countries.empty()) {
        facts.countries.push_back(*CountryCode::parse(countries.front().code));
    }
    facts.starts = Date::parse(text(row, "starts"));
    facts.ends = Date::parse(text(row, "ends"));
    if (auto const dollars = row.at("dollars").as_int64(); dollars > 0) {
        facts.money.push_back({.measure = Measure::committed,
                               .year = 0,
                               .currency = Currency::parse("USD"),
                               .hundredths = dollars * 100,
                               .cents = dollars * 100});
    }
    if (auto const name = text(row, "organisation"); !name.empty()) {
        facts.organisations.push_back({.name = name, .other_names = {}, .roles = {}});
    }
    if (auto const *const all = row.if_contains("organisations")) {
        for (auto const &name : all->as_array()) {
            facts.organisations.push_back(
                {.name = std::string{name.as_string()}, .other_names = {}, .roles = {}});
        }
    }
    return facts;
}

struct Half {
    int same = 0;     ///< pairs that are the same project
    int found = 0;    ///< of these, proposed
    int first = 0;    ///< of these, as the likeliest
    int proposed = 0; ///< all proposals for accounts whose answer is known
};

TEST_P(RealProjects, are_found_again_by_what_is_told)
{
    auto const by = auth::program_identity("test");
    for (auto const &entry : fs::directory_iterator{fs::path{m_data} / "iati" / "real-as-2.03"}) {
        // Some of them are broken on purpose.
        static_cast<void>(reported::Importer{store()}.import_file(
            {.path = entry.path().string(), .name = entry.path().filename().string(), .by = &by}));
    }
    auto const labelled =
        json::parse(output_of("python3 tests/apart/same_projects.py '" + m_data + "'")).as_object();
    struct Told {
        std::string id;
        Facts facts;
    };
    std::vector<std::string> ids;
    std::vector<linkage::Account> ours;
    std::vector<Told> told;
    store().read([&](storage::Reader &reader) {
        auto const lists = reference::lists(reader);
        for (auto const &row : labelled.at("ours").as_array()) {
            ids.push_back(text(row.as_object(), "id"));
            ours.push_back(account_of(facts_from(row.as_object(), *lists)));
        }
        for (auto const &row : labelled.at("told").as_array()) {
            told.push_back({text(row.as_object(), "id"), facts_from(row.as_object(), *lists)});
        }
        reported::InDollars rates{reader};
        reported::each_standing(reader, [&](std::int64_t id, reported::Activity const &activity) {
            auto const source = reported::source_of(reader, id).value_or("");
            told.push_back({activity.identifier, facts_of(activity, source, *lists, rates)});
            return true;
        });
    });
    std::map<std::string, std::string> answer;
    for (auto const &[mine, theirs] : labelled.at("same").as_object()) {
        for (auto const &one : theirs.as_array()) {
            answer.emplace(one.as_string(), mine);
        }
    }
    auto const started = std::clock();
    auto known_by_number = ours;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        known_by_number[i].own = {linkage::key_of(ids[i])};
    }
    linkage::Index index{std::move(ours)};
    linkage::Index numbered{std::move(known_by_number)};
    std::vector<linkage::Account> accounts;
    accounts.reserve(told.size());
    for (auto &one : told) {
        one.facts.identifiers.clear(); // these are the labels
        one.facts.named.clear();
        accounts.push_back(account_of(one.facts));
        index.meet(accounts.back().titles);
        numbered.meet(accounts.back().titles);
    }
    // Which half a pair is in was settled by this, before anybody had looked at one.
    std::array<Half, 2> halves;
    int others = 0;
    bool const is_shown = std::getenv("SELATAN_SHOW") != nullptr;
    for (std::size_t i = 0; i < told.size(); ++i) {
        auto const pairs = index.likely(accounts[i], 3);
        auto const known = answer.find(told[i].id);
        if (known == answer.end()) {
            others += static_cast<int>(pairs.size());
            if (is_shown) {
                for (auto const &pair : pairs) {
                    std::cout << "other " << pair.likeness.score() << " " << ids[pair.ours] << " | "
                              << told[i].id << " " << told[i].facts.title() << '\n';
                }
            }
            continue;
        }
        auto &half = halves[token_hash(known->second) & 1U];
        ++half.same;
        half.proposed += static_cast<int>(pairs.size());
        bool const is_found = std::ranges::any_of(
            pairs, [&](linkage::Pair const &pair) { return ids[pair.ours] == known->second; });
        half.found += is_found ? 1 : 0;
        half.first += !pairs.empty() && ids[pairs.front().ours] == known->second ? 1 : 0;
        if (is_shown && (token_hash(known->second) & 1U) == 0) {
            std::cout << (is_found ? "found " : "MISSED ") << known->second << " | " << told[i].id
                      << " " << told[i].facts.title() << '\n';
            auto const place = std::ranges::find(ids, known->second) - ids.begin();
            auto const likeness = index.compare(static_cast<std::size_t>(place), accounts[i]);
            for (auto const &reason : likeness.reasons) {
                std::cout << "    " << to_code(reason.sign) << " " << reason.weight << " ("
                          << reason.detail << ")\n";
            }
        }
    }
    auto const seconds = static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC;
    for (auto const &half : halves) {
        std::cout << (&half == halves.data() ? "adjusted on: " : "held out:    ") << half.same
                  << " pairs, found " << half.found << ", as the likeliest " << half.first
                  << "; proposals for them " << half.proposed << '\n';
    }
    std::cout << others << " proposals for " << told.size() - answer.size()
              << " accounts whose answer is not known; " << seconds << " s of processor for "
              << told.size() << " accounts against " << ids.size() << '\n';
    // Others' activities that list a lender's number among their other identifiers: nobody adjusted
    // anything on these.
    int naming = 0;
    int by_words = 0;
    int by_number = 0;
    int by_number_alone = 0; ///< their titles hidden
    int strangers = 0;
    for (std::size_t i = 0; i < told.size(); ++i) {
        auto account = accounts[i];
        std::optional<std::size_t> named;
        for (auto const &other : told[i].facts.others) {
            account.named.push_back(linkage::key_of(other.text));
            auto const place = numbered.known_as(account.named.back());
            named = place.empty() ? named : std::optional{place.front()};
        }
        if (!named) {
            continue;
        }
        auto const has = [&](std::vector<linkage::Pair> const &pairs) {
            return std::ranges::find(pairs, *named, &linkage::Pair::ours) != pairs.end();
        };
        ++naming;
        by_words += has(index.likely(accounts[i], 3)) ? 1 : 0;
        auto const pairs = numbered.likely(account, 3);
        by_number += has(pairs) ? 1 : 0;
        strangers += static_cast<int>(pairs.size()) - (has(pairs) ? 1 : 0);
        account.titles.clear();
        by_number_alone += has(numbered.likely(account, 3)) ? 1 : 0;
        if (is_shown) {
            std::cout << "names " << ids[*named] << " | " << told[i].id << " "
                      << told[i].facts.title() << " | " << numbered.compare(*named, account).bits
                      << '\n';
        }
    }
    std::cout << naming << " list a lender's number: found by their words " << by_words
              << ", by the number too " << by_number << ", by it without their title "
              << by_number_alone << "; other proposals for them " << strangers << '\n';
    EXPECT_GE(by_number, by_words);
    EXPECT_GE(halves[1].found * 100, halves[1].same * 50);
    EXPECT_GE(halves[1].first * 100, halves[1].proposed * 90);
}

} // namespace
} // namespace selatan::reconciliation
