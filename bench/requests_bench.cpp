// uses: cooperation_requests selatan_migrations
//
// The pages of an office with many requests: list, filtered list, record and words, through the
// same functions that the pages call, with permissions and counts, on a database filled by a seeded
// generator. Processor time, so that a busy machine does not stretch it; the number of queries of
// each must not depend on the number of records.
//
//     build/release/bench/requests_bench sqlite:requests.db 20000
//     script/with-postgresql sh -c 'build/release/bench/requests_bench "$SELATAN_TEST_POSTGRESQL"
//     20000'
//
// A database that has the requests already is measured as it is.

#include "cooperation/requests/requests.hpp"
#include "fill.hpp"
#include "platform/auth/identity.hpp"
#include "platform/http/message.hpp"
#include "platform/records/list.hpp"
#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace selatan;
using bench::measure;
using bench::PlainCodes;
using bench::wall_ms;

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

/// Requests with titles, countries and states from a seed; ten years of them.
void fill(storage::Store &store, std::int64_t count)
{
    std::mt19937_64 random{20261121};
    auto const pick = [&random](auto const &set) {
        return std::string{set[random() % set.size()]};
    };
    requests::Request request;
    request.problem = "Too few trained people.";
    request.wanted = "A course of two weeks for provincial staff.";
    request.sector = "31120";
    constexpr std::int64_t batch = 5000;
    for (std::int64_t begin = 0; begin < count; begin += batch) {
        auto const end = std::min(count, begin + batch);
        store.write([&](storage::Tx &tx) {
            std::vector<bench::Row> rows;
            for (std::int64_t i = begin; i < end; ++i) {
                auto const at =
                    tx.now().plus(std::chrono::minutes{i * 5} - std::chrono::hours{87'600});
                auto const title = pick(works) + " " + pick(subjects) + " and " + pick(subjects) +
                                   " " + std::to_string(i);
                records::AnyValue value{records::value_type<requests::Request>};
                *static_cast<requests::Request *>(value.get()) = request;
                rows.push_back({.id = new_uuid(at),
                                .reference = "REQ-X-" + std::to_string(i),
                                .title = title,
                                .state = pick(some_states),
                                .country = CountryCode::parse(pick(countries)),
                                .organisation = std::nullopt,
                                .at = at,
                                .due_on = at.date().plus_days(20),
                                .value = std::move(value)});
            }
            bench::put(tx, requests::requests, rows);
        });
    }
    store.write([](storage::Tx &tx) { tx.run("ANALYZE"); });
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

    bench::heading();
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
