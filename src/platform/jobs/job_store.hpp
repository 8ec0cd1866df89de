/// \file
/// What the runner asks of the database. Not for others.
#pragma once

#include "platform/jobs/job.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::jobs {

/// Takes the lease, or keeps it: false while another runner holds it.
[[nodiscard]] bool hold_lease(storage::Tx &tx, Uuid holder, Instant expires);
[[nodiscard]] bool is_leased_to_another(storage::Reader &reader, Uuid holder);
/// A runner that was suspended for longer than its lease finds out here.
[[nodiscard]] bool holds_lease(storage::Reader &reader, Uuid holder);
void give_back_lease(storage::Tx &tx, Uuid holder);

/// Ends the attempts that nobody works on any more: those of servers that died, and those whose end
/// could not be written down. `active` says which claims are worked on; it is asked after the
/// transaction has its snapshot, so that no claim made before it is missing.
void take_over(storage::Tx &tx, std::function<std::vector<Uuid>()> const &active);

struct Recurrence {
    std::string kind;
    std::chrono::microseconds interval{};
};
/// Whether there is anything for `queue_recurring` or `claim` to do.
[[nodiscard]] bool is_anything_due(storage::Reader &reader, std::span<std::string const> kinds,
                                   std::span<Recurrence const> recurrences);
void queue_recurring(storage::Tx &tx, std::span<Recurrence const> recurrences);

struct Claimed {
    Id<Job> id;
    std::string kind;
    std::string payload;
    int attempt = 0;
    int max_attempts = 0;
};
/// Begins the next attempt that is due. Two jobs of one unique key never run at the same time.
[[nodiscard]] std::optional<Claimed> claim(storage::Tx &tx, Uuid claim,
                                           std::span<std::string const> kinds);

void write_progress(storage::Tx &tx, Id<Job> id, Uuid claim, Progress const &progress);

// The ends of an attempt. False when the claim is no longer held: then nothing changes.
[[nodiscard]] bool end_done(storage::Tx &tx, Id<Job> id, Uuid claim);
[[nodiscard]] bool end_dead(storage::Tx &tx, Id<Job> id, Uuid claim, std::string_view error);
[[nodiscard]] bool end_waiting(storage::Tx &tx, Id<Job> id, Uuid claim, Instant run_at,
                               int attempts, std::string_view error);

/// Forgets jobs that were done before.
void prune(storage::Tx &tx, Instant before);

} // namespace selatan::jobs
