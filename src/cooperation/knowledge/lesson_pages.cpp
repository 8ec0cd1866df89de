#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/knowledge/lesson_store.hpp"
#include "cooperation/knowledge/pages.hpp"
#include "cooperation/knowledge/practices.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/knowledge.hpp"

#include <algorithm>
#include <array>

namespace selatan::knowledge {

namespace {

namespace word = words::knowledge;
using records::field;
using web::run;

constexpr std::array anonymising_fields{
    field<&Anonymising::anonymised>("anonymised", word::field_anonymised)
        .prose()
        .required()
        .hinted(word::field_anonymised_hint),
};
constexpr std::array validation_fields{
    field<&Validation::validation>("validation", word::field_validation)
        .prose()
        .required()
        .hinted(word::field_validation_hint),
};
constexpr std::array sending_back_fields{
    field<&SendingBack::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array classification_fields{
    field<&Classification::nature>("nature", word::field_nature)
        .among(natures, word::natures)
        .required(),
};
constexpr std::array release_fields{
    field<&Release::reach>("reach", word::field_reach).among(reaches, word::reaches).required(),
    field<&Release::our_consent>("our_consent", word::field_our_consent)
        .hinted(word::field_our_consent_hint),
};
constexpr std::array application_fields{
    field<&Application::used_in>("used_in", word::field_used_in)
        .of(records::any_kind)
        .required()
        .hinted(word::field_used_in_hint),
    field<&Application::how>("how", word::field_how).prose().required(),
};
constexpr std::array supersession_fields{
    field<&Supersession::superseded_by>("superseded_by", word::field_superseded_by)
        .of("lesson")
        .required(),
    field<&Supersession::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array answer_fields{
    field<&ConsultationAnswer::reach>("reach", word::field_agreed_reach)
        .among(reaches, word::reaches)
        .required()
        .hinted(word::field_agreed_reach_hint),
    field<&ConsultationAnswer::answer>("answer", word::field_answer).prose(),
    field<&ConsultationAnswer::answer_document>("answer_document", word::field_answer_document)
        .hinted(word::field_answer_document_hint),
};
constexpr std::array taking_back_fields{
    field<&TakingBack::reason>("reason", word::form_reason).prose().required(),
};

Result<Saved> run_conclude(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, void const * /*value*/)
{
    return conclude(tx, by, head, version);
}

void prefill_release(storage::Reader &reader, Head const &head, void *value)
{
    if (auto const lesson = records::load(reader, lessons, head.id)) {
        *static_cast<Release *>(value) = {.reach = lesson->reach,
                                          .our_consent = lesson->our_consent};
    }
}
void prefill_answer(storage::Reader &reader, Head const &head, void *value)
{
    if (auto const before = records::load(reader, consultations, head.id)) {
        *static_cast<ConsultationAnswer *>(value) = {.reach = before->reach,
                                                     .answer = before->answer,
                                                     .answer_document = before->answer_document};
    }
}

/// How far those who were asked let it go, said above the form.
std::vector<html::Notice> advise_release(web::Context const &context, storage::Reader &reader,
                                         Head const &head)
{
    auto const language = context.language();
    auto const answers = answers_about(reader, head.id);
    auto const count = [&](auto const &test) {
        return static_cast<std::int64_t>(std::ranges::count_if(answers, test));
    };
    auto const agrees_to = [](Reach reach) {
        return [reach](Answer const &one) {
            return one.state == consultation_states::answered && one.reach && *one.reach >= reach;
        };
    };
    return {{.tone = html::Tone::neutral,
             .title = {},
             .body = html::p(word::notice_answers(
                 language, static_cast<std::int64_t>(answers.size()),
                 count(agrees_to(Reach::partners)), count(agrees_to(Reach::everybody))))}};
}

html::Tone tone_of(std::string_view state)
{
    if (state == states::kept || state == states::released || state == states::applied) {
        return html::Tone::good;
    }
    return state == states::superseded ? html::Tone::neutral : html::Tone::active;
}

web::RecordExtras show(web::Context const &context, storage::Reader &reader, Head const &head,
                       void const *value)
{
    auto const language = context.language();
    auto const &lesson = *static_cast<Lesson const *>(value);
    constexpr std::array path{
        states::captured,   states::anonymised, states::validated, states::partner_consulted,
        states::classified, states::released,   states::applied};
    web::RecordExtras extras;
    extras.steps = web::steps_along(lessons, path, head.state, language,
                                    head.state == states::kept ? states::released
                                                               : std::string_view{head.state});
    // The public reads the text as it was released; what was written before is history for those
    // who worked on it.
    if (records::audience_of(context.identity()) == Audience::everyone &&
        lesson.reach == Reach::everybody) {
        extras.sections = told_lesson(language, reader, lesson);
        extras.steps = {};
    }
    if (lesson.nature == Nature::negative) {
        extras.notices.push_back({.tone = html::Tone::bad,
                                  .title = std::string{word::notice_negative(language)},
                                  .body = {}});
    }
    if (head.state == states::superseded) {
        extras.notices.push_back({.tone = html::Tone::waiting,
                                  .title = std::string{word::notice_superseded(language)},
                                  .body = {}});
    }
    return extras;
}

/// The form of whoever captures begins where that person speaks for.
void prefill_lesson(storage::Reader & /*reader*/, auth::Identity const &by, void *value)
{
    auto &lesson = *static_cast<Lesson *>(value);
    for (auto const &grant : by.grants) {
        if (auto const *const country = std::get_if<CountryCode>(&grant.scope)) {
            lesson.country = *country;
            lesson.countries = {country->to_string()};
        }
    }
}

void prefill_consultation(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    auto &consultation = *static_cast<Consultation *>(value);
    consultation.asked_on = reader.today();
    consultation.deadline = consultation.asked_on.plus_days(usual_days_to_answer);
}

Problems check_consultation(web::Draft const &draft)
{
    auto const &consultation = *static_cast<Consultation const *>(draft.after);
    auto const state =
        consultation.lesson ? state_of(draft.reader, consultation.lesson->uuid()) : std::string{};
    return decide_consultation(consultation, state, draft.reader.today());
}

void created_consultation(storage::Tx &tx, auth::Identity const &by, Saved const &saved,
                          void const *value)
{
    auto const &consultation = *static_cast<Consultation const *>(value);
    set_due(tx, saved.id, consultation.deadline);
    share_with_consulted(tx, consultation.lesson->uuid());
    // Somebody more is asked: until an answer comes, nobody has agreed for that side.
    come_back_if_too_far(tx, by, consultation.lesson->uuid());
}

html::Tone consultation_tone(std::string_view state)
{
    if (state == consultation_states::answered) {
        return html::Tone::good;
    }
    return state == consultation_states::taken_back ? html::Tone::bad : html::Tone::waiting;
}

} // namespace

web::NounPages const lesson_pages{
    .noun = &lessons,
    .picture = html::Icon::knowledge,
    .add = word::lesson_add,
    .empty_title = word::lesson_empty_title,
    .empty_text = word::lesson_empty_text,
    .about = word::lesson_about,
    .act_name = word::acts,
    .tone = tone_of,
    .prefill = prefill_lesson,
    .extras = show,
    .parts = {{.pages = &consultation_pages, .field = "lesson", .title = word::consultation_plural},
              {.pages = &use_pages, .field = "lesson", .title = word::use_plural}},
    .verbs = {{.verb = "anonymise",
               .path = "anonymisation",
               .label = word::verb_anonymise,
               .explanation = word::verb_anonymise_explanation,
               .fields = anonymising_fields,
               .type = &records::value_type<Anonymising>,
               .emphasis = html::Emphasis::primary,
               .run = run<Anonymising, anonymise>},
              {.verb = "validate",
               .path = "validation",
               .label = word::verb_validate,
               .explanation = word::verb_validate_explanation,
               .fields = validation_fields,
               .type = &records::value_type<Validation>,
               .emphasis = html::Emphasis::primary,
               .run = run<Validation, validate>},
              {.verb = "conclude",
               .path = "conclusion",
               .label = word::verb_conclude,
               .emphasis = html::Emphasis::primary,
               .run = run_conclude},
              {.verb = "classify",
               .path = "classification",
               .label = word::verb_classify,
               .fields = classification_fields,
               .type = &records::value_type<Classification>,
               .emphasis = html::Emphasis::primary,
               .run = run<Classification, classify>},
              {.verb = "release",
               .path = "release",
               .label = word::verb_release,
               .explanation = word::verb_release_explanation,
               .fields = release_fields,
               .type = &records::value_type<Release>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_release,
               .advise = advise_release,
               .run = run<Release, release>},
              {.verb = "apply",
               .path = "application",
               .label = word::verb_apply,
               .explanation = word::verb_apply_explanation,
               .fields = application_fields,
               .type = &records::value_type<Application>,
               .run = run<Application, apply>},
              {.verb = "send_back",
               .path = "return",
               .label = word::verb_send_back,
               .fields = sending_back_fields,
               .type = &records::value_type<SendingBack>,
               .run = run<SendingBack, send_back>},
              {.verb = "supersede",
               .path = "supersession",
               .label = word::verb_supersede,
               .fields = supersession_fields,
               .type = &records::value_type<Supersession>,
               .run = run<Supersession, supersede>}},
    .saves_drafts = true,
};

web::NounPages const consultation_pages{
    .noun = &consultations,
    .picture = html::Icon::letter,
    .add = word::consultation_add,
    .empty_title = word::consultation_empty_title,
    .empty_text = word::consultation_empty_text,
    .about = word::consultation_about,
    .act_name = word::acts,
    .tone = consultation_tone,
    .check = check_consultation,
    .created = created_consultation,
    .prefill = prefill_consultation,
    .verbs = {{.verb = "answer",
               .path = "answer",
               .label = word::verb_answer,
               .explanation = word::verb_answer_explanation,
               .fields = answer_fields,
               .type = &records::value_type<ConsultationAnswer>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_answer,
               .run = run<ConsultationAnswer, answer>},
              {.verb = "take_back",
               .path = "withdrawal",
               .label = word::verb_take_back,
               .explanation = word::verb_take_back_explanation,
               .fields = taking_back_fields,
               .type = &records::value_type<TakingBack>,
               .emphasis = html::Emphasis::danger,
               .run = run<TakingBack, take_back>}},
};

web::NounPages const use_pages{
    .noun = &uses,
    .picture = html::Icon::check,
    .empty_title = word::use_empty_title,
    .empty_text = word::use_empty_text,
    .takes_attachments = false,
};

} // namespace selatan::knowledge
