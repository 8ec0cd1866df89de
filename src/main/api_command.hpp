/// \file
/// `selatan api`: whatever programs do by HTTP, on the machine itself: every verb of every noun.
#pragma once

#include "main/commands.hpp"

#include <optional>

namespace selatan::program {

struct ApiOptions {
    std::string method; ///< GET, POST, PATCH
    std::string path;   ///< "/calls/CAL-2026-0001/board", with "/api" before it or without
    std::string as;     ///< the account that acts
    std::string body;   ///< JSON; empty: none
    std::optional<std::int64_t> version; ///< that the change is made on
    std::string key;                     ///< the same again does nothing more
};
/// Prints the answer: on standard output, or on standard error when it is a refusal (2) or a
/// failure (1).
int ask_api(Settings const &settings, ApiOptions const &options);

} // namespace selatan::program
