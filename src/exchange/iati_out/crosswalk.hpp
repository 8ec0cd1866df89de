/// \file
/// What becomes of each fact when it is told as IATI: one table, from which the files are written,
/// the public reads what is kept and what is lost, and the tests read the files back. A row is
/// written by its own function, so that the page cannot promise what the file does not hold.
#pragma once

#include "cooperation/portal/consent.hpp"
#include "cooperation/reference/codelists.hpp"
#include "engine/xml/writer.hpp"
#include "exchange/iati_out/told.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace selatan::iati_out {

enum class Fate {
    kept, ///< the standard has an element for it
    tag,  ///< it has none: a tag of our own vocabulary keeps it
    lost, ///< no place that would not say something else
};
inline constexpr std::array<std::string_view, 3> fates{"kept", "tag", "lost"};
[[nodiscard]] constexpr std::string_view to_code(Fate fate)
{
    return code_in(fates, fate);
}

/// What one activity, or the organisation, is written from.
struct Pen {
    xml::Writer &xml;
    ToldPublisher const &publisher;
    reference::Codelists const &lists;
    Date today;

    /// An element that holds a narrative in the file's language.
    void narrated(std::string_view element, std::string_view text) const;
    void narrative(std::string_view text) const;
    void day(std::string_view element, Date date) const;
    void value(Money const &money, Date on) const;
    /// The names of the publisher, each in its language.
    void publisher_names() const;
    /// `reporting-org`, the same in both files.
    void reporting_org() const;
};

struct ActivityPen : Pen {
    ToldActivity const &told;
};

/// Rows stand in the order of the schema, attributes of the activity first.
struct Fact {
    std::string_view code;    ///< names it in `publishing.fact`
    std::string_view element; ///< path below the activity; empty: lost
    Fate fate = Fate::kept;
    portal::Topic topic = portal::Topic::summary; ///< told while that is public
    void (*write)(ActivityPen const &pen) = nullptr;
};
[[nodiscard]] std::span<Fact const> activity_facts();

struct OrganisationFacts {
    std::vector<ToldYear> years;
    std::vector<ToldCountryBudget> countries;
};
struct OrganisationPen : Pen {
    OrganisationFacts const &told;
};
struct OrganisationFact {
    std::string_view code;
    std::string_view element;
    void (*write)(OrganisationPen const &pen) = nullptr;
};
[[nodiscard]] std::span<OrganisationFact const> organisation_facts();

// -- Codes ----------------------------------------------------------------------------------------

/// Is it a code of that list of the standard?
[[nodiscard]] bool is_iati_code(std::string_view list, std::string_view code);
/// The standard's two letters; empty where its list has no such country.
[[nodiscard]] std::string country_code(reference::Codelists const &lists, CountryCode country);
[[nodiscard]] std::string_view organisation_type_code(partners::OrganisationType type);
[[nodiscard]] std::string_view flow_code(Flow flow);
/// Code lists that tags are made of, by the family that their codes begin with.
struct TagFamily {
    std::string_view family;
    reference::List list;
};
[[nodiscard]] std::span<TagFamily const> tag_families();

/// "33.34" for the first of three, "33.33" for the others: what the standard demands to make a
/// hundred where nobody said more.
[[nodiscard]] std::string equal_part(std::size_t number, std::size_t of);

} // namespace selatan::iati_out
