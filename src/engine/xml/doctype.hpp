/// \file
/// The DOCTYPE of a document, which libxml2 judges: without network, without fetching or expanding
/// anything.
#pragma once

#include <cstdint>
#include <string_view>

namespace selatan::xml {

enum class DoctypeVerdict : std::uint8_t {
    harmless, ///< the document means the same without it
    wrong,    ///< not well formed
    declares_entities,
    declares_attributes, ///< gives them values, or types that change how values are read
};

/// `doctype` from `<!DOCTYPE` to its `>`, in UTF-8.
[[nodiscard]] DoctypeVerdict judge_doctype(std::string_view doctype);

} // namespace selatan::xml
