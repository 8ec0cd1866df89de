#include "cooperation/training/employer.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/employer_store.hpp"
#include "platform/mail/mail.hpp"
#include "words/training.hpp"

#include <chrono>

namespace selatan::training {

namespace {

namespace word = words::training;

Application load_application(storage::Reader &reader, Uuid id)
{
    auto application = records::load(reader, applications, id);
    ENSURE(application.has_value());
    return *application;
}

/// The history tells that nobody with an account did it.
events::Actor employer_by_link()
{
    return {.user = std::nullopt, .post = std::nullopt, .via = "web"};
}

} // namespace

Result<void> ask_employer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::string const &email, std::string_view base_url)
{
    auto const before = load_application(tx, head.id);
    auto const call = context_of(tx, before.call->uuid());
    if (auto const may = decide_window(call.call, call.state, tx.now()); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_step(call.way(), Step::employer_certified, head.state); !may) {
        return refuse(may.error());
    }
    if (!mail::is_address(email)) {
        return refuse(Decline::invalid, "email", "mail.bad_address");
    }
    auto const token = auth::Token::make();
    auto const expires = tx.now().plus(std::chrono::hours{24} * employer_link_days);
    put_link(tx, head.id, token, expires);
    auto const language = by.language;
    mail::Message message;
    message.to = email;
    message.language = language;
    message.about = mail::About{.kind = std::string{applications.kind}, .record = head.id};
    message.has_secret = true;
    message.subject = word::employer_mail_subject(language, head.title);
    message.text =
        word::employer_mail_text(language, head.title, call.call.title_in(language), expires.date(),
                                 std::string{base_url} + "/employer-certificates/" + token.text());
    if (auto const queued = mail::queue(tx, message); !queued) {
        return refuse(queued.error());
    }
    auto after = before;
    after.employer_email = email;
    after.employer_answered_on.reset();
    if (auto const saved = records::change(tx, by.actor(), applications, head, head.version, before,
                                           after, {.verb = "ask_employer"});
        !saved) {
        return refuse(saved.error());
    }
    return {};
}

std::optional<EmployerView> look_at_employer_link(storage::Reader &reader, auth::Token const &token)
{
    auto const id = application_of_link(reader, token);
    if (!id) {
        return std::nullopt;
    }
    auto const application = load_application(reader, *id);
    if (application.awaits != Awaited::certify) {
        return std::nullopt;
    }
    auto const call = context_of(reader, application.call->uuid());
    auto const standing = standing_of(reader, call.id, call.call);
    return EmployerView{.application = *id,
                        .person = application.title,
                        .employer = application.employer,
                        .course = call.call,
                        .course_starts = standing.course_starts,
                        .course_ends = standing.course_ends};
}

Result<void> certify_by_link(storage::Tx &tx, auth::Token const &token,
                             std::string const &certified_by)
{
    auto const view = look_at_employer_link(tx, token);
    if (!view) {
        return refuse(Decline::conflict, "", "common.expired_link");
    }
    auto const name = clean(certified_by);
    if (name.empty()) {
        return refuse(Decline::invalid, "certified_by", "common.required");
    }
    constexpr std::size_t longest = 300;
    auto const before = load_application(tx, view->application);
    auto after = before;
    after.certified_by = truncate(name, longest);
    after.certificate = before.employer_email + ", " + tx.now().date().to_string();
    after.employer_answered_on = tx.now().date();
    auto const head = records::head_of(tx, applications, view->application);
    if (auto const saved = records::change(tx, employer_by_link(), applications, head, head.version,
                                           before, after, {.verb = "answer_by_link"});
        !saved) {
        return refuse(saved.error());
    }
    remove_link(tx, view->application);
    return {};
}

} // namespace selatan::training
