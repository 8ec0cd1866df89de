/// \file
/// What the pool knows of the two engines. Private to platform/storage.
#pragma once

#include "platform/storage/store.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace selatan::storage {

/// Lets a smart pointer end a C library's object with the library's own function.
template <auto function>
struct Deleter {
    template <typename T>
    void operator()(T *pointer) const
    {
        function(pointer);
    }
};

/// What the connections of one store report while they work. Safe to use from several threads.
class Probe {
public:
    explicit Probe(std::chrono::milliseconds slow) : m_slow{slow} {}

    void count_query() { m_queries.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t queries() const { return m_queries.load(std::memory_order_relaxed); }
    [[nodiscard]] bool watches_time() const { return m_slow.count() > 0; }
    /// Logs the statement if it was slow.
    void took(std::string_view sql, std::chrono::microseconds time) const;

private:
    std::atomic<std::int64_t> m_queries = 0;
    std::chrono::milliseconds m_slow;
};

/// How long a statement waits for somebody else's lock before the database counts as too busy.
inline constexpr std::chrono::milliseconds lock_patience{5000};

struct SqliteFile {
    enum class Role { reader, writer };
    /// `none` is for databases that die with the program.
    enum class Durability { full, none };

    std::string path;
    Role role = Role::writer;
    Durability durability = Durability::full;
};

[[nodiscard]] std::unique_ptr<Backend> open_sqlite(SqliteFile const &file, Probe &probe);
[[nodiscard]] std::unique_ptr<Backend> open_postgresql(std::string const &url, Probe &probe);

/// Copies a database that may be in use, in one snapshot; `to` appears whole or not at all.
void backup_sqlite(std::string const &from, std::string const &to);

} // namespace selatan::storage
