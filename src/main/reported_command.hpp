/// \file
/// `selatan iati import FILE|DIR|- …`: what others report, into this installation.
#pragma once

#include "main/settings.hpp"

#include <string>
#include <vector>

namespace selatan::program {

struct IatiImportOptions {
    std::vector<std::string> paths; ///< files, folders (all .xml and .xml.gz below), "-"
    std::string as;                 ///< the account that imports
    bool dry_run = false;
    bool json = false;
};

/// 0: every file came in, and nothing in them was noted; 1: every file came in, some with problems
/// noted; 2: a file did not come in.
int import_iati(Settings const &settings, IatiImportOptions const &options);

} // namespace selatan::program
