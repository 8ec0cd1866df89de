/// \file
/// `selatan iati reconcile`: who else tells of our projects, and what they say differently.
#pragma once

#include "main/settings.hpp"

#include <ostream>
#include <string>

namespace selatan::program {

struct ReconcileOptions {
    bool propose = false; ///< searches first
    std::string country;  ///< three letters; empty: all
    int limit = 50;
    bool json = false;
};
/// Lists the largest open differences. 0 done; 2 when the country is no code.
int reconcile(Settings const &settings, ReconcileOptions const &options, std::ostream &out,
              std::ostream &err);

} // namespace selatan::program
