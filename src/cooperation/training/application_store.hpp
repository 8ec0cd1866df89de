/// \file
/// What applications ask the database besides their own fields.
#pragma once

#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/selection.hpp"

#include <map>
#include <optional>
#include <span>
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

/// What the rules ask of applicants beside their own words: of any number of them by two queries.
class KnownOfApplicants {
public:
    KnownOfApplicants(storage::Reader &reader, CallContext const &call,
                      std::vector<Date> const &born_on);
    /// Of somebody who was born on one of those days.
    [[nodiscard]] ApplicantFacts facts_of(Uuid application, Application const &value) const;

private:
    struct Course {
        Uuid application;
        std::string person; ///< folded
    };
    std::optional<Date> m_course_starts;
    Invited m_invited;
    std::multimap<Date, Course> m_courses_before; ///< of the same scheme, by the day of birth
};
[[nodiscard]] Nominees nominees_of(storage::Reader &reader, CallContext const &call,
                                   Uuid application, Application const &value,
                                   std::int64_t wanted_rank);

/// The places and the reserve list of a call while they change hands: read once, counted here,
/// written by save(). The tables' named constraints have the last word.
class Places {
public:
    Places(storage::Reader &reader, CallContext const &call);

    /// What there is for this application, its own place left out.
    [[nodiscard]] Room room_for(Uuid application, Application const &value,
                                std::optional<std::int64_t> wanted_rank) const;
    /// What `before` held is free, and what `after` holds is taken.
    void change(Uuid application, Application const &before, Application const &after);
    void save(storage::Tx &tx);

private:
    struct Quota {
        std::int64_t left = 0;
        std::int64_t held_more = 0; ///< than the database knows
    };
    void hold(Application const &value, std::int64_t count);

    Uuid m_call;
    Quota m_all;
    Quota m_discretionary;
    std::map<CountryCode, Quota> m_countries;
    std::map<std::int64_t, Uuid> m_ranks;
};

/// An application that something is to be done with, read with many others by few queries.
struct Considered {
    Head head;
    Application value;
};
/// As `records::find_each`.
[[nodiscard]] Result<std::vector<Considered>> considered(storage::Reader &reader,
                                                         auth::Identity const &identity,
                                                         std::span<Uuid const> ids,
                                                         std::string_view verb);

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
    std::optional<Date> due_on; ///< by when whoever is selected answers; nothing: no day was named
};
/// Those of a call that `identity` may decide, or that an institute answers for (what is proposed
/// is not told it), in the order of country and nomination.
[[nodiscard]] std::vector<Candidate> candidates_of(storage::Reader &reader,
                                                   auth::Identity const &identity, Uuid call);
/// The first place on the reserve list behind all that are taken.
[[nodiscard]] std::int64_t next_reserve_rank(storage::Reader &reader, Uuid call);

[[nodiscard]] std::vector<Uuid> proposed_in(storage::Reader &reader, Uuid call);
/// Those of a call in a state.
[[nodiscard]] std::vector<Uuid> standing_at(storage::Reader &reader, Uuid call,
                                            std::string_view state);
/// By when whoever is selected answers; their lists and desks tell it.
void set_answers_due(storage::Tx &tx, Uuid call, std::optional<Date> day);
/// Those who wait for an employer, a focal point or a mission.
[[nodiscard]] std::int64_t on_the_way_to(storage::Reader &reader, Uuid call);
[[nodiscard]] std::int64_t undecided_in(storage::Reader &reader, Uuid call);
[[nodiscard]] std::int64_t unanswered_in(storage::Reader &reader, Uuid call);
[[nodiscard]] std::vector<Waiting> waiting_in(storage::Reader &reader, Uuid call);

} // namespace selatan::training
