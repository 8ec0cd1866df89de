#include "cooperation/training/call.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/training.hpp"
#include "platform/i18n/format.hpp"
#include "words/training.hpp"

namespace selatan::training {

namespace {

namespace word = words::training;
using records::field;
using records::Kind;
constexpr auto everyone = Audience::everyone;
constexpr std::int64_t most_places = 10'000;

constexpr std::array call_fields{
    field<&Call::title>("title", word::field_title).title().seen_by(everyone),
    field<&Call::titles>("titles", word::field_titles).other_titles().seen_by(everyone),
    field<&Call::activity>("activity", word::field_activity)
        .of("activity")
        .required()
        .thread()
        .hinted(word::field_activity_hint),
    field<&Call::organisation>("organisation", word::field_institute)
        .scope_organisation()
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Call::scheme>("scheme", word::field_scheme)
        .of("training_scheme")
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Call::information>("information", word::field_information)
        .at_most(20'000)
        .hinted(word::field_information_hint)
        .seen_by(everyone),
    field<&Call::languages>("languages", word::field_languages)
        .of("language")
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Call::places>("places", word::field_places)
        .at_least(1)
        .at_most(most_places)
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Call::opens_on>("opens_on", word::field_opens_on).seen_by(everyone),
    field<&Call::closes_on>("closes_on", word::field_closes_on)
        .hinted(word::field_closes_on_hint)
        .seen_by(everyone)
        .listed(),
    field<&Call::time_zone>("time_zone", word::field_time_zone)
        .required()
        .at_most(64)
        .hinted(word::field_time_zone_hint)
        .seen_by(everyone),
    field<&Call::results_on>("results_on", word::field_results_on).seen_by(everyone),

    field<&Call::rules>("rules", word::field_rules)
        .of("training_rules")
        .seen_by(everyone)
        .by_verbs(),
    field<&Call::discretionary>("discretionary", word::field_discretionary)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Call::is_public>("is_public", word::field_is_public).seen_by(everyone).by_verbs(),
    field<&Call::people_informed>("people_informed", word::field_people_informed)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Call::confirm_by>("confirm_by", word::field_confirm_by).by_verbs(),
    field<&Call::signatory>("signatory", word::field_signatory).by_verbs(),
    field<&Call::signatory_post>("signatory_post", word::field_signatory_post).by_verbs(),
    field<&Call::held>("held", word::field_held).seen_by(Audience::internal).by_verbs(),
    field<&Call::discretionary_held>("discretionary_held", word::field_discretionary_held)
        .seen_by(Audience::internal)
        .by_verbs(),
};

constexpr std::array quota_fields{
    field<&Quota::call>("call", word::field_call).of("training_call").required(),
    field<&Quota::country>("country", word::field_country).scope_country().required().listed(),
    field<&Quota::places>("places", word::field_places_of_country)
        .required()
        .at_most(most_places)
        .listed(),
    field<&Quota::nominees>("nominees", word::field_nominees)
        .at_most(most_places)
        .hinted(word::field_quota_nominees_hint)
        .listed(),
    field<&Quota::held>("held", word::field_held).by_verbs().listed(),
};

namespace states = call_states;
constexpr std::array all_states{
    states::drafted,   states::published,   states::open,      states::nominations_closed,
    states::selecting, states::results_out, states::confirmed, states::running,
    states::completed, states::cancelled};
constexpr std::array<records::Transition, 22> call_steps{{
    {"publish", "drafted", "published"},
    {"open", "published", "open"},
    {"extend", "published", "published"},
    {"extend", "open", "open"},
    {"extend", "nominations_closed", "open"},
    {"close", "open", "nominations_closed"},
    {"start_selection", "nominations_closed", "selecting"},
    {"set_confirmation_day", "nominations_closed", "nominations_closed"},
    {"set_confirmation_day", "selecting", "selecting"},
    {"set_confirmation_day", "results_out", "results_out"},
    {"announce", "selecting", "results_out"},
    {"confirm", "results_out", "confirmed"},
    {"begin", "confirmed", "running"},
    {"complete", "running", "completed"},
    {"cancel", "drafted", "cancelled"},
    {"cancel", "published", "cancelled"},
    {"cancel", "open", "cancelled"},
    {"cancel", "nominations_closed", "cancelled"},
    {"cancel", "selecting", "cancelled"},
    {"cancel", "results_out", "cancelled"},
    {"cancel", "confirmed", "cancelled"},
    {"cancel", "running", "cancelled"},
}};

/// A country's quota is known by the country; its call is the page it stands on.
std::string name_of_quota(storage::Reader &reader, void const *value)
{
    auto const &quota = *static_cast<Quota const *>(value);
    auto const label = quota.call ? records::label_of(reader, quota.call->uuid()) : std::nullopt;
    return (label ? label->title + ", " : std::string{}) +
           (quota.country ? quota.country->to_string() : std::string{});
}

Call load_call(storage::Reader &reader, Head const &head)
{
    auto call = records::load(reader, calls, head.id);
    ENSURE(call.has_value());
    return *call;
}

/// Do nominations close early enough before the course?
bool keeps_lead(Rules const &rules, Date closes_on, std::optional<Date> course_starts)
{
    return !rules.lead_months || !course_starts ||
           closes_on.plus_months(static_cast<int>(*rules.lead_months)) <= *course_starts;
}

Instant end_of(Date day, std::string_view time_zone)
{
    return i18n::start_of_day(day.plus_days(1), time_zone);
}

Head head_of_activity(storage::Reader &reader, Call const &call)
{
    return records::head_of(reader, activities::activities, call.activity->uuid());
}

/// What is recorded of the course is recorded of its activity, as far as that one's own rules let
/// it: nobody writes it twice.
void carry_beginning(storage::Tx &tx, auth::Identity const &by, Call const &call,
                     CallStanding const &standing)
{
    auto const head = head_of_activity(tx, call);
    if (head.state == activities::states::scheduled && standing.course_starts) {
        static_cast<void>(
            activities::begin(tx, by, head, head.version, {.started_on = *standing.course_starts}));
    }
}
void carry_end(storage::Tx &tx, auth::Identity const &by, Call const &call,
               CallStanding const &standing)
{
    carry_beginning(tx, by, call, standing);
    auto const head = head_of_activity(tx, call);
    if (head.state == activities::states::running && standing.course_ends) {
        static_cast<void>(activities::deliver(tx, by, head, head.version,
                                              {.delivered_on = *standing.course_ends}));
    }
}

tl::unexpected<Refusal> refuse_lead(Rules const &rules, std::string field)
{
    return refuse(Decline::invalid, std::move(field), "training.lead_time",
                  {{"count", std::to_string(*rules.lead_months)}});
}

} // namespace

std::string Call::title_in(Language language) const
{
    return titles.has(language) ? std::string{titles.in(language)} : title;
}

constinit records::Machine const call_machine{.initial = states::drafted,
                                              .states = all_states,
                                              .transitions = call_steps,
                                              .state_name = word::call_states};

constinit records::NounOf<Call> const calls{{
    .kind = "training_call",
    .table = "training_call",
    .path = "/calls",
    .prefix = "CAL",
    .singular = word::call_singular,
    .plural = word::call_plural,
    .fields = call_fields,
    .type = &records::value_type<Call>,
    .policy = &call_policy,
    .machine = &call_machine,
    .parent_field = "activity",
    .audience = Audience::internal,
}};

constinit records::NounOf<Quota> const quotas{{
    .kind = "training_quota",
    .table = "training_quota",
    .path = "/call-quotas",
    .prefix = "QUO",
    .singular = word::quota_singular,
    .plural = word::quota_plural,
    .fields = quota_fields,
    .type = &records::value_type<Quota>,
    .policy = &quota_policy,
    .parent_field = "call",
    .audience = Audience::internal,
    .name = name_of_quota,
    .sort = "country",
    .hides_title = true,
}};

std::optional<Instant> deadline_of(Call const &call)
{
    return call.closes_on ? std::optional{end_of(*call.closes_on, call.time_zone)} : std::nullopt;
}

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_call(Call const &call)
{
    Problems problems;
    if (call.opens_on && call.closes_on && *call.closes_on < *call.opens_on) {
        problems.push_back({"closes_on", "records.period_reversed", {}});
    }
    if (call.closes_on && call.results_on && *call.results_on <= *call.closes_on) {
        problems.push_back({"results_on", "training.results_before_deadline", {}});
    }
    if (!i18n::is_time_zone(call.time_zone)) {
        problems.push_back({"time_zone", "activities.unknown_time_zone", {}});
    }
    return problems;
}

Result<void> decide_publish(Call const &call, CallStanding const &standing, Rules const *rules,
                            Publication const &wanted)
{
    if (standing.activity_state == activities::states::cancelled ||
        standing.activity_state == activities::states::postponed) {
        return refuse(Decline::conflict, "", "training.activity_off");
    }
    if (!standing.course_starts || !standing.course_ends) {
        return refuse(Decline::conflict, "", "training.course_without_days");
    }
    if (rules == nullptr) {
        return refuse(Decline::conflict, "", "training.no_rules");
    }
    if (call.information.empty()) {
        return refuse(Decline::conflict, "", "training.information_missing");
    }
    if (!call.opens_on || !call.closes_on || !call.results_on) {
        return refuse(Decline::conflict, "", "training.dates_missing");
    }
    if (!keeps_lead(*rules, *call.closes_on, standing.course_starts)) {
        return refuse_lead(*rules, "");
    }
    if (*standing.course_starts <= *call.results_on) {
        return refuse(Decline::conflict, "", "training.results_after_start");
    }
    if (!wanted.is_public && !standing.has_quotas) {
        return refuse(Decline::conflict, "is_public", "training.nobody_invited");
    }
    return {};
}

Result<void> decide_open(Call const &call, Instant now)
{
    if (call.opens_on && now < i18n::start_of_day(*call.opens_on, call.time_zone)) {
        return refuse(Decline::conflict, "", "training.not_yet_open");
    }
    if (auto const deadline = deadline_of(call); deadline && *deadline <= now) {
        return refuse(Decline::conflict, "", "training.deadline_passed");
    }
    return {};
}

Result<void> decide_close(Call const &call, Instant now)
{
    if (auto const deadline = deadline_of(call); deadline && now < *deadline) {
        return refuse(Decline::conflict, "", "training.deadline_not_passed");
    }
    return {};
}

Result<void> decide_extend(Call const &call, CallStanding const &standing, Rules const &rules,
                           Extension const &wanted, Instant now)
{
    if (call.closes_on && wanted.closes_on <= *call.closes_on) {
        return refuse(Decline::invalid, "closes_on", "training.deadline_not_later");
    }
    if (end_of(wanted.closes_on, call.time_zone) <= now) {
        return refuse(Decline::invalid, "closes_on", "training.deadline_passed");
    }
    if (!keeps_lead(rules, wanted.closes_on, standing.course_starts)) {
        return refuse_lead(rules, "closes_on");
    }
    auto const results_on = wanted.results_on ? wanted.results_on : call.results_on;
    if (results_on && *results_on <= wanted.closes_on) {
        return refuse(Decline::invalid, "results_on", "training.results_before_deadline");
    }
    if (results_on && standing.course_starts && *standing.course_starts <= *results_on) {
        return refuse(Decline::invalid, "results_on", "training.results_after_start");
    }
    return {};
}

Result<void> decide_begin(CallStanding const &standing, Date today)
{
    if (!standing.course_starts || today < *standing.course_starts) {
        return refuse(Decline::conflict, "", "training.course_not_begun");
    }
    return {};
}

Result<void> decide_complete(CallStanding const &standing, Date today)
{
    if (!standing.course_ends || today <= *standing.course_ends) {
        return refuse(Decline::conflict, "", "training.course_not_over");
    }
    return {};
}

Problems decide_quota(Quota const &quota, Quota const *before, bool is_taken)
{
    Problems problems;
    if (is_taken) {
        problems.push_back({"country", "training.quota_twice", {}});
    }
    if (before != nullptr && before->call != quota.call) {
        problems.push_back({"call", "training.quota_fixed", {}});
    }
    if (before != nullptr && before->country != quota.country) {
        problems.push_back({"country", "training.quota_fixed", {}});
    }
    if (quota.places < quota.held) {
        problems.push_back(
            {"places", "training.places_held", {{"count", std::to_string(quota.held)}}});
    }
    return problems;
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> publish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Publication const &wanted)
{
    auto const before = load_call(tx, head);
    auto const found = rules_on(tx, *before.scheme, tx.today());
    auto const rules = found ? records::load(tx, rules_versions, found->uuid()) : std::nullopt;
    if (auto const may = decide_publish(before, standing_of(tx, head.id, before),
                                        rules ? &*rules : nullptr, wanted);
        !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.rules = found;
    after.is_public = wanted.is_public;
    constexpr std::int64_t percent = 100;
    after.discretionary = before.places * rules->discretionary_percent.value_or(0) / percent;
    auto saved =
        records::advance(tx, by.actor(), calls, head, version, "publish", before, after,
                         {.audience = wanted.is_public ? Audience::everyone : Audience::partner,
                          .due_on = before.opens_on});
    if (saved) {
        share_with_countries(tx, head.id);
    }
    return saved;
}

Result<Saved> open(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version)
{
    auto const call = load_call(tx, head);
    if (auto const may = decide_open(call, tx.now()); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), calls, head, version, "open",
                            {.due_on = call.closes_on});
}

Result<Saved> extend(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Extension const &wanted)
{
    auto const before = load_call(tx, head);
    auto const rules = records::load(tx, rules_versions, before.rules->uuid());
    ENSURE(rules.has_value());
    if (auto const may =
            decide_extend(before, standing_of(tx, head.id, before), *rules, wanted, tx.now());
        !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.closes_on = wanted.closes_on;
    if (wanted.results_on) {
        after.results_on = wanted.results_on;
    }
    auto const due = head.state == states::published ? before.opens_on : after.closes_on;
    return records::advance(tx, by.actor(), calls, head, version, "extend", before, after,
                            {.reason = wanted.reason, .due_on = due});
}

Result<Saved> close(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    auto const call = load_call(tx, head);
    if (auto const may = decide_close(call, tx.now()); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), calls, head, version, "close",
                            {.due_on = call.results_on});
}

void close_passed(storage::Tx &tx)
{
    auto const program = auth::program_identity("job");
    for (auto const &id : open_calls_until(tx, tx.today())) {
        auto const head = records::head_of(tx, calls, id);
        // Where the clocks are behind, the day is not over yet.
        if (decide_close(load_call(tx, head), tx.now())) {
            ENSURE(close(tx, program, head, head.version).has_value());
        }
    }
}

Result<Saved> start_selection(storage::Tx &tx, auth::Identity const &by, Head const &head,
                              std::int64_t version)
{
    return records::advance(tx, by.actor(), calls, head, version, "start_selection", {});
}

Result<Saved> announce(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version)
{
    if (auto const may = decide_announce(undecided_in(tx, head.id)); !may) {
        return refuse(may.error());
    }
    auto saved = records::advance(tx, by.actor(), calls, head, version, "announce",
                                  {.due_on = std::optional<Date>{}});
    if (saved) {
        tell_results(tx, by, head.id);
    }
    return saved;
}

Result<Saved> confirm(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version)
{
    if (auto const may = decide_confirm_call(unanswered_in(tx, head.id)); !may) {
        return refuse(may.error());
    }
    auto const call = load_call(tx, head);
    return records::advance(tx, by.actor(), calls, head, version, "confirm",
                            {.due_on = standing_of(tx, head.id, call).course_starts});
}

Result<Saved> begin(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    auto const call = load_call(tx, head);
    auto const standing = standing_of(tx, head.id, call);
    if (auto const may = decide_begin(standing, tx.today()); !may) {
        return refuse(may.error());
    }
    auto saved = records::advance(tx, by.actor(), calls, head, version, "begin",
                                  {.due_on = standing.course_ends});
    if (saved) {
        carry_beginning(tx, by, call, standing);
    }
    return saved;
}

Result<Saved> complete(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version)
{
    auto const call = load_call(tx, head);
    auto const standing = standing_of(tx, head.id, call);
    if (auto const may = decide_complete(standing, tx.today()); !may) {
        return refuse(may.error());
    }
    auto saved = records::advance(tx, by.actor(), calls, head, version, "complete",
                                  {.due_on = std::optional<Date>{}});
    if (saved) {
        carry_end(tx, by, call, standing);
    }
    return saved;
}

Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, CallCancellation const &wanted)
{
    auto const before = load_call(tx, head);
    auto after = before;
    after.people_informed = wanted.people_informed;
    return records::advance(tx, by.actor(), calls, head, version, "cancel", before, after,
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

Result<void> decide_confirmation_day(ConfirmationDay const &wanted, Date today)
{
    if (wanted.confirm_by < today) {
        return refuse(Decline::invalid, "confirm_by", "common.in_the_past");
    }
    return {};
}

Result<Saved> set_confirmation_day(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, ConfirmationDay const &wanted)
{
    if (auto const may = decide_confirmation_day(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load_call(tx, head);
    auto after = before;
    after.confirm_by = wanted.confirm_by;
    auto saved = records::advance(tx, by.actor(), calls, head, version, "set_confirmation_day",
                                  before, after, {});
    if (saved && before.confirm_by != after.confirm_by) {
        ask_to_confirm(tx, by, head.id);
    }
    return saved;
}

void name_signatory(storage::Tx &tx, auth::Identity const &by, Uuid call,
                    Signatory const &signatory)
{
    auto const head = records::head_of(tx, calls, call);
    auto const before = load_call(tx, head);
    auto after = before;
    after.signatory = signatory.name;
    after.signatory_post = signatory.post;
    auto const saved = records::change(tx, by.actor(), calls, head, head.version, before, after,
                                       {.verb = "name_signatory"});
    ENSURE(saved.has_value());
}

void share_with_countries(storage::Tx &tx, Uuid call)
{
    std::vector<records::RecordParty> countries;
    for (auto const &quota : quotas_of(tx, call)) {
        countries.push_back({.country = quota.country, .organisation = std::nullopt});
    }
    records::set_parties(tx, call, countries);
    give_quotas_the_calls_audience(tx, call);
}

} // namespace selatan::training
