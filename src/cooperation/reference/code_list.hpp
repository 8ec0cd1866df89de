/// \file
/// Lists of codes and their versions: what ships with the program, and what an installation adds.
/// Versions are appended; one of each list is current. Read them through codelists.hpp.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/result.hpp"
#include "platform/events/event.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::reference {

enum class List {
    country,      ///< ISO 3166-1 alpha-3; policy data of the installation
    region,       ///< UN M49
    country_fact, ///< what matching compares, by country
    group,        ///< classes and organisations of countries
    membership,   ///< countries in groups, dated
    currency,     ///< ISO 4217
    language,     ///< BCP 47 primary subtags (ISO 639)
    sector,       ///< DAC and CRS: categories, purpose codes, voluntary codes
    channel,      ///< DAC channels of delivery
    sdg,          ///< goals, targets, indicators
    modality,
    domain,
    purpose,
    arrangement,
    geography,
    climate,       ///< Köppen-Geiger
    dac_region,    ///< the DAC's regions: where aid goes that goes to no one country
    subject,       ///< what cooperation is about, in six languages: for search across them
    exchange_rate, ///< to the US dollar, dated
};

inline constexpr std::array<std::string_view, 19> list_codes{
    "country",   "region",  "country_fact", "group",    "membership",   "currency", "language",
    "sector",    "channel", "sdg",          "modality", "domain",       "purpose",  "arrangement",
    "geography", "climate", "dac_region",   "subject",  "exchange_rate"};

[[nodiscard]] constexpr std::string_view to_code(List list)
{
    return list_codes[static_cast<std::size_t>(list)];
}
[[nodiscard]] bool from_code(std::string_view code, List &list);

enum class Status { active, withdrawn };
[[nodiscard]] std::string_view to_code(Status status);
[[nodiscard]] bool from_code(std::string_view code, Status &status);

enum class NameKind {
    common,      ///< what is shown
    un_short,    ///< the United Nations' short name ("short" in the files)
    formal,      ///< the formal name
    m49,         ///< as the Statistics Division lists it
    description, ///< what the code covers
    alias,       ///< for reading what others wrote; never shown
};
[[nodiscard]] std::string_view to_code(NameKind kind);
[[nodiscard]] bool from_code(std::string_view code, NameKind &kind);

/// Of what a rate is the rate, from the most to the least exact.
enum class RateKind { day, month_end, month_average, year_average };
[[nodiscard]] std::string_view to_code(RateKind kind);
[[nodiscard]] bool from_code(std::string_view code, RateKind &kind);

enum class Origin { shipped, added };
[[nodiscard]] std::string_view to_code(Origin origin);
[[nodiscard]] bool from_code(std::string_view code, Origin &origin);

/// Names the identity of a list in the history.
struct CodeList;

struct Version {
    List list = List::country;
    std::string version;
    Date published_on;
    std::string source;
    std::string licence;
    std::string attribution;
    Origin origin = Origin::shipped;
    Instant loaded_at;
    bool is_current = false;
};

/// `from` is the first day, `until` the first day after; what is missing is unknown or open.
struct Item {
    std::string code;
    std::string parent;
    Status status = Status::active;
    std::optional<Date> from;
    std::optional<Date> until;
    /// The list's own columns. For a country: alpha2, m49, region, capital, currency … as in
    /// codelists/countries.csv.
    std::vector<std::pair<std::string, std::string>> data;

    /// Empty when there is no such column.
    [[nodiscard]] std::string_view value(std::string_view column) const;
};

struct ItemName {
    std::string code;
    std::string language; ///< one of the interface's; empty for an alias of no language
    NameKind kind = NameKind::common;
    std::string name;
    std::string source;
};

struct MembershipRow {
    std::string group;
    CountryCode country;
    std::string kind = "member";
    std::optional<Date> from;
    std::optional<Date> until;
    /// Where the row is from. What source `installation` says of a country in a group decides over
    /// every other source (codelists.hpp).
    std::string source = "installation";
    std::string note;
};

struct RateRow {
    Currency currency;
    Date on;
    std::string rate; ///< a positive decimal: units of the currency for one US dollar
    RateKind kind = RateKind::day;
    std::string source;
};

/// Who says it, when, and under what name the version is known.
struct NewVersionHead {
    List list = List::country;
    std::string version;
    Date published_on;
    std::string source;
    std::string licence;
    std::string attribution;
    /// The version that it was made from. If another has become current since: refused as stale.
    std::string based_on;
};

/// A whole new version. For `membership` and `exchange_rate` give `memberships` or `rates` (rates
/// are only those that are new or corrected), for the others `items` and `names`.
struct NewVersion {
    NewVersionHead head;
    std::vector<Item> items;
    std::vector<ItemName> names;
    std::vector<MembershipRow> memberships;
    std::vector<RateRow> rates;
};

/// What load_shipped did with one list.
struct Loaded {
    List list = List::country;
    std::string version;
    std::size_t rows = 0; ///< 0 when the database had this version already
    bool is_current = false;
};

/// Loads the lists that the program carries. A list whose version the database has is left alone. A
/// version that the program brings newly becomes current, unless the installation's own is: then it
/// waits beside it (`use_version`).
std::vector<Loaded> load_shipped(storage::Tx &tx);

/// Adds a version and makes it current. The caller admits administrators only. Adding the same
/// version with the same content again changes nothing. Refusals, in this order: the head's fields
/// (reference.problem.…), `version_taken`, `stale`, then everything wrong with the rows, at most
/// 100 of it. A code that the current version has may be withdrawn but not left out: records
/// refer to it. A country has a name in each of the six languages, any other item in one.
[[nodiscard]] Result<Version> add_version(storage::Tx &tx, events::Actor const &actor,
                                          NewVersion const &wanted);

/// Makes a version that the database has the current one. Not for exchange rates, which add up.
[[nodiscard]] Result<Version> use_version(storage::Tx &tx, events::Actor const &actor, List list,
                                          std::string const &version);

/// All versions of a list, the newest first.
[[nodiscard]] std::vector<Version> versions(storage::Reader &reader, List list);

/// Everything in one version of a list, in its order: what an editor starts from. Empty when there
/// is no such version; for exchange rates, the rows that came with that version.
[[nodiscard]] NewVersion content(storage::Reader &reader, List list, std::string const &version);

} // namespace selatan::reference
