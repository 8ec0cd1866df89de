/// \file
/// `selatan import FILE --mapping NAME|FILE [--dry-run] [--json]`.
#pragma once

#include "exchange/spreadsheet/importer.hpp"

#include <ostream>

namespace selatan::spreadsheet {

struct ImportCommand {
    std::string path;
    /// The name of a mapping, or the text of a mapping's file (it begins with a brace).
    std::string mapping;
    Writing writing = Writing::for_good;
    bool as_json = false;
    Language language = Language::en;
};

/// 0 when every row came in (or would), 2 when the file or some of its rows did not; failures of
/// the world are exceptions, and main's 1.
[[nodiscard]] int run_import(Importer const &importer, auth::Identity const &by,
                             ImportCommand const &command, std::ostream &out, std::ostream &err);

} // namespace selatan::spreadsheet
