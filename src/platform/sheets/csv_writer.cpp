#include "base/ensure.hpp"
#include "platform/sheets/formula_guard.hpp"
#include "platform/sheets/table_writer.hpp"

#include <charconv>

namespace selatan::sheets {

namespace {

class CsvWriter final : public TableWriter {
public:
    CsvWriter(Sink sink, CsvStyle style)
        : m_sink{std::move(sink)}, m_style{style}, m_specials{"\"\r\n"}
    {
        m_specials.push_back(style.delimiter);
    }

    void header(std::vector<Column> columns) override
    {
        ENSURE(m_columns == 0 && !columns.empty());
        m_columns = columns.size();
        if (m_style.byte_order_mark) {
            m_line = "\xEF\xBB\xBF";
        }
        for (std::size_t i = 0; i < columns.size(); ++i) {
            separate(i);
            text(columns[i].title);
        }
        end_line();
    }

    void row(std::span<Value const> values) override
    {
        ENSURE(m_columns != 0 && values.size() <= m_columns);
        for (std::size_t i = 0; i < m_columns; ++i) {
            separate(i);
            if (i < values.size()) {
                std::visit([this](auto const &value) { write(value); }, values[i]);
            }
        }
        if (m_line.empty()) {
            // A blank line would be no row at all to most readers.
            m_line = "\"\"";
        }
        end_line();
    }

    void finish() override { ENSURE(m_columns != 0); }

private:
    void write(std::monostate) {}
    void write(std::string const &value) { text(value); }
    void write(bool value) { m_line += value ? "true" : "false"; }
    void write(std::int64_t value)
    {
        char digits[24];
        auto const end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
        m_line.append(digits, end);
    }
    void write(Decimal const &value) { m_line += value.to_string(); }
    void write(Date value) { m_line += value.to_string(); }
    void write(Instant value) { m_line += value.to_string(); }
    void write(Link const &value) { text(value.url); }

    void text(std::string_view value)
    {
        bool const guard = needs_guard(value);
        // Blanks at the ends are quoted because many readers trim them.
        bool const quote =
            !value.empty() && (value.find_first_of(m_specials) != std::string_view::npos ||
                               value.front() == ' ' || value.back() == ' ');
        if (quote) {
            m_line.push_back('"');
        }
        if (guard) {
            m_line.push_back('\'');
        }
        if (!quote) {
            m_line.append(value);
            return;
        }
        for (char const c : value) {
            if (c == '"') {
                m_line.push_back('"');
            }
            m_line.push_back(c);
        }
        m_line.push_back('"');
    }

    void separate(std::size_t column)
    {
        if (column != 0) {
            m_line.push_back(m_style.delimiter);
        }
    }

    void end_line()
    {
        m_line += "\r\n";
        m_sink(m_line);
        m_line.clear();
    }

    Sink m_sink;
    CsvStyle m_style;
    std::string m_specials;
    std::string m_line;
    std::size_t m_columns = 0;
};

} // namespace

std::string Decimal::to_string() const
{
    ENSURE(digits >= 0 && digits <= 18);
    auto const negative = units < 0;
    auto text = std::to_string(units).substr(negative ? 1 : 0);
    auto const places = static_cast<std::size_t>(digits);
    if (places > 0) {
        if (text.size() <= places) {
            text.insert(0, places + 1 - text.size(), '0');
        }
        text.insert(text.size() - places, 1, '.');
    }
    return negative ? "-" + text : text;
}

std::unique_ptr<TableWriter> csv_writer(Sink sink, CsvStyle style)
{
    return std::make_unique<CsvWriter>(std::move(sink), style);
}

} // namespace selatan::sheets
