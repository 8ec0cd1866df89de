/// \file
/// Values as tests write them, and what an act was refused for.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace selatan::testing {

inline Date day(std::string_view text)
{
    return *Date::parse(text);
}

inline CountryCode country(std::string_view code)
{
    return *CountryCode::parse(code);
}

/// The first problem's code; empty: nothing was refused.
template <typename T>
std::string code_of(Result<T> const &result)
{
    return result ? "" : result.error().problems.front().code;
}
inline std::string code_of(Problems const &problems)
{
    return problems.empty() ? "" : problems.front().code;
}

} // namespace selatan::testing
