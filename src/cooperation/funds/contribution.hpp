/// \file
/// A contribution: what a country or an organisation pledges to a fund, commits itself to, is
/// called to pay, and pays. Two people see money come in: one records the receipt, another
/// reconciles it with the bank's statement.
#pragma once

#include "cooperation/funds/amount.hpp"
#include "cooperation/funds/fund.hpp"

#include <optional>
#include <string>

namespace selatan::funds {

struct Contribution {
    std::optional<Id<Fund>> fund;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation;
    Amount amount;
    std::optional<Currency> currency;
    records::Codes earmark_countries; ///< for whom alone; empty: for anybody
    std::string earmark_sector;       ///< DAC purpose code, or its first digits; empty: for any
    Date pledged_on;
    std::string pledge_document;

    // Written by verbs alone.
    std::optional<Date> committed_on;
    std::string commitment_document;
    std::optional<Date> due_on;
    std::string call_document;
    std::string bank_statement;

    [[nodiscard]] bool is_earmarked() const
    {
        return !earmark_countries.empty() || !earmark_sector.empty();
    }
};

extern records::NounOf<Contribution> const contributions;

namespace contribution_states {
inline constexpr std::string_view pledged = "pledged";
inline constexpr std::string_view committed = "committed";
inline constexpr std::string_view called = "called";
inline constexpr std::string_view received = "received";
inline constexpr std::string_view reconciled = "reconciled";
inline constexpr std::string_view written_off = "written_off";
} // namespace contribution_states

// -- What verbs ask for ---------------------------------------------------------------------------

struct Commitment {
    Date committed_on;
    std::string commitment_document;
};
struct Call {
    Date due_on;
    std::string call_document;
};
struct Receipt {
    Date received_on;
    Amount amount;   ///< in the contribution's currency
    Amount credited; ///< in the fund's; empty: at the reference rate of the day
    std::string document;
};
struct Reconciliation {
    std::string bank_statement;
};
struct WriteOff {
    std::string reason;
    std::string document;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `common.required` on "country" where neither a country nor an organisation is named;
/// `funds.amount_not_in_currency` on "amount"; `common.in_the_future` on "pledged_on".
[[nodiscard]] Problems decide_contribution(Contribution const &contribution, Date today);
/// May this much of a contribution pay for such a line? `funds.outside_earmark` on "contribution".
[[nodiscard]] Result<void> decide_earmark(Contribution const &contribution,
                                          std::span<CountryCode const> countries,
                                          std::string_view sector);

/// The part of what was promised that a receipt fulfils: all of it with the last one, else in
/// proportion, half away from zero.
[[nodiscard]] Money fulfilled(Money promised, Money received, Money receivable);

// -- Verbs ----------------------------------------------------------------------------------------

/// From now on it is receivable, at the reference rate of the day where currencies differ
/// (`funds.no_rate`). `common.in_the_future`, `funds.fund_closed`, and what the ledger refuses.
[[nodiscard]] Result<Saved> commit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Commitment const &wanted);
/// Says until when it is to be paid; books nothing.
[[nodiscard]] Result<Saved> call(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Call const &wanted);
/// In whole or in part; the last part makes it `received`.
[[nodiscard]] Result<Saved> receive(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Receipt const &wanted);
/// By another person than the one who recorded the receipt.
[[nodiscard]] Result<Saved> reconcile_receipt(storage::Tx &tx, auth::Identity const &by,
                                              Head const &head, std::int64_t version,
                                              Reconciliation const &wanted);
/// What was not received is no longer expected.
[[nodiscard]] Result<Saved> write_off(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, WriteOff const &wanted);

} // namespace selatan::funds
