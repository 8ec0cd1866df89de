#include "cooperation/activities/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/activities/activity.hpp"
#include "cooperation/activities/activity_store.hpp"

namespace selatan::activities {

namespace {

template <typename Wanted, typename Verb>
void step(storage::Tx &tx, auth::Identity const &by, Uuid activity, Verb const &verb,
          Wanted const &wanted)
{
    auto const head = records::head_of(tx, activities, activity);
    ENSURE(verb(tx, by, head, head.version, wanted).has_value());
}

struct Example {
    std::string title;
    std::string modality;
    std::string purpose;
    int begins_in; ///< days from today
    int lasts;     ///< days
    std::int64_t women;
    std::int64_t men;
    std::int64_t cost;
    std::optional<std::int64_t> expert_days;
    std::string_view reaches; ///< the state
};

/// As far on its way as the example says, each step by the office whose step it is.
void take_to(storage::Tx &tx, ExampleOfficers const &officers, Uuid activity,
             Example const &example)
{
    if (example.reaches == states::planned) {
        return;
    }
    auto const first = tx.today().plus_days(example.begins_in);
    auto const last = first.plus_days(example.lasts - 1);
    step(tx, officers.implementer, activity, cost,
         Costing{.cost = example.cost,
                 .currency = *Currency::parse("IDR"),
                 .cost_basis = "Example: price list of the training centre"});
    step(tx, officers.coordinator, activity, schedule,
         Scheduling{.starts = first,
                    .ends = last,
                    .time_zone = "Asia/Jakarta",
                    .venue = "Ciawi, training centre (example)",
                    .venue_country = CountryCode::parse("IDN")});
    if (example.reaches == states::scheduled) {
        return;
    }
    step(tx, officers.implementer, activity, begin, Beginning{first});
    step(tx, officers.implementer, activity, deliver, Delivery{last});
    if (example.reaches == states::delivered) {
        return;
    }
    step(tx, officers.implementer, activity, report,
         Report{.reached_women = example.women,
                .reached_men = example.men - 1,
                .delivered_quantity = example.expert_days,
                .report = "Example: all modules were given; one participant left early."});
    step(tx, officers.desk, activity, verify,
         Verification{"Example: attendance lists and the partner’s note compared."});
}

} // namespace

int make_examples(storage::Tx &tx, ExampleOfficers const &officers)
{
    auto const projects_found = active_projects(tx);
    if (projects_found.empty()) {
        return 0;
    }
    std::array<Example, 4> const examples{{
        {"Preparatory visit of two experts (example)", "expert_assignment",
         "Example: to agree on the curriculum with the partner’s trainers.", -45, 6, 1, 2,
         90'000'000, 12, states::verified},
        {"Study visit of the partner’s planners (example)",
         "study_visit",
         "Example: three provinces, their extension services and a seed laboratory.",
         -12,
         5,
         4,
         4,
         310'000'000,
         {},
         states::delivered},
        {"Training of trainers, first course (example)",
         "training",
         "Example: ten modules, half of them in the field.",
         120,
         14,
         10,
         10,
         640'000'000,
         {},
         states::scheduled},
        {"Field equipment for the demonstration plots (example)",
         "equipment",
         "Example: threshers and moisture meters, with spare parts for two years.",
         160,
         20,
         0,
         0,
         0,
         {},
         states::planned},
    }};
    auto const project = projects_found.front();
    auto const project_head = records::head_of(tx, projects::projects, project);
    for (auto const &example : examples) {
        Activity activity;
        activity.title = example.title;
        activity.project = Id<projects::Project>{project};
        activity.modality = example.modality;
        activity.country = project_head.country;
        activity.organisation =
            officers.implementer.office
                ? std::optional{Id<partners::Organisation>{*officers.implementer.office}}
                : std::nullopt;
        activity.purpose = example.purpose;
        activity.starts = tx.today().plus_days(example.begins_in);
        activity.ends = activity.starts->plus_days(example.lasts - 1);
        if (example.women + example.men > 0) {
            activity.planned_women = example.women;
            activity.planned_men = example.men;
        }
        if (example.expert_days) {
            activity.planned_quantity = example.expert_days;
            activity.unit = Unit::expert_days;
        }
        auto const id = records::create(tx, officers.coordinator.actor(), activities, activity).id;
        share_with_parties(tx, id, project);
        take_to(tx, officers, id, example);
    }
    return static_cast<int>(examples.size());
}

} // namespace selatan::activities
