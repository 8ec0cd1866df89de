// uses: platform_sheets
//
// How fast tables go out and come in. Prints rows a second of processor time, the figure that a
// busy machine disturbs least. Compared with: the bare library underneath (libxlsxwriter without
// our types; expat over an inflated part without our handler), in the same run.
//
//     sheets_bench [ROWS]
//     sheets_bench FILE...     detects each file, in this process and in a child
#include "platform/sheets/detect.hpp"
#include "platform/sheets/table_writer.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <expat.h>
#include <functional>
#include <string>
#include <vector>
#include <xlsxwriter.h>
#include <zip.h>

namespace {

using namespace selatan;
using namespace selatan::sheets;

double processor_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// The best of three: what the work costs when nobody else is in the way.
double best_of_three(std::function<void()> const &work)
{
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        auto const began = processor_seconds();
        work();
        best = std::min(best, processor_seconds() - began);
    }
    return best;
}

void report(char const *what, std::size_t rows, double seconds)
{
    std::printf("%-44s %9.0f rows/s  %7.3f s\n", what, static_cast<double>(rows) / seconds,
                seconds);
}

struct Count : Visitor {
    std::size_t rows = 0;
    bool row(Row const & /*row*/) override
    {
        ++rows;
        return true;
    }
};

std::string table(std::function<std::unique_ptr<TableWriter>(Sink)> const &writer, std::size_t rows)
{
    std::string out;
    auto const to = writer(into(out));
    to->header({{.title = "Reference"},
                {.title = "Partner"},
                {.title = "Amount"},
                {.title = "Decided on"},
                {.title = "Remarks"}});
    auto const first = *Date::parse("2020-01-01");
    std::vector<Value> row(5);
    for (std::size_t i = 0; i < rows; ++i) {
        row[0] = "REQ-2026-" + std::to_string(i);
        row[1] = "Partner organisation number " + std::to_string(i % 500);
        row[2] = Decimal{static_cast<std::int64_t>(i) * 125, 2};
        row[3] = first.plus_days(static_cast<int>(i % 2000));
        row[4] = i % 7 == 0 ? Value{"says \"so\", mostly"} : Value{};
        to->row(row);
    }
    to->finish();
    return out;
}

void bare_workbook(std::size_t rows)
{
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    auto *const book = workbook_new_opt("/dev/null", &options);
    auto *const sheet = workbook_add_worksheet(book, nullptr);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const row = static_cast<lxw_row_t>(i);
        worksheet_write_string(sheet, row, 0, ("REQ-2026-" + std::to_string(i)).c_str(), nullptr);
        worksheet_write_string(sheet, row, 1,
                               ("Partner organisation number " + std::to_string(i % 500)).c_str(),
                               nullptr);
        worksheet_write_number(sheet, row, 2, static_cast<double>(i) * 1.25, nullptr);
        worksheet_write_number(sheet, row, 3, 43831 + static_cast<double>(i % 2000), nullptr);
    }
    workbook_close(book);
}

/// Inflates the first sheet and lets expat see it, no more: what reading a workbook cannot
/// undercut.
void bare_reading(std::string const &bytes)
{
    zip_error_t error{};
    auto *const archive = zip_open_from_source(
        zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), ZIP_RDONLY, &error);
    auto *const file = zip_fopen(archive, "xl/worksheets/sheet1.xml", 0);
    auto *const parser = XML_ParserCreate(nullptr);
    XML_SetElementHandler(
        parser, [](void *, XML_Char const *, XML_Char const **) {},
        [](void *, XML_Char const *) {});
    XML_SetCharacterDataHandler(parser, [](void *, XML_Char const *, int) {});
    std::vector<char> piece(64 * 1024);
    for (auto size = zip_fread(file, piece.data(), piece.size()); size > 0;
         size = zip_fread(file, piece.data(), piece.size())) {
        XML_Parse(parser, piece.data(), static_cast<int>(size), 0);
    }
    XML_ParserFree(parser);
    zip_fclose(file);
    zip_discard(archive);
}

void reading(char const *what, std::string const &bytes, std::size_t rows)
{
    report(what, rows, best_of_three([&] {
               Count count;
               if (!read(bytes, {}, count) || count.rows != rows + 1) {
                   std::puts("the table did not come back");
                   std::exit(1);
               }
           }));
}

} // namespace

int main(int argc, char **argv)
{
    child_main(argc, argv);
    if (argc > 1 && std::atoll(argv[1]) == 0) {
        for (int i = 1; i < argc; ++i) {
            std::size_t rows = 0;
            auto const began = std::chrono::steady_clock::now();
            auto const inside = best_of_three([&] {
                if (auto const summary = detect_file(argv[i])) {
                    rows = summary->outcome.rows;
                }
            });
            auto const middle = std::chrono::steady_clock::now();
            static_cast<void>(isolated_detect_file(argv[i]));
            std::chrono::duration<double> const child = std::chrono::steady_clock::now() - middle;
            std::chrono::duration<double> const here = middle - began;
            std::printf("%s: %zu rows, %.3f s processor, %.3f s by the clock, %.3f s in a child\n",
                        argv[i], rows, inside, here.count() / 3, child.count());
        }
        return 0;
    }
    auto const rows = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 100'000;
    auto const csv = [](Sink sink) {
        return csv_writer(std::move(sink));
    };
    auto const xlsx = [](Sink sink) {
        return xlsx_writer(std::move(sink));
    };
    report("write CSV, 5 columns", rows, best_of_three([&] { table(csv, rows); }));
    report("write XLSX, 5 columns", rows, best_of_three([&] { table(xlsx, rows); }));
    report("  libxlsxwriter alone, 4 of them", rows, best_of_three([&] { bare_workbook(rows); }));
    auto const text = table(csv, rows);
    auto const book = table(xlsx, rows);
    reading("read CSV, detected", text, rows);
    reading("read XLSX", book, rows);
    report("  libzip and expat alone", rows, best_of_three([&] { bare_reading(book); }));
    auto const ten_thousand = table(xlsx, 10'000);
    report("detect XLSX of 10,000 rows", 10'000,
           best_of_three([&] { static_cast<void>(detect(ten_thousand)); }));
    return 0;
}
