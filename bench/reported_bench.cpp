// uses: exchange_reported tests_support
//
// The import of IATI files: activities a second into SQLite and PostgreSQL
// (SELATAN_TEST_POSTGRESQL), how large the store is beside the XML, the same again, one page of a
// list, one activity, and undo. Bars: 8,000 and 3,000 activities a second, 0.7 (quality.md).
//
//     reported_bench FOLDER [TIMES…]
//
// FOLDER holds XML files; each is imported so many times, its activities under other identifiers.
// Processor time is this program's alone: the thread that writes, and the one that reads ahead of
// it; where each has a processor of its own, the longer of them is what an import takes. Beside
// others only that, and the ratio of two programs in one run, tell anything; PostgreSQL's is the
// postmaster's children's (/proc/PID/stat, cutime).

#include "exchange/reported/importer.hpp"
#include "exchange/reported/reading.hpp"
#include "replicas.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace selatan;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double processor_seconds(clockid_t whose = CLOCK_PROCESS_CPUTIME_ID)
{
    timespec time{};
    ::clock_gettime(whose, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double seconds_since(Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

std::vector<bench::Replicas> texts_in(char const *folder)
{
    std::vector<fs::path> paths;
    for (auto const &entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() == ".xml") {
            paths.push_back(entry.path());
        }
    }
    std::ranges::sort(paths);
    std::vector<bench::Replicas> texts;
    for (auto const &path : paths) {
        std::ifstream file{path, std::ios::binary};
        std::ostringstream text;
        text << file.rdbuf();
        texts.emplace_back(std::move(text).str());
    }
    return texts;
}

std::uint64_t size_of(storage::Store &store, std::string const &url)
{
    if (store.engine() == storage::Engine::postgresql) {
        return store.read([](storage::Reader &reader) {
            return static_cast<std::uint64_t>(
                reader
                    .one<std::int64_t>("SELECT sum(pg_total_relation_size(oid))::bigint"
                                       " FROM pg_class WHERE relname LIKE 'iati%'"
                                       " AND relkind = 'r'")
                    .value_or(0));
        });
    }
    auto const path = url.substr(url.find(':') + 1);
    store.write([](storage::Tx &tx) {
        tx.run("UPDATE reference_counter SET last = last WHERE prefix = 'none'");
    });
    return store.read([](storage::Reader &reader) {
        return static_cast<std::uint64_t>(
            reader
                .one<std::int64_t>("SELECT page_count * page_size FROM pragma_page_count,"
                                   " pragma_page_size")
                .value_or(0));
    });
}

/// Milliseconds of the middle one of many: of processor where the database is in this thread, which
/// is all that a page waits for there; by the clock where it is a server.
template <typename Function>
double middle_ms(storage::Engine engine, Function const &function)
{
    constexpr int times = 21;
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        auto const begun = Clock::now();
        auto const used = processor_seconds(CLOCK_THREAD_CPUTIME_ID);
        function();
        auto const processor = processor_seconds(CLOCK_THREAD_CPUTIME_ID) - used;
        all.push_back((engine == storage::Engine::sqlite ? processor : seconds_since(begun)) *
                      1000);
    }
    std::ranges::nth_element(all, all.begin() + times / 2);
    return all[times / 2];
}

/// Where a database is: of SQLite a file on the disk, where a commit waits for it, since tests have
/// theirs in memory.
class Place {
public:
    explicit Place(storage::Engine engine)
        : m_database{engine, selatan::testing::TestDatabase::Contents::migrated}
    {
        url = m_database.url();
        if (engine == storage::Engine::sqlite) {
            m_folder = fs::temp_directory_path() / ("reported-bench-" + std::to_string(::getpid()));
            fs::create_directory(m_folder);
            auto const file = m_folder / "selatan.sqlite";
            fs::copy_file(url.substr(url.find(':') + 1), file);
            url = "sqlite:" + file.string();
        }
    }
    ~Place()
    {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    Place(Place const &) = delete;
    Place &operator=(Place const &) = delete;

    std::string url;

private:
    selatan::testing::TestDatabase m_database;
    fs::path m_folder;
};

void run(storage::Engine engine, std::vector<bench::Replicas> const &texts, int times)
{
    Place const place{engine};
    SystemClock clock;
    storage::set_slow_statement_log(
        [](std::string_view /*sql*/, std::chrono::microseconds /*time*/) {});
    storage::Store store{{.url = place.url, .patience = std::chrono::minutes{5}}, clock};
    auto const empty = size_of(store, place.url);
    auto const *const name = engine == storage::Engine::sqlite ? "SQLite" : "PostgreSQL";
    reported::Importer importer{store};
    auto const by = auth::program_identity("cli");
    auto const folder =
        fs::temp_directory_path() / ("reported-bench-" + std::to_string(::getpid()) + "-files");
    fs::create_directory(folder);
    double seconds = 0;
    double processor = 0;
    double writing = 0; // of that, in the thread that writes
    std::uint64_t xml = 0;
    std::int64_t activities = 0;
    int refused = 0;
    std::string last;
    std::int64_t last_activities = 0;
    // As the command imports a folder: several small files in a transaction, the next are read
    // ahead.
    auto const import = [&](int copy) {
        std::vector<reported::FilePlace> places;
        for (std::size_t index = 0; index < texts.size(); ++index) {
            auto const path = folder / (std::to_string(index) + ".xml");
            std::ofstream{path, std::ios::binary}
                << texts[index].file(static_cast<std::size_t>(copy));
            places.push_back({path.string()});
        }
        auto const begun = Clock::now();
        auto const used = processor_seconds();
        auto const used_here = processor_seconds(CLOCK_THREAD_CPUTIME_ID);
        reported::FilesAhead ahead{places};
        std::vector<reported::FileImport> files;
        files.reserve(places.size());
        for (std::size_t index = 0; index < places.size(); ++index) {
            files.push_back({.path = places[index].path,
                             .name = std::to_string(index) + "-" + std::to_string(copy) + ".xml",
                             .by = &by,
                             .ahead = &ahead,
                             .number_ahead = index});
        }
        importer.import_files(files, [&](std::size_t index, auto const &done) {
            if (done) {
                activities += done->counts.activities;
                xml += fs::file_size(places[index].path);
                last = done->reference;
                last_activities = done->counts.activities;
            } else {
                ++refused;
            }
        });
        seconds += seconds_since(begun);
        processor += processor_seconds() - used;
        writing += processor_seconds(CLOCK_THREAD_CPUTIME_ID) - used_here;
    };
    auto const queries = store.figures().queries;
    for (int copy = 0; copy < times; ++copy) {
        import(copy);
    }
    auto const asked = store.figures().queries - queries;
    auto const stored = size_of(store, place.url) - empty;
    std::printf("| %s | ×%d | %lld activities, %.0f MB, %d files refused | %.2f s, %.2f processor "
                "(%.2f writing) "
                "| **%.0f** a second, %.0f MB/s | store %.0f MB: **%.2f** of the XML | "
                "%.0f statements a file |\n",
                name, times, static_cast<long long>(activities), static_cast<double>(xml) / 1e6,
                refused, seconds, processor, writing, static_cast<double>(activities) / seconds,
                static_cast<double>(xml) / 1e6 / seconds, static_cast<double>(stored) / 1e6,
                static_cast<double>(stored) / static_cast<double>(xml),
                static_cast<double>(asked) / times / static_cast<double>(texts.size()));
    if (engine == storage::Engine::postgresql) {
        // As a server's autovacuum does within a minute; the tests' servers have none.
        store.write([](storage::Tx &tx) { tx.run("ANALYZE"); });
    }
    auto const listed = [&](reported::Wanted const &wanted) {
        return middle_ms(engine, [&] {
            store.read([&](storage::Reader &reader) {
                static_cast<void>(reported::list(reader, wanted));
                static_cast<void>(reported::count(reader, wanted, 10'000));
            });
        });
    };
    std::printf("| | | list with its count: all %.2f ms, a country %.2f, country and year %.2f, "
                "words %.2f, a sector of a country in a year %.2f |\n",
                listed({}), listed({.facets = {"country:GH"}}),
                listed({.facets = {"country:GH", "year:2011"}}), listed({.words = "health water"}),
                listed({.facets = {"country:GH", "year:2011", "sector:1:12220"}}));
    std::printf("| | | one activity in full %.2f ms, publishers %.2f |\n",
                middle_ms(engine,
                          [&] {
                              store.read([&](storage::Reader &reader) {
                                  static_cast<void>(reported::activity_of(reader, activities / 2));
                              });
                          }),
                middle_ms(engine, [&] {
                    store.read([&](storage::Reader &reader) {
                        static_cast<void>(reported::publishers(reader));
                    });
                }));
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("| | | at most %ld MB of memory, the files themselves among it |\n",
                usage.ru_maxrss / 1024);
    auto const before = activities;
    seconds = 0;
    import(0);
    std::printf("| | | the first %lld again: %.2f s |\n",
                static_cast<long long>(activities - before), seconds);
    fs::remove_all(folder);
    auto const begun = Clock::now();
    auto const undone = store.write([&](storage::Tx &tx) {
        auto const head = records::find(tx, reported::batches, &by, last, reported::verbs::undo);
        return reported::undo(tx, by, head.value(), head->version, "");
    });
    std::printf("| | | undo of a file of %lld activities: %.2f s%s |\n",
                static_cast<long long>(last_activities), seconds_since(begun),
                undone ? "" : " (refused)");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: reported_bench FOLDER [TIMES…]\n");
        return 2;
    }
    auto const texts = texts_in(argv[1]);
    std::vector<int> times;
    for (int i = 2; i < argc; ++i) {
        times.push_back(std::atoi(argv[i]));
    }
    for (auto const count : times.empty() ? std::vector<int>{1, 10} : times) {
        for (auto const engine : {storage::Engine::sqlite, storage::Engine::postgresql}) {
            if (selatan::testing::TestDatabase::is_available(engine)) {
                run(engine, texts, count);
            }
        }
    }
}
