// What strangers send before they are known: cookies, bearer headers, codes, addresses, scopes, a
// keyring. Each is refused or read; what was read says itself again.
#include "platform/auth/api_token.hpp"
#include "platform/auth/email.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/auth/token.hpp"
#include "platform/auth/totp.hpp"
#include "platform/secrets/keyring.hpp"

#include <cstdint>
#include <cstdlib>

using namespace selatan;

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const *>(data), size};

    if (auto const token = auth::Token::parse(text)) {
        require(token->text() == text);
    }
    if (auto const token = auth::parse_bearer(text)) {
        require(text.ends_with(token->text()));
    }
    if (auto const email = auth::Email::parse(text)) {
        require(email->text().size() <= 254 && auth::Email::parse(email->text()) == email);
        require(email->text().find_first_of("\r\n <>,;\"") == std::string::npos);
    }
    if (auto const scopes = auth::TokenScopes::parse(text)) {
        auto const again = auth::TokenScopes::parse(scopes->text());
        require(again && again->text() == scopes->text());
    }
    if (auto const scope = auth::parse_scope(text)) {
        require(auth::parse_scope(auth::to_text(*scope)) == scope);
    }
    if (auto const code = auth::parse_totp_code(text)) {
        require(code->size() == 6);
    }
    if (auto const code = auth::parse_recovery_code(text)) {
        require(code->size() == 16 && auth::parse_recovery_code(*code) == code);
    }
    require(auth::client_key(text).size() <= 64);
    try {
        require(!secrets::Keyring::parse(text).empty());
    } catch (secrets::KeyringError const &) {
        return 0; // refused, as most input must be
    }
    return 0;
}
