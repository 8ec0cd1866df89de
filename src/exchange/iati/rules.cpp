#include "exchange/iati/rules.hpp"

#include "base/ensure.hpp"
#include "exchange/iati/rule_case.hpp"
#include "exchange/iati/rule_words.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <unordered_set>

namespace selatan::iati {

namespace json = boost::json;

std::string_view to_code(Severity severity)
{
    constexpr std::array<std::string_view, 4> codes{"critical", "error", "warning", "advisory"};
    return codes[static_cast<std::size_t>(severity)];
}

bool from_code(std::string_view code, Severity &severity)
{
    for (auto const one :
         {Severity::critical, Severity::error, Severity::warning, Severity::advisory}) {
        if (to_code(one) == code) {
            severity = one;
            return true;
        }
    }
    return false;
}

bool Surroundings::is_publisher(std::string_view identifier) const
{
    return publishers.contains(identifier);
}

bool Surroundings::begins_with_publisher(std::string_view identifier) const
{
    // Identifiers are made of parts between dashes, so only those beginnings can be somebody's.
    for (auto end = identifier.find('-'); end != std::string_view::npos;
         end = identifier.find('-', end + 1)) {
        if (is_publisher(identifier.substr(0, end))) {
            return true;
        }
    }
    return is_publisher(identifier);
}

namespace {

using Case = Ruleset::Case;

std::string text_of(json::object const &object, std::string_view key)
{
    auto const *const found = object.if_contains(key);
    return found == nullptr ? std::string{} : std::string{found->as_string()};
}

std::int64_t exact_of(json::value const &number)
{
    auto const value = exact(json::serialize(number));
    return value ? *value
                 : static_cast<std::int64_t>(number.to_number<double>() * 1'000'000'000'000.0);
}

RuleType type_of(std::string_view name)
{
    struct Named {
        std::string_view snake;
        std::string_view camel;
        RuleType type;
    };
    constexpr std::array<Named, 17> types{{
        {"no_more_than_one", "noMoreThanOne", RuleType::no_more_than_one},
        {"atleast_one", "atLeastOne", RuleType::at_least_one},
        {"only_one_of", "onlyOneOf", RuleType::only_one_of},
        {"one_or_all", "oneOrAll", RuleType::one_or_all},
        {"sum", "sum", RuleType::sum},
        {"strict_sum", "strictSum", RuleType::strict_sum},
        {"date_order", "dateOrder", RuleType::date_order},
        {"date_now", "dateNow", RuleType::date_now},
        {"time_limit", "timeLimit", RuleType::time_limit},
        {"between_dates", "betweenDates", RuleType::between_dates},
        {"regex_matches", "regexMatches", RuleType::regex_matches},
        {"regex_no_matches", "regexNoMatches", RuleType::regex_no_matches},
        {"startswith", "startsWith", RuleType::starts_with},
        {"unique", "unique", RuleType::unique},
        {"if_then", "ifThen", RuleType::if_then},
        {"range", "range", RuleType::range},
        {"no_spaces", "noSpaces", RuleType::no_spaces},
    }};
    auto const *const found = std::find_if(types.begin(), types.end(), [&](Named const &one) {
        return one.snake == name || one.camel == name;
    });
    ENSURE(found != types.end());
    return found->type;
}

/// The elements that one_or_all asks for in the whole record when `one` is not there: what has no
/// language, no currency, or no such child.
std::string lacking(std::string const &all)
{
    if (all == "lang") {
        return "//narrative[not(@xml:lang)]";
    }
    if (all == "currency") {
        return "//value[not(@currency)] | //forecast[not(@currency)] | "
               "//loan-status[not(@currency)]";
    }
    return "transaction[not(" + all + ")]";
}

/// `subs` are the keys whose '$1' a loop fills in; the standard's own loops leave some out, and the
/// rules then say what is written.
Case compile(json::object const &source, RuleType type, Names &names, json::array const &subs)
{
    Case made;
    auto const filling = [&](std::string_view key) {
        bool const is_filled = std::any_of(subs.begin(), subs.end(), [&](json::value const &one) {
            return one.as_string() == key;
        });
        return is_filled ? Filling::filled : Filling::as_written;
    };
    made.type = type;
    auto const expression = [&](std::string_view key) -> std::optional<Expression> {
        auto const text = text_of(source, key);
        return text.empty() || text == "NOW"
                   ? std::nullopt
                   : std::optional<Expression>{Expression{text, names, filling(key)}};
    };
    auto const expressions = [&](std::string_view key, std::vector<Expression> &into) {
        if (auto const *const list = source.if_contains(key)) {
            for (auto const &one : list->as_array()) {
                if (one.as_string() == "ORG-ID-PREFIX") {
                    made.prefixes_are_agencies = true;
                } else {
                    into.emplace_back(std::string_view{one.as_string()}, names, filling(key));
                }
            }
        }
    };
    if (auto const *const info = source.if_contains("ruleInfo")) {
        auto const &about = info->as_object();
        made.id = text_of(about, "id");
        made.word = rule_word(made.id);
        made.category = text_of(about, "category");
        ENSURE(from_code(text_of(about, "severity"), made.severity));
    }
    made.condition = expression("condition");
    expressions("paths", made.paths);
    expressions("prefix", made.prefixes);
    expressions("excluded", made.prefixes);
    made.separator = text_of(source, "separator");
    auto const id_condition = text_of(source, "idCondition");
    made.id_condition = id_condition.empty()                    ? IdCondition::none
                        : id_condition == "NOT_EXISTING_ORG_ID" ? IdCondition::not_publisher
                                                                : IdCondition::not_publisher_prefix;
    if (auto const *const regex = source.if_contains("regex")) {
        made.pattern = Pattern{std::string{regex->as_string()}};
    }
    made.sum = source.contains("sum") ? exact_of(source.at("sum")) : 0;
    made.least = source.contains("min") ? exact_of(source.at("min")) : 0;
    made.most = source.contains("max") ? exact_of(source.at("max")) : 0;
    for (auto const *const key : {"less", "date", "if", "one"}) {
        if (source.contains(key)) {
            made.less = expression(key);
        }
    }
    made.more = expression(source.contains("then") ? "then" : "more");
    made.start = expression("start");
    made.end = expression("end");
    made.all = text_of(source, "all");
    if (!made.all.empty()) {
        made.lacking.emplace(lacking(made.all), names);
    }
    made.path = !made.paths.empty() ? std::string{made.paths.front().text()}
                : made.less         ? std::string{made.less->text()}
                : made.end          ? std::string{made.end->text()}
                                    : std::string{};
    return made;
}

/// What a loop goes over: each value once, in their order.
std::vector<std::string_view> values_of(Expression const &foreach, Tree const &tree, NodeIndex node,
                                        std::size_t few)
{
    std::vector<std::string_view> values;      // of attributes: the tree keeps them
    std::unordered_set<std::string_view> seen; // when they are many
    foreach
        .select({tree}, node, [&](NodeIndex one) {
            ENSURE(tree.node(one).kind() == NodeKind::attribute);
            auto const value = tree.string(one);
            if (values.size() == few && seen.empty()) {
                seen.insert(values.begin(), values.end());
            }
            bool const is_new = seen.empty()
                                    ? std::find(values.begin(), values.end(), value) == values.end()
                                    : seen.insert(value).second;
            if (is_new) {
                values.push_back(value);
            }
            return true;
        });
    return values;
}

/// Calls `judged` for each case on each context, once for each value of its loop.
template <typename Judged>
void run(std::vector<Ruleset::Context> const &contexts, Tree const &tree,
         Surroundings const &surroundings, Judged const &judged)
{
    constexpr std::size_t few = 8; // values, for which no groups are worth making
    for (auto const &context : contexts) {
        context.select.select({tree}, 0, [&](NodeIndex node) {
            ChildrenByValue children{tree, node};
            for (auto const &rule : context.cases) {
                if (!rule.foreach) {
                    judged(Judge{rule, {tree}, node, surroundings});
                    continue;
                }
                auto const values = values_of(*rule.foreach, tree, node, few);
                auto *const grouped = values.size() > few ? &children : nullptr;
                for (auto const value : values) {
                    judged(Judge{rule, {tree, value, grouped}, node, surroundings});
                }
            }
            return true;
        });
    }
}

} // namespace

Ruleset::Ruleset(std::string_view text, Names &names)
{
    auto const add = [&](Context &context, RuleType type, json::object const &source,
                         std::string_view foreach, json::array const &subs) {
        context.cases.push_back(compile(source, type, names, subs));
        if (!foreach.empty()) {
            context.cases.back().foreach.emplace(foreach, names);
        }
    };
    auto const parsed = json::parse(text);
    for (auto const &[path, rules] : parsed.as_object()) {
        Context context{Expression{path, names}, {}};
        for (auto const &[name, rule] : rules.as_object()) {
            for (auto const &one : rule.at("cases").as_array()) {
                if (name != "loop") {
                    add(context, type_of(name), one.as_object(), {}, {});
                    continue;
                }
                for (auto const &[inner, inner_rule] : one.at("do").as_object()) {
                    for (auto const &inner_case : inner_rule.at("cases").as_array()) {
                        add(context, type_of(inner), inner_case.as_object(),
                            one.at("foreach").as_string(), one.at("subs").as_array());
                    }
                }
            }
        }
        m_contexts.push_back(std::move(context));
    }
}

Ruleset::~Ruleset() = default;
Ruleset::Ruleset(Ruleset &&) noexcept = default;
Ruleset &Ruleset::operator=(Ruleset &&) noexcept = default;

void Ruleset::check(Tree const &tree, Surroundings const &surroundings,
                    std::function<void(Broken)> const &report) const
{
    run(m_contexts, tree, surroundings, [&](Judge judge) {
        if (judge.verdict() == Verdict::broken) {
            report(judge.broken());
        }
    });
}

void Ruleset::judge(Tree const &tree, Surroundings const &surroundings,
                    std::function<void(Verdict)> const &report) const
{
    run(m_contexts, tree, surroundings, [&](Judge judge) { report(judge.verdict()); });
}

std::vector<std::string> Ruleset::ids() const
{
    std::vector<std::string> ids;
    for (auto const &context : m_contexts) {
        for (auto const &rule : context.cases) {
            ids.push_back(rule.id);
        }
    }
    return ids;
}

} // namespace selatan::iati
