/// \file
/// The XML of activities, compressed. An activity alone is too small to compress well: a
/// dictionary, which is simply the beginning of one of its publisher's files, makes it a fifth of
/// what it would be.
#pragma once

#include "platform/storage/value.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace selatan::reported {

using storage::Bytes;

/// What was stored is not what was written.
class DamagedSource : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Without a dictionary where that is empty. Not shared between threads.
class Compressor {
public:
    explicit Compressor(std::string_view dictionary = {});
    ~Compressor();
    Compressor(Compressor &&) noexcept;
    Compressor &operator=(Compressor &&) noexcept;
    [[nodiscard]] Bytes compress(std::string_view text);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

class Decompressor {
public:
    explicit Decompressor(std::string_view dictionary = {});
    ~Decompressor();
    Decompressor(Decompressor &&) noexcept;
    Decompressor &operator=(Decompressor &&) noexcept;
    /// Throws DamagedSource.
    [[nodiscard]] std::string decompress(std::span<std::uint8_t const> bytes);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The first 16 bytes of SHA-256: tells whether an activity was told differently than before.
[[nodiscard]] Bytes digest_of(std::string_view source);

} // namespace selatan::reported
