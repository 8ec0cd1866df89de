/// \file
/// What everybody may read, as the database gives it: no value of a topic that is not public leaves
/// these queries (public_topic, schema/).
#pragma once

#include "cooperation/portal/consent.hpp"
#include "platform/i18n/multilingual.hpp"
#include "platform/records/access.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace selatan::portal {

/// A party as the public meets it.
struct PublicParty {
    std::string name;
    std::optional<CountryCode> country; ///< of the party, or where its office is
    bool is_country = false;            ///< takes part as a country, not as an office in it
    records::Codes roles;
    std::optional<std::int64_t> share; ///< per cent; with `contribution`, on its own consent
    std::string contribution;
    std::string basis; ///< code; with `basis_document` and `in_force_on`, of the topic documents
    std::string basis_document;
    std::optional<Date> in_force_on;
};

/// A project with those of its fields that are public; the others are empty.
struct PublicProject {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    std::string objective;
    std::string arrangement;
    std::string geography;
    std::string domain;
    records::Codes modalities;
    std::string sector;
    records::Codes sdgs;
    std::vector<Topic> topics;
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::optional<std::int64_t> amount; ///< planned, in whole units
    std::optional<Currency> currency;
    std::optional<std::int64_t> women; ///< reached, as verified; nothing: nobody said how many
    std::optional<std::int64_t> men;
    std::string results;  ///< expected
    Instant published_at; ///< when the last of the consents was given

    [[nodiscard]] bool shows(Topic topic) const;
};

/// What a country does in a project. Equal partners both ask and provide.
enum class Part { asks, provides, facilitates };
[[nodiscard]] std::string_view to_code(Part part);
[[nodiscard]] bool from_code(std::string_view code, Part &part);

/// All of them together; what is empty does not narrow. `part`, `from` and
/// `from_name` belong to a country.
struct ProjectFilter {
    std::optional<CountryCode> country;
    /// What the country does in it; with `from` or `from_name`, what they do for the country.
    std::optional<Part> part;
    std::optional<CountryCode> from;
    std::string from_name; ///< of who has no country
    std::string sector;    ///< a category of three digits has its purposes with it
    std::string goal;      ///< of the SDGs, with its targets
    std::string modality;
    std::optional<int> year; ///< some day of it; only projects whose dates are public
    std::optional<Topic> topic;
    std::string reference;
};

/// The newest first: older than `after`, at most `most`.
[[nodiscard]] std::vector<PublicProject> public_projects(storage::Reader &reader,
                                                         ProjectFilter const &filter, int most,
                                                         std::optional<Uuid> after = {});
/// Every one of them, one after the other.
void each_public_project(storage::Reader &reader, ProjectFilter const &filter,
                         std::function<void(PublicProject const &)> const &take);
/// Those whose consents were given last first: what an observer of the portal has not seen yet.
[[nodiscard]] std::vector<PublicProject> newest_publications(storage::Reader &reader, int most);
[[nodiscard]] std::int64_t count_public_projects(storage::Reader &reader,
                                                 ProjectFilter const &filter);
/// Those who take part, each with what is public of it; nobody where the project is not.
[[nodiscard]] std::vector<PublicParty> public_parties(storage::Reader &reader, Uuid project);
/// The parties of every public project, by project.
void each_public_party(storage::Reader &reader,
                       std::function<void(Uuid const &project, PublicParty const &)> const &take);

/// Where a project's activities take place.
struct Place {
    std::string venue;
    std::optional<CountryCode> country;
};
[[nodiscard]] std::vector<Place> public_places(storage::Reader &reader, Uuid project);

/// A verified activity of a project whose numbers of people are public; its day and place as far as
/// those are.
struct PublicActivity {
    std::string modality;
    std::optional<Date> ended_on;
    Place place;
    std::optional<std::int64_t> women;
    std::optional<std::int64_t> men;
};
/// Those that say whom they reached: a project's numbers of people are their sums.
[[nodiscard]] std::vector<PublicActivity> public_activities(storage::Reader &reader, Uuid project);

/// Projects of which everybody may read this, as a condition over a table `n` with a column
/// `project`: for what other capabilities tell of them. `only`: one of them.
[[nodiscard]] records::Filter where_public(Topic topic, std::optional<Uuid> only = {});

// -- Figures --------------------------------------------------------------------------------------

struct Totals {
    std::int64_t projects = 0;
    std::int64_t with_people = 0; ///< those whose numbers of people are public
    std::int64_t people = 0;
};
[[nodiscard]] Totals totals(storage::Reader &reader);

struct CountryFigures {
    CountryCode country;
    std::int64_t projects = 0;
    std::int64_t asks = 0;
    std::int64_t provides = 0;
    std::int64_t facilitates = 0;
};
/// By code.
[[nodiscard]] std::vector<CountryFigures> country_figures(storage::Reader &reader);

struct CodeFigure {
    std::string code;
    std::int64_t projects = 0;
};
[[nodiscard]] std::vector<CodeFigure> sector_figures(storage::Reader &reader);
/// Goals, not targets: a project counts once for each goal.
[[nodiscard]] std::vector<CodeFigure> goal_figures(storage::Reader &reader);

/// From who provides or facilitates to who asks. A party without a country goes by its name.
struct Flow {
    std::string from; ///< a country's code, or a name
    bool from_is_country = false;
    bool facilitates = false;
    CountryCode to;
    std::int64_t projects = 0;
};
[[nodiscard]] std::vector<Flow> flows(storage::Reader &reader);

struct PlanTotal {
    std::int64_t year = 0;
    Currency currency;
    std::int64_t ceiling = 0;
    std::int64_t established = 0;
};
/// Of the plans in force since `first_year`: of the whole ceiling, and nothing of its parts.
[[nodiscard]] std::vector<PlanTotal> plan_totals(storage::Reader &reader, std::int64_t first_year);

struct PublicCall {
    std::string reference;
    std::string title;
    i18n::MultilingualText titles;
    std::string institute;
    std::string state;
    std::int64_t places = 0;
    std::optional<Date> opens_on;
    std::optional<Date> closes_on;
    std::string time_zone;
};
/// Open or announced to everybody, before their deadline; the earliest first.
[[nodiscard]] std::vector<PublicCall> public_calls(storage::Reader &reader);

} // namespace selatan::portal
