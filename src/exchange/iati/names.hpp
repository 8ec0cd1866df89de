/// \file
/// The names of elements and attributes that the standard uses, as small numbers.
#pragma once

#include "exchange/iati/short_text.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati {

/// 0 is every name that the standard does not have, and every name of a foreign namespace.
using NameId = std::uint16_t;
inline constexpr NameId unknown_name = 0;
inline constexpr unsigned name_bits = 11; ///< some five times what there is

/// Grows while the standard is loaded, is only read afterwards.
class Names {
public:
    Names() : m_slots(size_of_table, unknown_name), m_texts{""} {}
    Names(Names const &) = delete;
    Names &operator=(Names const &) = delete;
    NameId add(std::string_view text);
    [[nodiscard]] NameId find(std::string_view text) const { return m_slots[slot_of(text)]; }
    [[nodiscard]] std::string_view text(NameId id) const { return m_texts[id]; }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }

private:
    static constexpr std::size_t size_of_table = 1U << name_bits;
    /// Where it stands, or would.
    [[nodiscard]] std::size_t slot_of(std::string_view text) const
    {
        for (auto slot = hash_of_short(text) >> (64 - name_bits);;
             slot = (slot + 1) % size_of_table) {
            auto const id = m_slots[slot];
            if (id == unknown_name || m_texts[id] == text) {
                return slot;
            }
        }
    }

    std::vector<NameId> m_slots;
    std::deque<std::string> m_kept;
    std::vector<std::string_view> m_texts; ///< of m_kept
};

inline NameId Names::add(std::string_view text)
{
    auto &slot = m_slots[slot_of(text)];
    if (slot == unknown_name) {
        slot = static_cast<NameId>(m_texts.size());
        m_texts.push_back(m_kept.emplace_back(text));
    }
    return slot;
}

} // namespace selatan::iati
