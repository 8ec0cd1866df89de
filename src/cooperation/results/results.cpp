#include "cooperation/results/results.hpp"

#include "cooperation/results/pages.hpp"
#include "platform/records/rule_table.hpp"
#include "words/results.hpp"

#include <array>

namespace selatan::results {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
namespace verbs = records::verbs;

constexpr std::array while_drafted{indicator_states::draft};

// Officers write indicators and agree on them with the parties, who read.
constexpr auto indicator_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer},
          {verbs::see, verbs::create, verbs::comment, "agree", "revise", "drop"}),
    allow({Role::appraiser, Role::own_mission, Role::line_ministry}, {verbs::see, verbs::comment}),
    allow({Role::approver, Role::finance_officer}, {verbs::see}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, while_drafted),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see, verbs::comment}, Condition::shared));

constexpr auto target_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer}, {verbs::see, verbs::create, verbs::change}),
    allow({Role::appraiser, Role::approver, Role::finance_officer, Role::own_mission,
           Role::line_ministry},
          {verbs::see}),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see}, Condition::shared));

constexpr std::array not_verified{figure_states::entered, figure_states::returned};

// Whoever measures enters: the desk, a mission, the implementer, the partner's focal point.
// Officers verify what they did not enter.
constexpr auto figure_rules = records::rule_table(
    allow({Role::coordinator, Role::desk_officer, Role::appraiser, Role::approver,
           Role::finance_officer, Role::own_mission, Role::line_ministry},
          {verbs::see}),
    allow({Role::coordinator, Role::desk_officer, Role::own_mission, Role::line_ministry,
           Role::implementer, Role::focal_point},
          {verbs::create}),
    allow({Role::coordinator, Role::desk_officer, Role::appraiser, Role::own_mission,
           Role::line_ministry},
          {verbs::comment}),
    allow({Role::coordinator, Role::desk_officer}, {"verify", "return_figure", "submit_figure"}),
    allow({Role::coordinator, Role::desk_officer}, {verbs::change}, Condition::any, not_verified),
    allow({Role::own_mission, Role::line_ministry, Role::implementer, Role::focal_point},
          {verbs::change}, Condition::own, not_verified),
    allow({Role::own_mission, Role::line_ministry, Role::implementer, Role::focal_point},
          {"submit_figure"}, Condition::own),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see, verbs::comment}, Condition::shared));

// Officers plan evaluations and enter what they found; the coordinator answers for the house. The
// parties read all of it.
constexpr auto evaluation_rules = records::rule_table(
    allow({Role::coordinator},
          {verbs::see, verbs::create, verbs::comment, "replan", "report", "respond", "cancel"}),
    allow({Role::desk_officer}, {verbs::see, verbs::create, verbs::comment, "replan", "report"}),
    allow({Role::appraiser}, {verbs::see, verbs::comment, "report"}),
    allow({Role::approver, Role::finance_officer}, {verbs::see}),
    allow({Role::own_mission, Role::line_ministry}, {verbs::see, verbs::comment}),
    allow({Role::implementer, Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see, verbs::comment}, Condition::shared));

constexpr auto round_rules = records::rule_table(
    allow({Role::coordinator}, {verbs::see, verbs::create, verbs::comment, "publish"}),
    allow({Role::desk_officer}, {verbs::see, verbs::comment}),
    allow({Role::appraiser, Role::approver, Role::own_mission, Role::line_ministry}, {verbs::see}),
    allow({Role::implementer}, {verbs::see}, Condition::shared),
    allow({Role::focal_point, Role::partner_mission, Role::facilitator},
          {verbs::see, verbs::comment}, Condition::shared));

/// Told to everybody who takes part.
constexpr std::array told{rating_states::disclosed, rating_states::missing};

// A rating is its own side's until all are disclosed: a focal point's and a mission's grant names
// the country, the coordinating body and a facilitator rate as an office. Officers are no
// exception.
constexpr auto rating_rules = records::rule_table(
    allow({Role::coordinator}, {verbs::see, "rate"}, Condition::office),
    allow({Role::facilitator}, {verbs::see, "rate", "consent", "withdraw_consent"},
          Condition::office),
    allow({Role::coordinator, Role::desk_officer, Role::appraiser, Role::approver,
           Role::own_mission, Role::line_ministry},
          {verbs::see}, Condition::any, told),
    allow({Role::coordinator, Role::desk_officer}, {"consent", "withdraw_consent"}),
    allow({Role::focal_point, Role::partner_mission},
          {"consent", "withdraw_consent", verbs::see, "rate"}),
    allow({Role::implementer, Role::facilitator}, {verbs::see}, Condition::shared, told));

} // namespace

constinit records::Policy const indicator_policy{.rules = indicator_rules, .has_parties = true};
constinit records::Policy const target_policy{.rules = target_rules, .has_parties = true};
constinit records::Policy const figure_policy{.rules = figure_rules, .has_parties = true};
constinit records::Policy const evaluation_policy{.rules = evaluation_rules, .has_parties = true};
constinit records::Policy const round_policy{
    .rules = round_rules, .public_sees_published = true, .has_parties = true};
constinit records::Policy const rating_policy{
    .rules = rating_rules, .public_sees_published = true, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 6> const all{&indicators,  &targets, &figures,
                                                          &evaluations, &rounds,  &ratings};
    return all;
}

void add_routes(web::Router &router)
{
    for (auto const *const pages : {&indicator_pages, &target_pages, &figure_pages,
                                    &evaluation_pages, &round_pages, &rating_pages}) {
        web::add_routes(router, *pages);
    }
    add_result_routes(router);
}

std::span<projects::ProjectPage const> pages_of_a_project()
{
    static std::array const all{
        projects::ProjectPage{words::results::page_title, "/results", &indicator_policy}};
    return all;
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::results;
    static std::array const all{
        web::DeskSource{&rating_pages, "rate", word::verb_rate, "state:awaited"},
        web::DeskSource{&figure_pages, "verify", word::verb_verify, {}},
        web::DeskSource{&figure_pages, "submit_figure", word::verb_submit_figure, {}},
        web::DeskSource{&evaluation_pages, "report", word::verb_report, "due:<+90d"},
        web::DeskSource{&evaluation_pages, "respond", word::verb_respond, "state:reported"},
    };
    return all;
}

void register_jobs(jobs::Runner &runner)
{
    runner.handle("results.share", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            constexpr int most = 1000; // those over it in the next hour
            for (auto const &[record, project] : behind_their_projects(tx, most)) {
                share_with_parties(tx, record, project);
            }
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("results.share", std::chrono::hours{1});
    runner.handle("results.disclose", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            disclose_overdue(tx);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("results.disclose", std::chrono::hours{1});
}

} // namespace selatan::results
