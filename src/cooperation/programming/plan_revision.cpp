#include "cooperation/programming/plan_revision.hpp"

#include "base/ensure.hpp"
#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/programming/plan_store.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <numeric>

namespace selatan::programming {

namespace {

namespace json = boost::json;

std::string text_at(json::object const &object, std::string_view key)
{
    return std::string{object.at(key).as_string()};
}

/// Walks two sorted maps as one; `each` gets what either has under a key.
template <typename Map, typename Function>
void each_of_both(Map const &before, Map const &after, Function const &each)
{
    auto a = before.begin();
    auto b = after.begin();
    while (a != before.end() || b != after.end()) {
        bool const only_before = b == after.end() || (a != before.end() && a->first < b->first);
        bool const only_after = a == before.end() || (b != after.end() && b->first < a->first);
        each(only_after ? nullptr : &a->second, only_before ? nullptr : &b->second);
        a = only_after ? a : std::next(a);
        b = only_before ? b : std::next(b);
    }
}

auto by_reference(Snapshot const &snapshot)
{
    std::map<std::string, KeptLine> all;
    for (auto const &line : snapshot.lines) {
        all.emplace(line.reference, line);
    }
    return all;
}

auto by_scope(Snapshot const &snapshot)
{
    std::map<std::pair<Scope, std::string>, KeptCeiling> all;
    for (auto const &ceiling : snapshot.ceilings) {
        all.emplace(std::pair{ceiling.scope, ceiling.code}, ceiling);
    }
    return all;
}

} // namespace

std::int64_t Snapshot::total() const
{
    return std::accumulate(
        lines.begin(), lines.end(), std::int64_t{0},
        [](std::int64_t sum, KeptLine const &line) { return sum + line.amount; });
}

Snapshot snapshot_of(storage::Reader &reader, Head const &head, PlanYear const &plan)
{
    Snapshot snapshot;
    snapshot.state = head.state;
    snapshot.currency = plan.currency.value_or(Currency{}).to_string();
    for (auto const &line : lines_of(reader, head.id, {.sql = "1 = 1", .values = {}})) {
        if (line.state == line_states::established) {
            snapshot.lines.push_back({.reference = line.reference,
                                      .title = line.title,
                                      .country = line.country ? line.country->to_string() : "",
                                      .sector = line.sector,
                                      .amount = line.plan_amount.value_or(0)});
        }
    }
    std::ranges::sort(snapshot.lines, {}, &KeptLine::reference);
    for (auto const &hold : holds_of(reader, head.id)) {
        auto const fund = Uuid::parse(hold.code);
        auto const label = fund ? records::label_of(reader, *fund) : std::nullopt;
        snapshot.ceilings.push_back({.scope = hold.scope,
                                     .code = hold.code,
                                     .name = label ? label->title : std::string{},
                                     .amount = hold.amount,
                                     .held = hold.held});
    }
    return snapshot;
}

std::string to_json(Snapshot const &snapshot)
{
    json::array lines;
    for (auto const &line : snapshot.lines) {
        lines.push_back(json::object{{"reference", line.reference},
                                     {"title", line.title},
                                     {"country", line.country},
                                     {"sector", line.sector},
                                     {"amount", line.amount}});
    }
    json::array ceilings_in_force;
    for (auto const &ceiling : snapshot.ceilings) {
        ceilings_in_force.push_back(json::object{{"scope", to_code(ceiling.scope)},
                                                 {"code", ceiling.code},
                                                 {"name", ceiling.name},
                                                 {"amount", ceiling.amount},
                                                 {"held", ceiling.held}});
    }
    return json::serialize(json::object{{"state", snapshot.state},
                                        {"currency", snapshot.currency},
                                        {"total", snapshot.total()},
                                        {"lines", std::move(lines)},
                                        {"ceilings", std::move(ceilings_in_force)}});
}

Snapshot parse_snapshot(std::string_view text)
{
    auto const parsed = json::parse(text);
    auto const &object = parsed.as_object();
    Snapshot snapshot;
    snapshot.state = text_at(object, "state");
    snapshot.currency = text_at(object, "currency");
    for (auto const &item : object.at("lines").as_array()) {
        auto const &line = item.as_object();
        snapshot.lines.push_back({.reference = text_at(line, "reference"),
                                  .title = text_at(line, "title"),
                                  .country = text_at(line, "country"),
                                  .sector = text_at(line, "sector"),
                                  .amount = line.at("amount").as_int64()});
    }
    for (auto const &item : object.at("ceilings").as_array()) {
        auto const &ceiling = item.as_object();
        KeptCeiling kept;
        ENSURE(from_code(text_at(ceiling, "scope"), kept.scope));
        kept.code = text_at(ceiling, "code");
        kept.name = text_at(ceiling, "name");
        kept.amount = ceiling.at("amount").as_int64();
        kept.held = ceiling.at("held").as_int64();
        snapshot.ceilings.push_back(std::move(kept));
    }
    return snapshot;
}

std::vector<Difference> differences(Snapshot const &before, Snapshot const &after)
{
    std::vector<Difference> all;
    auto const add = [&](Difference difference) {
        if (difference.before != difference.after) {
            all.push_back(std::move(difference));
        }
    };
    each_of_both(by_reference(before), by_reference(after),
                 [&](KeptLine const *was, KeptLine const *is) {
                     auto const &line = is != nullptr ? *is : *was;
                     Difference difference;
                     difference.reference = line.reference;
                     difference.name = line.title;
                     difference.before = was ? std::optional{was->amount} : std::nullopt;
                     difference.after = is ? std::optional{is->amount} : std::nullopt;
                     add(std::move(difference));
                 });
    each_of_both(by_scope(before), by_scope(after),
                 [&](KeptCeiling const *was, KeptCeiling const *is) {
                     auto const &ceiling = is != nullptr ? *is : *was;
                     Difference difference;
                     difference.kind = Difference::Kind::ceiling;
                     difference.name = ceiling.name;
                     difference.scope = ceiling.scope;
                     difference.code = ceiling.code;
                     difference.before = was ? std::optional{was->amount} : std::nullopt;
                     difference.after = is ? std::optional{is->amount} : std::nullopt;
                     add(std::move(difference));
                 });
    return all;
}

} // namespace selatan::programming
