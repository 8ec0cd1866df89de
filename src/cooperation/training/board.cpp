#include "cooperation/training/board.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/board_store.hpp"
#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/training.hpp"

#include <algorithm>
#include <array>

namespace selatan::training {

namespace {

constexpr std::array acts{
    BoardAct{"eligibility", "judge", Awaited::judge},
    BoardAct{"shortlisting", "shortlist", Awaited::shortlist},
    BoardAct{"acceptance", "accept", Awaited::accept},
    BoardAct{
        .code = "non-acceptance", .verb = "turn_down", .step = Awaited::accept, .says_no = true},
    BoardAct{"lapse", "withdraw", Awaited::confirm_place},
    BoardAct{.code = "country", .place = Place::country},
    BoardAct{.code = "discretionary", .place = Place::discretionary},
    BoardAct{.code = "reserve", .decision = Decision::reserve},
    BoardAct{.code = "rejection", .decision = Decision::rejected},
};

std::vector<Date> birthdays_of(std::vector<Considered> const &all)
{
    std::vector<Date> days;
    days.reserve(all.size());
    for (auto const &one : all) {
        days.push_back(one.value.born_on);
    }
    return days;
}

std::vector<Uuid> ids_of(std::vector<Candidate> const &all)
{
    std::vector<Uuid> ids;
    ids.reserve(all.size());
    for (auto const &one : all) {
        ids.push_back(one.id);
    }
    return ids;
}

/// What the check of eligibility will find.
std::map<Uuid, std::string_view> outcomes_of(storage::Reader &reader, auth::Identity const &by,
                                             CallContext const &call,
                                             std::vector<Candidate> const &chosen)
{
    std::map<Uuid, std::string_view> all;
    if (auto const found = considered(reader, by, ids_of(chosen), records::verbs::see)) {
        KnownOfApplicants const known{reader, call, birthdays_of(*found)};
        for (auto const &one : *found) {
            auto const outcome = static_cast<std::size_t>(judge(findings_of(
                one.value, call.call, call.rules, known.facts_of(one.head.id, one.value))));
            all.emplace(one.head.id, parting_states.at(outcome));
        }
    }
    return all;
}

/// Where more are chosen than there are places. Nobody of them holds one yet.
std::vector<Shortage> shortages_of(storage::Reader &reader, CallContext const &call,
                                   BoardAct const &act, std::vector<Candidate> const &chosen)
{
    std::vector<Shortage> all;
    if (!act.place) {
        return all;
    }
    Places const places{reader, call};
    auto const room_of = [&](std::optional<CountryCode> country) {
        Application somebody;
        somebody.country = country;
        return places.room_for({}, somebody, std::nullopt);
    };
    if (act.place == Place::country) {
        std::map<CountryCode, std::int64_t> of_country;
        for (auto const &one : chosen) {
            if (one.country) {
                ++of_country[*one.country];
            }
        }
        for (auto const &[country, count] : of_country) {
            auto const left = room_of(country).country_left.value_or(0);
            if (left < count) {
                all.push_back({.country = country, .chosen = count, .left = left});
            }
        }
    }
    auto const room = room_of({});
    auto const left = act.place == Place::discretionary
                          ? std::min(room.places_left, room.discretionary_left)
                          : room.places_left;
    auto const count = static_cast<std::int64_t>(chosen.size());
    if (left < count) {
        all.push_back({.country = {}, .chosen = count, .left = left});
    }
    return all;
}

/// Who moves up into these places, one after the other.
std::vector<Waiting> successors_of(std::vector<Candidate> const &leaving,
                                   std::vector<Waiting> waiting)
{
    std::vector<Waiting> all;
    for (auto const &one : leaving) {
        auto const next =
            one.place ? successor(waiting, *one.place, one.country) : std::optional<Uuid>{};
        if (next) {
            auto const found = std::ranges::find(waiting, *next, &Waiting::application);
            all.push_back(std::move(*found));
            waiting.erase(found);
        }
    }
    return all;
}

/// One of many, in their transaction.
Result<Saved> act_on(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                     KnownOfApplicants const &known, Places &free_places, Considered const &one,
                     BoardAct const &act, std::string const &text,
                     std::optional<std::int64_t> reserve_rank)
{
    if (act.checks()) {
        return judge_in(tx, by, call, known, one);
    }
    if (act.lapses()) {
        return lapse_in(tx, by, call, one, text);
    }
    if (act.says_no) {
        return turn_down_in(tx, by, call, one, Assessment{text});
    }
    if (act.step) {
        auto const step =
            act.step == Awaited::shortlist ? Step::agency_shortlisted : Step::institute_accepted;
        return assess_in(tx, by, call, one, step, Assessment{text});
    }
    return propose_in(tx, by, call, free_places, one,
                      {.proposed = act.decision,
                       .place = act.place,
                       .reserve_rank = reserve_rank,
                       .reason = text});
}

/// Of many, the first that cannot be is named with its reason; what is wrong with the text that
/// goes with all stays at its field.
Refusal stopped_by(Refusal refusal, Head const &one, std::string_view text)
{
    if (!text.empty() && refusal.problems.front().field == text) {
        return refusal;
    }
    for (auto &problem : refusal.problems) {
        problem.field.clear(); // of a form for one, which is not on this page
    }
    refusal.problems.insert(refusal.problems.begin(),
                            {"", "training.board_stopped", {{"person", one.title}}});
    return refusal;
}

/// The ranks that are wanted, and for the others the next that nobody has or wants, in order.
class Ranks {
public:
    Ranks(storage::Reader &reader, Uuid call, std::map<Uuid, std::int64_t> const &wanted)
        : m_wanted{&wanted}, m_next{next_reserve_rank(reader, call)}
    {
        for (auto const &[id, rank] : wanted) {
            m_next = std::max(m_next, rank + 1);
        }
    }
    std::int64_t of(Uuid application)
    {
        auto const found = m_wanted->find(application);
        return found == m_wanted->end() ? m_next++ : found->second;
    }

private:
    std::map<Uuid, std::int64_t> const *m_wanted;
    std::int64_t m_next;
};

} // namespace

std::string_view BoardAct::text_field() const
{
    if (is_rejection() || lapses()) {
        return "reason";
    }
    return step && !checks() ? "assessment" : "";
}

bool BoardAct::is_done_by(auth::Identity const &identity) const
{
    return records::could(application_policy, &identity, verb);
}

bool BoardAct::is_offered(CallContext const &call, Date today) const
{
    if (call.state == call_states::results_out || lapses()) {
        return call.state == call_states::results_out && lapses() &&
               decide_lapse(call.call.confirm_by, today).has_value();
    }
    auto const way = call.way();
    if (!step) {
        return call.state == call_states::selecting;
    }
    return checks() || std::ranges::any_of(way, [&](Step each) {
               return awaited_in(way, *state_before(way, each)) == step;
           });
}

bool BoardAct::is_for(Candidate const &one) const
{
    if (lapses()) {
        // Who moved up when the day was past was never asked to answer by it.
        return one.awaits == step && one.due_on.has_value();
    }
    if (step) {
        return one.awaits == step || (checks() && one.state == application_states::incomplete);
    }
    return !one.proposed && one.awaits != Awaited::judge && one.awaits != Awaited::confirm_place &&
           one.state != application_states::incomplete;
}

std::span<BoardAct const> board_acts()
{
    return acts;
}

BoardAct const *board_act(std::string_view code)
{
    auto const *const found = std::ranges::find(acts, code, &BoardAct::code);
    return found == acts.end() ? nullptr : found;
}

Result<void> decide_board(std::string_view call_state)
{
    constexpr std::array with_a_board{call_states::open, call_states::nominations_closed,
                                      call_states::selecting, call_states::results_out};
    if (std::ranges::find(with_a_board, call_state) == with_a_board.end()) {
        return refuse(Decline::conflict, "", "training.not_selecting");
    }
    return {};
}

Result<Foreseen> foresee(storage::Reader &reader, auth::Identity const &by, CallContext const &call,
                         BoardAct const &act, std::span<std::string const> keys)
{
    if (act.lapses()) {
        if (auto const may = decide_lapse(call.call.confirm_by, reader.today()); !may) {
            return refuse(may.error());
        }
    }
    if (keys.empty()) {
        return refuse(Decline::invalid, "applications", "common.required");
    }
    std::map<std::string, Candidate const *, std::less<>> known;
    auto const all = candidates_of(reader, by, call.id);
    for (auto const &one : all) {
        known.emplace(one.id.to_string(), &one);
        known.emplace(one.reference, &one);
    }
    Foreseen foreseen;
    for (auto const &key : keys) {
        auto const found = known.find(key);
        if (found == known.end()) {
            foreseen.absent.push_back(key);
            continue;
        }
        auto const &one = *found->second;
        (act.is_for(one) ? foreseen.affected : foreseen.passed).push_back(one);
    }
    if (act.checks()) {
        foreseen.outcomes = outcomes_of(reader, by, call, foreseen.affected);
    }
    if (act.lapses()) {
        for (auto const &one : foreseen.affected) {
            foreseen.outcomes.emplace(one.id, application_states::withdrawn);
        }
        foreseen.moving_up = successors_of(foreseen.affected, waiting_in(reader, call.id));
    }
    if (act.is_reserve()) {
        foreseen.next_rank = next_reserve_rank(reader, call.id);
    }
    foreseen.shortages = shortages_of(reader, call, act, foreseen.affected);
    return foreseen;
}

Result<BoardDone> act_on_board(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                               BoardAct const &act, BoardWish const &wish)
{
    auto const field = act.text_field();
    if (!field.empty() && wish.text.empty()) {
        return refuse(Decline::invalid, std::string{field}, "common.required");
    }
    auto foreseen = foresee(tx, by, call, act, wish.keys);
    if (!foreseen) {
        return refuse(foreseen.error());
    }
    auto const chosen = considered(tx, by, ids_of(foreseen->affected), act.verb);
    if (!chosen) {
        return refuse(chosen.error());
    }
    struct Batch;
    BoardDone done;
    auto const batch = tx.new_id<Batch>().uuid();
    if (!act.lapses() && !chosen->empty()) {
        done.batch = batch;
    }
    done.passed = std::move(foreseen->passed);
    done.absent = std::move(foreseen->absent);
    Places free_places{tx, call};
    Ranks ranks{tx, call.id, wish.ranks};
    KnownOfApplicants const known{tx, call,
                                  act.checks() ? birthdays_of(*chosen) : std::vector<Date>{}};
    for (auto const &one : *chosen) {
        auto const rank = act.is_reserve() ? std::optional{ranks.of(one.head.id)} : std::nullopt;
        auto const saved = act_on(tx, by, call, known, free_places, one, act, wish.text, rank);
        if (!saved) {
            return refuse(stopped_by(saved.error(), one.head, field));
        }
        ++done.count;
        ++done.went[saved->state];
        if (done.batch) {
            put_in_batch(tx, batch, call, act.code, one, saved->version);
        }
    }
    free_places.save(tx);
    return done;
}

Result<BoardUndone> undo_on_board(storage::Tx &tx, auth::Identity const &by,
                                  CallContext const &call, Uuid batch)
{
    BoardUndone undone;
    std::map<Uuid, InBatch> before;
    std::vector<Uuid> ids;
    for (auto &one : batch_of(tx, call.id, batch)) {
        if (one.is_untouched) {
            ids.push_back(one.application);
            before.emplace(one.application, std::move(one));
        } else {
            undone.left.push_back(std::move(one.name));
        }
    }
    auto const *const act = before.empty() ? nullptr : board_act(before.begin()->second.act);
    if (act != nullptr && !act->is_done_by(by)) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    // Whoever is found incomplete or not eligible has left the states that are decided on.
    auto const verb = act == nullptr || !act->step ? "take_back"
                      : act->is_answer()           ? "undo_answers"
                      : act->checks()              ? act->verb
                                                   : "take_back";
    auto const all = considered(tx, by, ids, verb);
    if (!all) {
        return refuse(all.error());
    }
    Places free_places{tx, call};
    for (auto const &one : *all) {
        auto const &was = before.at(one.head.id);
        auto const done = act != nullptr && act->step
                              ? put_back_in(tx, by, one, was.earlier)
                              : take_back_in(tx, by, call, free_places, one);
        if (!done) {
            return refuse(stopped_by(done.error(), one.head, {}));
        }
        take_out_of_batch(tx, batch, was, done->version);
        ++undone.count;
    }
    free_places.save(tx);
    return undone;
}

} // namespace selatan::training
