#include "platform/records/list_parts.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::records {

namespace {

using storage::Value;

Source const *source_of_title(std::vector<Source> const &sources)
{
    auto const found = std::ranges::find(sources, "r.title_sort", &Source::sort_sql);
    return found == sources.end() ? nullptr : &*found;
}

// -- Order and cursors --------------------------------------------------------------------------

struct Order {
    Source const *source = nullptr;
    bool descending = false;
};

Order order_of(Noun const &noun, ListQuery const &query, std::vector<Source> const &sources,
               Problems &problems)
{
    std::string_view name = query.sort.empty() ? noun.sort : std::string_view{query.sort};
    bool const descending = name.starts_with('-');
    name.remove_prefix(descending ? 1 : 0);
    // "title" is the name, whatever its field is called.
    auto const *source = name == "title" ? source_of_title(sources) : source_named(sources, name);
    if (source == nullptr || source->sort_sql.empty()) {
        if (!query.sort.empty()) {
            problems.push_back({query.sort, "records.not_sortable", {{"name", std::string{name}}}});
        }
        return {.source = source_named(sources, "created"), .descending = true};
    }
    return {.source = source, .descending = descending};
}

/// Sorted by when they are due, records without such a day have no place: the index leaves them
/// out.
void require_sorted(RowCondition &where, Order const &order)
{
    if (order.source->column.name == "due") {
        require(where, "r.due_on IS NOT NULL", {});
    }
}

/// A row's place in an order: the sorted value and the id, as text that survives a URL.
std::string cursor_of(Order const &order, storage::Cell const &row, int sort_column, Uuid id)
{
    std::string text;
    if (order.source->column.shape == Shape::instant && order.source->sort_sql != "r.id") {
        text = std::to_string(row.integer(sort_column));
    } else if (order.source->column.shape == Shape::date) {
        text = row.text(sort_column);
    } else if (order.source->sort_sql != "r.id") {
        static constexpr std::string_view digits = "0123456789abcdef";
        for (auto const byte : row.bytes(sort_column)) {
            text += digits[byte >> 4U];
            text += digits[byte & 0x0FU];
        }
    }
    return text + "~" + id.to_string();
}

std::optional<std::vector<std::uint8_t>> parse_hex(std::string_view text)
{
    std::vector<std::uint8_t> bytes;
    for (; text.size() >= 2; text.remove_prefix(2)) {
        std::uint8_t byte = 0;
        auto const [rest, error] = std::from_chars(text.data(), text.data() + 2, byte, 16);
        if (error != std::errc{} || rest != text.data() + 2) {
            return std::nullopt;
        }
        bytes.push_back(byte);
    }
    return text.empty() ? std::optional{bytes} : std::nullopt;
}

/// Rows behind the cursor in the direction of the order.
std::optional<RowCondition> beyond(Order const &order, std::string_view cursor, bool descending)
{
    auto const separator = cursor.find('~');
    auto const id = separator == std::string_view::npos ? std::nullopt
                                                        : Uuid::parse(cursor.substr(separator + 1));
    if (!id) {
        return std::nullopt;
    }
    auto const text = cursor.substr(0, separator);
    std::string const sign = descending ? " < " : " > ";
    if (order.source->sort_sql == "r.id") {
        return RowCondition{.sql = "r.id" + sign + "?", .values = {*id}};
    }
    Value value;
    if (order.source->column.shape == Shape::instant) {
        std::int64_t number = 0;
        if (Text<std::int64_t>::parse(text, number) != nullptr) {
            return std::nullopt;
        }
        value = number;
    } else if (order.source->column.shape == Shape::date) {
        value = std::string{text};
    } else {
        auto bytes = parse_hex(text);
        if (!bytes) {
            return std::nullopt;
        }
        value = std::move(*bytes);
    }
    // A row comparison: both engines walk the index (sorted value, id) with it.
    return RowCondition{.sql = "(" + order.source->sort_sql + ", r.id)" + sign + "(?, ?)",
                        .values = {value, *id}};
}

// -- Rows ---------------------------------------------------------------------------------------

/// Is it what the record is called, in whatever language?
bool names_record(Source const &source)
{
    return source.sql == "r.title" && source.column.shape == Shape::text;
}

/// The text of the SELECT and how to read its rows.
class Selection {
public:
    Selection(Noun const &noun, std::vector<Source const *> columns, Order const &order)
        : m_columns{std::move(columns)}, m_order{order}
    {
        m_select = "SELECT r.id, r.reference, " + order.source->sort_sql;
        m_noun = " JOIN " + std::string{noun.table} + " n ON n.id = r.id";
        m_joins = m_noun;
        m_width = 3;
        int join = 0;
        for (auto const *source : m_columns) {
            m_select += ", " + source->sql;
            ++m_width;
            auto const alias = "l" + std::to_string(join);
            if (names_record(*source)) {
                m_select += ", r.titles";
                ++m_width;
            } else if (source->column.shape == Shape::link) {
                m_select += ", " + alias + ".title, " + alias + ".reference, " + alias + ".kind, " +
                            alias + ".titles";
                m_width += 4;
                m_joins += " LEFT JOIN record " + alias + " ON " + alias + ".id = " + source->sql;
                ++join;
            } else if (source->column.shape == Shape::user) {
                m_select += ", " + alias + ".name";
                ++m_width;
                m_joins +=
                    " LEFT JOIN user_account " + alias + " ON " + alias + ".id = " + source->sql;
                ++join;
            }
        }
    }

    [[nodiscard]] std::string sql(std::string const &where, bool descending) const
    {
        return m_select + " FROM record r" + m_joins + " WHERE " + where + order_by(descending);
    }
    /// With a limit as its last value, and in the last column how many there are without it. Which
    /// rows they are is found before anything is joined to them, and what matches is found once:
    /// for conditions that find few, but slowly.
    [[nodiscard]] std::string counting_sql(RowCondition const &where, bool descending) const
    {
        bool const needs_noun = where.uses_noun || m_order.source->sort_sql.starts_with("n.");
        return m_select +
               ", found.counted FROM (SELECT r.id, count(*) OVER () AS counted FROM record r" +
               (needs_noun ? m_noun : std::string{}) + " WHERE " + where.sql +
               order_by(descending) + " LIMIT ?) found JOIN record r ON r.id = found.id" + m_joins +
               order_by(descending);
    }

    [[nodiscard]] std::int64_t counted(storage::Row const &row) const
    {
        return row.get<std::int64_t>(m_width);
    }
    [[nodiscard]] ListRow read(storage::Row const &row) const
    {
        auto const &cells = row.cells();
        ListRow read{.id = row.get<Uuid>(0), .reference = row.get<std::string>(1), .cells = {}};
        read.cells.reserve(m_columns.size());
        int column = 3;
        for (auto const *source : m_columns) {
            CellText cell;
            int const at = column++;
            bool const is_null = cells.is_null(at);
            switch (source->column.shape) {
            case Shape::link:
                if (!is_null) {
                    cell = {.text = row.get<Uuid>(at).to_string(),
                            .label = row.get<std::optional<std::string>>(at + 1).value_or(""),
                            .reference = row.get<std::optional<std::string>>(at + 2).value_or(""),
                            .kind = row.get<std::optional<std::string>>(at + 3).value_or(""),
                            .titles = row.get<std::optional<std::string>>(at + 4).value_or("")};
                }
                column += 4;
                break;
            case Shape::user:
                if (!is_null) {
                    cell = {.text = row.get<Uuid>(at).to_string(),
                            .label = row.get<std::optional<std::string>>(at + 1).value_or("")};
                }
                column += 1;
                break;
            case Shape::integer:
                cell.text = is_null ? "" : std::to_string(cells.integer(at));
                break;
            case Shape::instant:
                cell.text = is_null ? "" : row.get<Instant>(at).to_string();
                break;
            case Shape::yes_no:
                cell.text = is_null ? "" : Text<bool>::print(row.get<bool>(at));
                break;
            case Shape::text:
            case Shape::long_text:
            case Shape::date:
            case Shape::code:
            case Shape::codes:
            case Shape::multilingual:
            case Shape::state:
                cell.text = is_null ? std::string{} : row.get<std::string>(at);
                break;
            }
            if (names_record(*source)) {
                cell.titles = row.get<std::string>(column++);
            }
            read.cells.push_back(std::move(cell));
        }
        return read;
    }
    [[nodiscard]] std::string cursor(storage::Row const &row) const
    {
        return cursor_of(m_order, row.cells(), 2, row.get<Uuid>(0));
    }

private:
    [[nodiscard]] std::string order_by(bool descending) const
    {
        std::string const direction = descending ? " DESC" : "";
        std::string order = " ORDER BY ";
        if (m_order.source->sort_sql != "r.id") {
            order += m_order.source->sort_sql + direction + ", ";
        }
        return order + "r.id" + direction;
    }

    std::vector<Source const *> m_columns;
    Order m_order;
    std::string m_select;
    std::string m_noun; ///< the noun's own table
    std::string m_joins;
    int m_width = 0; ///< columns of m_select
};

std::vector<Source const *> chosen(std::vector<Source> const &sources, ListQuery const &query,
                                   Problems &problems)
{
    std::vector<Source const *> columns;
    for (auto const &name : query.columns) {
        if (auto const *source = source_named(sources, name)) {
            columns.push_back(source);
        } else {
            problems.push_back({name, "records.unknown_column", {{"name", name}}});
        }
    }
    if (columns.empty()) {
        for (auto const &source : sources) {
            if (source.column.shown) {
                columns.push_back(&source);
            }
        }
    }
    return columns;
}

std::vector<Column> plain(std::vector<Source const *> const &sources)
{
    std::vector<Column> columns;
    columns.reserve(sources.size());
    for (auto const *source : sources) {
        columns.push_back(source->column);
    }
    return columns;
}

std::int64_t count_of(storage::Reader &reader, Noun const &noun, RowCondition const &where,
                      bool exact)
{
    std::string const from =
        " FROM record r" +
        (where.uses_noun ? " JOIN " + std::string{noun.table} + " n ON n.id = r.id"
                         : std::string{}) +
        " WHERE " + where.sql;
    auto const sql = exact ? "SELECT count(*)" + from
                           : "SELECT count(*) FROM (SELECT 1" + from + " LIMIT " +
                                 std::to_string(counted_exactly + 1) + ") counted";
    auto rows = reader.query_with(sql, where.values);
    for (auto row : rows) {
        return row.next<std::int64_t>();
    }
    return 0;
}

} // namespace

ListPage list(storage::Reader &reader, ListContext const &context, ListQuery const &query)
{
    ListPage page;
    auto const sources = sources_of(context.noun, audience_of(context.identity));
    auto const columns = chosen(sources, query, page.problems);
    auto const order = order_of(context.noun, query, sources, page.problems);
    auto where = condition_of(reader, context, query, sources, page.problems);
    require_sorted(where, order);
    page.columns = plain(columns);
    // Finding words is most of the work, and finds a thousand at most: the first page counts too.
    bool const counts_itself = where.finds_words && query.after.empty() && query.before.empty();
    if (!counts_itself) {
        page.count = count_of(reader, context.noun, where, query.exact_count);
    }

    bool const backwards = !query.before.empty();
    bool const descending = order.descending != backwards;
    auto const &cursor = backwards ? query.before : query.after;
    bool beyond_cursor = false;
    if (!cursor.empty()) {
        if (auto const rest = beyond(order, cursor, descending)) {
            require(where, rest->sql, rest->values);
            beyond_cursor = true;
        }
    }
    Selection const selection{context.noun, columns, order};
    where.values.emplace_back(std::int64_t{query.limit + 1});
    std::vector<std::string> cursors;
    auto const sql = counts_itself ? selection.counting_sql(where, descending)
                                   : selection.sql(where.sql, descending) + " LIMIT ?";
    for (auto const row : reader.query_with(sql, where.values)) {
        page.rows.push_back(selection.read(row));
        cursors.push_back(selection.cursor(row));
        if (counts_itself) {
            page.count = selection.counted(row);
        }
    }
    page.count_is_exact = query.exact_count || page.count <= counted_exactly;
    bool const more = page.rows.size() > static_cast<std::size_t>(query.limit);
    if (more) {
        page.rows.pop_back();
        cursors.pop_back();
    }
    if (backwards) {
        std::ranges::reverse(page.rows);
        std::ranges::reverse(cursors);
    }
    if (!cursors.empty()) {
        if (backwards ? beyond_cursor : more) {
            page.next = cursors.back();
        }
        if (backwards ? more : beyond_cursor) {
            page.previous = cursors.front();
        }
    }
    return page;
}

void each_row(storage::Reader &reader, ListContext const &context, ListQuery const &query,
              std::function<void(std::vector<Column> const &)> const &begin,
              std::function<void(ListRow const &)> const &row)
{
    Problems ignored;
    auto const sources = sources_of(context.noun, audience_of(context.identity));
    auto const columns = chosen(sources, query, ignored);
    auto const order = order_of(context.noun, query, sources, ignored);
    auto where = condition_of(reader, context, query, sources, ignored);
    require_sorted(where, order);
    Selection const selection{context.noun, columns, order};
    begin(plain(columns));
    for (auto const one :
         reader.query_with(selection.sql(where.sql, order.descending), where.values)) {
        row(selection.read(one));
    }
}

} // namespace selatan::records
