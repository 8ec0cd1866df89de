/// \file
/// The board: many applications of a call at once, from the check of eligibility to the selection.
/// Whoever acts sees before what would come of it, acts for all of them or none, and undoes it of
/// everybody on whom nobody has acted since.
#pragma once

#include "cooperation/training/application_store.hpp"
#include "cooperation/training/selection.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::training {

/// What may be done with many: a step of the scheme's way; or a proposal: a decision and, of a
/// selection, the quota it comes out of.
struct BoardAct {
    std::string_view code;             ///< in the URL
    std::string_view verb = "propose"; ///< of each application
    std::optional<Awaited> step = {};  ///< nothing: a proposal
    Decision decision = Decision::selected;
    std::optional<Place> place = {};
    bool says_no = false; ///< the step is not taken: the institute does not accept

    [[nodiscard]] bool checks() const { return step == Awaited::judge; }
    /// Places that were not confirmed in time are taken back. It is not undone: they have gone on.
    [[nodiscard]] bool lapses() const { return step == Awaited::confirm_place; }
    /// The institute's own answer, for which it has the board too.
    [[nodiscard]] bool is_answer() const { return step == Awaited::accept; }
    [[nodiscard]] bool is_rejection() const { return !step && decision == Decision::rejected; }
    [[nodiscard]] bool is_reserve() const { return !step && decision == Decision::reserve; }
    /// The text that goes with it: "reason", "assessment"; empty: none does.
    [[nodiscard]] std::string_view text_field() const;
    /// Does `identity` do this to anybody's application?
    [[nodiscard]] bool is_done_by(auth::Identity const &identity) const;
    /// Is it among what can be done with applications of this call now?
    [[nodiscard]] bool is_offered(CallContext const &call, Date today) const;
    /// Is this one's turn, for that? Who lacked papers is checked again; who moved up when the last
    /// day for confirming was past keeps the place until there is a new one. What stands proposed
    /// is changed one by one, so that taking back what many got leaves nobody with less than
    /// before.
    [[nodiscard]] bool is_for(Candidate const &one) const;
};
[[nodiscard]] std::span<BoardAct const> board_acts();
/// Null: there is none of that code.
[[nodiscard]] BoardAct const *board_act(std::string_view code);

/// Where the check of eligibility parts them.
inline constexpr std::array parting_states{
    application_states::eligible, application_states::incomplete, application_states::ineligible};

/// `training.not_selecting`: a call has a board from its opening until its participants are
/// confirmed.
[[nodiscard]] Result<void> decide_board(std::string_view call_state);

/// More people than places: of a country, or (none) of the course or at discretion.
struct Shortage {
    std::optional<CountryCode> country;
    std::int64_t chosen = 0;
    std::int64_t left = 0;
};

/// What would come of an act, before anything happens.
struct Foreseen {
    std::vector<Candidate> affected;           ///< in the order in which they were named
    std::vector<Candidate> passed;             ///< it is not their turn
    std::vector<std::string> absent;           ///< keys of nobody who stands on the board
    std::map<Uuid, std::string_view> outcomes; ///< the state after a check or a lapse
    std::vector<Shortage> shortages;
    std::vector<Waiting> moving_up; ///< from the reserve, into places that lapse
    std::int64_t next_rank = 1;     ///< the first that is free on the reserve list
};
/// Of those that `keys` name, by id or reference. Refuses `common.required` (nobody named) on
/// "applications", and what `decide_lapse` refuses.
[[nodiscard]] Result<Foreseen> foresee(storage::Reader &reader, auth::Identity const &by,
                                       CallContext const &call, BoardAct const &act,
                                       std::span<std::string const> keys);

struct BoardWish {
    records::Codes keys;                ///< ids or references, in the order wanted
    std::string text;                   ///< of `BoardAct::text_field`
    std::map<Uuid, std::int64_t> ranks; ///< on the reserve list; of the others: as they are named
};
struct BoardDone {
    std::optional<Uuid> batch; ///< nothing: it is not undone
    std::int64_t count = 0;
    std::map<std::string, std::int64_t, std::less<>> went; ///< how many into which state
    std::vector<Candidate> passed;                         ///< as in Foreseen
    std::vector<std::string> absent;
};
/// For all of them or none. Refuses what `foresee` refuses, `common.required` on the text's field,
/// and what the verb of each refuses, after `training.board_stopped` with the person's name.
[[nodiscard]] Result<BoardDone> act_on_board(storage::Tx &tx, auth::Identity const &by,
                                             CallContext const &call, BoardAct const &act,
                                             BoardWish const &wish);

struct BoardUndone {
    std::int64_t count = 0;
    std::vector<std::string> left; ///< names of those on whom somebody has acted since
};
/// Refuses `common.forbidden` of a batch that is not the identity's to make. Everybody stands as
/// before the batch, but those on whom somebody has acted since: they stay.
[[nodiscard]] Result<BoardUndone> undo_on_board(storage::Tx &tx, auth::Identity const &by,
                                                CallContext const &call, Uuid batch);

} // namespace selatan::training
