/// \file
/// Statements for many values at once. Private to the stores of this folder.
#pragma once

#include "platform/storage/marks.hpp"
#include "platform/storage/store.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported {

/// Values in one statement: enough that it pays, few enough for every engine.
inline constexpr std::size_t values_at_a_time = 64;

/// "?, ?, …": as many as are given at a time; a list that is shorter repeats its last.
[[nodiscard]] inline std::string marks(std::string_view one, std::size_t count = values_at_a_time)
{
    return storage::marks(count, one);
}

/// Calls `each(values)` with so many of `all` at a time, and the last ones repeated up to that.
template <typename T, typename Each>
void in_lists(std::vector<T> const &all, Each const &each)
{
    std::vector<storage::Value> values;
    for (std::size_t begin = 0; begin < all.size(); begin += values_at_a_time) {
        values.clear();
        for (std::size_t i = 0; i < values_at_a_time; ++i) {
            values.emplace_back(all[std::min(begin + i, all.size() - 1)]);
        }
        each(values);
    }
}

/// Runs a statement that ends in "IN (" for all ids.
inline void run_for(storage::Tx &tx, std::string const &sql, std::vector<std::int64_t> const &ids,
                    std::vector<storage::Value> const &before = {})
{
    auto const whole = sql + marks("?") + ")";
    in_lists(ids, [&](std::vector<storage::Value> const &list) {
        auto values = before;
        values.insert(values.end(), list.begin(), list.end());
        tx.send_with(whole, values);
    });
}

} // namespace selatan::reported
