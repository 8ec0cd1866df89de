#include "exchange/iati/identifiers.hpp"

#include <algorithm>
#include <functional>

namespace selatan::iati {

namespace {

std::uint64_t hash_of(std::string_view identifier)
{
    return std::max<std::uint64_t>(std::hash<std::string_view>{}(identifier), 1); // 0 is free
}

} // namespace

std::size_t Identifiers::slot_of(Table const &table, std::uint64_t hash)
{
    auto slot = (hash / tables) % table.slots.size();
    while (table.slots[slot] != 0 && table.slots[slot] != hash) {
        slot = slot + 1 == table.slots.size() ? 0 : slot + 1;
    }
    return slot;
}

void Identifiers::grow(Table &table)
{
    Table larger;
    larger.slots.resize(std::max<std::size_t>(16, table.slots.size() * 3 / 2));
    for (auto const hash : table.slots) {
        if (hash != 0) {
            larger.slots[slot_of(larger, hash)] = hash;
        }
    }
    larger.used = table.used;
    table = std::move(larger);
}

bool Identifiers::insert(std::uint64_t hash)
{
    auto &table = m_tables[hash % tables];
    if ((table.used + 1) * 8 > table.slots.size() * 7) {
        grow(table);
    }
    auto &slot = table.slots[slot_of(table, hash)];
    if (slot != 0) {
        return false;
    }
    slot = hash;
    ++table.used;
    return true;
}

std::uint32_t Identifiers::add(std::string_view identifier)
{
    if (insert(hash_of(identifier))) {
        return 1;
    }
    auto &times = m_repeated.try_emplace(std::string{identifier}, 1).first->second;
    return ++times;
}

void Identifiers::add_all(Identifiers const &others)
{
    for (auto const &table : others.m_tables) {
        for (auto const hash : table.slots) {
            if (hash != 0) {
                insert(hash);
            }
        }
    }
}

bool Identifiers::contains(std::string_view identifier) const
{
    auto const hash = hash_of(identifier);
    auto const &table = m_tables[hash % tables];
    return !table.slots.empty() && table.slots[slot_of(table, hash)] != 0;
}

std::size_t Identifiers::bytes() const
{
    std::size_t bytes = sizeof *this;
    for (auto const &table : m_tables) {
        bytes += table.slots.capacity() * sizeof table.slots.front();
    }
    return bytes;
}

} // namespace selatan::iati
