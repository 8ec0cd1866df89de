#include "cooperation/requests/entry_checks.hpp"

#include <algorithm>

namespace selatan::requests {

std::vector<EntryCheck> entry_checks(Request const &request, EntryFacts const &facts)
{
    std::vector<EntryCheck> found;
    auto const add = [&](bool is_so, EntryCheck check) {
        if (is_so) {
            found.push_back(check);
        }
    };
    auto const &languages = request.languages;
    bool const is_wide = !request.geography.empty() && request.geography != "bilateral";
    bool const last_day_past = request.ends ? *request.ends < facts.today
                                            : request.starts && *request.starts < facts.today;
    add(!facts.has_focal_point, EntryCheck::no_focal_point);
    add(!facts.has_letter && request.letter_number.empty(), EntryCheck::no_letter);
    add(request.priority.empty(), EntryCheck::no_priority);
    add(is_wide && request.countries.empty(), EntryCheck::no_partners_named);
    add(request.geography == "bilateral" && !request.countries.empty(),
        EntryCheck::single_country_geography);
    add(last_day_past, EntryCheck::period_past);
    add(!languages.empty() && !facts.spoken.empty() &&
            std::ranges::find_first_of(languages, facts.spoken) == languages.end(),
        EntryCheck::language_not_spoken);
    add(facts.for_desk && request.sector.empty(), EntryCheck::no_sector);
    return found;
}

} // namespace selatan::requests
