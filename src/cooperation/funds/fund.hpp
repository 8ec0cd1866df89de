/// \file
/// A fund: the central budget, a trust fund, or a facilitator's fund, with books in one currency.
/// What it is owed may be in others; what it holds, allocates and pays is in its own.
#pragma once

#include "base/coded.hpp"
#include "cooperation/funds/booking.hpp"
#include "cooperation/partners/organisation.hpp"
#include "cooperation/reference/exchange_rate.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::funds {

using records::Head;
using records::Saved;

enum class FundKind { central_budget, trust_fund, facilitators_fund };
inline constexpr std::array<std::string_view, 3> fund_kinds{"central_budget", "trust_fund",
                                                            "facilitators_fund"};
[[nodiscard]] constexpr std::string_view to_code(FundKind kind)
{
    return code_in(fund_kinds, kind);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, FundKind &kind)
{
    return value_in(fund_kinds, code, kind);
}

/// Who keeps the book of record: the treasury, whose evidence is entered here, or this ledger.
enum class Books { treasury, here };
inline constexpr std::array<std::string_view, 2> book_keepers{"treasury", "here"};
[[nodiscard]] constexpr std::string_view to_code(Books books)
{
    return code_in(book_keepers, books);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Books &books)
{
    return value_in(book_keepers, code, books);
}

struct Fund {
    std::string title;
    FundKind kind = FundKind::trust_fund;
    /// The fund as plan lines name it; nothing: the central budget.
    std::optional<Id<partners::Organisation>> organisation;
    std::optional<Currency> currency;
    Books books = Books::treasury;
    std::string purpose;

    // Written by verbs alone.
    std::optional<Date> closed_until; ///< nothing is booked on this day or before
    std::optional<Date> asked_until;  ///< the period that somebody asked to close
    std::string period_document;      ///< the reconciliation that it rests on
};

extern records::NounOf<Fund> const funds;

namespace fund_states {
inline constexpr std::string_view open = "open";
inline constexpr std::string_view closed = "closed";
} // namespace fund_states

// -- What verbs ask for ---------------------------------------------------------------------------

struct PeriodClose {
    Date until;
    std::string document; ///< the reconciliation with the treasury or the bank
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `funds.central_has_no_office` or `common.required` on "organisation"; `funds.currency_fixed` on
/// "currency" once something is booked.
[[nodiscard]] Problems decide_fund(Fund const &fund, Fund const *before, bool has_entries);
/// On "until": `funds.closed_already`, `funds.period_not_over`.
[[nodiscard]] Result<void> decide_close_period(Fund const &fund, PeriodClose const &wanted,
                                               Date today);
/// `funds.not_empty`: it still holds, owes or is owed something.
[[nodiscard]] Result<void> decide_close_fund(bool is_empty);

// -- Verbs ----------------------------------------------------------------------------------------

/// Asks for it; another person closes.
[[nodiscard]] Result<Saved> ask_period_close(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version,
                                             PeriodClose const &wanted);
/// `funds.nothing_asked`; `funds.two_people` to whoever asked; and what the period's rules refuse
/// by now.
[[nodiscard]] Result<Saved> close_period(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version);
[[nodiscard]] Result<Saved> close_fund(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                       std::int64_t version);

// -- For the other nouns --------------------------------------------------------------------------

[[nodiscard]] Fund load_fund(storage::Reader &reader, Uuid fund);
/// `funds.fund_closed` unless it is open.
[[nodiscard]] Result<void> decide_fund_open(storage::Reader &reader, Uuid fund);
/// An account of the fund itself, or of one of its records, in the fund's currency.
[[nodiscard]] AccountKey account_of(Uuid fund, Fund const &value, Role role);
[[nodiscard]] AccountKey account_of(Uuid fund, Fund const &value, Role role, Uuid subject);
/// `common.in_the_future` when a day of an act is still to come.
[[nodiscard]] Result<void> decide_day(std::string field, Date day, Date today);

} // namespace selatan::funds
