// uses: main_program
//
// The portal of an installation with 20,000 projects of three parties each, four of five public
// with what their parties chose, and two activities each: what the home page, the list of projects,
// a country's page, the flows, the budget and one project's page ask the database, with the very
// functions that the pages call. Processor time, so that a busy machine does not stretch it. Then
// the pages themselves, served by the whole program over HTTP: what each weighs as it is sent, how
// long it takes, and with wrk(1) how many go out in a second over 32 connections.
//
//     SELATAN_DATA=portal build/release/bench/portal_bench 20000
//     SELATAN_DATA=portal-pg script/with-postgresql sh -c
//     'SELATAN_DATABASE="$SELATAN_TEST_POSTGRESQL" build/release/bench/portal_bench 20000'
//
// An installation that is there already is measured as it is; `selatan serve` with the same
// settings serves it.
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
#include "cooperation/portal/publication_policy.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/scheme.hpp"
#include "fill.hpp"
#include "main/init.hpp"
#include "main/installation.hpp"
#include "platform/http/client.hpp"
#include "platform/http/server.hpp"
#include "platform/web/log.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <random>
#include <sys/resource.h>

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
        m_store->write([&](storage::Tx &tx) { put_pages(tx); });
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
        m_activity = out.activities.back().id;
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
    /// As many calls as are open at once in a large programme, and what a map needs.
    void put_pages(storage::Tx &tx)
    {
        constexpr int open = 30;
        training::Scheme scheme;
        scheme.title = "A scheme";
        std::vector<bench::Row> schemes{row_of("SCH-B-1", "active", {}, tx.now(), scheme)};
        bench::put(tx, training::schemes, schemes);
        std::vector<bench::Row> rows;
        for (int i = 0; i < open; ++i) {
            training::Call call;
            call.title = "Rice seed for districts " + std::to_string(i);
            call.activity = Id<activities::Activity>{m_activity};
            call.scheme = Id<training::Scheme>{schemes.front().id};
            call.places = 20;
            call.opens_on = tx.today().plus_days(-10);
            call.closes_on = tx.today().plus_days(20 + i);
            call.time_zone = "Asia/Jakarta";
            call.is_public = true;
            rows.push_back(row_of("CALL-B-" + std::to_string(i), "open", {}, tx.now(), call));
            rows.back().title = call.title;
            rows.back().audience = Audience::everyone;
        }
        bench::put(tx, training::calls, rows);
        PublicationPolicy policy;
        policy.since = tx.today().plus_days(-100);
        policy.map_viewpoint = "United Nations";
        policy.map_disclaimer = {Language::en, "No judgement on any territory is meant."};
        policy.licence = "CC BY 4.0";
        bench::put(tx, publication_policies, {row_of("PPL-B-1", "", {}, tx.now(), policy)});
    }

    storage::Store *m_store;
    std::mt19937 m_random{20261122};
    Uuid m_activity; ///< the last that was made: whose calls there are
};

/// Of this process, without wrk.
double cpu_of_process_ms()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const milliseconds = [](timeval const &time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

struct Load {
    double per_second = 0;
    double cpu_ms = 0; ///< of each
};
/// Nothing without wrk.
std::optional<Load> load(http::Server const &server, std::string_view path)
{
    constexpr int seconds = 3;
    auto const requests_before = server.figures().requests;
    auto const cpu_before = cpu_of_process_ms();
    auto const command =
        "wrk -t1 -c32 -d" + std::to_string(seconds) +
        " -H 'Accept-Encoding: br, gzip' http://127.0.0.1:" + std::to_string(server.port()) +
        std::string{path} + " > /dev/null";
    // NOLINTNEXTLINE(concurrency-mt-unsafe,cert-env33-c): a benchmark, with words of its own
    if (std::system(command.c_str()) != 0) {
        return std::nullopt;
    }
    auto const requests = static_cast<double>(server.figures().requests - requests_before);
    return Load{.per_second = requests / seconds,
                .cpu_ms = (cpu_of_process_ms() - cpu_before) / requests};
}

void measure_page(http::Server const &server, std::string_view path)
{
    constexpr int rounds = 41;
    http::Client client{server.port()};
    client.headers.set("Accept-Encoding", "br, gzip");
    std::vector<double> wall;
    http::Client::Answer answer;
    for (int i = 0; i < rounds; ++i) {
        auto const start = bench::wall_ms();
        answer = client.get(path);
        wall.push_back(bench::wall_ms() - start);
    }
    std::ranges::sort(wall);
    auto const under_load = load(server, path);
    std::printf("%-32s %4d %8zu %8.2f %8.2f", std::string{path}.c_str(), answer.status,
                answer.body.size(), wall[rounds / 2], wall[rounds * 95 / 100]);
    if (under_load) {
        std::printf(" %8.0f %8.2f", under_load->per_second, under_load->cpu_ms);
    }
    std::printf("\n");
}

/// The pages as the program serves them, one after the other.
void measure_pages(program::Settings settings)
{
    settings.server.port = 0;
    settings.log_requests = false;
    program::Installation installation{settings};
    web::Dispatch const dispatch{installation.app(), installation.router()};
    http::Server server{settings.server, {}, [&](http::Request &&request) {
                            return dispatch(std::move(request));
                        }};
    server.start();
    std::printf("%-32s %4s %8s %8s %8s %8s %8s\n", "page", "", "bytes", "ms", "p95", "a second",
                "cpu ms");
    for (auto const *const path :
         {"/public/en", "/public/ar", "/public/en/projects", "/public/en/projects?country=TLS",
          "/public/en/projects/PRJ-B-777", "/public/en/countries", "/public/en/countries/TLS",
          "/public/en/sectors", "/public/en/sectors/31120", "/public/en/goals",
          "/public/en/goals/17", "/public/en/flows", "/public/en/calls", "/public/en/data",
          "/open/feed.atom", "/sitemap.xml"}) {
        measure_page(server, path);
    }
    server.stop();
}

} // namespace

int main(int argc, char **argv)
{
    std::int64_t count = 20'000;
    if (argc > 1) {
        std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), count);
    }
    auto const settings = program::read_settings(program::environment);
    program::init(settings, {.name = "A large installation",
                             .administrator = "administrator@example.org",
                             .password = "a long enough passphrase"});
    SystemClock const clock;
    storage::Store store{{.url = settings.database, .connections = 2}, clock};
    auto const held = store.read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM record WHERE kind = 'project'")
            .value_or(0);
    });
    if (held == 0) {
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
    measure_pages(settings);
    return 0;
}
