/// \file
/// The only places where the program learns the time and draws randomness.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"

#include <cstdint>
#include <mutex>
#include <span>
#include <string>

namespace selatan {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

/// Stands still until told; tests and the simulator use it. Safe to use from several threads.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : m_now{start} {}
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
