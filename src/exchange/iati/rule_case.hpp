/// \file
/// A rule as it is compiled, and what judges it. Internal to rules.cpp and rule_judge.cpp.
#pragma once

#include "exchange/iati/rules.hpp"

#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace selatan::iati {

enum class IdCondition : std::uint8_t { none, not_publisher, not_publisher_prefix };

/// `^[^…]+$` is what the standard asks for and is judged by hand; anything else by the library.
class Pattern {
public:
    Pattern() = default;
    explicit Pattern(std::string const &text)
    {
        if (text.starts_with("^[^") && text.ends_with("]+$")) {
            for (auto const c : text.substr(3, text.size() - 6)) {
                m_forbidden += c == '\\' ? std::string{} : std::string{c};
            }
        } else {
            m_regex.emplace(text);
        }
    }
    [[nodiscard]] bool matches(std::string_view text) const
    {
        return m_regex ? std::regex_search(text.begin(), text.end(), *m_regex)
                       : !text.empty() && text.find_first_of(m_forbidden) == std::string_view::npos;
    }

private:
    std::string m_forbidden;
    std::optional<std::regex> m_regex;
};

/// A number as it is written, in whole millionths of a millionth: percentages add up without
/// rounding. Nothing when it is no number, or more than any percentage.
[[nodiscard]] std::optional<std::int64_t> exact(std::string_view text);

struct Ruleset::Case {
    RuleType type = RuleType::at_least_one;
    std::string id;
    Severity severity = Severity::error;
    std::string category;
    std::string_view word; ///< which sentence tells of it
    std::string path;      ///< what it looks at, for people
    std::optional<Expression> foreach;
    std::optional<Expression> condition;
    IdCondition id_condition = IdCondition::none;
    std::vector<Expression> paths;
    std::vector<Expression> prefixes; ///< or `excluded`
    bool prefixes_are_agencies = false;
    std::string separator;
    Pattern pattern;
    std::int64_t sum = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::optional<Expression> less; ///< or `date`, `if`, `one`
    std::optional<Expression> more; ///< absent: today; or `then`
    std::optional<Expression> start;
    std::optional<Expression> end;
    std::string all;                   ///< of one_or_all
    std::optional<Expression> lacking; ///< what must not exist then
};

struct Ruleset::Context {
    Expression select;
    std::vector<Case> cases;
};

/// One case on one context.
class Judge {
public:
    Judge(Ruleset::Case const &rule, Scope scope, NodeIndex context,
          Surroundings const &surroundings)
        : m_rule{rule}, m_scope{scope}, m_context{context}, m_surroundings{surroundings}
    {
    }

    Verdict verdict();
    /// What was looked at, when the rule is broken.
    [[nodiscard]] Broken broken() const;

private:
    using Dates = std::vector<std::pair<NodeIndex, Date>>;

    /// What the finding will tell of; no more than it has room for.
    void note(NodeIndex node);
    void note(std::string_view value);
    [[nodiscard]] bool has_room() const { return m_nodes.size() < most_places; }
    void collect(Expression const &path);
    void collect(std::vector<Expression> const &paths);
    [[nodiscard]] std::optional<Date> date_of(NodeIndex node);
    [[nodiscard]] Dates dates(Expression const &path);
    Verdict only_one_of();
    Verdict sum();
    Verdict date_order();
    Verdict time_limit();
    Verdict between_dates();
    Verdict each();
    Verdict unique();
    [[nodiscard]] bool is_excused(std::string_view value) const;
    [[nodiscard]] bool begins_well(std::string_view value);
    [[nodiscard]] bool is_right(std::string_view value);

    Ruleset::Case const &m_rule;
    Scope m_scope;
    NodeIndex m_context;
    Surroundings const &m_surroundings;
    std::vector<NodeIndex> m_nodes;
    std::vector<std::string> m_values;
    std::string m_room; ///< for values that are in pieces
};

} // namespace selatan::iati
