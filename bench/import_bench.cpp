// uses: exchange_spreadsheet cooperation_reports cooperation_reference tests_support
//
// The importer: a dry run of 10,000 XLSX rows (bar: under 2 s, quality.md), rows a second into
// SQLite and PostgreSQL (SELATAN_TEST_POSTGRESQL), and how long another writer had to wait
// meanwhile.
//
//     import_bench [ROWS]

#include "base/text.hpp"
#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/reports/reports.hpp"
#include "exchange/spreadsheet/importer.hpp"
#include "tests/support/engines.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <thread>

namespace {

using namespace selatan;
using Clock = std::chrono::steady_clock;

double processor_seconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Rows as long as a register's: about 300 characters of text each, from a few thousand words.
std::shared_ptr<sheets::Spool> workbook(int rows)
{
    auto spool = std::make_shared<sheets::Spool>();
    auto const writer = sheets::xlsx_writer(spool->sink());
    writer->header({{.title = "No"},
                    {.title = "Project"},
                    {.title = "Country"},
                    {.title = "Year"},
                    {.title = "Started"},
                    {.title = "USD"},
                    {.title = "Description"}});
    static constexpr std::array countries{"Timor-Leste", "Fiji",    "Madagascar",
                                          "Angola",      "Lao PDR", "Viet Nam"};
    unsigned state = 1;
    auto const random = [&](unsigned below) {
        state = state * 1664525U + 1013904223U;
        return (state >> 8U) % below;
    };
    for (int i = 0; i < rows; ++i) {
        std::string text;
        for (int word = 0; word < 45; ++word) {
            auto const number = random(60) * random(60);
            text += (word == 0 ? "" : " ");
            text += static_cast<char>('a' + number % 26);
            text += "ing" + std::to_string(number) + "s";
        }
        writer->row({std::int64_t{i}, "Training course " + std::to_string(i),
                     std::string{countries[random(countries.size())]},
                     std::int64_t{2000 + static_cast<int>(random(25))}, *Date::parse("2015-03-01"),
                     std::int64_t{random(1'000'000)}, text});
    }
    writer->finish();
    return spool;
}

spreadsheet::Mapping mapping()
{
    return *spreadsheet::parse_mapping(
        R"({"name":"Bench","kind":"reported_activity","source":"bench","key":["No"],
        "header_row":1,"fields":{"title":{"column":"Project"},"reported_by":{"constant":"Bench"},
        "country":{"column":"Country"},"year":{"column":"Year"},"start_on":{"column":"Started"},
        "amount_usd":{"column":"USD"},"description":{"column":"Description"}}})");
}

void run(storage::Engine engine, int rows)
{
    auto const file = workbook(rows);
    selatan::testing::TestDatabase const database{
        engine, selatan::testing::TestDatabase::Contents::migrated};
    SystemClock clock;
    storage::set_slow_statement_log(
        [](std::string_view /*sql*/, std::chrono::microseconds /*time*/) {});
    storage::Store store{{.url = database.url(), .patience = std::chrono::minutes{5}}, clock};
    store.write([](storage::Tx &tx) { std::ignore = reference::load_shipped(tx); });
    auto const codes = reference::code_lists(store);
    spreadsheet::Importer const importer{
        store, *codes, {&reports::reported_activity_pages}, spreadsheet::Isolation::none};
    auto const by = auth::program_identity("cli");
    std::string reference;
    auto const import = [&](spreadsheet::Writing writing, char const *what) {
        auto const begun = Clock::now();
        auto const processor = processor_seconds();
        auto const done = importer.import_file({.path = file->path(),
                                                .name = "bench.xlsx",
                                                .mapping = mapping(),
                                                .by = &by,
                                                .writing = writing});
        auto const seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        auto const &counts = done.value().report.counts;
        reference = done->reference.empty() ? reference : done->reference;
        std::printf("| %s | %s | %d | %.2f | %.2f | %.0f | %llu new, %llu same, %llu failed |\n",
                    engine == storage::Engine::sqlite ? "SQLite" : "PostgreSQL", what, rows,
                    seconds, processor_seconds() - processor, rows / seconds,
                    static_cast<unsigned long long>(counts.fresh),
                    static_cast<unsigned long long>(counts.same),
                    static_cast<unsigned long long>(counts.failed));
    };
    import(spreadsheet::Writing::dry_run, "dry run");
    std::atomic<bool> is_over = false;
    double longest = 0;
    std::jthread other{[&] {
        while (!is_over) {
            auto const begun = Clock::now();
            store.write([&](storage::Tx &tx) {
                tx.run("UPDATE reference_counter SET last = last WHERE prefix = 'none'");
            });
            longest =
                std::max(longest, std::chrono::duration<double>(Clock::now() - begun).count());
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    }};
    import(spreadsheet::Writing::for_good, "import");
    is_over = true;
    other.join();
    std::printf("| | another writer waited at most | | %.2f | | | |\n", longest);
    import(spreadsheet::Writing::dry_run, "the same again");
    auto const begun = Clock::now();
    auto const undone = store.write([&](storage::Tx &tx) {
        auto const head =
            records::find(tx, spreadsheet::batches, &by, reference, spreadsheet::verbs::undo);
        return importer.undo(tx, by, head.value(), head->version,
                             spreadsheet::Undoing::all_or_nothing);
    });
    auto const seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    std::printf("| | undo%s | %d | %.2f | | %.0f | |\n", undone ? "" : " refused", rows, seconds,
                rows / seconds);
}

} // namespace

int main(int argc, char **argv)
{
    int const rows = argc > 1 ? std::atoi(argv[1]) : 10'000;
    std::puts("| engine | work | rows | seconds | processor s | rows/s | "
              "|\n|---|---|---|---|---|---|---|");
    for (auto const engine : {storage::Engine::sqlite, storage::Engine::postgresql}) {
        if (selatan::testing::TestDatabase::is_available(engine)) {
            run(engine, rows);
        }
    }
}
