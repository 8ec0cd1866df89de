#include "platform/records/list.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/records/search.hpp"
#include "words/records.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace selatan::records {

namespace {

using storage::Value;
namespace word = words::records;

// -- Columns ------------------------------------------------------------------------------------

/// A column with the SQL that only this file may know.
struct Source {
    Column column;
    std::string sql;      ///< over `r` (record) and `n` (the noun's table)
    std::string sort_sql; ///< empty: not sortable
};

Shape shape_of(Field const &field)
{
    switch (field.kind) {
    case Kind::text:
    case Kind::email:
    case Kind::url:
        return Shape::text;
    case Kind::long_text:
        return Shape::long_text;
    case Kind::integer:
        return Shape::integer;
    case Kind::date:
        return Shape::date;
    case Kind::yes_no:
        return Shape::yes_no;
    case Kind::choice:
    case Kind::code:
        return Shape::code;
    case Kind::choices:
    case Kind::codes:
        return Shape::codes;
    case Kind::record:
        return Shape::link;
    case Kind::multilingual:
        return Shape::multilingual;
    }
    return Shape::text;
}

bool is_title(Field const &field)
{
    return field.place == Field::Place::record && field.column == "title";
}

std::vector<Source> sources_of(Noun const &noun, Audience audience)
{
    std::vector<Source> all;
    // Whoever sees a record at all sees what it is called and when it was made: every list has
    // these columns and can be sorted by them.
    auto const add = [&](std::string_view name, Word label, Shape shape, std::string sql,
                         std::string sort_sql, bool shown, Audience who = Audience::everyone) {
        if (who <= audience) {
            all.push_back({.column = {.name = name,
                                      .label = label,
                                      .shape = shape,
                                      .audience = who,
                                      .field = nullptr,
                                      .shown = shown,
                                      .sortable = !sort_sql.empty()},
                           .sql = std::move(sql),
                           .sort_sql = std::move(sort_sql)});
        }
    };
    add("reference", word::reference, Shape::text, "r.reference", "", true);
    bool const has_title = std::ranges::any_of(noun.fields, is_title);
    if (!has_title) {
        add("title", word::title, Shape::text, "r.title", "r.title_sort", !noun.hides_title);
    }
    for (auto const &field : noun.fields) {
        if (field.audience > audience) {
            continue;
        }
        bool const in_record = field.place == Field::Place::record;
        all.push_back({.column = {.name = field.name,
                                  .label = field.label,
                                  .shape = shape_of(field),
                                  .audience = field.audience,
                                  .field = &field,
                                  .shown = field.in_list || is_title(field),
                                  .sortable = is_title(field)},
                       .sql = (in_record ? "r." : "n.") + std::string{field.column},
                       .sort_sql = is_title(field) ? "r.title_sort" : ""});
        if (is_title(field) && noun.machine != nullptr) {
            add("state", word::state, Shape::state, "r.state", "", true);
        }
    }
    if (!has_title && noun.machine != nullptr) {
        add("state", word::state, Shape::state, "r.state", "", true);
    }
    add("lead", word::lead, Shape::user, "r.assignee", "", false, Audience::internal);
    add("due", word::due, Shape::date, "r.due_on", "r.due_on", noun.machine != nullptr,
        Audience::partner);
    add("changed", word::changed, Shape::instant, "r.changed_at", "r.changed_at", true);
    add("created", word::created, Shape::instant, "r.created_at", "r.id", false);
    add("by", word::created_by, Shape::user, "r.created_by", "", false, Audience::internal);
    return all;
}

Source const *source_named(std::vector<Source> const &sources, std::string_view name)
{
    auto const found = std::ranges::find_if(
        sources, [&](Source const &source) { return source.column.name == name; });
    return found == sources.end() ? nullptr : &*found;
}

Source const *source_of_title(std::vector<Source> const &sources)
{
    auto const found = std::ranges::find(sources, "r.title_sort", &Source::sort_sql);
    return found == sources.end() ? nullptr : &*found;
}

// -- Conditions ---------------------------------------------------------------------------------

struct Condition {
    std::string sql;
    std::vector<Value> values;
    bool uses_noun = false;   ///< the noun's own table must be joined
    bool finds_words = false; ///< at most search_candidates_most records meet it
};

std::string marks(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "?" : ", ?";
    }
    return text;
}

/// A day, a month (`2026-03`) or a year, as its first and last day; or `10d`, so many days ago, and
/// `+10d`, so many days ahead.
std::optional<std::pair<Date, Date>> parse_period(std::string_view text, Date today)
{
    if (auto const day = Date::parse(text)) {
        return std::pair{*day, *day};
    }
    if (text == "today") {
        return std::pair{today, today};
    }
    if (text.ends_with('d')) {
        int days = 0;
        bool const is_ahead = text.starts_with('+');
        auto const *const end = text.data() + text.size() - 1;
        auto const [rest, error] = std::from_chars(text.data() + (is_ahead ? 1 : 0), end, days);
        if (error == std::errc{} && rest == end && days >= 0 && days < 100'000) {
            auto const day = today.plus_days(is_ahead ? days : -days);
            return std::pair{day, day};
        }
        return std::nullopt;
    }
    if (text.size() == 7) {
        if (auto const first = Date::parse(std::string{text} + "-01")) {
            auto const month = first->ymd().year() / first->ymd().month();
            return std::pair{*first, Date::from_days(month / std::chrono::last)};
        }
    }
    if (text.size() == 4) {
        if (auto const first = Date::parse(std::string{text} + "-01-01")) {
            return std::pair{*first, Date::from_days(first->ymd().year() / 12 / 31)};
        }
    }
    return std::nullopt;
}

std::string escaped_like(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '!') {
            out += '!';
        }
        out += c;
    }
    return out;
}

/// Compiles one term against one column; nothing when a value makes no sense there.
class TermCompiler {
public:
    TermCompiler(storage::Reader &reader, ListContext const &context)
        : m_reader{&reader}, m_context{&context}
    {
    }

    [[nodiscard]] std::optional<Condition> compile(Term const &term, Source const &source) const
    {
        switch (source.column.shape) {
        case Shape::date:
        case Shape::instant:
            return period(term, source);
        case Shape::integer:
            return integer(term, source);
        case Shape::yes_no:
            return yes_no(term, source);
        case Shape::code:
        case Shape::state:
            return any_of(codes(term, source), source);
        case Shape::codes:
            return each_code(codes(term, source), source);
        case Shape::link:
            return any_of(links(term, source), source);
        case Shape::user:
            return any_of(users(term), source);
        case Shape::text:
        case Shape::long_text:
        case Shape::multilingual:
            return text(term, source);
        }
        return std::nullopt;
    }

    /// `clock:>10d`: in its state for more than ten days.
    [[nodiscard]] std::optional<Condition> clock(Term const &term) const
    {
        auto const period = parse_period(term.values.front(), m_reader->now().date());
        if (!period || !term.values.front().ends_with('d')) {
            return std::nullopt;
        }
        bool const older = term.compare != Term::Compare::below;
        return Condition{.sql = older ? "r.state_since < ?" : "r.state_since >= ?",
                         .values = {storage::to_value(Instant::at_start_of(period->first))}};
    }

private:
    using Values = std::optional<std::vector<Value>>;

    [[nodiscard]] std::optional<Condition> period(Term const &term, Source const &source) const
    {
        auto const period = parse_period(term.values.front(), m_reader->now().date());
        if (!period) {
            return std::nullopt;
        }
        auto const bound = [&](Date date) {
            return source.column.shape == Shape::date
                       ? storage::to_value(date)
                       : storage::to_value(Instant::at_start_of(date));
        };
        auto const first = bound(period->first);
        if (term.compare == Term::Compare::below) {
            return Condition{.sql = source.sql + " < ?", .values = {first}};
        }
        if (period->second == Date::of(9999, 12, 31)) {
            return std::nullopt; // no day follows the calendar's last one
        }
        auto const after = bound(period->second.plus_days(1));
        if (term.compare == Term::Compare::above) {
            return Condition{.sql = source.sql + " >= ?", .values = {after}};
        }
        return Condition{.sql = "(" + source.sql + " >= ? AND " + source.sql + " < ?)",
                         .values = {first, after}};
    }
    [[nodiscard]] static std::optional<Condition> integer(Term const &term, Source const &source)
    {
        std::int64_t number = 0;
        if (Text<std::int64_t>::parse(term.values.front(), number) != nullptr) {
            return std::nullopt;
        }
        std::string_view const sign = term.compare == Term::Compare::is      ? " = ?"
                                      : term.compare == Term::Compare::above ? " > ?"
                                                                             : " < ?";
        return Condition{.sql = source.sql + std::string{sign}, .values = {number}};
    }
    [[nodiscard]] static std::optional<Condition> yes_no(Term const &term, Source const &source)
    {
        bool wanted = false;
        if (Text<bool>::parse(term.values.front(), wanted) != nullptr) {
            return std::nullopt;
        }
        return Condition{.sql = source.sql + " = ?", .values = {std::int64_t{wanted ? 1 : 0}}};
    }
    [[nodiscard]] Values codes(Term const &term, Source const &source) const
    {
        std::vector<Value> values;
        for (auto const &text : term.values) {
            auto found = code(text, source);
            if (!found) {
                return std::nullopt;
            }
            values.emplace_back(std::move(*found));
        }
        return values;
    }
    [[nodiscard]] std::optional<std::string> code(std::string const &text,
                                                  Source const &source) const
    {
        if (source.column.shape == Shape::state) {
            auto const &states = m_context->noun.machine->states;
            return std::ranges::find(states, text) == states.end() ? std::nullopt
                                                                   : std::optional{text};
        }
        auto const &field = *source.column.field;
        if (!field.own_codes.empty()) {
            auto const &own = field.own_codes;
            return std::ranges::find(own, text) == own.end() ? std::nullopt : std::optional{text};
        }
        if (!m_context->codes.name(field.list, text, Language::en).empty()) {
            return text;
        }
        return m_context->codes.resolve(field.list, text);
    }
    [[nodiscard]] Values links(Term const &term, Source const &source) const
    {
        std::vector<Value> values;
        for (auto const &text : term.values) {
            auto const id = resolve(*m_reader, source.column.field->list, text);
            if (!id) {
                return std::nullopt;
            }
            values.emplace_back(*id);
        }
        return values;
    }
    [[nodiscard]] Values users(Term const &term) const
    {
        std::vector<Value> values;
        for (auto const &text : term.values) {
            if (text == "@me" && m_context->identity != nullptr) {
                values.emplace_back(m_context->identity->user.uuid());
                continue;
            }
            auto const id = m_reader->one<Uuid>(
                "SELECT id FROM user_account WHERE email = ? OR name = ?", fold(text), text);
            if (!id) {
                return std::nullopt;
            }
            values.emplace_back(*id);
        }
        return values;
    }
    [[nodiscard]] static std::optional<Condition> any_of(Values values, Source const &source)
    {
        if (!values) {
            return std::nullopt;
        }
        return Condition{.sql = source.sql + " IN (" + marks(values->size()) + ")",
                         .values = std::move(*values)};
    }
    /// Several codes are stored with spaces between them.
    [[nodiscard]] static std::optional<Condition> each_code(Values values, Source const &source)
    {
        if (!values) {
            return std::nullopt;
        }
        Condition condition;
        for (auto const &value : *values) {
            condition.sql += (condition.sql.empty() ? "" : " OR ");
            condition.sql += "' ' || " + source.sql + " || ' ' LIKE ? ESCAPE '!'";
            condition.values.emplace_back("% " + escaped_like(std::get<std::string>(value)) + " %");
        }
        condition.sql = "(" + condition.sql + ")";
        return condition;
    }
    [[nodiscard]] static std::optional<Condition> text(Term const &term, Source const &source)
    {
        Condition condition;
        for (auto const &value : term.values) {
            condition.sql += (condition.sql.empty() ? "" : " OR ");
            condition.sql += "lower(" + source.sql + ") LIKE lower(?) ESCAPE '!'";
            condition.values.emplace_back("%" + escaped_like(value) + "%");
        }
        condition.sql = "(" + condition.sql + ")";
        return condition;
    }

    storage::Reader *m_reader;
    ListContext const *m_context;
};

void require(Condition &all, std::string const &sql, std::vector<Value> const &values)
{
    all.sql += " AND " + sql;
    all.values.insert(all.values.end(), values.begin(), values.end());
}

/// The states that have a step of this name.
std::vector<Value> states_with(Machine const &machine, std::string_view verb)
{
    std::vector<Value> states;
    for (auto const &step : machine.transitions) {
        if (step.verb == verb) {
            states.emplace_back(std::string{step.from});
        }
    }
    return states;
}

/// Everything that the query, the permissions and the surrounding record ask of a row.
Condition condition_of(storage::Reader &reader, ListContext const &context, ListQuery const &query,
                       std::vector<Source> const &sources, Problems &problems)
{
    auto const may_see = compile(*context.noun.policy, context.identity, verbs::see);
    Condition all{.sql = "r.kind = ?", .values = {std::string{context.noun.kind}}};
    require(all, may_see.sql, may_see.values);
    if (context.verb != verbs::see) {
        auto const may_do = compile(*context.noun.policy, context.identity, context.verb);
        require(all, may_do.sql, may_do.values);
        if (context.noun.machine != nullptr) {
            auto states = states_with(*context.noun.machine, context.verb);
            if (!states.empty()) {
                require(all, "r.state IN (" + marks(states.size()) + ")", states);
            }
        }
    }
    if (context.within) {
        auto const &field = field_named(context.noun, context.within->first);
        bool const in_record = field.place == Field::Place::record;
        require(all, (in_record ? "r." : "n.") + std::string{field.column} + " = ?",
                {context.within->second});
        all.uses_noun = all.uses_noun || !in_record;
    }
    if (!query.words.empty()) {
        std::array const nouns{&context.noun};
        auto const found = search_filter(reader.engine(), search_within(nouns, context.identity),
                                         context.language, query.words);
        require(all, found.sql, found.values);
        all.finds_words = !found.values.empty();
    }
    TermCompiler const compiler{reader, context};
    for (auto const &term : query.terms) {
        std::optional<Condition> one;
        auto const *const source = source_named(sources, term.name);
        if (term.name == "clock") {
            one = compiler.clock(term);
        } else if (source == nullptr) {
            problems.push_back({term.to_string(), "records.unknown_filter", {{"name", term.name}}});
            continue;
        } else {
            one = compiler.compile(term, *source);
        }
        if (!one) {
            problems.push_back(
                {term.to_string(), "records.unknown_value", {{"value", term.to_string()}}});
            continue;
        }
        // A record without a country is not in Timor-Leste: nothing known is "not", too.
        require(all, term.negated ? "(" + one->sql + ") IS NOT TRUE" : one->sql, one->values);
        all.uses_noun = all.uses_noun || (source != nullptr && source->sql.starts_with("n."));
    }
    return all;
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
void require_sorted(Condition &where, Order const &order)
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
std::optional<Condition> beyond(Order const &order, std::string_view cursor, bool descending)
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
        return Condition{.sql = "r.id" + sign + "?", .values = {*id}};
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
    return Condition{.sql = "(" + order.source->sort_sql + ", r.id)" + sign + "(?, ?)",
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
    [[nodiscard]] std::string counting_sql(Condition const &where, bool descending) const
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

std::int64_t count_of(storage::Reader &reader, Noun const &noun, Condition const &where, bool exact)
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

std::vector<Column> columns_of(Noun const &noun, Audience audience)
{
    std::vector<Column> columns;
    for (auto const &source : sources_of(noun, audience)) {
        columns.push_back(source.column);
    }
    return columns;
}

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
