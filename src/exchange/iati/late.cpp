#include "exchange/iati/late.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace selatan::iati {

namespace {

// Seven bits in a byte, the lowest first; the eighth says that more follow.
constexpr unsigned bits = 7;
constexpr std::uint64_t low = (1U << bits) - 1;

} // namespace

void Late::put(std::uint64_t number)
{
    std::string bytes;
    for (; number > low; number >>= bits) {
        bytes += static_cast<char>((number & low) | (low + 1));
    }
    bytes += static_cast<char>(number);
    m_bytes.append(bytes);
}

void Late::put(std::string_view text)
{
    put(text.size());
    m_bytes.append(text);
}

bool Late::has_more()
{
    constexpr std::size_t piece_bytes = 64U << 10U;
    if (m_at == m_piece.size()) {
        m_piece.resize(piece_bytes);
        m_piece.resize(m_bytes.read(m_piece));
        m_at = 0;
    }
    return m_at < m_piece.size();
}

char Late::next()
{
    ENSURE(has_more());
    return m_piece[m_at++];
}

std::uint64_t Late::number()
{
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += bits) {
        auto const byte = static_cast<unsigned char>(next());
        number |= (byte & low) << shift;
        if (byte <= low) {
            return number;
        }
    }
}

std::string Late::text()
{
    auto left = number();
    std::string text;
    while (left > 0) {
        ENSURE(has_more());
        auto const size = std::min<std::uint64_t>(left, m_piece.size() - m_at);
        text.append(m_piece, m_at, size);
        m_at += size;
        left -= size;
    }
    return text;
}

} // namespace selatan::iati
