/// \file
/// Places for values in the text of a statement.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace selatan::storage {

/// "?, ?, ?" for so many values, or so many of `one`: "(?, ?), (?, ?)".
[[nodiscard]] inline std::string marks(std::size_t count, std::string_view one = "?")
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all.append(i == 0 ? "" : ", ").append(one);
    }
    return all;
}

} // namespace selatan::storage
