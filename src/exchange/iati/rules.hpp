/// \file
/// Rulesets: the standard's rules beyond its schema, as data (codelists/iati/rulesets.json). A rule
/// has a context (which elements it is about), a type (what is asked of them) and expressions.
#pragma once

#include "base/date.hpp"
#include "exchange/iati/finding.hpp"
#include "exchange/iati/identifiers.hpp"
#include "exchange/iati/xpath.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace selatan::iati {

enum class RuleType : std::uint8_t {
    no_more_than_one,
    at_least_one,
    only_one_of,
    one_or_all,
    sum,
    strict_sum,
    date_order,
    date_now,
    time_limit,
    between_dates,
    regex_matches,
    regex_no_matches,
    starts_with,
    unique,
    if_then,
    range,
    no_spaces,
};

/// Texts that are looked up by parts of others.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view>{}(text);
    }
};
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

/// What rules know beside the file: who the standard's organisations are, and what day it is.
struct Surroundings {
    Date today;
    /// Identifiers of organisations that publish; see `selatan iati validate --organisations`.
    TextSet publishers;
    /// Codes of the agencies that register organisations: XM-DAC, ID-KDN …
    TextSet agencies;
    /// Activities of the whole set of files, which answer each other's references, and in how many
    /// of the files each is; nothing: the file stands alone.
    Identifiers const *set = nullptr;

    [[nodiscard]] bool is_publisher(std::string_view identifier) const;
    /// Whether it begins with the identifier of somebody who publishes.
    [[nodiscard]] bool begins_with_publisher(std::string_view identifier) const;
};

/// What one case says of one context.
enum class Verdict : std::uint8_t { no_condition, holds, broken };

inline constexpr std::size_t most_places = 1000; ///< that a finding tells

/// Its views are of the ruleset.
struct Broken {
    std::string_view id;
    Severity severity = Severity::error;
    std::string_view category;
    std::string_view word;           ///< which sentence tells of it
    std::string_view path;           ///< of the case, within its context
    NodeIndex at = no_node;          ///< the first that was looked at
    bool is_found = false;           ///< if not, `at` is the context
    std::vector<xml::Place> places;  ///< at least the context's, at most most_places
    std::vector<std::string> values; ///< what was looked at first: dates, identifiers, a sum
};

class Ruleset {
public:
    Ruleset(std::string_view text, Names &names);
    ~Ruleset();
    Ruleset(Ruleset &&) noexcept;
    Ruleset &operator=(Ruleset &&) noexcept;

    /// Every rule on every context in a record, whose element is the tree's first.
    void check(Tree const &tree, Surroundings const &surroundings,
               std::function<void(Broken)> const &report) const;
    /// The same, told apart: for the tests of rule types.
    void judge(Tree const &tree, Surroundings const &surroundings,
               std::function<void(Verdict)> const &report) const;
    /// The numbers of all rules, in the order of the file, some twice.
    [[nodiscard]] std::vector<std::string> ids() const;

    struct Case;
    struct Context;

private:
    std::vector<Context> m_contexts;
};

} // namespace selatan::iati
