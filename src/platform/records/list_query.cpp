#include "platform/records/list.hpp"

#include "base/text.hpp"
#include "platform/http/message.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::records {

namespace {

constexpr int limit_most = 200;
constexpr std::size_t query_bytes_most = 2000;

/// The next piece of a query: a word, or `name:value` whose value may be in double quotes.
std::string take_piece(std::string_view &rest)
{
    std::string piece;
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        char const c = rest[i];
        if (c == '"') {
            quoted = !quoted;
        }
        if (c == ' ' && !quoted) {
            break;
        }
        piece += c;
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return piece;
}

bool is_name(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::vector<std::string> split_values(std::string_view text)
{
    std::vector<std::string> values;
    std::string value;
    bool quoted = false;
    for (char const c : text) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            values.push_back(std::move(value));
            value.clear();
        } else {
            value += c;
        }
    }
    values.push_back(std::move(value));
    std::erase(values, "");
    return values;
}

std::optional<Term> parse_term(std::string_view piece)
{
    Term term;
    if (piece.starts_with('-')) {
        term.negated = true;
        piece.remove_prefix(1);
    }
    auto const colon = piece.find(':');
    if (colon == std::string_view::npos || !is_name(piece.substr(0, colon))) {
        return std::nullopt;
    }
    term.name = piece.substr(0, colon);
    auto value = piece.substr(colon + 1);
    if (value.starts_with('>')) {
        term.compare = Term::Compare::above;
        value.remove_prefix(1);
    } else if (value.starts_with('<')) {
        term.compare = Term::Compare::below;
        value.remove_prefix(1);
    }
    term.values = split_values(value);
    return term.values.empty() ? std::nullopt : std::optional{std::move(term)};
}

} // namespace

std::string Term::to_string() const
{
    std::string text = negated ? "-" : "";
    text += name + ":";
    if (compare != Compare::is) {
        text += compare == Compare::above ? ">" : "<";
    }
    bool first = true;
    for (auto const &value : values) {
        text += first ? "" : ",";
        first = false;
        bool const quote = value.find_first_of(" ,") != std::string::npos;
        text += quote ? "\"" + value + "\"" : value;
    }
    return text;
}

std::string ListQuery::to_string() const
{
    std::string text;
    for (auto const &term : terms) {
        text += (text.empty() ? "" : " ") + term.to_string();
    }
    if (!words.empty()) {
        text += (text.empty() ? "" : " ") + words;
    }
    return text;
}

ListQuery parse_list(http::Parameters const &parameters)
{
    ListQuery query;
    auto const read = [&](std::string_view name) {
        return std::string{parameters.find(name).value_or("")};
    };
    auto const typed = clean(read("q").substr(0, query_bytes_most));
    std::string_view rest = typed;
    while (!rest.empty()) {
        auto const piece = take_piece(rest);
        if (auto term = parse_term(piece)) {
            query.terms.push_back(std::move(*term));
        } else if (!piece.empty()) {
            query.words += (query.words.empty() ? "" : " ") + piece;
        }
    }
    for (auto const &[name, value] : parameters) {
        if (name.starts_with("f.") && !value.empty()) {
            if (auto term = parse_term(name.substr(2) + ":" + clean(value))) {
                auto const same = std::ranges::find_if(query.terms, [&](Term const &other) {
                    return other.name == term->name && other.compare == term->compare &&
                           !other.negated;
                });
                if (same == query.terms.end()) {
                    query.terms.push_back(std::move(*term));
                    continue;
                }
                for (auto &one : term->values) {
                    if (std::ranges::find(same->values, one) == same->values.end()) {
                        same->values.push_back(std::move(one));
                    }
                }
            }
        }
        if (name == "column" && is_name(value)) {
            query.columns.push_back(value);
        }
    }
    if (auto const sort = read("sort"); is_name(sort.starts_with('-') ? sort.substr(1) : sort)) {
        query.sort = sort;
    }
    for (auto &column : split_values(read("columns"))) {
        query.columns.push_back(std::move(column));
    }
    query.after = read("after");
    query.before = read("before");
    auto const limit = read("limit");
    std::from_chars(limit.data(), limit.data() + limit.size(), query.limit);
    query.limit = std::clamp(query.limit, 1, limit_most);
    query.exact_count = read("count") == "exact";
    return query;
}

} // namespace selatan::records
