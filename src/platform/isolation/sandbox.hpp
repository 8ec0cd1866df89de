/// \file
/// What a process gives up before it parses what a stranger sent.
#pragma once

#include <chrono>
#include <cstdint>

namespace selatan::isolation {

/// From here on this process opens no file and no socket, starts no other, and is killed by the
/// kernel when it has used that much processor; memory beyond `memory` bytes is not given to it.
/// What is open stays usable. False when the kernel would not agree.
[[nodiscard]] bool enter_sandbox(std::chrono::seconds processor, std::uint64_t memory);

} // namespace selatan::isolation
