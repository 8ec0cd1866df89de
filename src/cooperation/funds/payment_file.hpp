/// \file
/// Treasury evidence: a file of payments, each row proposed to the disbursement that it fits, with
/// the reasons told. A person confirms; then what fits is paid or reconciled in one transaction.
#pragma once

#include "cooperation/funds/correction.hpp"
#include "cooperation/funds/disbursement.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::funds {

struct PaymentFile {
    std::string name;
    std::optional<Id<Fund>> fund;
    std::string digest; ///< SHA-256, in hexadecimal
};

extern records::NounOf<PaymentFile> const payment_files;

namespace payment_file_states {
inline constexpr std::string_view received = "received";
inline constexpr std::string_view booked = "booked";
inline constexpr std::string_view discarded = "discarded";
inline constexpr std::string_view undone = "undone";
} // namespace payment_file_states

/// What becomes of a row. The first three are proposals.
enum class RowState {
    pays,
    reconciles,
    evidence, ///< of a payment that is recorded and not accounted for yet: nothing is booked
    paid,
    reconciled,
    unmatched,
    several,
    known, ///< booked from an earlier file
    problem,
};
inline constexpr std::array<std::string_view, 9> row_states{"pays",    "reconciles", "evidence",
                                                            "paid",    "reconciled", "unmatched",
                                                            "several", "known",      "problem"};
[[nodiscard]] constexpr std::string_view to_code(RowState state)
{
    return code_in(row_states, state);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, RowState &state)
{
    return value_in(row_states, code, state);
}
[[nodiscard]] constexpr bool is_proposal(RowState state)
{
    return state == RowState::pays || state == RowState::reconciles || state == RowState::evidence;
}

/// A payment as the treasury's file says it.
struct PaymentRow {
    std::int64_t number = 0; ///< of the row
    std::string payment_number;
    std::optional<Date> paid_on;
    Amount amount;
    std::optional<Currency> currency;
    std::string reference;
    std::string payee;
    std::string problem; ///< a code; empty: it could be read
    std::string unread;  ///< what stood in the cell that could not be
    std::optional<Uuid> disbursement;
    std::vector<std::string> reasons; ///< "amount", "reference" …
    RowState state = RowState::unmatched;
};

/// A disbursement that may be what a row pays.
struct Candidate {
    Uuid id;
    std::string reference;
    std::string state;
    Amount amount;
    Currency currency;
    Date since; ///< approved, or paid
    std::string payment_number;
    std::string payee;
    std::string budget; ///< references of its obligation, allocation and plan line
};

/// How far a treasury's day may be from ours.
inline constexpr int days_apart_most = 45;

/// Proposes each row to the one disbursement that it fits best. It must have the very amount and
/// currency; beyond that the order's number or the disbursement's own reference say it, else the
/// days must be near and payee, budget or the lack of any other candidate say it. Two that fit
/// equally well, or two rows for one disbursement, are left to a person. Where these books are the
/// book of record a file pays nothing: it reconciles alone.
void propose(std::span<PaymentRow> rows, std::span<Candidate const> candidates, Books books);

/// The table's rows; at most `payment_rows_most`. `funds.no_such_column`, `funds.no_rows`,
/// `funds.too_many_rows` on "file", and what platform/sheets refuses. Titles may be those of any of
/// the six languages, or the codes of the fields.
inline constexpr std::size_t payment_rows_most = 5'000;
enum class Reading { isolated, in_this_process };
[[nodiscard]] Result<std::vector<PaymentRow>> read_payments(std::string const &path,
                                                            Reading reading);

// -- Verbs ----------------------------------------------------------------------------------------

struct RowMatch {
    std::int64_t row = 0;
    std::optional<Id<Disbursement>> disbursement; ///< nothing: it fits none
    bool another_payment = false; ///< under an order that pays another disbursement, too
};

/// The disbursement that was paid by the order that a row would pay another one by, or that an
/// earlier row of the file pays by it; nothing where a person said that it is another payment.
[[nodiscard]] std::optional<std::string> other_of_order(storage::Reader &reader, Uuid fund,
                                                        std::span<PaymentRow const> rows,
                                                        PaymentRow const &row);

/// What booking the row would be refused for as things stand, for its day: it has not come, or its
/// period is closed.
[[nodiscard]] std::optional<Problem> foresee_row(storage::Reader &reader, Fund const &fund,
                                                 PaymentRow const &row);

/// Keeps the rows with their proposals. The same file of the same fund again answers what it became
/// and changes nothing. `funds.fund_closed`.
[[nodiscard]] Result<Saved> receive_payments(storage::Tx &tx, auth::Identity const &by,
                                             PaymentFile const &file, std::vector<PaymentRow> rows);
/// `funds.no_such_row` on "row"; on "disbursement": `funds.not_awaiting`, `funds.other_amount`,
/// `funds.matched_already`; on "another_payment": `funds.order_paid_already`.
[[nodiscard]] Result<Saved> match_row(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, RowMatch const &wanted);
/// All of it or nothing: `funds.nothing_fits`; `funds.own_approval` to whoever approved one of
/// them; `funds.row_refused` with what the disbursement's own verb refused.
[[nodiscard]] Result<Saved> book_payments(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> discard_payments(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version);
/// Proposes a correction for each payment of it that still stands: another person approves each.
/// `funds.nothing_to_undo`, `funds.later_entries` (what came after is taken back first).
[[nodiscard]] Result<Saved> undo_payments(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version);

} // namespace selatan::funds
