/// \file
/// Identities: UUID version 7 (RFC 9562, 5.7), typed by what they name.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace selatan {

/// 16 bytes, big-endian, as RFC 9562 lays them out; their order is the order of creation.
struct Uuid {
    static constexpr std::size_t size = 16;

    std::array<std::uint8_t, size> bytes{};

    /// Lower or upper case, with the four hyphens of RFC 9562, 4.
    [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
    [[nodiscard]] static std::optional<Uuid> from_bytes(std::span<std::uint8_t const> bytes);

    /// Version 7 from a Unix time in milliseconds and ten bytes of randomness, six bits of which
    /// give way to version and variant.
    [[nodiscard]] static Uuid make(std::int64_t unix_ms,
                                   std::array<std::uint8_t, 10> const &random);

    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }

    friend auto operator<=>(Uuid const &, Uuid const &) = default;
};

/// The identity of one Entity. Ids of two entities neither compare nor convert.
template <typename Entity>
class Id {
public:
    Id() = default;
    explicit constexpr Id(Uuid uuid) : m_uuid{uuid} {}

    [[nodiscard]] static std::optional<Id> parse(std::string_view text)
    {
        auto const uuid = Uuid::parse(text);
        return uuid ? std::optional<Id>{Id{*uuid}} : std::nullopt;
    }

    [[nodiscard]] constexpr Uuid const &uuid() const { return m_uuid; }
    [[nodiscard]] std::string to_string() const { return m_uuid.to_string(); }

    friend auto operator<=>(Id const &, Id const &) = default;

private:
    Uuid m_uuid{};
};

} // namespace selatan

template <>
struct std::hash<selatan::Uuid> {
    std::size_t operator()(selatan::Uuid const &uuid) const noexcept
    {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<char const *>(uuid.bytes.data()), uuid.bytes.size()});
    }
};

template <typename Entity>
struct std::hash<selatan::Id<Entity>> {
    std::size_t operator()(selatan::Id<Entity> const &id) const noexcept
    {
        return std::hash<selatan::Uuid>{}(id.uuid());
    }
};
