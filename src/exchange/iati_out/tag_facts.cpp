#include "exchange/iati_out/tag_facts.hpp"

#include "exchange/iati/own_tags.hpp"
#include "words/projects.hpp"
#include "words/publishing.hpp"

#include <algorithm>
#include <set>

namespace selatan::iati_out::tags {

namespace {

namespace word = words::publishing;
using reference::List;

void own_tag(ActivityPen const &pen, std::string_view family, std::string_view value,
             std::string_view text)
{
    pen.xml.open("tag");
    pen.xml.attribute("code", iati::own_tags::code(family, value));
    pen.xml.attribute("vocabulary", iati::own_tags::vocabulary);
    pen.xml.attribute("vocabulary-uri", iati::own_tags::vocabulary_uri(pen.publisher.base_url,
                                                                       pen.publisher.language));
    pen.narrative(text);
    pen.xml.close();
}

void listed_tag(ActivityPen const &pen, std::string_view family, List list, std::string_view code)
{
    if (!code.empty()) {
        own_tag(pen, family, code, pen.lists.name(list, code, pen.publisher.language).text);
    }
}

void goal_tag(ActivityPen const &pen, std::string_view vocabulary, std::string_view code)
{
    pen.xml.open("tag");
    pen.xml.attribute("code", code);
    pen.xml.attribute("vocabulary", vocabulary);
    pen.xml.close();
}

/// Of a target its own code, of an indicator its target's.
std::string_view target_of(std::string_view code)
{
    auto const first = code.find('.');
    return first == std::string_view::npos ? std::string_view{}
                                           : code.substr(0, code.find('.', first + 1));
}

} // namespace

void goals(ActivityPen const &pen)
{
    std::set<std::string_view> told;
    auto const tell = [&](std::string_view code) {
        auto const target = target_of(code);
        auto const goal = code.substr(0, code.find('.'));
        if (is_iati_code("UNSDG-Goals", goal) && told.insert(goal).second) {
            goal_tag(pen, "2", goal);
        }
        if (is_iati_code("UNSDG-Targets", target) && told.insert(target).second) {
            goal_tag(pen, "3", target);
        }
    };
    for (auto const &code : pen.told.project.sdgs) {
        tell(code);
    }
    for (auto const &indicator : pen.told.indicators) {
        tell(indicator.sdg);
    }
}

void arrangement(ActivityPen const &pen)
{
    listed_tag(pen, "arrangement", List::arrangement, pen.told.project.arrangement);
}

void geography(ActivityPen const &pen)
{
    listed_tag(pen, "geography", List::geography, pen.told.project.geography);
}

void modalities(ActivityPen const &pen)
{
    for (auto const &modality : pen.told.project.modalities) {
        listed_tag(pen, "modality", List::modality, modality);
    }
}

void domain(ActivityPen const &pen)
{
    listed_tag(pen, "domain", List::domain, pen.told.project.domain);
}

void state(ActivityPen const &pen)
{
    auto const &state = pen.told.project.state;
    own_tag(pen, "state", state,
            words::projects::states(pen.publisher.language, state).value_or(state));
}

/// A party's roles as we know them, with its country: "role-provider-IDN".
void roles(ActivityPen const &pen)
{
    for (auto const &party : pen.told.parties) {
        for (auto const &role : party.roles) {
            auto const code = party.country ? role + "-" + party.country->to_string() : role;
            auto const name =
                words::projects::party_roles(pen.publisher.language, role).value_or(role);
            own_tag(pen, "role", code, word::told_of(pen.publisher.language, name, party.name));
        }
    }
}

void shares(ActivityPen const &pen)
{
    for (auto const &party : pen.told.parties) {
        if (party.share) {
            own_tag(pen, "share", std::to_string(*party.share),
                    word::told_of(pen.publisher.language, std::to_string(*party.share) + " %",
                                  party.name));
        }
    }
}

void contributions(ActivityPen const &pen)
{
    for (auto const &party : pen.told.parties) {
        if (!party.contribution.empty()) {
            own_tag(pen, "contribution", {},
                    word::told_of(pen.publisher.language, party.contribution, party.name));
        }
    }
}

void legal_basis(ActivityPen const &pen)
{
    for (auto const &party : pen.told.parties) {
        if (party.basis.empty()) {
            continue;
        }
        auto const name =
            words::projects::bases(pen.publisher.language, party.basis).value_or(party.basis);
        std::string text{name};
        if (!party.basis_document.empty()) {
            text += ", " + party.basis_document;
        }
        if (party.in_force_on) {
            text += ", " + party.in_force_on->to_string();
        }
        own_tag(pen, "basis", party.basis, word::told_of(pen.publisher.language, text, party.name));
    }
}

} // namespace selatan::iati_out::tags
