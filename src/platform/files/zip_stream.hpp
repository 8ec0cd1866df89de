/// \file
/// Several files as one ZIP archive, made while it is sent: no copy on disk, one piece in memory.
#pragma once

#include "platform/files/file.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace selatan::files {

struct ZipEntry {
    std::string name; ///< UTF-8, with `/` between folders
    Stream content;
};

/// A stream as http::Response wants it. Entries are stored, not deflated: what partners attach
/// (PDF, pictures, office documents) is compressed already. Each entry's length and checksum follow
/// its bytes (APPNOTE.TXT 6.3.10, 4.3.9), so nothing is read twice. Without ZIP64: an archive of 4
/// GiB or of 65,535 entries is a Bug, and records' documents are far below.
[[nodiscard]] Stream zip_stream(std::vector<ZipEntry> entries, Instant at);

/// One piece that is already there.
[[nodiscard]] Stream stream_of(std::string content);

} // namespace selatan::files
