/// \file
/// Rows of the code lists. For this folder only.
#pragma once

#include "cooperation/reference/code_list.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reference::store {

/// Of all lists together; 0 when there are none.
[[nodiscard]] std::int64_t revision(storage::Reader &reader);
[[nodiscard]] std::vector<Version> current_versions(storage::Reader &reader);
[[nodiscard]] std::vector<Version> versions(storage::Reader &reader, List list);

void each_item(storage::Reader &reader, List list, std::string const &version,
               std::function<void(Item &&)> const &visit);
/// In the order of the items; each item's names in no order.
void each_name(storage::Reader &reader, List list, std::string const &version,
               std::function<void(ItemName &&)> const &visit);
[[nodiscard]] std::vector<MembershipRow> memberships(storage::Reader &reader,
                                                     std::string const &version);
/// By currency and day. Where a source corrected a rate, the one that was loaded last.
void each_rate(storage::Reader &reader, std::function<void(RateRow &&)> const &visit);
[[nodiscard]] std::vector<RateRow> rates_of(storage::Reader &reader, std::string const &version);

[[nodiscard]] std::optional<std::string> digest(storage::Reader &reader, List list,
                                                std::string const &version);
/// The list's identity; made when it is new.
[[nodiscard]] Id<CodeList> list_id(storage::Tx &tx, List list);
void insert_version(storage::Tx &tx, Version const &version, std::string const &digest);
void make_current(storage::Tx &tx, List list, std::string const &version);

void copy_items(storage::Tx &tx, List list, std::string const &version,
                std::vector<Item> const &items);
void copy_names(storage::Tx &tx, List list, std::string const &version,
                std::vector<ItemName> const &names);
void copy_memberships(storage::Tx &tx, std::string const &version,
                      std::vector<MembershipRow> const &rows);
void copy_rates(storage::Tx &tx, std::string const &version, std::vector<RateRow> const &rows);

} // namespace selatan::reference::store
