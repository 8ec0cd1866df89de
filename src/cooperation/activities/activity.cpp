#include "cooperation/activities/activity.hpp"

#include "base/ensure.hpp"
#include "cooperation/activities/activities.hpp"
#include "cooperation/activities/activity_store.hpp"
#include "platform/i18n/format.hpp"
#include "words/activities.hpp"

#include <algorithm>

namespace selatan::activities {

namespace {

namespace word = words::activities;
using records::field;
using records::Kind;

constexpr std::int64_t most_people = 1'000'000;

constexpr std::array activity_fields{
    field<&Activity::title>("title", word::field_title).title(),
    field<&Activity::project>("project", word::field_project)
        .of("project")
        .required()
        .thread()
        .listed(),
    field<&Activity::modality>("modality", word::field_modality)
        .as(Kind::code)
        .of("modality")
        .required()
        .listed(),
    field<&Activity::country>("country", word::field_country)
        .scope_country()
        .hinted(word::field_country_hint),
    field<&Activity::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .hinted(word::field_organisation_hint)
        .listed(),
    field<&Activity::purpose>("purpose", word::field_purpose).as(Kind::long_text),
    field<&Activity::starts>("starts", word::field_starts).listed(),
    field<&Activity::ends>("ends", word::field_ends),
    field<&Activity::time_zone>("time_zone", word::field_time_zone)
        .at_most(64)
        .hinted(word::field_time_zone_hint),
    field<&Activity::venue>("venue", word::field_venue),
    field<&Activity::venue_country>("venue_country", word::field_venue_country).of("country"),
    field<&Activity::planned_women>("planned_women", word::field_planned_women)
        .at_most(most_people),
    field<&Activity::planned_men>("planned_men", word::field_planned_men).at_most(most_people),
    field<&Activity::planned_quantity>("planned_quantity", word::field_planned_quantity)
        .hinted(word::field_planned_quantity_hint),
    field<&Activity::unit>("unit", word::field_unit).among(units, word::units),

    field<&Activity::cost>("cost", word::field_cost).by_verbs(),
    field<&Activity::currency>("currency", word::field_currency).of("currency").by_verbs(),
    field<&Activity::cost_basis>("cost_basis", word::field_cost_basis).by_verbs(),
    field<&Activity::started_on>("started_on", word::field_started_on).by_verbs(),
    field<&Activity::delivered_on>("delivered_on", word::field_delivered_on).by_verbs(),
    field<&Activity::reached_women>("reached_women", word::field_reached_women)
        .at_most(most_people)
        .by_verbs(),
    field<&Activity::reached_men>("reached_men", word::field_reached_men)
        .at_most(most_people)
        .by_verbs(),
    field<&Activity::delivered_quantity>("delivered_quantity", word::field_delivered_quantity)
        .by_verbs(),
    field<&Activity::report>("report", word::field_report).as(Kind::long_text).by_verbs(),
    field<&Activity::verification>("verification", word::field_verification)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Activity::verified_on>("verified_on", word::field_verified_on).by_verbs(),
    field<&Activity::costs_borne_by>("costs_borne_by", word::field_costs_borne_by).by_verbs(),
    field<&Activity::people_informed>("people_informed", word::field_people_informed)
        .as(Kind::long_text)
        .by_verbs(),
};

constexpr std::array all_states{states::planned,  states::costed,    states::scheduled,
                                states::running,  states::delivered, states::reported,
                                states::verified, states::postponed, states::cancelled};
constexpr std::array<records::Transition, 18> steps{{
    {"cost", "planned", "costed"},
    {"cost", "costed", "costed"}, // prices change
    {"schedule", "costed", "scheduled"},
    {"schedule", "postponed", "scheduled"},
    {"begin", "scheduled", "running"},
    {"deliver", "running", "delivered"},
    {"report", "delivered", "reported"},
    {"return_report", "reported", "delivered"},
    {"verify", "reported", "verified"},
    {"postpone", "costed", "postponed"},
    {"postpone", "scheduled", "postponed"},
    {"postpone", "running", "postponed"}, // a storm, an election
    {"replan", "postponed", "planned"},
    {"cancel", "planned", "cancelled"},
    {"cancel", "costed", "cancelled"},
    {"cancel", "scheduled", "cancelled"},
    {"cancel", "running", "cancelled"},
    {"cancel", "postponed", "cancelled"},
}};

Activity load_activity(storage::Reader &reader, Head const &head)
{
    auto activity = records::load(reader, activities, head.id);
    ENSURE(activity.has_value());
    return *activity;
}

bool is_active(std::string_view project_state)
{
    return project_state == projects::states::active;
}

/// Who reported it last, as its history tells.
std::optional<Uuid> reporter_of(storage::Reader &reader, Head const &head)
{
    auto const acts = events::history(reader, activities.kind, head.id, Audience::restricted);
    auto const reported = std::ranges::find(acts, "report", &events::Entry::verb);
    return reported == acts.end() ? std::nullopt : reported->actor.user;
}

} // namespace

constinit records::Machine const machine{.initial = states::planned,
                                         .states = all_states,
                                         .transitions = steps,
                                         .state_name = word::states};

constinit records::NounOf<Activity> const activities{{
    .kind = "activity",
    .table = "activity",
    .path = "/activities",
    .prefix = "ACT",
    .singular = word::activity_singular,
    .plural = word::activity_plural,
    .fields = activity_fields,
    .type = &records::value_type<Activity>,
    .policy = &policy,
    .machine = &machine,
    .parent_field = "project",
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_activity(Activity const &activity)
{
    Problems problems;
    if (activity.starts && activity.ends && *activity.ends < *activity.starts) {
        problems.push_back({"ends", "records.period_reversed", {}});
    }
    if (!activity.time_zone.empty() && !i18n::is_time_zone(activity.time_zone)) {
        problems.push_back({"time_zone", "activities.unknown_time_zone", {}});
    }
    if (activity.planned_quantity && !activity.unit) {
        problems.push_back({"unit", "activities.unit_missing", {}});
    }
    return problems;
}

Problems decide_project(std::string_view project_state)
{
    Problems problems;
    bool const is_over = project_state == projects::states::cancelled ||
                         project_state == projects::states::operationally_closed ||
                         project_state == projects::states::financially_closed ||
                         project_state == projects::states::ex_post_evaluated;
    if (is_over) {
        problems.push_back({"project", "activities.project_over", {}});
    }
    return problems;
}

Result<void> decide_schedule(Activity const &activity, std::string_view project_state,
                             Scheduling const &wanted)
{
    if (!is_active(project_state)) {
        return refuse(Decline::conflict, "", "activities.project_not_active");
    }
    if (!activity.organisation) {
        return refuse(Decline::conflict, "", "activities.implementer_missing");
    }
    if (wanted.ends < wanted.starts) {
        return refuse(Decline::invalid, "ends", "records.period_reversed");
    }
    if (!i18n::is_time_zone(wanted.time_zone)) {
        return refuse(Decline::invalid, "time_zone", "activities.unknown_time_zone");
    }
    return {};
}

Result<void> decide_begin(std::string_view project_state, Beginning const &wanted, Date today)
{
    if (!is_active(project_state)) {
        return refuse(Decline::conflict, "", "activities.project_not_active");
    }
    if (today < wanted.started_on) {
        return refuse(Decline::invalid, "started_on", "common.in_the_future");
    }
    return {};
}

Result<void> decide_deliver(Activity const &activity, Delivery const &wanted, Date today)
{
    if (today < wanted.delivered_on) {
        return refuse(Decline::invalid, "delivered_on", "common.in_the_future");
    }
    if (activity.started_on && wanted.delivered_on < *activity.started_on) {
        return refuse(Decline::invalid, "delivered_on", "activities.delivered_before_start");
    }
    return {};
}

Result<void> decide_report(Activity const &activity, Report const &wanted)
{
    bool const for_people = activity.planned_women || activity.planned_men;
    if (for_people && !wanted.reached_women && !wanted.reached_men) {
        return refuse(Decline::invalid, "reached_women", "activities.people_missing");
    }
    if (activity.planned_quantity && !wanted.delivered_quantity) {
        return refuse(Decline::invalid, "delivered_quantity", "activities.quantity_missing");
    }
    return {};
}

Result<void> decide_verify(std::optional<Uuid> reporter, auth::Identity const &by)
{
    if (reporter && reporter == by.user.uuid()) {
        return refuse(Decline::forbidden, "", "activities.own_report");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> cost(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Costing const &wanted)
{
    auto const before = load_activity(tx, head);
    auto after = before;
    after.cost = wanted.cost;
    after.currency = wanted.currency;
    after.cost_basis = wanted.cost_basis;
    return records::advance(tx, by.actor(), activities, head, version, "cost", before, after, {});
}

Result<Saved> schedule(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Scheduling const &wanted)
{
    auto const before = load_activity(tx, head);
    auto const project = before.project->uuid();
    if (auto const may = decide_schedule(before, state_of(tx, project), wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.starts = wanted.starts;
    after.ends = wanted.ends;
    after.time_zone = wanted.time_zone;
    after.venue = wanted.venue;
    after.venue_country = wanted.venue_country;
    // Of one that was interrupted, the second beginning counts.
    after.started_on.reset();
    auto saved = records::advance(tx, by.actor(), activities, head, version, "schedule", before,
                                  after, {.due_on = wanted.starts});
    if (saved) {
        share_with_parties(tx, head.id, project);
    }
    return saved;
}

Result<Saved> begin(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Beginning const &wanted)
{
    auto const before = load_activity(tx, head);
    auto const project_state = state_of(tx, before.project->uuid());
    if (auto const may = decide_begin(project_state, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.started_on = wanted.started_on;
    return records::advance(tx, by.actor(), activities, head, version, "begin", before, after,
                            {.due_on = before.ends});
}

Result<Saved> deliver(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Delivery const &wanted)
{
    auto const before = load_activity(tx, head);
    if (auto const may = decide_deliver(before, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.delivered_on = wanted.delivered_on;
    return records::advance(tx, by.actor(), activities, head, version, "deliver", before, after,
                            {.due_on = wanted.delivered_on.plus_days(report_days)});
}

Result<Saved> report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Report const &wanted)
{
    auto const before = load_activity(tx, head);
    if (auto const may = decide_report(before, wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.reached_women = wanted.reached_women;
    after.reached_men = wanted.reached_men;
    after.delivered_quantity = wanted.delivered_quantity;
    after.report = wanted.report;
    return records::advance(tx, by.actor(), activities, head, version, "report", before, after,
                            {.due_on = std::optional<Date>{}});
}

Result<Saved> return_report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, ReportReturn const &wanted)
{
    return records::advance(tx, by.actor(), activities, head, version, "return_report",
                            {.reason = wanted.reason, .due_on = tx.today().plus_days(report_days)});
}

Result<Saved> verify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Verification const &wanted)
{
    if (auto const may = decide_verify(reporter_of(tx, head), by); !may) {
        return refuse(may.error());
    }
    auto const before = load_activity(tx, head);
    auto after = before;
    after.verification = wanted.verification;
    after.verified_on = tx.today();
    return records::advance(tx, by.actor(), activities, head, version, "verify", before, after, {});
}

Result<Saved> postpone(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Postponement const &wanted)
{
    return records::advance(tx, by.actor(), activities, head, version, "postpone",
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

Result<Saved> replan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version)
{
    auto const before = load_activity(tx, head);
    auto after = before;
    after.starts.reset();
    after.ends.reset();
    after.started_on.reset();
    return records::advance(tx, by.actor(), activities, head, version, "replan", before, after, {});
}

Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Cancellation const &wanted)
{
    auto const before = load_activity(tx, head);
    auto after = before;
    after.costs_borne_by = wanted.costs_borne_by;
    after.people_informed = wanted.people_informed;
    return records::advance(tx, by.actor(), activities, head, version, "cancel", before, after,
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

void share_with_parties(storage::Tx &tx, Uuid activity, Uuid project)
{
    records::set_parties(tx, activity, participants_of(tx, project));
    set_audience(tx, activity, audience_of(tx, project));
}

int share_with_latecomers(storage::Tx &tx)
{
    constexpr int most = 1000;
    auto const behind = behind_their_projects(tx, most);
    for (auto const &[activity, project] : behind) {
        share_with_parties(tx, activity, project);
    }
    return static_cast<int>(behind.size());
}

std::string venue_of(Language language, Activity const &activity, records::CodeLists const &codes)
{
    auto text = activity.venue;
    if (activity.venue_country) {
        text += text.empty() ? "" : language == Language::ar ? "، " : ", ";
        text += codes.name("country", activity.venue_country->view(), language);
    }
    return text;
}

} // namespace selatan::activities
