#include "cooperation/results/public_results.hpp"

#include "cooperation/results/results.hpp"

#include <map>

namespace selatan::results {

namespace {

/// An indicator with what its progress is reckoned from.
struct Found {
    PublicResult result;
    std::optional<Uuid> project_with_people; ///< whose people may be told
    std::vector<Milestone> milestones;
    std::vector<Measured> measured; ///< verified ones, of the whole
    std::vector<std::optional<Behind>> people;
};

struct Reach {
    Behind people;
    std::optional<Date> last_on;
};

std::vector<storage::Value> values_of(std::initializer_list<records::Filter const *> filters)
{
    std::vector<storage::Value> values;
    for (auto const *const filter : filters) {
        values.insert(values.end(), filter->values.begin(), filter->values.end());
    }
    return values;
}

std::vector<std::pair<Uuid, Found>> read_indicators(storage::Reader &reader,
                                                    MayTell const &may_tell)
{
    std::vector<std::pair<Uuid, Found>> all;
    for (auto row : reader.query_with(
             "SELECT r.id, CASE WHEN " + may_tell.people.sql +
                 " THEN n.project END, p.reference, r.reference, r.title, n.level, n.unit,"
                 " n.direction, n.origin, n.baseline, n.baseline_year, n.sdg"
                 " FROM indicator n JOIN record r ON r.id = n.id AND r.state = 'agreed'"
                 " JOIN record p ON p.id = n.project WHERE " +
                 may_tell.results.sql +
                 " ORDER BY n.project DESC,"
                 " CASE n.level WHEN 'impact' THEN 1 WHEN 'outcome' THEN 2 ELSE 3 END, r.id",
             values_of({&may_tell.people, &may_tell.results}))) {
        auto const id = row.next<Uuid>();
        Found found;
        found.project_with_people = row.next<std::optional<Uuid>>();
        found.result.project = row.next<std::string>();
        found.result.reference = row.next<std::string>();
        auto &indicator = found.result.indicator;
        indicator.title = row.next<std::string>();
        indicator.level = row.next<Level>();
        indicator.unit = row.next<std::string>();
        indicator.direction = row.next<Direction>();
        indicator.origin = row.next<Origin>();
        indicator.baseline = row.next<Quantity>();
        indicator.baseline_year = row.next<std::optional<std::int64_t>>();
        indicator.sdg = row.next<std::string>();
        if (indicator.origin == Origin::people_reached && !found.project_with_people) {
            continue; // it is nothing but numbers of people
        }
        all.emplace_back(id, std::move(found));
    }
    return all;
}

std::map<Uuid, Reach> read_people(storage::Reader &reader, records::Filter const &may_tell)
{
    std::map<Uuid, Reach> all;
    for (auto row : reader.query_with(
             "SELECT n.project, CAST(sum(n.reached_women) AS BIGINT),"
             " CAST(sum(n.reached_men) AS BIGINT), max(n.delivered_on)"
             " FROM activity n JOIN record r ON r.id = n.id AND r.state = 'verified' WHERE " +
                 may_tell.sql + " GROUP BY n.project",
             may_tell.values)) {
        auto &one = all[row.next<Uuid>()];
        one.people.women = row.next<std::optional<std::int64_t>>();
        one.people.men = row.next<std::optional<std::int64_t>>();
        one.last_on = row.next<std::optional<Date>>();
    }
    return all;
}

} // namespace

std::vector<PublicResult> public_results(storage::Reader &reader, MayTell const &may_tell)
{
    auto found = read_indicators(reader, may_tell);
    if (found.empty()) {
        return {};
    }
    std::map<Uuid, Found *> by_id;
    for (auto &[id, one] : found) {
        by_id[id] = &one;
    }
    auto const indicator_of = [&by_id](Uuid id) {
        auto const there = by_id.find(id);
        return there == by_id.end() ? nullptr : there->second;
    };
    for (auto row : reader.query_with("SELECT g.indicator, g.until, g.value FROM indicator_target g"
                                      " JOIN indicator n ON n.id = g.indicator WHERE " +
                                          may_tell.results.sql,
                                      may_tell.results.values)) {
        if (auto *const one = indicator_of(row.next<Uuid>())) {
            auto const until = row.next<Date>();
            one->milestones.push_back({until, row.next<Quantity>()});
        }
    }
    for (auto row : reader.query_with(
             "SELECT f.indicator, f.measured_on, f.value, f.women, f.men FROM indicator_figure f"
             " JOIN record r ON r.id = f.id AND r.state = 'verified'"
             " JOIN indicator n ON n.id = f.indicator WHERE f.part = '' AND " +
                 may_tell.results.sql + " ORDER BY f.measured_on, f.id",
             may_tell.results.values)) {
        auto *const one = indicator_of(row.next<Uuid>());
        if (one == nullptr) {
            continue;
        }
        auto const on = row.next<Date>();
        one->measured.push_back({on, row.next<Quantity>(), true});
        auto const women = row.next<std::optional<std::int64_t>>();
        auto const men = row.next<std::optional<std::int64_t>>();
        bool const tells = one->project_with_people && (women || men);
        one->people.push_back(tells ? std::optional{Behind{women, men}} : std::nullopt);
    }
    auto const reached = read_people(reader, may_tell.people);
    auto const today = reader.today();
    std::vector<PublicResult> all;
    all.reserve(found.size());
    for (auto &[id, one] : found) {
        auto &result = one.result;
        if (result.indicator.origin == Origin::people_reached) {
            one.measured.clear();
            one.people.clear();
            auto const there = reached.find(*one.project_with_people);
            if (there != reached.end() && there->second.last_on &&
                (there->second.people.women || there->second.people.men)) {
                auto const &people = there->second.people;
                auto const all_of_them = people.women.value_or(0) + people.men.value_or(0);
                one.measured.push_back({*there->second.last_on, Quantity::of(all_of_them), true});
                one.people.emplace_back(people);
            }
        }
        result.progress = progress_of(result.indicator, one.milestones, one.measured, today);
        if (!one.people.empty()) {
            result.people = one.people.back(); // the newest stands last, as in `measured`
        }
        all.push_back(std::move(result));
    }
    return all;
}

std::vector<PublicResult> results_in(storage::Reader &reader, auth::Identity const *by,
                                     CountryCode country)
{
    auto const projects = records::compile(projects::policy, by, records::verbs::see);
    auto const seen = records::compile(indicator_policy, by, records::verbs::see);
    records::Filter people{.sql = "n.project IN (SELECT r.id FROM record r WHERE r.kind = 'project'"
                                  " AND r.country = ? AND (" +
                                  projects.sql + "))",
                           .values = {country.to_string()}};
    people.values.insert(people.values.end(), projects.values.begin(), projects.values.end());
    auto results = people;
    results.sql += " AND EXISTS (SELECT 1 FROM record r WHERE r.id = n.id AND (" + seen.sql + "))";
    results.values.insert(results.values.end(), seen.values.begin(), seen.values.end());
    return public_results(reader, {.results = results, .people = people});
}

std::vector<PublicRound> public_rounds(storage::Reader &reader, records::Filter const &may_tell)
{
    std::vector<PublicRound> all;
    std::optional<Uuid> last;
    for (auto row : reader.query_with(
             "SELECT n.id, n.period_from, n.period_until, p.title,"
             " CASE WHEN p.organisation IS NULL THEN p.country ELSE NULL END, g.horizontality,"
             " g.horizontality_why, g.ownership, g.ownership_why, g.mutual_benefit,"
             " g.mutual_benefit_why, g.usefulness, g.usefulness_why"
             " FROM rating_round n JOIN record r ON r.id = n.id AND r.state = 'published'"
             " AND r.audience = 'public' JOIN rating g ON g.round = n.id"
             " JOIN record p ON p.id = g.party WHERE " +
                 may_tell.sql + " ORDER BY n.period_until DESC, n.id, g.party",
             may_tell.values)) {
        auto const id = row.next<Uuid>();
        auto const from = row.next<Date>();
        auto const until = row.next<Date>();
        if (last != id) {
            last = id;
            all.push_back({.period_from = from, .period_until = until, .ratings = {}});
        }
        auto &one = all.back().ratings.emplace_back();
        one.party = row.next<std::string>();
        one.country = row.next<std::optional<CountryCode>>();
        one.rating.horizontality = row.next<std::optional<Score>>();
        one.rating.horizontality_why = row.next<std::string>();
        one.rating.ownership = row.next<std::optional<Score>>();
        one.rating.ownership_why = row.next<std::string>();
        one.rating.mutual_benefit = row.next<std::optional<Score>>();
        one.rating.mutual_benefit_why = row.next<std::string>();
        one.rating.usefulness = row.next<std::optional<Score>>();
        one.rating.usefulness_why = row.next<std::string>();
    }
    return all;
}

} // namespace selatan::results
