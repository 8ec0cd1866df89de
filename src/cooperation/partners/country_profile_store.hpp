/// \file
/// Questions about country profiles that only SQL answers.
#pragma once

#include "cooperation/partners/country_profile.hpp"

#include <set>

namespace selatan::partners {

[[nodiscard]] bool has_profile(storage::Reader &reader, CountryCode country);
[[nodiscard]] std::set<CountryCode> countries_with_profile(storage::Reader &reader);

} // namespace selatan::partners
