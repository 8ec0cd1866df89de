/// \file
/// Compresses answers as they are made: fast settings, for text that is written once and read once.
#pragma once

#include "platform/http/protocol.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace selatan::http {

class Compressor {
public:
    virtual ~Compressor() = default;
    /// Appends to `out` all that `bytes` came to: the reader has it before the next piece is made.
    virtual void add(std::string_view bytes, std::string &out) = 0;
    virtual void finish(std::string &out) = 0;
};

/// Not for Coding::identity. `expected_size` is a hint, 0 when unknown.
[[nodiscard]] std::unique_ptr<Compressor> make_compressor(Coding coding, std::size_t expected_size);

/// All at once. Not for Coding::identity.
[[nodiscard]] std::string compressed(std::string_view bytes, Coding coding);

} // namespace selatan::http
