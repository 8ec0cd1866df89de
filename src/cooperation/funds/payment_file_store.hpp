/// \file
/// Files of payments, their rows, and what they may be matched with.
#pragma once

#include "cooperation/funds/payment_file.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::funds {

[[nodiscard]] std::optional<Uuid> payment_file_of(storage::Reader &reader, Uuid fund,
                                                  std::string const &digest);
void write_rows(storage::Tx &tx, Uuid file, std::span<PaymentRow const> rows);
[[nodiscard]] std::vector<PaymentRow> rows_of(storage::Reader &reader, Uuid file);
void write_match(storage::Tx &tx, Uuid file, PaymentRow const &row);
/// Marks the rows that an earlier file of the fund booked.
void mark_known(storage::Reader &reader, Uuid fund, std::span<PaymentRow> rows);
/// The fund's disbursements that wait for a payment or for reconciliation.
[[nodiscard]] std::vector<Candidate> candidates_of(storage::Reader &reader, Uuid fund);

} // namespace selatan::funds
