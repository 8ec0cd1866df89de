#include "platform/clock/clock.hpp"

#include <array>
#include <atomic>
#include <sys/random.h>
#include <system_error>
#include <vector>

namespace selatan {

Date Clock::day_of(Instant instant) const
{
    return m_ahead ? instant.plus(m_ahead(instant)).date() : instant.date();
}

Instant Clock::start_of(Date day) const
{
    auto const midnight = Instant::at_start_of(day);
    if (!m_ahead) {
        return midnight;
    }
    // How far ahead the clocks are is asked at an instant, which that makes: near it, then at it.
    auto const near = midnight.plus(-m_ahead(midnight));
    auto const start = midnight.plus(-m_ahead(near));
    return day_of(start) == day ? start : near; // where summer time begins at midnight
}

Instant SystemClock::now() const
{
    auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return Instant::from_micros(
        std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count());
}

Instant ManualClock::now() const
{
    std::lock_guard const lock{m_mutex};
    return m_now;
}

void ManualClock::advance(std::chrono::microseconds span)
{
    std::lock_guard const lock{m_mutex};
    m_now = m_now.plus(span);
}

void ManualClock::set(Instant now)
{
    std::lock_guard const lock{m_mutex};
    m_now = now;
}

void fill_random(std::span<std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        auto const got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw std::system_error{errno, std::generic_category(), "getrandom"};
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::string random_token(std::size_t bytes)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::vector<std::uint8_t> raw(bytes);
    fill_random(raw);
    std::string text;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (auto const byte : raw) {
        bits = bits << 8U | byte;
        held += 8;
        while (held >= 6) {
            held -= 6;
            text += digits[bits >> held & 0x3FU];
        }
    }
    if (held > 0) {
        text += digits[bits << (6 - held) & 0x3FU];
    }
    return text;
}

Uuid new_uuid(Instant now)
{
    // Ids that one process draws within a millisecond keep their order (RFC 9562, 6.2, method 1): a
    // counter takes the 26 bits behind the time, and comes round after 67 million ids.
    static std::atomic<std::uint32_t> counter{0};
    auto const place = counter.fetch_add(1, std::memory_order_relaxed);
    std::array<std::uint8_t, 10> random{};
    fill_random(random);
    random[0] = static_cast<std::uint8_t>(place >> 22U & 0x0FU);
    random[1] = static_cast<std::uint8_t>(place >> 14U & 0xFFU);
    random[2] = static_cast<std::uint8_t>(place >> 8U & 0x3FU);
    random[3] = static_cast<std::uint8_t>(place & 0xFFU);
    return Uuid::make(now.micros() / 1000, random);
}

} // namespace selatan
