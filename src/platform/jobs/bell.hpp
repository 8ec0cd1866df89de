/// \file
/// Wakes this process's runners when one of its transactions has queued a job. Other servers'
/// runners find it at their next poll.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace selatan::jobs {

class Bell {
public:
    [[nodiscard]] static Bell &of_process()
    {
        static Bell bell;
        return bell;
    }

    void ring()
    {
        {
            std::lock_guard const lock{m_mutex};
            ++m_rung;
        }
        m_condition.notify_all();
    }
    [[nodiscard]] std::uint64_t rung() const
    {
        std::lock_guard const lock{m_mutex};
        return m_rung;
    }
    /// Until it rings after it had rung `heard` times, at most for `time`.
    void wait(std::uint64_t heard, std::chrono::milliseconds time)
    {
        std::unique_lock lock{m_mutex};
        m_condition.wait_for(lock, time, [&] { return m_rung != heard; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_condition;
    std::uint64_t m_rung = 0;
};

} // namespace selatan::jobs
