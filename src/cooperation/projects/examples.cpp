#include "cooperation/projects/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/projects/project_store.hpp"

#include <array>

namespace selatan::projects {

namespace {

Head head_of(storage::Tx &tx, records::Noun const &noun, Uuid id)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, noun, &program, id.to_string());
    ENSURE(head.has_value());
    return *head;
}

Uuid make_project(storage::Tx &tx, auth::Identity const &by, Uuid line_id,
                  programming::PlanLine const &line, bool triangular)
{
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
    project.starts = tx.now().date().plus_days(-60);
    project.ends = tx.now().date().plus_days(300);
    return records::create(tx, by.actor(), projects, project).id;
}

Uuid invite(storage::Tx &tx, auth::Identity const &by, Party party)
{
    auto const project = party.project->uuid();
    auto const id = records::create(tx, by.actor(), parties, party).id;
    share_with_parties(tx, project);
    return id;
}

void formulate_jointly(storage::Tx &tx, auth::Identity const &by, Uuid project)
{
    auto head = head_of(tx, projects, project);
    ENSURE(write_concept(tx, by, head, head.version,
                         {.objective = "Example: skills that stay with the partner’s own trainers.",
                          .results = "Example: 40 trainers, one of two women; a manual in use."})
               .has_value());
    head = head_of(tx, projects, project);
    ENSURE(formulate(tx, by, head, head.version,
                     {.formulated_with = "Example: the partner’s ministry",
                      .formulated_on = tx.now().date().plus_days(-40)})
               .has_value());
}

void bring_into_force(storage::Tx &tx, auth::Identity const &by, Uuid party)
{
    auto head = head_of(tx, parties, party);
    ENSURE(record_answer(tx, by, head, head.version,
                         {.answer = Answer::accepted, .reason = {}, .document = "Example note"})
               .has_value());
    head = head_of(tx, parties, party);
    ENSURE(bind(tx, by, head, head.version,
                {.basis = Basis::exchange_of_notes,
                 .basis_document = "Example exchange of notes",
                 .signed_on = tx.now().date().plus_days(-35),
                 .in_force_on = tx.now().date().plus_days(-30)})
               .has_value());
}

void start_it(storage::Tx &tx, auth::Identity const &by, Uuid project)
{
    auto head = head_of(tx, projects, project);
    ENSURE(appraise(tx, by, head, head.version,
                    {.appraisal = "Example: sound.", .override_reason = {}})
               .has_value());
    head = head_of(tx, projects, project);
    ENSURE(approve(tx, by, head, head.version,
                   {.approval_document = "Example decision", .override_reason = {}})
               .has_value());
    head = head_of(tx, projects, project);
    ENSURE(enter_force(tx, by, head, head.version).has_value());
    head = head_of(tx, projects, project);
    ENSURE(start(tx, by, head, head.version).has_value());
}

} // namespace

int make_examples(storage::Tx &tx, auth::Identity const &by, Id<partners::Organisation> facilitator)
{
    int made = 0;
    for (auto const &id : lines_without_project(tx, 2)) {
        auto const line = records::load(tx, programming::plan_lines, id);
        ENSURE(line.has_value());
        bool const runs = made == 0;
        auto const project = make_project(tx, by, id, *line, runs);
        Party asks;
        asks.project = Id<Project>{project};
        asks.country = line->country;
        asks.roles = {"requester"};
        Party gives;
        gives.project = asks.project;
        gives.organisation = line->organisation;
        gives.roles = {"provider"};
        gives.contribution = "Example: 30 expert-days";
        auto const first = invite(tx, by, asks);
        auto const second = invite(tx, by, gives);
        if (runs) {
            Party pays;
            pays.project = asks.project;
            pays.organisation = facilitator;
            pays.roles = {"facilitator"};
            pays.share = 40;
            auto const third = invite(tx, by, pays);
            formulate_jointly(tx, by, project);
            for (auto const party : std::array{first, second, third}) {
                bring_into_force(tx, by, party);
            }
            start_it(tx, by, project);
        } else {
            formulate_jointly(tx, by, project);
        }
        ++made;
    }
    return made;
}

} // namespace selatan::projects
