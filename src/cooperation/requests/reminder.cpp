#include "cooperation/requests/reminder.hpp"

#include "cooperation/requests/request_store.hpp"
#include "cooperation/requests/service_standard.hpp"
#include "platform/mail/mail.hpp"
#include "words/requests.hpp"

#include <chrono>

namespace selatan::requests {

namespace {

namespace word = words::requests;

// The rest waits for the next hour: a transaction stays short, and nobody gets a flood.
constexpr int sent_at_once_most = 200;

mail::Message letter_of(Reminder const &reminder, std::string_view base_url)
{
    auto const language = reminder.language;
    auto const state = std::string{word::states(language, reminder.state).value_or(reminder.state)};
    auto const url = std::string{base_url} + "/requests/" + reminder.reference;
    mail::Message letter;
    letter.to = reminder.email;
    letter.to_name = reminder.name;
    letter.language = language;
    letter.about = mail::About{.kind = "request", .record = reminder.request};
    if (reminder.occasion == Occasion::before) {
        letter.subject =
            word::reminder_before_subject(language, reminder.reference, reminder.due_on);
        letter.text = word::reminder_before_text(language, reminder.reference, reminder.title,
                                                 state, reminder.due_on, url);
    } else {
        letter.subject =
            word::reminder_after_subject(language, reminder.reference, reminder.due_on);
        letter.text = word::reminder_after_text(language, reminder.reference, reminder.title, state,
                                                reminder.due_on, url);
    }
    return letter;
}

} // namespace

int send_reminders(storage::Tx &tx, std::string_view base_url)
{
    auto const today = tx.today();
    auto const until = calendar(tx).after(today, soon_days);
    int sent = 0;
    for (auto const &reminder : reminders_to_send(tx, today, until, sent_at_once_most)) {
        // An address that mail servers refuse must not hold up the others; it counts as told, since
        // trying every hour would not mend it.
        sent += mail::queue(tx, letter_of(reminder, base_url)) ? 1 : 0;
        mark_reminded(tx, reminder);
    }
    return sent;
}

void register_jobs(jobs::Runner &runner, std::string base_url)
{
    runner.handle("requests.remind", [url = std::move(base_url)](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            send_reminders(tx, url);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("requests.remind", std::chrono::hours{1});
}

} // namespace selatan::requests
