#include "cooperation/results/evaluation.hpp"

#include "base/ensure.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/results/results_store.hpp"
#include "words/results.hpp"

namespace selatan::results {

namespace {

namespace word = words::results;
using records::field;
using records::Kind;

constexpr std::array evaluation_fields{
    field<&Evaluation::project>("project", word::field_project)
        .of("project")
        .required()
        .thread()
        .listed(),
    field<&Evaluation::occasion>("occasion", word::field_occasion)
        .among(occasions, word::occasions)
        .required()
        .listed(),
    field<&Evaluation::planned_on>("planned_on", word::field_planned_on).required().listed(),
    field<&Evaluation::evaluator>("evaluator", word::field_evaluator)
        .at_most(300)
        .hinted(word::field_evaluator_hint),
    field<&Evaluation::independent>("independent", word::field_independent)
        .hinted(word::field_independent_hint),
    field<&Evaluation::evaluated_on>("evaluated_on", word::field_evaluated_on).by_verbs(),
    field<&Evaluation::document>("document", word::field_document).by_verbs(),
    field<&Evaluation::findings>("findings", word::field_findings).as(Kind::long_text).by_verbs(),
    field<&Evaluation::recommendations>("recommendations", word::field_recommendations)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Evaluation::response>("response", word::field_response).as(Kind::long_text).by_verbs(),
    field<&Evaluation::responded_on>("responded_on", word::field_responded_on).by_verbs(),
};

constexpr std::array all_states{evaluation_states::planned, evaluation_states::reported,
                                evaluation_states::answered, evaluation_states::cancelled};
constexpr std::array<records::Transition, 5> steps{{
    {"replan", "planned", "planned"},
    {"report", "planned", "reported"},
    {"respond", "reported", "answered"},
    {"respond", "answered", "answered"}, // what was promised and then done
    {"cancel", "planned", "cancelled"},
}};
constexpr records::Machine machine{.initial = evaluation_states::planned,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::evaluation_states};

std::string name_of_evaluation(storage::Reader &reader, void const *value)
{
    auto const &evaluation = *static_cast<Evaluation const *>(value);
    auto const label = records::label_of(reader, evaluation.project->uuid());
    return label ? label->title : std::string{};
}

Evaluation load_evaluation(storage::Reader &reader, Head const &head)
{
    auto evaluation = records::load(reader, evaluations, head.id);
    ENSURE(evaluation.has_value());
    return *evaluation;
}

/// Those who are responsible answer within so many days; the desk shows when they are over.
constexpr int response_days = 60;

} // namespace

constinit records::NounOf<Evaluation> const evaluations{{
    .kind = "evaluation",
    .table = "evaluation",
    .path = "/evaluations",
    .prefix = "EVA",
    .singular = word::evaluation_singular,
    .plural = word::evaluation_plural,
    .fields = evaluation_fields,
    .type = &records::value_type<Evaluation>,
    .policy = &evaluation_policy,
    .machine = &machine,
    .parent_field = "project",
    .audience = Audience::internal,
    .name = name_of_evaluation,
    .hides_title = true,
}};

Result<void> decide_report(Evaluation const &evaluation, std::string_view project_state,
                           Findings const &wanted, Date today)
{
    namespace over = projects::states;
    bool const is_over = project_state == over::operationally_closed ||
                         project_state == over::financially_closed ||
                         project_state == over::ex_post_evaluated;
    if (evaluation.occasion == Occasion::ex_post && !is_over) {
        return refuse(Decline::conflict, "", "results.project_not_over");
    }
    if (today < wanted.evaluated_on) {
        return refuse(Decline::invalid, "evaluated_on", "common.in_the_future");
    }
    return {};
}

Result<Saved> replan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Replanning const &wanted)
{
    auto const before = load_evaluation(tx, head);
    auto after = before;
    after.planned_on = wanted.planned_on;
    after.evaluator = wanted.evaluator;
    after.independent = wanted.independent;
    return records::advance(tx, by.actor(), evaluations, head, version, "replan", before, after,
                            {.due_on = std::optional{wanted.planned_on}});
}

Result<Saved> report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Findings const &wanted)
{
    auto const before = load_evaluation(tx, head);
    auto const today = tx.today();
    auto const project_state = state_of(tx, before.project->uuid());
    if (auto const may = decide_report(before, project_state, wanted, today); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.evaluated_on = wanted.evaluated_on;
    after.evaluator = wanted.evaluator;
    after.document = wanted.document;
    after.findings = wanted.findings;
    after.recommendations = wanted.recommendations;
    return records::advance(tx, by.actor(), evaluations, head, version, "report", before, after,
                            {.due_on = std::optional{today.plus_days(response_days)}});
}

Result<Saved> respond(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Response const &wanted)
{
    auto const before = load_evaluation(tx, head);
    auto after = before;
    after.response = wanted.response;
    after.responded_on = tx.today();
    return records::advance(tx, by.actor(), evaluations, head, version, "respond", before, after,
                            {.due_on = std::optional<Date>{}});
}

Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, EvaluationCancellation const &wanted)
{
    return records::advance(tx, by.actor(), evaluations, head, version, "cancel",
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

} // namespace selatan::results
