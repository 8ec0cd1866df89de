/// \file
/// How far plain characters go: most bytes of a document are of such runs. With SSE2, which every
/// x86-64 has, sixteen bytes at a time; elsewhere by the table of characters.hpp. A NUL ends every
/// run, so whoever asks must have one, and `overread` bytes that can be read behind it.
#pragma once

#include "engine/xml/characters.hpp"

#include <bit>
#include <cstddef>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace selatan::xml {

/// How far behind a run's end these may look.
inline constexpr std::size_t overread = 16;

#ifdef __SSE2__

namespace sixteen {

[[nodiscard]] inline __m128i at(char const *bytes)
{
    return _mm_loadu_si128(reinterpret_cast<__m128i const *>(bytes));
}
[[nodiscard]] inline __m128i are(__m128i bytes, char c)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}
/// Whether they are control characters, or no ASCII: those are negative.
[[nodiscard]] inline __m128i are_below_blank(__m128i bytes)
{
    return _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
}
/// Whether they are among so many characters from `first` on.
[[nodiscard]] inline __m128i are_among(__m128i bytes, char first, char count)
{
    auto const from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from_first, _mm_set1_epi8(static_cast<char>(count - 1))),
                          from_first);
}
[[nodiscard]] inline __m128i either(__m128i a, __m128i b)
{
    return _mm_or_si128(a, b);
}
/// A bit for each byte that is meant.
[[nodiscard]] inline unsigned bits(__m128i meant)
{
    return static_cast<unsigned>(_mm_movemask_epi8(meant));
}

/// The first byte that `stops` means.
template <typename Stops>
[[nodiscard]] char const *run(char const *bytes, Stops const &stops)
{
    for (;; bytes += sizeof(__m128i)) {
        if (auto const found = bits(stops(at(bytes))); found != 0) {
            return bytes + std::countr_zero(found);
        }
    }
}

} // namespace sixteen

/// The first byte that is not byte::text.
[[nodiscard]] inline char const *behind_text(char const *at)
{
    using namespace sixteen;
    return run(at, [](__m128i b) {
        return either(_mm_andnot_si128(are(b, '\t'), are_below_blank(b)),
                      either(are(b, '<'), either(are(b, '&'), are(b, ']'))));
    });
}

/// The first byte that is not byte::value.
[[nodiscard]] inline char const *behind_value(char const *at)
{
    using namespace sixteen;
    return run(at, [](__m128i b) {
        return either(are_below_blank(b),
                      either(either(are(b, '"'), are(b, '\'')), either(are(b, '<'), are(b, '&'))));
    });
}

/// The first byte that is not byte::name; `has_colon` becomes true when one is passed.
[[nodiscard]] inline char const *behind_name(char const *at, bool &has_colon)
{
    using namespace sixteen;
    for (;; at += sizeof(__m128i)) {
        auto const b = sixteen::at(at);
        auto const letters = are_among(_mm_or_si128(b, _mm_set1_epi8(0x20)), 'a', 26);
        auto const dash_to_colon = _mm_andnot_si128(are(b, '/'), are_among(b, '-', 14));
        auto const colons = bits(are(b, ':'));
        auto const stops = bits(either(letters, either(dash_to_colon, are(b, '_')))) ^ 0xFFFFU;
        auto const before = stops == 0 ? ~0U : (stops & (0U - stops)) - 1U;
        has_colon = has_colon || (colons & before) != 0;
        if (stops != 0) {
            return at + std::countr_zero(stops);
        }
    }
}

#else

[[nodiscard]] inline char const *behind(std::uint8_t what, char const *at)
{
    while (is(what, *at)) {
        ++at;
    }
    return at;
}
[[nodiscard]] inline char const *behind_text(char const *at)
{
    return behind(byte::text, at);
}
[[nodiscard]] inline char const *behind_value(char const *at)
{
    return behind(byte::value, at);
}
[[nodiscard]] inline char const *behind_name(char const *at, bool &has_colon)
{
    for (; is(byte::name, *at); ++at) {
        has_colon = has_colon || *at == ':';
    }
    return at;
}

#endif

} // namespace selatan::xml
