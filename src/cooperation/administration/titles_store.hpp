/// \file
/// What the records are called that accounts, roles and acts point to. For this folder only.
#pragma once

#include "base/id.hpp"
#include "platform/records/record.hpp"
#include "platform/storage/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace selatan::administration {

using Labels = std::map<Uuid, records::Label>;
using Titles = std::map<Uuid, std::string>;

/// Of all of them at once: a page asks no query for each of its rows. Whose id names no record is
/// left out.
[[nodiscard]] Labels labels_of(storage::Reader &reader, std::vector<Uuid> const &records);
/// The same, the titles alone.
[[nodiscard]] Titles titles_of(storage::Reader &reader, std::vector<Uuid> const &records);

} // namespace selatan::administration
