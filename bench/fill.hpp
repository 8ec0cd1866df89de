/// \file
/// What benchmarks share: records of any noun, put into a database by the thousand, and works
/// measured by processor time, so that a busy machine does not stretch them.
#pragma once

#include "base/text.hpp"
#include "platform/records/codes.hpp"
#include "platform/records/noun.hpp"
#include "platform/records/search.hpp"
#include "platform/storage/store.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::bench {

/// One record to be.
struct Row {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    std::optional<Uuid> organisation;
    Instant at;
    std::optional<Date> due_on;
    Audience audience = Audience::partner;
    records::AnyValue value;
};

/// Puts them in as `records::create` would, but for their history: head, own columns, words.
inline void put(storage::Tx &tx, records::Noun const &noun, std::vector<Row> const &rows)
{
    using storage::Value;
    constexpr std::array<std::string_view, 14> head{
        "id",       "kind",    "reference",  "title",       "title_sort",
        "state",    "country", "created_at", "changed_at",  "state_since",
        "audience", "version", "due_on",     "organisation"};
    auto row = rows.begin();
    tx.copy("record", head, [&](std::vector<Value> &values) {
        if (row == rows.end()) {
            return false;
        }
        auto const at = storage::to_value(row->at);
        values = {row->id,
                  std::string{noun.kind},
                  row->reference,
                  row->title,
                  storage::to_value(sort_key(row->title)),
                  row->state,
                  storage::to_value(row->country),
                  at,
                  at,
                  at,
                  std::string{to_code(row->audience)},
                  std::int64_t{1},
                  storage::to_value(row->due_on),
                  storage::to_value(row->organisation)};
        ++row;
        return true;
    });
    std::vector<std::string_view> columns{"id"};
    for (auto const &field : noun.fields) {
        if (field.place == records::Field::Place::own) {
            columns.push_back(field.column);
        }
    }
    row = rows.begin();
    tx.copy(noun.table, columns, [&](std::vector<Value> &values) {
        if (row == rows.end()) {
            return false;
        }
        values = {row->id};
        for (auto const &field : noun.fields) {
            if (field.place == records::Field::Place::own) {
                values.push_back(field.to_value(row->value.get()));
            }
        }
        ++row;
        return true;
    });
    for (auto const &one : rows) {
        records::index_new_record(tx, one.id, noun.kind,
                                  records::tokenised({{Audience::partner, one.title}}));
    }
}

/// Codes stand for their own names: what naming costs is not what is measured here.
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
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        // A name that is no code is no country's: else each search would ask for it in six
        // languages.
        return list == "country" && CountryCode::parse(text) ? std::optional{std::string{text}}
                                                             : std::nullopt;
    }
};

inline double cpu_ms()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

inline double wall_ms()
{
    return std::chrono::duration<double, std::milli>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

inline void heading()
{
    std::printf("%-44s %8s %8s %8s %8s\n", "median of 21", "wall ms", "cpu ms", "queries", "rows");
}

/// Prints the median of 21 runs of what reads, with its number of queries, which must not depend on
/// how much there is.
inline void measure(storage::Store &store, char const *what,
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
    std::printf("%-44s %8.2f %8.2f %8lld %8zu\n", what, wall[rounds / 2], cpu[rounds / 2],
                static_cast<long long>(queries), rows);
}

} // namespace selatan::bench
