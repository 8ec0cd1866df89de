/// \file
/// Whether an application meets its call's rules: computed, and explained rule by rule. Pure.
#pragma once

#include "cooperation/training/application.hpp"
#include "cooperation/training/call.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::training {

struct QuotaRow;

/// From which countries a call takes people.
struct Invited {
    std::set<CountryCode> countries; ///< that have a place, or may get one at discretion
    bool are_others_too = false;     ///< nobody is named, or places are given at discretion

    [[nodiscard]] bool take(std::optional<CountryCode> country) const
    {
        return are_others_too || (country && countries.contains(*country));
    }
};
[[nodiscard]] Invited invited_to(Call const &call, std::span<QuotaRow const> by_country);

/// What the rules look at besides the application and the call.
struct ApplicantFacts {
    std::optional<Date> course_starts;
    bool country_is_invited = false;
    bool had_course_here = false; ///< this installation knows of a course under the scheme
};

/// One rule and how the application stands to it.
struct Finding {
    enum class Kind { met, incomplete, broken };
    std::string_view rule; ///< of `finding_codes`
    Kind kind = Kind::met;
};

enum class Eligibility { eligible, incomplete, ineligible };

/// Every rule that the scheme has, in the order of `finding_codes`.
[[nodiscard]] std::vector<Finding> findings_of(Application const &application, Call const &call,
                                               Rules const &rules, ApplicantFacts const &facts);
/// A broken rule outweighs a missing paper: nobody is asked for papers in vain.
[[nodiscard]] Eligibility judge(std::vector<Finding> const &findings);

/// Of the documents that the rules want, those that were not handed in.
[[nodiscard]] records::Codes missing_documents(Application const &application, Rules const &rules);

/// Whole years on that day; who was born on 29 February becomes older on 1 March in other years.
[[nodiscard]] int age_on(Date born_on, Date day);

} // namespace selatan::training
