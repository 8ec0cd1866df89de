/// \file
/// A file that travels inside the program, as it was when it was built.
#pragma once

#include <string_view>

namespace selatan::reported_flows {

/// examples/iati-two-publishers.xml
[[nodiscard]] std::string_view example_file();

} // namespace selatan::reported_flows
