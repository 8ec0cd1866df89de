#include "cooperation/training/call_store.hpp"

namespace selatan::training {

CallStanding standing_of(storage::Reader &reader, Uuid call, Call const &value)
{
    CallStanding standing;
    for (auto row : reader.query("SELECT r.state, a.starts, a.ends FROM activity a"
                                 " JOIN record r ON r.id = a.id WHERE a.id = ?",
                                 value.activity)) {
        standing.activity_state = row.next<std::string>();
        standing.course_starts = row.next<std::optional<Date>>();
        standing.course_ends = row.next<std::optional<Date>>();
    }
    standing.has_quotas = reader
                              .one<std::int64_t>("SELECT 1 FROM training_quota WHERE call = ?"
                                                 " LIMIT 1",
                                                 call)
                              .has_value();
    return standing;
}

std::optional<Id<Rules>> rules_on(storage::Reader &reader, Id<Scheme> scheme, Date day)
{
    return reader.one<Id<Rules>>("SELECT id FROM training_rules WHERE scheme = ? AND since <= ?"
                                 " ORDER BY since DESC LIMIT 1",
                                 scheme, day);
}

bool has_rules_since(storage::Reader &reader, Rules const &rules, std::optional<Uuid> but)
{
    auto const found = reader.one<Uuid>(
        "SELECT id FROM training_rules WHERE scheme = ? AND since = ?", rules.scheme, rules.since);
    return found && found != but;
}

bool are_in_use(storage::Reader &reader, Uuid rules)
{
    return reader.one<Uuid>("SELECT id FROM training_call WHERE rules = ? LIMIT 1", rules)
        .has_value();
}

bool has_quota(storage::Reader &reader, Quota const &quota, std::optional<Uuid> but)
{
    auto const found =
        reader.one<Uuid>("SELECT n.id FROM training_quota n JOIN record r ON r.id = n.id"
                         " WHERE n.call = ? AND r.country = ?",
                         quota.call, quota.country);
    return found && found != but;
}

std::vector<QuotaRow> quotas_of(storage::Reader &reader, Uuid call)
{
    std::vector<QuotaRow> all;
    for (auto row : reader.query("SELECT n.id, r.country, n.places, n.held FROM training_quota n"
                                 " JOIN record r ON r.id = n.id WHERE n.call = ? ORDER BY n.id",
                                 call)) {
        all.push_back({.id = row.next<Uuid>(),
                       .country = row.next<std::optional<CountryCode>>(),
                       .places = row.next<std::int64_t>(),
                       .held = row.next<std::int64_t>()});
    }
    return all;
}

void give_quotas_the_calls_audience(storage::Tx &tx, Uuid call)
{
    // However public the call: what another country gets is between it and the agency.
    tx.run("UPDATE record SET audience = CASE WHEN (SELECT audience FROM record WHERE id = ?)"
           " = 'internal' THEN 'internal' ELSE 'partner' END"
           " WHERE id IN (SELECT id FROM training_quota WHERE call = ?)",
           call, call);
}

std::vector<Uuid> open_calls_until(storage::Reader &reader, Date last_day)
{
    return reader.all<Uuid>("SELECT c.id FROM training_call c JOIN record r ON r.id = c.id"
                            " WHERE r.state = 'open' AND c.closes_on <= ? ORDER BY c.id",
                            last_day);
}

std::optional<Uuid> scheduled_training(storage::Reader &reader)
{
    return reader.one<Uuid>("SELECT r.id FROM record r JOIN activity a ON a.id = r.id"
                            " WHERE r.state = 'scheduled' AND a.modality = 'training'"
                            " ORDER BY r.id LIMIT 1");
}

} // namespace selatan::training
