/// \file
/// Why somebody says no to money or writes it off: one description for every verb that asks.
#pragma once

#include "platform/records/field.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

/// Always asked for, in prose: `reason_field<&WriteOff::reason>()`.
template <auto Reason>
[[nodiscard]] constexpr records::Field reason_field()
{
    return records::field<Reason>("reason", words::funds::form_reason).prose().required();
}

} // namespace selatan::funds
