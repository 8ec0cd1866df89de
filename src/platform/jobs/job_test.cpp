#include "platform/jobs/runner.hpp"

#include "base/ensure.hpp"
#include "tests/support/engines.hpp"

#include <atomic>
#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>

namespace selatan::jobs {
namespace {

using namespace std::chrono_literals;

class Jobs : public testing::EngineTest {
protected:
    Id<Job> queued(NewJob const &job)
    {
        return store().write([&](storage::Tx &tx) { return enqueue(tx, job); });
    }
    Shown shown(Id<Job> id)
    {
        return store().read([&](storage::Reader &reader) { return find(reader, id).value(); });
    }
    std::vector<Shown> listed(Filter const &filter = {})
    {
        return store().read([&](storage::Reader &reader) { return list(reader, filter); });
    }
    Counts counted()
    {
        return store().read([](storage::Reader &reader) { return counts(reader); });
    }
    Result<void> restarted(Id<Job> id)
    {
        return store().write([&](storage::Tx &tx) { return restart(tx, id); });
    }
    static void be_quiet(Runner &runner)
    {
        runner.log_to([](std::string_view) {});
    }
};

TEST_P(Jobs, run_once_after_the_transaction_that_wanted_them)
{
    Runner runner{store()};
    std::vector<std::string> payloads;
    runner.handle("greet", [&](Work &work) {
        payloads.push_back(work.payload());
        EXPECT_EQ(work.attempt(), 1);
        EXPECT_FALSE(work.should_stop());
        return Outcome::done();
    });
    auto const id = queued({.kind = "greet", .payload = R"({"name":"Timor-Leste"})"});
    EXPECT_THROW(store().write([&](storage::Tx &tx) {
        enqueue(tx, {.kind = "greet"});
        throw std::runtime_error{"the act failed"};
    }),
                 std::runtime_error);
    EXPECT_EQ(shown(id).state, State::waiting);
    EXPECT_EQ(runner.drain(), 1);
    EXPECT_EQ(payloads, std::vector<std::string>{R"({"name":"Timor-Leste"})"});
    auto const job = shown(id);
    EXPECT_EQ(job.state, State::done);
    EXPECT_EQ(job.attempts, 1);
    EXPECT_EQ(job.finished, clock().now());
    EXPECT_EQ(runner.drain(), 0);
}

TEST_P(Jobs, wait_for_their_time_and_go_in_its_order)
{
    Runner runner{store()};
    std::string order;
    runner.handle("note", [&](Work &work) {
        order += work.payload();
        return Outcome::done();
    });
    queued({.kind = "note", .payload = "3", .run_at = clock().now().plus(2h)});
    queued({.kind = "note", .payload = "2", .run_at = clock().now().plus(1h)});
    queued({.kind = "note", .payload = "1"});
    EXPECT_EQ(runner.drain(), 1);
    clock().advance(1h - 1us);
    EXPECT_EQ(runner.drain(), 0);
    clock().advance(1h + 1us);
    EXPECT_EQ(runner.drain(), 2);
    EXPECT_EQ(order, "123");
}

TEST_P(Jobs, that_fail_are_tried_again_after_growing_pauses_and_die_in_the_end)
{
    Runner runner{store(), {.first_pause = 10s, .longest_pause = 30s}};
    be_quiet(runner);
    int attempts = 0;
    runner.handle("send", [&](Work &work) -> Outcome {
        ++attempts;
        EXPECT_EQ(work.is_last_attempt(), attempts == 5);
        if (attempts == 2) {
            throw std::runtime_error{"connection refused"};
        }
        return Outcome::retry("busy");
    });
    auto const id = queued({.kind = "send", .max_attempts = 5});
    EXPECT_EQ(runner.drain(), 1);
    for (auto const pause : {10s, 20s, 30s, 30s}) {
        EXPECT_EQ(shown(id).run_at, clock().now().plus(pause));
        clock().advance(pause - 1s);
        EXPECT_EQ(runner.drain(), 0);
        clock().advance(1s);
        EXPECT_EQ(runner.drain(), 1);
        EXPECT_EQ(shown(id).error, attempts == 2 ? "connection refused" : "busy");
    }
    EXPECT_EQ(shown(id).state, State::dead);
    EXPECT_EQ(attempts, 5);
    EXPECT_EQ(counted().dead, 1);
    clock().advance(24h);
    EXPECT_EQ(runner.drain(), 0);

    ASSERT_TRUE(restarted(id).has_value());
    EXPECT_EQ(shown(id).attempts, 0);
    EXPECT_EQ(runner.drain(), 1);
    EXPECT_EQ(restarted(id).error().problems.at(0).code, "jobs.not_dead");
    EXPECT_EQ(restarted(Id<Job>{}).error().decline, Decline::not_found);
}

TEST_P(Jobs, that_cannot_succeed_die_at_once)
{
    Runner runner{store()};
    std::string log;
    runner.log_to([&](std::string_view line) { log = line; });
    runner.handle("send", [](Work &) { return Outcome::failed("no such mailbox"); });
    auto const id = queued({.kind = "send"});
    runner.drain();
    EXPECT_EQ(shown(id).state, State::dead);
    EXPECT_EQ(shown(id).error, "no such mailbox");
    EXPECT_NE(log.find("no such mailbox"), std::string::npos);
}

TEST_P(Jobs, that_were_interrupted_begin_again_without_losing_an_attempt)
{
    Runner runner{store()};
    bool stop = true;
    runner.handle("import",
                  [&](Work &) { return stop ? Outcome::interrupted() : Outcome::done(); });
    auto const id = queued({.kind = "import", .max_attempts = 1});
    EXPECT_TRUE(runner.turn());
    EXPECT_EQ(shown(id).state, State::waiting);
    EXPECT_EQ(shown(id).attempts, 0);
    stop = false;
    EXPECT_TRUE(runner.turn());
    EXPECT_EQ(shown(id).state, State::done);
}

TEST_P(Jobs, of_one_unique_key_wait_once_and_never_run_together)
{
    Runner runner{store()};
    int runs = 0;
    std::optional<Id<Job>> queued_meanwhile;
    runner.handle("reindex", [&](Work &work) {
        ++runs;
        if (runs == 1) {
            // News arrives while it runs: it may have missed it, so another must follow.
            queued_meanwhile = queued({.kind = "reindex", .unique_key = "reindex"});
            EXPECT_NE(*queued_meanwhile, work.id());
            EXPECT_FALSE(runner.turn()) << "both would run at once";
        }
        return Outcome::done();
    });
    auto const first = queued({.kind = "reindex", .unique_key = "reindex"});
    EXPECT_EQ(queued({.kind = "reindex", .unique_key = "reindex"}), first);
    EXPECT_EQ(runner.drain(), 2);
    EXPECT_EQ(shown(*queued_meanwhile).state, State::done);
    auto const another = queued({.kind = "reindex", .unique_key = "reindex"});
    EXPECT_NE(another, first);
    EXPECT_NE(queued({.kind = "reindex", .unique_key = "of another record"}), another);
    EXPECT_EQ(runner.drain(), 2);
}

TEST_P(Jobs, that_fail_while_another_of_their_key_waits_leave_it_to_that_one)
{
    Runner runner{store()};
    int runs = 0;
    runner.handle("reindex", [&](Work &) {
        if (++runs == 1) {
            queued({.kind = "reindex", .unique_key = "reindex"});
            return Outcome::retry("busy");
        }
        return Outcome::done();
    });
    auto const first = queued({.kind = "reindex", .unique_key = "reindex"});
    EXPECT_EQ(runner.drain(), 2);
    EXPECT_EQ(shown(first).state, State::done);
    EXPECT_EQ(listed({.state = State::waiting}).size(), 0U);
}

TEST_P(Jobs, that_died_do_not_restart_beside_another_of_their_key)
{
    Runner runner{store()};
    be_quiet(runner);
    runner.handle("reindex", [](Work &) { return Outcome::failed("no"); });
    auto const dead = queued({.kind = "reindex", .unique_key = "reindex"});
    runner.drain();
    queued({.kind = "reindex", .unique_key = "reindex"});
    EXPECT_EQ(restarted(dead).error().problems.at(0).code, "jobs.already_waiting");
}

TEST_P(Jobs, that_nobody_here_can_do_wait_for_a_server_that_can)
{
    Runner runner{store()};
    runner.handle("known", [](Work &) { return Outcome::done(); });
    auto const id = queued({.kind = "from a newer release"});
    EXPECT_EQ(runner.drain(), 0);
    EXPECT_EQ(shown(id).state, State::waiting);
    Runner without_handlers{store()};
    EXPECT_EQ(without_handlers.drain(), 0);
}

TEST_P(Jobs, completed_in_the_transaction_of_their_effect_are_done_with_it)
{
    Runner runner{store()};
    runner.handle("import", [](Work &work) {
        work.store().write([&](storage::Tx &tx) {
            enqueue(tx, {.kind = "effect"});
            work.complete(tx);
        });
        return Outcome::retry("what happens after it does not matter");
    });
    auto const id = queued({.kind = "import"});
    EXPECT_EQ(runner.drain(), 1);
    EXPECT_EQ(shown(id).state, State::done);
    EXPECT_EQ(listed({.kind = "effect"}).size(), 1U);
}

TEST_P(Jobs, show_their_progress)
{
    Runner runner{store()};
    runner.handle("import", [&](Work &work) {
        work.report({.done = 20, .total = 100, .message = "rows"});
        auto const now = shown(work.id());
        EXPECT_EQ(now.state, State::running);
        EXPECT_EQ(now.progress.done, 20);
        EXPECT_EQ(now.progress.total, 100);
        EXPECT_EQ(now.progress.message, "rows");
        work.report({.done = 21, .total = 100}); // too soon to be written
        EXPECT_EQ(shown(work.id()).progress.done, 20);
        return Outcome::done();
    });
    queued({.kind = "import"});
    EXPECT_EQ(runner.drain(), 1);
}

TEST_P(Jobs, are_listed_newest_first_in_pages)
{
    std::vector<Id<Job>> ids;
    for (int i = 0; i < 5; ++i) {
        clock().advance(1s);
        ids.push_back(queued({.kind = i == 2 ? "other" : "note"}));
    }
    auto const first = listed({.limit = 2});
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].id, ids[4]);
    auto const second = listed({.older_than = first[1].id, .limit = 2});
    EXPECT_EQ(second[0].id, ids[2]);
    EXPECT_EQ(listed({.kind = "other"}).size(), 1U);
    EXPECT_EQ(listed({.state = State::done}).size(), 0U);
    EXPECT_EQ(counted().waiting, 5);
}

TEST_P(Jobs, that_recur_make_up_for_missed_times_once_and_keep_their_rhythm)
{
    Runner runner{store()};
    std::vector<Instant> ran;
    runner.handle("remind", [&](Work &) {
        ran.push_back(clock().now());
        return Outcome::done();
    });
    runner.recur("remind", 1h);
    auto const start = clock().now();
    EXPECT_EQ(runner.drain(), 1);
    clock().advance(59min);
    EXPECT_EQ(runner.drain(), 0);
    clock().advance(1min);
    EXPECT_EQ(runner.drain(), 1);
    clock().advance(10h + 30min);
    EXPECT_EQ(runner.drain(), 1);
    clock().advance(30min);
    EXPECT_EQ(runner.drain(), 1);
    EXPECT_EQ(ran, (std::vector<Instant>{start, start.plus(1h), start.plus(11h + 30min),
                                         start.plus(12h)}));
}

TEST_P(Jobs, that_were_done_are_forgotten_after_a_week_the_dead_never)
{
    Runner runner{store()};
    be_quiet(runner);
    runner.handle("good", [](Work &) { return Outcome::done(); });
    runner.handle("bad", [](Work &) { return Outcome::failed("no"); });
    queued({.kind = "good"});
    queued({.kind = "bad"});
    EXPECT_EQ(runner.drain(), 2);
    clock().advance(6 * 24h);
    runner.turn();
    EXPECT_EQ(listed().size(), 2U);
    clock().advance(2 * 24h);
    runner.turn();
    auto const left = listed();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].kind, "bad");
}

TEST_P(Jobs, are_run_by_one_leader_until_its_lease_ends)
{
    auto const other_store = another_store();
    Runner leader{store(), {.lease = 30s}};
    Runner follower{*other_store, {.lease = 30s}};
    std::string ran_by;
    leader.handle("note", [&](Work &) {
        ran_by += "L";
        return Outcome::done();
    });
    follower.handle("note", [&](Work &) {
        ran_by += "F";
        return Outcome::done();
    });
    EXPECT_FALSE(leader.turn());
    queued({.kind = "note"});
    EXPECT_FALSE(follower.turn());
    EXPECT_TRUE(leader.turn());
    clock().advance(20s);
    EXPECT_FALSE(leader.turn()); // renews
    clock().advance(20s);
    EXPECT_TRUE(leader.is_leading());
    queued({.kind = "note"});
    EXPECT_FALSE(follower.turn());
    clock().advance(10s); // the leader says nothing for its lease's time
    EXPECT_FALSE(leader.is_leading());
    EXPECT_TRUE(follower.turn());
    EXPECT_FALSE(leader.turn());
    EXPECT_EQ(ran_by, "LF");
}

TEST_P(Jobs, of_a_server_that_died_are_taken_over_and_their_late_end_counts_for_nothing)
{
    auto const other_store = another_store();
    Runner suspended{store(), {.lease = 30s}};
    Runner successor{*other_store, {.lease = 30s}};
    std::vector<std::string> logged;
    suspended.log_to([&](std::string_view line) { logged.emplace_back(line); });
    int effects = 0;
    successor.handle("pay", [&](Work &work) {
        EXPECT_EQ(work.attempt(), 2);
        ++effects;
        return Outcome::done();
    });
    suspended.handle("pay", [&](Work &work) {
        EXPECT_FALSE(successor.turn());
        clock().advance(31s); // the machine slept
        EXPECT_TRUE(work.should_stop());
        EXPECT_TRUE(successor.turn());
        work.store().write([&](storage::Tx &tx) {
            work.complete(tx); // throws: so nothing of this transaction is committed
            ++effects;
        });
        return Outcome::done();
    });
    auto const id = queued({.kind = "pay"});
    EXPECT_TRUE(suspended.turn());
    EXPECT_EQ(effects, 1);
    EXPECT_EQ(logged.size(), 1U);
    EXPECT_EQ(shown(id).state, State::done);
    EXPECT_EQ(shown(id).attempts, 2);
}

TEST_P(Jobs, that_always_take_their_server_down_die)
{
    auto const id = queued({.kind = "poison", .max_attempts = 2});
    auto const crash = [&] {
        // A claim that nobody works on is all that a dead server leaves.
        store().write([&](storage::Tx &tx) {
            tx.run(
                "UPDATE job SET state = 'running', claim = ?, attempts = attempts + 1 WHERE id = ?",
                new_uuid(tx.now()), id);
        });
        Runner next{store()};
        next.turn();
    };
    crash();
    EXPECT_EQ(shown(id).state, State::waiting);
    crash();
    EXPECT_EQ(shown(id).state, State::dead);
    EXPECT_EQ(shown(id).error, "the server stopped while it ran");
}

TEST_P(Jobs, setting_up_a_runner_wrongly_is_a_bug)
{
    Runner runner{store()};
    runner.handle("note", [](Work &) { return Outcome::done(); });
    EXPECT_THROW(runner.handle("note", [](Work &) { return Outcome::done(); }), Bug);
    EXPECT_THROW(queued({.kind = ""}), Bug);
    EXPECT_THROW(queued({.kind = "note", .max_attempts = 0}), Bug);
}

/// For the tests with threads: waits at most ten seconds for something to become true.
class Watch {
public:
    void tell(std::function<void()> const &change)
    {
        std::lock_guard const lock{m_mutex};
        change();
        m_changed.notify_all();
    }
    [[nodiscard]] bool until(std::function<bool()> const &condition)
    {
        std::unique_lock lock{m_mutex};
        return m_changed.wait_for(lock, 10s, condition);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
};

TEST_P(Jobs, queued_here_start_without_waiting_for_the_next_poll)
{
    Runner runner{store(), {.poll = 1h}};
    Watch watch;
    int runs = 0;
    runner.handle("note", [&](Work &) {
        watch.tell([&] { ++runs; });
        return Outcome::done();
    });
    queued({.kind = "note"}); // before the runner leads
    runner.start();
    EXPECT_TRUE(watch.until([&] { return runs == 1; }));
    queued({.kind = "note"});
    EXPECT_TRUE(watch.until([&] { return runs == 2; }));
    runner.stop();
    EXPECT_EQ(counted().waiting + counted().running, 0);
}

TEST_P(Jobs, a_stopping_server_lets_its_handlers_end_and_gives_the_lease_back)
{
    Runner runner{store()};
    Watch watch;
    bool began = false;
    runner.handle("long", [&](Work &work) {
        watch.tell([&] { began = true; });
        while (!work.should_stop()) {
            std::this_thread::sleep_for(1ms);
        }
        return Outcome::interrupted();
    });
    auto const id = queued({.kind = "long"});
    runner.start();
    EXPECT_TRUE(watch.until([&] { return began; }));
    runner.stop();
    EXPECT_FALSE(runner.is_leading());
    EXPECT_EQ(shown(id).state, State::waiting);

    auto const other_store = another_store();
    Runner next{*other_store};
    next.handle("long", [](Work &) { return Outcome::done(); });
    EXPECT_TRUE(next.turn()); // at once
}

TEST_P(Jobs, many_by_several_workers_each_run_once)
{
    Runner runner{store(), {.workers = 4}};
    Watch watch;
    std::multiset<std::string> ran;
    runner.handle("note", [&](Work &work) {
        watch.tell([&] { ran.insert(work.payload()); });
        return Outcome::done();
    });
    runner.start();
    std::set<std::string> wanted;
    for (int i = 0; i < 40; ++i) {
        wanted.insert(std::to_string(i));
        queued({.kind = "note", .payload = std::to_string(i)});
    }
    EXPECT_TRUE(watch.until([&] { return ran.size() >= wanted.size(); }));
    runner.stop();
    EXPECT_EQ(ran.size(), wanted.size());
    EXPECT_EQ((std::set<std::string>{ran.begin(), ran.end()}), wanted);
    EXPECT_EQ(listed({.state = State::done}).size(), 40U);
}

TEST_P(Jobs, chores_are_done_by_the_leader_and_a_failing_one_stops_nothing)
{
    Runner runner{store()};
    be_quiet(runner);
    Watch watch;
    int seals = 0;
    runner.chore(1ms, [](storage::Store &) { throw std::runtime_error{"always"}; });
    runner.chore(1ms, [&](storage::Store &) { watch.tell([&] { ++seals; }); });
    runner.start();
    EXPECT_TRUE(watch.until([&] { return seals >= 3; }));

    auto const other_store = another_store();
    Runner follower{*other_store, {.poll = 5ms}};
    std::atomic<int> wrong = 0;
    follower.chore(1ms, [&](storage::Store &) { ++wrong; });
    follower.start();
    std::this_thread::sleep_for(50ms);
    follower.stop();
    EXPECT_EQ(wrong, 0);
    runner.stop();
}

INSTANTIATE_ENGINES(Jobs);

} // namespace
} // namespace selatan::jobs
