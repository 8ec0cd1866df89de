#include "cooperation/projects/closing.hpp"

#include "base/ensure.hpp"

namespace selatan::projects {

namespace {

/// Set once, before anybody is served.
std::span<ClosingCheck const> &closing_checks()
{
    static std::span<ClosingCheck const> checks;
    return checks;
}

Project load_project(storage::Reader &reader, Head const &head)
{
    auto project = records::load(reader, projects, head.id);
    ENSURE(project.has_value());
    return *project;
}

Result<void> refuse_for(Problem const &problem, std::string field)
{
    return refuse(Decline::conflict, std::move(field), problem.code, problem.arguments);
}

} // namespace

void set_closing_checks(std::span<ClosingCheck const> checks)
{
    closing_checks() = checks;
}

Problems what_is_left(storage::Reader &reader, Uuid project, Closing closing)
{
    Problems all;
    for (auto const &check : closing_checks()) {
        if (check.closing == closing) {
            auto const found = check.find(reader, project);
            all.insert(all.end(), found.begin(), found.end());
        }
    }
    return all;
}

// -- Rules ----------------------------------------------------------------------------------------

Result<void> decide_close_operations(Project const &project, Problems const &left,
                                     OperationalClosure const &wanted, Date today)
{
    if (!left.empty() && wanted.left_reason.empty()) {
        return refuse_for(left.front(), "left_reason");
    }
    if (today < wanted.operations_closed_on) {
        return refuse(Decline::invalid, "operations_closed_on", "common.in_the_future");
    }
    if (project.starts && wanted.operations_closed_on < *project.starts) {
        return refuse(Decline::invalid, "operations_closed_on", "projects.closed_before_start");
    }
    return {};
}

Result<void> decide_close_accounts(Project const &project, Problems const &left,
                                   FinancialClosure const &wanted, Date today)
{
    if (!left.empty()) {
        return refuse_for(left.front(), "");
    }
    if (today < wanted.accounts_closed_on) {
        return refuse(Decline::invalid, "accounts_closed_on", "common.in_the_future");
    }
    if (project.operations_closed_on && wanted.accounts_closed_on < *project.operations_closed_on) {
        return refuse(Decline::invalid, "accounts_closed_on",
                      "projects.accounts_before_operations");
    }
    return {};
}

Result<void> decide_evaluate(Problems const &left)
{
    if (!left.empty()) {
        return refuse_for(left.front(), "");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> close_operations(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version, OperationalClosure const &wanted)
{
    auto const before = load_project(tx, head);
    auto const left = what_is_left(tx, head.id, Closing::operations);
    if (auto const may = decide_close_operations(before, left, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.operations_closed_on = wanted.operations_closed_on;
    after.completion_document = wanted.completion_document;
    // A reason given where nothing is left would only puzzle later readers.
    after.left_reason = left.empty() ? std::string{} : wanted.left_reason;
    return records::advance(tx, by.actor(), projects, head, version, "close_operations", before,
                            after, {.due_on = std::optional<Date>{}});
}

Result<Saved> close_accounts(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, FinancialClosure const &wanted)
{
    auto const before = load_project(tx, head);
    auto const left = what_is_left(tx, head.id, Closing::accounts);
    if (auto const may = decide_close_accounts(before, left, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.accounts_closed_on = wanted.accounts_closed_on;
    after.accounts_document = wanted.accounts_document;
    return records::advance(tx, by.actor(), projects, head, version, "close_accounts", before,
                            after, {});
}

Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Reopening const &wanted)
{
    auto const before = load_project(tx, head);
    auto after = before;
    std::optional<Date> due;
    if (head.state == states::financially_closed) {
        after.accounts_closed_on.reset();
        after.accounts_document.clear();
    } else {
        after.operations_closed_on.reset();
        after.completion_document.clear();
        after.left_reason.clear();
        due = before.ends;
    }
    return records::advance(tx, by.actor(), projects, head, version, "reopen", before, after,
                            {.reason = wanted.reason, .due_on = due});
}

Result<Saved> evaluate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version)
{
    if (auto const may = decide_evaluate(what_is_left(tx, head.id, Closing::ex_post)); !may) {
        return refuse(may.error());
    }
    auto const before = load_project(tx, head);
    auto after = before;
    after.evaluated_on = tx.today();
    return records::advance(tx, by.actor(), projects, head, version, "evaluate", before, after, {});
}

} // namespace selatan::projects
