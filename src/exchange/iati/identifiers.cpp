#include "exchange/iati/identifiers.hpp"

#include <algorithm>
#include <functional>

namespace selatan::iati {

namespace {

std::uint64_t hash_of(std::string_view identifier)
{
    return std::hash<std::string_view>{}(identifier);
}

} // namespace

std::size_t Identifiers::slot_of(Table const &table, std::uint64_t hash)
{
    auto slot = (hash / tables) % table.slots.size();
    while (table.slots[slot] != 0 && table.slots[slot] / tables != hash / tables) {
        slot = slot + 1 == table.slots.size() ? 0 : slot + 1;
    }
    return slot;
}

void Identifiers::grow(Table &table)
{
    Table larger;
    larger.slots.resize(std::max<std::size_t>(16, table.slots.size() * 3 / 2));
    for (auto const slot : table.slots) {
        if (slot != 0) {
            larger.slots[slot_of(larger, slot)] = slot;
        }
    }
    larger.used = table.used;
    table = std::move(larger);
}

std::uint64_t &Identifiers::place(std::uint64_t hash)
{
    auto &table = m_tables[hash % tables];
    if ((table.used + 1) * 8 > table.slots.size() * 7) {
        grow(table);
    }
    auto &slot = table.slots[slot_of(table, hash)];
    table.used += slot == 0 ? 1U : 0U;
    return slot;
}

std::uint32_t Identifiers::meet(std::uint64_t hash)
{
    auto &slot = place(hash);
    auto const times = static_cast<std::uint32_t>(slot % tables) + 1;
    if (times <= often) {
        slot = hash / tables * tables + times;
        return times;
    }
    return ++m_often.try_emplace(hash, often).first->second;
}

std::uint32_t Identifiers::add(std::string_view identifier)
{
    return meet(hash_of(identifier));
}

void Identifiers::add_all(Identifiers const &others)
{
    for (std::size_t i = 0; i < tables; ++i) {
        for (auto const theirs : others.m_tables[i].slots) {
            if (theirs != 0) {
                meet(theirs / tables * tables + i);
            }
        }
    }
}

std::uint32_t Identifiers::times(std::string_view identifier) const
{
    auto const hash = hash_of(identifier);
    auto const &table = m_tables[hash % tables];
    if (table.slots.empty()) {
        return 0;
    }
    auto const times = static_cast<std::uint32_t>(table.slots[slot_of(table, hash)] % tables);
    auto const counted = times < often ? m_often.end() : m_often.find(hash);
    return counted == m_often.end() ? times : counted->second;
}

bool Identifiers::contains(std::string_view identifier) const
{
    return times(identifier) > 0;
}

std::size_t Identifiers::bytes() const
{
    std::size_t bytes = sizeof *this;
    for (auto const &table : m_tables) {
        bytes += table.slots.capacity() * sizeof table.slots.front();
    }
    return bytes + m_often.size() * 4 * sizeof(void *);
}

} // namespace selatan::iati
