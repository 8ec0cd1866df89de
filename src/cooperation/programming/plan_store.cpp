#include "cooperation/programming/plan_store.hpp"

#include "platform/storage/marks.hpp"

#include <algorithm>

namespace selatan::programming {

// -- Plans ---------------------------------------------------------------------------------------

bool is_year_taken(storage::Reader &reader, std::int64_t year)
{
    return reader.one<bool>("SELECT 1 FROM plan_year WHERE year = ?", year).value_or(false);
}

bool counts_something(storage::Reader &reader, Uuid plan)
{
    return reader
        .one<bool>("SELECT 1 FROM plan_ceiling WHERE plan = ?"
                   " UNION ALL SELECT 1 FROM plan_line WHERE plan = ? LIMIT 1",
                   plan, plan)
        .value_or(false);
}

LineCounts count_lines(storage::Reader &reader, Uuid plan)
{
    LineCounts counts;
    for (auto row : reader.query(
             "SELECT coalesce(sum(CASE WHEN r.state = 'proposed' AND l.source <> 'humanitarian'"
             "                         THEN 1 ELSE 0 END), 0),"
             " coalesce(sum(CASE WHEN r.state = 'appraised' AND l.source <> 'humanitarian'"
             "                   THEN 1 ELSE 0 END), 0),"
             " coalesce(sum(CASE WHEN r.state = 'ranked' AND l.included = 1 THEN 1 ELSE 0 END), 0),"
             " coalesce(sum(CASE WHEN r.state = 'established' THEN 1 ELSE 0 END), 0)"
             " FROM plan_line l JOIN record r ON r.id = l.id WHERE l.plan = ?",
             plan)) {
        counts.proposed = row.next<std::int64_t>();
        counts.appraised = row.next<std::int64_t>();
        counts.ranked_and_included = row.next<std::int64_t>();
        counts.established = row.next<std::int64_t>();
    }
    return counts;
}

void set_due(storage::Tx &tx, Uuid record, std::optional<Date> due)
{
    tx.run("UPDATE record SET due_on = ? WHERE id = ?", due, record);
}

std::vector<records::Label> plans_in(storage::Reader &reader,
                                     std::vector<std::string_view> const &states)
{
    std::vector<storage::Value> values;
    for (auto const state : states) {
        values.emplace_back(std::string{state});
    }
    std::vector<records::Label> all;
    for (auto row : reader.query_with("SELECT r.id, r.kind, r.reference, r.title FROM record r"
                                      " JOIN plan_year p ON p.id = r.id WHERE r.state IN (" +
                                          storage::marks(states.size()) + ") ORDER BY p.year DESC",
                                      values)) {
        all.push_back({.id = row.next<Uuid>(),
                       .kind = row.next<std::string>(),
                       .reference = row.next<std::string>(),
                       .title = row.next<std::string>()});
    }
    return all;
}

// -- Organisations that fund ---------------------------------------------------------------------

bool funds(storage::Reader &reader, Uuid organisation, Date day)
{
    auto const all = funding(reader, day);
    return std::ranges::find(all, organisation) != all.end();
}

std::vector<Uuid> funding(storage::Reader &reader, Date day)
{
    return reader.all<Uuid>(
        "SELECT id FROM organisation WHERE type = 'fund' UNION SELECT r.organisation"
        " FROM organisation_role o JOIN record r ON r.id = o.id WHERE o.role = 'funder'"
        " AND r.organisation IS NOT NULL AND o.since <= ?"
        " AND (o.until IS NULL OR o.until >= ?)",
        day, day);
}

// -- Lines ---------------------------------------------------------------------------------------

std::vector<LineRow> lines_of(storage::Reader &reader, Uuid plan, records::Filter const &may_see)
{
    std::vector<storage::Value> values{plan};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    std::vector<LineRow> all;
    for (auto row : reader.query_with(
             "SELECT r.id, r.reference, r.title, r.state, r.country, l.fund, l.source, l.sector,"
             " l.amount, l.currency, l.plan_amount, l.included, l.countries"
             " FROM plan_line l JOIN record r ON r.id = l.id WHERE l.plan = ? AND " +
                 may_see.sql + " ORDER BY coalesce(l.rank, 1000000), r.id",
             values)) {
        auto &line = all.emplace_back();
        line.id = row.next<Uuid>();
        line.reference = row.next<std::string>();
        line.title = row.next<std::string>();
        line.state = row.next<std::string>();
        line.country = row.next<std::optional<CountryCode>>();
        line.fund = row.next<std::optional<Uuid>>();
        line.source = row.next<Source>();
        line.sector = row.next<std::string>();
        line.amount = row.next<std::int64_t>();
        line.currency = row.next<Currency>();
        line.plan_amount = row.next<std::optional<std::int64_t>>();
        line.included = row.next<bool>();
        records::Text<records::Codes>::parse(row.next<std::string>(), line.countries);
    }
    return all;
}

std::int64_t next_rank(storage::Reader &reader, Uuid plan)
{
    return reader
        .one<std::int64_t>("SELECT coalesce(max(rank), 0) + 1 FROM plan_line WHERE plan = ?", plan)
        .value_or(1);
}

std::vector<Uuid> lines_to_establish(storage::Reader &reader, Uuid plan)
{
    return reader.all<Uuid>("SELECT r.id FROM plan_line l JOIN record r ON r.id = l.id"
                            " WHERE l.plan = ? AND r.state = 'ranked' AND l.included = 1"
                            " ORDER BY l.rank, r.id",
                            plan);
}

std::string state_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", record).value_or("");
}

std::vector<CarriedLine> lines_to_carry(storage::Reader &reader, Uuid plan, std::int64_t year)
{
    std::vector<CarriedLine> all;
    for (auto row : reader.query(
             "SELECT l.id, s.amount, 0 FROM plan_slice s JOIN plan_line l ON l.id = s.line"
             " JOIN record r ON r.id = l.id"
             " WHERE s.year = ? AND r.state = 'established' AND NOT EXISTS"
             " (SELECT 1 FROM plan_line n WHERE n.plan = ? AND n.earlier = l.id)"
             " UNION ALL SELECT l.id, l.amount, 1 FROM plan_line l JOIN record r ON r.id = l.id"
             " WHERE l.deferred_to = ? AND r.state = 'deferred' AND l.plan <> ? AND NOT EXISTS"
             " (SELECT 1 FROM plan_line n WHERE n.plan = ? AND n.earlier = l.id) ORDER BY 1",
             year, plan, year, plan, plan)) {
        all.push_back({.from = row.next<Uuid>(),
                       .amount = row.next<std::int64_t>(),
                       .is_deferred = row.next<bool>()});
    }
    return all;
}

// -- Slices --------------------------------------------------------------------------------------

bool has_slices(storage::Reader &reader, Uuid line)
{
    return reader.one<bool>("SELECT 1 FROM plan_slice WHERE line = ? LIMIT 1", line)
        .value_or(false);
}

bool has_slice_for(storage::Reader &reader, Uuid line, std::int64_t year,
                   std::optional<Uuid> except)
{
    return reader
        .one<bool>("SELECT 1 FROM plan_slice WHERE line = ? AND year = ? AND id <> ?", line, year,
                   except.value_or(Uuid{}))
        .value_or(false);
}

bool is_carried_to(storage::Reader &reader, Uuid line, std::int64_t year)
{
    return reader
        .one<bool>("SELECT 1 FROM plan_line n JOIN plan_year p ON p.id = n.plan"
                   " WHERE n.earlier = ? AND p.year = ? LIMIT 1",
                   line, year)
        .value_or(false);
}

// -- Revisions -----------------------------------------------------------------------------------

void keep_revision(storage::Tx &tx, Uuid plan, KeptRevision const &revision)
{
    tx.run("INSERT INTO plan_revision (plan, number, kept_at, reason, document, content)"
           " VALUES (?, ?, ?, ?, ?, ?)",
           plan, revision.number, revision.kept_at, revision.reason, revision.document,
           revision.content);
}

std::vector<KeptRevision> revisions_of(storage::Reader &reader, Uuid plan)
{
    std::vector<KeptRevision> all;
    for (auto row : reader.query("SELECT number, kept_at, reason, document FROM plan_revision"
                                 " WHERE plan = ? ORDER BY number",
                                 plan)) {
        all.push_back({.number = row.next<std::int64_t>(),
                       .kept_at = row.next<Instant>(),
                       .reason = row.next<std::string>(),
                       .document = row.next<std::string>(),
                       .content = {}});
    }
    return all;
}

std::optional<KeptRevision> find_revision(storage::Reader &reader, Uuid plan, std::int64_t number)
{
    for (auto row :
         reader.query("SELECT number, kept_at, reason, document, content FROM plan_revision"
                      " WHERE plan = ? AND number = ?",
                      plan, number)) {
        return KeptRevision{.number = row.next<std::int64_t>(),
                            .kept_at = row.next<Instant>(),
                            .reason = row.next<std::string>(),
                            .document = row.next<std::string>(),
                            .content = row.next<std::string>()};
    }
    return std::nullopt;
}

} // namespace selatan::programming
