/// \file
/// The second factor: time-based one-time passwords (RFC 6238) and recovery codes.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/auth/services.hpp"
#include "platform/auth/session.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::auth {

/// RFC 4226, 5.3: HMAC-SHA-1, truncated to `digits` decimal digits.
[[nodiscard]] std::string hotp(std::span<std::uint8_t const> secret, std::uint64_t counter,
                               int digits = 6);
/// RFC 6238, 4: the 30-second step that an instant lies in.
[[nodiscard]] std::int64_t totp_step(Instant at);

/// The step whose code this is: the current one or a neighbour (clocks drift), newer than
/// `last_step` (RFC 6238, 5.2: no code twice). Always looks at all three.
[[nodiscard]] std::optional<std::int64_t> decide_totp(std::span<std::uint8_t const> secret,
                                                      std::string_view code, std::int64_t last_step,
                                                      Instant now);

/// Six digits as people type them: spaces are dropped.
[[nodiscard]] std::optional<std::string> parse_totp_code(std::string_view typed);
/// Sixteen characters of base32 (80 random bits), any case, spaces and hyphens dropped.
[[nodiscard]] std::optional<std::string> parse_recovery_code(std::string_view typed);
/// RFC 4648, 6, without padding.
[[nodiscard]] std::string to_base32(std::span<std::uint8_t const> bytes);

struct TotpEnrolment {
    std::string secret; ///< base32, for typing
    std::string uri;    ///< `otpauth://totp/…`, for a QR code
};
/// A new secret, to be confirmed with a code. Refuses `auth.view_only`, `auth.confirm_password`,
/// `auth.totp_already_on`. Beginning again replaces the unconfirmed secret.
Result<TotpEnrolment> begin_totp(storage::Tx &tx, Services const &services, SignedInUser const &by);
/// The same again, for a page that is shown a second time; nothing when none was begun.
[[nodiscard]] std::optional<TotpEnrolment> pending_totp(storage::Reader &reader,
                                                        Services const &services, Id<User> user);
/// Turns it on when the code is right; this session counts as opened with it. Returns ten recovery
/// codes, shown once. Refuses `auth.wrong_code`, `auth.totp_not_begun`, `auth.too_often`.
Result<std::vector<std::string>> confirm_totp(storage::Store &store, Services const &services,
                                              SignedInUser const &by, std::string const &code,
                                              Client const &client);
/// One's own after a recent password, unless the installation requires it (`auth.totp_required`).
Result<void> remove_totp(storage::Tx &tx, Services const &services, SignedInUser const &by);
/// An administrator, for a user who lost the telephone and the codes.
Result<void> reset_totp(storage::Tx &tx, Services const &services, Identity const &by,
                        Id<User> user, std::string const &reason);
/// Ten new recovery codes; the old ones stop working.
Result<std::vector<std::string>> renew_recovery_codes(storage::Tx &tx, Services const &services,
                                                      SignedInUser const &by);

struct TotpState {
    bool is_on = false;
    int recovery_codes_left = 0;
};
[[nodiscard]] TotpState totp_state_of(storage::Reader &reader, Id<User> user);

/// Accepts a TOTP code or a recovery code, once: of two requests with the same code, one wins.
/// For give_second_factor(), which throttles.
[[nodiscard]] bool spend_code(storage::Tx &tx, Services const &services, Id<User> user,
                              std::string_view typed);

} // namespace selatan::auth
