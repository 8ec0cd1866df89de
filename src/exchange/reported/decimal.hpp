/// \file
/// Decimals as publishers write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace selatan::reported {

struct Scaled {
    std::int64_t value = 0;
    bool is_exact = true;        ///< else rounded, half away from zero
    bool had_separators = false; ///< "1,234": the standard does not allow them
};

/// A decimal as xsd:decimal has it, or with thousands' separators, counted in units of 10^-digits.
/// Nothing when it is none, or does not fit.
[[nodiscard]] std::optional<Scaled> scaled(std::string_view text, int digits);

[[nodiscard]] inline std::optional<Scaled> hundredths_of(std::string_view text)
{
    return scaled(text, 2);
}

} // namespace selatan::reported
