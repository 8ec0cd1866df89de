// uses: cooperation_requests selatan_migrations
//
// The pages of an office with many requests: list, filtered list, record and words, through the
// same functions that the pages call, with permissions and counts, on a database filled by a seeded
// generator. Processor time, so that a busy machine does not stretch it; the number of queries of
// each must not depend on the number of records.
//
//     build/release/bench/requests_bench sqlite:/var/tmp/requests.db 20000
//     script/with-postgresql sh -c 'build/release/bench/requests_bench "$SELATAN_TEST_POSTGRESQL"
//     20000'
//
// A database that has the requests already is measured as it is.

#include "base/text.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/auth/identity.hpp"
#include "platform/http/message.hpp"
#include "platform/records/list.hpp"
#include "platform/records/search.hpp"
#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace selatan;
using storage::Value;

constexpr std::array<std::string_view, 24> subjects{
    "rice",       "irrigation", "midwives", "fisheries", "flood",   "budget",
    "seed",       "vaccines",   "teachers", "forestry",  "solar",   "ports",
    "statistics", "customs",    "nursing",  "soil",      "cocoa",   "livestock",
    "tourism",    "census",     "courts",   "radio",     "bridges", "water"};
constexpr std::array<std::string_view, 6> works{"training on",       "experts for",
                                                "equipment for",     "study visit on",
                                                "joint research on", "seminar on"};
constexpr std::array<std::string_view, 20> countries{
    "TLS", "MDG", "FJI", "SDN", "MOZ", "LAO", "KHM", "VUT", "TZA", "ZMB",
    "SEN", "GMB", "SUR", "BTN", "NPL", "BGD", "PNG", "SLB", "KIR", "TUV"};
constexpr std::array<std::string_view, 6> some_states{"received",     "registered", "screened",
                                                      "in_portfolio", "answered",   "closed"};

/// No page asks for names here: codes stand for themselves.
class PlainCodes final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view /*list*/,
                                                       Language /*language*/) const override
    {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view /*list*/, std::string_view code,
                                   Language /*language*/) const override
    {
        return std::string{code};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view /*list*/,
                                                     std::string_view text) const override
    {
        return std::string{text};
    }
};

struct Made {
    Uuid id;
    std::string title;
};

/// Requests with titles, countries and states from a seed; ten years of them.
void fill(storage::Store &store, std::int64_t count)
{
    std::mt19937_64 random{20261121};
    auto const pick = [&random](auto const &set) {
        return std::string{set[random() % set.size()]};
    };
    constexpr std::int64_t batch = 5000;
    for (std::int64_t begin = 0; begin < count; begin += batch) {
        auto const end = std::min(count, begin + batch);
        store.write([&](storage::Tx &tx) {
            std::vector<Made> made;
            for (std::int64_t i = begin; i < end; ++i) {
                auto const at =
                    tx.now().plus(std::chrono::minutes{i * 5} - std::chrono::hours{87'600});
                made.push_back({.id = new_uuid(at),
                                .title = pick(works) + " " + pick(subjects) + " and " +
                                         pick(subjects) + " " + std::to_string(i)});
            }
            std::int64_t i = begin;
            constexpr std::array<std::string_view, 14> head{
                "id",     "kind",     "reference",  "title",      "title_sort",
                "state",  "country",  "created_at", "changed_at", "state_since",
                "due_on", "audience", "version",    "assignee"};
            tx.copy("record", head, [&](std::vector<Value> &row) {
                if (i == end) {
                    return false;
                }
                auto const &one = made[static_cast<std::size_t>(i - begin)];
                auto const at =
                    tx.now().plus(std::chrono::minutes{i * 5} - std::chrono::hours{87'600});
                row = {one.id,
                       std::string{"request"},
                       "REQ-X-" + std::to_string(i),
                       one.title,
                       storage::to_value(sort_key(one.title)),
                       pick(some_states),
                       pick(countries),
                       storage::to_value(at),
                       storage::to_value(at),
                       storage::to_value(at),
                       storage::to_value(at.date().plus_days(20)),
                       std::string{"partner"},
                       std::int64_t{1},
                       std::monostate{}};
                ++i;
                return true;
            });
            requests::Request request;
            request.problem = "Too few trained people.";
            request.wanted = "A course of two weeks for provincial staff.";
            request.sector = "31120";
            std::vector<std::string_view> columns{"id"};
            for (auto const &field : requests::requests.fields) {
                if (field.place == records::Field::Place::own) {
                    columns.push_back(field.column);
                }
            }
            i = begin;
            tx.copy("request", columns, [&](std::vector<Value> &row) {
                if (i == end) {
                    return false;
                }
                row = {made[static_cast<std::size_t>(i - begin)].id};
                for (auto const &field : requests::requests.fields) {
                    if (field.place == records::Field::Place::own) {
                        row.push_back(field.to_value(&request));
                    }
                }
                ++i;
                return true;
            });
            for (auto const &one : made) {
                records::index_record(tx, one.id, "request", {{Audience::partner, one.title}});
            }
        });
    }
    store.write([](storage::Tx &tx) { tx.run("ANALYZE"); });
}

double cpu_ms()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double wall_ms()
{
    return std::chrono::duration<double, std::milli>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void measure(storage::Store &store, char const *what,
             std::function<std::size_t(storage::Reader &)> const &work)
{
    constexpr int rounds = 21;
    std::vector<double> wall;
    std::vector<double> cpu;
    std::size_t rows = 0;
    std::int64_t queries = 0;
    for (int i = 0; i < rounds; ++i) {
        auto const before = store.figures().queries;
        auto const wall_start = wall_ms();
        auto const cpu_start = cpu_ms();
        store.read([&](storage::Reader &reader) { rows = work(reader); });
        cpu.push_back(cpu_ms() - cpu_start);
        wall.push_back(wall_ms() - wall_start);
        queries = store.figures().queries - before;
    }
    std::ranges::sort(wall);
    std::ranges::sort(cpu);
    std::printf("%-34s %8.2f %8.2f %8lld %8zu\n", what, wall[rounds / 2], cpu[rounds / 2],
                static_cast<long long>(queries), rows);
}

std::size_t list(storage::Reader &reader, auth::Identity const &who, std::string_view url)
{
    static PlainCodes const codes;
    auto const page = records::list(reader,
                                    {.noun = requests::requests,
                                     .identity = &who,
                                     .codes = codes,
                                     .language = Language::en,
                                     .within = std::nullopt},
                                    records::parse_list(http::Parameters::parse(url)));
    return page.rows.size();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: requests_bench DATABASE-URL COUNT\n");
        return 2;
    }
    SystemClock const clock;
    storage::Store store{{.url = argv[1], .slow = std::chrono::milliseconds{0}}, clock};
    storage::migrate(store, storage::all_migrations());
    auto const count = std::strtoll(argv[2], nullptr, 10);
    auto const held = store.read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM request").value_or(0);
    });
    auto const started = wall_ms();
    if (held == 0) {
        fill(store, count);
        std::printf("filled %lld requests in %.1f s\n", count, (wall_ms() - started) / 1000);
    }
    auth::Identity officer;
    officer.grants = {{.role = auth::Role::coordinator, .valid_from = Date{}}};
    auth::Identity focal_point;
    focal_point.grants = {{.role = auth::Role::focal_point,
                           .scope = *CountryCode::parse("TUV"),
                           .valid_from = Date{}}};

    std::printf("%-34s %8s %8s %8s %8s\n", "median of 21", "wall ms", "cpu ms", "queries", "rows");
    measure(store, "list, newest first", [&](auto &reader) { return list(reader, officer, ""); });
    measure(store, "list, by title",
            [&](auto &reader) { return list(reader, officer, "sort=title"); });
    measure(store, "list, one state and country",
            [&](auto &reader) { return list(reader, officer, "q=state:screened+country:TLS"); });
    measure(store, "list of a focal point",
            [&](auto &reader) { return list(reader, focal_point, ""); });
    measure(store, "list, clock over 10 days",
            [&](auto &reader) { return list(reader, officer, "q=state:received+clock:%3E10d"); });
    measure(store, "words: two common ones",
            [&](auto &reader) { return list(reader, officer, "q=rice+training"); });
    measure(store, "words: one rare",
            [&](auto &reader) { return list(reader, officer, "q=7777"); });
    measure(store, "one record with its fields", [&](auto &reader) {
        auto const head = records::find(reader, requests::requests, &officer, "REQ-X-7777");
        requests::Request request;
        return head && records::load_into(reader, requests::requests, head->id, &request) ? 1U : 0U;
    });
    return 0;
}
