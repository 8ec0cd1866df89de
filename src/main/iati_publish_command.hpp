/// \file
/// `selatan iati publish`: the installation's public projects and budgets, as files of the
/// standard.
#pragma once

#include "main/settings.hpp"

#include <string>

namespace selatan::program {

/// Publishes, and puts activities.xml, organisation.xml and publishing.log into the folder, each
/// whole or not at all. 0 done; 2 refused, and nothing was changed; the rest by exception.
int publish_iati(Settings const &settings, std::string const &folder);

} // namespace selatan::program
