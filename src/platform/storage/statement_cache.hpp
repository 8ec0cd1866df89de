/// \file
/// Prepared statements by their text, the least recently used one giving way.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace selatan::storage {

/// Bounded, because a list page composes its SQL from the filters that it was asked for: there may
/// be more texts than memory. One cache belongs to one connection and to one thread at a time.
template <typename Statement>
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) : m_capacity{capacity} {}

    /// Nothing when the text was never prepared here, or long ago.
    [[nodiscard]] Statement *find(std::string_view text)
    {
        auto const found = m_index.find(text);
        if (found == m_index.end()) {
            return nullptr;
        }
        m_recent.splice(m_recent.begin(), m_recent, found->second);
        return &found->second->statement;
    }

    /// Keeps a statement whose text is not held yet; returns the one that gave way, if any.
    std::optional<Statement> insert(std::string text, Statement statement)
    {
        std::optional<Statement> evicted;
        if (m_recent.size() == m_capacity) {
            m_index.erase(m_recent.back().text);
            evicted.emplace(std::move(m_recent.back().statement));
            m_recent.pop_back();
        }
        m_recent.push_front({std::move(text), std::move(statement)});
        // The key views the list's own string: list nodes never move.
        m_index.emplace(m_recent.front().text, m_recent.begin());
        return evicted;
    }

    [[nodiscard]] std::size_t size() const { return m_recent.size(); }
    void clear()
    {
        m_index.clear();
        m_recent.clear();
    }

private:
    struct Entry {
        std::string text;
        Statement statement;
    };

    std::size_t m_capacity;
    std::list<Entry> m_recent;
    std::unordered_map<std::string_view, typename std::list<Entry>::iterator> m_index;
};

/// Enough for every fixed statement of the program and a good many composed ones.
inline constexpr std::size_t cached_statements = 200;

} // namespace selatan::storage
