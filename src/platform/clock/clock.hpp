/// \file
/// The only places where the program learns the time and draws randomness.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <utility>

namespace selatan {

/// What time it is, and what day: the office has one calendar day for everybody, whichever zone its
/// readers live in, so that the days in its records can be compared.
class Clock {
public:
    /// How far the office's clocks are ahead of UTC at an instant.
    using Ahead = std::function<std::chrono::seconds(Instant)>;

    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] Date today() const { return day_of(now()); }
    [[nodiscard]] Date day_of(Instant instant) const;
    /// When that day begins at the office: at midnight, or where summer time leaves midnight out,
    /// just after.
    [[nodiscard]] Instant start_of(Date day) const;

protected:
    /// Without `ahead` the office's days are those of UTC.
    explicit Clock(Ahead ahead) : m_ahead{std::move(ahead)} {}

private:
    Ahead m_ahead;
};

class SystemClock final : public Clock {
public:
    explicit SystemClock(Ahead ahead = {}) : Clock{std::move(ahead)} {}
    [[nodiscard]] Instant now() const override;
};

/// Stands still until told; tests and the simulator use it. Safe to use from several threads.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start, Ahead ahead = {}) : Clock{std::move(ahead)}, m_now{start} {}
    [[nodiscard]] Instant now() const override;
    void advance(std::chrono::microseconds span);
    void set(Instant now);

private:
    mutable std::mutex m_mutex;
    Instant m_now;
};

/// Cryptographic randomness from the operating system (getrandom(2)).
void fill_random(std::span<std::uint8_t> bytes);
/// `bytes` random bytes as unpadded URL-safe base64 (RFC 4648, 5): tokens, session keys.
[[nodiscard]] std::string random_token(std::size_t bytes = 32);
[[nodiscard]] Uuid new_uuid(Instant now);

} // namespace selatan
