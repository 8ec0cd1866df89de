// uses: cooperation_programming selatan_migrations
//
// A plan of 1,000 ranked lines under the ceilings of the whole, a fund and a group of countries:
// how long its establishment takes (one transaction, an event a line), its figures for the picture,
// and taking and giving back the amount of one line. Medians, on SQLite in memory.

#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/programming/figures.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/reference/shipped.hpp"
#include "platform/storage/migration.hpp"
#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

using namespace selatan;
using namespace selatan::programming;
using Stopwatch = std::chrono::steady_clock;

constexpr int lines_made = 1000;

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

/// What the benchmark does, the rules allow.
template <typename T>
T expect(Result<T> const &result)
{
    if (!result) {
        std::fprintf(stderr, "refused: %s\n", result.error().problems.front().code.c_str());
        std::exit(1);
    }
    return *result;
}

Uuid make_plan(storage::Tx &tx, Uuid fund)
{
    PlanYear value;
    value.title = "Plan";
    value.year = 2027;
    value.currency = Currency::parse("USD");
    auto const plan =
        records::create(tx, {}, plan_years, value, {.state = std::string{plan_states::ceiling_set}})
            .id;
    auto const by = auth::program_identity("bench");
    for (auto const scope : {Scope::total, Scope::fund, Scope::country_group}) {
        Ceiling ceiling;
        ceiling.plan = Id<PlanYear>{plan};
        ceiling.scope = scope;
        ceiling.stage = Stage::allocated;
        ceiling.amount = 1'000'000'000;
        ceiling.from_day = tx.today();
        ceiling.document = "Letter";
        if (scope == Scope::fund) {
            ceiling.fund = Id<partners::Organisation>{fund};
        }
        if (scope == Scope::country_group) {
            ceiling.country_group = "SIDS";
        }
        static_cast<void>(expect(add_ceiling(tx, by, ceiling)));
    }
    return plan;
}

void make_lines(storage::Tx &tx, Uuid plan, Uuid fund)
{
    constexpr std::array<std::string_view, 5> countries{"TLS", "MDG", "FJI", "KIR", "SDN"};
    for (int i = 0; i < lines_made; ++i) {
        PlanLine line;
        line.plan = Id<PlanYear>{plan};
        line.title = "Line " + std::to_string(i);
        line.country = CountryCode::parse(countries[static_cast<std::size_t>(i) % 5]);
        line.organisation = Id<partners::Organisation>{fund};
        if (i % 3 == 0) {
            line.fund = Id<partners::Organisation>{fund};
        }
        line.sector = "31120";
        line.modality = "training";
        line.amount = 1000 + i;
        line.currency = Currency::parse(i % 4 == 0 ? "IDR" : "USD");
        line.rank = i + 1;
        line.included = true;
        static_cast<void>(
            records::create(tx, {}, plan_lines, line, {.state = std::string{line_states::ranked}}));
    }
}

} // namespace

int main()
{
    ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
    storage::Store store{{.url = "sqlite::memory:"}, clock};
    storage::migrate(store, storage::all_migrations());
    auto const by = auth::program_identity("bench");
    auto const fund = store.write([&](storage::Tx &tx) {
        reference::load_shipped(tx);
        partners::Organisation organisation;
        organisation.name = "Fund";
        organisation.type = partners::OrganisationType::fund;
        return records::create(tx, {}, partners::organisations, organisation).id;
    });
    auto const plan = store.write([&](storage::Tx &tx) { return make_plan(tx, fund); });
    store.write([&](storage::Tx &tx) { make_lines(tx, plan, fund); });

    auto const year = *store.read(
        [&](storage::Reader &reader) { return records::load(reader, plan_years, plan); });
    auto const figures = [&] {
        store.read([&](storage::Reader &reader) {
            return figures_of(reader, plan, year, {.sql = "1 = 1", .values = {}}).ceilings.size();
        });
    };
    figures(); // the code lists are read once
    std::printf("%d lines\n", lines_made);
    std::printf("figures, all ranked        %8.2f ms\n", median_of(15, figures));

    auto const start = Stopwatch::now();
    static_cast<void>(expect(store.write([&](storage::Tx &tx) {
        auto const head = records::head_of(tx, plan_years, plan);
        return establish_plan(tx, by, head, head.version, {"Decree"});
    })));
    std::printf("establishment of the plan  %8.2f ms\n", milliseconds_since(start));
    std::printf("figures, all established   %8.2f ms\n", median_of(15, figures));

    auto const line = store.read([&](storage::Reader &reader) {
        return lines_of(reader, plan, {.sql = "1 = 1", .values = {}}).front().id;
    });
    Claim claim{.line = line, .amount = 5000, .fund = fund, .countries = {}};
    std::printf("one amount changed         %8.2f ms\n", median_of(101, [&] {
                    claim.amount = claim.amount == 5000 ? 6000 : 5000;
                    store.write([&](storage::Tx &tx) {
                        auto const held = commit(tx, by, plan, {claim});
                        return expect(held ? Result<int>{0} : refuse(held.error()));
                    });
                }));
}
