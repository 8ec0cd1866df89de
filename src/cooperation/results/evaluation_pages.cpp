#include "cooperation/results/pages.hpp"
#include "cooperation/results/results.hpp"
#include "platform/web/steps.hpp"
#include "words/results.hpp"

#include <array>

namespace selatan::results {

namespace {

namespace word = words::results;
using records::field;
using records::Kind;

constexpr std::array replanning_fields{
    field<&Replanning::planned_on>("planned_on", word::field_planned_on).required(),
    field<&Replanning::evaluator>("evaluator", word::field_evaluator)
        .at_most(300)
        .hinted(word::field_evaluator_hint),
    field<&Replanning::independent>("independent", word::field_independent)
        .hinted(word::field_independent_hint),
};
constexpr std::array findings_fields{
    field<&Findings::evaluated_on>("evaluated_on", word::field_evaluated_on).required(),
    field<&Findings::evaluator>("evaluator", word::field_evaluator)
        .at_most(300)
        .required()
        .hinted(word::field_evaluator_hint),
    field<&Findings::document>("document", word::field_document)
        .required()
        .hinted(word::field_document_hint),
    field<&Findings::findings>("findings", word::field_findings).as(Kind::long_text).required(),
    field<&Findings::recommendations>("recommendations", word::field_recommendations)
        .as(Kind::long_text),
};
constexpr std::array response_fields{
    field<&Response::response>("response", word::field_response)
        .as(Kind::long_text)
        .required()
        .hinted(word::field_response_hint),
};
constexpr std::array cancellation_fields{
    field<&EvaluationCancellation::reason>("reason", word::form_reason).prose().required(),
};

void prefill_replanning(storage::Reader &reader, Head const &head, void *value)
{
    if (auto const evaluation = records::load(reader, evaluations, head.id)) {
        *static_cast<Replanning *>(value) = {.planned_on = evaluation->planned_on,
                                             .evaluator = evaluation->evaluator,
                                             .independent = evaluation->independent};
    }
}
void prefill_findings(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Findings *>(value);
    form.evaluated_on = reader.today();
    if (auto const evaluation = records::load(reader, evaluations, head.id)) {
        form.evaluator = evaluation->evaluator;
    }
}
void prefill_response(storage::Reader &reader, Head const &head, void *value)
{
    if (auto const evaluation = records::load(reader, evaluations, head.id)) {
        static_cast<Response *>(value)->response = evaluation->response;
    }
}

html::Tone tone_of(std::string_view state)
{
    if (state == evaluation_states::answered) {
        return html::Tone::good;
    }
    if (state == evaluation_states::cancelled) {
        return html::Tone::bad;
    }
    return state == evaluation_states::reported ? html::Tone::waiting : html::Tone::active;
}

web::RecordExtras show(web::Context const &context, storage::Reader & /*reader*/, Head const &head,
                       void const * /*value*/)
{
    constexpr std::array path{evaluation_states::planned, evaluation_states::reported,
                              evaluation_states::answered};
    web::RecordExtras extras;
    extras.steps = web::steps_along(evaluations, path, head.state, context.language());
    return extras;
}

void created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved, void const *value)
{
    auto const &evaluation = *static_cast<Evaluation const *>(value);
    set_due(tx, saved.id, evaluation.planned_on);
    share_with_parties(tx, saved.id, evaluation.project->uuid());
}

} // namespace

web::NounPages const evaluation_pages{
    .noun = &evaluations,
    .picture = html::Icon::check,
    .add = word::evaluation_add,
    .empty_title = word::evaluation_empty_title,
    .empty_text = word::evaluation_empty_text,
    .about = word::evaluation_about,
    .act_name = word::acts,
    .tone = tone_of,
    .created = created,
    .extras = show,
    .verbs = {{.verb = "report",
               .path = "findings",
               .label = word::verb_report,
               .explanation = word::verb_report_explanation,
               .fields = findings_fields,
               .type = &records::value_type<Findings>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_findings,
               .run = run<Findings, report>},
              {.verb = "respond",
               .path = "response",
               .label = word::verb_respond,
               .explanation = word::verb_respond_explanation,
               .fields = response_fields,
               .type = &records::value_type<Response>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_response,
               .run = run<Response, respond>},
              {.verb = "replan",
               .path = "new-day",
               .label = word::verb_replan,
               .fields = replanning_fields,
               .type = &records::value_type<Replanning>,
               .prefill = prefill_replanning,
               .run = run<Replanning, replan>},
              {.verb = "cancel",
               .path = "cancellation",
               .label = word::verb_cancel,
               .fields = cancellation_fields,
               .type = &records::value_type<EvaluationCancellation>,
               .emphasis = html::Emphasis::danger,
               .run = run<EvaluationCancellation, cancel>}},
};

} // namespace selatan::results
