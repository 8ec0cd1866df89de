/// \file
/// Texts that a table holds once each, by their numbers. Private to the stores of this folder.
#pragma once

#include "platform/storage/store.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::reported {

/// The numbers of texts. What is committed stays as it is: no number is changed or given again.
using Numbers = std::unordered_map<std::string, std::int64_t>;

/// What is known of each of these tables from one import to the next.
struct KnownTexts {
    Numbers identifiers;
    Numbers organisations;
    Numbers facet_names;
};

/// A key of several columns is their texts with a character between them that XML cannot contain.
/// Whoever imports holds the turn, so that nobody else gives out numbers.
class Register {
public:
    static constexpr char between = '\x1F';

    /// `known` holds only what is committed; from here on what this transaction adds, too.
    Register(storage::Tx &tx, Numbers &known, std::string table, std::vector<std::string> columns);

    /// Before anything of the next activities is wanted: memory stays bounded.
    void forget_if_many();
    void want(std::string key);
    /// Those that are wanted have numbers from here on: found, or given.
    void resolve();
    [[nodiscard]] std::int64_t find(std::string const &key);

private:
    [[nodiscard]] std::string list(std::string_view prefix) const;
    void look_up(std::vector<std::string> const &keys);
    void insert(std::vector<std::string> const &keys);

    storage::Tx &m_tx;
    Numbers &m_known;
    std::string m_table;
    std::vector<std::string> m_columns;
    std::string m_find;
    std::int64_t m_last = 0;
    std::set<std::string> m_wanted;
};

} // namespace selatan::reported
