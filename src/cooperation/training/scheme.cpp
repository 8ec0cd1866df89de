#include "cooperation/training/scheme.hpp"

#include "cooperation/training/sealed_file.hpp"
#include "cooperation/training/training.hpp"
#include "words/participants.hpp"
#include "words/training.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

namespace word = words::training;
using records::field;
constexpr auto everyone = Audience::everyone;
constexpr std::int64_t most_people = 10'000;

constexpr std::array scheme_fields{
    field<&Scheme::title>("title", word::field_name).title().seen_by(everyone),
    field<&Scheme::country>("country", word::field_scheme_country)
        .scope_country()
        .seen_by(everyone)
        .listed(),
    field<&Scheme::organisation>("organisation", word::field_scheme_organisation)
        .scope_organisation()
        .seen_by(everyone)
        .listed(),
    field<&Scheme::about>("about", word::field_about).at_most(5000).seen_by(everyone),
};

constexpr std::array rules_fields{
    field<&Rules::scheme>("scheme", word::field_scheme)
        .of("training_scheme")
        .required()
        .seen_by(everyone),
    field<&Rules::since>("since", word::field_since).required().seen_by(everyone).listed(),
    field<&Rules::nominees>("nominees", word::field_nominees)
        .at_least(1)
        .at_most(most_people)
        .hinted(word::field_nominees_hint)
        .seen_by(everyone)
        .listed(),
    field<&Rules::places>("places", word::field_places_of_country)
        .at_least(1)
        .at_most(most_people)
        .seen_by(everyone),
    field<&Rules::age_from>("age_from", word::field_age_from)
        .at_least(1)
        .at_most(120)
        .hinted(word::field_age_hint)
        .seen_by(everyone)
        .listed(),
    field<&Rules::age_to>("age_to", word::field_age_to)
        .at_least(1)
        .at_most(120)
        .seen_by(everyone)
        .listed(),
    field<&Rules::no_second_course>("no_second_course", word::field_no_second_course)
        .seen_by(everyone),
    field<&Rules::lead_months>("lead_months", word::field_lead_months)
        .at_most(36)
        .hinted(word::field_lead_months_hint)
        .seen_by(everyone),
    field<&Rules::discretionary_percent>("discretionary_percent", word::field_discretionary_percent)
        .at_most(100)
        .hinted(word::field_discretionary_percent_hint)
        .seen_by(everyone),
    field<&Rules::attendance_percent>("attendance_percent",
                                      words::participants::field_attendance_percent)
        .at_least(1)
        .at_most(100)
        .hinted(words::participants::field_attendance_percent_hint)
        .seen_by(everyone),
    field<&Rules::retention_months>("retention_months", words::participants::field_retention_months)
        .at_most(120)
        .hinted(words::participants::field_retention_months_hint)
        .seen_by(everyone),
    field<&Rules::action_plan_weeks>("action_plan_weeks",
                                     words::participants::field_action_plan_weeks)
        .at_least(1)
        .at_most(52)
        .hinted(words::participants::field_action_plan_weeks_hint),
    field<&Rules::follow_up_1>("follow_up_1", words::participants::field_follow_up_1)
        .at_least(1)
        .at_most(36)
        .seen_by(everyone),
    field<&Rules::follow_up_2>("follow_up_2", words::participants::field_follow_up_2)
        .at_least(1)
        .at_most(36)
        .seen_by(everyone),
    field<&Rules::follow_up_3>("follow_up_3", words::participants::field_follow_up_3)
        .at_least(1)
        .at_most(36)
        .seen_by(everyone),
    field<&Rules::documents>("documents", word::field_documents)
        .among(documents, word::documents)
        .seen_by(everyone),
    field<&Rules::employer_documents>("employer_documents", word::field_employer_documents)
        .among(documents, word::documents)
        .hinted(word::field_employer_documents_hint)
        .seen_by(everyone),
    field<&Rules::step_1>("step_1", word::field_step_1)
        .among(steps, word::steps)
        .hinted(word::field_step_hint)
        .seen_by(everyone),
    field<&Rules::step_2>("step_2", word::field_step_2).among(steps, word::steps).seen_by(everyone),
    field<&Rules::step_3>("step_3", word::field_step_3).among(steps, word::steps).seen_by(everyone),
    field<&Rules::step_4>("step_4", word::field_step_4).among(steps, word::steps).seen_by(everyone),
    field<&Rules::step_5>("step_5", word::field_step_5).among(steps, word::steps).seen_by(everyone),
    field<&Rules::medical>("medical", word::field_medical).seen_by(everyone),
    field<&Rules::paper_copies>("paper_copies", word::field_paper_copies)
        .at_most(20)
        .hinted(word::field_paper_copies_hint)
        .seen_by(everyone),
    field<&Rules::source>("source", word::field_source).required().seen_by(everyone).listed(),
    field<&Rules::is_confirmed>("is_confirmed", word::field_is_confirmed)
        .hinted(word::field_is_confirmed_hint)
        .seen_by(everyone)
        .listed(),
};

std::string name_of_rules(storage::Reader &reader, void const *value)
{
    auto const &rules = *static_cast<Rules const *>(value);
    auto const label =
        rules.scheme ? records::label_of(reader, rules.scheme->uuid()) : std::nullopt;
    return (label ? label->title + ", " : std::string{}) + rules.since.to_string();
}

} // namespace

constinit records::NounOf<Scheme> const schemes{{
    .kind = "training_scheme",
    .table = "training_scheme",
    .path = "/training-schemes",
    .prefix = "SCH",
    .singular = word::scheme_singular,
    .plural = word::scheme_plural,
    .fields = scheme_fields,
    .type = &records::value_type<Scheme>,
    .policy = &scheme_policy,
    .audience = everyone,
    .sort = "title",
}};

constinit records::NounOf<Rules> const rules_versions{{
    .kind = "training_rules",
    .table = "training_rules",
    .path = "/training-rules",
    .prefix = "RUL",
    .singular = word::rules_singular,
    .plural = word::rules_plural,
    .fields = rules_fields,
    .type = &records::value_type<Rules>,
    .policy = &scheme_policy,
    .parent_field = "scheme",
    .audience = everyone,
    .name = name_of_rules,
    .sort = "-since",
}};

bool is_outside(Step step)
{
    return step == Step::employer_certified || step == Step::focal_point_nominated ||
           step == Step::mission_forwarded;
}

std::vector<Step> steps_of(Rules const &rules)
{
    std::vector<Step> all;
    for (auto const &step :
         {rules.step_1, rules.step_2, rules.step_3, rules.step_4, rules.step_5}) {
        if (step) {
            all.push_back(*step);
        }
    }
    return all;
}

Problems decide_rules(Rules const &rules, Rules const *before, bool is_taken)
{
    Problems problems;
    if (rules.age_from && rules.age_to && *rules.age_to < *rules.age_from) {
        problems.push_back({"age_to", "training.ages_reversed", {}});
    }
    std::array const wanted{rules.step_1, rules.step_2, rules.step_3, rules.step_4, rules.step_5};
    for (std::size_t i = 1; i < wanted.size(); ++i) {
        auto const end = wanted.begin() + static_cast<std::ptrdiff_t>(i);
        if (wanted[i] && std::find(wanted.begin(), end, wanted[i]) != end) {
            problems.push_back({"step_" + std::to_string(i + 1), "training.step_twice", {}});
        }
    }
    bool inside = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (inside && wanted[i] && is_outside(*wanted[i])) {
            problems.push_back({"step_" + std::to_string(i + 1), "training.step_order", {}});
        }
        inside = inside || (wanted[i] && !is_outside(*wanted[i]));
    }
    for (auto const &document : rules.employer_documents) {
        bool const is_wanted =
            std::ranges::find(rules.documents, document) != rules.documents.end();
        if (!is_wanted || is_sealed(document)) {
            problems.push_back({"employer_documents", "training.not_the_employers", {}});
            break;
        }
    }
    if (rules.follow_up_2 && (!rules.follow_up_1 || *rules.follow_up_2 <= *rules.follow_up_1)) {
        problems.push_back({"follow_up_2", "participants.follow_up_order", {}});
    }
    if (rules.follow_up_3 && (!rules.follow_up_2 || *rules.follow_up_3 <= *rules.follow_up_2)) {
        problems.push_back({"follow_up_3", "participants.follow_up_order", {}});
    }
    if (is_taken) {
        problems.push_back({"since", "training.since_taken", {}});
    }
    if (before != nullptr && before->scheme != rules.scheme) {
        problems.push_back({"scheme", "training.scheme_fixed", {}});
    }
    return problems;
}

} // namespace selatan::training
