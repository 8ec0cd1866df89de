/// \file
/// A disbursement: asked for under an obligation, verified, approved by a second person, paid (the
/// treasury's evidence, or this ledger where it is the book of record), accounted for, reconciled.
#pragma once

#include "cooperation/funds/obligation.hpp"

#include <optional>
#include <string>

namespace selatan::funds {

struct Disbursement {
    std::string title; ///< what for
    std::optional<Id<Obligation>> obligation;
    std::optional<Id<partners::Organisation>> organisation; ///< the payee
    Amount amount;                                          ///< in the fund's currency
    std::string document;                                   ///< invoice, request

    // Written by verbs alone.
    std::string verification;
    std::string approval_document;
    std::optional<Date> paid_on;
    std::string payment_number;
    std::string payment_document;
    std::string bank_statement;
};

extern records::NounOf<Disbursement> const disbursements;

namespace disbursement_states {
inline constexpr std::string_view requested = "requested";
inline constexpr std::string_view verified = "verified";
inline constexpr std::string_view approved = "approved";
inline constexpr std::string_view paid = "paid";
inline constexpr std::string_view liquidated = "liquidated";
inline constexpr std::string_view reconciled = "reconciled";
inline constexpr std::string_view refused = "refused";
} // namespace disbursement_states

// -- What verbs ask for ---------------------------------------------------------------------------

struct Verification {
    std::string verification;
};
struct PaymentApproval {
    std::string approval_document;
};
struct Payment {
    Date paid_on;
    std::string payment_number; ///< the treasury's
    std::string payment_document;
    bool another_payment = false; ///< under an order that another disbursement was paid by
};
struct Liquidation {
    Date used_on;
    Amount amount;
    std::string document;
};
struct Refund {
    Date refunded_on;
    Amount amount;
    std::string document;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `funds.amount_not_in_currency` on "amount"; `funds.obligation_not_in_force` on "obligation";
/// `funds.other_payee` on "organisation".
[[nodiscard]] Problems decide_disbursement(Disbursement const &wanted, Currency currency,
                                           Obligation const &obligation,
                                           std::string_view obligation_state);
/// `common.in_the_future` on "paid_on"; where the treasury keeps the books, `common.required` on
/// "payment_number" and "payment_document".
[[nodiscard]] Result<void> decide_pay(Books books, Payment const &wanted, Date today);

[[nodiscard]] Problems check_disbursement(storage::Reader &reader, Disbursement const &wanted);
/// What the ledger would say to its approval as things stand.
[[nodiscard]] std::optional<Problem> foresee_disbursement(storage::Reader &reader,
                                                          Disbursement const &wanted);

// -- Verbs ----------------------------------------------------------------------------------------

/// By another person than the one who asked.
[[nodiscard]] Result<Saved> verify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Verification const &wanted);
/// By a third: neither who asked nor who verified. Holds the money for this payment alone.
[[nodiscard]] Result<Saved> approve_payment(storage::Tx &tx, auth::Identity const &by,
                                            Head const &head, std::int64_t version,
                                            PaymentApproval const &wanted);
[[nodiscard]] Result<Saved> refuse_payment(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           MoneyRefusal const &wanted);
/// `funds.order_paid_already` on "another_payment": the fund paid another disbursement by an order
/// of the same number, and nobody said that this is another payment under it.
[[nodiscard]] Result<Saved> pay(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, Payment const &wanted);
/// In parts; the last makes it `liquidated`.
[[nodiscard]] Result<Saved> liquidate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, Liquidation const &wanted);
/// What the payee gives back is free for the same allocation again.
[[nodiscard]] Result<Saved> refund(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Refund const &wanted);
/// By another person than the one who approved it.
[[nodiscard]] Result<Saved> reconcile_payment(storage::Tx &tx, auth::Identity const &by,
                                              Head const &head, std::int64_t version,
                                              Reconciliation const &wanted);

[[nodiscard]] Disbursement load_disbursement(storage::Reader &reader, Uuid disbursement);

} // namespace selatan::funds
