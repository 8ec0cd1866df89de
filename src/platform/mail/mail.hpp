/// \file
/// Outgoing mail: written to the outbox in the transaction of the act, sent by a job (mail.md).
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::mail {

struct Mail; ///< names the identity of a mail

/// The record that a mail is about, for its history.
struct About {
    std::string kind; ///< "request"
    Uuid record;
};

struct Message {
    std::string to; ///< one address, without a name
    std::string to_name;
    std::string subject; ///< one line
    std::string text;    ///< plain text; lines end in \n
    std::string html;    ///< the same as markup; may be empty
    Language language = Language::en;
    std::optional<About> about;
    /// It holds a link that acts for whoever has it (an invitation, a password reset): its bodies
    /// are wiped from the outbox as soon as it is sent.
    bool has_secret = false;
};

/// ASCII, one @, a dot-atom before it and a host name behind it, at most 254 characters
/// (RFC 5321, 4.5.3.1): what every mail server accepts. Nothing in it can end a header line.
[[nodiscard]] bool is_address(std::string_view text);

/// Puts a message into the outbox and queues its delivery. Refuses `mail.bad_address`,
/// `mail.bad_name` and `mail.bad_subject` (a line break or another control character in it),
/// `mail.empty`.
[[nodiscard]] Result<Id<Mail>> queue(storage::Tx &tx, Message const &message);

enum class State {
    queued, ///< waits for its first or next attempt
    sent,   ///< accepted by the mail server
    kept,   ///< no mail server is configured: stays here to be read
    dead,   ///< refused for good, or tried too often
};
[[nodiscard]] std::string_view to_code(State state);
[[nodiscard]] bool from_code(std::string_view code, State &state);

/// One line of the outbox.
struct Listed {
    Id<Mail> id;
    std::string to;
    std::string to_name;
    std::string subject;
    Language language = Language::en;
    State state{};
    int attempts = 0;
    std::string answer; ///< of the mail server to the last attempt
    Instant queued;
    std::optional<Instant> sent;
    std::optional<About> about;
};
/// One mail to be read; the bodies are empty once they were wiped.
struct Read {
    Listed line;
    std::string text;
    std::string html;
    bool wiped = false;
    bool has_secret = false; ///< as in Message: not for other people's eyes
};

/// Newest first; the next page is those older than the last one shown.
struct Filter {
    std::optional<State> state;
    std::string to; ///< exactly this address; empty: all
    std::optional<Uuid> about;
    std::optional<Id<Mail>> older_than;
    int limit = 50;
};
[[nodiscard]] std::vector<Listed> list(storage::Reader &reader, Filter const &filter);
[[nodiscard]] std::optional<Read> read(storage::Reader &reader, Id<Mail> id);

/// Queues a dead or kept mail again. Refuses `not_found`, and `mail.cannot_resend` of one that is
/// queued, sent or wiped.
[[nodiscard]] Result<void> send_again(storage::Tx &tx, Id<Mail> id);

} // namespace selatan::mail
