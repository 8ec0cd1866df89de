/// \file
/// What a page is about, for programs that read pages: schema.org's words as JSON-LD in a data
/// block. No script runs (a browser does not execute a block of this type, HTML 4.12.1), so the
/// strictest Content-Security-Policy holds.
#pragma once

#include "platform/html/html.hpp"

#include <string_view>

namespace selatan::html {

/// `json` as a JSON library wrote it. Whatever stands in its texts cannot end the block or begin
/// another: < > & ' are written as \u003c and so on, which JSON reads as the same.
[[nodiscard]] Html linked_data(std::string_view json);

} // namespace selatan::html
