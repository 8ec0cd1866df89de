// The files that mappings/ describes, through the importer, against a count done apart from it
// (mappings/count_apart.py). Runs only where SELATAN_DATA names the folder that holds them; prints
// the table of mappings/README.md.

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/reported_flow.hpp"
#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/spreadsheet/spreadsheet_testing.hpp"
#include "platform/i18n/words/words.hpp"
#include "tests/support/engines.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <iostream>

namespace selatan::spreadsheet {
namespace {

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

records::Filter const everything{.sql = "1 = 1", .values = {}};

/// A register's commitments and payments, in all and year by year; under as many providers as its
/// own file of projects names.
void compare_flows(storage::Store &store, Mapping const &mapping, boost::json::object const &apart)
{
    auto const reporter = mapping.rule("reported_by")->constant;
    auto const sums = [&](funds::By by) {
        return store.read([&](storage::Reader &reader) {
            return funds::flow_sums(reader, everything, by, reporter);
        });
    };
    auto const all = sums(funds::By::reporter);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().committed_usd, apart.at("committed").as_int64());
    EXPECT_EQ(all.front().paid_usd, apart.at("paid").as_int64());
    auto const of_year = [&](char const *what, std::string const &year) {
        auto const *const found = apart.at(what).as_object().if_contains(year);
        return found == nullptr ? 0 : found->as_int64();
    };
    for (auto const &one : sums(funds::By::year)) {
        EXPECT_EQ(one.committed_usd, of_year("committed_by_year", one.group)) << one.group;
        EXPECT_EQ(one.paid_usd, of_year("paid_by_year", one.group)) << one.group;
    }
    auto const providers = sums(funds::By::provider);
    EXPECT_EQ(static_cast<std::int64_t>(providers.size()), apart.at("providers").as_int64());
    std::int64_t paid = 0;
    for (auto const &one : providers) {
        paid += one.paid_usd;
    }
    EXPECT_EQ(paid, all.front().paid_usd) << "nothing counts twice, nothing is lost";
}

/// Trainees invited, volunteers, experts … : how many, and what they cost.
void compare_kinds(storage::Store &store, boost::json::object const &kinds)
{
    auto const sums = store.read([](storage::Reader &reader) {
        return funds::activity_sums(reader, everything, funds::By::kind,
                                    "KOICA statistics to 2007, by AidData");
    });
    EXPECT_EQ(sums.size(), kinds.size());
    for (auto const &one : sums) {
        auto const &apart = kinds.at(one.group).as_array();
        EXPECT_EQ(one.activities, apart[0].as_int64()) << one.group;
        EXPECT_EQ(one.usd, apart[1].as_int64()) << one.group;
    }
}

TEST(RealData, agrees_with_a_count_done_apart)
{
    char const *const data = std::getenv("SELATAN_DATA");
    if (data == nullptr) {
        GTEST_SKIP() << "SELATAN_DATA does not name a folder";
    }
    auto const folder =
        std::filesystem::temp_directory_path() / ("selatan-real-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    auto const script = std::string{"python3 mappings/count_apart.py '"} + data + "'";
    auto const expected = boost::json::parse(output_of(script)).as_object();
    output_of(script + " --unpack '" + folder.string() + "'");

    selatan::testing::TestDatabase const database{
        storage::Engine::sqlite, selatan::testing::TestDatabase::Contents::migrated};
    ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
    storage::Store store{{.url = database.url()}, clock};
    store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    auto const codes = reference::code_lists(store);
    Importer const importer{store,
                            *codes,
                            {&reports::reported_activity_pages, &funds::reported_flow_pages},
                            Isolation::none};
    auto const by = auth::program_identity("cli");
    for (auto const &mapping : shipped_mappings()) {
        bool const is_flow = mapping.kind == funds::reported_flows.kind;
        if (!is_flow && mapping.kind != reports::reported_activities.kind) {
            continue;
        }
        SCOPED_TRACE(mapping.name);
        auto path = folder / (mapping.source + ".xlsx");
        if (!std::filesystem::exists(path)) {
            path = folder / (mapping.source + ".csv");
        }
        auto const import = [&](Writing writing) {
            return importer.import_file({.path = path.string(),
                                         .name = path.filename().string(),
                                         .mapping = mapping,
                                         .by = &by,
                                         .writing = writing});
        };
        using Clock = std::chrono::steady_clock;
        auto const since = [](Clock::time_point start) {
            return std::chrono::duration<double>(Clock::now() - start).count();
        };
        auto start = Clock::now();
        auto const dry = import(Writing::dry_run);
        auto const dry_seconds = since(start);
        start = Clock::now();
        auto const imported = import(Writing::for_good);
        auto const seconds = since(start);
        ASSERT_TRUE(dry.has_value() && imported.has_value());
        auto const &counts = imported->report.counts;
        auto const &apart = expected.at(mapping.source).as_object();
        auto const wanted = [&](char const *key) {
            auto const *const value = apart.if_contains(key);
            return value == nullptr ? std::int64_t{0} : value->to_number<std::int64_t>();
        };
        for (std::size_t i = 0; i < std::min<std::size_t>(5, imported->report.problems.size());
             ++i) {
            auto const &one = imported->report.problems[i];
            std::cout << "  " << one.place() << ' ' << one.title << ": "
                      << words::problem(Language::en, one.problem) << '\n';
        }
        auto const stored = store.read([&](storage::Reader &reader) {
            std::string const of_kind = is_flow
                                            ? ", 0, 0, count(*) FROM reported_flow a"
                                            : ", count(nullif(a.sector, '')), count(a.provider),"
                                              " sum(a.is_countable) FROM reported_activity a";
            auto rows = reader.query(
                "SELECT count(*), count(r.country), coalesce(sum(a.amount_usd), 0)" + of_kind +
                    " JOIN record r ON r.id = a.id"
                    " JOIN import_row i ON i.record = a.id WHERE i.source = ?",
                mapping.source);
            EXPECT_TRUE(rows.cursor().step());
            storage::Row row{rows.cursor()};
            std::array<std::int64_t, 6> figures{};
            for (auto &figure : figures) {
                figure = row.next<std::optional<std::int64_t>>().value_or(0);
            }
            return figures;
        });
        auto const [rows, one_country, usd, sectors, providers, countable] = stored;
        std::cout << "| " << mapping.source << " | " << counts.read << " | " << rows << " | "
                  << counts.failed << " | " << one_country << " | " << sectors << " | " << providers
                  << " | " << countable << " | " << usd << " |   dry run " << dry_seconds
                  << " s, import " << seconds << " s, "
                  << static_cast<double>(counts.read) / seconds << " rows/s\n";
        EXPECT_EQ(dry->report.counts, counts);
        EXPECT_EQ(rows, wanted("rows"));
        EXPECT_EQ(static_cast<std::int64_t>(counts.failed), wanted("refused"));
        EXPECT_EQ(one_country, wanted("one_country"));
        EXPECT_EQ(usd, wanted("usd"));
        if (auto const *const kinds = apart.if_contains("kinds")) {
            compare_kinds(store, kinds->as_object());
        }
        auto const again = import(Writing::dry_run);
        EXPECT_EQ(again->report.counts.same, counts.fresh);
    }
    // Providers are known once the registers' projects are in too.
    for (auto const &mapping : shipped_mappings()) {
        if (mapping.kind == funds::reported_flows.kind) {
            SCOPED_TRACE(mapping.name);
            compare_flows(store, mapping, expected.at(mapping.source).as_object());
        }
    }
    std::filesystem::remove_all(folder);
}

TEST(RealData, of_the_example_is_the_same_as_of_the_whole_file)
{
    selatan::testing::TestDatabase const database{
        storage::Engine::sqlite, selatan::testing::TestDatabase::Contents::migrated};
    ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
    storage::Store store{{.url = database.url()}, clock};
    store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    auto const codes = reference::code_lists(store);
    Importer const importer{store, *codes, {&reports::reported_activity_pages}, Isolation::none};
    auto const by = auth::program_identity("init");
    auto const imported = import_example(importer, by);
    ASSERT_TRUE(imported.has_value());
    EXPECT_EQ(imported->report.counts, (Counts{.read = 140, .fresh = 140}));
    for (auto const &one : imported->report.problems) {
        ADD_FAILURE() << one.place() << ' ' << words::problem(Language::en, one.problem);
    }
    char const *const data = std::getenv("SELATAN_DATA");
    if (data == nullptr) {
        return;
    }
    auto const folder =
        std::filesystem::temp_directory_path() / ("selatan-whole-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    output_of(std::string{"python3 mappings/count_apart.py '"} + data + "' --unpack '" +
              folder.string() + "'");
    auto const whole = importer.import_file(
        {.path = (folder / "aiddata-gcof-1.0.xlsx").string(),
         .name = "gcof.xlsx",
         .mapping = *importer.mapping_named("AidData: Chinese official finance 1.0"),
         .by = &by,
         .writing = Writing::dry_run});
    ASSERT_TRUE(whole.has_value());
    EXPECT_EQ(whole->report.counts, (Counts{.read = 5466, .fresh = 5326, .same = 140}));
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace selatan::spreadsheet
