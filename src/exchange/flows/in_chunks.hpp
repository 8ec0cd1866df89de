/// \file
/// Lists in SQL. Private to the stores of this folder.
#pragma once

#include "platform/storage/store.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported_flows {

/// Calls `use(sql, values)` for some hundreds of `list` at a time. `sql` ends in "IN ("; the last
/// chunk is filled up with its last value, so that the database sees one statement. `before` are
/// the values that stand before the list.
template <typename T, typename Use>
void in_chunks(std::string_view sql, std::vector<storage::Value> const &before,
               std::vector<T> const &list, Use const &use, std::string_view after = {})
{
    constexpr std::size_t at_a_time = 400;
    std::string text{sql};
    for (std::size_t i = 0; i < at_a_time; ++i) {
        text += i == 0 ? "?" : ",?";
    }
    text += ")";
    text += after;
    for (std::size_t from = 0; from < list.size(); from += at_a_time) {
        auto values = before;
        for (std::size_t i = 0; i < at_a_time; ++i) {
            values.push_back(storage::to_value(list[std::min(from + i, list.size() - 1)]));
        }
        use(text, values);
    }
}

/// One row for each of `rows`; none, no statement.
template <typename Rows, typename Write>
void copy_rows(storage::Tx &tx, std::string_view table, std::span<std::string_view const> columns,
               Rows const &rows, Write const &write)
{
    auto next = rows.begin();
    if (next == rows.end()) {
        return;
    }
    tx.copy(table, columns, [&](std::vector<storage::Value> &row) {
        if (next == rows.end()) {
            return false;
        }
        row.clear();
        write(*next, row);
        ++next;
        return true;
    });
}

} // namespace selatan::reported_flows
