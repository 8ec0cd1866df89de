/// \file
/// Style sheet, script and pictures, compressed at build time and part of the program.
#pragma once

#include <span>
#include <string_view>

namespace selatan::html::assets {

/// One file of assets/. Its path holds a digest of its bytes: it may be cached for ever.
struct Asset {
    std::string_view name;  ///< "selatan.css"
    std::string_view path;  ///< "/assets/selatan.3f2a9c81d0.css"
    std::string_view type;  ///< "text/css; charset=utf-8"
    std::string_view etag;  ///< quoted, as the header wants it
    std::string_view bytes; ///< as it is
    std::string_view br;    ///< brotli; empty for what does not shrink
    std::string_view gz;    ///< gzip; empty for what does not shrink
};

/// Every one, sorted by name.
[[nodiscard]] std::span<Asset const> all();
/// The file behind a request's path; null when there is none.
[[nodiscard]] Asset const *find(std::string_view path);
/// Where "selatan.css" is served; a name that assets/ does not hold is a Bug.
[[nodiscard]] std::string_view url(std::string_view name);

} // namespace selatan::html::assets
