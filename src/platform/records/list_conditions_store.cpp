// From typed filters, permissions and words to the conditions of a query.
#include "base/text.hpp"
#include "platform/records/list_parts.hpp"
#include "platform/records/search.hpp"
#include "platform/storage/marks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace selatan::records {

namespace {

using storage::Value;

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

    [[nodiscard]] std::optional<RowCondition> compile(Term const &term, Source const &source) const
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
    [[nodiscard]] std::optional<RowCondition> clock(Term const &term) const
    {
        auto const period = parse_period(term.values.front(), m_reader->today());
        if (!period || !term.values.front().ends_with('d')) {
            return std::nullopt;
        }
        bool const older = term.compare != Term::Compare::below;
        return RowCondition{.sql = older ? "r.state_since < ?" : "r.state_since >= ?",
                            .values = {storage::to_value(m_reader->start_of(period->first))}};
    }

private:
    using Values = std::optional<std::vector<Value>>;

    [[nodiscard]] std::optional<RowCondition> period(Term const &term, Source const &source) const
    {
        auto const period = parse_period(term.values.front(), m_reader->today());
        if (!period) {
            return std::nullopt;
        }
        auto const bound = [&](Date date) {
            return source.column.shape == Shape::date ? storage::to_value(date)
                                                      : storage::to_value(m_reader->start_of(date));
        };
        auto const first = bound(period->first);
        if (term.compare == Term::Compare::below) {
            return RowCondition{.sql = source.sql + " < ?", .values = {first}};
        }
        if (period->second == Date::of(9999, 12, 31)) {
            return std::nullopt; // no day follows the calendar's last one
        }
        auto const after = bound(period->second.plus_days(1));
        if (term.compare == Term::Compare::above) {
            return RowCondition{.sql = source.sql + " >= ?", .values = {after}};
        }
        return RowCondition{.sql = "(" + source.sql + " >= ? AND " + source.sql + " < ?)",
                            .values = {first, after}};
    }
    [[nodiscard]] static std::optional<RowCondition> integer(Term const &term, Source const &source)
    {
        std::int64_t number = 0;
        if (Text<std::int64_t>::parse(term.values.front(), number) != nullptr) {
            return std::nullopt;
        }
        std::string_view const sign = term.compare == Term::Compare::is      ? " = ?"
                                      : term.compare == Term::Compare::above ? " > ?"
                                                                             : " < ?";
        return RowCondition{.sql = source.sql + std::string{sign}, .values = {number}};
    }
    [[nodiscard]] static std::optional<RowCondition> yes_no(Term const &term, Source const &source)
    {
        bool wanted = false;
        if (Text<bool>::parse(term.values.front(), wanted) != nullptr) {
            return std::nullopt;
        }
        return RowCondition{.sql = source.sql + " = ?", .values = {std::int64_t{wanted ? 1 : 0}}};
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
    [[nodiscard]] static std::optional<RowCondition> any_of(Values values, Source const &source)
    {
        if (!values) {
            return std::nullopt;
        }
        return RowCondition{.sql = source.sql + " IN (" + storage::marks(values->size()) + ")",
                            .values = std::move(*values)};
    }
    /// Several codes are stored with spaces between them.
    [[nodiscard]] static std::optional<RowCondition> each_code(Values values, Source const &source)
    {
        if (!values) {
            return std::nullopt;
        }
        RowCondition condition;
        for (auto const &value : *values) {
            condition.sql += (condition.sql.empty() ? "" : " OR ");
            condition.sql += "' ' || " + source.sql + " || ' ' LIKE ? ESCAPE '!'";
            condition.values.emplace_back("% " + escaped_like(std::get<std::string>(value)) + " %");
        }
        condition.sql = "(" + condition.sql + ")";
        return condition;
    }
    [[nodiscard]] static std::optional<RowCondition> text(Term const &term, Source const &source)
    {
        RowCondition condition;
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

} // namespace

void require(RowCondition &all, std::string const &sql, std::vector<Value> const &values)
{
    all.sql += " AND " + sql;
    all.values.insert(all.values.end(), values.begin(), values.end());
}

RowCondition condition_of(storage::Reader &reader, ListContext const &context,
                          ListQuery const &query, std::vector<Source> const &sources,
                          Problems &problems)
{
    auto const may_see = compile(*context.noun.policy, context.identity, verbs::see);
    RowCondition all{.sql = "r.kind = ?", .values = {std::string{context.noun.kind}}};
    require(all, may_see.sql, may_see.values);
    if (context.verb != verbs::see) {
        auto const may_do = compile(*context.noun.policy, context.identity, context.verb);
        require(all, may_do.sql, may_do.values);
        if (context.noun.machine != nullptr) {
            auto states = states_with(*context.noun.machine, context.verb);
            if (!states.empty()) {
                require(all, "r.state IN (" + storage::marks(states.size()) + ")", states);
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
        std::optional<RowCondition> one;
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

} // namespace selatan::records
