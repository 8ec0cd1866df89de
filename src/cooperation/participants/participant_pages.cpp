// A participant's own page and verbs, and the sessions of a course.
#include "base/ensure.hpp"
#include "cooperation/participants/action_plan.hpp"
#include "cooperation/participants/invitation.hpp"
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/participants/session.hpp"
#include "cooperation/training/call_store.hpp"
#include "platform/pdf/document.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/participants.hpp"

#include <array>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = participant_states;
using records::field;
using web::run;

constexpr std::array completion_fields{
    field<&Completion::remark>("remark", word::field_remark)
        .prose()
        .hinted(word::form_completion_hint),
};
constexpr std::array failure_fields{
    field<&Failure::shortfall>("shortfall", word::field_shortfall)
        .among(shortfalls, word::shortfalls)
        .required(),
    field<&Failure::remark>("remark", word::field_remark).prose(),
};
constexpr std::array reopening_fields{
    field<&Reopening::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array plan_comment_fields{
    field<&PlanComment::comment>("comment", word::field_plan_comment).prose().required(),
};
constexpr std::array session_cancellation_fields{
    field<&SessionCancellation::reason>("reason", word::form_reason).prose().required(),
};

Uuid call_of(storage::Reader &reader, Head const &head)
{
    auto const participant = records::load(reader, participants, head.id);
    ENSURE(participant.has_value());
    return participant->call->uuid();
}
bool has_ended(storage::Reader &reader, Head const &head)
{
    auto const standing = course_standing(reader, head.id, call_of(reader, head));
    return standing.ends && *standing.ends <= reader.today();
}
bool has_plan(storage::Reader &reader, Head const &head)
{
    auto const participant = records::load(reader, participants, head.id);
    return participant && !participant->action_plan.empty();
}
bool has_begun(storage::Reader &reader, Head const &head)
{
    return decide_not_complete(course_standing(reader, head.id, call_of(reader, head)),
                               reader.today())
        .has_value();
}

// -- The record's page ----------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == states::completed || state == states::certified) {
        return html::Tone::good;
    }
    return state == states::enrolled ? html::Tone::active : html::Tone::bad;
}

std::string url_of_invitation(std::string_view reference)
{
    return web::url_of(participants, reference) + "/invitation.pdf";
}

web::RecordExtras show_participant(web::Context const &context, storage::Reader &reader,
                                   Head const &head, void const *value)
{
    auto const language = context.language();
    auto const &participant = *static_cast<Participant const *>(value);
    web::RecordExtras extras;
    constexpr std::array path{states::enrolled, states::completed, states::certified};
    extras.steps = web::steps_along(participants, path, head.state, language, head.state);
    extras.actions.push_back({.label = std::string{word::invitation_action(language)},
                              .url = url_of_invitation(head.reference),
                              .picture = html::Icon::letter});
    std::array<std::string_view, 1> const certifies{"certify"};
    if (!records::allowed(reader, participants, context.identity(), head, certifies).empty()) {
        auto const call = records::label_of(reader, participant.call->uuid());
        ENSURE(call.has_value());
        extras.actions.push_back({.label = std::string{word::verb_certify(language)},
                                  .url = url_of_class_certificates(call->reference),
                                  .emphasis = html::Emphasis::primary});
    }
    if (head.state != states::enrolled) {
        return extras;
    }
    auto const standing = course_standing(reader, head.id, participant.call->uuid());
    if (participant.visa == Visa::refused) {
        extras.notices.push_back({.tone = html::Tone::bad,
                                  .title = {},
                                  .body = html::p(word::notice_visa_refused(language))});
    }
    if (standing.recorded > 0) {
        extras.notices.push_back(
            {.tone = standing.is_enough() ? html::Tone::neutral : html::Tone::waiting,
             .title = {},
             .body =
                 html::p(word::notice_attended(language, standing.attended, standing.recorded))});
    }
    return extras;
}

Problems check_participant(web::Draft const &draft)
{
    return decide_participant(*static_cast<Participant const *>(draft.after));
}

// -- The letter -----------------------------------------------------------------------------------

http::Response fetch_invitation(web::Context &context)
{
    return invitation_answer(context, [&](storage::Reader &reader) {
        return records::find(reader, participants, context.identity(), context.part("id"));
    });
}

// -- Sessions -------------------------------------------------------------------------------------

html::Tone session_tone(std::string_view state)
{
    if (state == session_states::recorded) {
        return html::Tone::good;
    }
    return state == session_states::cancelled ? html::Tone::bad : html::Tone::waiting;
}

Problems check_session(web::Draft const &draft)
{
    auto const &session = *static_cast<Session const *>(draft.after);
    auto const call =
        session.call ? records::load(draft.reader, calls, session.call->uuid()) : std::nullopt;
    if (!call) {
        return {};
    }
    auto const standing = standing_of(draft.reader, session.call->uuid(), *call);
    return decide_session(session, static_cast<Session const *>(draft.before),
                          standing.course_starts, standing.course_ends);
}

void session_created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved,
                     void const *value)
{
    training::share_with_institute(tx, saved.id, static_cast<Session const *>(value)->call->uuid());
}

} // namespace

web::NounPages const participant_pages{
    .noun = &participants,
    .picture = html::Icon::people,
    .empty_title = word::participant_empty_title,
    .empty_text = word::participant_empty_text,
    .about = word::participant_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_participant,
    .extras = show_participant,
    .parts = {{.pages = &certificate_pages,
               .field = "participant",
               .title = word::certificate_plural},
              {.pages = &follow_up_pages, .field = "participant", .title = word::follow_up_plural}},
    .verbs = {{.verb = "complete",
               .path = "completion",
               .label = word::verb_complete,
               .fields = completion_fields,
               .type = &records::value_type<Completion>,
               .emphasis = html::Emphasis::primary,
               .possible = has_ended,
               .run = run<Completion, complete_course>},
              {.verb = "not_complete",
               .path = "non-completion",
               .label = word::verb_not_complete,
               .explanation = word::verb_not_complete_explanation,
               .fields = failure_fields,
               .type = &records::value_type<Failure>,
               .emphasis = html::Emphasis::danger,
               .possible = has_begun,
               .run = run<Failure, not_complete>},
              {.verb = "reopen",
               .path = "reopening",
               .label = word::verb_reopen,
               .explanation = word::verb_reopen_explanation,
               .fields = reopening_fields,
               .type = &records::value_type<Reopening>,
               .run = run<Reopening, reopen>},
              {.verb = "comment_plan",
               .path = "plan-comment",
               .label = word::verb_comment_plan,
               .explanation = word::verb_comment_plan_explanation,
               .fields = plan_comment_fields,
               .type = &records::value_type<PlanComment>,
               .possible = has_plan,
               .run = run<PlanComment, comment_plan>}},
};

web::NounPages const session_pages{
    .noun = &sessions,
    .picture = html::Icon::calendar,
    .add = word::session_add,
    .empty_title = word::session_empty_title,
    .empty_text = word::session_empty_text,
    .about = word::session_about,
    .act_name = word::acts,
    .tone = session_tone,
    .check = check_session,
    .created = session_created,
    .verbs = {{.verb = "cancel",
               .path = "cancellation",
               .label = word::verb_cancel_session,
               .fields = session_cancellation_fields,
               .type = &records::value_type<SessionCancellation>,
               .emphasis = html::Emphasis::danger,
               .run = run<SessionCancellation, cancel_session>}},
    .takes_attachments = false,
};

http::Response invitation_answer(web::Context const &context,
                                 std::function<Result<Head>(storage::Reader &)> const &find)
{
    auto const document =
        context.store().read([&](storage::Reader &reader) -> Result<pdf::Document> {
            auto const head = find(reader);
            if (!head) {
                return refuse(head.error());
            }
            return invitation_of(reader, context.app().codes, *head,
                                 context.app().settings.installation);
        });
    return document ? pdf_answer(pdf::render(*document).bytes, "invitation")
                    : context.refused(document.error());
}

void add_invitation_routes(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = std::string{participants.path} + "/{id}/invitation.pdf",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &participant_policy,
                         .verb = records::verbs::see},
                .handler = fetch_invitation,
                .api = web::ApiDoc{.summary = "Fetches the letter of invitation, as PDF.",
                                   .tag = participants.kind,
                                   .shape = web::ApiDoc::Shape::text}});
}

} // namespace selatan::participants
