// uses: cooperation_funds selatan_migrations
//
// A fund with 100,000 booked transfers (300,000 postings over 300 accounts): the trial balance now
// and on a day in the middle, an account's statement, all postings counted anew; and what booking
// one transfer costs, in memory (the rules and statements alone) and on disk, where it ends in one
// fsync. Medians, on SQLite.

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/reference/shipped.hpp"
#include "platform/storage/migration.hpp"
#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace {

using namespace selatan;
using namespace selatan::funds;
using Stopwatch = std::chrono::steady_clock;

constexpr int transfers = 100'000;
constexpr int subjects = 100;

double milliseconds_since(Stopwatch::time_point start)
{
    return std::chrono::duration<double, std::milli>(Stopwatch::now() - start).count();
}

template <typename Function>
double median_of(int times, Function const &function)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        auto const start = Stopwatch::now();
        function();
        all.push_back(milliseconds_since(start));
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

} // namespace

int main()
{
    ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
    auto const by = auth::program_identity("bench");

    storage::Store memory{{.url = "sqlite::memory:", .slow = {}}, clock};
    auto const world = make_world(memory);
    auto const start = Stopwatch::now();
    constexpr int batch = 1000;
    for (int from = 0; from < transfers; from += batch) {
        memory.write([&](storage::Tx &tx) {
            for (int i = from; i < from + batch; ++i) {
                book_one(tx, by, world, i);
            }
        });
    }
    std::printf("book %d transfers, a thousand a transaction: %.0f us each\n", transfers,
                milliseconds_since(start) * 1000 / transfers);

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

    auto const path = std::filesystem::temp_directory_path() / "selatan-ledger-bench.db";
    std::filesystem::remove(path);
    {
        storage::Store disk{{.url = "sqlite:" + path.string(), .slow = {}}, clock};
        auto const there = make_world(disk);
        std::printf("book one transfer, durably on disk: %8.3f ms\n", median_of(201, [&] {
                        disk.write(
                            [&](storage::Tx &tx) { book_one(tx, by, there, next++ % transfers); });
                    }));
    }
    for (auto const *const ending : {"", "-wal", "-shm"}) {
        std::filesystem::remove(path.string() + ending);
    }
}
