#include "exchange/iati/rule_case.hpp"
#include "exchange/iati/values.hpp"

#include <algorithm>
#include <array>

namespace selatan::iati {

namespace {

constexpr std::size_t most_values = 2; ///< that a sentence tells

std::string decimal_text(std::int64_t millionths)
{
    auto text = std::to_string(std::abs(millionths));
    text.insert(0, text.size() < 13 ? 13 - text.size() : 0, '0');
    text.insert(text.size() - 12, ".");
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.find_last_not_of('.') + 1);
    return (millionths < 0 ? "-" : "") + text;
}

/// To four decimals, as the official validator compares sums: three thirds are a whole.
std::int64_t rounded(std::int64_t total)
{
    constexpr std::int64_t unit = 100'000'000; // of twelve decimals
    auto const half = total < 0 ? -unit / 2 : unit / 2;
    return (total + half) / unit;
}

/// Whether a blank stands at either end: any that Unicode knows, and the byte order mark. A
/// no-break space out of a spreadsheet is the one that nobody sees.
bool has_outer_blank(std::string_view text)
{
    constexpr std::array<std::string_view, 18> wide{
        "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
        "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    constexpr std::string_view narrow = " \t\n\v\f\r";
    if (text.empty()) {
        return false;
    }
    auto const is_ascii = [](char c) {
        return static_cast<unsigned char>(c) < 0x80;
    };
    if (narrow.find(text.front()) != std::string_view::npos ||
        narrow.find(text.back()) != std::string_view::npos) {
        return true;
    }
    if (is_ascii(text.front()) && is_ascii(text.back())) { // as nearly all are
        return false;
    }
    return text.starts_with(mark) || text.ends_with(mark) ||
           std::any_of(wide.begin(), wide.end(), [&](auto blank) {
               return text.starts_with(blank) || text.ends_with(blank);
           });
}

Verdict said(bool holds)
{
    return holds ? Verdict::holds : Verdict::broken;
}

} // namespace

std::optional<std::int64_t> exact(std::string_view text)
{
    constexpr int places = 12;
    text = trimmed(text);
    bool const is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    std::int64_t value = 0;
    int behind = -1;
    bool has_digit = false;
    for (auto const c : text) {
        if (c == '.' && behind < 0) {
            behind = 0;
        } else if (c < '0' || c > '9') {
            return std::nullopt;
        } else {
            has_digit = true;
            if (behind < places && value < 1'000'000'000'000'000'00) {
                value = value * 10 + (c - '0');
                behind += behind >= 0 ? 1 : 0;
            } else if (behind < 0) {
                return std::nullopt; // more than any percentage
            }
        }
    }
    if (!has_digit) {
        return std::nullopt;
    }
    for (behind = std::max(behind, 0); behind < places; ++behind) {
        if (value > 900'000'000'000'000'000) {
            return std::nullopt;
        }
        value *= 10;
    }
    return is_negative ? -value : value;
}

Verdict Judge::verdict()
{
    if (m_rule.condition && !m_rule.condition->truth(m_scope, m_context)) {
        return Verdict::no_condition;
    }
    switch (m_rule.type) {
    case RuleType::no_more_than_one:
        collect(m_rule.paths);
        return said(m_nodes.size() <= 1);
    case RuleType::at_least_one:
        return said(std::any_of(m_rule.paths.begin(), m_rule.paths.end(),
                                [&](auto const &path) { return path.truth(m_scope, m_context); }));
    case RuleType::only_one_of:
        return only_one_of();
    case RuleType::one_or_all:
        if (m_rule.less->truth(m_scope, m_context)) {
            return Verdict::holds;
        }
        collect(*m_rule.lacking);
        return said(m_nodes.empty());
    case RuleType::sum:
    case RuleType::strict_sum:
        return sum();
    case RuleType::date_order:
    case RuleType::date_now:
        return date_order();
    case RuleType::time_limit:
        return time_limit();
    case RuleType::between_dates:
        return between_dates();
    case RuleType::regex_matches:
    case RuleType::regex_no_matches:
    case RuleType::starts_with:
    case RuleType::no_spaces:
    case RuleType::range:
        return each();
    case RuleType::unique:
        return unique();
    case RuleType::if_then:
        if (!m_rule.less->truth(m_scope, m_context) || m_rule.more->truth(m_scope, m_context)) {
            return Verdict::holds;
        }
        collect(m_rule.paths);
        return Verdict::broken;
    }
    return Verdict::holds;
}

Broken Judge::broken() const
{
    Broken broken;
    broken.id = m_rule.id;
    broken.severity = m_rule.severity;
    broken.category = m_rule.category;
    broken.word = m_rule.word;
    broken.path = m_rule.path;
    broken.is_found = !m_nodes.empty();
    broken.at = broken.is_found ? m_nodes.front() : m_context;
    broken.places.reserve(std::max<std::size_t>(1, m_nodes.size()));
    for (auto const node : m_nodes) {
        broken.places.push_back(m_scope.tree.place(node));
    }
    if (broken.places.empty()) {
        broken.places.push_back(m_scope.tree.place(m_context));
    }
    broken.values = m_values;
    return broken;
}

void Judge::note(NodeIndex node)
{
    if (has_room()) {
        m_nodes.push_back(node);
    }
}

void Judge::note(std::string_view value)
{
    if (m_values.size() < most_values) {
        m_values.emplace_back(value);
    }
}

void Judge::collect(Expression const &path)
{
    path.select(m_scope, m_context, [&](NodeIndex node) {
        note(node);
        return has_room();
    });
}

void Judge::collect(std::vector<Expression> const &paths)
{
    for (auto const &path : paths) {
        collect(path);
    }
}

Verdict Judge::only_one_of()
{
    auto const exists = [&](Expression const &path) {
        return path.truth(m_scope, m_context);
    };
    bool const excluded = std::any_of(m_rule.prefixes.begin(), m_rule.prefixes.end(), exists);
    collect(m_rule.paths);
    return said(excluded ? m_nodes.empty() : m_nodes.size() == 1);
}

Verdict Judge::sum()
{
    std::int64_t total = 0;
    bool is_number = true;
    for (auto const &path : m_rule.paths) {
        path.select(m_scope, m_context, [&](NodeIndex node) {
            auto const value = exact(string_of(m_scope.tree, node, m_room));
            is_number = is_number && value && std::abs(*value) < 1'000'000'000'000'000'000;
            total += is_number && std::abs(total) < 4'000'000'000'000'000'000 ? *value : 0;
            note(node);
            return true;
        });
    }
    // A sum of nothing breaks only a rule that says when it applies.
    if (m_nodes.empty() && !m_rule.condition) {
        return Verdict::no_condition;
    }
    m_values = {decimal_text(total)};
    // Whether they are numbers is the schema's business.
    return said(!is_number || rounded(total) == rounded(m_rule.sum));
}

/// Days count; hours and zones do not. A date that cannot be read is no date.
std::optional<Date> Judge::date_of(NodeIndex node)
{
    return Date::parse(trimmed(string_of(m_scope.tree, node, m_room)).substr(0, 10));
}

Judge::Dates Judge::dates(Expression const &path)
{
    Dates found;
    path.select(m_scope, m_context, [&](NodeIndex node) {
        if (auto const date = date_of(node)) {
            found.emplace_back(node, *date);
        }
        return true;
    });
    return found;
}

Verdict Judge::date_order()
{
    auto const late = m_rule.more ? dates(*m_rule.more) : Dates{{m_context, m_surroundings.today}};
    auto const earliest = std::min_element(
        late.begin(), late.end(), [](auto const &a, auto const &b) { return a.second < b.second; });
    bool has_early = false;
    m_rule.less->select(m_scope, m_context, [&](NodeIndex first) {
        auto const date = date_of(first);
        has_early = has_early || date;
        if (!date || late.empty() || !(earliest->second < *date)) {
            return true;
        }
        for (auto const &[second, later] : late) {
            if (later < *date) {
                note(first);
                if (m_rule.more) {
                    note(second);
                }
                note(date->to_string());
                note(later.to_string());
            }
        }
        return has_room();
    });
    return !has_early || late.empty() ? Verdict::no_condition : said(m_nodes.empty());
}

Verdict Judge::time_limit()
{
    auto const starts = dates(*m_rule.start);
    auto const ends = dates(*m_rule.end);
    if (starts.empty() || ends.empty()) {
        return Verdict::no_condition;
    }
    // Beyond the last year of our calendar there is nothing to compare with.
    if (starts[0].second.year() >= 9999 || !(starts[0].second.plus_months(12) < ends[0].second)) {
        return Verdict::holds;
    }
    m_nodes = {ends[0].first, starts[0].first};
    m_values = {starts[0].second.to_string(), ends[0].second.to_string()};
    return Verdict::broken;
}

Verdict Judge::between_dates()
{
    auto const starts = dates(*m_rule.start);
    auto const ends = dates(*m_rule.end);
    auto const between = dates(*m_rule.less);
    if (starts.empty() || ends.empty() || between.empty()) {
        return Verdict::no_condition;
    }
    for (auto const &[node, date] : between) {
        if (date < starts[0].second || ends[0].second < date) {
            note(node);
            note(date.to_string());
        }
    }
    return said(m_nodes.empty());
}

bool Judge::is_excused(std::string_view value) const
{
    switch (m_rule.id_condition) {
    case IdCondition::none:
        return false;
    case IdCondition::not_publisher:
        return m_surroundings.is_publisher(value);
    case IdCondition::not_publisher_prefix:
        return m_surroundings.begins_with_publisher(value);
    }
    return false;
}

bool Judge::begins_well(std::string_view value)
{
    auto const begins = [&](std::string_view prefix) {
        return value.starts_with(prefix) &&
               value.substr(prefix.size()).starts_with(m_rule.separator);
    };
    if (m_rule.prefixes_are_agencies) {
        for (auto end = value.find('-'); end != std::string_view::npos;
             end = value.find('-', end + 1)) {
            if (m_surroundings.agencies.contains(value.substr(0, end))) {
                return true;
            }
        }
    }
    bool found = false;
    for (auto const &path : m_rule.prefixes) {
        path.select(m_scope, m_context, [&](NodeIndex node) {
            found = begins(trimmed(string_of(m_scope.tree, node, m_room)));
            return !found;
        });
        if (found) {
            return true;
        }
    }
    return false;
}

bool Judge::is_right(std::string_view value)
{
    switch (m_rule.type) {
    case RuleType::regex_matches:
        return value.empty() || m_rule.pattern.matches(value);
    case RuleType::regex_no_matches:
        return !m_rule.pattern.matches(value);
    case RuleType::starts_with:
        return begins_well(value);
    case RuleType::range: {
        auto const number = exact(value);
        // Whether it is a number at all is the schema's business.
        return !number || (*number >= m_rule.least && *number <= m_rule.most);
    }
    default:
        return !has_outer_blank(value);
    }
}

Verdict Judge::each()
{
    bool has_any = false;
    for (auto const &path : m_rule.paths) {
        path.select(m_scope, m_context, [&](NodeIndex node) {
            std::string room; // what is_right() looks up beside it takes m_room
            auto const value = string_of(m_scope.tree, node, room);
            has_any = true;
            if (!is_right(value) && !is_excused(value)) {
                note(node);
                note(value);
            }
            return has_room();
        });
    }
    return has_any ? said(m_nodes.empty()) : Verdict::no_condition;
}

Verdict Judge::unique()
{
    std::vector<NodeIndex> all;
    for (auto const &path : m_rule.paths) {
        path.select(m_scope, m_context, [&](NodeIndex node) {
            all.push_back(node);
            return true;
        });
    }
    std::string room;
    auto const value = [&](NodeIndex node, std::string &in) {
        return trimmed(string_of(m_scope.tree, node, in));
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](NodeIndex a, NodeIndex b) { return value(a, m_room) < value(b, room); });
    for (auto first = all.begin(); first != all.end();) {
        auto const told = value(*first, m_room);
        auto const behind = std::find_if(first + 1, all.end(),
                                         [&](NodeIndex node) { return value(node, room) != told; });
        if (behind - first > 1) {
            note(told);
            std::for_each(first, behind, [&](NodeIndex node) { note(node); });
        }
        first = behind;
    }
    return said(m_nodes.empty());
}

} // namespace selatan::iati
