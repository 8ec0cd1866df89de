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

} // namespace selatan::iati::files
