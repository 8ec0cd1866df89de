#include "cooperation/training/employer.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/employer_store.hpp"
#include "cooperation/training/own_file.hpp"
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
    message.text = word::employer_mail_text(
        language, head.title, call.call.title_in(language), tx.day_of(expires),
        std::string{base_url} + "/employer-certificates/" + token.text());
    if (auto const queued = mail::queue(tx, message); !queued) {
        return refuse(queued.error());
    }
    auto after = before;
    after.employer_email = email;
    after.employer_answered_on.reset();
    after.employer_refused_by.clear();
    after.employer_refusal.clear();
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
    auto papers = wanted_documents(application, call.rules);
    std::erase_if(papers, [](WantedDocument const &one) { return !one.is_employers; });
    return EmployerView{.application = *id,
                        .person = application.title,
                        .employer = application.employer,
                        .course = call.call,
                        .course_starts = standing.course_starts,
                        .course_ends = standing.course_ends,
                        .documents = std::move(papers)};
}

Result<void> hand_in_by_link(storage::Tx &tx, auth::Token const &token, std::string const &document,
                             files::Examined examined, std::string const &description)
{
    auto const view = look_at_employer_link(tx, token);
    if (!view) {
        return refuse(Decline::conflict, "", "common.expired_link");
    }
    auto const head = records::head_of(tx, applications, view->application);
    return hand_in_employers_file(tx, employer_by_link(), head, document, std::move(examined),
                                  description);
}

Result<void> answer_by_link(storage::Tx &tx, auth::Token const &token, EmployerAnswer const &answer)
{
    auto const view = look_at_employer_link(tx, token);
    if (!view) {
        return refuse(Decline::conflict, "", "common.expired_link");
    }
    auto const name = clean(answer.name);
    auto const reason = clean_lines(answer.reason);
    Problems missing;
    if (!answer.certifies) {
        missing.push_back({"answer", "common.required", {}});
    }
    if (name.empty()) {
        missing.push_back({"certified_by", "common.required", {}});
    }
    if (answer.certifies == false && reason.empty()) {
        missing.push_back({"reason", "common.required", {}});
    }
    if (!missing.empty()) {
        return refuse_input(std::move(missing));
    }
    constexpr std::size_t longest_name = 300;
    constexpr std::size_t longest_reason = 2000;
    auto const before = load_application(tx, view->application);
    auto after = before;
    if (*answer.certifies) {
        after.certified_by = truncate(name, longest_name);
        after.certificate = before.employer_email + ", " + tx.today().to_string();
    } else {
        after.employer_refused_by = truncate(name, longest_name);
        after.employer_refusal = truncate(reason, longest_reason);
    }
    after.employer_answered_on = tx.today();
    auto const head = records::head_of(tx, applications, view->application);
    if (auto const saved =
            records::change(tx, employer_by_link(), applications, head, head.version, before, after,
                            {.verb = *answer.certifies ? "answer_by_link" : "refuse_by_link"});
        !saved) {
        return refuse(saved.error());
    }
    remove_link(tx, view->application);
    return {};
}

} // namespace selatan::training
