/// \file
/// The search for counterparts: everything that others tell streams past our projects once.
#pragma once

#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/ours.hpp"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace selatan::reconciliation {

/// A pair that is likely.
struct Found {
    std::size_t ours = 0; ///< place among the projects
    Counterpart told;
    linkage::Likeness likeness;
};

struct Searched {
    std::int64_t looked_at = 0; ///< accounts of others
    std::int64_t proposed = 0;
    std::int64_t proposed_again = 0; ///< refused or lapsed before, and something new speaks for it
    std::int64_t lapsed = 0;         ///< proposed before, and no longer likely
    std::int64_t compared = 0;       ///< confirmed ones, compared anew
};

/// Of one project so many are proposed at most: more is noise that nobody reads.
inline constexpr std::size_t proposed_most = 8;

/// Looks for what tells of these projects, on a snapshot. Reads every title that is told once, and
/// in full only what resembles one of ours.
[[nodiscard]] std::vector<Found> look_for(storage::Reader &reader, std::vector<Ours> const &ours,
                                          std::function<bool()> const &should_stop,
                                          std::int64_t &looked_at);

/// Looks, proposes what is new, lets lapse what is no longer likely, and compares what is confirmed
/// anew. What officers judged stays as they judged it.
Searched search(storage::Store &store, std::function<bool()> const &should_stop = {});
/// The same, unless nothing that it would look at has changed since the last time.
Searched search_if_changed(storage::Store &store, std::function<bool()> const &should_stop = {});

/// Queued whenever what others report changed; one waits for all.
inline constexpr std::string_view search_job = "reconciliation.search";
void ask_for_search(storage::Tx &tx);

} // namespace selatan::reconciliation
