#include "exchange/flows/flows.hpp"

#include "exchange/flows/pages.hpp"
#include "exchange/flows/refresh.hpp"
#include "platform/records/rule_table.hpp"

namespace selatan::reported_flows {

namespace {

using auth::Role;
namespace verbs = records::verbs;

// As for all that others report: who works at home reads it, and officers judge. Partners do not
// see what strangers say of them.
constexpr auto rules = records::rule_table(
    records::allow({Role::coordinator, Role::desk_officer}, {verbs::see, judge_verb}),
    records::allow({Role::line_ministry, Role::appraiser, Role::approver, Role::signatory,
                    Role::finance_officer, Role::own_mission, Role::auditor},
                   {verbs::see}));

} // namespace

constinit records::Policy const policy{.rules = rules};

void add_routes(web::Router &router)
{
    add_figure_routes(router);
    add_part_routes(router);
    add_finding_routes(router);
    add_triangle_routes(router);
}

void register_jobs(jobs::Runner &runner)
{
    runner.handle(std::string{refresh_job}, [](jobs::Work &work) {
        refresh(work.store(), Extent::what_changed, [&work] { return work.should_stop(); });
        return work.should_stop() ? jobs::Outcome::interrupted() : jobs::Outcome::done();
    });
    // Rates and groups change without an import.
    runner.recur(std::string{refresh_job}, std::chrono::hours{24});
}

void Refresher::stands(storage::Tx &tx, std::span<std::int64_t const> activities)
{
    note_changed(tx, activities);
    ask_for_refresh(tx);
}

Refresher &refresher()
{
    static Refresher the_one;
    return the_one;
}

void Refresher::leaves(storage::Tx &tx, std::span<std::int64_t const> activities)
{
    note_changed(tx, activities);
    ask_for_refresh(tx);
}

} // namespace selatan::reported_flows
