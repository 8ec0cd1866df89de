#include "cooperation/activities/activities.hpp"

#include "cooperation/activities/class_count.hpp"
#include "cooperation/activities/pages.hpp"
#include "words/activities.hpp"

#include <array>

namespace selatan::activities {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

/// Until its days are fixed, it may be rewritten; afterwards it is postponed or rescheduled.
constexpr std::array<std::string_view, 2> while_planned{states::planned, states::costed};

// Officers plan, schedule and verify; whoever implements an activity costs it, carries it out and
// reports; the project's parties read.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, Condition::any, while_planned},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "cost"},
    Rule{Role::coordinator, "schedule"},
    Rule{Role::coordinator, "begin"},
    Rule{Role::coordinator, "deliver"},
    Rule{Role::coordinator, "report"},
    Rule{Role::coordinator, "return_report"},
    Rule{Role::coordinator, "verify"},
    Rule{Role::coordinator, "postpone"},
    Rule{Role::coordinator, "replan"},
    Rule{Role::coordinator, "cancel"},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, Condition::any, while_planned},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "cost"},
    Rule{Role::desk_officer, "schedule"},
    Rule{Role::desk_officer, "begin"},
    Rule{Role::desk_officer, "deliver"},
    Rule{Role::desk_officer, "report"},
    Rule{Role::desk_officer, "return_report"},
    Rule{Role::desk_officer, "verify"},
    Rule{Role::desk_officer, "postpone"},
    Rule{Role::desk_officer, "replan"},
    Rule{Role::desk_officer, "cancel"},
    Rule{Role::approver, verbs::see},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::finance_officer, verbs::comment},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::line_ministry, "cost", Condition::office},
    Rule{Role::line_ministry, "begin", Condition::office},
    Rule{Role::line_ministry, "deliver", Condition::office},
    Rule{Role::line_ministry, "report", Condition::office},
    Rule{Role::implementer, verbs::see, Condition::shared},
    Rule{Role::implementer, verbs::comment, Condition::shared},
    Rule{Role::implementer, "cost", Condition::office},
    Rule{Role::implementer, "begin", Condition::office},
    Rule{Role::implementer, "deliver", Condition::office},
    Rule{Role::implementer, "report", Condition::office},
    Rule{Role::focal_point, verbs::see, Condition::shared},
    Rule{Role::focal_point, verbs::comment, Condition::shared},
    Rule{Role::partner_mission, verbs::see, Condition::shared},
    Rule{Role::partner_mission, verbs::comment, Condition::shared},
    Rule{Role::facilitator, verbs::see, Condition::shared},
    Rule{Role::facilitator, verbs::comment, Condition::shared},
};

/// What was reported is believed, yet whoever reads it learns what the class says.
Problems foresee_report(storage::Reader &reader, Head const &head, void const *value)
{
    auto const &activity = *static_cast<Activity const *>(value);
    bool const is_reported = head.state == states::reported || head.state == states::verified;
    auto const count = is_reported ? class_count(reader, head.id) : std::nullopt;
    if (!count || !differs(*count, activity.reached_women, activity.reached_men)) {
        return {};
    }
    return {{"",
             "activities.report_differs",
             {{"women", std::to_string(count->women)}, {"men", std::to_string(count->men)}}}};
}

constexpr std::array off{states::cancelled, states::postponed};
constexpr std::array tentative{states::planned, states::costed};

} // namespace

constinit records::Policy const policy{.rules = rules, .has_parties = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 1> const all{&activities};
    return all;
}

void add_routes(web::Router &router, std::span<CalendarSource const> sources)
{
    web::add_routes(router, activity_pages);
    add_calendar_routes(router, sources);
    add_feed_routes(router, sources);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::activities;
    static std::array const all{
        web::DeskSource{&activity_pages, "report", word::verb_report, {}},
        web::DeskSource{&activity_pages, "verify", word::verb_verify, {}},
        web::DeskSource{&activity_pages, "deliver", word::verb_deliver, {}},
        web::DeskSource{&activity_pages, "begin", word::verb_begin, {}},
        web::DeskSource{&activity_pages, "schedule", word::verb_schedule, {}},
        web::DeskSource{&activity_pages, "cost", word::verb_cost, "state:planned"},
    };
    return all;
}

std::span<web::Foresight const> foresights()
{
    static std::array const all{web::Foresight{activities.kind, foresee_report}};
    return all;
}

CalendarSource calendar_source()
{
    return {.pages = &activity_pages,
            .starts = "starts",
            .ends = "ends",
            .place = "venue",
            .off = off,
            .tentative = tentative};
}

void register_jobs(jobs::Runner &runner)
{
    runner.handle("activities.share", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            share_with_latecomers(tx); // those over a thousand in the next hour
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("activities.share", std::chrono::hours{1});
}

} // namespace selatan::activities
