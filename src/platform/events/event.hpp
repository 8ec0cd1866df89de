/// \file
/// History: one row per act, appended in the transaction of the act and never changed.
/// Values (old, new) live in a payload beside the row, so that a person's data can be erased while
/// the chain of digests still verifies.
#pragma once

#include "base/audience.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::events {

struct Event; ///< names the identity of an event

/// Who acts: a person, in a post, through a door ("web", "api", "cli", "job").
struct Actor {
    std::optional<Uuid> user; ///< nothing when the program itself acts (jobs, init)
    std::optional<Uuid> post;
    std::string via = "web";
};

/// One field's old and new value, as text.
struct Change {
    std::string field;
    std::string before;
    std::string after;
    Audience audience = Audience::internal;
};

struct Act {
    Actor actor;
    std::string kind; ///< the record's noun: "organisation", "request"
    Uuid record;
    std::string verb;   ///< "registered", "changed", "screened"
    std::string reason; ///< in the actor's words; may be empty
    std::vector<Change> changes;
    Audience audience = Audience::internal; ///< who may know that this happened
};

/// Appends the act to the history. Restricted values are never written: such a change keeps its
/// field name and loses both values.
Id<Event> append(storage::Tx &tx, Act const &act);

/// One act as the record page shows it.
struct Entry {
    Id<Event> id;
    std::string kind;
    Uuid record;
    Instant at;
    Actor actor;
    std::string verb;
    std::string reason;
    Audience audience = Audience::internal;
    std::vector<Change> changes; ///< only those that `reader` may see
};

/// The acts on one record that an audience may know of, newest first.
[[nodiscard]] std::vector<Entry> history(storage::Reader &reader, std::string_view kind,
                                         Uuid record, Audience audience, int limit = 200);
/// The newest acts on several records, newest first.
[[nodiscard]] std::vector<Entry> newest_acts(storage::Reader &reader, std::span<Uuid const> records,
                                             Audience audience, int limit);

/// Gives every committed event its place in the chain, oldest first; the leader does this within a
/// second. Returns how many were sealed.
int seal(storage::Tx &tx);
/// Is there an event without a place in the chain?
[[nodiscard]] bool has_unsealed(storage::Reader &reader);

struct ChainCheck {
    std::int64_t sealed = 0;
    std::int64_t unsealed = 0;
    std::int64_t erased = 0;            ///< sealed events whose payload was erased
    std::optional<Id<Event>> broken_at; ///< the first event that does not verify
};
[[nodiscard]] ChainCheck verify(storage::Reader &reader);

} // namespace selatan::events
