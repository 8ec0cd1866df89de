/// \file
/// The connections of one store that do the same kind of work. Private to platform/storage.
#pragma once

#include "platform/storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace selatan::storage {

/// Up to `capacity` connections, opened when they are first needed. Safe to use from several
/// threads.
class Connections {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// `kept` is how long a connection that nobody uses stays open: on SQLite each may hold 16 MB
    /// of pages.
    Connections(int capacity, std::function<std::unique_ptr<Backend>()> open,
                std::chrono::milliseconds kept = std::chrono::minutes{1});

    /// Waits for a free one; throws Unavailable when none becomes free in time.
    [[nodiscard]] std::unique_ptr<Backend> take(std::chrono::milliseconds patience);

    /// A new connection in place of one taken before. Connecting takes its time: not under the
    /// lock.
    [[nodiscard]] std::unique_ptr<Backend> reopen() const { return m_open(); }

    /// One that is no longer usable is closed, and its place is free.
    void give_back(std::unique_ptr<Backend> backend) noexcept;

    /// Closes those that were given back longer ago than they are kept, and says how many.
    std::size_t close_unused();
    void close_idle();
    [[nodiscard]] int in_use() const;

private:
    struct Idle {
        std::unique_ptr<Backend> backend;
        SteadyTime since;
    };

    int m_capacity;
    std::function<std::unique_ptr<Backend>()> m_open;
    std::chrono::milliseconds m_kept;
    mutable std::mutex m_mutex;
    std::condition_variable m_freed;
    std::vector<Idle> m_idle; // the last given back is the first taken: the unused are in front
    int m_in_use = 0;
};

} // namespace selatan::storage
