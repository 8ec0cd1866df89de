/// \file
/// What capabilities above hang into this one: set while starting, for the whole process.
#pragma once

#include <span>

namespace selatan::web {

/// The one list of its kind; it outlives the last request.
template <typename Part>
[[nodiscard]] std::span<Part const> &installed()
{
    static std::span<Part const> parts;
    return parts;
}

} // namespace selatan::web
