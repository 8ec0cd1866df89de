/// \file
/// `selatan iati validate FILE|DIR|- …`: needs no installation.
#pragma once

#include "base/country.hpp"
#include "platform/clock/clock.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace selatan::program {

struct IatiValidateOptions {
    std::vector<std::string> paths; ///< files, zip archives, folders (all of these below), "-"
    bool json = false;
    std::string today;         ///< 2026-11-22; empty: the clock's day
    std::string organisations; ///< a file of publishers' identifiers, one a line; empty: none
    std::string language = "en";
};

/// 0: nothing critical and no error; 1: some; 2: something could not be read.
int validate_iati(IatiValidateOptions const &options, Clock const &clock, std::ostream &out,
                  std::ostream &err);

} // namespace selatan::program
