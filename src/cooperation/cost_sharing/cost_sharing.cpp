#include "cooperation/cost_sharing/cost_sharing.hpp"

#include "cooperation/cost_sharing/pages.hpp"

#include <array>
#include <chrono>

namespace selatan::cost_sharing {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array while_open{plan_states::open};
constexpr std::array while_planned{item_states::planned};

// Officers write the plan; every party reads all of it, confirms its own column, and reports and
// values what is its own. Whoever answers for money says which obligation pays for what.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, while_open},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "settle"},
    Rule{Role::coordinator, "reopen"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_open},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::finance_officer, verbs::comment},
    Rule{Role::finance_officer, "settle"},
    Rule{Role::approver, verbs::see},
    Rule{Role::approver, "reopen"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::line_ministry, "confirm", Condition::shared},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::implementer, "confirm", Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::focal_point, "confirm", Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, "confirm", Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
    Rule{Role::facilitator, "confirm", Condition::shared},
};

constexpr std::array item_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, while_planned},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "report"},
    Rule{Role::coordinator, "assign"},
    Rule{Role::coordinator, "value"},
    Rule{Role::coordinator, "withdraw_value"},
    Rule{Role::coordinator, "drop"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_planned},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "report"},
    Rule{Role::desk_officer, "value"},
    Rule{Role::desk_officer, "withdraw_value"},
    Rule{Role::desk_officer, "drop"},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::finance_officer, verbs::comment},
    Rule{Role::finance_officer, "report"},
    Rule{Role::finance_officer, "assign"},
    Rule{Role::approver, verbs::see},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, "report", Condition::shared},
    Rule{Role::line_ministry, "value", Condition::shared},
    Rule{Role::line_ministry, "withdraw_value", Condition::shared},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, "report", Condition::shared},
    Rule{Role::implementer, "value", Condition::shared},
    Rule{Role::implementer, "withdraw_value", Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, "report", Condition::shared},
    Rule{Role::focal_point, "value", Condition::shared},
    Rule{Role::focal_point, "withdraw_value", Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, "report", Condition::shared},
    Rule{Role::partner_mission, "value", Condition::shared},
    Rule{Role::partner_mission, "withdraw_value", Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, "report", Condition::shared},
    Rule{Role::facilitator, "value", Condition::shared},
    Rule{Role::facilitator, "withdraw_value", Condition::shared},
};

// Nobody makes or rewrites a report by itself: it is made with its item's verb.
constexpr std::array report_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "take_back"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "take_back"},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::finance_officer, "take_back"},
    Rule{Role::approver, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, "take_back", Condition::own},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, "take_back", Condition::own},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, "take_back", Condition::own},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, "take_back", Condition::own},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, "take_back", Condition::own},
};

} // namespace

constinit records::Policy const policy{.rules = rules, .has_parties = true};
constinit records::Policy const item_policy{.rules = item_rules, .has_parties = true};
constinit records::Policy const report_policy{.rules = report_rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 3> const all{&cost_plans, &cost_items, &cost_reports};
    return all;
}

void add_routes(web::Router &router)
{
    for (auto const *const pages : {&plan_pages, &item_pages, &report_pages}) {
        web::add_routes(router, *pages);
    }
    add_matrix_routes(router);
}

void register_jobs(jobs::Runner &runner)
{
    runner.handle("cost_sharing.share", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            share_with_latecomers(tx); // those over a hundred in the next hour
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("cost_sharing.share", std::chrono::hours{1});
}

} // namespace selatan::cost_sharing
