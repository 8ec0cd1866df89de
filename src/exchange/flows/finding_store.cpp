#include "exchange/flows/finding.hpp"

#include "exchange/flows/in_chunks.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/reported/reading.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>

namespace selatan::reported_flows {

namespace {

namespace json = boost::json;

std::string to_json(std::vector<south_south::Evidence> const &evidence)
{
    json::array all;
    for (auto const &one : evidence) {
        all.push_back(json::object{
            {"sign", to_code(one.sign)}, {"where", to_code(one.where)}, {"quote", one.quote}});
    }
    return json::serialize(all);
}

std::vector<south_south::Evidence> from_json(std::string_view text)
{
    std::vector<south_south::Evidence> all;
    auto const parsed = json::parse(text);
    for (auto const &value : parsed.as_array()) {
        auto const &one = value.as_object();
        auto const said = [&](std::string_view name) {
            return std::string_view{one.at(name).as_string()};
        };
        south_south::Evidence evidence;
        ENSURE(from_code(said("sign"), evidence.sign) && from_code(said("where"), evidence.where));
        evidence.quote = said("quote");
        all.push_back(std::move(evidence));
    }
    return all;
}

FoundActivity read_found(storage::Row &row)
{
    FoundActivity found;
    found.id = row.next<std::int64_t>();
    found.identifier = row.next<std::string>();
    found.title = row.next<std::string>();
    found.publisher = row.next<std::string>();
    found.finding.level = row.next<south_south::Level>();
    found.finding.evidence = from_json(row.next<std::string_view>());
    if (auto const verdict = row.next<std::optional<Verdict>>()) {
        Said said{.verdict = *verdict};
        said.reason = row.next<std::string>();
        said.at = row.next<Instant>();
        said.by = row.next<std::optional<std::string>>().value_or("");
        found.said = std::move(said);
    }
    return found;
}

constexpr std::string_view found_columns = R"(
    SELECT f.activity, i.text, a.title, CASE WHEN p.name = '' THEN p.ref ELSE p.name END,
           f.level, f.evidence, v.verdict, v.reason, v.said_at, u.name
    FROM flow_finding f
    JOIN iati_activity a ON a.id = f.activity
    JOIN iati_identifier i ON i.id = f.identifier
    JOIN iati_publisher p ON p.id = f.publisher
    LEFT JOIN flow_verdict v ON v.identifier = f.identifier AND v.publisher = f.publisher
                            AND v.replaced = 0
    LEFT JOIN user_account u ON u.id = v.said_by)";

} // namespace

std::vector<Judged> find_new(storage::Reader &reader, Places const &places, Sides &sides)
{
    std::vector<Judged> all;
    std::vector<std::int64_t> ids;
    for (auto row : reader.query(R"(
            SELECT a.id, a.publisher, a.identifier, a.batch FROM flow_recount c
            JOIN iati_activity a ON a.identifier = c.identifier AND a.ended_by IS NULL
            WHERE c.position BETWEEN ? AND ?
              AND NOT EXISTS (SELECT 1 FROM flow_finding f
                              WHERE f.activity = a.id AND f.identifier = a.identifier
                                AND f.publisher = a.publisher AND f.batch = a.batch)
            ORDER BY a.id)",
                                 places.first, places.last)) {
        Judged one{.activity = row.next<std::int64_t>(),
                   .publisher = row.next<std::int64_t>(),
                   .identifier = row.next<std::int64_t>(),
                   .batch = row.next<std::int64_t>(),
                   .finding = {},
                   .parties = {}};
        ids.push_back(one.activity);
        all.push_back(std::move(one));
    }
    auto next = all.begin(); // both are in the order of the numbers
    for (auto const &[id, activity] : reported::activities_of(reader, ids)) {
        next = std::find_if(next, all.end(),
                            [id = id](Judged const &one) { return one.activity == id; });
        find_south_south(activity, sides, *next);
    }
    return all;
}

std::int64_t write_judged(storage::Tx &tx, Places const &places, std::vector<Judged> const &judged)
{
    // What no longer stands, or was another version's of this number.
    tx.run(R"(
        DELETE FROM flow_party WHERE activity IN (
            SELECT f.activity FROM flow_recount c
            JOIN flow_finding f ON f.identifier = c.identifier
            WHERE c.position BETWEEN ? AND ?
              AND NOT EXISTS (SELECT 1 FROM iati_activity a
                              WHERE a.id = f.activity AND a.identifier = f.identifier
                                AND a.batch = f.batch AND a.ended_by IS NULL)))",
           places.first, places.last);
    auto more = -tx.run(R"(
        DELETE FROM flow_finding WHERE identifier IN (
            SELECT identifier FROM flow_recount WHERE position BETWEEN ? AND ?)
          AND NOT EXISTS (SELECT 1 FROM iati_activity a
                          WHERE a.id = flow_finding.activity
                            AND a.identifier = flow_finding.identifier
                            AND a.batch = flow_finding.batch AND a.ended_by IS NULL))",
                        places.first, places.last);
    std::vector<std::int64_t> ids;
    ids.reserve(judged.size());
    for (auto const &one : judged) {
        ids.push_back(one.activity);
    }
    // They may have ceased to stand while they were read: then others were noted.
    std::unordered_map<std::int64_t, std::int64_t> batches;
    in_chunks("SELECT id, batch FROM iati_activity WHERE ended_by IS NULL AND id IN (", {}, ids,
              [&](std::string const &sql, std::vector<storage::Value> const &values) {
                  for (auto row : tx.query_with(sql, values)) {
                      auto const id = row.next<std::int64_t>();
                      batches[id] = row.next<std::int64_t>();
                  }
              });
    std::vector<Judged const *> standing;
    std::vector<std::tuple<std::int64_t, std::int64_t, south_south::Party const *>> parties;
    for (auto const &one : judged) {
        if (auto const found = batches.find(one.activity);
            found != batches.end() && found->second == one.batch) {
            standing.push_back(&one);
            std::int64_t number = 0;
            for (auto const &party : one.parties) {
                parties.emplace_back(one.activity, ++number, &party);
            }
        }
    }
    for (std::string const table : {"flow_finding", "flow_party"}) {
        in_chunks("DELETE FROM " + table + " WHERE activity IN (", {}, ids,
                  [&](std::string const &sql, std::vector<storage::Value> const &values) {
                      auto const gone = tx.run_with(sql, values);
                      more -= table == "flow_finding" ? gone : 0;
                  });
    }
    more += static_cast<std::int64_t>(standing.size());
    constexpr std::array<std::string_view, 6> columns{"activity", "publisher", "identifier",
                                                      "batch",    "level",     "evidence"};
    copy_rows(tx, "flow_finding", columns, standing,
              [](Judged const *one, std::vector<storage::Value> &row) {
                  row = {storage::to_value(one->activity),      storage::to_value(one->publisher),
                         storage::to_value(one->identifier),    storage::to_value(one->batch),
                         storage::to_value(one->finding.level), to_json(one->finding.evidence)};
              });
    constexpr std::array<std::string_view, 5> party_columns{"activity", "number", "role", "country",
                                                            "name"};
    copy_rows(tx, "flow_party", party_columns, parties,
              [](auto const &one, std::vector<storage::Value> &row) {
                  auto const &[activity, number, party] = one;
                  row = {storage::to_value(activity), storage::to_value(number),
                         storage::to_value(party->role),
                         party->country ? storage::Value{party->country->to_string()}
                                        : storage::Value{},
                         storage::Value{party->name}};
              });
    return more;
}

std::vector<FoundActivity> findings(storage::Reader &reader, FindingFilter const &filter)
{
    std::string sql{found_columns};
    std::vector<storage::Value> values;
    sql += " WHERE f.activity > ?";
    values.push_back(storage::to_value(filter.after));
    if (filter.level) {
        sql += " AND f.level = ?";
        values.push_back(storage::to_value(*filter.level));
    } else {
        sql += " AND f.level <> 'no'";
    }
    switch (filter.which) {
    case Which::open:
        sql += " AND v.verdict IS NULL";
        break;
    case Which::confirmed:
        sql += " AND v.verdict <> 'neither'";
        break;
    case Which::refused:
        sql += " AND v.verdict = 'neither'";
        break;
    }
    sql += " ORDER BY f.activity LIMIT ?";
    values.push_back(storage::to_value(filter.limit));
    std::vector<FoundActivity> all;
    for (auto row : reader.query_with(sql, values)) {
        all.push_back(read_found(row));
    }
    return all;
}

std::vector<FoundActivity> findings_of(storage::Reader &reader,
                                       std::vector<std::int64_t> const &activities)
{
    std::vector<FoundActivity> all;
    in_chunks(std::string{found_columns} + " WHERE f.activity IN (", {}, activities,
              [&](std::string const &sql, std::vector<storage::Value> const &values) {
                  for (auto row : reader.query_with(sql, values)) {
                      all.push_back(read_found(row));
                  }
              });
    return all;
}

std::optional<FoundActivity> finding_of(storage::Reader &reader, std::int64_t activity)
{
    auto const sql = std::string{found_columns} + " WHERE f.activity = ?";
    for (auto row : reader.query(sql, activity)) {
        return read_found(row);
    }
    return std::nullopt;
}

std::vector<LevelCount> level_counts(storage::Reader &reader)
{
    std::vector<LevelCount> all;
    for (auto row : reader.query(R"(
            SELECT c.level, c.found, COALESCE(s.said, 0) FROM (
                SELECT level, COUNT(*) AS found FROM flow_finding
                WHERE level IN ('stated', 'triangular', 'south_south', 'perhaps') GROUP BY level) c
            LEFT JOIN (
                SELECT f.level, COUNT(*) AS said FROM flow_verdict v CROSS JOIN flow_finding f
                WHERE v.replaced = 0 AND f.identifier = v.identifier AND f.publisher = v.publisher
                GROUP BY f.level) s ON s.level = c.level)")) {
        LevelCount one;
        one.level = row.next<south_south::Level>();
        one.found = row.next<std::int64_t>();
        one.said = row.next<std::int64_t>();
        all.push_back(one);
    }
    return all;
}

Result<void> say(storage::Tx &tx, events::Actor const &actor, std::int64_t activity,
                 Verdict verdict, std::string const &reason)
{
    auto const found = finding_of(tx, activity);
    if (!found) {
        return not_found();
    }
    if (reason.empty()) {
        return refuse(Decline::invalid, "reason", "flows.reason_required");
    }
    if (found->said && found->said->verdict == verdict) {
        return refuse(Decline::conflict, "verdict", "flows.said_already");
    }
    struct VerdictRow;
    auto const id = tx.new_id<VerdictRow>();
    tx.run(R"(
        UPDATE flow_verdict SET replaced = 1
        WHERE replaced = 0 AND EXISTS (
            SELECT 1 FROM flow_finding f WHERE f.activity = ?
              AND f.identifier = flow_verdict.identifier AND f.publisher = flow_verdict.publisher))",
           activity);
    tx.run(R"(
        INSERT INTO flow_verdict (id, publisher, identifier, verdict, reason, said_by, said_at)
        SELECT ?, publisher, identifier, ?, ?, ?, ? FROM flow_finding WHERE activity = ?)",
           id, verdict, reason, actor.user.value_or(Uuid{}), tx.now(), activity);
    note_changed(tx, std::array{activity});
    events::append(tx,
                   {.actor = actor,
                    .kind = std::string{verdict_kind},
                    .record = id.uuid(),
                    .verb = "said",
                    .reason = reason,
                    .changes = {{.field = "activity", .before = {}, .after = found->identifier},
                                {.field = "publisher", .before = {}, .after = found->publisher},
                                {.field = "verdict",
                                 .before = found->said ? std::string{to_code(found->said->verdict)}
                                                       : std::string{},
                                 .after = std::string{to_code(verdict)}}}});
    return {};
}

} // namespace selatan::reported_flows
