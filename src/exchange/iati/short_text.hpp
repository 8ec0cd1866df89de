/// \file
/// A hash of short texts: names and codes are looked up for every element and attribute of a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace selatan::iati {

/// Of the length and of the first and last eight bytes, so that its cost does not grow with the
/// text. Its upper bits are the good ones. Texts that differ in their middle alone collide: tables
/// of such would be slow, never wrong.
[[nodiscard]] inline std::uint64_t hash_of_short(std::string_view text)
{
    auto const load = [&](std::size_t from, auto number) -> std::uint64_t {
        std::memcpy(&number, text.data() + from, sizeof number);
        return number;
    };
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
    auto const size = text.size();
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (size >= sizeof(std::uint64_t)) {
        first = load(0, std::uint64_t{});
        last = load(size - sizeof(std::uint64_t), std::uint64_t{});
    } else if (size >= sizeof(std::uint32_t)) {
        first = load(0, std::uint32_t{});
        last = load(size - sizeof(std::uint32_t), std::uint32_t{});
    } else if (size > 0) {
        first = load(0, std::uint8_t{}) | load(size / 2, std::uint8_t{}) << 8U;
        last = load(size - 1, std::uint8_t{});
    }
    auto hash = (first + size) * odd ^ last;
    hash ^= hash >> 32U;
    return hash * odd;
}

} // namespace selatan::iati
