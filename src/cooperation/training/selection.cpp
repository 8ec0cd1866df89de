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

/// One alone, as whoever acts has seen it.
Result<Considered> consider(storage::Reader &reader, Head const &head, std::int64_t version)
{
    if (version != head.version) {
        return refuse(Decline::stale, "", "common.stale");
    }
    return Considered{.head = head, .value = load_application(reader, head.id)};
}

/// Within somebody's larger act, where nothing can have come between.
void must_go_on(storage::Tx &tx, auth::Identity const &by, std::span<Step const> way,
                std::string_view verb, Considered const &one, Application after,
                std::string reason = {}, std::optional<Date> due_on = {})
{
    auto const saved = go_on(tx, by, one.head, one.head.version, way, verb, one.value,
                             std::move(after), std::move(reason), due_on);
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
void move_up(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
             Places &free_places, Application const &left, std::string const &reference)
{
    auto const next = successor(waiting_in(tx, call.id), *left.place, left.country);
    if (!next) {
        return;
    }
    Considered const one{.head = records::head_of(tx, applications, *next),
                         .value = load_application(tx, *next)};
    auto after = one.value;
    after.proposed = Decision::selected;
    after.place = left.place;
    after.reserve_rank.reset();
    free_places.change(*next, one.value, after);
    // Whoever moves up late answers soon, not by a day that is past.
    auto const due_on =
        tx.today() <= call.call.confirm_by ? call.call.confirm_by : std::optional<Date>{};
    must_go_on(tx, by, call.way(), "move_up", one, std::move(after), reference, due_on);
    tell_applicant(tx, *next, one.value, call, News::moved_up);
}

/// Leaves the way by `verb`; a place that was held becomes free and, between the results and the
/// course, goes to whoever is next.
Result<Saved> leave(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, std::string_view verb, Leaving const &wanted)
{
    auto const before = load_application(tx, head.id);
    auto const call = context_of(tx, before.call->uuid());
    if (auto const may = place_given_back(tx, by, head.id, wanted.reason); !may) {
        return refuse(may.error());
    }
    auto after = before;
    forget_proposal(after);
    auto saved = go_on(tx, by, head, version, call.way(), verb, before, after, wanted.reason);
    if (!saved || !before.holds_place()) {
        return saved;
    }
    Places free_places{tx, call};
    free_places.change(head.id, before, after);
    if (call.state == call_states::results_out || call.state == call_states::confirmed) {
        move_up(tx, by, call, free_places, before, head.reference);
    }
    free_places.save(tx);
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
    auto const one = consider(tx, head, version);
    if (!one) {
        return refuse(one.error());
    }
    auto const call = context_of(tx, one->value.call->uuid());
    Places free_places{tx, call};
    auto saved = propose_in(tx, by, call, free_places, *one, wanted);
    free_places.save(tx);
    return saved;
}

Result<Saved> propose_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                         Places &free_places, Considered const &one, Proposal const &wanted)
{
    auto const &before = one.value;
    ENSURE(before.call->uuid() == call.id);
    auto const room = free_places.room_for(one.head.id, before, wanted.reserve_rank);
    if (auto const may = decide_propose(call.state, call.way(), one.head.state, room, wanted);
        !may) {
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
    auto saved = go_on(tx, by, one.head, one.head.version, call.way(), "propose", before, after);
    if (saved) {
        free_places.change(one.head.id, before, after);
    }
    return saved;
}

Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    auto const one = consider(tx, head, version);
    if (!one) {
        return refuse(one.error());
    }
    auto const call = context_of(tx, one->value.call->uuid());
    Places free_places{tx, call};
    auto saved = take_back_in(tx, by, call, free_places, *one);
    free_places.save(tx);
    return saved;
}

Result<Saved> take_back_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                           Places &free_places, Considered const &one)
{
    if (auto const may = decide_take_back(call.state, one.value); !may) {
        return refuse(may.error());
    }
    auto after = one.value;
    forget_proposal(after);
    auto saved =
        go_on(tx, by, one.head, one.head.version, call.way(), "take_back", one.value, after);
    if (saved) {
        free_places.change(one.head.id, one.value, after);
    }
    return saved;
}

void tell_results(storage::Tx &tx, auth::Identity const &by, Uuid call)
{
    constexpr std::array<std::string_view, 3> verbs{"select", "keep_in_reserve", "reject"};
    constexpr std::array news{News::selected, News::reserve, News::rejected};
    auto const here = context_of(tx, call);
    auto const each = [&](std::vector<Uuid> const &ids, auto const &tell) {
        auto const all = considered(tx, auth::program_identity(by.via), ids, records::verbs::see);
        ENSURE(all.has_value());
        for (auto const &one : *all) {
            tell(one);
        }
    };
    each(proposed_in(tx, call), [&](Considered const &one) {
        auto after = one.value;
        after.reason = one.value.proposed_reason;
        auto const result = static_cast<std::size_t>(*one.value.proposed);
        auto const due_on =
            one.value.proposed == Decision::selected ? here.call.confirm_by : std::optional<Date>{};
        must_go_on(tx, by, here.way(), verbs[result], one, std::move(after), {}, due_on);
        tell_applicant(tx, one.head.id, one.value, here, news[result]);
    });
    each(standing_at(tx, call, states::incomplete), [&](Considered const &one) {
        must_go_on(tx, by, here.way(), "reject", one, one.value);
        tell_applicant(tx, one.head.id, one.value, here, News::left_incomplete);
    });
    each(standing_at(tx, call, states::ineligible), [&](Considered const &one) {
        tell_applicant(tx, one.head.id, one.value, here, News::ineligible);
    });
}

void ask_to_confirm(storage::Tx &tx, auth::Identity const &by, Uuid call)
{
    auto const here = context_of(tx, call);
    auto const all = considered(tx, auth::program_identity(by.via),
                                standing_at(tx, call, states::selected), records::verbs::see);
    ENSURE(all.has_value());
    set_answers_due(tx, call, here.call.confirm_by);
    for (auto const &one : *all) {
        tell_applicant(tx, one.head.id, one.value, here, News::confirm);
    }
}

Result<void> decide_lapse(std::optional<Date> confirm_by, Date today)
{
    if (!confirm_by || today <= *confirm_by) {
        return refuse(Decline::conflict, "", "training.confirmation_open");
    }
    return {};
}

Result<Saved> lapse_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                       Considered const &one, std::string const &reason)
{
    auto saved = withdraw(tx, by, one.head, one.head.version, {.reason = reason});
    if (saved) {
        auto told = one.value;
        told.reason = reason;
        tell_applicant(tx, one.head.id, told, call, News::lapsed);
    }
    return saved;
}

Result<Saved> confirm_place(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version)
{
    auto const before = load_application(tx, head.id);
    auto after = before;
    after.confirmed_on = tx.today();
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
