/// \file
/// Runs jobs. Every server has a runner; one of them leads, by a lease in the database, and only
/// the leader works. When it dies, its lease ends and another takes over what it had begun.
#pragma once

#include "platform/jobs/job.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace selatan::jobs {

/// How an attempt ended. An exception is a `retry` with its message.
struct Outcome {
    enum class Kind { done, retry, failed, interrupted };
    Kind kind = Kind::done;
    std::string why;

    [[nodiscard]] static Outcome done() { return {}; }
    /// Later again, with growing pauses; dead after the last attempt.
    [[nodiscard]] static Outcome retry(std::string why) { return {Kind::retry, std::move(why)}; }
    /// Trying again would not help: dead at once.
    [[nodiscard]] static Outcome failed(std::string why) { return {Kind::failed, std::move(why)}; }
    /// The server stops; the attempt does not count and begins anew elsewhere.
    [[nodiscard]] static Outcome interrupted() { return {Kind::interrupted, {}}; }
};

/// This runner lost the job while working on it: its lease ended, and another may have begun. The
/// transaction that learns it must not commit.
class Lost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The job that a handler works on.
class Work {
public:
    [[nodiscard]] Id<Job> id() const { return m_id; }
    [[nodiscard]] std::string const &payload() const { return m_payload; }
    [[nodiscard]] storage::Store &store() const { return *m_store; }
    /// 1 for the first.
    [[nodiscard]] int attempt() const { return m_attempt; }
    [[nodiscard]] bool is_last_attempt() const { return m_attempt >= m_max_attempts; }

    /// Ask between steps: the server stops or lost its lease. Return Outcome::interrupted() then.
    [[nodiscard]] bool should_stop() const;
    /// For the page of the person who waits. Writes at most twice a second: call it freely, but not
    /// inside a write, where nobody else could see it.
    void report(Progress const &progress);
    /// Marks the job done in the transaction of its effect, so that the effect happens once. Throws
    /// Lost when the job is no longer this runner's.
    void complete(storage::Tx &tx);

private:
    friend class Runner;
    Work() = default;

    storage::Store *m_store = nullptr;
    std::function<bool()> m_should_stop;
    Id<Job> m_id;
    Uuid m_claim;
    std::string m_payload;
    int m_attempt = 0;
    int m_max_attempts = 0;
    std::chrono::steady_clock::time_point m_next_report{};
};

using Handler = std::function<Outcome(Work &)>;

struct RunnerSettings {
    int workers = 2;
    std::chrono::milliseconds lease{30'000};       ///< renewed after a third of it
    std::chrono::milliseconds poll{1'000};         ///< for jobs that other servers queued
    std::chrono::milliseconds first_pause{15'000}; ///< before the second attempt; then doubled
    std::chrono::milliseconds longest_pause{6 * 3'600'000};
    std::chrono::hours keep_done{7 * 24};
};

/// Register handlers, then start. Time comes from the store's clock; only waiting is real.
class Runner {
public:
    explicit Runner(storage::Store &store, RunnerSettings settings = {});
    ~Runner(); ///< stops
    Runner(Runner const &) = delete;
    Runner &operator=(Runner const &) = delete;

    void handle(std::string kind, Handler handler);
    /// Queues a job of this kind at the first start and every `interval` from then on; those missed
    /// while no server ran are made up for once. The time of the next is kept in the database.
    void recur(std::string kind, std::chrono::microseconds interval);
    /// Runs on the leader about every `interval`, keeps nothing in the database: for what is short
    /// and frequent (sealing events). Must take less than the lease.
    void chore(std::chrono::milliseconds interval, std::function<void(storage::Store &)> action);
    /// Where failures of the runner itself go; one line on standard error until set.
    void log_to(std::function<void(std::string_view line)> log);

    void start();
    /// Returns when running handlers have; gives the lease back, so that another server leads at
    /// once.
    void stop();
    [[nodiscard]] bool is_leading() const;

    /// For tests and `selatan` commands, without threads: tries to lead, queues what recurs, runs
    /// one job that is due. False when there was none.
    bool turn();
    /// turn() until there is nothing to do; returns how many jobs ran.
    int drain();

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace selatan::jobs
