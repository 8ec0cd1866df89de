/// \file
/// A record while it is being raised: elements that can be renamed, moved and added. Private to
/// raise.cpp.
#pragma once

#include "exchange/iati/tree.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace selatan::iati {

/// Things that know their `next`, one after the other. They belong to somebody else.
template <typename T>
class Chain {
public:
    class Iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type = T;

        Iterator() = default;
        explicit Iterator(T *at) : m_at{at} {}
        T &operator*() const { return *m_at; }
        T *operator->() const { return m_at; }
        Iterator &operator++()
        {
            m_at = m_at->next;
            return *this;
        }
        Iterator operator++(int)
        {
            auto const before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(Iterator const &, Iterator const &) = default;

    private:
        T *m_at = nullptr;
    };

    [[nodiscard]] Iterator begin() const { return Iterator{m_first}; }
    [[nodiscard]] Iterator end() const { return Iterator{}; }
    [[nodiscard]] bool is_empty() const { return m_first == nullptr; }
    [[nodiscard]] T &last() const { return *m_last; }

    void append(T &one)
    {
        one.next = nullptr;
        (m_last == nullptr ? m_first : m_last->next) = &one;
        m_last = &one;
    }
    void prepend(T &one)
    {
        one.next = m_first;
        m_first = &one;
        m_last = m_last == nullptr ? &one : m_last;
    }
    /// Takes all of another behind its own.
    void append_all(Chain &others)
    {
        if (!others.is_empty()) {
            (m_last == nullptr ? m_first : m_last->next) = others.m_first;
            m_last = others.m_last;
            others = {};
        }
    }
    template <typename Condition>
    void remove_if(Condition const &condition)
    {
        Chain kept;
        for (auto *at = m_first; at != nullptr;) {
            auto *const next = at->next;
            if (!condition(*at)) {
                kept.append(*at);
            }
            at = next;
        }
        *this = kept;
    }

private:
    T *m_first = nullptr;
    T *m_last = nullptr;
};

struct DraftAttribute {
    NameId name = unknown_name;
    Space space = Space::none;
    std::string_view written;
    std::string_view value;
    xml::Place place;
    DraftAttribute *next = nullptr;
};

/// An element or text. Its strings live in the tree, the tables or with whoever raises.
struct Draft {
    NameId name = unknown_name;
    bool is_text = false;
    Space space = Space::none;
    std::string_view written; ///< a name, or a text
    xml::Place place;
    Chain<DraftAttribute> attributes;
    Chain<Draft> children;
    Draft *next = nullptr;
};

/// Makes things that stay where they are until all go at once; after some records it allocates no
/// more.
template <typename T>
class Pool {
public:
    T &make()
    {
        if (m_used == m_blocks.size() * block_size) {
            m_blocks.push_back(std::make_unique<std::array<T, block_size>>());
        }
        auto &one = (*m_blocks[m_used / block_size])[m_used % block_size];
        ++m_used;
        one = T{};
        return one;
    }
    void clear() { m_used = 0; }

private:
    static constexpr std::size_t block_size = 256;
    std::vector<std::unique_ptr<std::array<T, block_size>>> m_blocks;
    std::size_t m_used = 0;
};

} // namespace selatan::iati
