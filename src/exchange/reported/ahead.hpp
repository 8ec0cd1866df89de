/// \file
/// Makes things in a thread of its own, a few ahead of whoever takes them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace selatan::reported {

template <typename T>
class Ahead {
public:
    /// `make` fills its argument and says false at the end; it runs in the other thread alone,
    /// until next() has said false or this is gone. Those that wait weigh at most `most` together,
    /// but for a single one that weighs more.
    Ahead(std::function<bool(T &)> make, std::size_t most)
        : m_make{std::move(make)}, m_most{most}, m_thread{[this] {
              run();
          }}
    {
    }
    ~Ahead()
    {
        {
            std::lock_guard const lock{m_mutex};
            m_is_left = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }
    Ahead(Ahead const &) = delete;
    Ahead &operator=(Ahead const &) = delete;

    /// False at the end; throws what `make` threw.
    bool next(T &into)
    {
        std::unique_lock lock{m_mutex};
        m_changed.wait(lock, [this] { return !m_made.empty() || m_is_done; });
        if (m_made.empty()) {
            if (m_failure) {
                std::rethrow_exception(std::exchange(m_failure, nullptr));
            }
            return false;
        }
        into = std::move(m_made.front().thing);
        m_weight -= m_made.front().weight;
        m_made.pop_front();
        lock.unlock();
        m_changed.notify_all();
        return true;
    }

private:
    void run()
    {
        try {
            for (T one; m_make(one); one = T{}) {
                auto const weight = one.weight();
                std::unique_lock lock{m_mutex};
                m_changed.wait(lock, [&] {
                    return m_made.empty() || m_weight + weight <= m_most || m_is_left;
                });
                if (m_is_left) {
                    return;
                }
                m_weight += weight;
                m_made.push_back({std::move(one), weight});
                lock.unlock();
                m_changed.notify_all();
            }
        } catch (...) {
            std::lock_guard const lock{m_mutex};
            m_failure = std::current_exception();
        }
        {
            std::lock_guard const lock{m_mutex};
            m_is_done = true;
        }
        m_changed.notify_all();
    }

    std::function<bool(T &)> m_make;
    std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    struct Made {
        T thing;
        std::size_t weight;
    };
    std::deque<Made> m_made;
    std::size_t m_weight = 0; ///< of these
    std::exception_ptr m_failure;
    bool m_is_done = false;
    bool m_is_left = false;
    std::thread m_thread; // the last: it uses the others
};

} // namespace selatan::reported
