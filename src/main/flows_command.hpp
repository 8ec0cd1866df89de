/// \file
/// `selatan iati flows`: what reported activities come to.
#pragma once

#include "main/settings.hpp"

#include <optional>
#include <ostream>
#include <string>

namespace selatan::program {

struct FlowsOptions {
    std::string by = "country";
    std::string money = "spent";
    std::optional<int> year;
    bool only_south = false;
    int limit = 50;
    bool json = false;
    bool refresh = false; ///< makes the figures anew first
    bool check = false;   ///< holds them against what they were made from instead
};
/// 2 when an option names nothing, or the check finds a difference.
int print_flows(Settings const &settings, FlowsOptions const &options, std::ostream &out,
                std::ostream &err);

} // namespace selatan::program
