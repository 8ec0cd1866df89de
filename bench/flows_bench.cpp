// uses: exchange_flows tests_support
//
// Figures of reported activities: making them, following a change, and asking them, on SQLite and
// PostgreSQL (SELATAN_TEST_POSTGRESQL). Bars: by country under 3 ms over 18 thousand transactions,
// under 150 ms over a million activities (quality.md). Results: src/exchange/flows/flows.md.
//
//     flows_bench [ACTIVITIES] [sqlite|postgresql] [FILE]
//
// Fills a store with the files of SELATAN_DATA (iati/real-as-2.03), else with made-up ones, and
// copies what they say under new identifiers, with other organisations, until there are so many
// activities. The store is gone afterwards; on SQLite, with FILE, it is made there and kept, and
// what is there already is asked as it is. A million activities want a disk and not memory: FILE,
// and TMPDIR for script/with-postgresql.

#include "cooperation/reference/code_list.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/flows/triangle.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/auth/identity.hpp"
#include "platform/storage/migrations.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
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

/// Five hundred activities of one publisher in chains of two, over countries and sectors.
std::string made_up(std::string const &publisher)
{
    constexpr int activities = 500;
    constexpr unsigned seed = 4;
    std::mt19937 random{seed};
    constexpr std::array<char const *, 6> countries{"KE", "UG", "TZ", "MZ", "TL", "FJ"};
    constexpr std::array<char const *, 4> sectors{"14030", "11220", "31120", "12220"};
    std::string xml{"<?xml version=\"1.0\"?><iati-activities version=\"2.03\">"};
    for (int i = 0; i < activities; ++i) {
        auto const id = std::to_string(i);
        xml += "<iati-activity default-currency=\"USD\"><iati-identifier>" + publisher + "-" + id +
               "</iati-identifier><reporting-org ref=\"" + publisher +
               "\" type=\"10\"><narrative>Office</narrative></reporting-org>"
               "<title><narrative>Wells " +
               id + "</narrative></title><recipient-country code=\"" +
               countries[random() % countries.size()] + "\"/><sector code=\"" +
               sectors[random() % sectors.size()] + "\"/>";
        for (auto payments = random() % 7; payments > 0; --payments) {
            xml += "<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"" +
                   std::to_string(2010 + random() % 15) +
                   "-05-02\"/><value value-date=\"2019-05-02\">" +
                   std::to_string(random() % 1'000'000) + "</value><receiver-org " +
                   (i % 2 == 0
                        ? "receiver-activity-id=\"" + publisher + "-" + std::to_string(i + 1) + "\""
                        : "") +
                   "><narrative>Partner " + std::to_string(random() % 40) +
                   "</narrative></receiver-org></transaction>";
        }
        xml += "</iati-activity>";
    }
    return xml + "</iati-activities>";
}

/// Real files hardly have any: a hundred and sixty activities that Brazil provides and somebody
/// supports, each third of them told by its supporter as well.
std::string made_up_triangles()
{
    constexpr int activities = 160;
    constexpr unsigned seed = 7;
    std::mt19937 random{seed};
    constexpr std::array<char const *, 9> recipients{"MZ", "AO", "GW", "CV", "ST",
                                                     "TL", "HT", "PY", "TO"};
    constexpr std::array<char const *, 3> supporters{"41301", "41122", "41114"};
    std::string xml{"<?xml version=\"1.0\"?><iati-activities version=\"2.03\">"};
    for (int i = 0; i < activities; ++i) {
        auto const id = std::to_string(i);
        auto const supporter = std::string{"XM-DAC-"} + supporters[random() % supporters.size()];
        auto const country = std::string{recipients[random() % recipients.size()]};
        auto const year = std::to_string(2012 + random() % 12);
        auto const amount = std::to_string(random() % 1'000'000);
        for (auto const &publisher : {std::string{"BR-ABC"}, supporter}) {
            if (publisher == supporter && i % 3 != 0) {
                continue;
            }
            xml += "<iati-activity default-currency=\"USD\"><iati-identifier>BR-ABC-" + id +
                   "</iati-identifier><reporting-org ref=\"" + publisher +
                   "\" type=\"10\"><narrative>Office of " + publisher +
                   "</narrative></reporting-org><title><narrative>Family farming " + id +
                   "</narrative></title><participating-org role=\"1\" type=\"10\""
                   " ref=\"BR-ABC\"><narrative>Brazilian Cooperation Agency</narrative>"
                   "</participating-org><participating-org role=\"1\" type=\"40\" ref=\"" +
                   supporter + "\"><narrative>Agency " + supporter +
                   "</narrative></participating-org><recipient-country code=\"" + country + "\"/>";
            for (auto const *const type : {"2", "3", "3"}) {
                xml += "<transaction><transaction-type code=\"" + std::string{type} +
                       "\"/><transaction-date iso-date=\"" + year +
                       "-05-02\"/><value value-date=\"" + year + "-05-02\">" + amount +
                       "</value></transaction>";
            }
            xml += "</iati-activity>";
        }
    }
    return xml + "</iati-activities>";
}

void import(storage::Store &store, fs::path const &path)
{
    auto const by = auth::program_identity("cli");
    static_cast<void>(reported::Importer{store}.import_file(
        {.path = path.string(), .name = path.filename().string(), .by = &by}));
}

void import_made_up(storage::Store &store, std::string const &xml)
{
    auto const path =
        fs::temp_directory_path() / ("flows-bench-" + std::to_string(std::rand()) + ".xml");
    std::ofstream{path, std::ios::binary} << xml;
    import(store, path);
    fs::remove(path);
}

void import_all(storage::Store &store)
{
    import_made_up(store, made_up_triangles());
    if (auto const *const data = std::getenv("SELATAN_DATA"); data != nullptr) {
        std::vector<fs::path> files;
        for (auto const &entry : fs::directory_iterator{fs::path{data} / "iati/real-as-2.03"}) {
            if (entry.path().extension() == ".xml") {
                files.push_back(entry.path());
            }
        }
        std::ranges::sort(files);
        std::ranges::for_each(files, [&](fs::path const &path) { import(store, path); });
        return;
    }
    import_made_up(store, made_up("XX-1"));
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
            auto const more =
                tx.run("INSERT INTO flow_finding (activity, publisher, identifier, batch, level,"
                       " evidence) SELECT activity + " +
                       a + ", publisher, identifier + " + i +
                       ", batch, level, evidence FROM flow_finding WHERE activity <= " + most_a);
            tx.run("UPDATE flow_state SET activities = activities + ?", more);
            tx.run("INSERT INTO flow_party (activity, number, role, country, name) SELECT activity"
                   " + " +
                   a + ", number, role, country, name FROM flow_party WHERE activity <= " + most_a);
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

void ask(storage::Store &store, std::string const &name,
         std::function<void(storage::Reader &)> const &question)
{
    auto const once = [&] {
        store.read([&](storage::Reader &reader) { question(reader); });
    };
    once();
    std::printf("  %-28s %8.2f ms\n", name.c_str(), middle_ms(once));
    std::fflush(stdout);
}

/// What the pages ask, with what their forms let one choose.
void ask_all(storage::Store &store)
{
    constexpr int rows = 300;
    constexpr std::int64_t year = 2019;
    for (auto const dimension : {Dimension::country, Dimension::sector, Dimension::category,
                                 Dimension::goal, Dimension::provider, Dimension::receiver,
                                 Dimension::publisher, Dimension::corridor, Dimension::in_kind}) {
        auto const by = "by " + std::string{to_code(dimension)};
        for (auto const &[name, asked] :
             {std::pair{by, Asked{.dimension = dimension}},
              std::pair{by + ", a year", Asked{.dimension = dimension, .year = year}},
              std::pair{by + ", the South", Asked{.dimension = dimension, .only_south = true}}}) {
            ask(store, name, [&asked_once = asked](storage::Reader &reader) {
                static_cast<void>(totals(reader, asked_once, rows));
            });
        }
    }
    ask(store, "by southern provider", [](storage::Reader &reader) {
        static_cast<void>(
            totals(reader, {.dimension = Dimension::provider, .only_southern = true}, rows));
    });
    ask(store, "by year",
        [](storage::Reader &reader) { static_cast<void>(totals_by_year(reader, {})); });
    for (auto const &[name, filter] :
         {std::pair{"triangles", TriangleFilter{}},
          std::pair{"triangles, a country", TriangleFilter{.country = CountryCode::parse("MOZ")}},
          std::pair{"triangles, a rare country",
                    TriangleFilter{.country = CountryCode::parse("TON")}},
          std::pair{"triangles, a year", TriangleFilter{.year = year}},
          std::pair{"triangles, both",
                    TriangleFilter{.country = CountryCode::parse("MOZ"), .year = year}},
          std::pair{"triangles, confirmed", TriangleFilter{.which = Which::confirmed}},
          std::pair{"triangles, refused", TriangleFilter{.which = Which::refused}},
          std::pair{"triangles, waiting", TriangleFilter{.which = Which::open}},
          std::pair{"triangles, all",
                    TriangleFilter{.with_support_only = false, .with_perhaps = true}}}) {
        ask(store, name, [&filter_once = filter](storage::Reader &reader) {
            static_cast<void>(triangles(reader, filter_once));
        });
    }
    ask(store, "countries to choose",
        [](storage::Reader &reader) { static_cast<void>(countries_of_parties(reader)); });
    ask(store, "Southern countries",
        [](storage::Reader &reader) { static_cast<void>(providers(reader)); });
    ask(store, "found", [](storage::Reader &reader) { static_cast<void>(findings(reader, {})); });
    ask(store, "found, counted",
        [](storage::Reader &reader) { static_cast<void>(level_counts(reader)); });
    ask(store, "left out", [](storage::Reader &reader) {
        static_cast<void>(left_out(reader, {}, std::nullopt, 100));
    });
    ask(store, "without a rate",
        [](storage::Reader &reader) { static_cast<void>(unrated(reader, {})); });
    ask(store, "when made", [](storage::Reader &reader) { static_cast<void>(overview(reader)); });
    auto const largest = store.read([](storage::Reader &reader) {
        return totals(reader, {.dimension = Dimension::country}, 1);
    });
    if (!largest.empty()) {
        ask(store, "behind the largest", [&](storage::Reader &reader) {
            static_cast<void>(parts_of(reader, {.dimension = Dimension::country, .year = year},
                                       largest.front().code, std::nullopt, 100));
        });
    }
}

void tell(char const *what, Took const &took, Refreshed const &refreshed)
{
    std::printf("  %-28s %8.2f s, %8.2f s of the processor here; %lld identifiers, %lld"
                " transactions in all\n",
                what, took.wall, took.processor, static_cast<long long>(refreshed.identifiers),
                static_cast<long long>(refreshed.transactions));
    std::fflush(stdout);
}

Refreshed refreshed(storage::Store &store, char const *what, Extent extent = Extent::what_changed)
{
    Refreshed done;
    auto const took = take([&] { done = refresh(store, extent); });
    tell(what, took, done);
    return done;
}

void fill(storage::Store &store, std::int64_t activities)
{
    store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    import_all(store);
    auto const first = refreshed(store, "found and made");
    refreshed(store, "made of everything", Extent::everything);
    std::printf("%lld activities, %.0f MB\n", static_cast<long long>(first.activities),
                megabytes(store));
    ask_all(store);
    Copier copier{store};
    for (std::int64_t copy = 1; copy * first.activities < activities; ++copy) {
        copier.copy(copy);
    }
    std::printf("filled: %.0f MB\n", megabytes(store));
    auto const all = refreshed(store, "what was added");
    std::printf("%lld activities, %.0f MB\n", static_cast<long long>(all.activities),
                megabytes(store));
}

/// What follows a file of five hundred activities, one change, and a hundred in many places.
void follow(storage::Store &store)
{
    auto const publisher = "XX-" + std::to_string(std::time(nullptr));
    auto const imported = take([&] { import_made_up(store, made_up(publisher)); });
    std::printf("  %-28s %8.2f s, %8.2f s of the processor here\n", "one file imported",
                imported.wall, imported.processor);
    store.write([&](storage::Tx &tx) {
        tx.run("INSERT INTO flow_changed (identifier) SELECT a.identifier FROM iati_activity a"
               " JOIN iati_publisher p ON p.id = a.publisher WHERE p.ref = ?",
               publisher);
    });
    refreshed(store, "after one file");
    for (auto const changed : {1, 100}) {
        store.write([&](storage::Tx &tx) {
            tx.run("INSERT INTO flow_changed (identifier) SELECT identifier FROM iati_activity"
                   " WHERE ended_by IS NULL AND id % 37 = 5 ORDER BY id LIMIT ?",
                   changed);
        });
        refreshed(store, changed == 1 ? "after one change" : "after a hundred");
    }
}

void run(std::string const &url, std::int64_t activities, bool is_there)
{
    SystemClock clock;
    storage::set_slow_statement_log(
        [](std::string_view /*sql*/, std::chrono::microseconds /*time*/) {});
    storage::Store store{{.url = url, .patience = std::chrono::minutes{5}}, clock};
    std::printf("%s\n", store.engine() == storage::Engine::sqlite ? "SQLite" : "PostgreSQL");
    storage::migrate(store, storage::all_migrations());
    if (!is_there) {
        fill(store, activities);
    }
    ask_all(store);
    follow(store);
}

void run(storage::Engine engine, std::int64_t activities)
{
    selatan::testing::TestDatabase const database{
        engine, selatan::testing::TestDatabase::Contents::migrated};
    run(database.url(), activities, false);
}

} // namespace

int main(int count, char **arguments)
{
    constexpr std::int64_t million = 1'000'000;
    std::srand(static_cast<unsigned>(std::time(nullptr))); // names of files, over several runs
    auto const activities = count > 1 ? std::atoll(arguments[1]) : million;
    std::string_view const only = count > 2 ? arguments[2] : "";
    fs::path const file = count > 3 ? arguments[3] : "";
    if (only != "postgresql" && !file.empty()) {
        run("sqlite:" + file.string(), activities, fs::exists(file));
    } else if (only != "postgresql") {
        run(storage::Engine::sqlite, activities);
    }
    if (only != "sqlite" && std::getenv("SELATAN_TEST_POSTGRESQL") != nullptr) {
        run(storage::Engine::postgresql, activities);
    }
    return 0;
}
