#include "platform/mail/mail_store.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/jobs/job.hpp"
#include "platform/mail/delivery.hpp"
#include "platform/mail/mime.hpp"

#include <algorithm>
#include <array>

namespace selatan::mail {

namespace {

/// With the runner's pauses (15 s, doubled, at most 6 h) the last attempt is made after 20 hours.
constexpr int max_attempts = 14;
constexpr std::size_t longest_answer = 500; // graphemes

bool is_dot_atom(std::string_view text)
{
    // RFC 5322, 3.2.3.
    static constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
    bool at_start = true;
    for (char const c : text) {
        if (c == '.') {
            if (at_start) {
                return false;
            }
            at_start = true;
            continue;
        }
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              others.find(c) != std::string_view::npos)) {
            return false;
        }
        at_start = false;
    }
    return !at_start;
}

bool is_host_label(std::string_view label)
{
    // RFC 1123, 2.1.
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-';
           });
}

Listed listed_from(storage::Row &row)
{
    Listed line{.id = row.next<Id<Mail>>(),
                .to = row.next<std::string>(),
                .to_name = row.next<std::string>(),
                .subject = row.next<std::string>()};
    auto const language = parse_language(row.next<std::string>());
    ENSURE(language.has_value());
    line.language = *language;
    line.state = row.next<State>();
    line.attempts = row.next<int>();
    line.answer = row.next<std::string>();
    line.queued = row.next<Instant>();
    line.sent = row.next<std::optional<Instant>>();
    auto const kind = row.next<std::optional<std::string>>();
    auto const record = row.next<std::optional<Uuid>>();
    if (kind && record) {
        line.about = About{*kind, *record};
    }
    return line;
}

constexpr std::string_view listed_columns =
    "id, recipient, recipient_name, subject, language, state, attempts, answer, queued, sent, "
    "about_kind, about";

void queue_delivery(storage::Tx &tx, Id<Mail> id)
{
    jobs::enqueue(tx, {.kind = std::string{delivery_job},
                       .payload = "\"" + id.to_string() + "\"",
                       .unique_key = "mail " + id.to_string(),
                       .max_attempts = max_attempts});
}

} // namespace

std::string_view to_code(State state)
{
    static constexpr std::array<std::string_view, 4> codes{"queued", "sent", "kept", "dead"};
    return codes[static_cast<std::size_t>(state)];
}

bool from_code(std::string_view code, State &state)
{
    for (auto const candidate : {State::queued, State::sent, State::kept, State::dead}) {
        if (to_code(candidate) == code) {
            state = candidate;
            return true;
        }
    }
    return false;
}

bool is_address(std::string_view text)
{
    // RFC 5321, 4.5.3.1: 64 bytes before the @, 254 in all.
    auto const at = text.find('@');
    if (at == std::string_view::npos || at > 64 || text.size() > 254 ||
        !is_dot_atom(text.substr(0, at))) {
        return false;
    }
    auto host = text.substr(at + 1);
    for (;;) {
        auto const dot = host.find('.');
        if (!is_host_label(host.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return true;
        }
        host.remove_prefix(dot + 1);
    }
}

namespace {

/// Arabic sentences isolate what is Latin in them with invisible characters (U+2068, U+2069);
/// standing next to an address, some mail programs take them for a part of it.
std::string with_bare_links(std::string text)
{
    constexpr std::string_view isolate = "\u2068";
    constexpr std::string_view end = "\u2069";
    for (auto const *const scheme : {"https://", "http://"}) {
        auto const opening = std::string{isolate} + scheme;
        for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
            text.erase(at, isolate.size());
            if (auto const after = text.find(end, at); after != std::string::npos) {
                text.erase(after, end.size());
            }
        }
    }
    return text;
}

} // namespace

Result<Id<Mail>> queue(storage::Tx &tx, Message const &message)
{
    if (!is_address(message.to)) {
        return refuse(Decline::invalid, "to", "mail.bad_address");
    }
    if (!is_one_line(message.to_name)) {
        return refuse(Decline::invalid, "to_name", "mail.bad_name");
    }
    if (message.subject.empty() || !is_one_line(message.subject)) {
        return refuse(Decline::invalid, "subject", "mail.bad_subject");
    }
    if (message.text.empty()) {
        return refuse(Decline::invalid, "text", "mail.empty");
    }
    auto const id = tx.new_id<Mail>();
    tx.run("INSERT INTO mail (id, recipient, recipient_name, subject, text, html, language, "
           "about_kind, about,"
           " has_secret, wiped, state, attempts, answer, queued)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'queued', 0, '', ?)",
           id, message.to, message.to_name, message.subject, with_bare_links(message.text),
           message.html, to_code(message.language),
           message.about ? std::optional{message.about->kind} : std::nullopt,
           message.about ? std::optional{message.about->record} : std::nullopt, message.has_secret,
           tx.now());
    queue_delivery(tx, id);
    return id;
}

std::vector<Listed> list(storage::Reader &reader, Filter const &filter)
{
    auto sql = "SELECT " + std::string{listed_columns} + " FROM mail WHERE 1 = 1";
    std::vector<storage::Value> values;
    auto const require = [&](std::string_view condition, auto const &value) {
        sql.append(" AND ").append(condition);
        values.push_back(storage::to_value(value));
    };
    if (filter.state) {
        require("state = ?", *filter.state);
    }
    if (!filter.to.empty()) {
        require("recipient = ?", filter.to);
    }
    if (filter.about) {
        require("about = ?", *filter.about);
    }
    if (filter.older_than) {
        require("id < ?", *filter.older_than);
    }
    values.push_back(storage::to_value(filter.limit));
    std::vector<Listed> page;
    for (auto row : reader.query_with(sql + " ORDER BY id DESC LIMIT ?", values)) {
        page.push_back(listed_from(row));
    }
    return page;
}

std::optional<Read> read(storage::Reader &reader, Id<Mail> id)
{
    auto const sql = "SELECT " + std::string{listed_columns} +
                     ", text, html, wiped, has_secret FROM mail WHERE id = ?";
    for (auto row : reader.query(sql, id)) {
        Read mail{.line = listed_from(row)};
        mail.text = row.next<std::string>();
        mail.html = row.next<std::string>();
        mail.wiped = row.next<bool>();
        mail.has_secret = row.next<bool>();
        return mail;
    }
    return std::nullopt;
}

Result<void> send_again(storage::Tx &tx, Id<Mail> id)
{
    auto const mail = read(tx, id);
    if (!mail) {
        return not_found();
    }
    if (mail->wiped || (mail->line.state != State::dead && mail->line.state != State::kept)) {
        return refuse(Decline::conflict, "", "mail.cannot_resend");
    }
    tx.run("UPDATE mail SET state = 'queued', attempts = 0 WHERE id = ?", id);
    queue_delivery(tx, id);
    return {};
}

void mark_sent(storage::Tx &tx, Id<Mail> id, std::string_view answer)
{
    tx.run("UPDATE mail SET state = 'sent', sent = ?, attempts = attempts + 1, answer = ?,"
           " text = CASE has_secret WHEN 1 THEN '' ELSE text END,"
           " html = CASE has_secret WHEN 1 THEN '' ELSE html END,"
           " wiped = has_secret WHERE id = ?",
           tx.now(), truncate(clean(answer), longest_answer), id);
}

void mark_kept(storage::Tx &tx, Id<Mail> id)
{
    tx.run("UPDATE mail SET state = 'kept' WHERE id = ?", id);
}

void mark_failed(storage::Tx &tx, Id<Mail> id, std::string_view answer, State state)
{
    tx.run("UPDATE mail SET state = ?, attempts = attempts + 1, answer = ? WHERE id = ?", state,
           truncate(clean(answer), longest_answer), id);
}

} // namespace selatan::mail
