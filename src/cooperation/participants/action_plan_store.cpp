#include "cooperation/participants/action_plan_store.hpp"

namespace selatan::participants {

PlanTerms plan_terms(storage::Reader &reader, Uuid participant)
{
    for (auto row : reader.query("SELECT u.action_plan_weeks, a.ends FROM training_participant t"
                                 " JOIN training_call c ON c.id = t.call"
                                 " JOIN activity a ON a.id = c.activity"
                                 " LEFT JOIN training_rules u ON u.id = c.rules WHERE t.id = ?",
                                 participant)) {
        return {.weeks = row.next<std::optional<std::int64_t>>(),
                .course_ends = row.next<std::optional<Date>>()};
    }
    return {};
}

std::vector<Uuid> to_ask_for_plans(storage::Reader &reader, Date from, Date until, int most)
{
    return reader.all<Uuid>(
        "SELECT t.id FROM activity a JOIN training_call c ON c.activity = a.id"
        " JOIN training_rules u ON u.id = c.rules"
        " AND u.action_plan_weeks IS NOT NULL"
        " JOIN training_participant t ON t.call = c.id"
        " JOIN record r ON r.id = t.id"
        " JOIN training_application p ON p.id = t.application"
        " LEFT JOIN training_action_plan_link l ON l.participant = t.id"
        " WHERE a.ends BETWEEN ? AND ? AND r.state IN ('completed', 'certified')"
        " AND l.participant IS NULL AND t.plan_handed_in_on IS NULL"
        " AND p.email <> '' ORDER BY t.id LIMIT ?",
        from, until, static_cast<std::int64_t>(most));
}

void put_plan_link(storage::Tx &tx, Uuid participant, auth::Token const &token, Instant expires)
{
    tx.run("INSERT INTO training_action_plan_link (participant, token_hash, mailed, expires)"
           " VALUES (?, ?, ?, ?) ON CONFLICT (participant) DO UPDATE SET"
           " token_hash = excluded.token_hash, mailed = excluded.mailed,"
           " expires = excluded.expires",
           participant, token.hash(), tx.now(), expires);
}

std::optional<PlanLink> find_plan_link(storage::Reader &reader, auth::Token const &token)
{
    for (auto row : reader.query("SELECT participant, mailed, expires"
                                 " FROM training_action_plan_link WHERE token_hash = ?",
                                 token.hash())) {
        return PlanLink{.participant = row.next<Uuid>(),
                        .mailed = row.next<Instant>(),
                        .expires = row.next<Instant>()};
    }
    return std::nullopt;
}

} // namespace selatan::participants
