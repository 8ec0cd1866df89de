#include "cooperation/participants/action_plan.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/participants/action_plan_store.hpp"
#include "platform/mail/mail.hpp"
#include "words/participants.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace json = boost::json;

constexpr std::string_view comment_job = "training.plan_comment";

Participant load_participant(storage::Reader &reader, Uuid id)
{
    auto participant = records::load(reader, participants, id);
    ENSURE(participant.has_value());
    return *participant;
}

std::string course_of(storage::Reader &reader, Participant const &participant)
{
    auto const call = records::load(reader, calls, participant.call->uuid());
    ENSURE(call.has_value());
    return call->title_in(participant.letter_language());
}

Date link_until(storage::Reader &reader, Uuid participant)
{
    auto const terms = plan_terms(reader, participant);
    return plan_link_until(plan_deadline(terms.weeks, terms.course_ends), reader.today());
}

/// A new link, with what the mail says beside it; the one mailed before stops working. Nothing is
/// mailed to who has no address.
void mail_link(storage::Tx &tx, Uuid id, Participant const &participant, std::string const &comment,
               std::string_view base_url)
{
    auto const application = records::load(tx, applications, participant.application->uuid());
    ENSURE(application.has_value());
    if (!mail::is_address(application->email)) {
        return;
    }
    auto const until = link_until(tx, id);
    auto const token = auth::Token::make();
    put_plan_link(tx, id, token, tx.start_of(until.plus_days(1)));
    auto const language = participant.letter_language();
    auto const course = course_of(tx, participant);
    auto const url = std::string{base_url} + "/action-plans/" + token.text();
    mail::Message message;
    message.to = application->email;
    message.language = language;
    message.about = mail::About{.kind = std::string{participants.kind}, .record = id};
    message.has_secret = true;
    message.subject = word::plan_mail_subject(language, course);
    message.text = comment.empty()
                       ? word::plan_mail_text(language, participant.title, course, until, url)
                       : word::plan_comment_mail(language, participant.title, comment, until, url);
    ENSURE(mail::queue(tx, message).has_value());
}

} // namespace

// -- Rules ----------------------------------------------------------------------------------------

std::optional<Date> plan_deadline(std::optional<std::int64_t> weeks,
                                  std::optional<Date> course_ends)
{
    constexpr std::int64_t days_a_week = 7;
    return weeks && course_ends
               ? std::optional{course_ends->plus_days(static_cast<int>(*weeks * days_a_week))}
               : std::nullopt;
}

Date plan_link_until(std::optional<Date> deadline, Date today)
{
    auto const soon = today.plus_days(late_plan_days);
    return deadline ? std::max(*deadline, soon) : soon;
}

// -- Asking ---------------------------------------------------------------------------------------

void ask_for_plans(storage::Tx &tx, std::string_view base_url)
{
    constexpr int too_late_days = 60; ///< after the course nobody is asked for the first time
    constexpr int at_once_most = 200; ///< the rest tomorrow: no flood, and a short transaction
    auto const today = tx.today();
    for (auto const &id :
         to_ask_for_plans(tx, today.plus_days(-too_late_days), today, at_once_most)) {
        mail_link(tx, id, load_participant(tx, id), {}, base_url);
    }
}

void handle_action_plans(jobs::Runner &runner, std::string base_url)
{
    runner.handle(std::string{comment_job}, [url = base_url](jobs::Work &work) {
        auto const id =
            Uuid::parse(json::value_to<std::string>(json::parse(work.payload()).at("participant")));
        ENSURE(id.has_value());
        work.store().write([&](storage::Tx &tx) {
            mail_comment(tx, *id, url);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.handle("training.action_plans", [url = std::move(base_url)](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            ask_for_plans(tx, url);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("training.action_plans", std::chrono::hours{24});
}

// -- Handing in -----------------------------------------------------------------------------------

PlanView look_at_plan(storage::Reader &reader, Uuid participant)
{
    auto value = load_participant(reader, participant);
    return {.participant = participant,
            .person = value.title,
            .course = course_of(reader, value),
            .plan = std::move(value.action_plan),
            .comment = std::move(value.plan_comment),
            .until = link_until(reader, participant)};
}

std::optional<PlanView> look_at_plan(storage::Reader &reader, auth::Token const &token)
{
    auto const link = find_plan_link(reader, token);
    if (!link) {
        return std::nullopt;
    }
    auto view = look_at_plan(reader, link->participant);
    view.until = reader.day_of(link->expires).plus_days(-1);
    view.is_good = reader.now() < link->expires;
    return view;
}

Result<void> hand_in_plan(storage::Tx &tx, auth::Identity const &by, Uuid participant,
                          std::string const &plan)
{
    constexpr std::int64_t longest = 5000;
    auto const text = clean_lines(plan);
    if (text.empty()) {
        return refuse(Decline::invalid, "action_plan", "common.required");
    }
    if (truncate(text, longest) != text) {
        return refuse(Decline::invalid, "action_plan", "common.too_long",
                      {{"max", std::to_string(longest)}});
    }
    auto const before = load_participant(tx, participant);
    auto after = before;
    after.action_plan = text;
    after.plan_handed_in_on = tx.today();
    auto const head = records::head_of(tx, participants, participant);
    auto const saved = records::change(tx, by.actor(), participants, head, head.version, before,
                                       after, {.verb = "hand_in_plan"});
    return saved ? Result<void>{} : Result<void>{refuse(saved.error())};
}

Result<void> hand_in_plan_by_link(storage::Tx &tx, auth::Token const &token,
                                  std::string const &plan)
{
    auto const link = find_plan_link(tx, token);
    if (!link || link->expires <= tx.now()) {
        return refuse(Decline::conflict, "", "common.expired_link");
    }
    // The history tells that nobody with an account did it.
    return hand_in_plan(tx, auth::program_identity("web"), link->participant, plan);
}

Result<void> ask_for_plan_again(storage::Tx &tx, auth::Token const &token,
                                std::string_view base_url)
{
    auto const link = find_plan_link(tx, token);
    if (!link) {
        return refuse(Decline::conflict, "", "common.expired_link");
    }
    if (link->mailed.plus(std::chrono::hours{24}) <= tx.now()) {
        mail_link(tx, link->participant, load_participant(tx, link->participant), {}, base_url);
    }
    return {};
}

Result<Saved> comment_plan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, PlanComment const &wanted)
{
    auto const before = load_participant(tx, head.id);
    if (before.action_plan.empty()) {
        return refuse(Decline::conflict, "", "participants.no_action_plan");
    }
    auto after = before;
    after.plan_comment = wanted.comment;
    auto saved = records::advance(tx, by.actor(), participants, head, version, "comment_plan",
                                  before, after, {});
    if (saved) {
        static_cast<void>(jobs::enqueue(
            tx, {.kind = std::string{comment_job},
                 .payload = json::serialize(json::object{{"participant", head.id.to_string()}})}));
    }
    return saved;
}

void mail_comment(storage::Tx &tx, Uuid participant, std::string_view base_url)
{
    auto const value = load_participant(tx, participant);
    mail_link(tx, participant, value, value.plan_comment, base_url);
}

} // namespace selatan::participants
