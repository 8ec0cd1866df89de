// uses: main_program
//
// The one search box over every noun of the program, with its code lists, so that words are looked
// for in six languages: each of the words given, as a coordinator and as a country's focal point.
// Median and 95th percentile of the server's time in milliseconds, the database's included. Another
// bench fills the database: training_bench with 260,000 documents, requests_bench with as many as
// one likes.
//
//     build/release/bench/search_bench sqlite:training.db TLS "kofi banda 77" maria "kofi banda"
//     build/release/bench/search_bench sqlite:requests.db TLS rice "rice training" irri irigation

#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "fill.hpp"
#include "main/nouns.hpp"
#include "platform/auth/identity.hpp"
#include "platform/clock/clock.hpp"
#include "platform/records/everywhere.hpp"
#include "platform/records/search.hpp"
#include "platform/storage/migration.hpp"
#include "platform/storage/migrations.hpp"

#include <span>
#include <string>

namespace {

using namespace selatan;

auth::Identity someone(auth::Role role, auth::Scope const &scope)
{
    auth::Identity who;
    who.grants = {{.role = role, .scope = scope, .valid_from = Date{}}};
    return who;
}

/// What `init` and the leader's chore do: lists of codes, and words to correct misspelt ones by.
void prepare(storage::Store &store)
{
    auto const held = store.read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM code_item").value_or(0);
    });
    if (held == 0) {
        store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    }
    auto const start = bench::wall_ms();
    while (store.read([](storage::Reader &reader) { return records::has_unlearned(reader); })) {
        store.write([](storage::Tx &tx) { records::learn_words(tx); });
    }
    store.write([](storage::Tx &tx) { tx.run("ANALYZE"); });
    std::printf("words learned in %.0f s\n", (bench::wall_ms() - start) / 1000);
}

void measure(storage::Store &store, char const *who, auth::Identity const &identity,
             records::CodeLists const &codes, std::string const &words)
{
    constexpr int rounds = 41;
    auto const nouns = program::all_nouns();
    std::vector<double> wall;
    records::Everywhere found;
    for (int i = 0; i < rounds; ++i) {
        auto const start = bench::wall_ms();
        store.read([&](storage::Reader &reader) {
            found = records::search_everywhere(reader, nouns, &identity, codes, {.words = words});
        });
        wall.push_back(bench::wall_ms() - start);
    }
    std::ranges::sort(wall);
    std::printf("%-14s %-30s %8.2f %8.2f %7d%s\n", who, words.c_str(), wall[rounds / 2],
                wall[rounds * 95 / 100], found.count, found.is_all ? "" : "+");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "usage: search_bench DATABASE-URL COUNTRY WORDS…\n");
        return 2;
    }
    SystemClock const clock;
    storage::Store store{{.url = argv[1], .slow = std::chrono::milliseconds{0}}, clock};
    storage::migrate(store, storage::all_migrations());
    prepare(store);
    auto const codes = reference::code_lists(store);
    auto const country = CountryCode::parse(argv[2]);
    if (!country) {
        std::fprintf(stderr, "search_bench: %s is no country's code\n", argv[2]);
        return 2;
    }
    auto const coordinator = someone(auth::Role::coordinator, auth::Everywhere{});
    auto const focal_point = someone(auth::Role::focal_point, *country);
    std::printf("%-14s %-30s %8s %8s %7s\n", "", "ms", "median", "p95", "found");
    for (auto const *const words : std::span{argv + 3, static_cast<std::size_t>(argc - 3)}) {
        measure(store, "coordinator", coordinator, *codes, words);
        measure(store, "focal point", focal_point, *codes, words);
    }
    return 0;
}
