/// \file
/// A consultation: one question put to several offices at once about one record of any kind.
#pragma once

#include "cooperation/approvals/standing.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/records/record.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::approvals {

struct Consultation {
    std::optional<Id<records::AnyRecord>> subject;
    std::optional<CountryCode> country; ///< the subject's: desks look after countries
    Purpose purpose = Purpose::screening;
    std::string question;
    Date deadline; ///< the latest that an office was given

    std::int64_t outstanding = 0; ///< opinions asked for and not given, late ones included
    std::string conclusion;       ///< what the desk takes from the opinions
};

extern records::NounOf<Consultation> const consultations;

/// Offices are given this many business days unless somebody says otherwise.
inline constexpr int days_to_answer = 10;
inline constexpr std::size_t offices_most = 200;

// -- What verbs ask for -------------------------------------------------------------------------

using Offices = std::vector<Id<partners::Organisation>>;

struct Asking {
    std::optional<Id<records::AnyRecord>> subject;
    Purpose purpose = Purpose::screening;
    std::string question;
    Date deadline;
    Offices offices;
};
struct AskingMore {
    Date deadline;
    Offices offices;
};
struct Conclusion {
    std::string conclusion;
};
struct Withdrawal {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `approvals.no_office`, then `approvals.too_many_offices` on "offices";
/// `approvals.deadline_passed` on "deadline": not after today.
[[nodiscard]] Result<void> decide_ask(std::span<Id<partners::Organisation> const> offices,
                                      Date deadline, Date today);
/// `approvals.outstanding`; `approvals.nothing_given` when every opinion was withdrawn: then the
/// consultation is withdrawn, too.
[[nodiscard]] Result<void> decide_conclude(std::int64_t outstanding, std::int64_t given);

// -- Verbs ----------------------------------------------------------------------------------------

using records::Head;
using records::Saved;

/// Makes the consultation and an opinion for each office, and has each office written to: one
/// transaction. Who asks leads it. `approvals.not_an_office` on "offices" for a record that is no
/// organisation.
[[nodiscard]] Result<Saved> ask(storage::Tx &tx, auth::Identity const &by, Head const &subject,
                                Asking const &wanted);
/// `approvals.consultation_closed`, then as `ask`, then `approvals.asked_already` on "offices".
[[nodiscard]] Result<Saved> ask_more(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, AskingMore const &wanted);
/// From now on no office may change what it said.
[[nodiscard]] Result<Saved> conclude(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Conclusion const &wanted);
/// The question is not put any more: opinions not yet given are withdrawn with it, and none of the
/// others counts.
[[nodiscard]] Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Withdrawal const &wanted);

} // namespace selatan::approvals
