/// \file
/// The current version of every list, in memory: immutable, shared by all requests, replaced when
/// an administrator adds a version. This is what other capabilities read.
///
///     auto const lists = reference::lists(reader);
///     auto const code = *CountryCode::parse("TLS");
///     lists->name(code, Language::fr).text                         // "Timor-Leste"
///     lists->is_member(code, "LDC", today)                         // true
///     lists->resolve_country("Tanzania, U. R. of").front().code    // "TZA"
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/name_index.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::reference {

/// Views into the Codelists that gave it.
struct Name {
    std::string_view text;
    Language language = Language::en; ///< of the text; meaningless when `is_code`
    /// Not in the language asked for, or not of the kind: the screen marks it.
    bool is_fallback = false;
    bool is_code = false; ///< nobody named it: the text is the code itself
    std::string_view source;
};

/// Degrees, north and east positive.
struct Coordinates {
    double latitude = 0;
    double longitude = 0;
};

/// A code and its part of the whole, in per cent.
struct Share {
    std::string code;
    double percent = 0;
};

struct Figure {
    std::int64_t value = 0;
    int year = 0;
};

/// Whether the United Nations' list of members has it; says nothing about recognition.
enum class Standing { un_member, un_observer, other };

struct Country {
    CountryCode code;
    Status status = Status::active;
    std::string alpha2;
    std::string m49;
    std::string region; ///< codes of List::region; empty where there is none
    std::string sub_region;
    std::string intermediate_region;
    std::string capital;           ///< in English
    std::optional<Coordinates> at; ///< of the capital, or of the country's middle
    std::optional<Currency> currency;
    bool is_landlocked = false;
    bool is_island = false;
    std::string dialling;                        ///< without "+"
    std::vector<std::string> official_languages; ///< codes of List::language
    Standing standing = Standing::other;

    std::vector<Share> spoken;   ///< languages of at least one per cent; may exceed 100 together
    std::vector<Share> climates; ///< Köppen-Geiger classes by area, the largest first
    std::vector<CountryCode> neighbours;
    std::optional<Figure> population;
    std::optional<Figure> gni_per_capita; ///< US dollars, Atlas method
};

/// A source's word on a country in a group. Where sources disagree, those that decide are: the
/// installation's; else Selatan's; else the group's preferred source. Other rows are shown, and
/// decide nothing.
struct Membership {
    std::string group;
    CountryCode country;
    std::string kind; ///< member, observer …
    std::optional<Date> from;
    std::optional<Date> until; ///< the first day after
    std::string source;
    std::string note;
    bool decides = false;

    [[nodiscard]] bool holds_on(Date date) const
    {
        return (!from || *from <= date) && (!until || date < *until);
    }
};

/// Great-circle distance (haversine) on a sphere of 6,371 km.
[[nodiscard]] double distance_km(Coordinates a, Coordinates b);

class Codelists {
public:
    /// Reads everything that is current. Takes some milliseconds: see lists().
    explicit Codelists(storage::Reader &reader);
    ~Codelists();
    Codelists(Codelists const &) = delete;
    Codelists &operator=(Codelists const &) = delete;

    /// Of the database when it was read; rises with every change.
    [[nodiscard]] std::int64_t revision() const { return m_revision; }
    /// What is current of a list; nothing before anything was loaded.
    [[nodiscard]] Version const *version(List list) const;

    /// In the order of the list. Memberships have functions of their own, exchange rates a snapshot
    /// (rates.hpp).
    [[nodiscard]] std::span<Item const> items(List list) const;
    [[nodiscard]] Item const *find(List list, std::string_view code) const;
    /// Direct children; for an empty parent, the roots.
    [[nodiscard]] std::vector<Item const *> children(List list, std::string_view parent) const;
    /// The item itself first, then its parent, and so on to the root. Empty for an unknown code.
    [[nodiscard]] std::vector<Item const *> path(List list, std::string_view code) const;
    /// In the language; else in English; else in any language; else, for the United Nations' names,
    /// the common name; else the code. A missing description is empty.
    [[nodiscard]] Name name(List list, std::string_view code, Language language,
                            NameKind kind = NameKind::common) const;

    [[nodiscard]] Country const *country(CountryCode code) const;
    /// Active ones, in the order of their names (base/text sort_key).
    [[nodiscard]] std::vector<Country const *> const &countries(Language language) const;
    /// By reference: where there is no name, the answer looks at the code.
    [[nodiscard]] Name name(CountryCode const &code, Language language,
                            NameKind kind = NameKind::common) const
    {
        return name(List::country, code.view(), language, kind);
    }

    /// Every row of every source about a country.
    [[nodiscard]] std::span<Membership const> memberships(CountryCode country) const;
    /// What holds on a day, by the sources that decide.
    [[nodiscard]] std::vector<Membership const *> groups(CountryCode country, Date date) const;
    /// Full members only: kind "member".
    [[nodiscard]] bool is_member(CountryCode country, std::string_view group, Date date) const;
    [[nodiscard]] std::vector<CountryCode> members(std::string_view group, Date date) const;

    /// Codes of List::country for what somebody wrote: ISO codes, M49 numbers, names in the six
    /// languages, the United Nations' names, aliases; else what is spelt alike. One candidate that
    /// is not `similar` can be taken; otherwise a person chooses.
    [[nodiscard]] std::vector<Candidate> resolve_country(std::string_view text) const;
    /// The same for any other list. Sectors and goals are also found behind or before words: "11220
    /// - Primary education", "SDG 3", "Goal 3", "Target 3.c".
    [[nodiscard]] std::vector<Candidate> resolve(List list, std::string_view text) const;
    /// The same without what is only spelt alike: much quicker where the text names nothing.
    [[nodiscard]] std::vector<Candidate> known(List list, std::string_view text) const;

private:
    struct Shelf;

    [[nodiscard]] Shelf const &shelf(List list) const;
    [[nodiscard]] NameIndex const &index(List list) const;
    void read_memberships(storage::Reader &reader);
    void make_countries();

    std::int64_t m_revision = 0;
    std::array<std::unique_ptr<Shelf>, list_codes.size()> m_shelves;
    std::vector<Country> m_countries; ///< by code
    std::array<std::vector<Country const *>, languages.size()> m_sorted;
    std::vector<Membership> m_memberships; ///< by country, group
};

} // namespace selatan::reference
