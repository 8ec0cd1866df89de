/// \file
/// An array of plain things that is never there twice, as a vector is while it grows: of a large
/// one, realloc() moves the pages and not the bytes.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>

namespace selatan::iati {

template <typename T>
class Growing {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    Growing() = default;
    Growing(Growing const &) = delete;
    Growing &operator=(Growing const &) = delete;
    ~Growing() { std::free(m_first); }

    /// It must not be one of its own; nor may these.
    void push_back(T const &one)
    {
        make_room(1);
        ::new (m_first + m_size) T{one};
        ++m_size;
    }
    void append(T const *first, std::size_t count)
    {
        make_room(count);
        if (count > 0) {
            std::memcpy(m_first + m_size, first, count * sizeof(T));
        }
        m_size += count;
    }
    /// Keeps its memory.
    void clear() { m_size = 0; }

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] T const &operator[](std::size_t index) const { return m_first[index]; }
    [[nodiscard]] T const &back() const { return m_first[m_size - 1]; }
    [[nodiscard]] T const *begin() const { return m_first; }
    [[nodiscard]] T const *end() const { return m_first + m_size; }

private:
    void make_room(std::size_t count)
    {
        if (m_capacity - m_size < count) {
            grow(count);
        }
    }
    void grow(std::size_t count)
    {
        constexpr std::size_t least = 64;
        auto const capacity = 2 * m_capacity + count + least; // pages never written to cost nothing
        auto *const grown = std::realloc(m_first, capacity * sizeof(T));
        if (grown == nullptr) {
            throw std::bad_alloc{};
        }
        m_first = static_cast<T *>(grown);
        m_capacity = capacity;
    }

    T *m_first = nullptr;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace selatan::iati
