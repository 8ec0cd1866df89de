/// \file
/// South-South cooperation among reported activities: what the program found and why, and what
/// officers say of it.
#pragma once

#include "base/id.hpp"
#include "base/result.hpp"
#include "engine/south_south/south_south.hpp"
#include "exchange/flows/sides.hpp"
#include "exchange/flows/told.hpp"
#include "exchange/reported/activity.hpp"
#include "platform/events/event.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported_flows {

/// What was found of one version of an activity.
struct Judged {
    std::int64_t activity = 0;
    std::int64_t publisher = 0;
    std::int64_t identifier = 0;
    std::int64_t batch = 0;
    south_south::Finding finding;
    std::vector<south_south::Party> parties; ///< of what was found
};
void find_south_south(reported::Activity const &activity, Sides &sides, Judged &judged);

/// Finds for those at these places that stand and have no finding yet.
[[nodiscard]] std::vector<Judged> find_new(storage::Reader &reader, Places const &places,
                                           Sides &sides);
/// Keeps what was found, as far as it stands, and forgets what no longer does; by how many there
/// are more.
std::int64_t write_judged(storage::Tx &tx, Places const &places, std::vector<Judged> const &judged);

enum class Verdict { south_south, triangular, neither };
[[nodiscard]] std::string_view to_code(Verdict verdict);
[[nodiscard]] bool from_code(std::string_view code, Verdict &verdict);

struct Said {
    Verdict verdict = Verdict::neither;
    std::string reason;
    std::string by; ///< the person's name
    Instant at;
};

/// One publisher's activity with what was found.
struct FoundActivity {
    std::int64_t id = 0;
    std::string identifier;
    std::string title;
    std::string publisher;
    south_south::Finding finding;
    std::optional<Said> said; ///< the latest
};

/// Those that a list shows.
enum class Which {
    open,      ///< found, and nobody has said anything
    confirmed, ///< an officer says that they are
    refused,   ///< an officer says that they are not
};
[[nodiscard]] std::string_view to_code(Which which);
[[nodiscard]] bool from_code(std::string_view code, Which &which);

struct FindingFilter {
    Which which = Which::open;
    std::optional<south_south::Level> level; ///< nothing: all but `no`
    std::int64_t after = 0;                  ///< keyset: the last id shown
    int limit = 50;
};
[[nodiscard]] std::vector<FoundActivity> findings(storage::Reader &reader,
                                                  FindingFilter const &filter);
/// Of these activities, as far as there is a finding; in any order.
[[nodiscard]] std::vector<FoundActivity> findings_of(storage::Reader &reader,
                                                     std::vector<std::int64_t> const &activities);
[[nodiscard]] std::optional<FoundActivity> finding_of(storage::Reader &reader,
                                                      std::int64_t activity);

struct LevelCount {
    south_south::Level level = south_south::Level::no;
    std::int64_t found = 0;
    std::int64_t said = 0; ///< of these, officers judged
};
/// Of what was found: all levels but `no`.
[[nodiscard]] std::vector<LevelCount> level_counts(storage::Reader &reader);

/// What an officer says replaces what was said before; both stay in the history. Refuses, in this
/// order: an activity that does not stand (not_found), a verdict without a reason
/// (`flows.reason_required`), the same verdict again (`flows.said_already`).
[[nodiscard]] Result<void> say(storage::Tx &tx, events::Actor const &actor, std::int64_t activity,
                               Verdict verdict, std::string const &reason);

/// The kind of a verdict's events; their record is the verdict's id.
inline constexpr std::string_view verdict_kind = "south_south_verdict";

} // namespace selatan::reported_flows
