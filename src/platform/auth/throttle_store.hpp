/// \file
/// The rows of sign_in_attempt. For this folder only.
#pragma once

#include "platform/auth/throttle.hpp"

namespace selatan::auth::store {

using storage::Bytes;

/// Failures by everybody, or by one client only, against one subject.
[[nodiscard]] Failures failures_of_subject(storage::Reader &reader, AttemptPurpose purpose,
                                           Bytes const &subject, Instant since);
[[nodiscard]] Failures failures_of_both(storage::Reader &reader, AttemptPurpose purpose,
                                        Bytes const &subject, std::string_view client,
                                        Instant since);
[[nodiscard]] Failures failures_of_client(storage::Reader &reader, AttemptPurpose purpose,
                                          std::string_view client, Instant since);
/// Did this client prove this subject since then?
[[nodiscard]] bool is_known_client(storage::Reader &reader, AttemptPurpose purpose,
                                   Bytes const &subject, std::string_view client, Instant since);
Id<Attempt> insert_failure(storage::Tx &tx, AttemptPurpose purpose, Bytes const &subject,
                           std::string_view client);
void mark_succeeded(storage::Tx &tx, Id<Attempt> attempt);
void delete_attempts(storage::Tx &tx, Instant failed_before, Instant succeeded_before);

} // namespace selatan::auth::store
