#include "exchange/flows/finding.hpp"

#include "base/coded.hpp"
#include "exchange/iati/own_tags.hpp"

#include <algorithm>
#include <array>

namespace selatan::reported_flows {

namespace {

constexpr std::array<std::string_view, 3> verdict_codes{"south_south", "triangular", "neither"};
constexpr std::array<std::string_view, 3> which_codes{"open", "confirmed", "refused"};

ToldOrganisation told(reported::Organisation const &organisation)
{
    return {.ref = organisation.ref, .name = organisation.name, .type = organisation.type};
}

std::optional<south_south::Role> role_of(std::string_view code)
{
    using south_south::Role;
    constexpr std::array<std::pair<std::string_view, Role>, 4> roles{{{"1", Role::funding},
                                                                      {"2", Role::accountable},
                                                                      {"3", Role::extending},
                                                                      {"4", Role::implementing}}};
    for (auto const &[known, role] : roles) {
        if (known == code) {
            return role;
        }
    }
    return std::nullopt;
}

/// As what a party takes part that Selatan publishes as requester, provider, partner or
/// facilitator.
south_south::PartyRole party_role(std::string_view role, std::optional<CountryCode> country,
                                  Sides const &sides)
{
    using south_south::PartyRole;
    if (role == "requester") {
        return PartyRole::recipient;
    }
    bool const gives = role == "provider" || role == "partner";
    return gives && country && sides.is_south(*country) ? PartyRole::provider
                                                        : PartyRole::supporter;
}

/// The participating organisation that a tag's text names, or nothing.
std::string_view named_in(std::string const &text, reported::Activity const &activity)
{
    std::string_view named;
    for (auto const &one : activity.participants) {
        auto const &name = one.organisation.name;
        if (name.size() > named.size() && text.find(name) != std::string::npos) {
            named = name;
        }
    }
    return named;
}

/// A party from a tag's value: "provider-IDN", "facilitator".
std::optional<south_south::Party> tagged_party(std::string_view value, std::string const &text,
                                               reported::Activity const &activity,
                                               Sides const &sides)
{
    using south_south::PartyRole;
    auto const dash = value.find('-');
    auto const country =
        dash == std::string_view::npos ? std::nullopt : CountryCode::parse(value.substr(dash + 1));
    auto const role = party_role(value.substr(0, dash), country, sides);
    if (role == PartyRole::recipient) {
        return country && sides.is_south(*country)
                   ? std::optional{south_south::Party{.role = role, .country = country, .name = {}}}
                   : std::nullopt;
    }
    std::string name{named_in(text, activity)};
    if (name.empty() && !country) {
        name = text;
    }
    return south_south::Party{.role = role, .country = country, .name = std::move(name)};
}

/// What the tags say by which Selatan publishes what IATI cannot say.
void read_own_tags(reported::Activity const &activity, Sides const &sides,
                   south_south::Activity &known)
{
    namespace own_tags = iati::own_tags;
    using south_south::Level;
    for (auto const &one : activity.tags) {
        if (one.vocabulary != own_tags::vocabulary ||
            !own_tags::is_vocabulary_uri(one.vocabulary_uri)) {
            continue;
        }
        if (auto const arrangement = own_tags::value_of(one.code, "arrangement")) {
            Level level = Level::no;
            if (south_south::from_code(*arrangement, level)) {
                known.tagged = level;
            }
        }
        if (auto const role = own_tags::value_of(one.code, "role")) {
            if (auto party = tagged_party(*role, one.name, activity, sides)) {
                known.tagged_parties.push_back(*std::move(party));
            }
        }
    }
}

} // namespace

std::string_view to_code(Verdict verdict)
{
    return code_in(verdict_codes, verdict);
}

bool from_code(std::string_view code, Verdict &verdict)
{
    return value_in(verdict_codes, code, verdict);
}

std::string_view to_code(Which which)
{
    return code_in(which_codes, which);
}

bool from_code(std::string_view code, Which &which)
{
    return value_in(which_codes, code, which);
}

void find_south_south(reported::Activity const &activity, Sides &sides, Judged &judged)
{
    using south_south::Where;
    south_south::Activity known{.collaboration = activity.collaboration,
                                .tagged = std::nullopt,
                                .tagged_parties = {},
                                .texts = {},
                                .organisations = {},
                                .recipients = {}};
    auto const take = [&](Where where, std::string const &text) {
        if (!text.empty()) {
            known.texts.push_back({.where = where, .text = text});
        }
    };
    for (auto const &one : activity.title) {
        take(Where::title, one.text);
    }
    for (auto const &description : activity.descriptions) {
        for (auto const &one : description.text) {
            take(Where::description, one.text);
        }
    }
    for (auto const &one : activity.tags) {
        take(Where::tag, one.name);
    }
    for (auto const &one : activity.transactions) {
        take(Where::transaction, one.description);
    }
    auto const add = [&](south_south::Role role, reported::Organisation const &organisation) {
        auto const home = sides.home(told(organisation));
        known.organisations.push_back({.role = role,
                                       .side = home.side,
                                       .is_government = home.is_government,
                                       .country = home.country,
                                       .name = organisation.name.empty()
                                                   ? std::string_view{organisation.ref}
                                                   : std::string_view{organisation.name}});
    };
    add(south_south::Role::reporting, activity.reporter);
    for (auto const &one : activity.participants) {
        if (auto const role = role_of(one.role)) {
            add(*role, one.organisation);
            // A fund for it, or an office for it, pays for nothing else.
            if (*role != south_south::Role::implementing) {
                take(Where::participant, one.organisation.name);
            }
        }
    }
    auto const add_countries = [&](std::vector<reported::Share> const &countries) {
        for (auto const &one : countries) {
            if (auto const country = sides.country(one.code)) {
                known.recipients.push_back(
                    {.country = *country, .is_south = sides.is_south(*country)});
            }
        }
    };
    add_countries(activity.countries);
    for (auto const &one : activity.transactions) {
        add_countries(one.countries);
    }
    read_own_tags(activity, sides, known);
    judged.finding = south_south::find(known);
    if (judged.finding.level != south_south::Level::no) {
        judged.parties = south_south::parties(known);
    }
}

} // namespace selatan::reported_flows
