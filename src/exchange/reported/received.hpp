/// \file
/// What was sent through a page or the API, as it is kept until it has come in.
#pragma once

#include "base/result.hpp"
#include "exchange/reported/sources.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace selatan::reported {

/// What an upload may be at most.
inline constexpr std::uint64_t upload_bytes_most = 200ULL << 20U;

struct Received {
    std::string name;
    std::vector<Bytes> pieces; ///< compressed
};

/// The file, or those in the zip archive, each by its name there. Outside of any transaction: it
/// takes as long as the file is large. Refuses reported.unreadable, reported.empty_archive,
/// reported.archive_too_large.
[[nodiscard]] Result<std::vector<Received>> received_files(std::string const &path,
                                                           std::string const &name);

} // namespace selatan::reported
