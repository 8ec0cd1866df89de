#include "base/id.hpp"

#include <algorithm>

namespace selatan {

namespace {

constexpr std::array<std::size_t, 4> hyphens{8, 13, 18, 23};
constexpr std::size_t text_size = 36;

std::optional<std::uint8_t> hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return static_cast<std::uint8_t>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<std::uint8_t>(c - 'a' + 10);
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<std::uint8_t>(c - 'A' + 10);
    }
    return std::nullopt;
}

} // namespace

std::optional<Uuid> Uuid::parse(std::string_view text)
{
    if (text.size() != text_size) {
        return std::nullopt;
    }
    Uuid uuid;
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (std::ranges::find(hyphens, i) != hyphens.end()) {
            if (text[i] != '-') {
                return std::nullopt;
            }
            continue;
        }
        auto const digit = hex_digit(text[i]);
        if (!digit) {
            return std::nullopt;
        }
        auto &byte = uuid.bytes[digits / 2];
        byte = static_cast<std::uint8_t>(byte << 4U | *digit);
        ++digits;
    }
    return uuid;
}

std::optional<Uuid> Uuid::from_bytes(std::span<std::uint8_t const> bytes)
{
    if (bytes.size() != size) {
        return std::nullopt;
    }
    Uuid uuid;
    std::ranges::copy(bytes, uuid.bytes.begin());
    return uuid;
}

Uuid Uuid::make(std::int64_t unix_ms, std::array<std::uint8_t, 10> const &random)
{
    Uuid uuid;
    auto const time = static_cast<std::uint64_t>(unix_ms);
    for (std::size_t i = 0; i < 6; ++i) {
        uuid.bytes[i] = static_cast<std::uint8_t>(time >> (8 * (5 - i)));
    }
    std::ranges::copy(random, uuid.bytes.begin() + 6);
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x70U); // version 7
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U); // variant 10
    return uuid;
}

std::string Uuid::to_string() const
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(text_size);
    for (auto const byte : bytes) {
        if (std::ranges::find(hyphens, text.size()) != hyphens.end()) {
            text += '-';
        }
        text += digits[byte >> 4U];
        text += digits[byte & 0x0FU];
    }
    return text;
}

} // namespace selatan
