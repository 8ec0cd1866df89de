/// \file
/// The random secret behind sessions, mailed links and API tokens.
#pragma once

#include "platform/storage/value.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::auth {

/// 32 random bytes; whoever shows them proves something. Only their hash is ever stored: random as
/// they are, a fast hash is as good as a slow one.
class Token {
public:
    static constexpr std::size_t size = 32;

    [[nodiscard]] static Token make();
    /// 43 characters of unpadded URL-safe base64 (RFC 4648, 5), in their one canonical form.
    [[nodiscard]] static std::optional<Token> parse(std::string_view text);

    [[nodiscard]] std::string text() const;
    /// SHA-256.
    [[nodiscard]] storage::Bytes hash() const;
    /// A second secret that follows from this one and does not betray it (keyed BLAKE2b), as text.
    /// `purpose` keeps two uses apart.
    [[nodiscard]] std::string derive(std::string_view purpose) const;

private:
    std::array<std::uint8_t, size> m_bytes{};
};

/// Compares without telling by its duration where two texts differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace selatan::auth
