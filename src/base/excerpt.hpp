/// \file
/// The place in a text that a reader looked for, with the words around it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan {

struct Excerpt {
    std::string before; ///< "…" first, where more stands before it
    std::string match;  ///< as it stands in the text
    std::string after;  ///< "…" last, where more follows
};

/// The first word that `is_meant` takes, told by its tokens in every language
/// (`tokens_in_every_language`), with about `letters_around` on either side, in whole words.
/// Nothing when there is none in the first `excerpt_bytes_most` of the text.
[[nodiscard]] std::optional<Excerpt>
excerpt(std::string_view text,
        std::function<bool(std::vector<std::string> const &tokens)> const &is_meant,
        int letters_around = 60);
inline constexpr std::size_t excerpt_bytes_most = 8000;

} // namespace selatan
