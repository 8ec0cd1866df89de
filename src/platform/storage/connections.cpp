#include "platform/storage/connections.hpp"

#include <algorithm>
#include <iterator>

namespace selatan::storage {

Connections::Connections(int capacity, std::function<std::unique_ptr<Backend>()> open,
                         std::chrono::milliseconds kept)
    : m_capacity{capacity}, m_open{std::move(open)}, m_kept{kept}
{
    m_idle.reserve(static_cast<std::size_t>(capacity));
}

std::unique_ptr<Backend> Connections::take(std::chrono::milliseconds patience)
{
    {
        std::unique_lock lock{m_mutex};
        if (!m_freed.wait_for(lock, patience, [this] { return m_in_use < m_capacity; })) {
            throw Unavailable{"every connection to the database is busy"};
        }
        ++m_in_use;
        if (!m_idle.empty()) {
            auto backend = std::move(m_idle.back().backend);
            m_idle.pop_back();
            return backend;
        }
    }
    try {
        return reopen();
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void Connections::give_back(std::unique_ptr<Backend> backend) noexcept
{
    {
        std::lock_guard const lock{m_mutex};
        --m_in_use;
        if (backend && backend->is_usable()) {
            // Within what was reserved.
            m_idle.push_back({std::move(backend), std::chrono::steady_clock::now()});
        }
    }
    m_freed.notify_one();
}

std::size_t Connections::close_unused()
{
    std::vector<Idle> unused; // closed after the lock: others need not wait for it
    std::lock_guard const lock{m_mutex};
    if (m_idle.empty()) {
        return 0;
    }
    auto const oldest = std::chrono::steady_clock::now() - m_kept;
    auto const used =
        std::ranges::find_if(m_idle, [&](Idle const &one) { return one.since > oldest; });
    std::move(m_idle.begin(), used, std::back_inserter(unused));
    m_idle.erase(m_idle.begin(), used);
    return unused.size();
}

void Connections::close_idle()
{
    std::lock_guard const lock{m_mutex};
    m_idle.clear();
}

int Connections::in_use() const
{
    std::lock_guard const lock{m_mutex};
    return m_in_use;
}

} // namespace selatan::storage
