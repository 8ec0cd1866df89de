/// \file
/// Brings a database to the schema that the program was built with.
///
/// One text serves both engines by means of tokens:
///
///     token                        SQLite     PostgreSQL
///     $ID, $BYTES                  BLOB       bytea
///     $INT, $INSTANT               INTEGER    bigint
///     $REAL                        REAL       double precision
///     $TEXT, $DATE, $JSON          TEXT       text COLLATE "C"
///     $STRICT (ends a CREATE TABLE) STRICT    nothing
///
/// Lines between `-- only: sqlite` (or `-- only: postgresql`) and `-- end` are for that engine.
#pragma once

#include "platform/storage/migration.hpp"
#include "platform/storage/store.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::storage {

/// The database was made by another program than this one: a newer one, or one whose migrations
/// were edited after they had been applied. Nothing was changed.
class MigrationRefused : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Those that `migrate` would run. Refuses as `migrate` does.
[[nodiscard]] std::vector<std::string> pending(Store &store, std::span<Migration const> migrations);

/// Applies what is missing, each migration in one transaction with its row in `schema_migration`;
/// returns the names of those applied. Several servers may start at once: each migration is
/// applied by one of them.
std::vector<std::string> migrate(Store &store, std::span<Migration const> migrations);

/// The migration's text as the engine reads it. An unknown token or a block that does not end is a
/// Bug.
[[nodiscard]] std::string translate(std::string_view sql, Engine engine);

} // namespace selatan::storage
