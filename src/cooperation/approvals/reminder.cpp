#include "cooperation/approvals/reminder.hpp"

#include "base/ensure.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/workdays/calendar.hpp"
#include "platform/mail/mail.hpp"
#include "words/approvals.hpp"

#include <chrono>

namespace selatan::approvals {

namespace {

namespace word = words::approvals;

// The rest waits for the next turn: a transaction stays short.
constexpr int at_once_most = 200;
constexpr std::string_view job_kind = "approvals.remind";

mail::Message message_for(Letter const &letter, Addressee const &to, std::string_view base_url)
{
    auto const language = to.language;
    auto const url = std::string{base_url} + "/opinions/" + letter.reference;
    mail::Message message;
    message.to = to.email;
    message.to_name = to.name;
    message.language = language;
    message.about = mail::About{.kind = "opinion", .record = letter.opinion};
    if (letter.occasion == Occasion::asked) {
        message.subject = word::mail_asked_subject(language, letter.reference);
        message.text = word::mail_asked_text(language, letter.office_name, letter.subject,
                                             letter.deadline, letter.question, url);
    } else {
        message.subject = word::mail_before_subject(language, letter.reference, letter.deadline);
        message.text = word::mail_before_text(language, letter.office_name, letter.subject,
                                              letter.deadline, letter.question, url);
    }
    return message;
}

} // namespace

void write_soon(storage::Tx &tx)
{
    jobs::enqueue(tx, {.kind = std::string{job_kind}, .unique_key = std::string{job_kind}});
}

int write_to_offices(storage::Tx &tx, std::string_view base_url)
{
    auto const today = tx.today();
    auto const until = workdays::calendar(tx).after(today, remind_days);
    auto const letters = letters_to_write(tx, until, at_once_most);
    std::set<Uuid> offices;
    for (auto const &letter : letters) {
        offices.insert(letter.office);
    }
    auto const people = people_of(tx, std::vector<Uuid>{offices.begin(), offices.end()}, today);
    int sent = 0;
    for (auto const &letter : letters) {
        auto const [first, last] = people.equal_range(letter.office);
        for (auto to = first; to != last; ++to) {
            // An address that mail servers refuse must not hold up the others.
            sent += mail::queue(tx, message_for(letter, to->second, base_url)) ? 1 : 0;
        }
        // An office without accounts counts as written to: trying every hour would not mend it.
        mark_written(tx, letter, letter.occasion);
        if (letter.deadline <= until) {
            mark_written(tx, letter, Occasion::before); // asked so late that it needs no reminder
        }
    }
    return sent;
}

int fall_silent(storage::Tx &tx)
{
    auto const program = auth::program_identity("job");
    auto const late = overdue(tx, tx.today(), at_once_most);
    for (auto const &id : late) {
        auto const head = records::head_of(tx, opinions, id);
        auto const fallen =
            records::advance(tx, program.actor(), opinions, head, head.version, "fall_silent", {});
        ENSURE(fallen.has_value());
    }
    return static_cast<int>(late.size());
}

void register_jobs(jobs::Runner &runner, std::string base_url)
{
    runner.handle(std::string{job_kind}, [url = std::move(base_url)](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            fall_silent(tx);
            write_to_offices(tx, url);
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur(std::string{job_kind}, std::chrono::hours{1});
}

} // namespace selatan::approvals
