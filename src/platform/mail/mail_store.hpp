/// \file
/// What the delivery asks of the outbox. Not for others.
#pragma once

#include "platform/mail/mail.hpp"

namespace selatan::mail {

void mark_sent(storage::Tx &tx, Id<Mail> id, std::string_view answer);
void mark_kept(storage::Tx &tx, Id<Mail> id);
/// One more attempt that failed; the last one makes it dead.
void mark_failed(storage::Tx &tx, Id<Mail> id, std::string_view answer, State state);

} // namespace selatan::mail
