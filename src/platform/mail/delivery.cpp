#include "platform/mail/delivery.hpp"

#include "base/ensure.hpp"
#include "platform/mail/mail_store.hpp"
#include "platform/mail/mime.hpp"
#include "platform/mail/smtp.hpp"

namespace selatan::mail {

namespace {

Id<Mail> mail_of(std::string_view payload)
{
    // As queue() wrote it: a JSON string.
    auto const id =
        payload.size() > 2 ? Id<Mail>::parse(payload.substr(1, payload.size() - 2)) : std::nullopt;
    ENSURE(id.has_value());
    return *id;
}

class Delivery {
public:
    explicit Delivery(Settings settings) : m_settings{std::move(settings)} {}

    jobs::Outcome operator()(jobs::Work &work) const
    {
        auto const id = mail_of(work.payload());
        auto const mail =
            work.store().read([&](storage::Reader &reader) { return read(reader, id); });
        // A dead one is here again when an administrator restarted its job.
        if (!mail || mail->wiped ||
            (mail->line.state != State::queued && mail->line.state != State::dead)) {
            return jobs::Outcome::done();
        }
        if (!m_settings.smtp) {
            work.store().write([&](storage::Tx &tx) {
                mark_kept(tx, id);
                work.complete(tx);
            });
            return jobs::Outcome::done();
        }
        auto const answer =
            send(*m_settings.smtp, m_settings.from, mail->line.to, compose(letter(*mail)));
        switch (answer.kind) {
        case Answer::Kind::accepted:
            work.store().write([&](storage::Tx &tx) {
                mark_sent(tx, id, answer.text);
                work.complete(tx);
            });
            return jobs::Outcome::done();
        case Answer::Kind::try_later:
            mark(work, id, answer, work.is_last_attempt() ? State::dead : State::queued);
            return jobs::Outcome::retry("the mail server did not take it");
        case Answer::Kind::refused:
            mark(work, id, answer, State::dead);
            return jobs::Outcome::failed("the mail server refused it");
        }
        return jobs::Outcome::done();
    }

private:
    [[nodiscard]] Letter letter(Read const &mail) const
    {
        return {.id = mail.line.id.uuid(),
                .from = m_settings.from,
                .from_name = m_settings.from_name,
                .to = mail.line.to,
                .to_name = mail.line.to_name,
                .subject = mail.line.subject,
                .text = mail.text,
                .html = mail.html,
                .language = mail.line.language,
                .date = mail.line.queued};
    }

    /// The server's words stay with the mail: they often hold the address, and a job's error must
    /// not.
    static void mark(jobs::Work &work, Id<Mail> id, Answer const &answer, State state)
    {
        work.store().write([&](storage::Tx &tx) { mark_failed(tx, id, answer.text, state); });
    }

    Settings m_settings;
};

} // namespace

Result<void> deliver_with(jobs::Runner &runner, Settings const &settings)
{
    if (!is_address(settings.from)) {
        return refuse(Decline::invalid, "from", "mail.bad_address");
    }
    if (!is_one_line(settings.from_name)) {
        return refuse(Decline::invalid, "from_name", "mail.bad_name");
    }
    if (settings.smtp && !settings.smtp->url.starts_with("smtp://") &&
        !settings.smtp->url.starts_with("smtps://")) {
        return refuse(Decline::invalid, "smtp", "mail.bad_server");
    }
    runner.handle(std::string{delivery_job}, Delivery{settings});
    return {};
}

} // namespace selatan::mail
