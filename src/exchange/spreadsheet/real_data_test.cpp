// The files that mappings/ describes, through the importer, against a count done apart from it
// (mappings/count_apart.py). Runs only where SELATAN_DATA names the folder that holds them; prints
// the table of mappings/README.md.

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
    Importer const importer{store, *codes, {&reports::reported_activity_pages}, Isolation::none};
    auto const by = auth::program_identity("cli");
    for (auto const &mapping : shipped_mappings()) {
        if (mapping.kind != "reported_activity") {
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
            auto rows =
                reader.query("SELECT count(*), count(r.country), coalesce(sum(a.amount_usd), 0),"
                             " count(nullif(a.sector, '')), count(a.provider), sum(a.is_countable)"
                             " FROM reported_activity a JOIN record r ON r.id = a.id"
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
        auto const again = import(Writing::dry_run);
        EXPECT_EQ(again->report.counts.same, counts.fresh);
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
