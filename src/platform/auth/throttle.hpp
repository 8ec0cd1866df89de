/// \file
/// Slowing down those who guess. Kept in the database, so that several servers count together.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/auth/settings.hpp"
#include "platform/storage/store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::auth {

struct Attempt; ///< names the identity of an attempt

/// What is being proved, or asked for. Each is counted on its own.
enum class AttemptPurpose {
    password,
    second_factor,
    reset,
    account, ///< a link by which somebody opens an account of their own
    code,    ///< a public code looked up: that of a certificate
};
[[nodiscard]] std::string_view to_code(AttemptPurpose purpose);
[[nodiscard]] bool from_code(std::string_view code, AttemptPurpose &purpose);

/// Failures within a window, and when the newest of them was.
struct Failures {
    int count = 0;
    Instant newest;
};

/// How long one must still wait; zero when not at all. The wait is
/// `first × 2^(count - free - 1)` after the newest failure, at most `longest`.
[[nodiscard]] std::chrono::microseconds decide_wait(Failures const &failures, int free,
                                                    std::chrono::seconds first,
                                                    std::chrono::seconds longest, Instant now);

/// Counts an attempt as failed *before* the proof is looked at, so that many at once count too;
/// refuses `auth.too_often` (arguments `seconds`, `minutes`) while one must wait, and then counts
/// nothing: the wait does not grow by asking. `subject` is what was typed (a folded address, an
/// account's id). For passwords and codes; links have their own rule.
[[nodiscard]] Result<Id<Attempt>> begin_attempt(storage::Tx &tx, ThrottleSettings const &settings,
                                                AttemptPurpose purpose, std::string_view subject,
                                                std::string_view client);
/// It was right: this client's failures with this subject are forgotten, and the client becomes a
/// known one. Strangers' failures stay counted.
void succeed(storage::Tx &tx, Id<Attempt> attempt);

/// Counts a wish for a mailed link. Refuses `auth.too_often` to a client that wants too many;
/// accepted, it says whether the address may be sent another.
enum class LinkQuota { send, send_no_more };
[[nodiscard]] Result<LinkQuota> count_link_request(storage::Tx &tx,
                                                   ThrottleSettings const &settings,
                                                   AttemptPurpose purpose, std::string_view subject,
                                                   std::string_view client);

/// May this client look up another public code? Refuses `auth.too_often` after too many that were
/// wrong, as for passwords. Whoever looks up good ones is never hindered, and nothing is written.
[[nodiscard]] Result<void> decide_lookup(storage::Reader &reader, ThrottleSettings const &settings,
                                         AttemptPurpose purpose, std::string_view client);
void count_wrong_code(storage::Tx &tx, AttemptPurpose purpose, std::string_view code,
                      std::string_view client);

/// The part of an address that one client can change at will is cut off: IPv6 keeps its first
/// 64 bits. Anything that is no address stays as it is.
[[nodiscard]] std::string client_key(std::string_view address);

/// Deletes what no window needs any more. Called by a job.
void forget_old_attempts(storage::Tx &tx, ThrottleSettings const &settings);

} // namespace selatan::auth
