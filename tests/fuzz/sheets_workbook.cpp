// Whatever bytes claim to be a workbook, reading them returns. The first byte chooses what is
// damaged: the archive itself, or one part of a sound one, where the parsers behind the archive's
// check sums are.
#include "platform/sheets/detect.hpp"
#include "platform/sheets/sheets_testing.hpp"

#include <cstdint>
#include <cstdlib>

using namespace selatan;
using namespace selatan::sheets;

namespace {

struct Count : Visitor {
    std::size_t rows = 0;
    bool is_text = false;
    void opened(Outcome const &so_far) override { is_text = so_far.format == Format::csv; }
    bool row(Row const &row) override
    {
        ++rows;
        if (is_text) {
            return true; // sheets_csv looks at those
        }
        if (row.cells.empty() || row.cells.back().kind == Kind::empty) {
            std::abort(); // empty rows and tails are left out
        }
        return true;
    }
};

void look_at(std::string_view bytes)
{
    Options options;
    options.limits.inflated = 4U << 20U;
    options.limits.cells = 200'000;
    Count count;
    auto const outcome = read(bytes, options, count);
    if (outcome && outcome->rows != count.rows) {
        std::abort();
    }
    if (!outcome && !outcome.error().problems[0].code.starts_with("sheets.")) {
        std::abort();
    }
    static_cast<void>(detect(bytes, options));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    std::string const rest{reinterpret_cast<char const *>(data) + 1, size - 1};
    auto const &row = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
                      "s=\"1\"><v>46053</v></c></row></sheetData>";
    switch (data[0] % 7) {
    case 0:
        look_at(rest);
        break;
    case 1:
        look_at(testing::workbook(rest));
        break;
    case 2:
        look_at(testing::workbook(row, {{"xl/sharedStrings.xml", rest}}));
        break;
    case 3:
        look_at(testing::workbook(row, {{"xl/styles.xml", rest}}));
        break;
    case 4:
        look_at(testing::workbook(row, {{"xl/workbook.xml", rest}}));
        break;
    case 5:
        look_at(testing::workbook(row, {{"xl/_rels/workbook.xml.rels", rest}}));
        break;
    default:
        look_at(testing::spreadsheet(rest));
        break;
    }
    return 0;
}
