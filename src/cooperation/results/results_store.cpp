#include "cooperation/results/results_store.hpp"

#include "base/ensure.hpp"
#include "cooperation/activities/activity.hpp"
#include "cooperation/results/evaluation.hpp"
#include "cooperation/results/rating.hpp"

#include <algorithm>

namespace selatan::results {

std::string state_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", record).value_or("");
}

std::optional<CountryCode> country_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::optional<CountryCode>>("SELECT country FROM record WHERE id = ?", record)
        .value_or(std::nullopt);
}

bool has_attachment(storage::Reader &reader, Uuid record)
{
    return reader.one<bool>("SELECT 1 FROM attachment WHERE record = ? LIMIT 1", record)
        .value_or(false);
}

void set_audience(storage::Tx &tx, Uuid record, Audience audience)
{
    tx.run("UPDATE record SET audience = ? WHERE id = ?", audience, record);
}

void set_due(storage::Tx &tx, Uuid record, Date due)
{
    tx.run("UPDATE record SET due_on = ? WHERE id = ?", due, record);
}

void share_with_parties(storage::Tx &tx, Uuid record, Uuid project)
{
    activities::share_with_parties(tx, record, project);
    // A project that the public reads does not take its figures and ratings along.
    tx.run("UPDATE record SET audience = 'partner' WHERE id = ? AND audience = 'public'", record);
}

std::vector<std::pair<Uuid, Uuid>> behind_their_projects(storage::Reader &reader, int most)
{
    std::vector<std::pair<Uuid, Uuid>> all;
    for (auto row : reader.query(
             "SELECT t.id, t.project FROM (SELECT id, project FROM indicator"
             " UNION ALL SELECT g.id, i.project FROM indicator_target g"
             " JOIN indicator i ON i.id = g.indicator"
             " UNION ALL SELECT f.id, i.project FROM indicator_figure f"
             " JOIN indicator i ON i.id = f.indicator"
             " UNION ALL SELECT id, project FROM evaluation"
             " UNION ALL SELECT n.id, n.project FROM rating_round n"
             " JOIN record s ON s.id = n.id WHERE s.state <> 'published') t"
             " JOIN record r ON r.id = t.id JOIN record p ON p.id = t.project"
             " WHERE (r.audience = 'internal') <> (p.audience = 'internal') OR EXISTS ("
             "SELECT 1 FROM record_party theirs WHERE theirs.record = t.project AND NOT EXISTS ("
             "SELECT 1 FROM record_party ours WHERE ours.record = t.id"
             " AND (ours.country = theirs.country OR ours.organisation = theirs.organisation)))"
             " ORDER BY t.id LIMIT ?",
             most)) {
        auto const record = row.next<Uuid>();
        all.emplace_back(record, row.next<Uuid>());
    }
    return all;
}

// -- Closing a project ----------------------------------------------------------------------------

std::int64_t open_activities(storage::Reader &reader, Uuid project)
{
    return reader
        .one<std::int64_t>("SELECT count(*) FROM activity a JOIN record r ON r.id = a.id"
                           " WHERE a.project = ? AND r.state NOT IN ('verified', 'cancelled')",
                           project)
        .value_or(0);
}

bool has_ex_post_findings(storage::Reader &reader, Uuid project)
{
    return reader
        .one<bool>("SELECT 1 FROM evaluation e JOIN record r ON r.id = e.id WHERE e.project = ?"
                   " AND e.occasion = 'ex_post' AND r.state IN ('reported', 'answered') LIMIT 1",
                   project)
        .value_or(false);
}

// -- Indicators -----------------------------------------------------------------------------------

bool has_target(storage::Reader &reader, Uuid indicator)
{
    return reader.one<bool>("SELECT 1 FROM indicator_target WHERE indicator = ? LIMIT 1", indicator)
        .value_or(false);
}

bool target_on(storage::Reader &reader, Uuid indicator, Date until, std::optional<Uuid> but)
{
    auto const found = reader.one<Uuid>(
        "SELECT id FROM indicator_target WHERE indicator = ? AND until = ?", indicator, until);
    return found && found != but;
}

namespace {

IndicatorRow read_indicator(storage::Row &row)
{
    IndicatorRow out;
    out.id = row.next<Uuid>();
    out.reference = row.next<std::string>();
    out.state = row.next<std::string>();
    auto &indicator = out.indicator;
    int column = 3;
    for (auto const &field : indicators.fields) {
        field.from_cell(&indicator, row.cells(), column++);
    }
    return out;
}

std::string indicator_columns()
{
    std::string columns = "r.id, r.reference, r.state";
    for (auto const &field : indicators.fields) {
        columns += (field.place == records::Field::Place::record ? ", r." : ", n.") +
                   std::string{field.column};
    }
    return columns;
}

IndicatorRow *row_of(std::vector<IndicatorRow> &all, Uuid id)
{
    auto const found = std::ranges::find(all, id, &IndicatorRow::id);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

std::vector<IndicatorRow> indicators_of(storage::Reader &reader, Uuid project,
                                        records::Filter const &may_see, std::optional<Uuid> only)
{
    std::vector<storage::Value> values{project};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    std::vector<IndicatorRow> all;
    for (auto row : reader.query_with(
             "SELECT " + indicator_columns() +
                 " FROM indicator n JOIN record r ON r.id = n.id WHERE n.project = ?"
                 " AND r.state <> 'dropped' AND (" +
                 may_see.sql +
                 ") ORDER BY CASE n.level WHEN 'impact' THEN 1 WHEN 'outcome' THEN 2 ELSE 3 END,"
                 " r.id",
             values)) {
        auto one = read_indicator(row);
        if (!only || one.id == *only) {
            all.push_back(std::move(one));
        }
    }
    for (auto row : reader.query("SELECT g.indicator, g.until, g.value FROM indicator_target g"
                                 " JOIN indicator n ON n.id = g.indicator WHERE n.project = ?"
                                 " ORDER BY g.until",
                                 project)) {
        if (auto *const one = row_of(all, row.next<Uuid>())) {
            auto const until = row.next<Date>();
            one->milestones.push_back({until, row.next<Quantity>()});
        }
    }
    for (auto row : reader.query(
             "SELECT f.indicator, f.measured_on, f.value, r.state, r.reference, f.part, f.women,"
             " f.men, f.young FROM indicator_figure f JOIN record r ON r.id = f.id"
             " JOIN indicator n ON n.id = f.indicator"
             " WHERE n.project = ? AND r.state IN ('entered', 'verified')"
             " ORDER BY f.measured_on, f.id",
             project)) {
        auto *const one = row_of(all, row.next<Uuid>());
        if (one == nullptr) {
            continue;
        }
        auto &figure = one->figures.emplace_back();
        figure.measured.on = row.next<Date>();
        figure.measured.value = row.next<Quantity>();
        figure.measured.is_verified = row.next<std::string>() == figure_states::verified;
        figure.reference = row.next<std::string>();
        figure.part = row.next<std::string>();
        figure.women = row.next<std::optional<std::int64_t>>();
        figure.men = row.next<std::optional<std::int64_t>>();
        figure.young = row.next<std::optional<std::int64_t>>();
    }
    return all;
}

Reached people_reached(storage::Reader &reader, Uuid project)
{
    Reached reached;
    for (auto row :
         reader.query("SELECT r.state, CAST(sum(coalesce(a.reached_women, 0)) AS BIGINT),"
                      " CAST(sum(coalesce(a.reached_men, 0)) AS BIGINT), max(a.delivered_on)"
                      " FROM activity a JOIN record r ON r.id = a.id WHERE a.project = ?"
                      " AND r.state IN ('reported', 'verified') GROUP BY r.state",
                      project)) {
        bool const is_verified = row.next<std::string>() == activities::states::verified;
        auto const women = row.next<std::int64_t>();
        auto const men = row.next<std::int64_t>();
        (is_verified ? reached.verified : reached.reported) = {women, men};
        (is_verified ? reached.last_verified_on : reached.last_reported_on) =
            row.next<std::optional<Date>>();
    }
    return reached;
}

// -- Ratings --------------------------------------------------------------------------------------

std::vector<RatingParty> parties_taking_part(storage::Reader &reader, Uuid project)
{
    std::vector<RatingParty> all;
    for (auto row : reader.query(
             "SELECT r.id, coalesce(r.country, o.country), r.organisation FROM project_party p"
             " JOIN record r ON r.id = p.id LEFT JOIN record o ON o.id = r.organisation"
             " WHERE p.project = ? AND r.state IN ('accepted', 'bound') ORDER BY r.id",
             project)) {
        auto &party = all.emplace_back();
        party.id = row.next<Uuid>();
        party.country = row.next<std::optional<CountryCode>>();
        party.organisation = row.next<std::optional<Id<partners::Organisation>>>();
    }
    return all;
}

std::vector<RatingRow> ratings_in(storage::Reader &reader, Uuid round)
{
    std::vector<RatingRow> all;
    for (auto row :
         reader.query("SELECT r.id, r.state, r.reference, p.title,"
                      " CASE WHEN p.organisation IS NULL THEN p.country ELSE NULL END,"
                      " CASE WHEN n.consented_on IS NULL THEN 0 ELSE 1 END"
                      " FROM rating n JOIN record r ON r.id = n.id JOIN record p ON p.id = n.party"
                      " WHERE n.round = ? ORDER BY n.party",
                      round)) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.state = row.next<std::string>();
        one.reference = row.next<std::string>();
        one.party = row.next<std::string>();
        one.country = row.next<std::optional<CountryCode>>();
        one.has_consented = row.next<bool>();
    }
    return all;
}

std::map<Uuid, Rating> readable_ratings(storage::Reader &reader, Uuid round,
                                        records::Filter const &may_see)
{
    std::string columns = "r.id";
    for (auto const &field : ratings.fields) {
        columns += (field.place == records::Field::Place::record ? ", r." : ", n.") +
                   std::string{field.column};
    }
    std::vector<storage::Value> values{round};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    std::map<Uuid, Rating> all;
    for (auto row : reader.query_with("SELECT " + columns +
                                          " FROM rating n JOIN record r ON r.id = n.id"
                                          " WHERE n.round = ? AND (" +
                                          may_see.sql + ")",
                                      values)) {
        auto &rating = all[row.next<Uuid>()];
        int column = 1;
        for (auto const &field : ratings.fields) {
            field.from_cell(&rating, row.cells(), column++);
        }
    }
    return all;
}

std::vector<Uuid> rounds_closed_before(storage::Reader &reader, Date today, int most)
{
    return reader.all<Uuid>("SELECT n.id FROM rating_round n JOIN record r ON r.id = n.id"
                            " WHERE r.state = 'open' AND n.closes_on < ?"
                            " ORDER BY n.id LIMIT ?",
                            today, most);
}

std::optional<Uuid> first_active_project(storage::Reader &reader)
{
    return reader.one<Uuid>("SELECT id FROM record WHERE kind = 'project' AND state = 'active'"
                            " ORDER BY id LIMIT 1");
}

std::vector<Uuid> agreed_indicators(storage::Reader &reader)
{
    return reader.all<Uuid>("SELECT id FROM record WHERE kind = ? AND state = ?", indicators.kind,
                            indicator_states::agreed);
}

} // namespace selatan::results
