/// \file
/// What the records are called that accounts and roles point to. For this folder only.
#pragma once

#include "base/id.hpp"
#include "platform/storage/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace selatan::administration {

using Titles = std::map<Uuid, std::string>;

/// Of all of them at once: a page asks no query for each of its rows. Whose id names no record is
/// left out.
[[nodiscard]] Titles titles_of(storage::Reader &reader, std::vector<Uuid> const &records);

} // namespace selatan::administration
