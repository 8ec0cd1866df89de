/// \file
/// `selatan serve`: answers requests and works on jobs until it is told to stop.
#pragma once

#include "main/settings.hpp"

namespace selatan::program {

/// Returns the exit code. SIGTERM and SIGINT stop it gracefully.
int serve(Settings const &settings);

} // namespace selatan::program
