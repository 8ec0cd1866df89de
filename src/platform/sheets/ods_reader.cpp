// OpenDocument spreadsheets (OASIS ODF 1.3, part 3): content.xml in a zip archive.
#include "base/date.hpp"
#include "platform/sheets/number_format.hpp"
#include "platform/sheets/readers.hpp"
#include "platform/sheets/row_builder.hpp"
#include "platform/sheets/xml.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace selatan::sheets {

namespace {

std::uint64_t repetitions(Attributes const &attributes, std::string_view name)
{
    auto const text = attributes.get(name);
    std::uint64_t count = 1;
    std::from_chars(text.data(), text.data() + text.size(), count);
    // Clamped so that sums of them stay sums.
    return std::clamp<std::uint64_t>(count, 1, 1U << 30U);
}

class Content : public XmlHandler {
public:
    explicit Content(Delivery &delivery) : m_delivery{delivery} {}

    void start(std::string_view name, Attributes const &attributes) override
    {
        if (m_skipping > 0) {
            ++m_skipping;
        } else if (m_in_cell) {
            start_in_cell(name, attributes);
        } else if (name == "table-cell" || name == "covered-table-cell") {
            start_cell(attributes);
        } else if (name == "table-row") {
            start_row(attributes);
        } else if (name == "table") {
            start_table(attributes);
        } else if (name == "spreadsheet") {
            m_has_spreadsheet = true;
        } else if (name == "style") {
            m_style = attributes.get("family") == "table" ? attributes.get("name") : "";
        } else if (name == "table-properties") {
            if (!m_style.empty() && attributes.get("display") == "false") {
                m_hidden_styles.emplace(m_style);
            }
        } else if (name == "tracked-changes" || name == "dde-links" || name == "shapes") {
            m_skipping = 1; // hold tables of their own, which are no sheets
        }
    }

    void end(std::string_view name) override
    {
        if (m_skipping > 0) {
            --m_skipping;
        } else if (name == "table-cell" || name == "covered-table-cell") {
            end_cell();
        } else if (name == "table-row") {
            end_row();
        } else if (name == "table") {
            m_in_table = false;
        } else if (name == "p" && m_in_cell) {
            m_in_paragraph = false;
        }
    }

    void text(std::string_view text) override
    {
        if (m_skipping > 0 || !m_in_paragraph) {
            return;
        }
        // 6.1.2 White space: runs count as one space, none at the paragraph's start.
        for (char const c : text) {
            bool const blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!blank || !m_after_blank) {
                m_shown.push_back(blank ? ' ' : c);
            }
            m_after_blank = blank;
        }
        check_length();
    }

    [[nodiscard]] bool has_spreadsheet() const { return m_has_spreadsheet; }

private:
    void start_table(Attributes const &attributes)
    {
        auto const style = attributes.get("style-name");
        m_row = 0;
        m_said_hidden = false;
        m_in_table = true;
        if (!m_delivery.begin_sheet({std::string{attributes.get("name")}, m_sheets++,
                                     m_hidden_styles.find(style) != m_hidden_styles.end()})) {
            m_in_table = false;
            m_skipping = 1;
            if (m_delivery.is_over()) {
                stop();
            }
        }
    }

    void start_row(Attributes const &attributes)
    {
        m_row_repeated = repetitions(attributes, "number-rows-repeated");
        auto const visibility = attributes.get("visibility");
        m_hidden = visibility == "collapse" || visibility == "filter";
        m_column = 0;
        m_cells.clear();
    }

    void end_row()
    {
        if (!m_in_table) {
            return;
        }
        auto const cells = m_cells.cells();
        if (cells.empty()) {
            m_row += m_row_repeated; // the end of a sheet is one row, a million times
            return;
        }
        if (m_hidden && !m_said_hidden) {
            m_said_hidden = true;
            m_delivery.remark("hidden_rows", m_row + 1, 0);
        }
        for (std::uint64_t i = 0; i < m_row_repeated; ++i) {
            if (!m_delivery.row({.number = ++m_row, .hidden = m_hidden, .cells = cells})) {
                stop();
                return;
            }
        }
    }

    void start_cell(Attributes const &attributes)
    {
        m_in_cell = true;
        m_in_paragraph = false;
        m_paragraphs = 0;
        m_shown.clear();
        m_repeated = repetitions(attributes, "number-columns-repeated");
        m_type = attributes.get("value-type");
        m_raw.clear();
        for (auto const *const name :
             {"value", "date-value", "boolean-value", "string-value", "time-value"}) {
            if (auto const value = attributes.find(name)) {
                m_raw = *value;
                break;
            }
        }
        // LibreOffice gives the type a second time in its own vocabulary, which knows errors.
        m_is_error = attributes.find_full("calcext:value-type") == "error";
        auto const columns = attributes.get("number-columns-spanned");
        auto const rows = attributes.get("number-rows-spanned");
        if ((!columns.empty() && columns != "1") || (!rows.empty() && rows != "1")) {
            m_delivery.remark(
                "merged_cells", m_row + 1, m_column + 1,
                {{"range", column_letters(m_column + 1) + std::to_string(m_row + 1)}});
        }
    }

    void start_in_cell(std::string_view name, Attributes const &attributes)
    {
        if (name == "p" || name == "h") {
            if (m_paragraphs++ > 0) {
                m_shown.push_back('\n');
            }
            m_in_paragraph = true;
            m_after_blank = true;
        } else if (name == "s" && m_in_paragraph) {
            auto const count =
                std::min<std::uint64_t>(repetitions(attributes, "c"), m_delivery.limits().cell);
            m_shown.append(count, ' ');
            m_after_blank = false;
            check_length();
        } else if (name == "tab" && m_in_paragraph) {
            m_shown.push_back('\t');
        } else if (name == "line-break" && m_in_paragraph) {
            m_shown.push_back('\n');
        } else if (name == "annotation" || name == "frame" || name == "table" ||
                   name == "custom-shape" || name == "ruby-text") {
            m_skipping = 1; // beside the cell's content: remarks, pictures
        }
    }

    void check_length()
    {
        if (m_shown.size() > m_delivery.limits().cell) {
            m_delivery.refuse_too_large("cell_too_long", kilobytes(m_delivery.limits().cell),
                                        m_row + 1, m_column + 1);
            stop();
        }
    }

    void end_cell()
    {
        m_in_cell = false;
        m_in_paragraph = false;
        Kind kind = Kind::empty;
        std::string text;
        std::string_view raw{m_raw};
        if (m_is_error) {
            kind = Kind::error;
            text = m_shown;
        } else if (m_type == "float" || m_type == "currency" || m_type == "percentage") {
            if (auto number = number_to_text(m_raw)) {
                kind = Kind::number;
                text = std::move(*number);
            }
        } else if (m_type == "boolean") {
            kind = Kind::boolean;
            text = m_raw == "true" ? "true" : "false";
        } else if (m_type == "date" && Date::parse(raw.substr(0, 10))) {
            kind = Kind::date;
            text = raw.substr(0, raw.substr(10).starts_with("T00:00:00") ? 10 : 19);
        }
        if (kind == Kind::empty) {
            // Strings, times of day, and whatever the program showed for what is none of these.
            text = m_paragraphs == 0 && m_type == "string" ? m_raw : m_shown;
            raw = text;
            kind = text.empty() ? Kind::empty : Kind::text;
        }
        put(kind, text, raw);
    }

    void put(Kind kind, std::string_view text, std::string_view raw)
    {
        auto const &limits = m_delivery.limits();
        if (kind == Kind::empty) {
            m_column = std::min(m_column + m_repeated, limits.columns + 1);
            return;
        }
        if (m_repeated > limits.columns || m_column + m_repeated > limits.columns) {
            m_delivery.refuse_too_large("too_many_columns", many(limits.columns), m_row + 1);
            stop();
            return;
        }
        for (std::uint64_t i = 0; i < m_repeated; ++i) {
            m_cells.put(++m_column, kind, text, raw);
        }
    }

    Delivery &m_delivery;
    RowBuilder m_cells;
    std::size_t m_sheets = 0;
    std::size_t m_row = 0; ///< the last one that is complete
    std::uint64_t m_row_repeated = 1;
    bool m_hidden = false;
    bool m_said_hidden = false;

    std::uint64_t m_column = 0; ///< the last one that is complete
    std::uint64_t m_repeated = 1;
    std::string m_type;
    std::string m_raw;
    std::string m_shown;
    std::size_t m_paragraphs = 0;
    bool m_is_error = false;
    bool m_in_table = false;
    bool m_in_cell = false;
    bool m_in_paragraph = false;
    bool m_after_blank = false;
    bool m_has_spreadsheet = false;
    std::size_t m_skipping = 0; ///< depth inside what is left out

    std::string m_style;
    std::set<std::string, std::less<>> m_hidden_styles;
};

} // namespace

void read_ods(Archive &archive, Delivery &delivery)
{
    delivery.outcome().format = Format::ods;
    // 4.8.1 of part 2: the manifest says which parts are encrypted, and with what.
    if (archive.read_small("META-INF/manifest.xml", 1U << 20U).find("encryption-data") !=
        std::string::npos) {
        delivery.refuse("encrypted");
        return;
    }
    Content content{delivery};
    auto const parsed = parse_part(archive, "content.xml", content);
    if (!parsed) {
        delivery.refuse(parsed.error());
    } else if (!content.has_spreadsheet() && !delivery.is_over()) {
        delivery.refuse("other_document");
    }
}

} // namespace selatan::sheets
