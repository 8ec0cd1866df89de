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

/// Another request, not refused, for the same payee, amount and document.
[[nodiscard]] std::optional<std::string> same_invoice(storage::Reader &reader, Uuid disbursement);

/// Another disbursement that the fund has paid by an order of this number.
[[nodiscard]] std::optional<std::string> paid_by_order(storage::Reader &reader, Uuid fund,
                                                       std::string_view number, Uuid disbursement);

// -- What nobody has decided yet
// -------------------------------------------------------------------

[[nodiscard]] std::vector<Uuid> open_allocations(storage::Reader &reader, Uuid line);
[[nodiscard]] std::vector<Uuid> open_obligations(storage::Reader &reader, Uuid project);
/// Requested or verified.
[[nodiscard]] std::vector<Uuid> open_disbursements(storage::Reader &reader, Uuid obligation);

// -- What forms offer -----------------------------------------------------------------------------

/// Established lines, of plans in the fund's currency, that it pays; of any fund without one.
[[nodiscard]] std::vector<Uuid> lines_to_allocate(storage::Reader &reader,
                                                  std::optional<Uuid> const &fund);
/// Its contributions that are for some country or sector.
[[nodiscard]] std::vector<Uuid> earmarked_of(storage::Reader &reader, Uuid fund);
[[nodiscard]] std::vector<Uuid> allocations_in_force(storage::Reader &reader);

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
