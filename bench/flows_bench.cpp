// uses: exchange_flows tests_support
//
// Figures of reported activities: making them, following a change, and asking them, on SQLite and
// PostgreSQL (SELATAN_TEST_POSTGRESQL). Bars: by country under 3 ms over 18 thousand transactions,
// under 150 ms over a million activities (quality.md). Results: src/exchange/flows/flows.md.
//
//     flows_bench [ACTIVITIES] [sqlite|postgresql]
//
// Fills a store with the files of SELATAN_DATA (iati/real-as-2.03), else with made-up ones, and
// copies what they say under new identifiers, with other organisations, until there are so many
// activities. The store is gone afterwards.

#include "cooperation/reference/code_list.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/flows/triangle.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/auth/identity.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>

namespace {

using namespace selatan;
using namespace selatan::reported_flows;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double processor_seconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct Took {
    double wall = 0;
    double processor = 0; ///< of this program: PostgreSQL's own is not in it
};

template <typename Function>
Took take(Function const &function)
{
    auto const begun = Clock::now();
    auto const used = processor_seconds();
    function();
    return {std::chrono::duration<double>(Clock::now() - begun).count(),
            processor_seconds() - used};
}

/// Five hundred activities in chains of two, over countries and sectors.
std::string made_up()
{
    constexpr int activities = 500;
    constexpr unsigned seed = 4;
    std::mt19937 random{seed};
    constexpr std::array<char const *, 6> countries{"KE", "UG", "TZ", "MZ", "TL", "FJ"};
    constexpr std::array<char const *, 4> sectors{"14030", "11220", "31120", "12220"};
    std::string xml{"<?xml version=\"1.0\"?><iati-activities version=\"2.03\">"};
    for (int i = 0; i < activities; ++i) {
        auto const id = std::to_string(i);
        xml += "<iati-activity default-currency=\"USD\"><iati-identifier>XX-1-" + id +
               "</iati-identifier><reporting-org ref=\"XX-1\" type=\"10\"><narrative>Office"
               "</narrative></reporting-org><title><narrative>Wells " +
               id + "</narrative></title><recipient-country code=\"" +
               countries[random() % countries.size()] + "\"/><sector code=\"" +
               sectors[random() % sectors.size()] + "\"/>";
        for (auto payments = random() % 7; payments > 0; --payments) {
            xml +=
                "<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"" +
                std::to_string(2010 + random() % 15) +
                "-05-02\"/><value value-date=\"2019-05-02\">" +
                std::to_string(random() % 1'000'000) + "</value><receiver-org " +
                (i % 2 == 0 ? "receiver-activity-id=\"XX-1-" + std::to_string(i + 1) + "\"" : "") +
                "><narrative>Partner " + std::to_string(random() % 40) +
                "</narrative></receiver-org></transaction>";
        }
        xml += "</iati-activity>";
    }
    return xml + "</iati-activities>";
}

void import_all(storage::Store &store)
{
    auto const by = auth::program_identity("cli");
    auto const import = [&](fs::path const &path) {
        static_cast<void>(reported::Importer{store}.import_file(
            {.path = path.string(), .name = path.filename().string(), .by = &by}));
    };
    if (auto const *const data = std::getenv("SELATAN_DATA"); data != nullptr) {
        std::vector<fs::path> files;
        for (auto const &entry : fs::directory_iterator{fs::path{data} / "iati/real-as-2.03"}) {
            if (entry.path().extension() == ".xml") {
                files.push_back(entry.path());
            }
        }
        std::ranges::sort(files);
        std::ranges::for_each(files, import);
        return;
    }
    auto const path =
        fs::temp_directory_path() / ("flows-bench-" + std::to_string(std::rand()) + ".xml");
    std::ofstream{path, std::ios::binary} << made_up();
    import(path);
    fs::remove(path);
}

std::int64_t one(storage::Store &store, std::string const &sql)
{
    return store.read(
        [&](storage::Reader &reader) { return reader.one<std::int64_t>(sql).value_or(0); });
}

/// What stands, once more under other numbers; without sources, lists and notes, which no figure
/// reads.
class Copier {
public:
    explicit Copier(storage::Store &store)
        : m_store{store}, m_activities{one(store, "SELECT MAX(id) FROM iati_activity")},
          m_identifiers{one(store, "SELECT MAX(id) FROM iati_identifier")},
          m_organisations{one(store, "SELECT MAX(id) FROM iati_organisation")}
    {
    }

    void copy(std::int64_t number)
    {
        auto const a = std::to_string(number * m_activities);
        auto const i = std::to_string(number * m_identifiers);
        auto const o = std::to_string(number * m_organisations);
        auto const name = "'copy-" + std::to_string(number) + "-'";
        auto const most_a = std::to_string(m_activities);
        auto const most_i = std::to_string(m_identifiers);
        auto const most_o = std::to_string(m_organisations);
        m_store.write([&](storage::Tx &tx) {
            tx.run("INSERT INTO iati_identifier (id, text) SELECT id + " + i + ", " + name +
                   " || text FROM iati_identifier WHERE id <= " + most_i);
            tx.run("INSERT INTO iati_organisation (id, ref, name, type) SELECT id + " + o +
                   ", CASE WHEN ref = '' THEN '' ELSE ref || " + name + " END, name || " + name +
                   ", type FROM iati_organisation WHERE id <= " + most_o);
            tx.run("INSERT INTO iati_activity (id, publisher, identifier, occurrence, version,"
                   " batch, digest, source_size, title, currency, facets) SELECT id + " +
                   a + ", publisher, identifier + " + i +
                   ", occurrence, version, batch, digest, source_size, title, currency, digest"
                   " FROM iati_activity WHERE ended_by IS NULL AND id <= " +
                   most_a);
            tx.run("INSERT INTO iati_transaction (activity, number, type, happened_on, amount,"
                   " currency, valued_on, provider, receiver, provider_activity,"
                   " receiver_activity, aid, channel) SELECT activity + " +
                   a + ", number, type, happened_on, amount, currency, valued_on, provider + " + o +
                   ", receiver + " + o + ", provider_activity + " + i + ", receiver_activity + " +
                   i + ", aid, channel FROM iati_transaction WHERE activity <= " + most_a);
            tx.run("INSERT INTO iati_class (activity, number, transaction_number, kind,"
                   " vocabulary, code, weight) SELECT activity + " +
                   a +
                   ", number, transaction_number, kind, vocabulary, code, weight"
                   " FROM iati_class WHERE activity <= " +
                   most_a);
            tx.run("INSERT INTO iati_relation (activity, number, type, other) SELECT activity + " +
                   a + ", number, type, other + " + i +
                   " FROM iati_relation WHERE activity <= " + most_a);
            tx.run("INSERT INTO flow_finding (activity, publisher, identifier, batch, level,"
                   " evidence) SELECT activity + " +
                   a + ", publisher, identifier + " + i +
                   ", batch, level, evidence FROM flow_finding WHERE activity <= " + most_a);
            tx.run("INSERT INTO flow_changed (identifier) SELECT identifier + " + i +
                   " FROM flow_finding WHERE activity <= " + most_a);
        });
    }

private:
    storage::Store &m_store;
    std::int64_t m_activities;
    std::int64_t m_identifiers;
    std::int64_t m_organisations;
};

double megabytes(storage::Store &store)
{
    constexpr double mega = 1e6;
    return static_cast<double>(store.engine() == storage::Engine::postgresql
                                   ? one(store, "SELECT pg_database_size(current_database())")
                                   : one(store,
                                         "SELECT page_count * page_size FROM pragma_page_count,"
                                         " pragma_page_size")) /
           mega;
}

/// Milliseconds of the middle one of many.
template <typename Function>
double middle_ms(Function const &function)
{
    constexpr int times = 21;
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        all.push_back(take(function).wall * 1000);
    }
    std::ranges::nth_element(all, all.begin() + times / 2);
    return all[times / 2];
}

void ask_all(storage::Store &store)
{
    constexpr int rows = 300;
    struct Question {
        char const *name;
        Asked asked;
    };
    for (auto const &[name, asked] :
         {Question{"by country", {.dimension = Dimension::country}},
          Question{"by country, 2019", {.dimension = Dimension::country, .year = 2019}},
          Question{"by sector", {.dimension = Dimension::sector}},
          Question{"by payer", {.dimension = Dimension::provider}},
          Question{"by corridor", {.dimension = Dimension::corridor}}}) {
        auto const asked_once = [&, &what = asked] {
            store.read(
                [&](storage::Reader &reader) { static_cast<void>(totals(reader, what, rows)); });
        };
        asked_once();
        std::printf("  %-18s %8.2f ms\n", name, middle_ms(asked_once));
    }
    std::printf("  %-18s %8.2f ms\n", "by year", middle_ms([&] {
                    store.read([](storage::Reader &reader) {
                        static_cast<void>(totals_by_year(reader, {}));
                    });
                }));
    auto const largest = store.read([](storage::Reader &reader) {
        return totals(reader, {.dimension = Dimension::country}, 1);
    });
    if (!largest.empty()) {
        std::printf("  %-18s %8.2f ms\n", "what is behind one", middle_ms([&] {
                        store.read([&](storage::Reader &reader) {
                            static_cast<void>(
                                parts_of(reader, {.dimension = Dimension::country, .year = 2019},
                                         largest.front().code, std::nullopt, 100));
                        });
                    }));
    }
}

void tell(char const *what, Took const &took, Refreshed const &refreshed)
{
    std::printf("  %-18s %8.2f s, %8.2f s of the processor here; %lld identifiers, %lld"
                " transactions in all\n",
                what, took.wall, took.processor, static_cast<long long>(refreshed.identifiers),
                static_cast<long long>(refreshed.transactions));
    std::fflush(stdout);
}

void run(storage::Engine engine, std::int64_t activities)
{
    selatan::testing::TestDatabase const database{
        engine, selatan::testing::TestDatabase::Contents::migrated};
    SystemClock clock;
    storage::set_slow_statement_log(
        [](std::string_view /*sql*/, std::chrono::microseconds /*time*/) {});
    storage::Store store{{.url = database.url(), .patience = std::chrono::minutes{5}}, clock};
    std::printf("%s\n", engine == storage::Engine::sqlite ? "SQLite" : "PostgreSQL");
    store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    import_all(store);
    auto const refreshed = [&](char const *what, Extent extent = Extent::what_changed) {
        Refreshed done;
        auto const took = take([&] { done = refresh(store, extent); });
        tell(what, took, done);
        return done;
    };
    auto const first = refreshed("found and made");
    refreshed("made of everything", Extent::everything);
    std::printf("%lld activities, %.0f MB\n", static_cast<long long>(first.activities),
                megabytes(store));
    ask_all(store);
    Copier copier{store};
    for (std::int64_t copy = 1; copy * first.activities < activities; ++copy) {
        copier.copy(copy);
    }
    std::printf("filled: %.0f MB\n", megabytes(store));
    auto const all = refreshed("what was added");
    std::printf("%lld activities, %.0f MB\n", static_cast<long long>(all.activities),
                megabytes(store));
    ask_all(store);
    for (auto const changed : {1, 100}) {
        store.write([&](storage::Tx &tx) {
            tx.run("INSERT INTO flow_changed (identifier) SELECT identifier FROM iati_activity"
                   " WHERE ended_by IS NULL AND id % 37 = 5 ORDER BY id LIMIT ?",
                   changed);
        });
        refreshed(changed == 1 ? "after one change" : "after a hundred");
    }
}

} // namespace

int main(int count, char **arguments)
{
    constexpr std::int64_t million = 1'000'000;
    auto const activities = count > 1 ? std::atoll(arguments[1]) : million;
    std::string_view const only = count > 2 ? arguments[2] : "";
    if (only != "postgresql") {
        run(storage::Engine::sqlite, activities);
    }
    if (only != "sqlite" && std::getenv("SELATAN_TEST_POSTGRESQL") != nullptr) {
        run(storage::Engine::postgresql, activities);
    }
    return 0;
}
