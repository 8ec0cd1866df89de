#include "platform/auth/throttle.hpp"

#include "platform/auth/throttle_store.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <sodium.h>

namespace selatan::auth {

namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

storage::Bytes hash_of(std::string_view subject)
{
    storage::Bytes hash(crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash.data(), reinterpret_cast<unsigned char const *>(subject.data()),
                       subject.size());
    return hash;
}

/// `seconds` is for the Retry-After header, `minutes` (0 below one) for the sentence.
tl::unexpected<Refusal> refuse_for(microseconds wait)
{
    using std::chrono::minutes;
    auto const whole_seconds = std::chrono::ceil<seconds>(wait);
    auto const whole_minutes =
        whole_seconds < minutes{1} ? minutes{0} : std::chrono::ceil<minutes>(wait);
    return refuse(Decline::too_often, "", "auth.too_often",
                  {{"seconds", std::to_string(whole_seconds.count())},
                   {"minutes", std::to_string(whole_minutes.count())}});
}

} // namespace

std::string_view to_code(AttemptPurpose purpose)
{
    constexpr std::array<std::string_view, 5> codes{"password", "second_factor", "reset", "account",
                                                    "code"};
    return codes.at(static_cast<std::size_t>(purpose));
}

bool from_code(std::string_view code, AttemptPurpose &purpose)
{
    for (auto const candidate :
         {AttemptPurpose::password, AttemptPurpose::second_factor, AttemptPurpose::reset,
          AttemptPurpose::account, AttemptPurpose::code}) {
        if (to_code(candidate) == code) {
            purpose = candidate;
            return true;
        }
    }
    return false;
}

microseconds decide_wait(Failures const &failures, int free, seconds first, seconds longest,
                         Instant now)
{
    if (failures.count <= free) {
        return microseconds{0};
    }
    auto wait = first;
    for (int doubled = failures.count - free - 1; doubled > 0 && wait < longest; --doubled) {
        wait *= 2;
    }
    auto const end = failures.newest.plus(std::min(wait, longest));
    return std::max(end - now, microseconds{0});
}

Result<Id<Attempt>> begin_attempt(storage::Tx &tx, ThrottleSettings const &settings,
                                  AttemptPurpose purpose, std::string_view subject,
                                  std::string_view client)
{
    auto const who = hash_of(subject);
    auto const from = client_key(client);
    auto const now = tx.now();
    bool const is_code = purpose == AttemptPurpose::second_factor;
    auto const since = now.plus(-(is_code ? settings.second_factor_window : settings.window));
    auto const longest = is_code ? settings.second_factor_longest_wait : settings.longest_wait;

    bool const is_known =
        store::is_known_client(tx, purpose, who, from, now.plus(-settings.known_client));
    auto const of_subject = is_known ? store::failures_of_both(tx, purpose, who, from, since)
                                     : store::failures_of_subject(tx, purpose, who, since);
    auto const of_client = store::failures_of_client(tx, purpose, from, since);
    auto const wait = std::max(
        decide_wait(of_subject, settings.free_per_account, settings.first_wait, longest, now),
        decide_wait(of_client, settings.free_per_client, settings.first_wait, longest, now));
    if (wait > microseconds{0}) {
        return refuse_for(wait);
    }
    return store::insert_failure(tx, purpose, who, from);
}

void succeed(storage::Tx &tx, Id<Attempt> attempt)
{
    store::mark_succeeded(tx, attempt);
}

Result<LinkQuota> count_link_request(storage::Tx &tx, ThrottleSettings const &settings,
                                     AttemptPurpose purpose, std::string_view subject,
                                     std::string_view client)
{
    auto const who = hash_of(subject);
    auto const from = client_key(client);
    auto const since = tx.now().plus(-settings.link_window);
    auto const of_client = store::failures_of_client(tx, purpose, from, since);
    if (of_client.count >= settings.links_per_client) {
        return refuse_for(of_client.newest.plus(settings.link_window) - tx.now());
    }
    auto const of_subject = store::failures_of_subject(tx, purpose, who, since);
    store::insert_failure(tx, purpose, who, from);
    return of_subject.count < settings.links_per_account ? LinkQuota::send
                                                         : LinkQuota::send_no_more;
}

Result<void> decide_lookup(storage::Reader &reader, ThrottleSettings const &settings,
                           AttemptPurpose purpose, std::string_view client)
{
    auto const now = reader.now();
    auto const wrong =
        store::failures_of_client(reader, purpose, client_key(client), now.plus(-settings.window));
    auto const wait = decide_wait(wrong, settings.free_per_client, settings.first_wait,
                                  settings.longest_wait, now);
    if (wait > microseconds{0}) {
        return refuse_for(wait);
    }
    return {};
}

void count_wrong_code(storage::Tx &tx, AttemptPurpose purpose, std::string_view code,
                      std::string_view client)
{
    store::insert_failure(tx, purpose, hash_of(code), client_key(client));
}

std::string client_key(std::string_view address)
{
    constexpr std::size_t longest_kept = 64;
    std::string const text{address.substr(0, longest_kept)};
    in6_addr whole{};
    if (inet_pton(AF_INET6, text.c_str(), &whole) != 1) {
        return text;
    }
    if (IN6_IS_ADDR_V4MAPPED(&whole)) {
        std::array<char, INET_ADDRSTRLEN> v4{};
        inet_ntop(AF_INET, &whole.s6_addr[12], v4.data(), v4.size());
        return v4.data();
    }
    std::fill(std::begin(whole.s6_addr) + 8, std::end(whole.s6_addr), std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> v6{};
    inet_ntop(AF_INET6, &whole, v6.data(), v6.size());
    return std::string{v6.data()} + "/64";
}

void forget_old_attempts(storage::Tx &tx, ThrottleSettings const &settings)
{
    auto const longest_window =
        std::max({settings.window, settings.second_factor_window, settings.link_window});
    store::delete_attempts(tx, tx.now().plus(-longest_window),
                           tx.now().plus(-settings.known_client));
}

} // namespace selatan::auth
