/// \file
/// Work that outlives the request that asked for it: durable, retried, visible (jobs.md).
/// A job is written in the transaction of the act that wants it, and runs at least once after that
/// transaction commits.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::jobs {

struct Job; ///< names the identity of a job

enum class State {
    waiting, ///< for its time, or for its next attempt
    running,
    done,
    dead, ///< gave up: visible, can be restarted
};
[[nodiscard]] std::string_view to_code(State state);
[[nodiscard]] bool from_code(std::string_view code, State &state);

struct NewJob {
    std::string kind; ///< "mail.deliver": names the handler
    /// JSON, for the handler alone. Administrators read it: no secrets, no personal data, only ids.
    std::string payload = "{}";
    std::optional<Instant> run_at; ///< nothing: now
    /// Not empty: while a job of this key waits, the same is not queued again. One that is running
    /// already may have missed the news, so a second one then waits for it to end.
    std::string unique_key;
    int max_attempts = 10;
};

/// Wakes the runner after the commit. Returns the id of the job that waits already, when the
/// unique key says that one does.
Id<Job> enqueue(storage::Tx &tx, NewJob const &job);

struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0; ///< 0: not known
    std::string message;    ///< for the person who waits
};

/// A job as pages show it.
struct Shown {
    Id<Job> id;
    std::string kind;
    std::string payload;
    State state{};
    int attempts = 0;
    int max_attempts = 0;
    Instant created;
    Instant run_at; ///< when it may start; of a running one, when it could have
    std::optional<Instant> started;
    std::optional<Instant> finished;
    Progress progress;
    std::string error; ///< of the last attempt
};

[[nodiscard]] std::optional<Shown> find(storage::Reader &reader, Id<Job> id);

/// Newest first; the next page is those older than the last one shown.
struct Filter {
    std::optional<State> state;
    std::string kind; ///< empty: all
    std::optional<Id<Job>> older_than;
    int limit = 50;
};
[[nodiscard]] std::vector<Shown> list(storage::Reader &reader, Filter const &filter);

/// For /metrics and the desk of an administrator.
struct Counts {
    std::int64_t waiting = 0;
    std::int64_t running = 0;
    std::int64_t dead = 0;
};
[[nodiscard]] Counts counts(storage::Reader &reader);

/// A dead job waits again, with all its attempts before it. Refuses `not_found`, `jobs.not_dead` of
/// one that is not dead, and `jobs.already_waiting` when another of its unique key waits.
[[nodiscard]] Result<void> restart(storage::Tx &tx, Id<Job> id);

} // namespace selatan::jobs
