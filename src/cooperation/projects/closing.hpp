/// \file
/// A project's end: its operations are closed, then its accounts; later an evaluation looks at what
/// is left of it. Activities, money and evaluations stand above projects and are asked by checks
/// that are handed in.
#pragma once

#include "cooperation/projects/project.hpp"

#include <span>
#include <string>

namespace selatan::projects {

enum class Closing { operations, accounts, ex_post };

/// What one capability above knows to stand against a closing: activities that are not over, money
/// that is owed. The sentences of its problems are its own.
struct ClosingCheck {
    Closing closing = Closing::operations;
    Problems (*find)(storage::Reader &reader, Uuid project) = nullptr;
};
/// Those to be asked from now on; they outlive the program's last verb.
void set_closing_checks(std::span<ClosingCheck const> checks);
/// What all of them found.
[[nodiscard]] Problems what_is_left(storage::Reader &reader, Uuid project, Closing closing);

// -- What verbs ask for -------------------------------------------------------------------------

struct OperationalClosure {
    Date operations_closed_on;
    std::string completion_document; ///< the parties' joint report
    std::string left_reason;         ///< why it ends although something is left
};
struct FinancialClosure {
    Date accounts_closed_on;
    std::string accounts_document; ///< the final statement of accounts
};
struct Reopening {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// The first of what is left, on "left_reason", unless that says why; then on
/// "operations_closed_on" `common.in_the_future`, `projects.closed_before_start`.
[[nodiscard]] Result<void> decide_close_operations(Project const &project, Problems const &left,
                                                   OperationalClosure const &wanted, Date today);
/// The first of what is left: money that is owed has no excuse; then on "accounts_closed_on"
/// `common.in_the_future`, `projects.accounts_before_operations`.
[[nodiscard]] Result<void> decide_close_accounts(Project const &project, Problems const &left,
                                                 FinancialClosure const &wanted, Date today);
/// The first of what is left.
[[nodiscard]] Result<void> decide_evaluate(Problems const &left);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> close_operations(storage::Tx &tx, auth::Identity const &by,
                                             Head const &head, std::int64_t version,
                                             OperationalClosure const &wanted);
[[nodiscard]] Result<Saved> close_accounts(storage::Tx &tx, auth::Identity const &by,
                                           Head const &head, std::int64_t version,
                                           FinancialClosure const &wanted);
/// One step back: a late invoice, an activity that was forgotten.
[[nodiscard]] Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Reopening const &wanted);
/// The evaluation after the end is there.
[[nodiscard]] Result<Saved> evaluate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version);

} // namespace selatan::projects
