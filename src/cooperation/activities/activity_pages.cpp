#include "cooperation/activities/activities.hpp"
#include "cooperation/activities/activity_store.hpp"
#include "cooperation/activities/class_count.hpp"
#include "cooperation/activities/pages.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/activities.hpp"

#include <array>

namespace selatan::activities {

namespace {

namespace word = words::activities;
using records::field;
using records::Kind;
using web::run;

// -- Verbs ----------------------------------------------------------------------------------------

constexpr std::array costing_fields{
    field<&Costing::cost>("cost", word::field_cost).required().hinted(word::form_cost_hint),
    field<&Costing::currency>("currency", word::field_currency).of("currency").required(),
    field<&Costing::cost_basis>("cost_basis", word::field_cost_basis)
        .required()
        .hinted(word::form_cost_basis_hint),
};
constexpr std::array scheduling_fields{
    field<&Scheduling::starts>("starts", word::field_starts).required(),
    field<&Scheduling::ends>("ends", word::field_ends).required(),
    field<&Scheduling::time_zone>("time_zone", word::field_time_zone)
        .required()
        .at_most(64)
        .hinted(word::field_time_zone_hint),
    field<&Scheduling::venue>("venue", word::field_venue).required(),
    field<&Scheduling::venue_country>("venue_country", word::field_venue_country).of("country"),
};
constexpr std::array beginning_fields{
    field<&Beginning::started_on>("started_on", word::field_started_on).required(),
};
constexpr std::array delivery_fields{
    field<&Delivery::delivered_on>("delivered_on", word::field_delivered_on).required(),
};
constexpr std::array report_fields{
    field<&Report::reached_women>("reached_women", word::field_reached_women).at_most(1'000'000),
    field<&Report::reached_men>("reached_men", word::field_reached_men).at_most(1'000'000),
    field<&Report::delivered_quantity>("delivered_quantity", word::field_delivered_quantity)
        .hinted(word::form_delivered_quantity_hint),
    field<&Report::report>("report", word::field_report)
        .as(Kind::long_text)
        .required()
        .hinted(word::form_report_hint),
};
constexpr std::array report_return_fields{
    field<&ReportReturn::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array verification_fields{
    field<&Verification::verification>("verification", word::field_verification)
        .as(Kind::long_text)
        .required()
        .hinted(word::form_verification_hint),
};
constexpr std::array postponement_fields{
    field<&Postponement::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array cancellation_fields{
    field<&Cancellation::reason>("reason", word::form_reason).prose().required(),
    field<&Cancellation::costs_borne_by>("costs_borne_by", word::field_costs_borne_by)
        .hinted(word::form_costs_hint),
    field<&Cancellation::people_informed>("people_informed", word::field_people_informed)
        .as(Kind::long_text)
        .required(),
};

Result<Saved> run_replan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, void const * /*value*/)
{
    return replan(tx, by, head, version);
}

// What is known already stands in the form.
void prefill_costing(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Costing *>(value);
    if (auto const activity = records::load(reader, activities, head.id)) {
        form.cost = activity->cost.value_or(0);
        form.currency = activity->currency.value_or(Currency{});
        form.cost_basis = activity->cost_basis;
    }
}
void prefill_scheduling(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Scheduling *>(value);
    if (auto const activity = records::load(reader, activities, head.id)) {
        auto const today = reader.today();
        form.starts = activity->starts.value_or(today);
        form.ends = activity->ends.value_or(form.starts);
        form.time_zone = activity->time_zone;
        form.venue = activity->venue;
        form.venue_country = activity->venue_country;
    }
}
void prefill_beginning(storage::Reader &reader, Head const &head, void *value)
{
    auto const activity = records::load(reader, activities, head.id);
    auto const today = reader.today();
    static_cast<Beginning *>(value)->started_on =
        activity && activity->starts ? std::min(*activity->starts, today) : today;
}
void prefill_delivery(storage::Reader &reader, Head const &head, void *value)
{
    auto const activity = records::load(reader, activities, head.id);
    auto const today = reader.today();
    static_cast<Delivery *>(value)->delivered_on =
        activity && activity->ends ? std::min(*activity->ends, today) : today;
}
/// A report that was sent back is mended, not written anew; who is in its class need not be counted
/// again.
void prefill_report(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Report *>(value);
    if (auto const activity = records::load(reader, activities, head.id)) {
        form.reached_women = activity->reached_women;
        form.reached_men = activity->reached_men;
        auto const count = class_count(reader, head.id);
        if (count && !form.reached_women && !form.reached_men) {
            form.reached_women = count->women;
            form.reached_men = count->men;
        }
        form.delivered_quantity = activity->delivered_quantity;
        form.report = activity->report;
    }
}

/// How many its class has, beside what is or was reported.
std::vector<html::Notice> advise_class(web::Context const &context, storage::Reader &reader,
                                       Head const &head)
{
    auto const count = class_count(reader, head.id);
    auto const activity = records::load(reader, activities, head.id);
    if (!count || !activity) {
        return {};
    }
    bool const is_other = differs(*count, activity->reached_women, activity->reached_men);
    return {{.tone = is_other ? html::Tone::waiting : html::Tone::neutral,
             .title = {},
             .body = html::p(word::notice_class(context.language(), count->women, count->men))}};
}

// -- The record's page ----------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == states::verified) {
        return html::Tone::good;
    }
    if (state == states::cancelled) {
        return html::Tone::bad;
    }
    return state == states::postponed || state == states::reported ? html::Tone::waiting
                                                                   : html::Tone::active;
}

/// What keeps it from being scheduled, and days that lie outside the project's.
std::vector<html::Notice> notices_of(Language language, storage::Reader &reader, Head const &head,
                                     Activity const &activity)
{
    std::vector<html::Notice> notices;
    auto const note = [&](std::string_view text) {
        notices.push_back({.tone = html::Tone::waiting, .title = {}, .body = html::p(text)});
    };
    bool const is_open = head.state != states::verified && head.state != states::cancelled;
    auto const project = records::load(reader, projects::projects, activity.project->uuid());
    if (!is_open || !project) {
        return notices;
    }
    if (head.state == states::costed &&
        state_of(reader, activity.project->uuid()) != projects::states::active) {
        note(word::notice_project_not_active(language));
    }
    if (!activity.organisation) {
        note(word::notice_implementer_missing(language));
    }
    bool const too_early =
        activity.starts && project->starts && *activity.starts < *project->starts;
    bool const too_late = activity.ends && project->ends && *project->ends < *activity.ends;
    if (too_early || too_late) {
        note(word::notice_outside_project(language));
    }
    return notices;
}

web::RecordExtras show_activity(web::Context const &context, storage::Reader &reader,
                                Head const &head, void const *value)
{
    auto const &activity = *static_cast<Activity const *>(value);
    constexpr std::array path{states::planned, states::costed,    states::scheduled,
                              states::running, states::delivered, states::reported,
                              states::verified};
    web::RecordExtras extras;
    extras.steps = web::steps_along(activities, path, head.state, context.language(),
                                    head.state == states::postponed ? states::scheduled
                                                                    : std::string_view{head.state});
    extras.notices = notices_of(context.language(), reader, head, activity);
    return extras;
}

Problems check_activity(web::Draft const &draft)
{
    auto const &activity = *static_cast<Activity const *>(draft.after);
    auto problems = decide_activity(activity);
    auto const *const before = static_cast<Activity const *>(draft.before);
    if (activity.project && before == nullptr) {
        auto const more = decide_project(state_of(draft.reader, activity.project->uuid()));
        problems.insert(problems.end(), more.begin(), more.end());
    } else if (before != nullptr && before->project != activity.project) {
        problems.push_back({"project", "activities.project_fixed", {}});
    }
    return problems;
}

void created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved, void const *value)
{
    share_with_parties(tx, saved.id, static_cast<Activity const *>(value)->project->uuid());
}

} // namespace

web::NounPages const activity_pages{
    .noun = &activities,
    .picture = html::Icon::calendar,
    .add = word::activity_add,
    .empty_title = word::activity_empty_title,
    .empty_text = word::activity_empty_text,
    .about = word::activity_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_activity,
    .created = created,
    .extras = show_activity,
    .verbs =
        {{.verb = "cost",
          .path = "cost",
          .label = word::verb_cost,
          .explanation = word::verb_cost_explanation,
          .fields = costing_fields,
          .type = &records::value_type<Costing>,
          .prefill = prefill_costing,
          .run = run<Costing, cost>},
         {.verb = "schedule",
          .path = "schedule",
          .label = word::verb_schedule,
          .explanation = word::verb_schedule_explanation,
          .fields = scheduling_fields,
          .type = &records::value_type<Scheduling>,
          .emphasis = html::Emphasis::primary,
          .prefill = prefill_scheduling,
          .run = run<Scheduling, schedule>},
         {.verb = "begin",
          .path = "beginning",
          .label = word::verb_begin,
          .fields = beginning_fields,
          .type = &records::value_type<Beginning>,
          .emphasis = html::Emphasis::primary,
          .prefill = prefill_beginning,
          .run = run<Beginning, begin>},
         {.verb = "deliver",
          .path = "delivery",
          .label = word::verb_deliver,
          .fields = delivery_fields,
          .type = &records::value_type<Delivery>,
          .emphasis = html::Emphasis::primary,
          .prefill = prefill_delivery,
          .run = run<Delivery, deliver>},
         {.verb = "report",
          .path = "report",
          .label = word::verb_report,
          .explanation = word::verb_report_explanation,
          .fields = report_fields,
          .type = &records::value_type<Report>,
          .emphasis = html::Emphasis::primary,
          .prefill = prefill_report,
          .advise = advise_class,
          .run = run<Report, report>},
         {.verb = "verify",
          .path = "verification",
          .label = word::verb_verify,
          .explanation = word::verb_verify_explanation,
          .fields = verification_fields,
          .type = &records::value_type<Verification>,
          .emphasis = html::Emphasis::primary,
          .advise = advise_class,
          .run = run<Verification, verify>},
         {.verb = "return_report",
          .path = "report-return",
          .label = word::verb_return_report,
          .explanation = word::verb_return_report_explanation,
          .fields = report_return_fields,
          .type = &records::value_type<ReportReturn>,
          .run = run<ReportReturn, return_report>},
         {.verb = "replan", .path = "replanning", .label = word::verb_replan, .run = run_replan},
         {.verb = "postpone",
          .path = "postponement",
          .label = word::verb_postpone,
          .explanation = word::verb_postpone_explanation,
          .fields = postponement_fields,
          .type = &records::value_type<Postponement>,
          .run = run<Postponement, postpone>},
         {.verb = "cancel",
          .path = "cancellation",
          .label = word::verb_cancel,
          .explanation = word::verb_cancel_explanation,
          .fields = cancellation_fields,
          .type = &records::value_type<Cancellation>,
          .emphasis = html::Emphasis::danger,
          .run = run<Cancellation, cancel>}},
};

} // namespace selatan::activities
