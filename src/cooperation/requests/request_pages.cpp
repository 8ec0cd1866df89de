#include "cooperation/approvals/approvals.hpp"
#include "cooperation/partners/designation.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/requests/duplicates.hpp"
#include "cooperation/requests/entry_checks.hpp"
#include "cooperation/requests/pages.hpp"
#include "cooperation/requests/request_store.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/web/run_verb.hpp"
#include "words/requests.hpp"

#include <algorithm>

namespace selatan::requests {

namespace {

namespace word = words::requests;
using html::Emphasis;
using html::Step;
using html::Tone;
using records::field;
using records::Field;
using records::Kind;
using web::run;
using web::run_at_once;
using web::VerbPage;

constexpr int duplicates_within_years = 5;

// -- The verbs' forms ---------------------------------------------------------------------------

constexpr std::array submission_fields{
    field<&Submission::consented_by>("consented_by", word::field_consented_by)
        .at_most(300)
        .required()
        .hinted(word::field_consented_by_hint),
    field<&Submission::consent>("consent", word::submit_consent).required(),
};
constexpr std::array registration_fields{
    field<&Registration::letter_number>("letter_number", word::field_letter_number).at_most(120),
    field<&Registration::letter_date>("letter_date", word::field_letter_date),
    field<&Registration::channel>("channel", word::field_channel)
        .among(channels, word::channels)
        .required(),
    field<&Registration::consented_by>("consented_by", word::field_consented_by)
        .at_most(300)
        .hinted(word::register_consent_hint),
    field<&Registration::consented_on>("consented_on", word::field_consented_on),
    field<&Registration::consent_document>("consent_document", word::field_consent_document)
        .at_most(300),
};
constexpr std::array consent_fields{
    field<&Consent::consented_by>("consented_by", word::field_consented_by)
        .at_most(300)
        .required()
        .hinted(word::field_consented_by_hint),
    field<&Consent::consented_on>("consented_on", word::field_consented_on).required(),
    field<&Consent::consent_document>("consent_document", word::field_consent_document)
        .at_most(300),
};
constexpr std::array screening_fields{
    field<&Screening::finding>("finding", word::field_finding)
        .among(findings, word::findings)
        .required()
        .seen_by(Audience::internal),
    field<&Screening::sector>("sector", word::field_sector).as(Kind::code).of("sector"),
    field<&Screening::assessment>("assessment", word::field_assessment)
        .as(Kind::long_text)
        .seen_by(Audience::internal),
};
constexpr std::array return_fields{
    field<&Return::missing>("missing", word::field_missing)
        .as(Kind::long_text)
        .at_most(5000)
        .required()
        .hinted(word::told_to_partner),
};
constexpr std::array part_answer_fields{
    field<&PartAnswer::remainder>("remainder", word::field_remainder)
        .as(Kind::long_text)
        .at_most(5000)
        .required()
        .hinted(word::told_to_partner),
};
constexpr std::array offer_search_fields{
    field<&OfferSearch::offer_deadline>("offer_deadline", word::field_offer_deadline).required(),
};
/// The three fields of a negative exit, of whichever form has them.
template <typename Form>
constexpr std::array<Field, 3> exit_fields{
    field<&Form::exit_reason>("exit_reason", word::field_exit_reason)
        .among(exit_reasons, word::exit_reasons)
        .required()
        .seen_by(Audience::internal)
        .hinted(word::not_told_to_partner),
    field<&Form::exit_note>("exit_note", word::field_exit_note)
        .as(Kind::long_text)
        .at_most(5000)
        .seen_by(Audience::internal)
        .hinted(word::not_told_to_partner),
    field<&Form::communicated>("communicated", word::field_communicated)
        .at_most(2000)
        .required()
        .hinted(word::communicated_hint),
};
constexpr std::array deferral_fields{
    field<&Deferral::deferred_to>("deferred_to", word::field_deferred_to)
        .at_least(2000)
        .at_most(2200)
        .required(),
    exit_fields<Deferral>[0],
    exit_fields<Deferral>[1],
    exit_fields<Deferral>[2],
};
constexpr std::array referral_fields{
    field<&Referral::referred_to>("referred_to", word::field_referred_to)
        .at_most(300)
        .required()
        .hinted(word::told_to_partner),
    exit_fields<Referral>[0],
    exit_fields<Referral>[1],
    exit_fields<Referral>[2],
};
constexpr std::array withdrawal_fields{
    field<&Withdrawal::reason>("reason", word::field_reason).prose().hinted(word::told_to_partner),
};
constexpr std::array planning_fields{
    field<&Planning::plan_year>("plan_year", word::field_plan_year)
        .at_least(2000)
        .at_most(2200)
        .required(),
};
constexpr std::array answer_fields{
    field<&Answer::answer_letter>("answer_letter", word::field_answer_letter)
        .at_most(120)
        .required()
        .hinted(word::field_answer_letter_hint),
    field<&Answer::answered_on>("answered_on", word::field_answered_on).required(),
};
constexpr std::array reopening_fields{
    field<&Reopening::reason>("reason", word::field_reason)
        .prose()
        .required()
        .hinted(word::told_to_partner),
};

// What is known already stands in the form.
void prefill_submission(storage::Reader &reader, Head const &head, void *value)
{
    auto const request = records::load(reader, requests, head.id);
    auto &form = *static_cast<Submission *>(value);
    if (request && request->organisation) {
        if (auto const label = records::label_of(reader, request->organisation->uuid())) {
            form.consented_by = label->title;
        }
    }
}
void prefill_registration(storage::Reader &reader, Head const &head, void *value)
{
    auto const request = records::load(reader, requests, head.id);
    auto &form = *static_cast<Registration *>(value);
    form.letter_number = request->letter_number;
    form.letter_date = request->letter_date;
    form.channel = request->channel;
    form.consented_by = request->consented_by;
    form.consented_on = request->consented_on;
    form.consent_document = request->consent_document;
}
void prefill_consent(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Consent *>(value)->consented_on = reader.today();
}
void prefill_screening(storage::Reader &reader, Head const &head, void *value)
{
    auto const request = records::load(reader, requests, head.id);
    auto &form = *static_cast<Screening *>(value);
    form.sector = request->sector;
    form.assessment = request->assessment;
}
void prefill_offer_search(storage::Reader &reader, Head const & /*head*/, void *value)
{
    // Ministries and other providers are usually given a month.
    static_cast<OfferSearch *>(value)->offer_deadline = calendar(reader).after(reader.today(), 20);
}
void prefill_deferral(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Deferral *>(value)->deferred_to = reader.today().year() + 1;
}
void prefill_planning(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Planning *>(value)->plan_year = reader.today().year() + 1;
}
void prefill_answer(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Answer *>(value)->answered_on = reader.today();
}

// -- Making and changing ------------------------------------------------------------------------

/// Fills in what the writer's office already says.
void prefill_request(storage::Reader &reader, auth::Identity const &by, void *value)
{
    auto &request = *static_cast<Request *>(value);
    for (auto const &grant : by.grants) {
        if (auto const *const country = std::get_if<CountryCode>(&grant.scope)) {
            request.country = *country;
        }
        if (auto const *const organisation = std::get_if<Uuid>(&grant.scope)) {
            request.organisation = Id<partners::Organisation>{*organisation};
        }
    }
    bool const is_partner = records::audience_of(&by) < Audience::internal;
    if (!request.organisation && by.office && is_partner) {
        if (auto const label = records::label_of(reader, *by.office);
            label && label->kind == "organisation") {
            request.organisation = Id<partners::Organisation>{*by.office};
        }
    }
    request.channel = is_partner ? Channel::portal : Channel::post;
    if (by.has(auth::Role::own_mission)) {
        request.origin = Origin::mission_notice;
        request.channel = Channel::mission;
    }
}

Problems check_request(web::Draft const &draft)
{
    auto const &request = *static_cast<Request const *>(draft.after);
    Problems problems;
    if (request.starts && request.ends && *request.ends < *request.starts) {
        problems.push_back({"ends", "records.period_reversed", {}});
    }
    if (request.letter_date && *request.letter_date > draft.reader.today()) {
        problems.push_back({"letter_date", "common.in_the_future", {}});
    }
    // Nobody moves a request out of the country or office that they answer for.
    bool const moves =
        draft.head != nullptr &&
        (draft.head->country != request.country ||
         draft.head->organisation != records::organisation_of(requests, draft.after));
    if (moves && !records::may_create(policy, draft.by, request.country,
                                      records::organisation_of(requests, draft.after))) {
        problems.push_back({"country", "common.forbidden", {}});
    }
    return problems;
}

// -- Advice -------------------------------------------------------------------------------------

bool is_early(std::string_view state)
{
    return state == states::draft || state == states::received || state == states::registered ||
           state == states::returned;
}

std::vector<std::string> spoken_in(storage::Reader &reader, CountryCode code)
{
    std::vector<std::string> spoken;
    auto const lists = reference::lists(reader);
    if (auto const *const country = lists->country(code)) {
        spoken = country->official_languages;
        for (auto const &share : country->spoken) {
            spoken.push_back(share.code);
        }
    }
    return spoken;
}

html::Notice duplicates_notice(Language language, std::vector<Duplicate> const &duplicates)
{
    auto const line = [&](Duplicate const &duplicate) {
        auto const state =
            word::states(language, duplicate.request.state).value_or(duplicate.request.state);
        return html::li(
            html::a(html::href(web::url_of(requests, duplicate.request.reference)),
                    html::bdi(duplicate.request.reference + " " + duplicate.request.title)),
            " ", html::badge({.label = std::string{state}}), html::when(duplicate.same_kind, [&] {
                return html::fragment(" ", html::small(word::duplicate_same_kind(language)));
            }));
    };
    return {.tone = Tone::waiting,
            .title = std::string{word::duplicate_title(language)},
            .body = html::ul(html::each(duplicates, line))};
}

/// Shown above the form and on the record, as long as the request can still be mended.
std::vector<html::Notice> advise(web::Context const &context, storage::Reader &reader,
                                 void const *value)
{
    auto const &request = *static_cast<Request const *>(value);
    auto const head = records::find(reader, requests, context.identity(), context.part("id"));
    if (!head || !is_early(head->state) || !request.country) {
        return {};
    }
    auto const language = context.language();
    std::vector<html::Notice> advice;
    EntryFacts const facts{
        .today = reader.today(),
        .has_focal_point = partners::has_focal_point_on(reader, *request.country, reader.today()),
        .has_letter = has_letter(reader, head->id),
        .spoken = spoken_in(reader, *request.country),
        .for_desk = records::audience_of(context.identity()) >= Audience::internal,
    };
    if (auto const checks = entry_checks(request, facts); !checks.empty()) {
        auto const line = [&](EntryCheck check) {
            return html::li(word::checks(language, to_code(check)).value_or(to_code(check)));
        };
        advice.push_back({.tone = Tone::neutral,
                          .title = std::string{word::checks_title(language)},
                          .body = html::ul(html::each(checks, line))});
    }
    auto const since = reader.start_of(reader.today().plus_months(-12 * duplicates_within_years));
    auto const duplicates =
        likely_duplicates(request, duplicate_candidates(reader, context.identity(),
                                                        *request.country, since, head->id));
    if (!duplicates.empty()) {
        advice.push_back(duplicates_notice(language, duplicates));
    }
    return advice;
}

// -- The record ---------------------------------------------------------------------------------

Tone tone_of(std::string_view state)
{
    constexpr std::array waiting{states::returned, states::offer_sought, states::financing_sought,
                                 states::deferred};
    constexpr std::array ended{states::draft, states::withdrawn, states::referred, states::closed};
    if (state == states::answered || state == states::in_portfolio) {
        return Tone::good;
    }
    if (state == states::declined) {
        return Tone::bad;
    }
    if (std::ranges::find(waiting, state) != waiting.end()) {
        return Tone::waiting;
    }
    return std::ranges::find(ended, state) != ended.end() ? Tone::neutral : Tone::active;
}

/// The usual path, with the side state that the request stands in where it branches off.
std::vector<Step> steps_of(Language language, std::string_view state)
{
    std::vector<std::string_view> path{states::draft, states::received, states::registered,
                                       states::screened};
    if (state == states::returned) {
        path.insert(path.begin() + 2, state);
    } else if (std::ranges::find(path, state) == path.end() && state != states::proposed &&
               state != states::in_portfolio && state != states::answered &&
               state != states::closed) {
        path.push_back(state);
    }
    for (auto const next :
         {states::proposed, states::in_portfolio, states::answered, states::closed}) {
        path.push_back(next);
    }
    bool const stops =
        state == states::declined || state == states::withdrawn || state == states::referred;
    auto stage = Step::Stage::done;
    std::vector<Step> steps;
    for (auto const station : path) {
        bool const is_here = station == state;
        if (is_here) {
            stage = stops ? Step::Stage::stopped : Step::Stage::current;
        }
        steps.push_back({.label = std::string{word::states(language, station).value_or(station)},
                         .stage = stage,
                         .detail = {}});
        if (is_here) {
            stage = Step::Stage::next;
        }
    }
    return steps;
}

std::optional<html::Waiting> waiting_of(web::Context const &context, storage::Reader &reader,
                                        Head const &head)
{
    auto const language = context.language();
    auto const turn = turn_in(head.state);
    if (turn == Turn::nobody) {
        return std::nullopt;
    }
    html::Waiting waiting;
    waiting.what = std::string{word::tasks(language, head.state).value_or("")};
    if (turn == Turn::partner) {
        auto const name = reference::lists(reader)->name(*head.country, language).text;
        waiting.who = word::waiting_partner(language, name);
        return waiting;
    }
    bool const is_officer = records::audience_of(context.identity()) >= Audience::internal;
    waiting.who = is_officer && head.assignee ? lead_name(reader, *head.assignee)
                                              : std::string{word::waiting_desk(language)};
    if (!head.due_on) {
        return waiting;
    }
    auto const today = reader.today();
    auto const office = calendar(reader);
    waiting.by = {.iso = head.due_on->to_string(), .text = context.date(*head.due_on)};
    switch (clock_of(office, head.due_on, today)) {
    case Clock::none:
        break;
    case Clock::running:
    case Clock::soon: {
        auto const left = office.between(today, *head.due_on);
        waiting.due = left <= soon_days ? html::Due::soon : html::Due::later;
        waiting.due_text = word::waiting_left(language, left);
        break;
    }
    case Clock::overdue:
        waiting.due = html::Due::overdue;
        waiting.due_text = word::waiting_overdue(language, office.between(*head.due_on, today));
        break;
    }
    return waiting;
}

/// The letter and the request; what later grows from it adds itself.
std::vector<html::ThreadItem> thread_of(Language language, Head const &head, Request const &request)
{
    std::vector<html::ThreadItem> thread;
    if (!request.letter_number.empty()) {
        thread.push_back(
            {.kind = std::string{word::thread_letter(language)},
             .reference = request.letter_number,
             .title = std::string{word::channels(language, to_code(request.channel)).value_or("")},
             .url = {},
             .state = std::nullopt,
             .stage = Step::Stage::done});
    }
    thread.push_back(
        {.kind = std::string{word::request_singular(language)},
         .reference = head.reference,
         .title = head.title,
         .url = web::url_of(requests, head.reference),
         .state = html::Badge{.label = std::string{word::states(language, head.state).value_or("")},
                              .tone = tone_of(head.state)},
         .stage = Step::Stage::current});
    return thread;
}

/// Ministries are asked while the desk makes up its mind; what they said stays in view afterwards.
approvals::Ask may_ask(std::string_view state)
{
    return state == states::registered || state == states::screened ? approvals::Ask::yes
                                                                    : approvals::Ask::no;
}

/// Screening demands no opinions, but nobody screens without knowing how they stand.
std::vector<html::Notice> advise_screening(web::Context const &context, storage::Reader &reader,
                                           Head const &head)
{
    return approvals::advice(context, reader, head, approvals::Purpose::screening);
}

/// May offers be proposed for a request in this state?
bool seeks_offers(std::string_view state)
{
    constexpr std::array seeking{
        states::registered,   states::screened,         states::matched, states::part_answered,
        states::offer_sought, states::financing_sought, states::deferred};
    return std::ranges::find(seeking, state) != seeking.end();
}

/// May a line of the plan be made for it: where it can be proposed, or was; in need, at once.
bool can_be_planned(std::string_view state, Request const &request)
{
    return state == states::proposed || machine.next(state, "propose") ||
           (request.humanitarian && state == states::screened);
}

web::RecordExtras show_request(web::Context const &context, storage::Reader &reader,
                               Head const &head, void const *value)
{
    auto const &request = *static_cast<Request const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.steps = steps_of(language, head.state);
    extras.waiting = waiting_of(context, reader, head);
    extras.thread = thread_of(language, head, request);
    extras.beside = html::p(html::a(html::href(web::url_of(requests, head.reference) + "/file"),
                                    word::thread_download(language)));
    if (head.state == states::returned && !request.missing.empty()) {
        extras.notices.push_back({.tone = Tone::waiting,
                                  .title = std::string{word::field_missing(language)},
                                  .body = html::p(html::bdi(request.missing))});
    }
    bool const is_officer = records::audience_of(context.identity()) >= Audience::internal;
    if (is_officer && head.audience > Audience::partner && head.state != states::draft) {
        extras.notices.push_back(
            {.tone = Tone::waiting, .title = std::string{word::consent_awaited(language)}});
    }
    extras.sections += approvals::section(context, reader, head, may_ask(head.state));
    // Matching comes after us in the order of the house: what it adds is asked for by name.
    auto const *const match = context.app().noun("match");
    if (match != nullptr && seeks_offers(head.state) &&
        records::could(*match->policy, context.identity(), records::verbs::create)) {
        extras.actions.push_back({.label = std::string{word::request_find_offers(language)},
                                  .url = web::url_of(requests, head.reference) + "/matches",
                                  .picture = html::Icon::match});
    }
    // Letters stand last in the order of the house; they, too, are asked for by name.
    auto const *const line = context.app().noun("plan_line");
    if (line != nullptr && can_be_planned(head.state, request) &&
        records::could(*line->policy, context.identity(), records::verbs::create)) {
        extras.actions.push_back({.label = std::string{word::request_make_line(language)},
                                  .url = std::string{line->path} + "/new?request=" + head.reference,
                                  .picture = html::Icon::plan});
    }
    auto const *const letter = context.app().noun("letter");
    if (letter != nullptr && head.state != states::draft && head.state != states::withdrawn &&
        records::could(*letter->policy, context.identity(), records::verbs::create)) {
        extras.actions.push_back({.label = std::string{word::request_draft_answer(language)},
                                  .url = std::string{letter->path} +
                                         "/new?about=" + http::encode_component(head.reference),
                                  .picture = html::Icon::letter});
    }
    return extras;
}

} // namespace

// In the order in which an officer reaches for them; the machine shows those that are possible.
web::NounPages const request_pages{
    .noun = &requests,
    .picture = html::Icon::request,
    .add = word::request_add,
    .empty_title = word::request_empty_title,
    .empty_text = word::request_empty_text,
    .about = word::request_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_request,
    .prefill = prefill_request,
    .extras = show_request,
    .advise = advise,
    .verbs =
        {
            {.verb = "submit",
             .path = "submission",
             .label = word::verb_submit,
             .explanation = word::submit_explanation,
             .fields = submission_fields,
             .type = &records::value_type<Submission>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_submission,
             .run = run<Submission, submit>},
            {.verb = "register",
             .path = "registration",
             .label = word::verb_register,
             .explanation = word::register_explanation,
             .fields = registration_fields,
             .type = &records::value_type<Registration>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_registration,
             .run = run<Registration, register_>},
            {.verb = "screen",
             .path = "screening",
             .label = word::verb_screen,
             .explanation = word::screen_explanation,
             .fields = screening_fields,
             .type = &records::value_type<Screening>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_screening,
             .advise = advise_screening,
             .run = run<Screening, screen>},
            {.verb = "match",
             .path = "match",
             .label = word::verb_match,
             .run = run_at_once<match>},
            {.verb = "propose",
             .path = "proposal",
             .label = word::verb_propose,
             .emphasis = Emphasis::primary,
             .run = run_at_once<propose>},
            {.verb = "plan",
             .path = "planning",
             .label = word::verb_plan,
             .fields = planning_fields,
             .type = &records::value_type<Planning>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_planning,
             .run = run<Planning, plan>},
            {.verb = "answer",
             .path = "answer",
             .label = word::verb_answer,
             .explanation = word::answer_explanation,
             .fields = answer_fields,
             .type = &records::value_type<Answer>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_answer,
             .run = run<Answer, answer>},
            {.verb = "part_answer",
             .path = "part-answer",
             .label = word::verb_part_answer,
             .fields = part_answer_fields,
             .type = &records::value_type<PartAnswer>,
             .run = run<PartAnswer, part_answer>},
            {.verb = "seek_offer",
             .path = "offer-search",
             .label = word::verb_seek_offer,
             .explanation = word::seek_offer_explanation,
             .fields = offer_search_fields,
             .type = &records::value_type<OfferSearch>,
             .prefill = prefill_offer_search,
             .run = run<OfferSearch, seek_offer>},
            {.verb = "seek_financing",
             .path = "financing-search",
             .label = word::verb_seek_financing,
             .run = run_at_once<seek_financing>},
            {.verb = "record_consent",
             .path = "consent",
             .label = word::verb_record_consent,
             .explanation = word::consent_explanation,
             .fields = consent_fields,
             .type = &records::value_type<Consent>,
             .prefill = prefill_consent,
             .run = run<Consent, record_consent>},
            {.verb = "take_lead",
             .path = "lead",
             .label = word::verb_take_lead,
             .run = run_at_once<take_lead>},
            {.verb = "return",
             .path = "return",
             .label = word::verb_return,
             .explanation = word::return_explanation,
             .fields = return_fields,
             .type = &records::value_type<Return>,
             .run = run<Return, return_>},
            {.verb = "defer",
             .path = "deferral",
             .label = word::verb_defer,
             .explanation = word::exit_explanation,
             .fields = deferral_fields,
             .type = &records::value_type<Deferral>,
             .prefill = prefill_deferral,
             .run = run<Deferral, defer>},
            {.verb = "refer",
             .path = "referral",
             .label = word::verb_refer,
             .explanation = word::exit_explanation,
             .fields = referral_fields,
             .type = &records::value_type<Referral>,
             .run = run<Referral, refer>},
            {.verb = "decline",
             .path = "declining",
             .label = word::verb_decline,
             .explanation = word::exit_explanation,
             .fields = exit_fields<Declining>,
             .type = &records::value_type<Declining>,
             .emphasis = Emphasis::danger,
             .run = run<Declining, decline>},
            {.verb = "reopen",
             .path = "reopening",
             .label = word::verb_reopen,
             .fields = reopening_fields,
             .type = &records::value_type<Reopening>,
             .run = run<Reopening, reopen>},
            {.verb = "close",
             .path = "closing",
             .label = word::verb_close,
             .run = run_at_once<close>},
            {.verb = "withdraw",
             .path = "withdrawal",
             .label = word::verb_withdraw,
             .explanation = word::withdraw_explanation,
             .fields = withdrawal_fields,
             .type = &records::value_type<Withdrawal>,
             .emphasis = Emphasis::danger,
             .run = run<Withdrawal, withdraw>},
        },
    .saves_drafts = true,
};

} // namespace selatan::requests
