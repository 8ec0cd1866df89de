#include "cooperation/participants/participant.hpp"

#include "base/ensure.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/training/applicant_news.hpp"
#include "words/participants.hpp"
#include "words/training.hpp"

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = participant_states;
using records::field;
using records::Kind;

constexpr std::array participant_fields{
    field<&Participant::title>("title", word::field_person).title().hinted(word::field_person_hint),
    field<&Participant::call>("call", word::field_call).of("training_call").by_verbs().listed(),
    field<&Participant::application>("application", word::field_application)
        .of("training_application")
        .by_verbs(),
    field<&Participant::country>("country", word::field_country)
        .scope_country()
        .by_verbs()
        .listed(),
    field<&Participant::organisation>("organisation", word::field_institute)
        .scope_organisation()
        .by_verbs(),
    field<&Participant::language>("language", word::field_language)
        .as(Kind::choice)
        .among(letter_languages, word::languages)
        .required()
        .hinted(word::field_language_hint),
    field<&Participant::visa>("visa", word::field_visa)
        .among(visas, word::visas)
        .required()
        .listed(),
    field<&Participant::ticket>("ticket", word::field_ticket).hinted(word::field_ticket_hint),
    field<&Participant::arrives_on>("arrives_on", word::field_arrives_on).listed(),
    field<&Participant::departs_on>("departs_on", word::field_departs_on),

    field<&Participant::action_plan>("action_plan", word::field_action_plan)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_action_plan_hint),

    field<&Participant::plan_handed_in_on>("plan_handed_in_on", word::field_plan_handed_in_on)
        .by_verbs(),
    field<&Participant::plan_comment>("plan_comment", word::field_plan_comment)
        .as(Kind::long_text)
        .by_verbs(),

    field<&Participant::scheme>("scheme", words::training::field_scheme)
        .of("training_scheme")
        .by_verbs(),
    field<&Participant::sector>("sector", word::field_sector)
        .as(Kind::code)
        .of("sector")
        .by_verbs(),
    field<&Participant::employer>("employer", words::training::field_employer).by_verbs(),
    field<&Participant::post_now>("post_now", word::field_post_now).by_verbs().listed(),
    field<&Participant::sessions>("sessions", word::field_sessions).by_verbs(),
    field<&Participant::attended>("attended", word::field_attended).by_verbs(),
    field<&Participant::shortfall>("shortfall", word::field_shortfall)
        .among(shortfalls, word::shortfalls)
        .by_verbs(),
    field<&Participant::remark>("remark", word::field_remark)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Participant::concluded_on>("concluded_on", word::field_concluded_on).by_verbs(),
};

constexpr std::array all_states{states::enrolled, states::completed, states::certified,
                                states::not_completed, states::withdrawn};
constexpr std::array<records::Transition, 9> transitions{{
    {"complete", "enrolled", "completed"},
    {"not_complete", "enrolled", "not_completed"},
    {"reopen", "completed", "enrolled"},
    {"reopen", "not_completed", "enrolled"},
    {"withdraw", "enrolled", "withdrawn"},
    {"certify", "completed", "certified"},
    {"lose_certificate", "certified", "completed"},
    {"comment_plan", "completed", "completed"},
    {"comment_plan", "certified", "certified"},
}};

Participant load_participant(storage::Reader &reader, Uuid id)
{
    auto participant = records::load(reader, participants, id);
    ENSURE(participant.has_value());
    return *participant;
}

/// What was attended is frozen with the conclusion.
Participant concluded(Participant participant, CourseStanding const &standing, std::string remark,
                      Date today)
{
    participant.sessions = standing.recorded;
    participant.attended = standing.attended;
    participant.remark = std::move(remark);
    participant.concluded_on = today;
    return participant;
}

} // namespace

constinit records::Machine const participant_machine{.initial = states::enrolled,
                                                     .states = all_states,
                                                     .transitions = transitions,
                                                     .state_name = word::participant_states};

constinit records::NounOf<Participant> const participants{{
    .kind = "training_participant",
    .table = "training_participant",
    .path = "/participants",
    .prefix = "PAR",
    .singular = word::participant_singular,
    .plural = word::participant_plural,
    .fields = participant_fields,
    .type = &records::value_type<Participant>,
    .policy = &participant_policy,
    .machine = &participant_machine,
    .parent_field = "call",
    .audience = Audience::partner,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_participant(Participant const &participant)
{
    Problems problems;
    if (participant.arrives_on && participant.departs_on &&
        *participant.departs_on < *participant.arrives_on) {
        problems.push_back({"departs_on", "participants.stay_reversed", {}});
    }
    return problems;
}

Result<void> decide_complete_course(CourseStanding const &standing, Completion const &wanted,
                                    Date today)
{
    if (!standing.ends || today < *standing.ends) {
        return refuse(Decline::conflict, "", "participants.course_not_ended");
    }
    if (standing.percent && standing.sessions == 0) {
        return refuse(Decline::conflict, "", "participants.sessions_missing");
    }
    if (standing.recorded < standing.sessions) {
        return refuse(Decline::conflict, "", "participants.attendance_missing",
                      {{"count", std::to_string(standing.sessions - standing.recorded)}});
    }
    if (!standing.is_enough() && wanted.remark.empty()) {
        return refuse(Decline::invalid, "remark", "participants.attendance_short",
                      {{"percent", std::to_string(*standing.percent)}});
    }
    return {};
}

Result<void> decide_not_complete(CourseStanding const &standing, Date today)
{
    if (!standing.starts || today < *standing.starts) {
        return refuse(Decline::conflict, "", "training.course_not_begun");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

void enrol(storage::Tx &tx, auth::Identity const &by, Uuid application, Application const &value)
{
    auto const call = records::load(tx, calls, value.call->uuid());
    ENSURE(call.has_value());
    Participant participant;
    participant.title = value.title;
    participant.call = value.call;
    participant.application = Id<Application>{application};
    participant.country = value.country;
    participant.organisation = call->organisation;
    participant.language = to_code(training::writing_language(value.languages));
    participant.scheme = call->scheme;
    participant.sector = sector_of_course(tx, value.call->uuid());
    participant.employer = value.employer;
    static_cast<void>(
        records::create(tx, by.actor(), participants, participant, {.verb = "enrolled"}));
}

Result<void> withdraw_participant(storage::Tx &tx, auth::Identity const &by, Uuid application,
                                  std::string const &reason)
{
    auto const id = participant_of(tx, application);
    if (!id) {
        return {};
    }
    // Whoever may give the place back need not see what else is recorded of the person.
    auto const head = records::head_of(tx, participants, *id);
    if (head.state != states::enrolled) {
        return refuse(Decline::conflict, "", "participants.took_part");
    }
    if (auto const saved = records::advance(tx, by.actor(), participants, head, head.version,
                                            "withdraw", {.reason = reason});
        !saved) {
        return refuse(saved.error());
    }
    return {};
}

Result<Saved> complete_course(storage::Tx &tx, auth::Identity const &by, Head const &head,
                              std::int64_t version, Completion const &wanted)
{
    auto const before = load_participant(tx, head.id);
    auto const standing = course_standing(tx, head.id, before.call->uuid());
    auto const today = tx.today();
    if (auto const may = decide_complete_course(standing, wanted, today); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), participants, head, version, "complete", before,
                            concluded(before, standing, wanted.remark, today), {});
}

Result<Saved> not_complete(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, Failure const &wanted)
{
    auto const before = load_participant(tx, head.id);
    auto const standing = course_standing(tx, head.id, before.call->uuid());
    auto const today = tx.today();
    if (auto const may = decide_not_complete(standing, today); !may) {
        return refuse(may.error());
    }
    auto after = concluded(before, standing, wanted.remark, today);
    after.shortfall = wanted.shortfall;
    return records::advance(tx, by.actor(), participants, head, version, "not_complete", before,
                            after, {});
}

Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Reopening const &wanted)
{
    auto const before = load_participant(tx, head.id);
    auto after = before;
    after.sessions.reset();
    after.attended.reset();
    after.shortfall.reset();
    after.remark.clear();
    after.concluded_on.reset();
    return records::advance(tx, by.actor(), participants, head, version, "reopen", before, after,
                            {.reason = wanted.reason});
}

} // namespace selatan::participants
