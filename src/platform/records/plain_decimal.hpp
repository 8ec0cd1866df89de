/// \file
/// Decimals as people write them.
#pragma once

#include <string>

namespace selatan::records {

/// A decimal as people write it in their languages, with a point before the fraction and nothing
/// between thousands: "3,5", "1 250,50", "1.250,50", "1,250.50". What reads in two ways ("1,250")
/// stays as it is: the type's own parser refuses it.
[[nodiscard]] std::string plain_decimal(std::string const &text);

} // namespace selatan::records
