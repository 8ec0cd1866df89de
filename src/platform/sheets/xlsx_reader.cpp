// Office Open XML workbooks (ECMA-376, SpreadsheetML): a zip archive of XML parts. Clauses are of
// part 1, fifth edition.
#include "base/date.hpp"
#include "platform/sheets/number_format.hpp"
#include "platform/sheets/readers.hpp"
#include "platform/sheets/row_builder.hpp"
#include "platform/sheets/utf8.hpp"
#include "platform/sheets/xml.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace selatan::sheets {

namespace {

std::optional<std::uint64_t> whole_number(std::string_view text)
{
    std::uint64_t value = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = parsed.ptr == text.data() + text.size();
    return parsed.ec == std::errc{} && whole ? std::optional{value} : std::nullopt;
}

/// 22.9.2.19 ST_Xstring: `_x000D_` is the character of that number.
void append_unescaped(std::string &out, std::string_view text)
{
    while (!text.empty()) {
        auto const at = text.find("_x");
        if (at == std::string_view::npos || text.size() - at < 7) {
            break;
        }
        out.append(text.substr(0, at));
        std::uint32_t value = 0;
        auto const *const digits = text.data() + at + 2;
        auto const parsed = std::from_chars(digits, digits + 4, value, 16);
        if (parsed.ptr == digits + 4 && text[at + 6] == '_') {
            // Halves of surrogate pairs and NUL are no characters.
            bool const character = value != 0 && (value < 0xD800 || value > 0xDFFF);
            append_utf8(out, character ? static_cast<char32_t>(value) : U'\xFFFD');
            text.remove_prefix(at + 7);
        } else {
            out.append("_x");
            text.remove_prefix(at + 2);
        }
    }
    out.append(text);
}

/// Part 2, 9.3: which part a relationship of another part leads to.
struct Relationship {
    std::string type; ///< the last segment of the type's URI, alike in both namespaces
    std::string target;
};

/// "xl/workbook.xml" and "worksheets/sheet1.xml" make "xl/worksheets/sheet1.xml".
std::string resolve(std::string_view from, std::string_view target)
{
    if (target.starts_with('/')) {
        return std::string{target.substr(1)};
    }
    auto folder = std::string{from.substr(0, from.rfind('/') + 1)};
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        auto const parent =
            folder.size() < 2 ? std::string::npos : folder.rfind('/', folder.size() - 2);
        folder.resize(parent == std::string::npos ? 0 : parent + 1);
    }
    while (target.starts_with("./")) {
        target.remove_prefix(2);
    }
    return folder.append(target);
}

std::string relationships_of(std::string_view part)
{
    auto const name = part.rfind('/') + 1;
    return std::string{part.substr(0, name)} + "_rels/" + std::string{part.substr(name)} + ".rels";
}

class Relationships : public XmlHandler {
public:
    explicit Relationships(std::string_view part) : m_part{part} {}

    void start(std::string_view name, Attributes const &attributes) override
    {
        if (name != "Relationship" || attributes.get("TargetMode") == "External") {
            return;
        }
        auto const type = attributes.get("Type");
        m_all.insert_or_assign(std::string{attributes.get("Id")},
                               Relationship{std::string{type.substr(type.rfind('/') + 1)},
                                            resolve(m_part, attributes.get("Target"))});
    }
    void end(std::string_view /*name*/) override {}

    [[nodiscard]] Relationship const *find(std::string_view id) const
    {
        auto const found = m_all.find(id);
        return found == m_all.end() ? nullptr : &found->second;
    }
    [[nodiscard]] std::optional<std::string> first_of_type(std::string_view type) const
    {
        for (auto const &[id, relationship] : m_all) {
            if (relationship.type == type) {
                return relationship.target;
            }
        }
        return std::nullopt;
    }

private:
    std::string m_part;
    std::map<std::string, Relationship, std::less<>> m_all;
};

/// 18.2 Workbook.
class Workbook : public XmlHandler {
public:
    struct Entry {
        std::string name;
        std::string relationship;
        bool hidden = false;
    };

    void start(std::string_view name, Attributes const &attributes) override
    {
        m_is_workbook = m_is_workbook || name == "workbook";
        if (name == "workbookPr" && attributes.is_true("date1904")) {
            epoch = Epoch::year_1904;
        } else if (name == "sheet") {
            auto const state = attributes.get("state");
            auto &entry = sheets.emplace_back();
            append_unescaped(entry.name, attributes.get("name"));
            entry.relationship = attributes.find_prefixed("id").value_or("");
            entry.hidden = state == "hidden" || state == "veryHidden";
        }
    }
    void end(std::string_view /*name*/) override {}

    [[nodiscard]] bool is_workbook() const { return m_is_workbook; }
    Epoch epoch = Epoch::year_1900;
    std::vector<Entry> sheets;

private:
    bool m_is_workbook = false;
};

/// 18.8 Styles: of all that, whether a cell's format makes its number a date.
class Styles : public XmlHandler {
public:
    void start(std::string_view name, Attributes const &attributes) override
    {
        if (name == "numFmt" && m_formats.size() < most_formats) {
            auto const id = whole_number(attributes.get("numFmtId"));
            if (id && !m_in_differential) {
                m_formats.insert_or_assign(*id, what_code_shows(attributes.get("formatCode")));
            }
        } else if (name == "dxfs") {
            m_in_differential = true;
        } else if (name == "cellXfs") {
            m_in_cells = true;
        } else if (name == "xf" && m_in_cells && m_styles.size() < most_formats) {
            m_styles.push_back(whole_number(attributes.get("numFmtId")).value_or(0));
        }
    }
    void end(std::string_view name) override
    {
        m_in_cells = m_in_cells && name != "cellXfs";
        m_in_differential = m_in_differential && name != "dxfs";
    }

    /// Called once, when all is read: formats may come after the styles that name them.
    void settle()
    {
        m_shows.reserve(m_styles.size());
        for (auto const id : m_styles) {
            auto const found = m_formats.find(id);
            m_shows.push_back(found != m_formats.end() ? found->second
                                                       : what_builtin_shows(static_cast<unsigned>(
                                                             std::min<std::uint64_t>(id, 1000))));
        }
    }

    [[nodiscard]] Shows shows(std::string_view style) const
    {
        auto const index = whole_number(style);
        return index && *index < m_shows.size() ? m_shows[*index] : Shows::number;
    }

private:
    /// "Unique cell formats" of Excel's limits.
    static constexpr std::size_t most_formats = 65'490;
    bool m_in_cells = false;
    bool m_in_differential = false;
    std::map<std::uint64_t, Shows> m_formats;
    std::vector<std::uint64_t> m_styles;
    std::vector<Shows> m_shows;
};

/// 18.4 Shared strings, one after the other in one block.
class SharedStrings : public XmlHandler {
public:
    explicit SharedStrings(Delivery &delivery) : m_delivery{delivery} {}

    void start(std::string_view name, Attributes const & /*attributes*/) override
    {
        if (name == "rPh") {
            m_in_phonetic = true; // how to pronounce the text: not the text
        } else if (name == "t") {
            m_in_text = !m_in_phonetic;
            m_piece.clear();
        }
    }
    void text(std::string_view text) override
    {
        if (m_in_text) {
            m_piece.append(text);
            check(m_texts.size() - m_begin + m_piece.size());
        }
    }
    void end(std::string_view name) override
    {
        if (name == "t" && m_in_text) {
            append_unescaped(m_texts, m_piece);
            m_in_text = false;
        } else if (name == "rPh") {
            m_in_phonetic = false;
        } else if (name == "si") {
            m_ends.push_back(m_texts.size());
            m_begin = m_texts.size();
            check(0);
        }
    }

    [[nodiscard]] std::optional<std::string_view> find(std::uint64_t index) const
    {
        if (index >= m_ends.size()) {
            return std::nullopt;
        }
        auto const begin = index == 0 ? 0 : m_ends[index - 1];
        return std::string_view{m_texts}.substr(begin, m_ends[index] - begin);
    }

private:
    void check(std::size_t cell)
    {
        auto const &limits = m_delivery.limits();
        if (cell > limits.cell) {
            m_delivery.refuse_too_large("cell_too_long", kilobytes(limits.cell));
            stop();
        } else if (m_texts.size() + m_ends.size() * sizeof(std::size_t) > limits.strings) {
            m_delivery.refuse_too_large("too_many_strings", megabytes(limits.strings));
            stop();
        }
    }

    Delivery &m_delivery;
    std::string m_texts;
    std::vector<std::size_t> m_ends;
    std::string m_piece;
    std::size_t m_begin = 0;
    bool m_in_text = false;
    bool m_in_phonetic = false;
};

/// 2 for "B7"; 0 when it names no column. Five letters are beyond every limit, and enough.
std::size_t column_of(std::string_view reference)
{
    std::size_t column = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(reference.size(), 5); ++i) {
        if (reference[i] < 'A' || reference[i] > 'Z') {
            break;
        }
        column = column * 26 + static_cast<std::size_t>(reference[i] - 'A' + 1);
    }
    return column;
}

/// 18.3 Worksheets: rows go out as they end.
class Worksheet : public XmlHandler {
public:
    Worksheet(Epoch epoch, Styles const &styles, SharedStrings const &strings, Delivery &delivery)
        : m_epoch{epoch}, m_styles{styles}, m_strings{strings}, m_delivery{delivery}
    {
    }

    void start(std::string_view name, Attributes const &attributes) override
    {
        if (name == "c") {
            start_cell(attributes);
        } else if (name == "v") {
            m_target = &m_value;
            m_has_value = true;
        } else if (name == "t") {
            m_piece.clear();
            m_target = m_in_cell && !m_in_phonetic ? &m_piece : nullptr;
            m_has_inline = m_has_inline || m_target != nullptr;
        } else if (name == "row") {
            start_row(attributes);
        } else if (name == "rPh") {
            m_in_phonetic = true;
        } else if (name == "f") {
            m_has_formula = true;
        } else if (name == "mergeCell") {
            remark_merge(attributes.get("ref"));
        }
    }

    void text(std::string_view text) override
    {
        if (m_target == nullptr) {
            return;
        }
        m_target->append(text);
        if (m_target->size() + m_inline.size() > m_delivery.limits().cell) {
            m_delivery.refuse_too_large("cell_too_long", kilobytes(m_delivery.limits().cell), m_row,
                                        m_column);
            stop();
        }
    }

    void end(std::string_view name) override
    {
        if (name == "c") {
            end_cell();
            m_in_cell = false;
        } else if (name == "v") {
            m_target = nullptr;
        } else if (name == "t" && m_target == &m_piece) {
            append_unescaped(m_inline, m_piece);
            m_target = nullptr;
        } else if (name == "rPh") {
            m_in_phonetic = false;
        } else if (name == "row") {
            if (!m_delivery.row({.number = m_row, .hidden = m_hidden, .cells = m_cells.cells()})) {
                stop();
            }
        }
    }

private:
    void start_row(Attributes const &attributes)
    {
        auto const number = whole_number(attributes.get("r"));
        m_row = number && *number > 0 ? *number : m_row + 1;
        m_column = 0;
        m_hidden = attributes.is_true("hidden");
        m_cells.clear();
        if (m_hidden && !m_said_hidden) {
            m_said_hidden = true;
            m_delivery.remark("hidden_rows", m_row, 0);
        }
    }

    void start_cell(Attributes const &attributes)
    {
        // A reference may be left out: the cell then follows the one before.
        ++m_column;
        m_type.clear();
        m_shows = Shows::number;
        attributes.each([this](std::string_view name, std::string_view value) {
            if (name == "r") {
                if (auto const column = column_of(value); column > 0) {
                    m_column = column;
                }
            } else if (name == "s") {
                m_shows = m_styles.shows(value);
            } else if (name == "t") {
                m_type = value;
            }
        });
        if (m_column > m_delivery.limits().columns) {
            m_delivery.refuse_too_large("too_many_columns", many(m_delivery.limits().columns),
                                        m_row);
            stop();
            return;
        }
        m_value.clear();
        m_inline.clear();
        m_in_cell = true;
        m_has_value = false;
        m_has_inline = false;
        m_has_formula = false;
        m_target = nullptr;
    }

    /// 18.18.11 ST_CellType says what <v> means.
    void end_cell()
    {
        if (m_has_inline && (m_type == "inlineStr" || !m_has_value)) {
            put_text(m_inline);
        } else if (!m_has_value || m_value.empty()) {
            if (m_has_formula) {
                m_delivery.remark("formula_without_value", m_row, m_column);
            }
        } else if (m_type == "s") {
            put_shared();
        } else if (m_type == "str" || m_type == "inlineStr") {
            m_inline.clear();
            append_unescaped(m_inline, m_value);
            put_text(m_inline);
        } else if (m_type == "b") {
            m_cells.put(m_column, Kind::boolean,
                        m_value == "0" || m_value == "false" ? "false" : "true", m_value);
        } else if (m_type == "e") {
            m_cells.put(m_column, Kind::error, m_value, m_value);
        } else if (m_type == "d") {
            put_iso_date();
        } else {
            put_number();
        }
    }

    void put_text(std::string_view text)
    {
        m_cells.put(m_column, text.empty() ? Kind::empty : Kind::text, text, text);
    }

    void put_shared()
    {
        auto const index = whole_number(m_value);
        if (auto const text = index ? m_strings.find(*index) : std::nullopt) {
            m_cells.put_lasting(m_column, *text);
        } else {
            m_delivery.remark("missing_text", m_row, m_column);
        }
    }

    void put_iso_date()
    {
        // 18.17.4.1: date, date and time, or time of day alone, in ISO 8601.
        std::string_view const value{m_value};
        bool const is_date =
            Date::parse(value.substr(0, 10)) && (value.size() == 10 || value[10] == 'T');
        bool const at_midnight =
            value.substr(std::min<std::size_t>(10, value.size())).starts_with("T00:00:00");
        auto const shown =
            is_date && (value.size() == 10 || (at_midnight && m_shows == Shows::date))
                ? value.substr(0, 10)
                : value.substr(0, 19);
        m_cells.put(m_column, is_date ? Kind::date : Kind::text, shown, value);
    }

    void put_number()
    {
        auto const number = number_to_text(m_value);
        if (!number) {
            m_delivery.remark("not_a_number", m_row, m_column);
            put_text(m_value);
            return;
        }
        if (m_shows != Shows::number) {
            double serial = 0;
            std::from_chars(m_value.data(), m_value.data() + m_value.size(), serial);
            if (auto const text = serial_to_text(serial, m_shows, m_epoch)) {
                // A time of day is no date: it stays what it looks like.
                m_cells.put(m_column, m_shows == Shows::time_of_day ? Kind::text : Kind::date,
                            *text, m_value);
                return;
            }
            m_delivery.remark("no_such_date", m_row, m_column);
        }
        m_cells.put(m_column, Kind::number, *number, m_value);
    }

    /// 18.3.1.55: they stand behind the rows, so the value is where it was, in the first cell.
    void remark_merge(std::string_view range)
    {
        auto const first = range.substr(0, range.find(':'));
        auto const digits = std::min(first.find_first_of("0123456789"), first.size());
        m_delivery.remark("merged_cells", whole_number(first.substr(digits)).value_or(0),
                          column_of(first), {{"range", std::string{range.substr(0, 40)}}});
    }

    Epoch m_epoch;
    Styles const &m_styles;
    SharedStrings const &m_strings;
    Delivery &m_delivery;

    RowBuilder m_cells;
    std::size_t m_row = 0;
    bool m_hidden = false;
    bool m_said_hidden = false;

    std::size_t m_column = 0;
    std::string m_type;
    Shows m_shows = Shows::number;
    std::string m_value;  ///< of <v>
    std::string m_inline; ///< of the runs of <is>
    std::string m_piece;  ///< of one <t>
    std::string *m_target = nullptr;
    bool m_in_cell = false;
    bool m_in_phonetic = false;
    bool m_has_value = false;
    bool m_has_inline = false;
    bool m_has_formula = false;
};

class XlsxReader {
public:
    XlsxReader(Archive &archive, Delivery &delivery) : m_archive{archive}, m_delivery{delivery} {}

    void read()
    {
        m_delivery.outcome().format = Format::xlsx;
        Relationships package{""};
        if (m_archive.find("_rels/.rels") && !parse("_rels/.rels", package)) {
            return;
        }
        auto const part = package.first_of_type("officeDocument").value_or("xl/workbook.xml");
        if (part.ends_with(".bin")) {
            m_delivery.refuse("binary_workbook");
            return;
        }
        Workbook workbook;
        Relationships relationships{part};
        auto const links = relationships_of(part);
        if (!parse(part, workbook)) {
            return;
        }
        if (!workbook.is_workbook()) {
            m_delivery.refuse("other_document");
            return;
        }
        if (m_archive.find(links) && !parse(links, relationships)) {
            return;
        }
        Styles styles;
        SharedStrings strings{m_delivery};
        if (!parse_if_there(relationships.first_of_type("styles"), styles) ||
            !parse_if_there(relationships.first_of_type("sharedStrings"), strings)) {
            return;
        }
        styles.settle();
        std::size_t index = 0;
        for (auto const &entry : workbook.sheets) {
            auto const *const target = relationships.find(entry.relationship);
            // Sheets of charts and macros hold no cells.
            if (target != nullptr && target->type != "worksheet") {
                continue;
            }
            if (m_delivery.begin_sheet({entry.name, index++, entry.hidden})) {
                read_sheet(target, {workbook.epoch, styles, strings, m_delivery});
            }
            if (m_delivery.is_over()) {
                return;
            }
        }
    }

private:
    void read_sheet(Relationship const *target, Worksheet worksheet)
    {
        if (target == nullptr || !m_archive.find(target->target)) {
            m_delivery.remark("missing_sheet", 0, 0);
            return;
        }
        parse(target->target, worksheet);
    }

    bool parse(std::string const &part, XmlHandler &handler)
    {
        if (auto const parsed = parse_part(m_archive, part, handler); !parsed) {
            m_delivery.refuse(parsed.error());
        }
        return !m_delivery.is_over();
    }

    /// Workbooks without styles or shared strings are sound; ones that name a part they do not have
    /// are read as far as they go.
    bool parse_if_there(std::optional<std::string> const &part, XmlHandler &handler)
    {
        return !part || !m_archive.find(*part) || parse(*part, handler);
    }

    Archive &m_archive;
    Delivery &m_delivery;
};

} // namespace

void read_xlsx(Archive &archive, Delivery &delivery)
{
    XlsxReader{archive, delivery}.read();
}

void read_workbook(Archive &archive, Delivery &delivery)
{
    // OpenDocument part 2, 3.3: the first part says what the archive is.
    auto const kind = archive.read_small("mimetype", 200);
    if (kind.starts_with("application/vnd.oasis.opendocument.spreadsheet")) {
        read_ods(archive, delivery);
    } else if (!kind.empty()) {
        delivery.refuse("other_document");
    } else if (archive.find("[Content_Types].xml") || archive.find("xl/workbook.xml")) {
        read_xlsx(archive, delivery);
    } else if (archive.find("content.xml")) {
        read_ods(archive, delivery);
    } else {
        delivery.refuse("not_a_workbook");
    }
}

} // namespace selatan::sheets
