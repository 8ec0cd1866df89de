/// \file
/// `selatan retention`: what of passports and medical parts is due to be erased, and erasing it.
#pragma once

#include "main/commands.hpp"

namespace selatan::program {

struct RetentionOptions {
    bool erase = false; ///< what is due today; otherwise it is told only
    bool json = false;
};
int retention(Settings const &settings, RetentionOptions const &options);

} // namespace selatan::program
