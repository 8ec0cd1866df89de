#include "cooperation/approvals/approvals.hpp"
#include "cooperation/projects/closing.hpp"
#include "cooperation/projects/pages.hpp"
#include "cooperation/projects/project_store.hpp"
#include "cooperation/projects/projects.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/projects.hpp"

#include <algorithm>
#include <array>

namespace selatan::projects {

namespace {

namespace word = words::projects;
using records::field;
using records::Kind;
using web::run;
using web::run_at_once;

// -- Verbs ----------------------------------------------------------------------------------------

constexpr std::array concept_fields{
    field<&Concept::objective>("objective", word::field_objective).as(Kind::long_text).required(),
    field<&Concept::results>("results", word::field_results).as(Kind::long_text).required(),
};
constexpr std::array formulation_fields{
    field<&Formulation::formulated_with>("formulated_with", word::field_formulated_with)
        .required()
        .hinted(word::form_formulated_with_hint),
    field<&Formulation::formulated_on>("formulated_on", word::field_formulated_on).required(),
};
constexpr std::array appraisal_fields{
    field<&Appraisal::appraisal>("appraisal", word::field_appraisal).as(Kind::long_text).required(),
    field<&Appraisal::override_reason>("override_reason", word::field_override_reason)
        .as(Kind::long_text)
        .hinted(word::form_override_hint),
};
constexpr std::array approval_fields{
    field<&Approval::approval_document>("approval_document", word::field_approval_document)
        .required()
        .hinted(word::form_document_hint),
    field<&Approval::override_reason>("override_reason", word::field_override_reason)
        .as(Kind::long_text)
        .hinted(word::form_override_hint),
};
constexpr std::array send_back_fields{
    field<&SendingBack::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array suspension_fields{
    field<&Suspension::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array cancellation_fields{
    field<&Cancellation::cancelled_by>("cancelled_by", word::field_cancelled_by).required(),
    field<&Cancellation::reason>("reason", word::form_reason).prose().required(),
    field<&Cancellation::notice>("notice", word::field_notice)
        .required()
        .hinted(word::form_document_hint),
    field<&Cancellation::costs>("costs", word::field_costs)
        .as(Kind::long_text)
        .hinted(word::form_costs_hint),
    field<&Cancellation::costs_borne_by>("costs_borne_by", word::field_costs_borne_by),
    field<&Cancellation::people_informed>("people_informed", word::field_people_informed)
        .as(Kind::long_text)
        .required(),
    field<&Cancellation::money_returned>("money_returned", word::field_money_returned)
        .as(Kind::long_text),
};
constexpr std::array operational_closure_fields{
    field<&OperationalClosure::operations_closed_on>("operations_closed_on",
                                                     word::field_operations_closed_on)
        .required(),
    field<&OperationalClosure::completion_document>("completion_document",
                                                    word::field_completion_document)
        .required()
        .hinted(word::form_completion_document_hint),
    field<&OperationalClosure::left_reason>("left_reason", word::field_left_reason)
        .prose()
        .hinted(word::form_left_reason_hint),
};
constexpr std::array financial_closure_fields{
    field<&FinancialClosure::accounts_closed_on>("accounts_closed_on",
                                                 word::field_accounts_closed_on)
        .required(),
    field<&FinancialClosure::accounts_document>("accounts_document", word::field_accounts_document)
        .required()
        .hinted(word::form_accounts_document_hint),
};
constexpr std::array reopening_fields{
    field<&Reopening::reason>("reason", word::form_reason).prose().required(),
};

void prefill_concept(storage::Reader &reader, Head const &head, void *value)
{
    auto &concept_text = *static_cast<Concept *>(value);
    if (auto const project = records::load(reader, projects, head.id)) {
        concept_text.objective = project->objective;
        concept_text.results = project->results;
    }
}

void prefill_operational_closure(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<OperationalClosure *>(value)->operations_closed_on = reader.today();
}
void prefill_financial_closure(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<FinancialClosure *>(value)->accounts_closed_on = reader.today();
}

template <approvals::Purpose Purpose>
std::vector<html::Notice> advise(web::Context const &context, storage::Reader &reader,
                                 Head const &head)
{
    return approvals::advice(context, reader, head, Purpose);
}

/// What is left, each of it said before anybody presses the button.
template <Closing What>
std::vector<html::Notice> advise_closing(web::Context const &context, storage::Reader &reader,
                                         Head const &head)
{
    std::vector<html::Notice> notices;
    for (auto const &problem : what_is_left(reader, head.id, What)) {
        notices.push_back(
            {.tone = html::Tone::waiting, .title = {}, .body = html::p(context.say(problem))});
    }
    return notices;
}

bool is_evaluated(storage::Reader &reader, Head const &head)
{
    return what_is_left(reader, head.id, Closing::ex_post).empty();
}

// -- The record's page ----------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == states::active || state == states::legal_basis_in_force) {
        return html::Tone::good;
    }
    if (state == states::cancelled) {
        return html::Tone::bad;
    }
    if (state == states::operationally_closed || state == states::financially_closed ||
        state == states::ex_post_evaluated) {
        return html::Tone::neutral;
    }
    return state == states::suspended ? html::Tone::waiting : html::Tone::active;
}

std::vector<html::Step> path_of(Language language, std::string_view state)
{
    constexpr std::array path{states::idea,
                              states::concept_,
                              states::formulated,
                              states::appraised,
                              states::approved,
                              states::legal_basis_in_force,
                              states::active,
                              states::operationally_closed,
                              states::financially_closed,
                              states::ex_post_evaluated};
    return web::steps_along(projects, path, state, language,
                            state == states::suspended ? states::active : state);
}

html::Notice notice(html::Tone tone, std::string_view text)
{
    return {.tone = tone, .title = {}, .body = html::p(text)};
}

/// Where parties' shares are still talked about.
constexpr std::array not_yet_agreed{states::idea, states::concept_, states::formulated,
                                    states::appraised};

/// What keeps it from its next step, said before anybody presses the button.
std::vector<html::Notice> notices_of(Language language, std::string_view state,
                                     Project const &project, std::vector<PartyStanding> const &all)
{
    auto const count = [&](auto const &test) {
        return std::ranges::count_if(all, test);
    };
    auto const needed = project.minimum_parties;
    std::vector<html::Notice> notices;
    if (auto const shares = shares_of(all); shares > 100) {
        notices.push_back(notice(html::Tone::bad, word::notice_shares_exceed(language, shares)));
    } else if (shares > 0 && std::ranges::find(not_yet_agreed, state) != not_yet_agreed.end()) {
        notices.push_back(notice(html::Tone::neutral, word::notice_shares(language, shares)));
    }
    if (state == states::formulated || state == states::appraised) {
        if (auto const accepted = count(&PartyStanding::has_accepted); accepted < needed) {
            notices.push_back(
                notice(html::Tone::waiting, word::notice_acceptances(language, accepted, needed)));
        }
    }
    if (state == states::approved) {
        auto const bound =
            count([](PartyStanding const &one) { return one.state == party_states::bound; });
        if (bound < needed) {
            notices.push_back(
                notice(html::Tone::waiting, word::notice_legal_basis(language, bound, needed)));
        }
    }
    if (state == states::active || state == states::suspended) {
        if (auto const left = count(&PartyStanding::takes_part); left < needed) {
            notices.push_back(
                notice(html::Tone::waiting, word::notice_fewer_parties(language, left, needed)));
        }
    }
    return notices;
}

/// Set once, before anybody is served.
std::span<ProjectPage const> &other_pages()
{
    static std::span<ProjectPage const> pages;
    return pages;
}

web::RecordExtras show_project(web::Context const &context, storage::Reader &reader,
                               Head const &head, void const *value)
{
    auto const &project = *static_cast<Project const *>(value);
    web::RecordExtras extras;
    for (auto const &page : other_pages()) {
        if (records::could(*page.policy, context.identity(), records::verbs::see)) {
            extras.actions.push_back(
                {.label = std::string{page.label(context.language())},
                 .url = web::url_of(projects, head.reference) + std::string{page.path}});
        }
    }
    extras.steps = path_of(context.language(), head.state);
    extras.notices =
        notices_of(context.language(), head.state, project, parties_of(reader, head.id));
    bool const may_ask = head.state == states::formulated || head.state == states::appraised;
    extras.sections = approvals::section(context, reader, head,
                                         may_ask ? approvals::Ask::yes : approvals::Ask::no);
    return extras;
}

/// A new project's form begins with what a project has unless somebody says otherwise: two parties.
void begin(storage::Reader & /*reader*/, auth::Identity const & /*by*/, void *value)
{
    *static_cast<Project *>(value) = {};
}

/// A project is made from a line that stands in the plan.
Problems check_project(web::Draft const &draft)
{
    auto const &project = *static_cast<Project const *>(draft.after);
    auto problems = decide_project(project);
    auto const *const before = static_cast<Project const *>(draft.before);
    if (project.line && (before == nullptr || before->line != project.line)) {
        auto const line = records::find(draft.reader, programming::plan_lines, &draft.by,
                                        project.line->to_string());
        if (!line || line->state != programming::line_states::established) {
            problems.push_back({"line", "projects.line_not_established", {}});
        }
    }
    return problems;
}

} // namespace

void set_project_pages(std::span<ProjectPage const> pages)
{
    other_pages() = pages;
}

web::NounPages const project_pages{
    .noun = &projects,
    .picture = html::Icon::project,
    .add = word::project_add,
    .empty_title = word::project_empty_title,
    .empty_text = word::project_empty_text,
    .about = word::project_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_project,
    .prefill = begin,
    .extras = show_project,
    .parts = {{.pages = &party_pages, .field = "project", .title = word::party_plural}},
    .verbs = {{.verb = "write_concept",
               .path = "concept",
               .label = word::verb_write_concept,
               .explanation = word::verb_write_concept_explanation,
               .fields = concept_fields,
               .type = &records::value_type<Concept>,
               .prefill = prefill_concept,
               .run = run<Concept, write_concept>},
              {.verb = "formulate",
               .path = "formulation",
               .label = word::verb_formulate,
               .explanation = word::verb_formulate_explanation,
               .fields = formulation_fields,
               .type = &records::value_type<Formulation>,
               .emphasis = html::Emphasis::primary,
               .run = run<Formulation, formulate>},
              {.verb = "appraise",
               .path = "appraisal",
               .label = word::verb_appraise,
               .fields = appraisal_fields,
               .type = &records::value_type<Appraisal>,
               .emphasis = html::Emphasis::primary,
               .advise = advise<approvals::Purpose::appraisal>,
               .run = run<Appraisal, appraise>},
              {.verb = "approve",
               .path = "approval",
               .label = word::verb_approve,
               .fields = approval_fields,
               .type = &records::value_type<Approval>,
               .emphasis = html::Emphasis::primary,
               .advise = advise<approvals::Purpose::approval>,
               .run = run<Approval, approve>},
              {.verb = "enter_force",
               .path = "entry-into-force",
               .label = word::verb_enter_force,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<enter_force>},
              {.verb = "start",
               .path = "start",
               .label = word::verb_start,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<start>},
              {.verb = "close_operations",
               .path = "operational-closure",
               .label = word::verb_close_operations,
               .explanation = word::verb_close_operations_explanation,
               .fields = operational_closure_fields,
               .type = &records::value_type<OperationalClosure>,
               .prefill = prefill_operational_closure,
               .advise = advise_closing<Closing::operations>,
               .run = run<OperationalClosure, close_operations>},
              {.verb = "close_accounts",
               .path = "financial-closure",
               .label = word::verb_close_accounts,
               .explanation = word::verb_close_accounts_explanation,
               .fields = financial_closure_fields,
               .type = &records::value_type<FinancialClosure>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_financial_closure,
               .advise = advise_closing<Closing::accounts>,
               .run = run<FinancialClosure, close_accounts>},
              {.verb = "evaluate",
               .path = "ex-post-evaluation",
               .label = word::verb_evaluate,
               .emphasis = html::Emphasis::primary,
               .possible = is_evaluated,
               .run = run_at_once<evaluate>},
              {.verb = "reopen",
               .path = "reopening",
               .label = word::verb_reopen,
               .explanation = word::verb_reopen_explanation,
               .fields = reopening_fields,
               .type = &records::value_type<Reopening>,
               .run = run<Reopening, reopen>},
              {.verb = "resume",
               .path = "resumption",
               .label = word::verb_resume,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<resume>},
              {.verb = "send_back",
               .path = "reformulation",
               .label = word::verb_send_back,
               .explanation = word::verb_send_back_explanation,
               .fields = send_back_fields,
               .type = &records::value_type<SendingBack>,
               .run = run<SendingBack, send_back>},
              {.verb = "suspend",
               .path = "suspension",
               .label = word::verb_suspend,
               .fields = suspension_fields,
               .type = &records::value_type<Suspension>,
               .run = run<Suspension, suspend>},
              {.verb = "cancel",
               .path = "cancellation",
               .label = word::verb_cancel,
               .explanation = word::verb_cancel_explanation,
               .fields = cancellation_fields,
               .type = &records::value_type<Cancellation>,
               .emphasis = html::Emphasis::danger,
               .run = run<Cancellation, cancel>}},
};

} // namespace selatan::projects
