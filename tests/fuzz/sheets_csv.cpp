// Whatever bytes claim to be a text file, reading them returns, and what it gives is UTF-8 within
// the limits. What the writer makes of the rows reads back as the same rows.
#include "base/text.hpp"
#include "platform/sheets/detect.hpp"
#include "platform/sheets/table_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace selatan;
using namespace selatan::sheets;

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

using Rows = std::vector<std::vector<std::string>>;

struct Collect : Visitor {
    Rows rows;
    std::size_t last = 0;
    bool row(Row const &row) override
    {
        require(row.number > last && row.line >= row.number);
        last = row.number;
        auto &kept = rows.emplace_back();
        for (auto const &cell : row.cells) {
            require(is_valid_utf8(cell.text));
            require((cell.kind == Kind::empty) == cell.text.empty());
            kept.emplace_back(cell.text);
        }
        return true;
    }
    void remark(Remark const &remark) override { require(!remark.code.empty()); }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const bytes{reinterpret_cast<char const *>(data), size};
    static_cast<void>(detect(bytes));
    Collect first;
    if (!read(bytes, {}, first) || first.rows.empty()) {
        return 0;
    }
    std::size_t width = 0;
    for (auto const &row : first.rows) {
        width = std::max(width, row.size());
    }
    std::string written;
    auto const writer = csv_writer(into(written));
    std::vector<Column> columns(width);
    columns[0].title = "title";
    writer->header(columns);
    for (auto &row : first.rows) {
        writer->row(std::vector<Value>{row.begin(), row.end()});
        row.resize(width);
    }
    writer->finish();
    Options as_written;
    as_written.dialect = Dialect{.columns = width};
    as_written.encoding = "UTF-8";
    Collect second;
    require(read(written, as_written, second).has_value());
    second.rows.erase(second.rows.begin());
    require(second.rows == first.rows);
    return 0;
}
