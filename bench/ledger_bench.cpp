// uses: cooperation_funds selatan_migrations
//
// A fund with 100,000 booked transfers (300,000 postings over 201 accounts): the trial balance now
// and on days gone by, an account's statement, all postings counted anew; the same balances by
// `ledger` and `hledger` from the journal that we write, where they are installed; and what booking
// one transfer costs, in memory (the rules and statements alone) and on disk, where it ends in one
// fsync:
//
//     strace -f -c -e trace=fsync,fdatasync build/release/bench/ledger_bench postings 201
//     strace -f -c -e trace=fsync,fdatasync build/release/bench/ledger_bench postings 1
//
// (the difference: what making the database costs stands in both).
// Medians of processor time, so that a busy machine does not stretch them, on SQLite.
//
// November 2026, a virtual machine with two cores (Intel Xeon), busy, the
// program at -O0, ms: trial balance now 2.6, on a day gone by 3 to 6, all postings counted anew
// 295; ledger 2,056, hledger 8,301. In release: 0.44, 0.7 to 3.3, 307; ledger 1,295, hledger 8,599;
// one transfer durably 0.3. 200 postings more make 209 fdatasync more: one each, and nine of the
// write-ahead log's checkpoints; making the database makes 83.

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/journal.hpp"
#include "cooperation/funds/ledger_store.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/reference/shipped.hpp"
#include "fill.hpp"
#include "platform/storage/migration.hpp"
#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace selatan;
using namespace selatan::funds;

constexpr int transfers = 100'000;
constexpr int subjects = 100;

template <typename Function>
double median_of(int times, Function const &function)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        auto const start = bench::cpu_ms();
        function();
        all.push_back(bench::cpu_ms() - start);
    }
    std::ranges::sort(all);
    return all[all.size() / 2];
}

struct World {
    Uuid fund;
    std::vector<Uuid> lines; ///< any records: what accounts are about
};

World make_world(storage::Store &store)
{
    storage::migrate(store, storage::all_migrations());
    return store.write([&](storage::Tx &tx) {
        World world;
        Fund fund;
        fund.title = "Fund";
        fund.kind = FundKind::central_budget;
        fund.currency = Currency::parse("USD");
        world.fund = records::create(tx, {}, funds::funds, fund).id;
        for (int i = 0; i < subjects; ++i) {
            partners::Organisation organisation;
            organisation.name = "Payee " + std::to_string(i);
            world.lines.push_back(
                records::create(tx, {}, partners::organisations, organisation).id);
        }
        return world;
    });
}

/// Three accounts of one subject move, as when something is paid.
Booking booking_of(storage::Tx &tx, World const &world, int number)
{
    auto const usd = *Currency::parse("USD");
    auto const subject = world.lines[static_cast<std::size_t>(number) % subjects];
    auto const key = [&](Role role, Uuid of) {
        return AccountKey{world.fund, role, of, usd};
    };
    Money const amount{100 + number % 900, usd};
    auto const first_day = *Date::parse("2026-01-01");
    return {.id = tx.new_id<ledger::Transfer>(),
            .fund = world.fund,
            .act = Act::receipt,
            .record = world.fund,
            .on = first_day.plus_days(number * 300 / transfers),
            .document = "Benchmark",
            .legs = {{key(Role::bank, world.fund), key(Role::unallocated, subject), amount},
                     {key(Role::bank, world.fund), key(Role::promised, subject), amount}}};
}

void book_one(storage::Tx &tx, auth::Identity const &by, World const &world, int number)
{
    if (!book(tx, by, booking_of(tx, world, number))) {
        std::fprintf(stderr, "refused\n");
        std::exit(1);
    }
}

/// What a program that is not ours takes for all balances of the same entries.
void compare(storage::Store &store, char const *program, ledger::Dialect dialect)
{
    if (std::system(("command -v " + std::string{program} + " > /dev/null").c_str()) != 0) {
        std::printf("%-8s is not installed\n", program);
        return;
    }
    auto const path = std::filesystem::temp_directory_path() / "selatan-ledger-bench.journal";
    {
        std::ofstream journal{path, std::ios::binary};
        store.read([&](storage::Reader &reader) {
            write_journal(reader, dialect, [&](std::string_view piece) { journal << piece; });
        });
    }
    rusage before{};
    rusage after{};
    getrusage(RUSAGE_CHILDREN, &before);
    auto const failed = std::system(
        (std::string{program} + " -f " + path.string() + " balance > /dev/null").c_str());
    getrusage(RUSAGE_CHILDREN, &after);
    auto const ms = [](timeval const &time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    std::printf("%-8s balance, of our journal:       %8.0f ms%s\n", program,
                ms(after.ru_utime) + ms(after.ru_stime) - ms(before.ru_utime) - ms(before.ru_stime),
                failed == 0 ? "" : " (failed)");
    std::filesystem::remove(path);
}

/// Each transfer in a transaction of its own, on disk.
void post_durably(Clock const &clock, auth::Identity const &by, int posted)
{
    auto const path = std::filesystem::temp_directory_path() / "selatan-ledger-bench.db";
    std::filesystem::remove(path);
    {
        storage::Store disk{{.url = "sqlite:" + path.string(), .slow = {}}, clock};
        auto const there = make_world(disk);
        int next = 0;
        std::printf(
            "book one transfer, durably on disk: %8.3f ms (%d of them)\n",
            median_of(
                posted,
                [&] { disk.write([&](storage::Tx &tx) { book_one(tx, by, there, next++); }); }),
            posted);
    }
    for (auto const *const ending : {"", "-wal", "-shm"}) {
        std::filesystem::remove(path.string() + ending);
    }
}

} // namespace

int main(int argc, char **argv)
{
    ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
    auto const by = auth::program_identity("bench");
    constexpr int some = 201;
    if (argc > 1 && std::string_view{argv[1]} == "postings") {
        post_durably(clock, by, argc > 2 ? std::max(std::atoi(argv[2]), 1) : some);
        return 0;
    }
    storage::Store memory{{.url = "sqlite::memory:", .slow = {}}, clock};
    auto const world = make_world(memory);
    auto const start = bench::cpu_ms();
    constexpr int batch = 1000;
    for (int from = 0; from < transfers; from += batch) {
        memory.write([&](storage::Tx &tx) {
            for (int i = from; i < from + batch; ++i) {
                book_one(tx, by, world, i);
            }
        });
    }
    std::printf("book %d transfers, a thousand a transaction: %.0f us each\n", transfers,
                (bench::cpu_ms() - start) * 1000 / transfers);

    auto const everything = records::compile(fund_policy, &by, records::verbs::see);
    auto const read = [&](auto const &function) {
        return median_of(5, [&] { memory.read(function); });
    };
    std::printf("trial balance now:                  %8.2f ms\n",
                read([&](storage::Reader &reader) {
                    static_cast<void>(accounts_at(reader, everything, std::nullopt));
                }));
    for (auto const *const on : {"2026-10-20", "2026-06-01", "2025-12-31"}) {
        std::printf("trial balance at end of %s:  %8.2f ms\n", on,
                    read([&](storage::Reader &reader) {
                        static_cast<void>(accounts_at(reader, everything, Date::parse(on)));
                    }));
    }
    std::printf("one scan of all postings:           %8.2f ms\n", read([](storage::Reader &reader) {
                    if (!check_books(reader).are_right()) {
                        std::exit(1);
                    }
                }));
    auto const account = memory.read([&](storage::Reader &reader) {
        return accounts_at(reader, everything, std::nullopt).back();
    });
    std::printf("statement of one account:           %8.2f ms\n",
                read([&](storage::Reader &reader) {
                    static_cast<void>(statement_of(reader, account, *Date::parse("2026-01-01"),
                                                   *Date::parse("2026-12-31")));
                }));
    int next = transfers;
    std::printf("book one transfer, in memory:       %8.3f ms\n", median_of(201, [&] {
                    memory.write(
                        [&](storage::Tx &tx) { book_one(tx, by, world, next++ % transfers); });
                }));
    post_durably(clock, by, some);
    compare(memory, "ledger", ledger::Dialect::ledger);
    compare(memory, "hledger", ledger::Dialect::hledger);
}
