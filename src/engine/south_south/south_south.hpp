/// \file
/// Finds South-South and triangular cooperation in what was reported about an activity, and says
/// why (south_south.md). The standard has one code for it, and hardly anybody uses it: so words,
/// roles and countries tell. Pure; which country belongs to the South is the caller's knowledge.
#pragma once

#include "base/country.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::south_south {

/// From the surest to none. What is `perhaps` waits for a person.
enum class Level {
    stated,      ///< a code or a tag of the publisher says so
    triangular,  ///< two of the South, and somebody who supports them
    south_south, ///< two of the South
    perhaps,     ///< mentioned by the way, or weak signs alone
    no,
};
[[nodiscard]] std::string_view to_code(Level level);
[[nodiscard]] bool from_code(std::string_view code, Level &level);

/// Where it stood in the activity.
enum class Where {
    collaboration,
    title,
    reporter,
    participant,
    description,
    result,
    tag,
    transaction
};
[[nodiscard]] std::string_view to_code(Where where);
[[nodiscard]] bool from_code(std::string_view code, Where &where);

struct Text {
    Where where = Where::title;
    std::string_view text; ///< UTF-8, any language
};

/// On whose side an organisation stands. A country's ministry, agency or firm is its country's.
enum class Side { unknown, south, north, multilateral };

/// IATI's roles of organisations (OrganisationRole), and who reports.
enum class Role { reporting, funding, accountable, extending, implementing };

struct Organisation {
    Role role = Role::funding;
    Side side = Side::unknown;
    bool is_government = false;         ///< IATI organisation types 10, 11 and 15
    std::optional<CountryCode> country; ///< where it is at home
    std::string_view name;
};

struct Recipient {
    CountryCode country;
    bool is_south = false;
};

/// Who takes part in cooperation of the South, and as what.
enum class PartyRole {
    supporter, ///< a Northern government or a multilateral organisation that pays or extends
    provider,  ///< of the South, at home in none of the recipients
    recipient, ///< a country of the South
};
[[nodiscard]] std::string_view to_code(PartyRole role);
[[nodiscard]] bool from_code(std::string_view code, PartyRole &role);

struct Party {
    PartyRole role = PartyRole::recipient;
    std::optional<CountryCode> country; ///< of a recipient, always
    std::string name;                   ///< of an organisation
    friend bool operator==(Party const &, Party const &) = default;
};
/// What is known of an activity. Its views live as long as the caller's texts.
struct Activity {
    std::string_view collaboration; ///< IATI CollaborationType: "8" is triangular
    /// What tags say whose vocabulary the caller knows (Selatan's own): `south_south` or
    /// `triangular`, and who takes part as what, instead of what organisations let one guess.
    std::optional<Level> tagged;
    std::vector<Party> tagged_parties;
    std::vector<Text> texts;
    std::vector<Organisation> organisations;
    std::vector<Recipient> recipients;
};

enum class Sign {
    collaboration_code, ///< CollaborationType 8
    tag,
    words,             ///< names South-South cooperation
    triangular_words,  ///< names triangular cooperation
    abbreviation,      ///< SSC, SSTC, KSST … : also other things' names
    southern_provider, ///< a government of the South funds or extends what another receives
    southern_partner,  ///< one of the South implements what another receives
    supporter,         ///< a Northern government or a multilateral organisation pays or extends
};
[[nodiscard]] std::string_view to_code(Sign sign);
[[nodiscard]] bool from_code(std::string_view code, Sign &sign);

struct Evidence {
    Sign sign = Sign::words;
    Where where = Where::title;
    /// The words with what stands around them, the organisation's name, or the code.
    std::string quote;
    friend bool operator==(Evidence const &, Evidence const &) = default;
};

struct Finding {
    Level level = Level::no;
    std::vector<Evidence> evidence; ///< the most telling first, at most `evidence_most`
    friend bool operator==(Finding const &, Finding const &) = default;
};
inline constexpr std::size_t evidence_most = 8;

[[nodiscard]] Finding find(Activity const &activity);
/// Rises when `find` or `parties` say something else than before: what is kept is found anew then.
inline constexpr std::string_view revision = "3";

/// Each once, by role, in the order of the activity; at most `parties_most`.
[[nodiscard]] std::vector<Party> parties(Activity const &activity);
inline constexpr std::size_t parties_most = 60;

/// A place that names one of the two, for whoever shows the text itself.
struct Mention {
    Sign sign = Sign::words; ///< words, triangular_words or abbreviation
    /// May mean something else: an abbreviation, "South-South" alone or as the name of a place.
    bool is_weak = false;
    std::size_t begin = 0; ///< bytes
    std::size_t size = 0;
};
[[nodiscard]] std::vector<Mention> mentions(std::string_view text);

} // namespace selatan::south_south
