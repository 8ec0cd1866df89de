/// \file
/// Totals over what many reported, each amount of money once (flows.md): an activity that two
/// publishers tell, a parent that repeats its children, a chain in which each link reports what it
/// passes on. Nothing disappears: what a total leaves out is listed with the reason. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace selatan::flows {

/// Positions in the spans given.
using ActivityIndex = std::uint32_t;
using TransactionIndex = std::uint32_t;
inline constexpr std::uint32_t none = 0xFFFFFFFF;

/// Money that goes out is promised, spent or planned; each is counted for itself, never added
/// together. Incoming funds are not a total: they tell which promise or payment is whose.
enum class Measure { committed, spent, incoming, budget, other };
inline constexpr std::size_t measures = 5;

/// One publisher's telling of an activity.
struct ToldActivity {
    std::uint32_t publisher = 0;
    /// The same for all that tell of one activity (have its identifier).
    std::uint32_t identity = 0;
    /// The publisher reports about others' activities (IATI reporting-org/@secondary-reporter).
    bool is_secondary = false;
    /// The identifier begins with the publisher's own: it is its own activity.
    bool is_own = false;
    /// The identity of the activity that this one is a part of, by either one's related-activity.
    std::uint32_t parent = none;
};

/// Amounts are in the smallest unit of one money, and `unit` names that money: only amounts of one
/// unit are compared and added.
struct ToldTransaction {
    ActivityIndex activity = 0;
    Measure measure = Measure::other;
    std::int32_t day = 0; ///< since 1970; of a budget, one of the year that it is for
    std::int64_t amount = 0;
    std::uint16_t unit = 0;
    /// Of one that goes out, the identity of the receiver's activity; of incoming funds, of the
    /// provider's. `none` where it was not said.
    std::uint32_t counterpart = none;
};

/// Why an amount is not in the totals, in the order in which it is asked.
enum class Reason {
    told_twice, ///< another publisher tells this activity, and with more right
    in_parts,   ///< the activity's parts report the same money
    passed_on,  ///< the receiver's activity reports what it did with it
    revised,    ///< the same activity tells it anew; the caller's, never found here
};
[[nodiscard]] std::string_view to_code(Reason reason);
[[nodiscard]] bool from_code(std::string_view code, Reason &reason);

struct LeftOut {
    TransactionIndex transaction = 0;
    Reason reason = Reason::told_twice;
    /// The activity whose transactions are counted instead; of `in_parts`, the first of the parts,
    /// of a budget that is passed on to several, the first of these.
    ActivityIndex instead = 0;
    std::int64_t amount = 0; ///< of the transaction's; the rest of it is counted
};

struct Counted {
    std::vector<LeftOut> left_out; ///< by transaction; at most one for each
    /// Links in a circle (A pays B, B pays A): nobody is last, so nothing was left out for them.
    std::vector<TransactionIndex> in_circle;
};

/// Linear in the input, but for sorting. The order of the input decides only between equals.
[[nodiscard]] Counted count_once(std::span<ToldActivity const> activities,
                                 std::span<ToldTransaction const> transactions);

} // namespace selatan::flows
