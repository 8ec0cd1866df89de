#include "cooperation/projects/project.hpp"

#include "base/ensure.hpp"
#include "cooperation/projects/project_store.hpp"
#include "cooperation/projects/projects.hpp"
#include "words/projects.hpp"

#include <algorithm>

namespace selatan::projects {

namespace {

namespace word = words::projects;
using records::field;
using records::Kind;

constexpr std::array project_fields{
    field<&Project::title>("title", word::field_title).title(),
    field<&Project::country>("country", word::field_country)
        .scope_country()
        .hinted(word::field_country_hint)
        .listed(),
    field<&Project::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .listed(),
    field<&Project::line>("line", word::field_line)
        .of("plan_line")
        .thread()
        .seen_by(Audience::internal)
        .hinted(word::field_line_hint),
    field<&Project::request>("request", word::field_request).of("request").thread(),
    field<&Project::agreed_match>("agreed_match", word::field_match).of("match").thread(),
    field<&Project::objective>("objective", word::field_objective).as(Kind::long_text),
    field<&Project::results>("results", word::field_results).as(Kind::long_text),
    field<&Project::arrangement>("arrangement", word::field_arrangement)
        .as(Kind::code)
        .of("arrangement")
        .required()
        .listed(),
    field<&Project::geography>("geography", word::field_geography)
        .as(Kind::code)
        .of("geography")
        .required(),
    field<&Project::domain>("domain", word::field_domain).as(Kind::code).of("domain"),
    field<&Project::modalities>("modalities", word::field_modalities).of("modality").listed(),
    field<&Project::sector>("sector", word::field_sector).as(Kind::code).of("sector"),
    field<&Project::sdgs>("sdgs", word::field_sdgs).of("sdg"),
    field<&Project::starts>("starts", word::field_starts).listed(),
    field<&Project::ends>("ends", word::field_ends),
    field<&Project::minimum_parties>("minimum_parties", word::field_minimum_parties)
        .required()
        .at_least(2)
        .at_most(200)
        .hinted(word::field_minimum_parties_hint),
    field<&Project::tied>("tied", word::field_tied).hinted(word::field_tied_hint),
    field<&Project::conditions>("conditions", word::field_conditions)
        .as(Kind::long_text)
        .hinted(word::field_conditions_hint),

    field<&Project::formulated_with>("formulated_with", word::field_formulated_with).by_verbs(),
    field<&Project::formulated_on>("formulated_on", word::field_formulated_on).by_verbs(),
    field<&Project::appraisal>("appraisal", word::field_appraisal)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Project::approval_document>("approval_document", word::field_approval_document)
        .by_verbs(),
    field<&Project::approved_on>("approved_on", word::field_approved_on).by_verbs(),
    field<&Project::override_reason>("override_reason", word::field_override_reason)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Project::in_force_on>("in_force_on", word::field_project_in_force_on).by_verbs(),
    field<&Project::cancelled_by>("cancelled_by", word::field_cancelled_by).by_verbs(),
    field<&Project::notice>("notice", word::field_notice).by_verbs(),
    field<&Project::costs>("costs", word::field_costs).as(Kind::long_text).by_verbs(),
    field<&Project::costs_borne_by>("costs_borne_by", word::field_costs_borne_by).by_verbs(),
    field<&Project::people_informed>("people_informed", word::field_people_informed)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Project::money_returned>("money_returned", word::field_money_returned)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Project::operations_closed_on>("operations_closed_on", word::field_operations_closed_on)
        .by_verbs(),
    field<&Project::completion_document>("completion_document", word::field_completion_document)
        .by_verbs(),
    field<&Project::left_reason>("left_reason", word::field_left_reason)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Project::accounts_closed_on>("accounts_closed_on", word::field_accounts_closed_on)
        .by_verbs(),
    field<&Project::accounts_document>("accounts_document", word::field_accounts_document)
        .by_verbs(),
    field<&Project::evaluated_on>("evaluated_on", word::field_evaluated_on).by_verbs(),
};

constexpr std::array all_states{states::idea,
                                states::concept_,
                                states::formulated,
                                states::appraised,
                                states::approved,
                                states::legal_basis_in_force,
                                states::active,
                                states::suspended,
                                states::operationally_closed,
                                states::financially_closed,
                                states::ex_post_evaluated,
                                states::cancelled};
constexpr std::array<records::Transition, 26> steps{{
    {"write_concept", "idea", "concept"},
    {"write_concept", "concept", "concept"},
    {"formulate", "concept", "formulated"},
    {"appraise", "formulated", "appraised"},
    {"approve", "appraised", "approved"},
    {"send_back", "formulated", "concept"},
    {"send_back", "appraised", "concept"},
    {"send_back", "approved", "concept"},
    {"enter_force", "approved", "legal_basis_in_force"},
    {"start", "legal_basis_in_force", "active"},
    {"suspend", "active", "suspended"},
    {"resume", "suspended", "active"},
    {"close_operations", "active", "operationally_closed"},
    {"close_operations", "suspended", "operationally_closed"},
    {"close_accounts", "operationally_closed", "financially_closed"},
    {"evaluate", "financially_closed", "ex_post_evaluated"},
    {"reopen", "operationally_closed", "active"},
    {"reopen", "financially_closed", "operationally_closed"},
    {"cancel", "idea", "cancelled"},
    {"cancel", "concept", "cancelled"},
    {"cancel", "formulated", "cancelled"},
    {"cancel", "appraised", "cancelled"},
    {"cancel", "approved", "cancelled"},
    {"cancel", "legal_basis_in_force", "cancelled"},
    {"cancel", "active", "cancelled"},
    {"cancel", "suspended", "cancelled"},
}};

template <typename Test>
std::int64_t count(std::span<PartyStanding const> all, Test test)
{
    return std::ranges::count_if(all, test);
}

bool has_role(std::span<PartyStanding const> all, std::string_view role)
{
    return std::ranges::any_of(
        all, [&](PartyStanding const &one) { return one.takes_part() && one.party.is(role); });
}

Project load_project(storage::Reader &reader, Head const &head)
{
    auto project = records::load(reader, projects, head.id);
    ENSURE(project.has_value());
    return *project;
}

} // namespace

constinit records::Machine const machine{.initial = states::idea,
                                         .states = all_states,
                                         .transitions = steps,
                                         .state_name = word::states};

constinit records::NounOf<Project> const projects{{
    .kind = "project",
    .table = "project",
    .path = "/projects",
    .prefix = "PRJ",
    .singular = word::project_singular,
    .plural = word::project_plural,
    .fields = project_fields,
    .type = &records::value_type<Project>,
    .policy = &policy,
    .machine = &machine,
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_project(Project const &project)
{
    Problems problems;
    if (project.starts && project.ends && *project.ends < *project.starts) {
        problems.push_back({"ends", "records.period_reversed", {}});
    }
    return problems;
}

std::int64_t shares_of(std::span<PartyStanding const> all)
{
    std::int64_t shares = 0;
    for (auto const &one : all) {
        shares += one.takes_part() ? one.party.share.value_or(0) : 0;
    }
    return shares;
}

Result<void> decide_formulate(Project const &project, std::span<PartyStanding const> all,
                              Formulation const &wanted, Date today)
{
    if (count(all, &PartyStanding::takes_part) < project.minimum_parties) {
        return refuse(Decline::conflict, "", "projects.too_few_parties",
                      {{"count", std::to_string(project.minimum_parties)}});
    }
    // A partner of equal standing both asks and gives.
    bool const equals = has_role(all, "partner");
    if (!equals && !has_role(all, "requester")) {
        return refuse(Decline::conflict, "", "projects.requester_missing");
    }
    if (!equals && !has_role(all, "provider")) {
        return refuse(Decline::conflict, "", "projects.provider_missing");
    }
    if (project.arrangement == "triangular" && !has_role(all, "facilitator")) {
        return refuse(Decline::conflict, "", "projects.facilitator_missing");
    }
    auto const shares = shares_of(all);
    if (shares > 100) {
        return refuse(Decline::conflict, "", "projects.shares_exceed",
                      {{"count", std::to_string(shares)}});
    }
    if (today < wanted.formulated_on) {
        return refuse(Decline::invalid, "formulated_on", "common.in_the_future");
    }
    return {};
}

Result<void> decide_appraise(approvals::Standing const &standing, Appraisal const &wanted)
{
    return approvals::decide_go_ahead(standing, wanted.override_reason);
}

Result<void> decide_approve(Project const &project, std::span<PartyStanding const> all,
                            approvals::Standing const &standing, Approval const &wanted)
{
    if (!project.line) {
        return refuse(Decline::conflict, "", "projects.line_missing");
    }
    if (count(all, &PartyStanding::has_accepted) < project.minimum_parties) {
        return refuse(Decline::conflict, "", "projects.acceptance_missing",
                      {{"count", std::to_string(project.minimum_parties)}});
    }
    return approvals::decide_go_ahead(standing, wanted.override_reason);
}

Result<void> decide_enter_force(Project const &project, std::span<PartyStanding const> all)
{
    auto const bound =
        count(all, [](PartyStanding const &one) { return one.state == party_states::bound; });
    if (bound < project.minimum_parties) {
        return refuse(Decline::conflict, "", "projects.legal_basis_missing",
                      {{"count", std::to_string(project.minimum_parties)}});
    }
    return {};
}

Result<void> decide_start(Project const &project)
{
    if (!project.starts) {
        return refuse(Decline::conflict, "", "projects.start_missing");
    }
    return {};
}

Result<void> decide_cancel(Cancellation const &wanted)
{
    if (!wanted.costs.empty() && wanted.costs_borne_by.empty()) {
        return refuse(Decline::invalid, "costs_borne_by", "common.required");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> write_concept(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, Concept const &wanted)
{
    auto const before = load_project(tx, head);
    auto after = before;
    after.objective = wanted.objective;
    after.results = wanted.results;
    auto saved = records::advance(tx, by.actor(), projects, head, version, "write_concept", before,
                                  after, {.audience = Audience::partner});
    if (saved) {
        share_with_parties(tx, head.id);
    }
    return saved;
}

Result<Saved> formulate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Formulation const &wanted)
{
    auto const before = load_project(tx, head);
    auto const all = parties_of(tx, head.id);
    if (auto const may = decide_formulate(before, all, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.formulated_with = wanted.formulated_with;
    after.formulated_on = wanted.formulated_on;
    return records::advance(tx, by.actor(), projects, head, version, "formulate", before, after,
                            {});
}

Result<Saved> appraise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Appraisal const &wanted)
{
    auto const opinions = approvals::standing(tx, head.id, approvals::Purpose::appraisal);
    if (auto const may = decide_appraise(opinions, wanted); !may) {
        return refuse(may.error());
    }
    auto const before = load_project(tx, head);
    auto after = before;
    after.appraisal = wanted.appraisal;
    after.override_reason = wanted.override_reason;
    return records::advance(tx, by.actor(), projects, head, version, "appraise", before, after, {});
}

Result<Saved> approve(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Approval const &wanted)
{
    auto const before = load_project(tx, head);
    auto const opinions = approvals::standing(tx, head.id, approvals::Purpose::approval);
    if (auto const may = decide_approve(before, parties_of(tx, head.id), opinions, wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.approved_on = tx.today();
    after.approval_document = wanted.approval_document;
    if (!wanted.override_reason.empty()) {
        after.override_reason = wanted.override_reason;
    }
    return records::advance(tx, by.actor(), projects, head, version, "approve", before, after, {});
}

Result<Saved> send_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, SendingBack const &wanted)
{
    auto const before = load_project(tx, head);
    auto after = before;
    // What was decided on the former text holds no longer.
    after.formulated_on.reset();
    after.approved_on.reset();
    after.approval_document.clear();
    after.override_reason.clear();
    return records::advance(tx, by.actor(), projects, head, version, "send_back", before, after,
                            {.reason = wanted.reason});
}

Result<Saved> enter_force(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::int64_t version)
{
    auto const before = load_project(tx, head);
    auto const all = parties_of(tx, head.id);
    if (auto const may = decide_enter_force(before, all); !may) {
        return refuse(may.error());
    }
    // The day on which as many as it needs were bound: the last of the first so many.
    std::vector<Date> days;
    for (auto const &one : all) {
        if (one.state == party_states::bound && one.party.in_force_on) {
            days.push_back(*one.party.in_force_on);
        }
    }
    std::ranges::sort(days);
    auto after = before;
    auto const last = static_cast<std::size_t>(before.minimum_parties) - 1;
    after.in_force_on = last < days.size() ? days[last] : tx.today();
    return records::advance(tx, by.actor(), projects, head, version, "enter_force", before, after,
                            {});
}

Result<Saved> start(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    auto const project = load_project(tx, head);
    if (auto const may = decide_start(project); !may) {
        return refuse(may.error());
    }
    // From its last day on it waits to be closed.
    return records::advance(tx, by.actor(), projects, head, version, "start",
                            {.due_on = project.ends});
}

Result<Saved> suspend(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Suspension const &wanted)
{
    return records::advance(tx, by.actor(), projects, head, version, "suspend",
                            {.reason = wanted.reason});
}

Result<Saved> resume(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version)
{
    return records::advance(tx, by.actor(), projects, head, version, "resume", {});
}

Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Cancellation const &wanted)
{
    if (auto const may = decide_cancel(wanted); !may) {
        return refuse(may.error());
    }
    auto const before = load_project(tx, head);
    auto after = before;
    after.cancelled_by = wanted.cancelled_by;
    after.notice = wanted.notice;
    after.costs = wanted.costs;
    after.costs_borne_by = wanted.costs_borne_by;
    after.people_informed = wanted.people_informed;
    after.money_returned = wanted.money_returned;
    return records::advance(tx, by.actor(), projects, head, version, "cancel", before, after,
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

} // namespace selatan::projects
