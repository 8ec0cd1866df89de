/// \file
/// The files of codelists/iati, inside the program.
#pragma once

#include <string_view>

namespace selatan::iati::files {

extern std::string_view const activities_schema;
extern std::string_view const organisations_schema;
extern std::string_view const common_schema;
extern std::string_view const rulesets;
extern std::string_view const checks;
extern std::string_view const codes;

/// What tells one edition of the rules and of the code lists from another: the first twelve digits
/// of their SHA-256.
extern std::string_view const rulesets_digest;
extern std::string_view const lists_digest;
extern std::string_view const program_version; ///< "0.1.0"

} // namespace selatan::iati::files
