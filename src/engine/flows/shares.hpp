/// \file
/// Splits an amount by percentages so that the parts add up to the whole.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace selatan::flows {

/// Millionths of the whole: 10 % are 100,000. A negative one stands for a share that was not said.
using Millionths = std::int64_t;
inline constexpr Millionths whole = 1'000'000;
inline constexpr Millionths not_said = -1;
/// More than this is a mistake, not a share (an amount in the place of a percentage).
inline constexpr Millionths share_most = 100 * whole;
[[nodiscard]] constexpr bool is_said(Millionths share)
{
    return share >= 0 && share <= share_most;
}

/// What the reported shares came to.
enum class Sum {
    complete, ///< 100, or within a tenth of a per cent: rounding
    unsaid,   ///< nobody said any: equal parts
    short_of, ///< less than 100: the rest is nobody's
    over,     ///< more than 100: made smaller in proportion
};

struct Split {
    std::vector<std::int64_t> parts; ///< in the order of the shares
    std::int64_t rest = 0;           ///< belongs to none of them
    Sum sum = Sum::complete;
};

/// Parts and rest together are `amount`, always, whatever its sign: what rounding leaves goes to
/// those with the largest remainders, the first of equals.
///
/// Where some shares are said and some are not, the unsaid ones share in equal parts what the
/// others leave of 100. Of one that is negative or beyond bounds nothing is believed but that it is
/// unsaid. Shares within a tenth of a per cent of 100 count as 100.
[[nodiscard]] Split split(std::int64_t amount, std::span<Millionths const> shares);

/// In proportion to weights that are not negative and not all zero; rounded in the same way.
[[nodiscard]] std::vector<std::int64_t> split_by_weight(std::int64_t amount,
                                                        std::span<std::int64_t const> weights);

} // namespace selatan::flows
