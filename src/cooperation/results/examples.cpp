#include "cooperation/results/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/results/rating.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/results/results_store.hpp"

namespace selatan::results {

namespace {

Quantity number(std::string_view text)
{
    auto const quantity = Quantity::parse(text);
    ENSURE(quantity.has_value());
    return *quantity;
}

Uuid make_indicator(storage::Tx &tx, auth::Identity const &by, Indicator const &indicator,
                    std::string_view half_way, std::string_view at_end)
{
    auto const project = indicator.project->uuid();
    auto const id = records::create(tx, by.actor(), indicators, indicator).id;
    share_with_parties(tx, id, project);
    auto const today = tx.today();
    for (auto const &[months, value] : {std::pair{4, half_way}, std::pair{10, at_end}}) {
        Target target;
        target.indicator = Id<Indicator>{id};
        target.until = today.plus_months(months);
        target.value = number(value);
        share_with_parties(tx, records::create(tx, by.actor(), targets, target).id, project);
    }
    auto const head = records::head_of(tx, indicators, id);
    ENSURE(agree(tx, by, head, head.version).has_value());
    return id;
}

/// Entered by one officer, verified by another.
void make_figure(storage::Tx &tx, ExampleRaters const &who, Uuid indicator, Uuid project,
                 Figure figure, bool is_verified)
{
    figure.indicator = Id<Indicator>{indicator};
    figure.measured_on = tx.today().plus_days(-20);
    figure.evidence = "https://example.org/survey";
    auto const id = records::create(tx, who.focal_point.actor(), figures, figure).id;
    share_with_parties(tx, id, project);
    if (is_verified) {
        auto const head = records::head_of(tx, figures, id);
        ENSURE(verify_figure(tx, who.desk, head, head.version,
                             {"Example: the survey and the district’s lists compared."})
                   .has_value());
    }
}

void make_indicators(storage::Tx &tx, ExampleRaters const &who, Uuid project)
{
    Indicator people;
    people.title = "Trainers and planners reached by activities (example)";
    people.project = Id<projects::Project>{project};
    people.unit = "people";
    people.origin = Origin::people_reached;
    people.sdg = "4.4";
    static_cast<void>(make_indicator(tx, who.coordinator, people, "20", "40"));

    Indicator teaching;
    teaching.title = "Trainers who teach seed production themselves (example)";
    teaching.project = people.project;
    teaching.level = Level::outcome;
    teaching.unit = "people";
    teaching.baseline = number("6");
    teaching.baseline_year = tx.today().year() - 1;
    teaching.method = "Example: counted by the partner’s ministry twice a year.";
    teaching.sdg = "2.4";
    teaching.resilience = {"food"};
    auto const taught = make_indicator(tx, who.coordinator, teaching, "20", "30");
    Figure whole;
    whole.value = number("14");
    whole.women = 8;
    whole.men = 6;
    whole.young = 5;
    make_figure(tx, who, taught, project, whole, true);
    Figure part;
    part.value = number("9");
    part.part = "Highland districts (example)";
    part.women = 6;
    part.men = 3;
    make_figure(tx, who, taught, project, part, false);

    Indicator losses;
    losses.title = "Seed lost in storage (example)";
    losses.project = people.project;
    losses.level = Level::impact;
    losses.unit = "per cent";
    losses.direction = Direction::down;
    losses.baseline = number("18.5");
    losses.baseline_year = tx.today().year() - 1;
    losses.resilience = {"food", "environment"};
    auto const lost = make_indicator(tx, who.coordinator, losses, "15", "9");
    Figure measured;
    measured.value = number("16.1");
    make_figure(tx, who, lost, project, measured, false);
}

void make_evaluations(storage::Tx &tx, auth::Identity const &by, Uuid project)
{
    auto const today = tx.today();
    for (auto const &[occasion, months] :
         {std::pair{Occasion::mid_term, 2}, std::pair{Occasion::at_end, 11},
          std::pair{Occasion::ex_post, 34}}) {
        Evaluation evaluation;
        evaluation.project = Id<projects::Project>{project};
        evaluation.occasion = occasion;
        evaluation.planned_on = today.plus_months(months);
        auto const id = records::create(tx, by.actor(), evaluations, evaluation).id;
        set_due(tx, id, evaluation.planned_on);
        share_with_parties(tx, id, project);
    }
}

void rate_as(storage::Tx &tx, auth::Identity const &by, Uuid rating, GivenRating const &given)
{
    auto const head = records::head_of(tx, ratings, rating);
    ENSURE(rate(tx, by, head, head.version, given).has_value());
}

/// Half a year ago every side rated, and each let everybody read it.
void make_published_ratings(storage::Tx &tx, ExampleRaters const &who, Uuid project)
{
    auto const today = tx.today();
    Round round;
    round.project = Id<projects::Project>{project};
    round.period_from = today.plus_days(-240);
    round.period_until = today.plus_days(-61);
    round.closes_on = today;
    auto const id = records::create(tx, who.coordinator.actor(), rounds, round).id;
    share_with_parties(tx, id, project);
    ask_parties(tx, who.coordinator, id);
    // The focal point speaks for its own side; the others' answers came by letter.
    auto const speaker_of = [&](Uuid rating) {
        auto const asked = records::load(tx, ratings, rating);
        ENSURE(asked.has_value());
        return decide_speak(who.focal_point, *asked) ? &who.focal_point : &who.coordinator;
    };
    auto const all = ratings_in(tx, id);
    for (auto const &one : all) {
        bool const is_partners = speaker_of(one.id) == &who.focal_point;
        rate_as(tx, *speaker_of(one.id), one.id,
                {.horizontality = is_partners ? Score::partly : Score::largely,
                 .horizontality_why = is_partners
                                          ? "Example: we heard of the first course late."
                                          : "Example: both sides chair the meetings in turn.",
                 .ownership = Score::largely,
                 .ownership_why = "Example: the partner’s service chose the districts.",
                 .mutual_benefit = is_partners ? Score::largely : Score::partly,
                 .mutual_benefit_why = "Example: trainers of both sides taught together.",
                 .usefulness = Score::largely,
                 .usefulness_why = "Example: the first fourteen trainers teach."});
    }
    for (auto const &one : all) {
        auto const head = records::head_of(tx, ratings, one.id);
        ENSURE(consent(tx, *speaker_of(one.id), head, head.version,
                       {.consent_document = "Example note on publication", .consented_on = today})
                   .has_value());
    }
    auto const head = records::head_of(tx, rounds, id);
    ENSURE(publish(tx, who.coordinator, head, head.version).has_value());
}

/// The partner and the coordinating body have rated; the facilitator is still awaited.
void make_ratings(storage::Tx &tx, ExampleRaters const &who, Uuid project)
{
    Round round;
    round.project = Id<projects::Project>{project};
    round.period_from = tx.today().plus_days(-60);
    round.period_until = tx.today();
    round.closes_on = tx.today().plus_days(21);
    auto const id = records::create(tx, who.coordinator.actor(), rounds, round).id;
    set_due(tx, id, round.closes_on);
    share_with_parties(tx, id, project);
    ask_parties(tx, who.coordinator, id);
    auto const office = who.coordinator.office;
    for (auto const &one : ratings_in(tx, id)) {
        auto const rating = records::load(tx, ratings, one.id);
        ENSURE(rating.has_value());
        if (office && rating->organisation == Id<partners::Organisation>{*office}) {
            rate_as(tx, who.coordinator, one.id,
                    {.horizontality = Score::fully,
                     .horizontality_why =
                         "Example: the curriculum was agreed in the partner’s ministry.",
                     .ownership = Score::largely,
                     .ownership_why = "Example: the partner’s ministry leads two of three groups.",
                     .mutual_benefit = Score::partly,
                     .mutual_benefit_why = "Example: our trainers learned of upland varieties.",
                     .usefulness = Score::largely,
                     .usefulness_why = "Example: fourteen trainers teach already."});
        } else if (decide_speak(who.focal_point, *rating)) {
            rate_as(tx, who.focal_point, one.id,
                    {.horizontality = Score::partly,
                     .horizontality_why = "Example: dates were set before we were asked.",
                     .ownership = Score::largely,
                     .ownership_why = "Example: our districts chose the trainers.",
                     .mutual_benefit = Score::largely,
                     .mutual_benefit_why = "Example: both services keep each other’s manuals.",
                     .usefulness = Score::fully,
                     .usefulness_why = "Example: it answers what we asked for."});
        }
    }
}

} // namespace

std::optional<Uuid> make_examples(storage::Tx &tx, ExampleRaters const &who)
{
    auto const project = first_active_project(tx);
    if (!project) {
        return std::nullopt;
    }
    make_indicators(tx, who, *project);
    make_evaluations(tx, who.coordinator, *project);
    make_published_ratings(tx, who, *project);
    make_ratings(tx, who, *project);
    return project;
}

} // namespace selatan::results
