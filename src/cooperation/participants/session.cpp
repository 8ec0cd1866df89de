#include "cooperation/participants/session.hpp"

#include "base/ensure.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/training/call_store.hpp"
#include "words/participants.hpp"

#include <algorithm>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = session_states;
using records::field;

constexpr std::array session_fields{
    field<&Session::title>("title", word::field_session).title(),
    field<&Session::call>("call", word::field_call).of("training_call").required(),
    field<&Session::held_on>("held_on", word::field_held_on).required().listed(),
    field<&Session::course_day>("course_day", word::field_course_day).by_verbs(),
    field<&Session::one_of_day>("one_of_day", word::field_one_of_day).by_verbs(),
    field<&Session::present>("present", word::field_present).by_verbs().listed(),
    field<&Session::recorded_on>("recorded_on", word::field_recorded_on).by_verbs(),
};

constexpr std::array all_states{states::planned, states::recorded, states::cancelled};
constexpr std::array<records::Transition, 3> transitions{{
    {"record_attendance", "planned", "recorded"},
    {"record_attendance", "recorded", "recorded"},
    {"cancel", "planned", "cancelled"},
}};

/// Of a session that was planned with all others.
std::string title_of(Language language, Session const &session)
{
    return session.one_of_day
               ? word::session_one_of_day(language, *session.course_day, *session.one_of_day)
               : word::session_of_day(language, *session.course_day);
}

/// Each reader's own name of it, until somebody gives it another.
i18n::MultilingualText names_of_session(storage::Reader & /*reader*/, void const *value)
{
    auto const &session = *static_cast<Session const *>(value);
    i18n::MultilingualText names;
    bool is_as_planned = false;
    for (auto const language : languages) {
        if (session.course_day) {
            names.set(language, title_of(language, session));
            is_as_planned |= session.title == names.in(language);
        }
    }
    return is_as_planned ? names : i18n::MultilingualText{};
}

} // namespace

constinit records::Machine const session_machine{.initial = states::planned,
                                                 .states = all_states,
                                                 .transitions = transitions,
                                                 .state_name = word::session_states};

constinit records::NounOf<Session> const sessions{{
    .kind = "training_session",
    .table = "training_session",
    .path = "/course-sessions",
    .prefix = "SES",
    .singular = word::session_singular,
    .plural = word::session_plural,
    .fields = session_fields,
    .type = &records::value_type<Session>,
    .policy = &session_policy,
    .machine = &session_machine,
    .parent_field = "call",
    .audience = Audience::partner,
    .names = names_of_session,
    .sort = "created",
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_session(Session const &session, Session const *before, std::optional<Date> starts,
                        std::optional<Date> ends)
{
    Problems problems;
    if (before != nullptr && before->call != session.call) {
        problems.push_back({"call", "participants.session_fixed", {}});
    }
    if ((starts && session.held_on < *starts) || (ends && *ends < session.held_on)) {
        problems.push_back({"held_on", "participants.outside_course", {}});
    }
    return problems;
}

Result<void> decide_record(Session const &session, Date today)
{
    if (today < session.held_on) {
        return refuse(Decline::conflict, "", "participants.session_to_come",
                      {{"session", session.title}});
    }
    return {};
}

std::vector<Date> course_days(Date starts, Date ends)
{
    constexpr unsigned friday = 5;
    std::vector<Date> working;
    std::vector<Date> all;
    for (auto day = starts; day <= ends; day = day.plus_days(1)) {
        all.push_back(day);
        if (std::chrono::weekday{day.days()}.iso_encoding() <= friday) {
            working.push_back(day);
        }
    }
    return working.empty() ? all : working;
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<void> plan_sessions(storage::Tx &tx, auth::Identity const &by, Head const &call,
                           std::int64_t a_day)
{
    auto const value = records::load(tx, calls, call.id);
    ENSURE(value.has_value());
    auto const standing = standing_of(tx, call.id, *value);
    if (!standing.course_starts || !standing.course_ends) {
        return refuse(Decline::conflict, "", "training.course_without_days");
    }
    if (a_day < 1 || sessions_a_day_most < a_day) {
        return refuse(Decline::invalid, "a_day", "participants.sessions_a_day",
                      {{"most", std::to_string(sessions_a_day_most)}});
    }
    auto const there = sessions_of(tx, call.id, by.language);
    std::int64_t day_number = 0;
    for (auto const day : course_days(*standing.course_starts, *standing.course_ends)) {
        ++day_number;
        if (std::ranges::find(there, day, &SessionLine::held_on) != there.end()) {
            continue;
        }
        for (std::int64_t number = 1; number <= a_day; ++number) {
            Session session;
            session.course_day = day_number;
            session.one_of_day = a_day == 1 ? std::nullopt : std::optional{number};
            session.title = title_of(by.language, session);
            session.call = Id<Call>{call.id};
            session.held_on = day;
            auto const saved = records::create(tx, by.actor(), sessions, session);
            training::share_with_institute(tx, saved.id, call.id);
        }
    }
    return {};
}

Result<Saved> cancel_session(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, SessionCancellation const &wanted)
{
    return records::advance(tx, by.actor(), sessions, head, version, "cancel",
                            {.reason = wanted.reason});
}

namespace {

/// The class, told apart: whose attendance may still change, and of whom it stays as it was.
struct Class {
    std::vector<Uuid> open;
    std::vector<Uuid> concluded;
};
Class class_as_it_is(storage::Reader &reader, auth::Identity const &by, Uuid call)
{
    Class all;
    for (auto const &one : class_of(reader, auth::program_identity(by.via), call)) {
        (one.state == participant_states::enrolled ? all.open : all.concluded).push_back(one.id);
    }
    return all;
}

/// Those of `people` who are among the present.
std::vector<Uuid> among(std::vector<Uuid> const &people, std::vector<Uuid> const &present)
{
    std::vector<Uuid> found;
    std::ranges::copy_if(people, std::back_inserter(found), [&](Uuid const &id) {
        return std::ranges::find(present, id) != present.end();
    });
    return found;
}

Result<void> record_one(storage::Tx &tx, auth::Identity const &by, Head const &call,
                        Class const &people, std::vector<Presence> const &known,
                        Attendance const &wanted)
{
    auto const head =
        records::find(tx, sessions, &by, wanted.session.to_string(), "record_attendance");
    if (!head) {
        return refuse(head.error());
    }
    auto const before = records::load(tx, sessions, wanted.session);
    ENSURE(before.has_value());
    if (before->call->uuid() != call.id) {
        return not_found();
    }
    auto named = *before;
    named.title = head->title_in(by.language);
    if (auto const may = decide_record(named, tx.today()); !may) {
        return refuse(may.error());
    }
    std::vector<Uuid> were_there;
    for (auto const &one : known) {
        if (one.session == wanted.session) {
            were_there.push_back(one.participant);
        }
    }
    auto const present = among(people.open, wanted.present);
    if (before->recorded_on && present == among(people.open, were_there)) {
        return {};
    }
    put_presences(tx, wanted.session, present, people.open);
    auto after = *before;
    after.present =
        static_cast<std::int64_t>(present.size() + among(people.concluded, were_there).size());
    after.recorded_on = tx.today();
    if (auto const saved = records::advance(tx, by.actor(), sessions, *head, wanted.version,
                                            "record_attendance", *before, after, {});
        !saved) {
        return refuse(saved.error());
    }
    return {};
}

} // namespace

Result<void> record_attendance(storage::Tx &tx, auth::Identity const &by, Head const &call,
                               std::vector<Attendance> const &wanted)
{
    auto const people = class_as_it_is(tx, by, call.id);
    auto const known = presences_of(tx, call.id);
    for (auto const &one : wanted) {
        if (auto done = record_one(tx, by, call, people, known, one); !done) {
            return done;
        }
    }
    return {};
}

namespace {

Result<Saved> conclude_one(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           Conclusion const &wanted, std::string const &remark)
{
    if (wanted.shortfall) {
        return not_complete(tx, by, head, head.version,
                            {.shortfall = *wanted.shortfall, .remark = {}});
    }
    // The remark is of those who need one: nobody else's record tells it.
    auto const participant = records::load(tx, participants, head.id);
    ENSURE(participant.has_value());
    bool const needs_remark = !course_standing(tx, head.id, participant->call->uuid()).is_enough();
    return complete_course(tx, by, head, head.version,
                           {.remark = needs_remark ? remark : std::string{}});
}

} // namespace

Result<void> conclude(storage::Tx &tx, auth::Identity const &by,
                      std::vector<Conclusion> const &wanted, std::string const &remark)
{
    for (auto const &one : wanted) {
        auto const head =
            records::find(tx, participants, &by, one.participant.to_string(),
                          one.shortfall ? std::string_view{"not_complete"} : "complete");
        if (!head) {
            return refuse(head.error());
        }
        if (auto done = conclude_one(tx, by, *head, one, remark); !done) {
            auto refusal = done.error();
            refusal.problems.insert(refusal.problems.begin(),
                                    {"", "participants.stopped", {{"person", head->title}}});
            return refuse(std::move(refusal));
        }
    }
    return {};
}

} // namespace selatan::participants
