/// \file
/// A scheme: a programme under which courses are given; and what it wants of nominees, in versions
/// that hold from a day on. Every scheme's own rules are data here, never code.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selatan::training {

using records::Head;
using records::Saved;

struct Scheme {
    std::string title;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation; ///< whose scheme it is
    i18n::MultilingualText about;
};

/// A step that an application takes besides being written, submitted, judged and decided.
enum class Step {
    employer_certified,
    focal_point_nominated,
    mission_forwarded,
    agency_shortlisted,
    institute_accepted
};
inline constexpr std::array<std::string_view, 5> steps{"employer_certified",
                                                       "focal_point_nominated", "mission_forwarded",
                                                       "agency_shortlisted", "institute_accepted"};
[[nodiscard]] constexpr std::string_view to_code(Step step)
{
    return code_in(steps, step);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Step &step)
{
    return value_in(steps, code, step);
}

/// What an applicant is asked for.
inline constexpr std::array<std::string_view, 12> documents{
    "official_form",       "form_part_a",       "form_part_b",      "passport_copy",
    "curriculum_vitae",    "diploma",           "employer_letter",  "language_proof",
    "medical_certificate", "motivation_letter", "inception_report", "photograph"};

/// One version of a scheme's rules. What is not said is not wanted.
struct Rules {
    std::optional<Id<Scheme>> scheme;
    Date since;
    std::optional<std::int64_t> nominees;    ///< a country may nominate for one course
    std::optional<std::int64_t> places;      ///< usually a country's for one course
    std::optional<std::int64_t> age_from;    ///< on the course's first day
    std::optional<std::int64_t> age_to;      ///< that age included
    bool no_second_course = false;           ///< who was on a course of the scheme gets no other
    std::optional<std::int64_t> lead_months; ///< nominations close so long before the course
    std::optional<std::int64_t> discretionary_percent; ///< of the places, outside countries' quotas
    std::optional<std::int64_t> attendance_percent;    ///< of the sessions, to complete a course
    std::optional<std::int64_t> retention_months;      ///< after the course, then they are erased
    std::optional<std::int64_t> action_plan_weeks;     ///< after the course; none: not asked for
    std::optional<std::int64_t> follow_up_1; ///< months after which participants are asked
    std::optional<std::int64_t> follow_up_2;
    std::optional<std::int64_t> follow_up_3;
    records::Codes documents;
    records::Codes employer_documents; ///< those of them that the employer fills in
    std::optional<Step> step_1;        ///< the way of an application, in the scheme's own order
    std::optional<Step> step_2;
    std::optional<Step> step_3;
    std::optional<Step> step_4;
    std::optional<Step> step_5;
    bool medical = false;                     ///< the form has a medical part
    std::optional<std::int64_t> paper_copies; ///< that the embassy sends besides
    std::string source;                       ///< where these rules are written
    bool is_confirmed = false;                ///< read in the scheme's own text, not told by others
};

extern records::NounOf<Scheme> const schemes;
extern records::NounOf<Rules> const rules_versions;

/// Steps taken outside the agency (employer, focal point, mission) come before it judges an
/// application; the others after.
[[nodiscard]] bool is_outside(Step step);
/// The steps that the rules name, in their order.
[[nodiscard]] std::vector<Step> steps_of(Rules const &rules);

/// `training.ages_reversed` on "age_to"; `training.step_twice` on the step that was named before;
/// `training.step_order` on a step outside the agency that comes after one inside: what is judged
/// between them must be whole by then;
/// `training.not_the_employers` on "employer_documents": it is not wanted, or is sealed;
/// `participants.follow_up_order` on the follow-up that does not come after the one before it;
/// `training.since_taken` on "since": the scheme has rules from that day on already
/// (`is_taken`); `training.scheme_fixed` on "scheme" when `before` was another's.
[[nodiscard]] Problems decide_rules(Rules const &rules, Rules const *before, bool is_taken);

} // namespace selatan::training
