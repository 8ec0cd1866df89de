/// \file
/// What the nouns of funds ask the database besides their own records.
#pragma once

#include "cooperation/funds/correction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::funds {

/// Empty when there is no such record.
[[nodiscard]] std::string state_of(storage::Reader &reader, Uuid record);
/// Has anything been booked?
[[nodiscard]] bool has_entries(storage::Reader &reader, Uuid fund);
/// Nothing at the bank, owed, promised or set aside.
[[nodiscard]] bool is_empty(storage::Reader &reader, Uuid fund);
[[nodiscard]] bool has_open_obligations(storage::Reader &reader, Uuid allocation);
[[nodiscard]] bool has_open_disbursements(storage::Reader &reader, Uuid obligation);
/// The line as allocations look at it.
[[nodiscard]] LineMoney line_money(storage::Reader &reader, Uuid line);

// -- For the example installation -----------------------------------------------------------------

struct RunningProject {
    Uuid project;
    Uuid line;  ///< of the central budget
    Uuid payee; ///< its implementing office
};
[[nodiscard]] std::optional<RunningProject> running_project(storage::Reader &reader);
/// The first established line that names the organisation as its fund.
[[nodiscard]] std::optional<Uuid> line_of_fund(storage::Reader &reader, Uuid organisation);

} // namespace selatan::funds
