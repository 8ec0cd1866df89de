#include "engine/south_south/south_south.hpp"

#include "base/coded.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace selatan::south_south {

namespace {

constexpr std::array<std::string_view, 5> level_codes{"stated", "triangular", "south_south",
                                                      "perhaps", "no"};
constexpr std::array<std::string_view, 8> where_codes{
    "collaboration_type", "title",  "reporting_org", "participating_org",
    "description",        "result", "tag",           "transaction"};
constexpr std::array<std::string_view, 8> sign_codes{
    "collaboration_code", "tag",          "words",
    "triangular_words",   "abbreviation", "southern_provider",
    "southern_partner",   "supporter"};

constexpr std::array<std::string_view, 3> party_role_codes{"supporter", "provider", "recipient"};

/// A text names the thing by the way when so many of its words go to one mention.
constexpr std::size_t words_a_mention = 90;
/// Bytes quoted on either side of the words found.
constexpr std::size_t quote_around = 70;

bool is_middle_of_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

std::string quote(std::string_view text, Mention const &mention)
{
    auto from = mention.begin > quote_around ? mention.begin - quote_around : 0;
    auto to = std::min(text.size(), mention.begin + mention.size + quote_around);
    // Whole words, where one ends nearby.
    while (from > 0 && from < mention.begin && text[from] != ' ') {
        ++from;
    }
    while (to < text.size() && to > mention.begin + mention.size && text[to] != ' ') {
        --to;
    }
    while (from > 0 && is_middle_of_character(text[from])) {
        ++from;
    }
    while (to < text.size() && is_middle_of_character(text[to])) {
        ++to;
    }
    std::string quoted;
    quoted += from > 0 ? "…" : "";
    for (auto const c : text.substr(from, to - from)) {
        quoted += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    }
    quoted += to < text.size() ? "…" : "";
    return quoted;
}

/// What the texts say, taken together.
struct Said {
    bool names_it = false;      ///< anywhere
    bool is_about_it = false;   ///< in the title, or densely enough
    bool is_triangular = false; ///< "triangular" without "South-South and" before it
    bool has_weak = false;      ///< a sign that may mean something else
};

std::size_t count_words(std::string_view text)
{
    std::size_t count = 0;
    bool inside = false;
    for (auto const c : text) {
        bool const is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        count += !is_space && !inside ? 1U : 0U;
        inside = !is_space;
    }
    return count;
}

Said read(Activity const &activity, std::vector<Evidence> &evidence)
{
    Said said;
    for (auto const &text : activity.texts) {
        auto found = mentions(text.text);
        if (text.where == Where::participant) { // any firm may be called SSC
            std::erase_if(found, [](Mention const &one) { return one.is_weak; });
        }
        // The surer ones are quoted.
        std::stable_partition(found.begin(), found.end(),
                              [](Mention const &one) { return !one.is_weak; });
        std::size_t south_south = 0;
        std::size_t triangular = 0;
        for (auto const &one : found) {
            (one.sign == Sign::words ? south_south : triangular) += one.is_weak ? 0U : 1U;
            said.has_weak = said.has_weak || one.is_weak;
        }
        auto const named = south_south + triangular;
        said.names_it = said.names_it || named > 0;
        bool const about = named > 0 && (text.where == Where::title ||
                                         count_words(text.text) <= named * words_a_mention);
        said.is_about_it = said.is_about_it || about;
        // "South-South and triangular cooperation" names the field, not the kind of it.
        said.is_triangular = said.is_triangular || (about && triangular > south_south);
        for (auto const &one : found) {
            bool const is_new =
                std::none_of(evidence.begin(), evidence.end(), [&](Evidence const &known) {
                    return known.sign == one.sign && known.where == text.where;
                });
            if (is_new) {
                evidence.push_back(
                    {.sign = one.sign, .where = text.where, .quote = quote(text.text, one)});
            }
        }
    }
    return said;
}

/// What roles and countries say.
struct Seen {
    bool provider = false; ///< a Southern government gives to others of the South
    bool partner = false;  ///< one of the South works in another country of the South
    bool supporter = false;
};

bool is_at_home(Activity const &activity, CountryCode country)
{
    return std::any_of(activity.recipients.begin(), activity.recipients.end(),
                       [&](Recipient const &one) { return one.country == country; });
}

bool has_southern_recipient(Activity const &activity)
{
    return std::any_of(activity.recipients.begin(), activity.recipients.end(),
                       [](Recipient const &one) { return one.is_south; });
}

bool gives(Organisation const &one)
{
    return one.role != Role::implementing && one.role != Role::reporting;
}

/// Whom of the South an activity has at work elsewhere in the South.
class Abroad {
public:
    explicit Abroad(Activity const &activity)
        : m_activity{activity}, m_is_to_the_south{has_southern_recipient(activity)}
    {
        std::vector<CountryCode> givers;
        for (auto const &one : activity.organisations) {
            if (one.side == Side::south && one.country && gives(one) &&
                std::find(givers.begin(), givers.end(), *one.country) == givers.end()) {
                givers.push_back(*one.country);
            }
        }
        // An organisation that lives on its members' contributions names them all.
        constexpr std::size_t providers_most = 8;
        m_names_members = givers.size() > providers_most;
    }

    bool operator()(Organisation const &one) const
    {
        return m_is_to_the_south && one.side == Side::south && one.country &&
               !(m_names_members && gives(one)) && !is_at_home(m_activity, *one.country);
    }

private:
    Activity const &m_activity;
    bool m_is_to_the_south;
    bool m_names_members = false;
};

bool is_supporter(Organisation const &one)
{
    return gives(one) &&
           (one.side == Side::multilateral || (one.side == Side::north && one.is_government));
}

Seen look(Activity const &activity, std::vector<Evidence> &evidence)
{
    Seen seen;
    Abroad const is_abroad{activity};
    // Some publishers name all their members: a few tell as much.
    constexpr std::ptrdiff_t named_most = 3;
    auto const note = [&](Sign sign, Organisation const &one) {
        bool const is_new =
            std::none_of(evidence.begin(), evidence.end(), [&](Evidence const &known) {
                return known.sign == sign && known.quote == one.name;
            });
        auto const named = std::count_if(evidence.begin(), evidence.end(),
                                         [&](Evidence const &known) { return known.sign == sign; });
        if (is_new && named < named_most) {
            auto const where = one.role == Role::reporting ? Where::reporter : Where::participant;
            evidence.push_back({.sign = sign, .where = where, .quote = std::string{one.name}});
        }
    };
    for (auto const &one : activity.organisations) {
        if (is_abroad(one)) {
            bool const provides = one.is_government && one.role != Role::implementing;
            (provides ? seen.provider : seen.partner) = true;
            note(provides ? Sign::southern_provider : Sign::southern_partner, one);
        } else if (is_supporter(one)) {
            seen.supporter = true;
        }
    }
    // Everybody's activities have Northern funders: it tells only beside something of the South.
    if (seen.provider || seen.partner) {
        for (auto const &one : activity.organisations) {
            if (is_supporter(one)) {
                note(Sign::supporter, one);
            }
        }
    }
    return seen;
}

Level judge(Activity const &activity, Said const &said, Seen const &seen)
{
    if (activity.collaboration == "8") {
        return Level::stated;
    }
    if (activity.tagged) {
        return Level::stated;
    }
    if (said.is_about_it) {
        bool const supported = seen.supporter && (seen.provider || seen.partner);
        return said.is_triangular || supported ? Level::triangular : Level::south_south;
    }
    if (seen.provider) {
        return seen.supporter ? Level::triangular : Level::south_south;
    }
    if (said.names_it || said.has_weak || seen.partner) {
        return Level::perhaps;
    }
    return Level::no;
}

} // namespace

std::string_view to_code(Level level)
{
    return code_in(level_codes, level);
}

bool from_code(std::string_view code, Level &level)
{
    return value_in(level_codes, code, level);
}

std::string_view to_code(Where where)
{
    return code_in(where_codes, where);
}

bool from_code(std::string_view code, Where &where)
{
    return value_in(where_codes, code, where);
}

std::string_view to_code(Sign sign)
{
    return code_in(sign_codes, sign);
}

bool from_code(std::string_view code, Sign &sign)
{
    return value_in(sign_codes, code, sign);
}

Finding find(Activity const &activity)
{
    Finding finding;
    if (activity.collaboration == "8") {
        finding.evidence.push_back(
            {.sign = Sign::collaboration_code, .where = Where::collaboration, .quote = "8"});
    }
    if (activity.tagged) {
        finding.evidence.push_back({.sign = Sign::tag,
                                    .where = Where::tag,
                                    .quote = std::string{to_code(*activity.tagged)}});
    }
    auto const said = read(activity, finding.evidence);
    auto const seen = look(activity, finding.evidence);
    finding.level = judge(activity, said, seen);
    std::stable_sort(finding.evidence.begin(), finding.evidence.end(),
                     [](Evidence const &a, Evidence const &b) {
                         return std::tuple{a.sign == Sign::abbreviation, a.where} <
                                std::tuple{b.sign == Sign::abbreviation, b.where};
                     });
    finding.evidence.resize(std::min(finding.evidence.size(), evidence_most));
    return finding;
}

std::string_view to_code(PartyRole role)
{
    return code_in(party_role_codes, role);
}

bool from_code(std::string_view code, PartyRole &role)
{
    return value_in(party_role_codes, code, role);
}

std::vector<Party> parties(Activity const &activity)
{
    std::vector<Party> all;
    auto const add = [&](Party party) {
        if (all.size() < parties_most && std::find(all.begin(), all.end(), party) == all.end()) {
            all.push_back(std::move(party));
        }
    };
    auto const add_organisations = [&](PartyRole role, auto const &is_one) {
        for (auto const &one : activity.organisations) {
            if (is_one(one)) {
                add({.role = role, .country = one.country, .name = std::string{one.name}});
            }
        }
    };
    if (activity.tagged_parties.empty()) {
        add_organisations(PartyRole::supporter, is_supporter);
        add_organisations(PartyRole::provider, Abroad{activity});
    }
    for (auto const &one : activity.tagged_parties) {
        add(one);
    }
    for (auto const &one : activity.recipients) {
        if (one.is_south) {
            add({.role = PartyRole::recipient, .country = one.country, .name = {}});
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](Party const &a, Party const &b) { return a.role < b.role; });
    return all;
}

} // namespace selatan::south_south
