#include "exchange/flows/finding.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/reported/reading.hpp"

#include <boost/json.hpp>
#include <functional>

namespace selatan::reported_flows {

namespace {

namespace json = boost::json;

/// So many are read, judged and written at a time: the one writer is never held for long.
constexpr int at_a_time = 400;

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

struct Judged {
    std::int64_t activity = 0;
    south_south::Finding finding;
};

std::vector<Judged> judge_next(storage::Reader &reader)
{
    std::vector<std::int64_t> ids;
    for (auto row : reader.query(R"(
            SELECT a.id FROM iati_activity a
            WHERE a.ended_by IS NULL
              AND NOT EXISTS (SELECT 1 FROM flow_finding f WHERE f.activity = a.id)
            ORDER BY a.id LIMIT ?)",
                                 at_a_time)) {
        ids.push_back(row.next<std::int64_t>());
    }
    std::vector<Judged> judged;
    if (ids.empty()) {
        return judged;
    }
    auto const lists = reference::lists(reader);
    Sides sides{*lists, reader.now().date()};
    for (auto const id : ids) {
        auto const activity = reported::activity_of(reader, id);
        judged.push_back(
            {id, activity ? find_south_south(*activity, sides) : south_south::Finding{}});
    }
    return judged;
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

std::int64_t find_all(storage::Store &store, std::function<bool()> const &should_stop)
{
    std::int64_t count = 0;
    while (!should_stop || !should_stop()) {
        auto const judged = store.read([](storage::Reader &reader) { return judge_next(reader); });
        if (judged.empty()) {
            break;
        }
        store.write([&](storage::Tx &tx) {
            for (auto const &one : judged) {
                // It may have ceased to stand meanwhile: then it has no row to be about.
                tx.run(R"(
                    INSERT INTO flow_finding (activity, publisher, identifier, level, evidence)
                    SELECT id, publisher, identifier, ?, ? FROM iati_activity
                    WHERE id = ? AND ended_by IS NULL
                    ON CONFLICT (activity) DO NOTHING)",
                       one.finding.level, to_json(one.finding.evidence), one.activity);
            }
        });
        count += static_cast<std::int64_t>(judged.size());
    }
    store.write([](storage::Tx &tx) {
        tx.run(R"(
            DELETE FROM flow_finding WHERE NOT EXISTS (
                SELECT 1 FROM iati_activity a
                WHERE a.id = flow_finding.activity AND a.ended_by IS NULL))");
    });
    return count;
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
            SELECT f.level, COUNT(*), COUNT(v.id)
            FROM flow_finding f
            LEFT JOIN flow_verdict v ON v.identifier = f.identifier AND v.publisher = f.publisher
                                    AND v.replaced = 0
            GROUP BY f.level)")) {
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
