/// \file
/// How the rows of these tables say that there is nothing. Private to the stores of this folder.
#pragma once

#include "exchange/reported/activity.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported {

[[nodiscard]] inline storage::Value text_value(std::string const &text)
{
    return text.empty() ? storage::Value{} : storage::Value{text};
}
[[nodiscard]] inline storage::Value day_value(std::optional<Date> const &date)
{
    return date ? storage::Value{day_number(*date)} : storage::Value{};
}
[[nodiscard]] inline storage::Value number_value(std::int64_t number)
{
    return number == 0 ? storage::Value{} : storage::Value{number};
}

/// One row for each of `parts`; none, no statement.
template <typename T, typename Fill>
void copy_parts(storage::Tx &tx, std::string_view table, std::span<std::string_view const> columns,
                std::vector<T> const &parts, Fill const &fill)
{
    if (parts.empty()) {
        return;
    }
    auto next = parts.begin();
    tx.copy(table, columns, [&](std::vector<storage::Value> &row) {
        if (next == parts.end()) {
            return false;
        }
        fill(row, *next);
        ++next;
        return true;
    });
}

} // namespace selatan::reported
