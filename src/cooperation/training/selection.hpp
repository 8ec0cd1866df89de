/// \file
/// Selection: who gets a place out of which quota, who waits in which order, who does not get one
/// and why. Proposed while the call is selecting, told to all at once, and moved up when a place
/// becomes free. Places held are rows that never exceed their limit.
#pragma once

#include "cooperation/training/application.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::training {

struct CallContext;
struct Considered;
class Places;

struct Proposal {
    Decision proposed = Decision::selected;
    std::optional<Place> place;               ///< of who is selected
    std::optional<std::int64_t> reserve_rank; ///< of who waits
    std::string reason;                       ///< of who is rejected; told to the applicant's side
};

/// Room in a call, this application's own place left out.
struct Room {
    std::int64_t places_left = 0;
    std::int64_t discretionary_left = 0;
    std::optional<std::int64_t> country_left; ///< none: the country has no quota
    bool rank_is_taken = false;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `training.not_selecting` (the call's state); `training.decided_too_early` (steps before it are
/// outstanding); of who is selected `common.required` on "place", `training.call_full`,
/// `training.quota_missing`, `training.quota_full`, `training.discretionary_full` on "place"; of
/// who waits `common.required` and `training.rank_taken` on "reserve_rank"; of who is rejected
/// `common.required` on "reason".
[[nodiscard]] Result<void> decide_propose(std::string_view call_state, std::span<Step const> way,
                                          std::string_view state, Room const &room,
                                          Proposal const &wanted);
/// `training.not_selecting`; `training.no_proposal`.
[[nodiscard]] Result<void> decide_take_back(std::string_view call_state,
                                            Application const &application);
/// `training.undecided`: so many applications have no proposal yet.
[[nodiscard]] Result<void> decide_announce(std::int64_t undecided);
/// `training.unanswered`: so many who were selected have neither confirmed nor declined.
[[nodiscard]] Result<void> decide_confirm_call(std::int64_t unanswered);

/// Who waits, as the rule of moving up looks at them.
struct Waiting {
    Uuid application;
    std::optional<CountryCode> country;
    std::int64_t reserve_rank = 0;
    std::string title;
    std::string reference;
};
/// Who takes a place that became free: of a country's place, the first of its own reserves; of a
/// discretionary one, the first of all. Nobody: the place stays free.
[[nodiscard]] std::optional<Uuid> successor(std::vector<Waiting> const &waiting, Place place,
                                            std::optional<CountryCode> country);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Proposal const &wanted);
/// One of many in one transaction: who saves `free_places` at the end saves what all came to.
[[nodiscard]] Result<Saved> propose_in(storage::Tx &tx, auth::Identity const &by,
                                       CallContext const &call, Places &free_places,
                                       Considered const &one, Proposal const &wanted);
/// Undecided again; a place that was held is free.
[[nodiscard]] Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version);
[[nodiscard]] Result<Saved> take_back_in(storage::Tx &tx, auth::Identity const &by,
                                         CallContext const &call, Places &free_places,
                                         Considered const &one);
/// Every proposal becomes a result, what is incomplete has come too late, and every applicant is
/// written their own, whoever is not eligible too.
void tell_results(storage::Tx &tx, auth::Identity const &by, Uuid call);

/// Whoever was selected and has not answered is written by when to do so.
void ask_to_confirm(storage::Tx &tx, auth::Identity const &by, Uuid call);
/// `training.confirmation_open`: nobody said by when places are confirmed, or that day is not past.
[[nodiscard]] Result<void> decide_lapse(std::optional<Date> confirm_by, Date today);
/// The place was not confirmed in time: as `withdraw`, and the applicant is written.
[[nodiscard]] Result<Saved> lapse_in(storage::Tx &tx, auth::Identity const &by,
                                     CallContext const &call, Considered const &one,
                                     std::string const &reason);

/// What becomes of the place happens in the same transaction (`place_keeper.hpp`).
[[nodiscard]] Result<Saved> confirm_place(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version);
/// The place becomes free, and whoever is next moves up, in the same transaction. Refuses
/// what the place's keeper refuses.
[[nodiscard]] Result<Saved> decline(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Leaving const &wanted);
[[nodiscard]] Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Leaving const &wanted);

} // namespace selatan::training
