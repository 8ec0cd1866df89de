/// \file
/// For capabilities above that keep figures of their own about what stands.
#pragma once

#include "platform/storage/store.hpp"

#include <cstdint>
#include <span>

namespace selatan::reported {

/// Told by the importer, in its own transaction, some thousand activities at a time. What it throws
/// ends the import.
class Watcher {
public:
    Watcher() = default;
    Watcher(Watcher const &) = delete;
    Watcher &operator=(Watcher const &) = delete;
    virtual ~Watcher() = default;
    /// They stand from now on; their rows are there.
    virtual void stands(storage::Tx &tx, std::span<std::int64_t const> activities) = 0;
    /// They cease to stand; their rows are there until this returns.
    virtual void leaves(storage::Tx &tx, std::span<std::int64_t const> activities) = 0;
};

} // namespace selatan::reported
