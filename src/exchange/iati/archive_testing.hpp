/// \file
/// Makes zip archives, for tests.
#pragma once

#include "base/ensure.hpp"

#include <string>
#include <utility>
#include <vector>
#include <zip.h>

namespace selatan::iati::testing {

/// By name and content.
inline std::string zipped(std::vector<std::pair<std::string, std::string>> const &files)
{
    auto *const source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(source); // it outlives the archive, so that it can be read
    auto *const archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
    ENSURE(archive != nullptr);
    for (auto const &[name, content] : files) {
        auto *const one = zip_source_buffer(archive, content.data(), content.size(), 0);
        ENSURE(zip_file_add(archive, name.c_str(), one, ZIP_FL_ENC_UTF_8) >= 0);
    }
    ENSURE(zip_close(archive) == 0);
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

} // namespace selatan::iati::testing
