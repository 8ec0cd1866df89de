/// \file
/// `selatan init`: makes an installation.
#pragma once

#include "main/settings.hpp"

#include <string>

namespace selatan::program {

struct InitOptions {
    std::string name; ///< whose installation it is
    bool example = false;
    std::string administrator; ///< e-mail of the first account; empty in an example installation
    std::string password;      ///< its password
};
/// Makes the data directory, the keyring, the database with the reference data, and the first
/// account. Running it again on an installation changes nothing and says so. Returns the exit code.
int init(Settings const &settings, InitOptions const &options);

} // namespace selatan::program
