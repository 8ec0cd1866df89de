#include "cooperation/projects/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/projects/project_store.hpp"

#include <array>

namespace selatan::projects {

namespace {

/// What is made of a line of the plan, in the order of the lines.
struct Example {
    std::string_view objective;
    std::string_view results;
    std::string_view contribution; ///< the provider's, in kind
    std::array<std::string_view, 2> targets;
    bool is_triangular = false;
    bool runs = true; ///< otherwise it is formulated, and waits
};

constexpr std::array examples{
    Example{.objective = "Example: skills that stay with the partner’s own trainers.",
            .results = "Example: 40 trainers, one of two women; a manual in use.",
            .contribution = "Example: 30 expert-days",
            .targets = {"2.3", "17.9"},
            .is_triangular = true},
    Example{.objective = "Example: fish that reaches the market cold.",
            .results = "Example: six harbours with ice; twelve technicians.",
            .contribution = "Example: 30 expert-days",
            .targets = {"14.b", "17.9"},
            .runs = false},
    Example{.objective = "Example: herds that the districts’ own technicians improve.",
            .results = "Example: 24 technicians; two laboratories that keep semen cold.",
            .contribution = "Example: 45 expert-days, 24 places in a course",
            .targets = {"2.3", "2.a"}},
    Example{.objective = "Example: a warning that reaches every island within ten minutes.",
            .results = "Example: five stations and one drill a year.",
            .contribution = "Example: 60 expert-days, five sets of instruments",
            .targets = {"11.5", "13.1"}},
};

Uuid make_project(storage::Tx &tx, auth::Identity const &by, Uuid line_id,
                  programming::PlanLine const &line, Example const &example)
{
    bool const triangular = example.is_triangular;
    Project project;
    project.title = line.title;
    project.country = line.country;
    project.organisation = line.organisation;
    project.line = Id<programming::PlanLine>{line_id};
    project.request = line.request;
    project.agreed_match = line.request_match;
    project.arrangement = triangular ? "triangular" : "south_south";
    project.geography = "bilateral";
    project.domain = "technical";
    project.modalities = {line.modality.empty() ? std::string{"training"} : line.modality};
    project.sector = line.sector;
    project.sdgs = {example.targets.begin(), example.targets.end()};
    project.starts = tx.today().plus_days(-60);
    project.ends = tx.today().plus_days(300);
    return records::create(tx, by.actor(), projects, project).id;
}

Uuid invite(storage::Tx &tx, auth::Identity const &by, Party party)
{
    auto const project = party.project->uuid();
    auto const id = records::create(tx, by.actor(), parties, party).id;
    share_with_parties(tx, project);
    return id;
}

void formulate_jointly(storage::Tx &tx, auth::Identity const &by, Uuid project, Example const &of)
{
    auto head = records::head_of(tx, projects, project);
    ENSURE(
        write_concept(tx, by, head, head.version,
                      {.objective = std::string{of.objective}, .results = std::string{of.results}})
            .has_value());
    head = records::head_of(tx, projects, project);
    ENSURE(formulate(tx, by, head, head.version,
                     {.formulated_with = "Example: the partner’s ministry",
                      .formulated_on = tx.today().plus_days(-40)})
               .has_value());
}

void bring_into_force(storage::Tx &tx, auth::Identity const &by, Uuid party)
{
    auto head = records::head_of(tx, parties, party);
    ENSURE(record_answer(tx, by, head, head.version,
                         {.answer = Answer::accepted, .reason = {}, .document = "Example note"})
               .has_value());
    head = records::head_of(tx, parties, party);
    ENSURE(bind(tx, by, head, head.version,
                {.basis = Basis::exchange_of_notes,
                 .basis_document = "Example exchange of notes",
                 .signed_on = tx.today().plus_days(-35),
                 .in_force_on = tx.today().plus_days(-30)})
               .has_value());
}

void start_it(storage::Tx &tx, auth::Identity const &by, Uuid project)
{
    auto head = records::head_of(tx, projects, project);
    ENSURE(appraise(tx, by, head, head.version,
                    {.appraisal = "Example: sound.", .override_reason = {}})
               .has_value());
    head = records::head_of(tx, projects, project);
    ENSURE(approve(tx, by, head, head.version,
                   {.approval_document = "Example decision", .override_reason = {}})
               .has_value());
    head = records::head_of(tx, projects, project);
    ENSURE(enter_force(tx, by, head, head.version).has_value());
    head = records::head_of(tx, projects, project);
    ENSURE(start(tx, by, head, head.version).has_value());
}

} // namespace

int make_examples(storage::Tx &tx, auth::Identity const &by, Id<partners::Organisation> facilitator)
{
    int made = 0;
    for (auto const &id : lines_without_project(tx, static_cast<int>(examples.size()))) {
        auto const line = records::load(tx, programming::plan_lines, id);
        ENSURE(line.has_value());
        auto const &example = examples.at(static_cast<std::size_t>(made));
        auto const project = make_project(tx, by, id, *line, example);
        Party asks;
        asks.project = Id<Project>{project};
        asks.country = line->country;
        asks.roles = {"requester"};
        Party gives;
        gives.project = asks.project;
        gives.organisation = line->organisation;
        gives.roles = {"provider"};
        gives.contribution = std::string{example.contribution};
        std::vector<Uuid> all{invite(tx, by, asks), invite(tx, by, gives)};
        if (example.is_triangular) {
            Party pays;
            pays.project = asks.project;
            pays.organisation = facilitator;
            pays.roles = {"facilitator"};
            pays.share = 40;
            all.push_back(invite(tx, by, pays));
        }
        formulate_jointly(tx, by, project, example);
        if (example.runs) {
            for (auto const party : all) {
                bring_into_force(tx, by, party);
            }
            start_it(tx, by, project);
        }
        ++made;
    }
    return made;
}

} // namespace selatan::projects
