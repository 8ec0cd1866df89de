#include "platform/auth/token.hpp"

#include "base/ensure.hpp"
#include "platform/clock/clock.hpp"

#include <sodium.h>

namespace selatan::auth {

namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t text_size = 43;

std::string to_base64(std::span<std::uint8_t const> bytes)
{
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back(); // libsodium ends it like a C string
    return text;
}

} // namespace

Token Token::make()
{
    Token token;
    fill_random(token.m_bytes);
    return token;
}

std::optional<Token> Token::parse(std::string_view text)
{
    if (text.size() != text_size) {
        return std::nullopt;
    }
    Token token;
    std::size_t length = 0;
    if (sodium_base642bin(token.m_bytes.data(), size, text.data(), text.size(), nullptr, &length,
                          nullptr, variant) != 0 ||
        length != size || token.text() != text) {
        return std::nullopt;
    }
    return token;
}

std::string Token::text() const
{
    return to_base64(m_bytes);
}

storage::Bytes Token::hash() const
{
    storage::Bytes hash(crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash.data(), m_bytes.data(), m_bytes.size());
    return hash;
}

std::string Token::derive(std::string_view purpose) const
{
    std::array<std::uint8_t, size> derived{};
    auto const result = crypto_generichash(derived.data(), derived.size(),
                                           reinterpret_cast<unsigned char const *>(purpose.data()),
                                           purpose.size(), m_bytes.data(), m_bytes.size());
    ENSURE(result == 0);
    return to_base64(derived);
}

bool equal_in_constant_time(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace selatan::auth
