/// \file
/// What the records hold about a country, for whoever goes to meet it: every figure is a list's
/// count, asked with the reader's own eyes, and leads to that list.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/money.hpp"
#include "platform/auth/identity.hpp"
#include "platform/records/list.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::briefs {

/// A list: of which noun, by which query. Its count is a figure, its address a link.
struct Figure {
    records::Noun const *noun = nullptr;
    std::string query; ///< "country:TLS state:screened"
    std::int64_t count = 0;
    bool is_exact = true; ///< false: more than are counted

    /// The list's page, without the installation's address.
    [[nodiscard]] std::string url() const;
};

/// One record of a list. `cells` by the column's name: as stored, a link's title.
struct Entry {
    std::string reference;
    std::map<std::string, std::string, std::less<>> cells;

    [[nodiscard]] std::string_view cell(std::string_view name) const;
    [[nodiscard]] std::optional<Date> date(std::string_view name) const;
};

/// A figure with the first of its records.
struct Listed {
    Figure figure;
    std::vector<Entry> entries;
};

/// What the lines of one plan cost in one currency: never summed across currencies.
struct Amount {
    std::string plan;
    std::string plan_reference;
    std::string currency;
    std::int64_t amount = 0; ///< whole units
    Figure lines;
};

/// What was paid of the established lines' money, in one currency.
struct Paid {
    Money allocated;
    Money paid;
};

/// What came of it: an agreed indicator with its newest verified figure.
struct Outcome {
    std::string project; ///< its reference, whose results' page tells of it
    std::string statement;
    std::string unit;
    std::string measured; ///< digits
    Date on;
    std::string target; ///< digits; empty: none
};

/// A part of which the reader may see nothing at all is missing: no count of 0 stands for it.
struct Brief {
    CountryCode country;
    Date on;
    std::optional<Listed> asked;
    std::vector<std::pair<std::string, Figure>> asked_by_state; ///< those that have any
    std::optional<Listed> agreed;
    std::optional<Listed> lines;
    std::optional<Listed> projects;
    std::optional<Figure> reported;
    std::optional<Listed> overdue;
    std::vector<Amount> money;
    std::vector<Paid> paid;          ///< of the currencies in which anything was allocated
    std::optional<Listed> people;    ///< those who completed a course
    std::optional<Figure> certified; ///< of them
    std::optional<Figure> enrolled;  ///< not over yet
    std::vector<Outcome> outcomes;
    std::optional<Listed> lessons; ///< that were learned there
    std::optional<Listed> letters_in;
    std::optional<Listed> letters_out;
    std::optional<Listed> focal_points;
    std::optional<Listed> missions_there;
    std::optional<Listed> missions_theirs;

    // What the talking points count.
    std::optional<Figure> waits_for_us;
    std::optional<Figure> waits_for_them;
    std::optional<Figure> offered;
    std::optional<Figure> deferred;
    std::optional<Figure> unsettled;
};

/// At most this many records of a list are named; the figure counts all.
inline constexpr int entries_most = 12;

struct Asker {
    auth::Identity const *identity = nullptr;
    records::CodeLists const &codes;
};
[[nodiscard]] Brief brief_of(storage::Reader &reader, Asker const &asker, CountryCode country);

} // namespace selatan::briefs
