#include "base/ensure.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <array>

namespace selatan::training {

namespace {

namespace word = words::training;
namespace states = application_states;
using records::field;
using records::Kind;
using web::run;
using web::run_at_once;

// -- Verbs ----------------------------------------------------------------------------------------

constexpr std::array certificate_fields{
    field<&Certificate::certified_by>("certified_by", word::field_certified_by)
        .required()
        .hinted(word::form_certified_by_hint),
    field<&Certificate::certificate>("certificate", word::field_certificate)
        .required()
        .hinted(word::form_document_hint),
};
constexpr std::array nomination_fields{
    field<&Nomination::nominee_rank>("nominee_rank", word::field_nominee_rank)
        .required()
        .at_least(1)
        .at_most(1000)
        .hinted(word::form_nominee_rank_hint),
    field<&Nomination::nomination>("nomination", word::field_nomination)
        .required()
        .hinted(word::form_document_hint),
};
constexpr std::array forwarding_fields{
    field<&Forwarding::forwarding>("forwarding", word::field_forwarding)
        .required()
        .hinted(word::form_document_hint),
};
constexpr std::array assessment_fields{
    field<&Assessment::assessment>("assessment", word::field_assessment)
        .as(Kind::long_text)
        .required(),
};
constexpr std::array proposal_fields{
    field<&Proposal::proposed>("proposed", word::field_proposed)
        .among(decisions, word::decisions)
        .required(),
    field<&Proposal::place>("place", word::field_place)
        .among(places, word::places)
        .hinted(word::form_place_hint),
    field<&Proposal::reserve_rank>("reserve_rank", word::field_reserve_rank)
        .at_least(1)
        .at_most(10'000)
        .hinted(word::form_reserve_rank_hint),
    field<&Proposal::reason>("reason", word::field_reason)
        .prose()
        .hinted(word::form_told_reason_hint),
};
constexpr std::array leaving_fields{
    field<&Leaving::reason>("reason", word::form_reason).prose().required(),
};

Application application_of(storage::Reader &reader, Head const &head)
{
    auto application = records::load(reader, applications, head.id);
    ENSURE(application.has_value());
    return *application;
}

CallContext call_of(storage::Reader &reader, Head const &head)
{
    return context_of(reader, application_of(reader, head).call->uuid());
}

/// Is it this step's turn, on the scheme's way and before its deadline?
template <Step step>
bool is_turn_of(storage::Reader &reader, Head const &head)
{
    auto const call = call_of(reader, head);
    return decide_step(call.way(), step, head.state).has_value() &&
           (!is_outside(step) || decide_window(call.call, call.state, reader.now()).has_value());
}
/// Is the institute asked, and has not answered?
bool is_asked(storage::Reader &reader, Head const &head)
{
    return is_turn_of<Step::institute_accepted>(reader, head) &&
           application_of(reader, head).awaits == Awaited::accept;
}
bool can_judge(storage::Reader &reader, Head const &head)
{
    return decide_judge(call_of(reader, head).way(), head.state).has_value();
}
bool has_proposal(storage::Reader &reader, Head const &head)
{
    return decide_take_back(call_of(reader, head).state, application_of(reader, head)).has_value();
}
bool is_selecting(storage::Reader &reader, Head const &head)
{
    return call_of(reader, head).state == call_states::selecting;
}

/// What the employer wrote by the mailed link: the focal point confirms it.
void prefill_certificate(storage::Reader &reader, Head const &head, void *value)
{
    auto const application = application_of(reader, head);
    auto &form = *static_cast<Certificate *>(value);
    form.certified_by = application.certified_by;
    form.certificate = application.certificate;
}
void prefill_nomination(storage::Reader &reader, Head const &head, void *value)
{
    auto const application = application_of(reader, head);
    auto const call = context_of(reader, application.call->uuid());
    static_cast<Nomination *>(value)->nominee_rank =
        nominees_of(reader, call, head.id, application, 0).count + 1;
}
void prefill_proposal(storage::Reader &reader, Head const &head, void *value)
{
    auto const application = application_of(reader, head);
    auto &form = *static_cast<Proposal *>(value);
    form.proposed = application.proposed.value_or(Decision::selected);
    form.place = application.place;
    form.reserve_rank = application.reserve_rank;
    form.reason = application.proposed_reason;
}

/// How much room there is, before anybody presses the button.
std::vector<html::Notice> advise_proposal(web::Context const &context, storage::Reader &reader,
                                          Head const &head)
{
    auto const application = application_of(reader, head);
    auto const call = context_of(reader, application.call->uuid());
    auto const room = Places{reader, call}.room_for(head.id, application, std::nullopt);
    return {{.tone = html::Tone::neutral,
             .title = {},
             .body = html::p(word::notice_room(context.language(), room.places_left,
                                               room.country_left.value_or(0),
                                               room.discretionary_left))}};
}

/// To whatever state it was put back, history tells it in the same words.
std::optional<std::string_view> act_name(Language language, std::string_view verb)
{
    return word::acts(language, verb.starts_with("put_back_to_") ? "put_back" : verb);
}

// -- The record's page ----------------------------------------------------------------------------

} // namespace

html::Tone application_tone(std::string_view state)
{
    if (state == states::selected || state == states::confirmed || state == states::eligible) {
        return html::Tone::good;
    }
    if (state == states::ineligible || state == states::rejected || state == states::declined ||
        state == states::withdrawn) {
        return html::Tone::bad;
    }
    return state == states::incomplete || state == states::reserve ? html::Tone::waiting
                                                                   : html::Tone::active;
}

namespace {

html::Badge badge_of(Language language, Finding::Kind kind)
{
    switch (kind) {
    case Finding::Kind::met:
        return {std::string{word::finding_met(language)}, html::Tone::good};
    case Finding::Kind::incomplete:
        return {std::string{word::finding_incomplete(language)}, html::Tone::waiting};
    case Finding::Kind::broken:
        return {std::string{word::finding_broken(language)}, html::Tone::bad};
    }
    return {};
}

std::string names_of(web::Context const &context, std::string_view list, records::Codes const &all)
{
    std::vector<std::string> names;
    for (auto const &code : all) {
        names.push_back(context.app().codes.name(list, code, context.language()));
    }
    return i18n::join_list(context.language(), names);
}

/// What the rule wants of this application, in words.
std::string wanted_by(web::Context const &context, std::string_view rule, CallContext const &call,
                      Application const &application)
{
    auto const language = context.language();
    if (rule == "age") {
        auto const number = [](std::optional<std::int64_t> value) {
            return value ? std::to_string(*value) : std::string{"…"};
        };
        return word::finding_age(language, age_on(application.born_on, *call.course_starts),
                                 number(call.rules.age_from), number(call.rules.age_to));
    }
    if (rule == "language") {
        return names_of(context, "language", call.call.languages);
    }
    if (rule == "documents") {
        std::vector<std::string> missing;
        for (auto const &document : missing_documents(application, call.rules)) {
            missing.emplace_back(word::documents(language, document).value_or(document));
        }
        return missing.empty()
                   ? std::string{}
                   : word::finding_missing(language, i18n::join_list(language, missing));
    }
    return {};
}

/// Every rule of the scheme, and how the application stands to it now.
html::Html eligibility_block(web::Context const &context, storage::Reader &reader, Head const &head,
                             CallContext const &call, Application const &application)
{
    auto const language = context.language();
    std::vector<html::Fact> facts;
    KnownOfApplicants const known{reader, call, {application.born_on}};
    for (auto const &finding :
         findings_of(application, call.call, call.rules, known.facts_of(head.id, application))) {
        facts.push_back(
            {.label = std::string{word::findings(language, finding.rule).value_or(finding.rule)},
             .value = html::badge(badge_of(language, finding.kind)) +
                      html::fragment(" ", wanted_by(context, finding.rule, call, application))});
    }
    return html::block(word::block_eligibility(language), html::facts(facts));
}

web::RecordExtras show_application(web::Context const &context, storage::Reader &reader,
                                   Head const &head, void const *value)
{
    auto const language = context.language();
    auto const &application = *static_cast<Application const *>(value);
    auto const call = context_of(reader, application.call->uuid());
    web::RecordExtras extras;
    extras.steps = stations_of(language, reader, call.id, head.state);
    bool const employers_turn = application.awaits == Awaited::certify;
    std::array<std::string_view, 1> const certifies{"certify"};
    std::array<std::string_view, 1> const looks{"see_restricted"};
    if (!records::allowed(reader, applications, context.identity(), head, looks).empty()) {
        extras.actions.push_back({.label = std::string{word::restricted_title(language)},
                                  .url = url_of_restricted(head.reference),
                                  .picture = html::Icon::lock});
    }
    if (employers_turn &&
        !records::allowed(reader, applications, context.identity(), head, certifies).empty()) {
        extras.actions.push_back({.label = std::string{word::employer_ask(language)},
                                  .url = url_of_employer_link(head.reference)});
    }
    if (employers_turn && application.employer_answered_on) {
        bool const refused = !application.employer_refusal.empty();
        extras.notices.push_back(
            {.tone = refused ? html::Tone::bad : html::Tone::active,
             .title = {},
             .body = html::p(refused ? word::employer_refused(language, application.employer_email,
                                                              application.employer_refused_by,
                                                              application.employer_refusal)
                                     : word::employer_answered(language, application.employer_email,
                                                               application.certified_by))});
    }
    extras.sections = eligibility_block(context, reader, head, call, application);
    extras.sections += consents_block(context, reader, head.id);
    if (call.rules.paper_copies.value_or(0) > 0 && head.state == states::draft) {
        extras.notices.push_back(
            {.tone = html::Tone::waiting,
             .title = {},
             .body = html::p(word::notice_paper(language, *call.rules.paper_copies))});
    }
    return extras;
}

Problems check_application(web::Draft const &draft)
{
    auto const &application = *static_cast<Application const *>(draft.after);
    auto problems = decide_application(application, static_cast<Application const *>(draft.before),
                                       draft.reader.today());
    if (draft.before == nullptr && application.call) {
        auto const call = context_of(draft.reader, application.call->uuid());
        if (!decide_window(call.call, call.state, draft.reader.now())) {
            problems.push_back({"call", "training.nominations_not_open", {}});
        }
    }
    return problems;
}

void created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved, void const *value)
{
    share_with_institute(tx, saved.id, static_cast<Application const *>(value)->call->uuid());
}

} // namespace

std::vector<html::Step> stations_of(Language language, storage::Reader &reader, Uuid call,
                                    std::string_view state)
{
    auto const way = context_of(reader, call).way();
    std::vector<std::string_view> path{states::draft, states::submitted};
    std::ranges::transform(way, std::back_inserter(path), [](Step step) { return to_code(step); });
    // It is judged between the steps outside the agency and those inside.
    auto const judged = std::ranges::find(path, state_to_judge(way));
    path.insert(judged + 1, states::eligible);
    path.push_back(states::selected);
    path.push_back(states::confirmed);
    auto at = state;
    if (state == states::incomplete || state == states::ineligible) {
        at = states::eligible;
    } else if (state == states::reserve || state == states::rejected || state == states::declined) {
        at = states::selected;
    }
    bool const is_ended =
        state == states::ineligible || state == states::rejected || state == states::declined;
    if (is_ended) { // nothing is to come after it
        path.erase(std::ranges::find(path, at) + 1, path.end());
    }
    return web::steps_along(applications, path, state, language, at);
}

web::NounPages const application_pages{
    .noun = &applications,
    .picture = html::Icon::user,
    .add = word::application_add,
    .empty_title = word::application_empty_title,
    .empty_text = word::application_empty_text,
    .about = word::application_about,
    .act_name = act_name,
    .tone = application_tone,
    .check = check_application,
    .created = created,
    .extras = show_application,
    .verbs = {{.verb = "submit",
               .path = "submission",
               .label = word::verb_submit,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<submit>},
              {.verb = "certify",
               .path = "certificate",
               .label = word::verb_certify,
               .explanation = word::verb_certify_explanation,
               .fields = certificate_fields,
               .type = &records::value_type<Certificate>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_certificate,
               .possible = is_turn_of<Step::employer_certified>,
               .run = run<Certificate, certify>},
              {.verb = "nominate",
               .path = "nomination",
               .label = word::verb_nominate,
               .explanation = word::verb_nominate_explanation,
               .fields = nomination_fields,
               .type = &records::value_type<Nomination>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_nomination,
               .possible = is_turn_of<Step::focal_point_nominated>,
               .run = run<Nomination, nominate>},
              {.verb = "forward",
               .path = "forwarding",
               .label = word::verb_forward,
               .fields = forwarding_fields,
               .type = &records::value_type<Forwarding>,
               .emphasis = html::Emphasis::primary,
               .possible = is_turn_of<Step::mission_forwarded>,
               .run = run<Forwarding, forward>},
              {.verb = "judge",
               .path = "eligibility",
               .label = word::verb_judge,
               .emphasis = html::Emphasis::primary,
               .possible = can_judge,
               .run = run_at_once<judge_now>},
              {.verb = "shortlist",
               .path = "shortlisting",
               .label = word::verb_shortlist,
               .fields = assessment_fields,
               .type = &records::value_type<Assessment>,
               .emphasis = html::Emphasis::primary,
               .possible = is_turn_of<Step::agency_shortlisted>,
               .run = run<Assessment, shortlist>},
              {.verb = "accept",
               .path = "acceptance",
               .label = word::verb_accept,
               .fields = assessment_fields,
               .type = &records::value_type<Assessment>,
               .emphasis = html::Emphasis::primary,
               .possible = is_turn_of<Step::institute_accepted>,
               .run = run<Assessment, accept>},
              {.verb = "turn_down",
               .path = "non-acceptance",
               .label = word::verb_turn_down,
               .explanation = word::verb_turn_down_explanation,
               .fields = assessment_fields,
               .type = &records::value_type<Assessment>,
               .possible = is_asked,
               .run = run<Assessment, turn_down>},
              {.verb = "propose",
               .path = "proposal",
               .label = word::verb_propose,
               .explanation = word::verb_propose_explanation,
               .fields = proposal_fields,
               .type = &records::value_type<Proposal>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_proposal,
               .possible = is_selecting,
               .advise = advise_proposal,
               .run = run<Proposal, propose>},
              {.verb = "take_back",
               .path = "proposal-withdrawal",
               .label = word::verb_take_back,
               .possible = has_proposal,
               .run = run_at_once<take_back>},
              {.verb = "confirm_place",
               .path = "confirmation",
               .label = word::verb_confirm_place,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<confirm_place>},
              {.verb = "decline",
               .path = "declining",
               .label = word::verb_decline,
               .explanation = word::verb_decline_explanation,
               .fields = leaving_fields,
               .type = &records::value_type<Leaving>,
               .run = run<Leaving, decline>},
              {.verb = "withdraw",
               .path = "withdrawal",
               .label = word::verb_withdraw,
               .explanation = word::verb_withdraw_explanation,
               .fields = leaving_fields,
               .type = &records::value_type<Leaving>,
               .emphasis = html::Emphasis::danger,
               .run = run<Leaving, withdraw>}},
};

} // namespace selatan::training
