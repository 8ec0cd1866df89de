#include "platform/jobs/runner.hpp"

#include "base/ensure.hpp"
#include "platform/jobs/bell.hpp"
#include "platform/jobs/job_store.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace selatan::jobs {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds report_pause{500};
constexpr std::chrono::hours prune_pause{1};

void print(std::string_view line)
{
    std::fprintf(stderr, "jobs: %.*s\n", static_cast<int>(line.size()), line.data());
}

} // namespace

bool Work::should_stop() const
{
    return m_should_stop();
}

void Work::report(Progress const &progress)
{
    auto const now = Steady::now();
    if (now < m_next_report) {
        return;
    }
    m_next_report = now + report_pause;
    m_store->write([&](storage::Tx &tx) { write_progress(tx, m_id, m_claim, progress); });
}

void Work::complete(storage::Tx &tx)
{
    if (!end_done(tx, m_id, m_claim)) {
        throw Lost{"the job is no longer this runner's"};
    }
}

/// Threads: one renews the lease and does the chores; the others work on jobs.
class Runner::Engine {
public:
    Engine(storage::Store &store, RunnerSettings settings)
        : m_store{store}, m_settings{settings}, m_holder{new_uuid(store.clock().now())}
    {
        ENSURE(settings.workers > 0 && settings.lease.count() > 0 && settings.poll.count() > 0);
    }

    void handle(std::string kind, Handler handler)
    {
        ENSURE(m_threads.empty());
        ENSURE(!m_handlers.contains(kind));
        m_kinds.push_back(kind);
        m_handlers.emplace(std::move(kind), std::move(handler));
    }
    void recur(std::string kind, std::chrono::microseconds interval)
    {
        ENSURE(m_threads.empty() && interval.count() > 0);
        m_recurrences.push_back({std::move(kind), interval});
    }
    void chore(std::chrono::milliseconds interval, std::function<void(storage::Store &)> action)
    {
        ENSURE(m_threads.empty() && interval.count() > 0);
        m_chores.push_back({interval, std::move(action), {}});
    }
    void log_to(std::function<void(std::string_view)> log) { m_log = std::move(log); }

    void start()
    {
        ENSURE(m_threads.empty());
        m_stopping = false;
        m_leaving = false;
        m_threads.emplace_back([this] { keep_lease(); });
        for (int i = 0; i < m_settings.workers; ++i) {
            m_threads.emplace_back([this] { keep_working(); });
        }
    }

    void stop()
    {
        if (m_threads.empty()) {
            return;
        }
        m_stopping = true;
        Bell::of_process().ring();
        // The lease is kept until the last handler has returned.
        for (std::size_t i = 1; i < m_threads.size(); ++i) {
            m_threads[i].join();
        }
        m_leaving = true;
        Bell::of_process().ring();
        m_threads.front().join();
        m_threads.clear();
        leave();
    }

    void leave()
    {
        guarded("giving the lease back", [&] {
            if (m_leading.exchange(false)) {
                m_store.write([&](storage::Tx &tx) { give_back_lease(tx, m_holder); });
            }
        });
    }

    [[nodiscard]] bool is_leading() const
    {
        return m_leading && m_store.clock().now().micros() < m_lease_expires;
    }

    /// Takes or renews the lease, if nobody else has it, and what dead runners have left.
    void lead()
    {
        if (m_store.read(
                [&](storage::Reader &reader) { return is_leased_to_another(reader, m_holder); })) {
            m_leading = false;
            return;
        }
        Instant expires;
        bool const leads = m_store.write([&](storage::Tx &tx) {
            expires = tx.now().plus(m_settings.lease);
            if (!hold_lease(tx, m_holder, expires)) {
                return false;
            }
            take_over(tx, [&] { return active_claims(); });
            if (tx.now() >= m_next_prune) {
                prune(tx, tx.now().plus(-m_settings.keep_done));
            }
            return true;
        });
        if (leads) {
            auto const now = m_store.clock().now();
            m_next_prune = now >= m_next_prune ? now.plus(prune_pause) : m_next_prune;
        }
        m_lease_expires = expires.micros();
        m_leading = leads;
    }

    /// Runs one job that is due; false when there is none.
    bool work_once()
    {
        if (!m_store.read([&](storage::Reader &reader) {
                return is_anything_due(reader, m_kinds, m_recurrences);
            })) {
            return false;
        }
        ActiveClaim const claim{*this};
        auto const claimed = [&] {
            // One claims at a time: two would only collide.
            std::lock_guard const lock{m_claiming};
            return m_store.write([&](storage::Tx &tx) -> std::optional<Claimed> {
                if (!holds_lease(tx, m_holder)) {
                    return std::nullopt;
                }
                queue_recurring(tx, m_recurrences);
                return jobs::claim(tx, claim.id(), m_kinds);
            });
        }();
        if (!claimed) {
            return false;
        }
        auto const outcome = run(*claimed, claim.id());
        if (outcome) {
            m_store.write([&](storage::Tx &tx) { settle(tx, *claimed, claim.id(), *outcome); });
        }
        return true;
    }

private:
    struct Chore {
        std::chrono::milliseconds interval;
        std::function<void(storage::Store &)> action;
        Steady::time_point next;
    };

    /// A claim that is worked on, from before it is in the database until it is not any more.
    class ActiveClaim {
    public:
        explicit ActiveClaim(Engine &engine)
            : m_engine{engine}, m_id{new_uuid(engine.m_store.clock().now())}
        {
            std::lock_guard const lock{m_engine.m_active_mutex};
            m_engine.m_active.push_back(m_id);
        }
        ~ActiveClaim()
        {
            std::lock_guard const lock{m_engine.m_active_mutex};
            std::erase(m_engine.m_active, m_id);
        }
        ActiveClaim(ActiveClaim const &) = delete;
        ActiveClaim &operator=(ActiveClaim const &) = delete;
        [[nodiscard]] Uuid id() const { return m_id; }

    private:
        Engine &m_engine;
        Uuid m_id;
    };

    std::vector<Uuid> active_claims()
    {
        std::lock_guard const lock{m_active_mutex};
        return m_active;
    }

    /// Nothing when the job was lost: then it is another's to end.
    std::optional<Outcome> run(Claimed const &claimed, Uuid claim)
    {
        Work work;
        work.m_store = &m_store;
        work.m_should_stop = [this] {
            return m_stopping || !is_leading();
        };
        work.m_id = claimed.id;
        work.m_claim = claim;
        work.m_payload = claimed.payload;
        work.m_attempt = claimed.attempt;
        work.m_max_attempts = claimed.max_attempts;
        try {
            return m_handlers.at(claimed.kind)(work);
        } catch (Lost const &lost) {
            m_log(claimed.kind + " " + claimed.id.to_string() + ": " + lost.what());
            return std::nullopt;
        } catch (std::exception const &error) {
            return Outcome::retry(error.what());
        }
    }

    void settle(storage::Tx &tx, Claimed const &claimed, Uuid claim, Outcome const &outcome)
    {
        // Where the claim is gone, the handler completed the job itself, or lost it: nothing to do.
        switch (outcome.kind) {
        case Outcome::Kind::done:
            (void)end_done(tx, claimed.id, claim);
            return;
        case Outcome::Kind::interrupted:
            (void)end_waiting(tx, claimed.id, claim, tx.now(), claimed.attempt - 1, "");
            return;
        case Outcome::Kind::retry:
            if (claimed.attempt < claimed.max_attempts) {
                (void)end_waiting(tx, claimed.id, claim,
                                  tx.now().plus(pause_after(claimed.attempt)), claimed.attempt,
                                  outcome.why);
                return;
            }
            [[fallthrough]];
        case Outcome::Kind::failed:
            if (end_dead(tx, claimed.id, claim, outcome.why)) {
                m_log(claimed.kind + " " + claimed.id.to_string() + " is dead: " + outcome.why);
            }
        }
    }

    [[nodiscard]] std::chrono::milliseconds pause_after(int attempt) const
    {
        auto pause = m_settings.first_pause;
        for (int i = 1; i < attempt && pause < m_settings.longest_pause; ++i) {
            pause *= 2;
        }
        return std::min(pause, m_settings.longest_pause);
    }

    /// The database may be away for a while: say so, go on, try again.
    template <typename Action>
    void guarded(std::string_view what, Action const &action)
    {
        try {
            action();
        } catch (std::exception const &error) {
            m_log(std::string{what} + ": " + error.what());
        }
    }

    void keep_lease()
    {
        auto const renewal = m_settings.lease / 3;
        Steady::time_point next_lead{};
        while (!m_leaving) {
            auto const heard = Bell::of_process().rung();
            if (Steady::now() >= next_lead) {
                bool const led = is_leading();
                guarded("the lease", [&] { lead(); });
                // Who does not lead looks more often, so as to step in soon.
                next_lead =
                    Steady::now() + (is_leading() ? renewal : std::min(renewal, m_settings.poll));
                if (!led && is_leading()) {
                    Bell::of_process().ring(); // there may be work that waited for a leader
                }
            }
            auto const next = is_leading() ? std::min(next_lead, do_chores()) : next_lead;
            auto const rest = std::chrono::ceil<std::chrono::milliseconds>(next - Steady::now());
            if (!m_leaving && rest.count() > 0) {
                Bell::of_process().wait(heard, rest);
            }
        }
    }

    /// Returns when the next is due.
    Steady::time_point do_chores()
    {
        auto next = Steady::time_point::max();
        for (auto &chore : m_chores) {
            if (Steady::now() >= chore.next) {
                guarded("a chore", [&] { chore.action(m_store); });
                chore.next = Steady::now() + chore.interval;
            }
            next = std::min(next, chore.next);
        }
        return next;
    }

    void keep_working()
    {
        while (!m_stopping) {
            auto const heard = Bell::of_process().rung();
            bool worked = false;
            if (is_leading()) {
                guarded("the queue", [&] { worked = work_once(); });
            }
            if (!worked && !m_stopping) {
                Bell::of_process().wait(heard, m_settings.poll);
            }
        }
    }

    storage::Store &m_store;
    RunnerSettings m_settings;
    Uuid m_holder; ///< this runner, since this start of the program
    std::vector<std::string> m_kinds;
    std::map<std::string, Handler, std::less<>> m_handlers;
    std::vector<Recurrence> m_recurrences;
    std::vector<Chore> m_chores;
    std::function<void(std::string_view)> m_log = print;

    std::vector<std::thread> m_threads; ///< the first keeps the lease
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_leaving = false;
    std::atomic<bool> m_leading = false;
    std::atomic<std::int64_t> m_lease_expires = 0; ///< microseconds, as an Instant
    Instant m_next_prune;
    std::mutex m_claiming;
    std::mutex m_active_mutex;
    std::vector<Uuid> m_active;
};

Runner::Runner(storage::Store &store, RunnerSettings settings)
    : m_engine{std::make_unique<Engine>(store, settings)}
{
}

Runner::~Runner()
{
    stop();
    m_engine->leave();
}

void Runner::handle(std::string kind, Handler handler)
{
    m_engine->handle(std::move(kind), std::move(handler));
}

void Runner::recur(std::string kind, std::chrono::microseconds interval)
{
    m_engine->recur(std::move(kind), interval);
}

void Runner::chore(std::chrono::milliseconds interval, std::function<void(storage::Store &)> action)
{
    m_engine->chore(interval, std::move(action));
}

void Runner::log_to(std::function<void(std::string_view line)> log)
{
    m_engine->log_to(std::move(log));
}

void Runner::start()
{
    m_engine->start();
}

void Runner::stop()
{
    m_engine->stop();
}

bool Runner::is_leading() const
{
    return m_engine->is_leading();
}

bool Runner::turn()
{
    m_engine->lead();
    return m_engine->is_leading() && m_engine->work_once();
}

int Runner::drain()
{
    int ran = 0;
    while (turn()) {
        ++ran;
    }
    return ran;
}

} // namespace selatan::jobs
