/// \file
/// What can be told only when the whole file has been read, put by until then: on the disk, where
/// there is much of it.
#pragma once

#include "engine/xml/reader.hpp"
#include "platform/scratch/overflow.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace selatan::iati {

/// Texts, numbers and places, taken out in the order in which they were put in. All are put before
/// the first is taken.
class Late {
public:
    void put(std::uint64_t number);
    void put(std::string_view text);
    void put(xml::Place place)
    {
        put(place.line);
        put(place.column);
    }

    [[nodiscard]] bool has_more();
    [[nodiscard]] std::uint64_t number();
    [[nodiscard]] std::string text();
    [[nodiscard]] xml::Place place()
    {
        auto const line = number();
        return {line, number()};
    }

private:
    static constexpr std::size_t in_memory = 1U << 20U;

    char next();

    scratch::Overflow m_bytes{in_memory};
    std::string m_piece;
    std::size_t m_at = 0;
};

} // namespace selatan::iati
