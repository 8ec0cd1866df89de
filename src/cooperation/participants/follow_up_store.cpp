#include "cooperation/participants/follow_up_store.hpp"

namespace selatan::participants {

std::vector<Graduate> graduates(storage::Reader &reader, Date from, Date until)
{
    std::vector<Graduate> all;
    for (auto row :
         reader.query("SELECT t.id, c.rules, a.ends, COALESCE((SELECT MAX(f.months)"
                      " FROM training_follow_up f WHERE f.participant = t.id), 0)"
                      " FROM activity a JOIN training_call c ON c.activity = a.id"
                      " JOIN training_rules u ON u.id = c.rules AND u.follow_up_1 IS NOT NULL"
                      " JOIN training_participant t ON t.call = c.id JOIN record r ON r.id = t.id"
                      " WHERE a.ends BETWEEN ? AND ? AND r.state IN ('completed', 'certified')"
                      " ORDER BY t.id",
                      from, until)) {
        all.push_back({.participant = row.next<Uuid>(),
                       .rules = row.next<Uuid>(),
                       .course_ended = row.next<Date>(),
                       .asked = row.next<std::int64_t>()});
    }
    return all;
}

std::optional<Uuid> first_follow_up(storage::Reader &reader, Uuid participant)
{
    return reader.one<Uuid>("SELECT id FROM training_follow_up WHERE participant = ?"
                            " ORDER BY months LIMIT 1",
                            participant);
}

std::optional<Uuid> unanswered_follow_up(storage::Reader &reader, Uuid participant)
{
    return reader.one<Uuid>("SELECT f.id FROM training_follow_up f JOIN record r ON r.id = f.id"
                            " WHERE f.participant = ? AND r.state IN ('asked', 'unanswered')"
                            " ORDER BY f.months DESC LIMIT 1",
                            participant);
}

void put_follow_up_link(storage::Tx &tx, Uuid follow_up, auth::Token const &token, Instant expires)
{
    tx.run("INSERT INTO training_follow_up_link (follow_up, token_hash, mailed, times, expires)"
           " VALUES (?, ?, ?, 1, ?) ON CONFLICT (follow_up) DO UPDATE SET"
           " token_hash = excluded.token_hash, mailed = excluded.mailed,"
           " expires = excluded.expires, times = training_follow_up_link.times + 1",
           follow_up, token.hash(), tx.now(), expires);
}

std::optional<Uuid> follow_up_of_link(storage::Reader &reader, auth::Token const &token)
{
    return reader.one<Uuid>("SELECT follow_up FROM training_follow_up_link"
                            " WHERE token_hash = ? AND expires > ?",
                            token.hash(), reader.now());
}

void remove_follow_up_link(storage::Tx &tx, Uuid follow_up)
{
    tx.run("DELETE FROM training_follow_up_link WHERE follow_up = ?", follow_up);
}

std::vector<Uuid> to_remind(storage::Reader &reader, Instant mailed_before, std::int64_t times_most)
{
    return reader.all<Uuid>("SELECT follow_up FROM training_follow_up_link"
                            " WHERE mailed <= ? AND times < ? AND expires > ?"
                            " ORDER BY follow_up",
                            mailed_before, times_most, reader.now());
}

std::vector<Uuid> to_give_up(storage::Reader &reader, Date asked_before)
{
    return reader.all<Uuid>("SELECT f.id FROM training_follow_up f"
                            " JOIN record r ON r.id = f.id"
                            " WHERE r.state = 'asked' AND f.asked_on <= ? ORDER BY f.id",
                            asked_before);
}

std::vector<TracerLine> tracer_of(storage::Reader &reader, Uuid call)
{
    std::vector<TracerLine> all;
    for (auto row : reader.query(
             "SELECT f.months, COUNT(*), COUNT(f.answered_on),"
             " COUNT(CASE WHEN f.work_now IN ('same_post', 'same_employer') THEN 1 END),"
             " COUNT(CASE WHEN f.promoted = 1 THEN 1 END),"
             " COUNT(CASE WHEN f.used IN ('fully', 'partly') THEN 1 END)"
             " FROM training_follow_up f WHERE f.call = ? GROUP BY f.months ORDER BY f.months",
             call)) {
        all.push_back({.months = row.next<std::int64_t>(),
                       .asked = row.next<std::int64_t>(),
                       .answered = row.next<std::int64_t>(),
                       .employed = row.next<std::int64_t>(),
                       .promoted = row.next<std::int64_t>(),
                       .use = row.next<std::int64_t>()});
    }
    return all;
}

} // namespace selatan::participants
