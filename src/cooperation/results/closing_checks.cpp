// What stands against a project's closing, as activities, the ledger and evaluations have it.
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/results/results_store.hpp"

#include <array>

namespace selatan::results {

namespace {

Problems activities_left(storage::Reader &reader, Uuid project)
{
    auto const open = open_activities(reader, project);
    if (open == 0) {
        return {};
    }
    return {{"", "results.activities_open", {{"count", std::to_string(open)}}}};
}

/// What is asked for, promised and not paid, or paid and not accounted for, in each currency.
Problems money_left(storage::Reader &reader, Uuid project)
{
    Problems problems;
    records::Filter const of_project{.sql = "r.id = ?", .values = {project}};
    for (auto const &row : funds::money_of_projects(reader, of_project)) {
        auto const say = [&](std::string code, Money money) {
            if (money.minor_units() > 0) {
                problems.push_back(
                    {"",
                     std::move(code),
                     {{"amount", money.amount()}, {"currency", money.currency().to_string()}}});
            }
        };
        say("results.money_asked", row.asked);
        say("results.money_obligated", row.obligated - row.paid);
        say("results.money_not_accounted", row.paid - row.used);
    }
    return problems;
}

Problems evaluation_left(storage::Reader &reader, Uuid project)
{
    if (has_ex_post_findings(reader, project)) {
        return {};
    }
    return {{"", "results.evaluation_missing", {}}};
}

} // namespace

std::span<projects::ClosingCheck const> closing_checks()
{
    using projects::Closing;
    static constexpr std::array all{projects::ClosingCheck{Closing::operations, activities_left},
                                    projects::ClosingCheck{Closing::accounts, money_left},
                                    projects::ClosingCheck{Closing::ex_post, evaluation_left}};
    return all;
}

} // namespace selatan::results
