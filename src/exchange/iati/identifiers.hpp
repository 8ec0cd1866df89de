/// \file
/// Which identifiers a file has, in some 10 to 14 bytes each: their hashes stand for them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::iati {

/// 64 bits tell identifiers apart: among a million, the chance that any two are taken for one is
/// below one in ten million.
class Identifiers {
public:
    /// How often it has been met, now included.
    std::uint32_t add(std::string_view identifier);
    /// What others contain, this has met once more then, however often they met it.
    void add_all(Identifiers const &others);
    /// How often it has been met; 0: never.
    [[nodiscard]] std::uint32_t times(std::string_view identifier) const;
    [[nodiscard]] bool contains(std::string_view identifier) const;
    [[nodiscard]] std::size_t bytes() const;

private:
    /// Open addressing. Many small tables grow one by one, so that growing needs no room of its
    /// own. Which table it is tells the hash's lowest bits, so that those of a slot are free to say
    /// how often the identifier was met: files that repeat all they have take no more memory.
    struct Table {
        std::vector<std::uint64_t> slots; ///< 0: free
        std::size_t used = 0;
    };
    static constexpr std::size_t tables = 64;
    /// So often, or oftener: m_often knows.
    static constexpr std::uint32_t often = tables - 1;

    [[nodiscard]] static std::size_t slot_of(Table const &table, std::uint64_t hash);
    static void grow(Table &table);
    /// Where it stands, in the table grown if need be; 0 when it is new.
    std::uint64_t &place(std::uint64_t hash);
    std::uint32_t meet(std::uint64_t hash);

    std::array<Table, tables> m_tables;
    std::unordered_map<std::uint64_t, std::uint32_t> m_often; ///< by hash
};

} // namespace selatan::iati
