#include "base/ensure.hpp"
#include "cooperation/training/applicant.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/noun_record.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/applicants.hpp"
#include "words/training.hpp"

#include <array>

namespace selatan::training {

namespace {

namespace word = words::training;
namespace states = call_states;
using records::field;
using records::Kind;
using web::run;
using web::run_at_once;

constexpr std::array publication_fields{
    field<&Publication::is_public>("is_public", word::field_is_public)
        .hinted(word::field_is_public_hint),
};
constexpr std::array extension_fields{
    field<&Extension::closes_on>("closes_on", word::field_closes_on).required(),
    field<&Extension::results_on>("results_on", word::field_results_on),
    field<&Extension::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array confirmation_day_fields{
    field<&ConfirmationDay::confirm_by>("confirm_by", word::field_confirm_by).required(),
};
constexpr std::array cancellation_fields{
    field<&CallCancellation::reason>("reason", word::form_reason).prose().required(),
    field<&CallCancellation::people_informed>("people_informed", word::field_people_informed)
        .as(Kind::long_text)
        .required(),
};

void prefill_extension(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Extension *>(value);
    if (auto const call = records::load(reader, calls, head.id)) {
        form.closes_on = call->closes_on.value_or(reader.today());
        form.results_on = call->results_on;
    }
}

// -- Whether a button is worth showing
// --------------------------------------------------------------

Call call_of(storage::Reader &reader, Head const &head)
{
    auto call = records::load(reader, calls, head.id);
    ENSURE(call.has_value());
    return *call;
}
bool can_close(storage::Reader &reader, Head const &head)
{
    return decide_close(call_of(reader, head), reader.now()).has_value();
}
bool can_begin(storage::Reader &reader, Head const &head)
{
    return decide_begin(standing_of(reader, head.id, call_of(reader, head)), reader.today())
        .has_value();
}
bool can_complete(storage::Reader &reader, Head const &head)
{
    return decide_complete(standing_of(reader, head.id, call_of(reader, head)), reader.today())
        .has_value();
}

// -- The record's page ----------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == states::open || state == states::completed) {
        return html::Tone::good;
    }
    if (state == states::cancelled) {
        return html::Tone::bad;
    }
    return state == states::nominations_closed || state == states::selecting ? html::Tone::waiting
                                                                             : html::Tone::active;
}

html::Notice notice(std::string_view text)
{
    return {.tone = html::Tone::waiting, .title = {}, .body = html::p(text)};
}

/// The way that an application will take, in the scheme's own order.
html::Html way_of_applications(Language language, Rules const &rules)
{
    html::Html items = html::li(word::way_written(language));
    for (auto const step : steps_of(rules)) {
        items += html::li(word::steps(language, to_code(step)).value_or(""));
    }
    items += html::li(word::way_decided(language));
    return html::block(word::block_way(language), html::ol(items));
}

/// The last day where the institute is, and the same moment on the reader's own clock where that is
/// another.
std::string deadline_words(web::Context const &context, Call const &call)
{
    auto const language = context.language();
    auto const there = context.date(*call.closes_on);
    auto const own = context.identity() == nullptr ? call.time_zone : context.identity()->time_zone;
    if (own == call.time_zone) {
        return word::notice_deadline_here(language, there, call.time_zone);
    }
    return word::notice_deadline(language, there, call.time_zone,
                                 i18n::format_instant(language, *deadline_of(call), own), own);
}

} // namespace

html::Html course_block(web::Context const &context, storage::Reader &reader, Call const &call)
{
    auto const language = context.language();
    auto const course = records::load(reader, activities::activities, call.activity->uuid());
    ENSURE(course.has_value());
    std::vector<html::Fact> facts;
    if (course->starts && course->ends) {
        facts.push_back({.label = std::string{word::course_days(language)},
                         .value = html::moment({.iso = course->starts->to_string(),
                                                .text = context.date(*course->starts)}) +
                                  html::fragment(" – ") +
                                  html::moment({.iso = course->ends->to_string(),
                                                .text = context.date(*course->ends)})});
    }
    if (auto const where = activities::venue_of(language, *course, context.app().codes);
        !where.empty()) {
        facts.push_back(
            {.label = std::string{word::course_venue(language)}, .value = html::bdi(where)});
    }
    return facts.empty() ? html::Html{}
                         : html::block(word::course_block(language), html::facts(facts));
}

namespace {

bool are_all_decided(storage::Reader &reader, Head const &head)
{
    return decide_announce(undecided_in(reader, head.id)).has_value();
}

bool have_all_answered(storage::Reader &reader, Head const &head)
{
    return unanswered_in(reader, head.id) == 0;
}

/// What the selection still wants, with the way to the board.
std::vector<html::Notice> wanted_of_selection(Language language, storage::Reader &reader,
                                              Head const &head)
{
    auto const undecided = head.state == states::selecting ? undecided_in(reader, head.id) : 0;
    auto const unanswered = head.state == states::results_out ? unanswered_in(reader, head.id) : 0;
    if (undecided == 0 && unanswered == 0) {
        return {};
    }
    auto const text = undecided > 0 ? word::notice_undecided(language, undecided)
                                    : word::notice_unanswered(language, unanswered);
    auto const label =
        undecided > 0 ? word::board_title(language) : word::board_unconfirmed(language);
    return {{.tone = html::Tone::waiting,
             .title = {},
             .body = html::p(text, html::fragment(" "),
                             html::a(html::href(url_of_board(head.reference)), label))}};
}

web::RecordExtras show_call(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const *value)
{
    auto const language = context.language();
    auto const &call = *static_cast<Call const *>(value);
    constexpr std::array path{
        states::drafted,   states::published,   states::open,      states::nominations_closed,
        states::selecting, states::results_out, states::confirmed, states::running,
        states::completed};
    web::RecordExtras extras;
    extras.steps = web::steps_along(calls, path, head.state, language, head.state);
    auto const rules =
        call.rules ? records::load(reader, rules_versions, call.rules->uuid()) : std::nullopt;
    bool const is_open = decide_window(call, head.state, reader.now()).has_value();
    if (head.state == states::open) {
        extras.notices.push_back(notice(is_open ? deadline_words(context, call)
                                                : std::string{word::notice_closed(language)}));
    }
    if (head.state == states::nominations_closed &&
        records::could(application_policy, context.identity(), "propose")) {
        if (auto const late = on_the_way_to(reader, head.id); late > 0) {
            extras.notices.push_back(notice(word::notice_on_the_way(language, late)));
        }
    }
    if (records::could(application_policy, context.identity(), "propose")) {
        for (auto &wanted : wanted_of_selection(language, reader, head)) {
            extras.notices.push_back(std::move(wanted));
        }
    }
    bool const may_apply = context.identity() == nullptr || is_applicant(context.identity());
    if (may_apply && call.is_public && is_open) {
        if (auto const told = countries_told(context, reader, head.id); !told.empty()) {
            extras.notices.push_back(notice(told));
        }
        extras.actions.push_back({.label = std::string{words::applicants::ask_action(language)},
                                  .url = is_applicant(context.identity())
                                             ? url_of_application_form(head.reference)
                                             : url_of_applying(head.reference),
                                  .emphasis = html::Emphasis::primary});
    }
    std::int64_t of_countries = 0;
    for (auto const &quota : quotas_of(reader, head.id)) {
        of_countries += quota.places;
    }
    bool const is_overbooked = call.places < of_countries + call.discretionary.value_or(0);
    if (is_overbooked && records::audience_of(context.identity()) >= Audience::internal) {
        extras.notices.push_back(notice(word::notice_overbooked(
            language, of_countries, call.discretionary.value_or(0), call.places)));
    }
    if (rules && !rules->is_confirmed) {
        extras.notices.push_back(notice(word::notice_unconfirmed(language)));
    }
    bool const is_selecting = head.state == states::selecting;
    bool const is_nominated =
        head.state == states::open || head.state == states::nominations_closed;
    bool const is_waiting = head.state == states::results_out && call.confirm_by.has_value();
    if ((is_selecting || is_nominated || is_waiting) &&
        records::could(application_policy, context.identity(), "propose")) {
        extras.actions.push_back(
            {.label = std::string{is_selecting ? word::board_title(language)
                                  : is_waiting ? word::board_unconfirmed(language)
                                               : word::board_many(language)},
             .url = url_of_board(head.reference),
             .emphasis = is_selecting ? html::Emphasis::primary : html::Emphasis::normal});
    } else if (rules && (is_selecting || is_nominated) &&
               records::could(application_policy, context.identity(), "accept") &&
               state_before(steps_of(*rules), Step::institute_accepted)) {
        extras.actions.push_back({.label = std::string{word::board_answers(language)},
                                  .url = url_of_board(head.reference),
                                  .emphasis = html::Emphasis::primary});
    }
    extras.sections += course_block(context, reader, call);
    if (rules) {
        extras.sections += way_of_applications(language, *rules);
    }
    // Nobody is led to a form that is refused.
    bool const may_invite = head.state == states::drafted || head.state == states::published ||
                            head.state == states::open;
    extras.sections += web::part_of(
        context, reader, {.pages = &quota_pages, .field = "call", .title = word::quota_plural},
        head, {}, may_invite ? web::Adding::offered : web::Adding::refused);
    extras.sections += web::part_of(
        context, reader,
        {.pages = &application_pages, .field = "call", .title = word::application_plural}, head, {},
        is_open ? web::Adding::offered : web::Adding::refused);
    return extras;
}

Problems check_call(web::Draft const &draft)
{
    auto const &call = *static_cast<Call const *>(draft.after);
    auto problems = decide_call(call);
    auto const *const before = static_cast<Call const *>(draft.before);
    if (before != nullptr && before->activity != call.activity) {
        problems.push_back({"activity", "training.activity_fixed", {}});
    }
    return problems;
}

Problems check_quota(web::Draft const &draft)
{
    auto const &quota = *static_cast<Quota const *>(draft.after);
    auto const own = draft.head == nullptr ? std::nullopt : std::optional{draft.head->id};
    bool const is_taken = quota.call && quota.country && has_quota(draft.reader, quota, own);
    return decide_quota(quota, static_cast<Quota const *>(draft.before), is_taken);
}

void quota_created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const & /*saved*/,
                   void const *value)
{
    share_with_countries(tx, static_cast<Quota const *>(value)->call->uuid());
}

} // namespace

web::NounPages const quota_pages{
    .noun = &quotas,
    .picture = html::Icon::country,
    .add = word::quota_add,
    .empty_title = word::quota_empty_title,
    .empty_text = word::quota_empty_text,
    .about = word::quota_about,
    .check = check_quota,
    .created = quota_created,
    .takes_attachments = false,
};

namespace {

/// What a course's activity says of it already.
void take_over_activity(storage::Reader &reader, void *value)
{
    auto &call = *static_cast<Call *>(value);
    auto const activity = call.activity
                              ? records::load(reader, activities::activities, call.activity->uuid())
                              : std::nullopt;
    if (!activity) {
        return;
    }
    call.title = activity->title;
    call.organisation = activity->organisation;
    call.time_zone = activity->time_zone;
    call.places = activity->planned_women.value_or(0) + activity->planned_men.value_or(0);
}

} // namespace

web::NounPages const call_pages{
    .noun = &calls,
    .picture = html::Icon::people,
    .add = word::call_add,
    .empty_title = word::call_empty_title,
    .empty_text = word::call_empty_text,
    .about = word::call_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_call,
    .take_over = take_over_activity,
    .extras = show_call,
    .verbs = {{.verb = "publish",
               .path = "publication",
               .label = word::verb_publish,
               .explanation = word::verb_publish_explanation,
               .fields = publication_fields,
               .type = &records::value_type<Publication>,
               .emphasis = html::Emphasis::primary,
               .run = run<Publication, publish>},
              {.verb = "open",
               .path = "opening",
               .label = word::verb_open,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<open>},
              {.verb = "close",
               .path = "closing",
               .label = word::verb_close,
               .emphasis = html::Emphasis::primary,
               .possible = can_close,
               .run = run_at_once<close>},
              {.verb = "start_selection",
               .path = "selection",
               .label = word::verb_start_selection,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<start_selection>},
              {.verb = "announce",
               .path = "results",
               .label = word::verb_announce,
               .emphasis = html::Emphasis::primary,
               .possible = are_all_decided,
               .run = run_at_once<announce>},
              {.verb = "set_confirmation_day",
               .path = "confirmation-day",
               .label = word::verb_set_confirmation_day,
               .explanation = word::verb_set_confirmation_day_explanation,
               .fields = confirmation_day_fields,
               .type = &records::value_type<ConfirmationDay>,
               .run = run<ConfirmationDay, set_confirmation_day>},
              {.verb = "confirm",
               .path = "confirmation",
               .label = word::verb_confirm,
               .emphasis = html::Emphasis::primary,
               .possible = have_all_answered,
               .run = run_at_once<confirm>},
              {.verb = "begin",
               .path = "beginning",
               .label = word::verb_begin,
               .emphasis = html::Emphasis::primary,
               .possible = can_begin,
               .run = run_at_once<begin>},
              {.verb = "complete",
               .path = "completion",
               .label = word::verb_complete,
               .emphasis = html::Emphasis::primary,
               .possible = can_complete,
               .run = run_at_once<complete>},
              {.verb = "extend",
               .path = "extension",
               .label = word::verb_extend,
               .explanation = word::verb_extend_explanation,
               .fields = extension_fields,
               .type = &records::value_type<Extension>,
               .prefill = prefill_extension,
               .run = run<Extension, extend>},
              {.verb = "cancel",
               .path = "cancellation",
               .label = word::verb_cancel,
               .explanation = word::verb_cancel_explanation,
               .fields = cancellation_fields,
               .type = &records::value_type<CallCancellation>,
               .emphasis = html::Emphasis::danger,
               .run = run<CallCancellation, cancel>}},
};

} // namespace selatan::training
