/// \file
/// Writing the two files, and the act of publishing: it gives each project its identifier and
/// remembers what was told. From then on the portal's files follow what is public by themselves;
/// what is withdrawn is gone at once, since nothing but the identifier is kept.
#pragma once

#include "base/result.hpp"
#include "exchange/iati_out/readiness.hpp"
#include "platform/auth/identity.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace selatan::iati_out {

/// An activity as it stands in the file, without the instant of its last change.
struct Rendered {
    std::string xml;
    std::string digest;         ///< SHA-256 of `xml`
    std::uint64_t replaced = 0; ///< characters that XML does not allow
};

/// A project as an activity, and what is missing; not ready where our own validator has anything to
/// say against it. Rendered when it is ready.
struct Prepared {
    std::vector<Missing> missing;
    Rendered rendered;

    [[nodiscard]] bool is_ready() const { return iati_out::is_ready(missing); }
};
[[nodiscard]] Prepared prepare(ToldActivity const &told, ToldPublisher const &publisher,
                               reference::Codelists const &lists, Date today);
/// When what is told changed: as remembered, unless it reads otherwise by now.
[[nodiscard]] Instant changed_at(ToldActivity const &told, Rendered const &rendered);

/// Why a project is not in the file, or what of it was changed.
struct Note {
    std::string reference;
    std::string title;
    std::string_view code; ///< in `publishing.missing`
    std::string what;
    bool is_out = false;
};
struct Written {
    std::int64_t activities = 0;
    std::int64_t left_out = 0;
    Instant newest; ///< the latest change of what was written
    std::vector<Note> notes;
};

/// Writes what was published before and still is public and ready. Without activities nothing is
/// written: the standard has no file without any.
[[nodiscard]] Written write_activities(storage::Reader &reader, ToldPublisher const &publisher,
                                       xml::Output const &output);
[[nodiscard]] Written write_organisation(storage::Reader &reader, ToldPublisher const &publisher,
                                         xml::Output const &output);

struct Published {
    std::int64_t activities = 0;
    std::int64_t fresh = 0; ///< of them, published for the first time
    std::int64_t left_out = 0;
    bool is_written = true; ///< false: nothing differed from the last time
};
/// A person's publication is remembered even when nothing changed: somebody looked.
enum class Writes : std::uint8_t { always, what_changed };
/// `publishing.no_publisher` while nobody is named as who publishes. Ends what failed before.
[[nodiscard]] Result<Published> publish(storage::Tx &tx, auth::Identity const &by,
                                        std::string const &base_url,
                                        Writes writes = Writes::always);

/// Remembers why publishing does not go through, since when, for the desk of who can mend it.
void note_failure(storage::Tx &tx, auth::Identity const &by, std::string const &base_url,
                  std::string const &why);

} // namespace selatan::iati_out
