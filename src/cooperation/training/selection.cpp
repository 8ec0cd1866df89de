#include "cooperation/training/selection.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/applicant_news.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/place_keeper.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

namespace states = application_states;

bool is_judged(std::string_view state)
{
    return state == states::eligible || state == to_code(Step::agency_shortlisted) ||
           state == to_code(Step::institute_accepted);
}

Result<void> decide_place(Room const &room, std::optional<Place> place)
{
    if (!place) {
        return refuse(Decline::invalid, "place", "common.required");
    }
    if (room.places_left <= 0) {
        return refuse(Decline::conflict, "place", "training.call_full");
    }
    if (*place == Place::discretionary) {
        if (room.discretionary_left <= 0) {
            return refuse(Decline::conflict, "place", "training.discretionary_full");
        }
        return {};
    }
    if (!room.country_left) {
        return refuse(Decline::conflict, "place", "training.quota_missing");
    }
    if (*room.country_left <= 0) {
        return refuse(Decline::conflict, "place", "training.quota_full");
    }
    return {};
}

Application load_application(storage::Reader &reader, Uuid id)
{
    auto application = records::load(reader, applications, id);
    ENSURE(application.has_value());
    return *application;
}

Head head_of(storage::Reader &reader, Uuid id)
{
    auto const program = auth::program_identity("job");
    auto head = records::find(reader, applications, &program, id.to_string());
    ENSURE(head.has_value());
    return *head;
}

/// Within somebody's larger act, where nothing can have come between.
void must_go_on(storage::Tx &tx, auth::Identity const &by, std::span<Step const> way,
                std::string_view verb, Uuid id, Application const &before, Application after,
                std::string reason = {})
{
    auto const head = head_of(tx, id);
    auto const saved =
        go_on(tx, by, head, head.version, way, verb, before, std::move(after), std::move(reason));
    ENSURE(saved.has_value());
}

void forget_proposal(Application &application)
{
    application.proposed.reset();
    application.place.reset();
    application.reserve_rank.reset();
    application.proposed_reason.clear();
}

/// The first of those who wait takes the place that `left` leaves.
void move_up(storage::Tx &tx, auth::Identity const &by, CallContext &call, Application const &left,
             std::string const &reference)
{
    auto const next = successor(waiting_in(tx, call.id), *left.place, left.country);
    if (!next) {
        return;
    }
    auto const before = load_application(tx, *next);
    auto after = before;
    after.proposed = Decision::selected;
    after.place = left.place;
    after.reserve_rank.reset();
    hold_place(tx, call, *left.place, after.country);
    must_go_on(tx, by, call.way(), "move_up", *next, before, std::move(after), reference);
    tell_applicant(tx, *next, before, call, News::moved_up);
}

/// Leaves the way by `verb`; a place that was held becomes free and, between the results and the
/// course, goes to whoever is next.
Result<Saved> leave(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, std::string_view verb, Leaving const &wanted)
{
    auto const before = load_application(tx, head.id);
    auto call = context_of(tx, before.call->uuid());
    if (auto const may = place_given_back(tx, by, head.id, wanted.reason); !may) {
        return refuse(may.error());
    }
    auto after = before;
    forget_proposal(after);
    auto saved =
        go_on(tx, by, head, version, call.way(), verb, before, std::move(after), wanted.reason);
    if (!saved || !before.holds_place()) {
        return saved;
    }
    release_place(tx, call, *before.place, before.country);
    if (call.state == call_states::results_out || call.state == call_states::confirmed) {
        move_up(tx, by, call, before, head.reference);
    }
    return saved;
}

} // namespace

// -- Rules ----------------------------------------------------------------------------------------

Result<void> decide_propose(std::string_view call_state, std::span<Step const> way,
                            std::string_view state, Room const &room, Proposal const &wanted)
{
    if (call_state != call_states::selecting) {
        return refuse(Decline::conflict, "", "training.not_selecting");
    }
    // Whoever does not get a place need not be shortlisted first.
    bool const may_decide =
        wanted.proposed == Decision::rejected ? is_judged(state) : state == state_to_decide(way);
    if (!may_decide) {
        return refuse(Decline::conflict, "", "training.decided_too_early");
    }
    switch (wanted.proposed) {
    case Decision::selected:
        return decide_place(room, wanted.place);
    case Decision::reserve:
        if (!wanted.reserve_rank) {
            return refuse(Decline::invalid, "reserve_rank", "common.required");
        }
        if (room.rank_is_taken) {
            return refuse(Decline::invalid, "reserve_rank", "training.rank_taken");
        }
        return {};
    case Decision::rejected:
        if (wanted.reason.empty()) {
            return refuse(Decline::invalid, "reason", "common.required");
        }
        return {};
    }
    return {};
}

Result<void> decide_take_back(std::string_view call_state, Application const &application)
{
    if (call_state != call_states::selecting) {
        return refuse(Decline::conflict, "", "training.not_selecting");
    }
    if (!application.proposed) {
        return refuse(Decline::conflict, "", "training.no_proposal");
    }
    return {};
}

Result<void> decide_announce(std::int64_t undecided)
{
    if (undecided > 0) {
        return refuse(Decline::conflict, "", "training.undecided",
                      {{"count", std::to_string(undecided)}});
    }
    return {};
}

Result<void> decide_confirm_call(std::int64_t unanswered)
{
    if (unanswered > 0) {
        return refuse(Decline::conflict, "", "training.unanswered",
                      {{"count", std::to_string(unanswered)}});
    }
    return {};
}

std::optional<Uuid> successor(std::vector<Waiting> const &waiting, Place place,
                              std::optional<CountryCode> country)
{
    auto best = waiting.end();
    for (auto one = waiting.begin(); one != waiting.end(); ++one) {
        bool const fits = place == Place::discretionary || one->country == country;
        if (fits && (best == waiting.end() || one->reserve_rank < best->reserve_rank)) {
            best = one;
        }
    }
    return best == waiting.end() ? std::nullopt : std::optional{best->application};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Proposal const &wanted)
{
    auto const application = load_application(tx, head.id);
    auto call = context_of(tx, application.call->uuid());
    return propose_in(tx, by, call, head, version, wanted);
}

Result<Saved> propose_in(storage::Tx &tx, auth::Identity const &by, CallContext &call,
                         Head const &head, std::int64_t version, Proposal const &wanted)
{
    auto const before = load_application(tx, head.id);
    ENSURE(before.call->uuid() == call.id);
    auto const room = room_for(tx, call, head.id, before, wanted.reserve_rank);
    if (auto const may = decide_propose(call.state, call.way(), head.state, room, wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    forget_proposal(after);
    after.proposed = wanted.proposed;
    after.proposed_reason = wanted.reason;
    if (wanted.proposed == Decision::selected) {
        after.place = wanted.place;
    }
    if (wanted.proposed == Decision::reserve) {
        after.reserve_rank = wanted.reserve_rank;
    }
    auto saved = go_on(tx, by, head, version, call.way(), "propose", before, after);
    if (!saved) {
        return saved;
    }
    if (before.holds_place()) {
        release_place(tx, call, *before.place, before.country);
    }
    if (after.holds_place()) {
        hold_place(tx, call, *after.place, after.country);
    }
    return saved;
}

Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    auto const before = load_application(tx, head.id);
    auto call = context_of(tx, before.call->uuid());
    if (auto const may = decide_take_back(call.state, before); !may) {
        return refuse(may.error());
    }
    auto after = before;
    forget_proposal(after);
    auto saved = go_on(tx, by, head, version, call.way(), "take_back", before, after);
    if (saved && before.holds_place()) {
        release_place(tx, call, *before.place, before.country);
    }
    return saved;
}

void tell_results(storage::Tx &tx, auth::Identity const &by, Uuid call)
{
    constexpr std::array<std::string_view, 3> verbs{"select", "keep_in_reserve", "reject"};
    constexpr std::array news{News::selected, News::reserve, News::rejected};
    auto const here = context_of(tx, call);
    for (auto const &id : proposed_in(tx, call)) {
        auto const before = load_application(tx, id);
        auto after = before;
        after.reason = before.proposed_reason;
        auto const result = static_cast<std::size_t>(*before.proposed);
        must_go_on(tx, by, here.way(), verbs[result], id, before, std::move(after));
        tell_applicant(tx, id, before, here, news[result]);
    }
}

Result<Saved> confirm_place(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version)
{
    auto const before = load_application(tx, head.id);
    auto after = before;
    after.confirmed_on = tx.now().date();
    auto const way = context_of(tx, before.call->uuid()).way();
    auto saved = go_on(tx, by, head, version, way, "confirm_place", before, std::move(after));
    if (saved) {
        place_confirmed(tx, by, head.id, before);
    }
    return saved;
}

Result<Saved> decline(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Leaving const &wanted)
{
    return leave(tx, by, head, version, "decline", wanted);
}

Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Leaving const &wanted)
{
    return leave(tx, by, head, version, "withdraw", wanted);
}

} // namespace selatan::training
