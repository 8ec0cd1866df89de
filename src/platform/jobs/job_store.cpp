#include "platform/jobs/job_store.hpp"

#include "base/ensure.hpp"
#include "platform/jobs/bell.hpp"

#include <algorithm>
#include <array>

namespace selatan::jobs {

namespace {

constexpr std::string_view lease_name = "jobs";
constexpr std::size_t longest_error = 1000;

/// A list of `count` placeholders; never empty, and NULL is in no list.
std::string placeholders(std::size_t count)
{
    std::string list = count == 0 ? "NULL" : "?";
    for (std::size_t i = 1; i < count; ++i) {
        list += ", ?";
    }
    return list;
}

/// Errors come from anywhere: bounded, and cut between characters.
std::string short_error(std::string_view error)
{
    auto end = std::min(error.size(), longest_error);
    while (end < error.size() && end > 0 &&
           (static_cast<unsigned char>(error[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string{error.substr(0, end)};
}

Shown shown_from(storage::Row row)
{
    return {.id = row.next<Id<Job>>(),
            .kind = row.next<std::string>(),
            .payload = row.next<std::string>(),
            .state = row.next<State>(),
            .attempts = row.next<int>(),
            .max_attempts = row.next<int>(),
            .created = row.next<Instant>(),
            .run_at = row.next<Instant>(),
            .started = row.next<std::optional<Instant>>(),
            .finished = row.next<std::optional<Instant>>(),
            .progress = {.done = row.next<std::int64_t>(),
                         .total = row.next<std::int64_t>(),
                         .message = row.next<std::string>()},
            .error = row.next<std::string>()};
}

std::string select_shown(std::string_view rest)
{
    return "SELECT id, kind, payload, state, attempts, max_attempts, created, run_at, started, "
           "finished,"
           " done, total, message, error FROM job " +
           std::string{rest};
}

} // namespace

std::string_view to_code(State state)
{
    static constexpr std::array<std::string_view, 4> codes{"waiting", "running", "done", "dead"};
    return codes[static_cast<std::size_t>(state)];
}

bool from_code(std::string_view code, State &state)
{
    for (auto const candidate : {State::waiting, State::running, State::done, State::dead}) {
        if (to_code(candidate) == code) {
            state = candidate;
            return true;
        }
    }
    return false;
}

Id<Job> enqueue(storage::Tx &tx, NewJob const &job)
{
    ENSURE(!job.kind.empty() && job.max_attempts > 0);
    if (!job.unique_key.empty()) {
        auto const waiting = tx.one<Id<Job>>(
            "SELECT id FROM job WHERE unique_key = ? AND state = 'waiting'", job.unique_key);
        if (waiting) {
            return *waiting;
        }
    }
    auto const id = tx.new_id<Job>();
    try {
        tx.run("INSERT INTO job (id, kind, payload, state, unique_key, attempts, max_attempts, "
               "created,"
               " run_at, done, total, message, error)"
               " VALUES (?, ?, ?, 'waiting', ?, 0, ?, ?, ?, 0, 0, '', '')",
               id, job.kind, job.payload,
               job.unique_key.empty() ? std::nullopt : std::optional{job.unique_key},
               job.max_attempts, tx.now(), job.run_at.value_or(tx.now()));
    } catch (storage::Violation const &violation) {
        if (violation.constraint == "job__unique_key") {
            // Queued by somebody else at this moment: begun again, we find theirs.
            throw storage::Collision{violation.what()};
        }
        throw;
    }
    tx.after_commit([] { Bell::of_process().ring(); });
    return id;
}

std::optional<Shown> find(storage::Reader &reader, Id<Job> id)
{
    for (auto row : reader.query(select_shown("WHERE id = ?"), id)) {
        return shown_from(row);
    }
    return std::nullopt;
}

std::vector<Shown> list(storage::Reader &reader, Filter const &filter)
{
    std::string where = "WHERE 1 = 1";
    std::vector<storage::Value> values;
    auto const require = [&](std::string_view condition, auto const &value) {
        where.append(" AND ").append(condition);
        values.push_back(storage::to_value(value));
    };
    if (filter.state) {
        require("state = ?", *filter.state);
    }
    if (!filter.kind.empty()) {
        require("kind = ?", filter.kind);
    }
    if (filter.older_than) {
        require("id < ?", *filter.older_than);
    }
    values.push_back(storage::to_value(filter.limit));
    std::vector<Shown> page;
    for (auto row : reader.query_with(select_shown(where + " ORDER BY id DESC LIMIT ?"), values)) {
        page.push_back(shown_from(row));
    }
    return page;
}

Counts counts(storage::Reader &reader)
{
    Counts all;
    for (auto row :
         reader.query("SELECT state, count(*) FROM job WHERE state <> 'done' GROUP BY state")) {
        auto const state = row.next<State>();
        auto const count = row.next<std::int64_t>();
        (state == State::waiting   ? all.waiting
         : state == State::running ? all.running
                                   : all.dead) = count;
    }
    return all;
}

Result<void> restart(storage::Tx &tx, Id<Job> id)
{
    auto const job = find(tx, id);
    if (!job) {
        return not_found();
    }
    if (job->state != State::dead) {
        return refuse(Decline::conflict, "", "jobs.not_dead");
    }
    if (tx.one<int>("SELECT 1 FROM job AS other JOIN job ON job.unique_key = other.unique_key"
                    " WHERE job.id = ? AND other.state = 'waiting'",
                    id)) {
        return refuse(Decline::conflict, "", "jobs.already_waiting");
    }
    tx.run(
        "UPDATE job SET state = 'waiting', attempts = 0, run_at = ?, finished = NULL WHERE id = ?",
        tx.now(), id);
    tx.after_commit([] { Bell::of_process().ring(); });
    return {};
}

bool hold_lease(storage::Tx &tx, Uuid holder, Instant expires)
{
    if (tx.run("UPDATE leader_lease SET holder = ?, expires = ? WHERE name = ?"
               " AND (holder = ? OR expires <= ?)",
               holder, expires, lease_name, holder, tx.now()) == 1) {
        return true;
    }
    return tx.run("INSERT INTO leader_lease (name, holder, expires) VALUES (?, ?, ?)"
                  " ON CONFLICT (name) DO NOTHING",
                  lease_name, holder, expires) == 1;
}

bool is_leased_to_another(storage::Reader &reader, Uuid holder)
{
    return reader
        .one<int>("SELECT 1 FROM leader_lease WHERE name = ? AND holder <> ? AND expires > ?",
                  lease_name, holder, reader.now())
        .has_value();
}

bool holds_lease(storage::Reader &reader, Uuid holder)
{
    return reader
        .one<int>("SELECT 1 FROM leader_lease WHERE name = ? AND holder = ? AND expires > ?",
                  lease_name, holder, reader.now())
        .has_value();
}

void give_back_lease(storage::Tx &tx, Uuid holder)
{
    tx.run("DELETE FROM leader_lease WHERE name = ? AND holder = ?", lease_name, holder);
}

void take_over(storage::Tx &tx, std::function<std::vector<Uuid>()> const &active)
{
    if (!tx.one<int>("SELECT 1 FROM job WHERE state = 'running' LIMIT 1")) {
        return;
    }
    auto const claims = active();
    auto const abandoned =
        " WHERE state = 'running'" +
        (claims.empty() ? std::string{}
                        : " AND claim NOT IN (" + placeholders(claims.size()) + ")");
    auto const run = [&](std::string_view change, storage::Value const &value,
                         std::string_view condition) {
        std::vector<storage::Value> values{value};
        for (auto const &claim : claims) {
            values.push_back(storage::to_value(claim));
        }
        tx.run_with("UPDATE job SET claim = NULL, " + std::string{change} + abandoned +
                        std::string{condition},
                    values);
    };
    auto const now = storage::to_value(tx.now());
    run("state = 'done', finished = ?, error = 'another of its key waits'", now,
        " AND unique_key IN (SELECT unique_key FROM job WHERE state = 'waiting' AND unique_key IS "
        "NOT NULL)");
    // An attempt that took its server down counts: a job that always does so ends here.
    run("state = 'dead', finished = ?, error = 'the server stopped while it ran'", now,
        " AND attempts >= max_attempts");
    run("state = 'waiting', run_at = ?, error = 'the server stopped while it ran'", now, "");
}

bool is_anything_due(storage::Reader &reader, std::span<std::string const> kinds,
                     std::span<Recurrence const> recurrences)
{
    std::vector<storage::Value> values{storage::to_value(reader.now())};
    for (auto const &kind : kinds) {
        values.push_back(storage::to_value(kind));
    }
    for (auto row : reader.query_with("SELECT 1 FROM job WHERE state = 'waiting' AND run_at <= ?"
                                      " AND kind IN (" +
                                          placeholders(kinds.size()) + ") LIMIT 1",
                                      values)) {
        (void)row;
        return true;
    }
    if (recurrences.empty()) {
        return false;
    }
    std::size_t later = 0;
    for (auto row : reader.query("SELECT kind FROM job_recurrence WHERE next > ?", reader.now())) {
        auto const kind = row.next<std::string>();
        later += static_cast<std::size_t>(std::ranges::count(recurrences, kind, &Recurrence::kind));
    }
    return later < recurrences.size();
}

void queue_recurring(storage::Tx &tx, std::span<Recurrence const> recurrences)
{
    for (auto const &[kind, interval] : recurrences) {
        auto const next = tx.one<Instant>("SELECT next FROM job_recurrence WHERE kind = ?", kind);
        if (!next) {
            tx.run("INSERT INTO job_recurrence (kind, next) VALUES (?, ?)", kind,
                   tx.now().plus(interval));
        } else if (*next > tx.now()) {
            continue;
        } else {
            // However many were missed, one makes up for them; the rhythm stays.
            auto const missed = (tx.now() - *next) / interval;
            tx.run("UPDATE job_recurrence SET next = ? WHERE kind = ?",
                   next->plus((missed + 1) * interval), kind);
        }
        enqueue(tx, {.kind = kind, .unique_key = "recurring " + kind});
    }
}

std::optional<Claimed> claim(storage::Tx &tx, Uuid claim, std::span<std::string const> kinds)
{
    std::vector<storage::Value> values{storage::to_value(tx.now())};
    for (auto const &kind : kinds) {
        values.push_back(storage::to_value(kind));
    }
    std::optional<Claimed> next;
    for (auto row :
         tx.query_with("SELECT id, kind, payload, attempts + 1, max_attempts FROM job"
                       " WHERE state = 'waiting' AND run_at <= ? AND kind IN (" +
                           placeholders(kinds.size()) +
                           ") AND NOT EXISTS (SELECT 1 FROM job AS other"
                           " WHERE other.state = 'running' AND other.unique_key = job.unique_key)"
                           " ORDER BY run_at, id LIMIT 1",
                       values)) {
        next = {.id = row.next<Id<Job>>(),
                .kind = row.next<std::string>(),
                .payload = row.next<std::string>(),
                .attempt = row.next<int>(),
                .max_attempts = row.next<int>()};
    }
    if (next) {
        tx.run("UPDATE job SET state = 'running', claim = ?, started = ?, attempts = ?, done = 0, "
               "total = 0,"
               " message = '' WHERE id = ?",
               claim, tx.now(), next->attempt, next->id);
    }
    return next;
}

void write_progress(storage::Tx &tx, Id<Job> id, Uuid claim, Progress const &progress)
{
    tx.run("UPDATE job SET done = ?, total = ?, message = ? WHERE id = ? AND claim = ?",
           progress.done, progress.total, progress.message, id, claim);
}

bool end_done(storage::Tx &tx, Id<Job> id, Uuid claim)
{
    return tx.run("UPDATE job SET state = 'done', claim = NULL, finished = ?, error = ''"
                  " WHERE id = ? AND claim = ?",
                  tx.now(), id, claim) == 1;
}

bool end_dead(storage::Tx &tx, Id<Job> id, Uuid claim, std::string_view error)
{
    return tx.run("UPDATE job SET state = 'dead', claim = NULL, finished = ?, error = ?"
                  " WHERE id = ? AND claim = ?",
                  tx.now(), short_error(error), id, claim) == 1;
}

bool end_waiting(storage::Tx &tx, Id<Job> id, Uuid claim, Instant run_at, int attempts,
                 std::string_view error)
{
    // While it ran, another of its key may have been queued: that one stands for both.
    if (tx.run("UPDATE job SET state = 'done', claim = NULL, finished = ?, error = 'another of its "
               "key waits'"
               " WHERE id = ? AND claim = ? AND unique_key IN"
               " (SELECT unique_key FROM job WHERE state = 'waiting' AND unique_key IS NOT NULL)",
               tx.now(), id, claim) == 1) {
        return true;
    }
    return tx.run(
               "UPDATE job SET state = 'waiting', claim = NULL, run_at = ?, attempts = ?, error = ?"
               " WHERE id = ? AND claim = ?",
               run_at, attempts, short_error(error), id, claim) == 1;
}

void prune(storage::Tx &tx, Instant before)
{
    tx.run("DELETE FROM job WHERE state = 'done' AND finished < ?", before);
}

} // namespace selatan::jobs
