#include "cooperation/training/applicant_news.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/own_application.hpp"
#include "platform/auth/account.hpp"
#include "platform/i18n/format.hpp"
#include "platform/mail/mail.hpp"
#include "words/applicants.hpp"
#include "words/training.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

namespace word = words::applicants;

/// Set once, before anybody is served.
std::string &pages_address()
{
    static std::string address;
    return address;
}

std::string documents_in(Language language, records::Codes const &codes)
{
    std::vector<std::string> names;
    for (auto const &code : codes) {
        names.emplace_back(words::training::documents(language, code).value_or(code));
    }
    return i18n::join_list(language, names);
}

std::string findings_in(Language language, Application const &value)
{
    std::vector<std::string> names;
    for (auto const &code : value.findings) {
        names.emplace_back(words::training::findings(language, code).value_or(code));
    }
    return i18n::join_list(language, names);
}

std::string what_happened(Language language, Application const &value, CallContext const &call,
                          News news)
{
    auto const course = call.call.title_in(language);
    switch (news) {
    case News::incomplete:
        return word::news_incomplete(language, value.title, course,
                                     documents_in(language, missing_documents(value, call.rules)));
    case News::selected:
        return word::news_selected(language, value.title, course);
    case News::reserve:
        return word::news_reserve(language, value.title, course);
    case News::rejected:
        return word::news_rejected(language, value.title, course, value.proposed_reason);
    case News::ineligible:
        return word::news_ineligible(language, value.title, course, findings_in(language, value));
    case News::left_incomplete:
        return word::news_left_incomplete(
            language, value.title, course,
            documents_in(language, missing_documents(value, call.rules)));
    case News::moved_up:
        return word::news_moved_up(language, value.title, course);
    case News::confirm:
        return word::news_confirm(language, value.title, course);
    case News::lapsed:
        return word::news_lapsed(language, value.title, course, value.reason);
    }
    return {};
}

} // namespace

void set_address_of_pages(std::string base_url)
{
    pages_address() = std::move(base_url);
}

Language writing_language(records::Codes const &spoken)
{
    auto const known = std::ranges::find_if(
        spoken, [](std::string const &code) { return parse_language(code).has_value(); });
    return known == spoken.end() ? Language::en : *parse_language(*known);
}

void tell_applicant(storage::Tx &tx, Uuid application, Application const &value,
                    CallContext const &call, News news)
{
    auto const owner = applicant_of(tx, application);
    auto const account = owner ? auth::find_account(tx, *owner) : std::nullopt;
    mail::Message message;
    message.to = account ? account->email.text() : value.email;
    if (!mail::is_address(message.to)) {
        return;
    }
    auto const label = records::label_of(tx, application);
    ENSURE(label.has_value());
    auto const language = account ? account->language : writing_language(value.languages);
    message.language = language;
    message.about = mail::About{.kind = std::string{applications.kind}, .record = application};
    message.subject = word::mail_subject(language, call.call.title_in(language));
    message.text = what_happened(language, value, call, news);
    bool const has_place =
        news == News::selected || news == News::moved_up || news == News::confirm;
    if (has_place && tx.today() <= call.call.confirm_by) {
        message.text += "\n\n" + word::news_confirm_by(language, *call.call.confirm_by);
    }
    if (has_place && call.course_starts) {
        message.text += "\n\n" + word::news_begins(language, *call.course_starts);
    }
    message.text += "\n\n";
    message.text += account ? word::news_own_page(language, pages_address() + "/own-applications/" +
                                                                label->reference)
                            : word::news_through_office(language, label->reference);
    ENSURE(mail::queue(tx, message).has_value());
}

} // namespace selatan::training
