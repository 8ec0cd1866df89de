/// \file
/// What a process holds of the reference data in memory. For this folder only.
#pragma once

#include "cooperation/reference/code_list_store.hpp"

#include <memory>
#include <mutex>

namespace selatan::reference {

/// Holds the snapshot that requests share. Safe to use from several threads.
template <typename Snapshot>
class SnapshotCache {
public:
    /// One small query a call; reads everything again when the lists' revision changed.
    [[nodiscard]] std::shared_ptr<Snapshot const> current(storage::Reader &reader)
    {
        auto const revision = store::revision(reader);
        std::lock_guard const lock{m_mutex};
        // An older snapshot than the one held comes from a transaction that began before the
        // change: it gets the newer one, which is what its user would see a moment later.
        if (!m_current || m_current->revision() < revision) {
            m_current = std::make_shared<Snapshot const>(reader);
        }
        return m_current;
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<Snapshot const> m_current;
};

} // namespace selatan::reference
