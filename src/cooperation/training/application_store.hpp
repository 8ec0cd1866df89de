/// \file
/// What applications ask the database besides their own fields.
#pragma once

#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/selection.hpp"

#include <optional>
#include <vector>

namespace selatan::training {

/// A call with all that an application's rules look at.
struct CallContext {
    Uuid id;
    Call call;
    std::string state;
    Rules rules; ///< none published yet: none wanted
    std::optional<Date> course_starts;

    [[nodiscard]] std::vector<Step> way() const { return steps_of(rules); }
};
[[nodiscard]] CallContext context_of(storage::Reader &reader, Uuid call);

[[nodiscard]] ApplicantFacts facts_of(storage::Reader &reader, CallContext const &call,
                                      Uuid application, Application const &value);
[[nodiscard]] Nominees nominees_of(storage::Reader &reader, CallContext const &call,
                                   Uuid application, Application const &value,
                                   std::int64_t wanted_rank);
[[nodiscard]] Room room_for(storage::Reader &reader, CallContext const &call, Uuid application,
                            Application const &value, std::optional<std::int64_t> wanted_rank);

/// A place more or less is held, of the call (here as in the database) and of the quota that it
/// comes out of.
void hold_place(storage::Tx &tx, CallContext &call, Place place,
                std::optional<CountryCode> country);
void release_place(storage::Tx &tx, CallContext &call, Place place,
                   std::optional<CountryCode> country);

/// One line of the board: an application that is to be judged, or was, and is to be decided.
struct Candidate {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    std::optional<std::int64_t> nominee_rank;
    std::optional<Decision> proposed;
    std::optional<Place> place;
    std::optional<std::int64_t> reserve_rank;
    std::optional<Awaited> awaits;
};
/// Those of a call that `identity` may decide, in the order of country and nomination.
[[nodiscard]] std::vector<Candidate> candidates_of(storage::Reader &reader,
                                                   auth::Identity const &identity, Uuid call);
/// The first place on the reserve list behind all that are taken.
[[nodiscard]] std::int64_t next_reserve_rank(storage::Reader &reader, Uuid call);
/// Proposals that were made together.
void mark_batch(storage::Tx &tx, Uuid application, Uuid batch);
[[nodiscard]] std::vector<Uuid> proposed_in_batch(storage::Reader &reader, Uuid call, Uuid batch);

[[nodiscard]] std::vector<Uuid> proposed_in(storage::Reader &reader, Uuid call);
[[nodiscard]] std::int64_t undecided_in(storage::Reader &reader, Uuid call);
[[nodiscard]] std::int64_t unanswered_in(storage::Reader &reader, Uuid call);
[[nodiscard]] std::vector<Waiting> waiting_in(storage::Reader &reader, Uuid call);

} // namespace selatan::training
