/// \file
/// What is kept of reported activities.
#pragma once

#include "exchange/reported/activity.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::reported {

/// The XML of an activity, of any version, byte for byte; nothing when there is no such.
[[nodiscard]] std::optional<std::string> source_of(storage::Reader &reader, std::int64_t activity);
/// Several, in the order asked. One that is not there throws DamagedSource.
[[nodiscard]] std::vector<std::string> sources_of(storage::Reader &reader,
                                                  std::vector<std::int64_t> const &activities);
/// What it says, in full.
[[nodiscard]] std::optional<Activity> activity_of(storage::Reader &reader, std::int64_t activity);
/// All that stand, in the order of their numbers, until `take` says false.
void each_standing(storage::Reader &reader,
                   std::function<bool(std::int64_t id, Activity const &activity)> const &take);

/// Several in full, in the order asked; those that are not there are left out.
[[nodiscard]] std::vector<std::pair<std::int64_t, Activity>>
activities_of(storage::Reader &reader, std::vector<std::int64_t> const &activities);

// -- Lists --------------------------------------------------------------------------------------

/// An activity in a list.
struct Listed {
    std::int64_t id = 0;
    std::string identifier;
    std::string publisher_ref;
    std::string publisher_name;
    std::string title;
    Narratives titles; ///< where there are several
    std::string status;
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::int64_t occurrence = 1;
    std::int64_t version = 1;
    std::string import; ///< the reference of the import that brought it
    std::string file;   ///< the name of the file that told it
    bool stands = true;
    bool is_vanished = false;
    std::int64_t notes = 0;

    [[nodiscard]] std::string_view title_for(std::string_view language) const
    {
        return titles.empty() ? std::string_view{title} : text_for(titles, language);
    }
};

/// What a list is asked for. Those that stand, newest first.
struct Wanted {
    std::vector<std::string> facets;    ///< all of them: "country:TL", "year:2019"
    std::string words;                  ///< of the title
    std::string identifier;             ///< exactly
    std::optional<std::int64_t> before; ///< the last that was shown
    int limit = 50;
};
[[nodiscard]] std::vector<Listed> list(storage::Reader &reader, Wanted const &wanted);
/// Exactly, up to `most`; `most` + 1 beyond.
[[nodiscard]] std::int64_t count(storage::Reader &reader, Wanted const &wanted, std::int64_t most);

[[nodiscard]] std::optional<Listed> find(storage::Reader &reader, std::int64_t activity);
/// Every version of what that one is a version of, oldest first.
[[nodiscard]] std::vector<Listed> versions_of(storage::Reader &reader, std::int64_t activity);
/// Other words on the same identifier that stand: other publishers', or further occurrences.
[[nodiscard]] std::vector<Listed> told_by_others(storage::Reader &reader, std::int64_t activity);
/// Those that stand and name that one as related.
[[nodiscard]] std::vector<Listed> naming(storage::Reader &reader, std::int64_t activity, int limit);
/// The numbers of what stands under these identifiers, the first of each.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>>
standing_under(storage::Reader &reader, std::vector<std::string> const &identifiers);

/// A publisher with what is kept of it.
struct Publisher {
    std::string ref;
    std::string name;
    std::int64_t activities = 0; ///< that stand
    std::int64_t files = 0;      ///< by name
    std::int64_t notes = 0;      ///< of the last import
    std::string last_import;     ///< its reference
    std::optional<Instant> last_import_at;
};
[[nodiscard]] std::vector<Publisher> publishers(storage::Reader &reader);
/// The one that reports under `ref`, if any does.
[[nodiscard]] std::optional<Publisher> publisher_of(storage::Reader &reader,
                                                    std::string const &ref);

/// What one file told of a publisher's.
struct PublisherFile {
    std::string reference; ///< of its import
    std::string source;
    std::string state;
    Instant at;
    std::int64_t activities = 0;
    std::int64_t fresh = 0;
    std::int64_t changed = 0;
    std::int64_t vanished = 0;
    std::int64_t notes = 0;
};
/// The newest first; at most `limit`.
[[nodiscard]] std::vector<PublisherFile> files_of(storage::Reader &reader, std::string const &ref,
                                                  int limit);

/// How many activities have a code.
struct CodeCount {
    std::string code;
    std::int64_t activities = 0;
};
/// Of what stands and passes every filter, how much has each code of a kind of facet: the most
/// frequent first, at most `limit`.
[[nodiscard]] std::vector<CodeCount> count_by(storage::Reader &reader, Wanted const &wanted,
                                              std::string_view kind, std::size_t limit);
/// Empty where nobody reports under it, or without a name.
[[nodiscard]] std::string publisher_name(storage::Reader &reader, std::string const &ref);

/// The codes that there are of a kind, in their order; at most `limit`.
[[nodiscard]] std::vector<std::string> facet_codes(storage::Reader &reader, std::string_view kind,
                                                   int limit);

} // namespace selatan::reported
