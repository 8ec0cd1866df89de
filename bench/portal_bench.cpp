// uses: cooperation_portal cooperation_activities cooperation_projects selatan_migrations
//
// The portal of an installation with 20,000 projects of three parties each, four of five public
// with what their parties chose, and two activities each: what the home page, the list of projects,
// a country's page, the flows, the budget and one project's page ask the database, with the very
// functions that the pages call. Processor time, so that a busy machine does not stretch it.
//
//     build/release/bench/portal_bench sqlite:portal.db 20000
//     script/with-postgresql sh -c 'build/release/bench/portal_bench "$SELATAN_TEST_POSTGRESQL"
//     20000'
//
// A database that has projects already is measured as it is.
//
// November 2026, a virtual machine with two cores (Intel Xeon), busy, the
// program at -O0 and SQLite 3.40 as Debian builds it; 16,000 of 20,000 projects public; ms of
// processor time, before figures were rows and since:
//
//     home                                       298    0.4
//     projects, with the choices of the filter   298    0.7
//     a country's page                           263    0.6
//     flows                                      248    0.3
//     one project with its parties                81    0.1
//     feed                                       0.8    0.8
//
// The same in release: home 0.55, projects 0.86, a country's page 0.53, flows 0.30, one project
// 0.04, feed 0.51. Making them: 124 s on SQLite, beside fifteen other jobs.

#include "cooperation/activities/activities.hpp"
#include "cooperation/portal/portal.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reference/shipped.hpp"
#include "fill.hpp"
#include "platform/storage/migration.hpp"
#include "platform/storage/migrations.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <random>

namespace {

using namespace selatan;
using namespace selatan::portal;
using bench::measure;

constexpr std::array<std::string_view, 24> countries{
    "TLS", "MDG", "FJI", "MOZ", "AGO", "LAO", "KHM", "PNG", "SLB", "VUT", "TON", "WSM",
    "NPL", "BGD", "LKA", "ETH", "KEN", "TZA", "UGA", "RWA", "SEN", "GHA", "HTI", "CUB"};
constexpr std::array<std::string_view, 6> providers{"IDN", "BRA", "IND", "THA", "TUR", "MAR"};
constexpr std::array<std::string_view, 8> sectors{"31120", "31163", "12220", "11330",
                                                  "14030", "23210", "15110", "74020"};
constexpr std::array<std::string_view, 6> goals{"2.3", "3.8", "4.4", "7.1", "13.1", "17.9"};

class World {
public:
    explicit World(storage::Store &store) : m_store{&store} {}

    void fill(std::int64_t count)
    {
        constexpr std::int64_t batch = 1000;
        for (std::int64_t from = 0; from < count; from += batch) {
            auto const until = std::min(from + batch, count);
            m_store->write([&](storage::Tx &tx) { put_batch(tx, from, until); });
        }
        m_store->write([](storage::Tx &tx) { tx.run("ANALYZE"); });
    }

private:
    struct Batch {
        std::vector<bench::Row> projects, parties, consents, activities;
    };

    template <typename T>
    static bench::Row row_of(std::string reference, std::string state,
                             std::optional<CountryCode> country, Instant at, T const &value)
    {
        records::AnyValue any{records::value_type<T>};
        *static_cast<T *>(any.get()) = value;
        return {.id = new_uuid(at),
                .reference = std::move(reference),
                .title = "A course with partners",
                .state = std::move(state),
                .country = country,
                .organisation = std::nullopt,
                .at = at,
                .due_on = std::nullopt,
                .value = std::move(any)};
    }
    template <std::size_t Size>
    std::string one_of(std::array<std::string_view, Size> const &all)
    {
        return std::string{all[m_random() % Size]};
    }
    void add_project(Batch &out, std::int64_t number, Instant now)
    {
        auto const suffix = std::to_string(number);
        projects::Project project;
        project.title = "A course with partners " + suffix;
        project.country = CountryCode::parse(one_of(countries));
        project.objective = "Partners keep what they learn.";
        project.arrangement = "south_south";
        project.geography = "bilateral";
        project.modalities = {"training"};
        project.sector = one_of(sectors);
        project.sdgs = {one_of(goals)};
        project.starts = now.date().plus_days(-static_cast<int>(m_random() % 3000));
        project.ends = project.starts->plus_months(18);
        out.projects.push_back(row_of("PRJ-B-" + suffix, "active", project.country, now, project));
        auto const id = out.projects.back().id;
        bool const is_public = m_random() % 5 != 0;
        records::Codes topics{"summary", "dates", "places"};
        if (m_random() % 2 == 0) {
            topics.insert(topics.end(), {"people", "results", "money"});
        }
        for (auto const &[role, country] :
             {std::pair{"requester", project.country},
              std::pair{"provider", CountryCode::parse(one_of(providers))},
              std::pair{"facilitator", CountryCode::parse("JPN")}}) {
            projects::Party party;
            party.project = Id<projects::Project>{id};
            party.country = country;
            party.roles = {role};
            out.parties.push_back(row_of("PTY-B-" + suffix + role, "bound", country, now, party));
            Consent consent;
            consent.project = party.project;
            consent.party = Id<projects::Party>{out.parties.back().id};
            consent.topics = topics;
            out.consents.push_back(row_of("PCN-B-" + suffix + role, is_public ? "given" : "asked",
                                          country, now, consent));
        }
        for (int i = 0; i < 2; ++i) {
            activities::Activity activity;
            activity.title = "Field days";
            activity.project = Id<projects::Project>{id};
            activity.modality = "training";
            activity.reached_women = static_cast<std::int64_t>(m_random() % 40);
            activity.reached_men = static_cast<std::int64_t>(m_random() % 40);
            out.activities.push_back(row_of("ACT-B-" + suffix + "-" + std::to_string(i),
                                            i == 0 ? "verified" : "planned", project.country, now,
                                            activity));
        }
    }
    void put_batch(storage::Tx &tx, std::int64_t from, std::int64_t until)
    {
        Batch batch;
        for (auto number = from; number < until; ++number) {
            add_project(batch, number, tx.now());
        }
        bench::put(tx, projects::projects, batch.projects);
        bench::put(tx, projects::parties, batch.parties);
        bench::put(tx, consents, batch.consents);
        bench::put(tx, activities::activities, batch.activities);
    }

    storage::Store *m_store;
    std::mt19937 m_random{20261122};
};

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: portal_bench DATABASE [PROJECTS]\n");
        return 2;
    }
    std::int64_t count = 20'000;
    if (argc > 2) {
        std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), count);
    }
    SystemClock const clock;
    storage::Store store{{.url = argv[1], .connections = 2}, clock};
    storage::migrate(store, storage::all_migrations());
    auto const held = store.read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM record WHERE kind = 'project'")
            .value_or(0);
    });
    if (held == 0) {
        store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
        auto const start = bench::wall_ms();
        World{store}.fill(count);
        std::printf("%lld projects made in %.0f s\n", static_cast<long long>(count),
                    (bench::wall_ms() - start) / 1000);
    }
    bench::heading();
    constexpr int of_a_page = 31;
    ProjectFilter const all;
    ProjectFilter of_country;
    of_country.country = CountryCode::parse("TLS");
    measure(store, "home", [&](auto &reader) {
        return static_cast<std::size_t>(totals(reader).projects) + country_figures(reader).size() +
               goal_figures(reader).size() + public_projects(reader, all, 6).size();
    });
    measure(store, "projects, with the choices of the filter", [&](auto &reader) {
        static_cast<void>(count_public_projects(reader, all));
        return public_projects(reader, all, of_a_page).size() + country_figures(reader).size() +
               sector_figures(reader).size() + goal_figures(reader).size();
    });
    measure(store, "a country's page", [&](auto &reader) {
        static_cast<void>(count_public_projects(reader, of_country));
        return public_projects(reader, of_country, of_a_page).size() +
               country_figures(reader).size();
    });
    measure(store, "flows", [&](auto &reader) { return flows(reader).size(); });
    measure(store, "budget", [&](auto &reader) { return plan_totals(reader, 2024).size(); });
    measure(store, "one project with its parties", [&](auto &reader) {
        ProjectFilter one;
        one.reference = "PRJ-B-777";
        auto const found = public_projects(reader, one, 1);
        return found.empty() ? 0 : public_parties(reader, found.front().id).size();
    });
    measure(store, "feed", [&](auto &reader) { return newest_publications(reader, 50).size(); });
    return 0;
}
