/// \file
/// Which activities have everything that a list is asked for. Private to the stores of this folder.
#pragma once

#include "exchange/reported/facet_store.hpp"
#include "exchange/reported/reading.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace selatan::reported {

/// Activities by block, the newest block first.
using Blocks = std::vector<std::pair<std::int64_t, Members>>;

/// Whether it asks for anything but what stands.
[[nodiscard]] bool is_sieved(Wanted const &wanted);
/// Those that stand and pass every filter, older than `asked.before` where that is given: the
/// newest `enough` at least, or all. A number of statements that depends on what is asked alone.
[[nodiscard]] Blocks passing(storage::Reader &reader, Wanted const &asked, std::size_t enough);

[[nodiscard]] std::size_t size_of(Blocks const &blocks);
/// The numbers of the newest, falling.
[[nodiscard]] std::vector<std::int64_t> newest(Blocks const &blocks, std::size_t most);

} // namespace selatan::reported
