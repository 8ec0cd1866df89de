#include "cooperation/participants/follow_up.hpp"

#include "base/ensure.hpp"
#include "cooperation/participants/follow_up_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "platform/mail/mail.hpp"
#include "words/participants.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = follow_up_states;
using records::field;
using records::Kind;

constexpr std::int64_t links_most = 3; ///< the first, and two reminders

constexpr std::array follow_up_fields{
    field<&FollowUp::title>("title", word::field_person).title().by_verbs(),
    field<&FollowUp::participant>("participant", word::participant_singular)
        .of("training_participant")
        .by_verbs(),
    field<&FollowUp::call>("call", word::field_call).of("training_call").by_verbs().listed(),
    field<&FollowUp::country>("country", word::field_country).scope_country().by_verbs().listed(),
    field<&FollowUp::organisation>("organisation", word::field_institute)
        .scope_organisation()
        .by_verbs(),
    field<&FollowUp::months>("months", word::field_months).by_verbs().listed(),
    field<&FollowUp::asked_on>("asked_on", word::field_asked_on).by_verbs(),
    field<&FollowUp::answered_on>("answered_on", word::field_answered_on).by_verbs(),
    field<&FollowUp::work_now>("work_now", word::field_work_now)
        .among(works, word::works)
        .by_verbs(),
    field<&FollowUp::post_now>("post_now", word::field_post_now).by_verbs(),
    field<&FollowUp::promoted>("promoted", word::field_promoted).by_verbs(),
    field<&FollowUp::used>("used", word::field_used).among(uses, word::uses).by_verbs().listed(),
    field<&FollowUp::account>("account", word::field_account).as(Kind::long_text).by_verbs(),
};

constexpr std::array all_states{states::asked, states::answered, states::unanswered};
constexpr std::array<records::Transition, 3> transitions{{
    {"answer", "asked", "answered"},
    {"answer", "unanswered", "answered"},
    {"expire", "asked", "unanswered"},
}};

template <typename T>
T must_load(storage::Reader &reader, records::NounOf<T> const &noun, Uuid id)
{
    auto value = records::load(reader, noun, id);
    ENSURE(value.has_value());
    return *value;
}

/// A new link; the one mailed before stops working. Without an address nothing is mailed: the desk
/// asks in another way.
void mail_link(storage::Tx &tx, Uuid follow_up, std::string_view base_url)
{
    auto const value = must_load(tx, follow_ups, follow_up);
    auto const participant = must_load(tx, participants, value.participant->uuid());
    auto const application = must_load(tx, applications, participant.application->uuid());
    if (!mail::is_address(application.email)) {
        return;
    }
    auto const until = value.asked_on.plus_days(follow_up_link_days);
    auto const token = auth::Token::make();
    put_follow_up_link(tx, follow_up, token, tx.start_of(until.plus_days(1)));
    auto const language = participant.letter_language();
    auto const course = must_load(tx, calls, value.call->uuid()).title_in(language);
    mail::Message message;
    message.to = application.email;
    message.language = language;
    message.about = mail::About{.kind = std::string{follow_ups.kind}, .record = follow_up};
    message.has_secret = true;
    message.subject = word::tracer_mail_subject(language, course);
    message.text =
        word::tracer_mail_text(language, participant.title, course, until,
                               std::string{base_url} + "/follow-up-answers/" + token.text());
    ENSURE(mail::queue(tx, message).has_value());
}

Uuid ask(storage::Tx &tx, Graduate const &graduate, std::int64_t months)
{
    auto const participant = must_load(tx, participants, graduate.participant);
    FollowUp value;
    value.title = participant.title;
    value.participant = Id<Participant>{graduate.participant};
    value.call = participant.call;
    value.country = participant.country;
    value.organisation = participant.organisation;
    value.months = months;
    value.asked_on = tx.today();
    return records::create(tx, auth::program_identity("job").actor(), follow_ups, value,
                           {.verb = "asked"})
        .id;
}

} // namespace

constinit records::Machine const follow_up_machine{.initial = states::asked,
                                                   .states = all_states,
                                                   .transitions = transitions,
                                                   .state_name = word::follow_up_states};

constinit records::NounOf<FollowUp> const follow_ups{{
    .kind = "training_follow_up",
    .table = "training_follow_up",
    .path = "/follow-ups",
    .prefix = "FUP",
    .singular = word::follow_up_singular,
    .plural = word::follow_up_plural,
    .fields = follow_up_fields,
    .type = &records::value_type<FollowUp>,
    .policy = &follow_up_policy,
    .machine = &follow_up_machine,
    .parent_field = "participant",
    .audience = Audience::partner,
}};

// -- Rules ----------------------------------------------------------------------------------------

std::vector<std::int64_t> follow_up_months(training::Rules const &rules)
{
    std::vector<std::int64_t> all;
    for (auto const &months : {rules.follow_up_1, rules.follow_up_2, rules.follow_up_3}) {
        if (months) {
            all.push_back(*months);
        }
    }
    return all;
}

std::optional<std::int64_t> due_follow_up(std::vector<std::int64_t> const &months,
                                          std::int64_t asked, Date course_ended, Date today)
{
    std::optional<std::int64_t> due;
    for (auto const one : months) {
        auto const day = course_ended.plus_months(static_cast<int>(one));
        bool const is_recent = day <= today && today < day.plus_days(follow_up_link_days);
        if (one > asked && is_recent) {
            due = one;
        }
    }
    return due;
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Answer const &wanted)
{
    auto const before = must_load(tx, follow_ups, head.id);
    auto after = before;
    after.answered_on = tx.today();
    after.work_now = wanted.work_now;
    after.post_now = wanted.post_now;
    after.promoted = wanted.promoted;
    after.used = wanted.used;
    after.account = wanted.account;
    auto saved =
        records::advance(tx, by.actor(), follow_ups, head, version, "answer", before, after, {});
    if (!saved) {
        return saved;
    }
    remove_follow_up_link(tx, head.id);
    if (!wanted.post_now.empty()) {
        auto const participant = records::head_of(tx, participants, before.participant->uuid());
        auto const was = must_load(tx, participants, participant.id);
        auto is = was;
        is.post_now = wanted.post_now;
        if (auto const told = records::change(tx, by.actor(), participants, participant,
                                              participant.version, was, is);
            !told) {
            return refuse(told.error());
        }
    }
    return saved;
}

void ask_due(storage::Tx &tx, std::string_view base_url)
{
    constexpr int longest_months = 36; ///< that a follow-up may come after the course
    constexpr int at_once_most = 200;  ///< the rest tomorrow: no flood, and a short transaction
    auto const today = tx.today();
    int asked = 0;
    std::map<Uuid, std::vector<std::int64_t>> months_of;
    for (auto const &one :
         graduates(tx, today.plus_months(-longest_months).plus_days(-follow_up_link_days), today)) {
        auto [months, is_new] = months_of.try_emplace(one.rules);
        if (is_new) {
            months->second = follow_up_months(must_load(tx, training::rules_versions, one.rules));
        }
        auto const due = due_follow_up(months->second, one.asked, one.course_ended, today);
        if (due && asked < at_once_most) {
            mail_link(tx, ask(tx, one, *due), base_url);
            ++asked;
        }
    }
    auto const a_while_ago = tx.now().plus(-std::chrono::hours{24} * reminder_days);
    for (auto const &id : to_remind(tx, a_while_ago, links_most)) {
        mail_link(tx, id, base_url);
    }
    for (auto const &id : to_give_up(tx, today.plus_days(-follow_up_link_days))) {
        auto const head = records::head_of(tx, follow_ups, id);
        ENSURE(records::advance(tx, auth::program_identity("job").actor(), follow_ups, head,
                                head.version, "expire", {})
                   .has_value());
        remove_follow_up_link(tx, id);
    }
}

void handle_follow_ups(jobs::Runner &runner, std::string base_url)
{
    runner.handle("training.follow_ups", [url = std::move(base_url)](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            ask_due(tx, url);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("training.follow_ups", std::chrono::hours{24});
}

// -- The person's own answer ----------------------------------------------------------------------

FollowUpView look_at_follow_up(storage::Reader &reader, Uuid follow_up)
{
    auto const value = must_load(reader, follow_ups, follow_up);
    auto participant = must_load(reader, participants, value.participant->uuid());
    return {
        .follow_up = follow_up,
        .person = value.title,
        .course =
            must_load(reader, calls, value.call->uuid()).title_in(participant.letter_language()),
        .action_plan = std::move(participant.action_plan)};
}

std::optional<FollowUpView> look_at_follow_up(storage::Reader &reader, auth::Token const &token)
{
    auto const id = follow_up_of_link(reader, token);
    return id ? std::optional{look_at_follow_up(reader, *id)} : std::nullopt;
}

Result<void> answer_oneself(storage::Tx &tx, auth::Identity const &by, Uuid follow_up,
                            Answer const &wanted)
{
    Problems problems;
    if (!wanted.work_now) {
        problems.push_back({"work_now", "common.required", {}});
    }
    if (!wanted.tells_promotion) {
        problems.push_back({"promoted", "common.required", {}});
    }
    if (!wanted.used) {
        problems.push_back({"used", "common.required", {}});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto const head = records::head_of(tx, follow_ups, follow_up);
    if (auto const saved = answer(tx, by, head, head.version, wanted); !saved) {
        return refuse(saved.error());
    }
    return {};
}

Result<void> answer_by_link(storage::Tx &tx, auth::Token const &token, Answer const &wanted)
{
    auto const id = follow_up_of_link(tx, token);
    // The history tells that nobody with an account did it.
    return id ? answer_oneself(tx, auth::program_identity("web"), *id, wanted)
              : Result<void>{refuse(Decline::conflict, "", "common.expired_link")};
}

} // namespace selatan::participants
