#include "cooperation/results/results.hpp"

#include "cooperation/results/pages.hpp"
#include "words/results.hpp"

#include <array>

namespace selatan::results {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array while_drafted{indicator_states::draft};

// Officers write indicators and agree on them with the parties, who read.
constexpr std::array indicator_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, while_drafted},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "agree"},
    Rule{Role::coordinator, "revise"},
    Rule{Role::coordinator, "drop"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_drafted},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "agree"},
    Rule{Role::desk_officer, "revise"},
    Rule{Role::desk_officer, "drop"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::appraiser, verbs::comment},
    Rule{Role::approver, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

constexpr std::array target_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
};

constexpr std::array not_verified{figure_states::entered, figure_states::returned};

// Whoever measures enters: the desk, a mission, the implementer, the partner's focal point.
// Officers verify what they did not enter.
constexpr std::array figure_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, not_verified},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "verify"},
    Rule{Role::coordinator, "return_figure"},
    Rule{Role::coordinator, "submit_figure"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, not_verified},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "verify"},
    Rule{Role::desk_officer, "return_figure"},
    Rule{Role::desk_officer, "submit_figure"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::appraiser, verbs::comment},
    Rule{Role::approver, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::create},
    Rule{Role::own_mission, verbs::change, Condition::own, not_verified},
    Rule{Role::own_mission, "submit_figure", Condition::own},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::create},
    Rule{Role::line_ministry, verbs::change, Condition::own, not_verified},
    Rule{Role::line_ministry, "submit_figure", Condition::own},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::create},
    Rule{Role::implementer, verbs::change, Condition::own, not_verified},
    Rule{Role::implementer, "submit_figure", Condition::own},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::create},
    Rule{Role::focal_point, verbs::change, Condition::own, not_verified},
    Rule{Role::focal_point, "submit_figure", Condition::own},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

// Officers plan evaluations and enter what they found; the coordinator answers for the house. The
// parties read all of it.
constexpr std::array evaluation_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "replan"},
    Rule{Role::coordinator, "report"},
    Rule{Role::coordinator, "respond"},
    Rule{Role::coordinator, "cancel"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "replan"},
    Rule{Role::desk_officer, "report"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::appraiser, verbs::comment},
    Rule{Role::appraiser, "report"},
    Rule{Role::approver, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

constexpr std::array round_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "publish"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

/// Told to everybody who takes part.
constexpr std::array told{rating_states::disclosed, rating_states::missing};

// A rating is its own side's until all are disclosed: a focal point's and a mission's grant names
// the country, the coordinating body and a facilitator rate as an office. Officers are no
// exception.
constexpr std::array rating_rules{
    Rule{Role::coordinator, verbs::see, Condition::office},
    Rule{Role::coordinator, verbs::see, Condition::any, told},
    Rule{Role::coordinator, "rate", Condition::office},
    Rule{Role::coordinator, "consent"},
    Rule{Role::coordinator, "withdraw_consent"},
    Rule{Role::desk_officer, verbs::see, Condition::any, told},
    Rule{Role::desk_officer, "consent"},
    Rule{Role::desk_officer, "withdraw_consent"},
    Rule{Role::appraiser, verbs::see, Condition::any, told},
    Rule{Role::approver, verbs::see, Condition::any, told},
    Rule{Role::own_mission, verbs::see, Condition::any, told},
    Rule{Role::line_ministry, verbs::see, Condition::any, told},
    Rule{Role::implementer, verbs::see, Condition::shared, told},
    Rule{Role::focal_point, verbs::see},
    Rule{Role::focal_point, "rate"},
    Rule{Role::focal_point, "consent"},
    Rule{Role::focal_point, "withdraw_consent"},
    Rule{Role::partner_mission, verbs::see},
    Rule{Role::partner_mission, "rate"},
    Rule{Role::partner_mission, "consent"},
    Rule{Role::partner_mission, "withdraw_consent"},
    Rule{Role::facilitator, verbs::see, Condition::office},
    Rule{Role::facilitator, verbs::see, Condition::shared, told},
    Rule{Role::facilitator, "rate", Condition::office},
    Rule{Role::facilitator, "consent", Condition::office},
    Rule{Role::facilitator, "withdraw_consent", Condition::office},
};

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
