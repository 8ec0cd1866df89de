#include "cooperation/cost_sharing/cost_sharing.hpp"

#include "cooperation/cost_sharing/pages.hpp"
#include "platform/records/rule_table.hpp"
#include "platform/web/voice.hpp"

#include <array>
#include <chrono>
#include <map>
#include <utility>

namespace selatan::cost_sharing {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
namespace verbs = records::verbs;

constexpr std::array while_open{plan_states::open};
constexpr std::array while_planned{item_states::planned};

// Officers write the plan; every party reads all of it, confirms its own column, and reports and
// values what is its own. Whoever answers for money says which obligation pays for what.
constexpr auto rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer, Role::finance_officer, Role::approver,
           Role::appraiser, Role::signatory, Role::own_mission, Role::line_ministry},
          {verbs::see}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::create}),
    allow({Role::coordinator, Role::desk_officer, Role::finance_officer, Role::line_ministry},
          {verbs::comment}),
    allow({Role::coordinator, Role::finance_officer}, {"settle"}),
    allow({Role::coordinator, Role::approver}, {"reopen"}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, while_open),
    allow({Role::line_ministry}, {"confirm"}, Condition::shared),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {"confirm", verbs::see, verbs::comment}, Condition::shared));

constexpr auto item_rules = records::rule_table(
    allow({Role::coordinator}, {verbs::see, verbs::create, verbs::comment, "report", "assign",
                                "value", "withdraw_value", "drop"}),
    allow({Role::desk_officer},
          {verbs::see, verbs::create, verbs::comment, "report", "value", "withdraw_value", "drop"}),
    allow({Role::finance_officer}, {verbs::see, verbs::comment, "report", "assign"}),
    allow(
        {Role::approver, Role::appraiser, Role::signatory, Role::own_mission, Role::line_ministry},
        {verbs::see}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, while_planned),
    allow({Role::line_ministry}, {"report", "value", "withdraw_value"}, Condition::shared),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {"report", "value", "withdraw_value", verbs::see}, Condition::shared));

// Nobody makes or rewrites a report by itself: it is made with its item's verb.
constexpr auto report_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer}, {verbs::see, verbs::comment, "take_back"}),
    allow({Role::finance_officer}, {verbs::see, "take_back"}),
    allow({Role::approver, Role::own_mission, Role::line_ministry}, {verbs::see}),
    allow({Role::line_ministry, Role::implementer, Role::focal_point, Role::partner_mission,
           Role::facilitator},
          {"take_back"}, Condition::own),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see}, Condition::shared));

} // namespace

constinit records::Policy const policy{.rules = rules, .has_parties = true};
constinit records::Policy const item_policy{.rules = item_rules, .has_parties = true};
constinit records::Policy const report_policy{.rules = report_rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 3> const all{&cost_plans, &cost_items, &cost_reports};
    return all;
}

namespace {

/// Items of one party, or of one plan's parties together, are asked about once.
std::vector<Uuid> items_spoken_for(storage::Reader &reader, auth::Identity const &by,
                                   std::span<Uuid const> asked)
{
    std::vector<std::pair<Uuid, CostItem>> items;
    records::each_value(reader, cost_items, asked, [&](Uuid id, void const *value) {
        items.emplace_back(id, *static_cast<CostItem const *>(value));
    });
    std::map<Uuid, bool> known;
    std::vector<Uuid> own;
    for (auto const &[id, item] : items) {
        auto const whose = item.party ? item.party->uuid() : item.plan->uuid();
        auto const [found, is_new] = known.try_emplace(whose);
        if (is_new) {
            found->second = may_speak(reader, by, item);
        }
        if (found->second) {
            own.push_back(id);
        }
    }
    return own;
}

} // namespace

void add_routes(web::Router &router)
{
    for (auto const verb : {"report", "value", "withdraw_value"}) {
        web::set_voice(cost_items.kind, verb, items_spoken_for);
    }
    for (auto const *const pages : {&plan_pages, &item_pages, &report_pages}) {
        web::add_routes(router, *pages);
    }
    add_matrix_routes(router);
    add_statement_routes(router);
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
