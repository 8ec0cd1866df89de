#include "platform/auth/totp.hpp"

#include "base/ensure.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/session_store.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/auth/totp_store.hpp"
#include "platform/clock/clock.hpp"
#include "platform/events/event.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace selatan::auth {

namespace {

using storage::Bytes;

constexpr int code_digits = 6;
constexpr std::size_t secret_size = 20; // RFC 4226, 4 R6: 160 bits recommended
constexpr std::size_t recovery_size = 10;
constexpr std::size_t recovery_characters = recovery_size * 8 / 5;
constexpr std::size_t recovery_codes = 10;
constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

secrets::Binding place_of(Id<User> user)
{
    return {.table = "totp", .row = user.uuid(), .column = "secret"};
}

std::span<std::uint8_t const> bytes_of(std::string_view text)
{
    return {reinterpret_cast<std::uint8_t const *>(text.data()), text.size()};
}

/// RFC 3986's unreserved characters stay.
std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (unreserved.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 0x0FU];
        }
    }
    return encoded;
}

TotpEnrolment enrolment_of(std::string_view secret, Settings const &settings, Email const &email)
{
    auto const text = to_base32(bytes_of(secret));
    auto const issuer = percent_encoded(settings.issuer);
    return {.secret = text,
            .uri = "otpauth://totp/" + issuer + ':' + percent_encoded(email.text()) +
                   "?secret=" + text + "&issuer=" + issuer +
                   "&algorithm=SHA1&digits=" + std::to_string(code_digits) + "&period=30"};
}

Bytes hash_of_recovery_code(std::string_view code)
{
    Bytes hash(crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash.data(), bytes_of(code).data(), code.size());
    return hash;
}

/// As shown: four groups of four.
std::string grouped(std::string_view code)
{
    std::string text;
    for (std::size_t i = 0; i < code.size(); i += 4) {
        text += text.empty() ? "" : "-";
        text += code.substr(i, 4);
    }
    return text;
}

std::vector<std::string> new_recovery_codes(storage::Tx &tx, Id<User> user)
{
    std::vector<std::string> shown;
    std::vector<Bytes> hashes;
    for (std::size_t i = 0; i < recovery_codes; ++i) {
        std::array<std::uint8_t, recovery_size> random{};
        fill_random(random);
        auto const code = to_base32(random);
        hashes.push_back(hash_of_recovery_code(code));
        shown.push_back(grouped(code));
    }
    store::replace_recovery_codes(tx, user, hashes);
    return shown;
}

/// What people put between the characters of a code.
std::string without_separators(std::string_view typed)
{
    std::string text{typed.substr(0, 64)};
    std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '\t'; });
    return text;
}

void record(storage::Tx &tx, Identity const &by, Id<User> user, std::string verb,
            std::string reason = {})
{
    events::append(tx, {.actor = by.actor(),
                        .kind = "user_account",
                        .record = user.uuid(),
                        .verb = std::move(verb),
                        .reason = std::move(reason)});
}

void notify(storage::Tx &tx, Services const &services, Notice notice, Id<User> user)
{
    auto const account = find_account(tx, user);
    ENSURE(account.has_value());
    services.send_notice(tx, notice, addressee_of(*account));
}

} // namespace

std::string hotp(std::span<std::uint8_t const> secret, std::uint64_t counter, int digits)
{
    std::array<std::uint8_t, 8> message{};
    for (std::size_t i = 0; i < message.size(); ++i) {
        message[i] = static_cast<std::uint8_t>(counter >> (8 * (7 - i)));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    auto const *const made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
                                  message.data(), message.size(), mac.data(), &length);
    ENSURE(made != nullptr && length == 20);
    // RFC 4226, 5.3: the last byte's low four bits say where the four bytes begin.
    std::size_t const offset = mac[length - 1] & 0x0FU;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = number << 8U | mac[offset + i];
    }
    number &= 0x7FFFFFFFU;
    std::string code(static_cast<std::size_t>(digits), '0');
    for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10) {
        *digit = static_cast<char>('0' + number % 10);
    }
    return code;
}

std::int64_t totp_step(Instant at)
{
    constexpr std::int64_t step_micros = 30'000'000;
    return at.micros() / step_micros;
}

std::optional<std::int64_t> decide_totp(std::span<std::uint8_t const> secret, std::string_view code,
                                        std::int64_t last_step, Instant now)
{
    std::optional<std::int64_t> found;
    auto const current = totp_step(now);
    for (auto step = current - 1; step <= current + 1; ++step) {
        bool const fits =
            equal_in_constant_time(hotp(secret, static_cast<std::uint64_t>(step)), code);
        if (fits && step > last_step) {
            found = step;
        }
    }
    return found;
}

std::optional<std::string> parse_totp_code(std::string_view typed)
{
    auto code = without_separators(typed);
    bool const is_code = code.size() == code_digits &&
                         std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    return is_code ? std::optional{std::move(code)} : std::nullopt;
}

std::optional<std::string> parse_recovery_code(std::string_view typed)
{
    auto code = without_separators(typed);
    std::ranges::transform(code, code.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    bool const is_code =
        code.size() == recovery_characters && std::ranges::all_of(code, [](char c) {
            return base32_digits.find(c) != std::string_view::npos;
        });
    return is_code ? std::optional{std::move(code)} : std::nullopt;
}

std::string to_base32(std::span<std::uint8_t const> bytes)
{
    std::string text;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (auto const byte : bytes) {
        bits = bits << 8U | byte;
        held += 8;
        while (held >= 5) {
            held -= 5;
            text += base32_digits[bits >> held & 0x1FU];
        }
    }
    if (held > 0) {
        text += base32_digits[bits << (5 - held) & 0x1FU];
    }
    return text;
}

Result<TotpEnrolment> begin_totp(storage::Tx &tx, Services const &services, SignedInUser const &by)
{
    if (auto may = decide_sensitive(by, services.settings, tx.now()); !may) {
        return refuse(may.error());
    }
    auto const user = by.identity.user;
    auto const account = find_account(tx, user);
    if (!account) {
        return not_found();
    }
    std::string secret(secret_size, '\0');
    fill_random({reinterpret_cast<std::uint8_t *>(secret.data()), secret.size()});
    auto const sealed = services.vault.seal_for_service(tx, place_of(user), secret);
    if (!store::put_totp(tx, user, sealed)) {
        return refuse(Decline::conflict, "", "auth.totp_already_on");
    }
    return enrolment_of(secret, services.settings, account->email);
}

std::optional<TotpEnrolment> pending_totp(storage::Reader &reader, Services const &services,
                                          Id<User> user)
{
    auto const stored = store::find_totp(reader, user);
    auto const account = find_account(reader, user);
    if (!stored || stored->is_confirmed || !account) {
        return std::nullopt;
    }
    return enrolment_of(services.vault.open_for_service(reader, place_of(user), stored->sealed),
                        services.settings, account->email);
}

Result<std::vector<std::string>> confirm_totp(storage::Store &store, Services const &services,
                                              SignedInUser const &by, std::string const &code,
                                              Client const &client)
{
    using Codes = Result<std::vector<std::string>>;
    if (auto may = decide_change(by.identity); !may) {
        return refuse(may.error());
    }
    auto const user = by.identity.user;
    auto const attempt = store.write([&](storage::Tx &tx) {
        return begin_attempt(tx, services.settings.throttle, AttemptPurpose::second_factor,
                             user.to_string(), client.address);
    });
    if (!attempt) {
        return refuse(attempt.error());
    }
    return store.write([&](storage::Tx &tx) -> Codes {
        auto const stored = store::find_totp(tx, user);
        if (!stored || stored->is_confirmed) {
            return refuse(Decline::conflict, "", "auth.totp_not_begun");
        }
        auto const secret = services.vault.open_for_service(tx, place_of(user), stored->sealed);
        auto const typed = parse_totp_code(code);
        auto const step = typed ? decide_totp(bytes_of(secret), *typed, stored->last_step, tx.now())
                                : std::nullopt;
        if (!step) {
            return refuse(Decline::invalid, "code", "auth.wrong_code");
        }
        succeed(tx, *attempt);
        store::confirm_totp(tx, user, *step);
        store::set_mfa(tx, by.session.id);
        notify(tx, services, Notice::second_factor_added, user);
        record(tx, by.identity, user, "second_factor_added");
        return new_recovery_codes(tx, user);
    });
}

Result<void> remove_totp(storage::Tx &tx, Services const &services, SignedInUser const &by)
{
    if (auto may = decide_sensitive(by, services.settings, tx.now()); !may) {
        return may;
    }
    auto without = by.identity;
    without.mfa = false;
    if (needs_second_factor(without, services.settings)) {
        return refuse(Decline::conflict, "", "auth.totp_required");
    }
    if (store::delete_totp(tx, by.identity.user)) {
        notify(tx, services, Notice::second_factor_removed, by.identity.user);
        record(tx, by.identity, by.identity.user, "second_factor_removed");
    }
    return {};
}

Result<void> reset_totp(storage::Tx &tx, Services const &services, Identity const &by,
                        Id<User> user, std::string const &reason)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    if (!store::delete_totp(tx, user)) {
        return not_found();
    }
    store::delete_sessions_of(tx, user, std::nullopt);
    notify(tx, services, Notice::second_factor_removed, user);
    record(tx, by, user, "second_factor_reset", reason);
    return {};
}

Result<std::vector<std::string>> renew_recovery_codes(storage::Tx &tx, Services const &services,
                                                      SignedInUser const &by)
{
    if (auto may = decide_sensitive(by, services.settings, tx.now()); !may) {
        return refuse(may.error());
    }
    if (!totp_state_of(tx, by.identity.user).is_on) {
        return refuse(Decline::conflict, "", "auth.totp_not_begun");
    }
    record(tx, by.identity, by.identity.user, "recovery_codes_renewed");
    return new_recovery_codes(tx, by.identity.user);
}

bool spend_code(storage::Tx &tx, Services const &services, Id<User> user, std::string_view typed)
{
    auto const stored = store::find_totp(tx, user);
    if (!stored || !stored->is_confirmed) {
        return false;
    }
    if (auto const code = parse_totp_code(typed)) {
        auto const secret = services.vault.open_for_service(tx, place_of(user), stored->sealed);
        auto const step = decide_totp(bytes_of(secret), *code, stored->last_step, tx.now());
        return step && store::use_step(tx, user, *step);
    }
    auto const code = parse_recovery_code(typed);
    if (!code || !store::spend_recovery_code(tx, user, hash_of_recovery_code(*code))) {
        return false;
    }
    notify(tx, services, Notice::recovery_code_used, user);
    return true;
}

} // namespace selatan::auth
