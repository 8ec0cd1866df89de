/// \file
/// The background work of an installation.
#pragma once

#include "main/installation.hpp"
#include "platform/jobs/runner.hpp"

#include <memory>

namespace selatan::program {

/// A runner with every capability's handlers and recurrences, not started.
[[nodiscard]] std::unique_ptr<jobs::Runner> make_runner(Installation &installation);

} // namespace selatan::program
