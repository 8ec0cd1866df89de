/// \file
/// The files of codelists/ as they were when the program was built.
#pragma once

#include <map>
#include <string>

namespace selatan::reference {

/// File name → text, unpacked anew at each call (a few megabytes): for loading, not for asking.
[[nodiscard]] std::map<std::string, std::string> shipped_files();

} // namespace selatan::reference
