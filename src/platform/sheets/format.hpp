/// \file
/// What a file is, by its content: names lie.
#pragma once

#include "base/result.hpp"

#include <string_view>

namespace selatan::sheets {

enum class Container {
    text, ///< may be a table
    zip,  ///< may be a workbook
};

/// Refuses, by name, what people do send and what cannot be read: old and encrypted workbooks, web
/// pages, JSON, other binaries.
[[nodiscard]] Result<Container> sniff(std::string_view bytes);

} // namespace selatan::sheets
