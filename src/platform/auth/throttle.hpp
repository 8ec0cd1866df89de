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

/// What is being proved. Each is counted on its own.
enum class AttemptPurpose { password, second_factor, reset, link };
[[nodiscard]] std::string_view to_code(AttemptPurpose purpose);
[[nodiscard]] bool from_code(std::string_view code, AttemptPurpose &purpose);

/// Failures within the window, and when the newest of them was.
struct Failures {
    int count = 0;
    Instant newest;
};

/// When the next attempt may be made; nothing when at once. The wait is
/// `first_wait × 2^(count - free - 1)` after the newest failure, at most `longest_wait`.
[[nodiscard]] std::optional<Instant> decide_wait(Failures const &failures, int free,
                                                 ThrottleSettings const &settings, Instant now);

/// Counts an attempt as failed *before* the proof is looked at, so that many at once count too;
/// refuses `auth.too_often` (argument `seconds`) while one must wait, and then counts nothing: the
/// wait does not grow by asking. `subject` is what was typed (a folded address, an account's id).
[[nodiscard]] Result<Id<Attempt>> begin_attempt(storage::Tx &tx, ThrottleSettings const &settings,
                                                AttemptPurpose purpose, std::string_view subject,
                                                std::string_view client);
/// It was right: the subject's failures are forgotten, and the client becomes a known one.
void succeed(storage::Tx &tx, Id<Attempt> attempt);

/// The part of an address that one client can change at will is cut off: IPv6 keeps its first
/// 64 bits. Anything that is no address stays as it is.
[[nodiscard]] std::string client_key(std::string_view address);

/// Deletes what no window needs any more. Called by a job.
void forget_old_attempts(storage::Tx &tx, ThrottleSettings const &settings);

} // namespace selatan::auth
