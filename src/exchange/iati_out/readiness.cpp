#include "exchange/iati_out/readiness.hpp"

#include <algorithm>

namespace selatan::iati_out {

namespace {

using portal::Topic;

/// Each of these is an error in the standard's schema or rules (IATI 2.03: 0.3.1, 3.7.1, 6.2.2,
/// 6.11.1), or a warning that a mended project does not have (102.1.1).
void what_keeps_out(ToldActivity const &told, reference::Codelists const &lists,
                    std::vector<Missing> &missing)
{
    auto const &project = told.project;
    auto const add = [&missing](std::string_view code, std::string what = {}) {
        missing.push_back({.code = code, .what = std::move(what), .keeps_out = true});
    };
    if (!project.shows(Topic::dates)) {
        add("dates_private");
    } else if (!project.starts) {
        add("start");
    }
    if (project.objective.empty()) {
        add("objective");
    }
    if (!is_iati_code("Sector", project.sector)) {
        add("sector", project.sector);
    }
    auto const recipients = told.recipients();
    bool const is_anywhere = project.geography == "global" || project.geography == "regional" ||
                             project.geography == "interregional" ||
                             project.geography == "sub_regional";
    bool const has_country = std::ranges::any_of(
        recipients, [&](CountryCode country) { return !country_code(lists, country).empty(); });
    if (!has_country && !is_anywhere) {
        add("country");
    }
}

void what_is_poorer(ToldActivity const &told, std::vector<Missing> &missing)
{
    auto const &project = told.project;
    auto const add = [&missing](std::string_view code, std::string what = {}) {
        missing.push_back({.code = code, .what = std::move(what), .keeps_out = false});
    };
    for (auto const &party : told.parties) {
        if (!party.organisation) {
            add("country_as_party", party.name);
        } else if (!party.refused_identifier.empty()) {
            add("identifier_refused", party.name + ": " + party.refused_identifier);
        } else if (party.identifier.empty()) {
            add("identifier", party.name);
        }
    }
    if (project.shows(Topic::dates) && !project.ends) {
        add("end");
    }
    if (project.sdgs.empty()) {
        add("goals");
    }
    if (!project.shows(Topic::money)) {
        add("money_private");
    } else if (told.budgets.empty()) {
        add("budget");
    }
    if (!project.shows(Topic::results)) {
        add("results_private");
    } else if (told.indicators.empty()) {
        add("indicators");
    }
    if (!project.shows(Topic::places)) {
        add("places_private");
    } else if (told.places.empty()) {
        add("places");
    }
}

} // namespace

std::vector<Missing> judge(ToldActivity const &told, reference::Codelists const &lists)
{
    std::vector<Missing> missing;
    what_keeps_out(told, lists, missing);
    what_is_poorer(told, missing);
    return missing;
}

bool is_ready(std::vector<Missing> const &missing)
{
    return std::ranges::none_of(missing, &Missing::keeps_out);
}

} // namespace selatan::iati_out
