/// \file
/// From whatever a text file is written in to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace selatan::sheets {

/// Text and the name of the encoding that it came in. `text` looks into the bytes it was made from
/// when they were good UTF-8, into `owned` otherwise: a Decoded does not move.
struct Decoded {
    std::string owned;
    std::string_view text; ///< UTF-8 without a byte order mark; bad bytes are U+FFFD
    std::string encoding;

    Decoded() = default;
    Decoded(Decoded const &) = delete;
    Decoded &operator=(Decoded const &) = delete;
};

/// The byte order mark decides; then UTF-16's pattern of NULs; then whether it is UTF-8 all
/// through, or with few enough exceptions that they are faults; then ICU's statistics.
[[nodiscard]] std::string detect_encoding(std::string_view bytes);

/// False when ICU knows no such encoding.
[[nodiscard]] bool decode(std::string_view bytes, std::string const &encoding, Decoded &out);

} // namespace selatan::sheets
