/// \file
/// One step of the database's schema, and the list of all that the program was built with.
#pragma once

#include <span>
#include <string_view>

namespace selatan::storage {

struct Migration {
    std::string_view name; ///< its file's: `2026-11-21-01-identity`
    std::string_view sql;  ///< with type tokens (migrations.hpp)
};

/// Every `schema/*.sql` of every folder, in the order of their names. Made by the build
/// (cmake/selatan.cmake); link selatan_migrations.
[[nodiscard]] std::span<Migration const> all_migrations();

} // namespace selatan::storage
