/// \file
/// How a record stands with the offices that were asked about it, and whether that lets it go on.
/// What programming and projects ask before they decide.
#pragma once

#include "base/coded.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::approvals {

/// What the opinions are wanted for.
enum class Purpose { screening, appraisal, approval };
inline constexpr std::array<std::string_view, 3> purposes{"screening", "appraisal", "approval"};
[[nodiscard]] constexpr std::string_view to_code(Purpose purpose)
{
    return code_in(purposes, purpose);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Purpose &purpose)
{
    return value_in(purposes, code, purpose);
}

/// Under what an office agrees.
struct OfficeCondition {
    std::string office;
    std::string text;
};

/// The offices asked about one record for one purpose, each counted once, by what it said last.
/// Withdrawn opinions and withdrawn consultations do not count.
struct Standing {
    int asked = 0; ///< and may still answer in time
    int favourable = 0;
    int conditional = 0;
    int unfavourable = 0;
    int silent = 0; ///< the deadline passed without a word
    std::vector<OfficeCondition> conditions;

    [[nodiscard]] int outstanding() const { return asked + silent; }
    [[nodiscard]] int offices() const
    {
        return outstanding() + favourable + conditional + unfavourable;
    }
};
[[nodiscard]] Standing standing(storage::Reader &reader, Uuid subject, Purpose purpose);

/// May what was asked about go ahead? First broken, first reported: `approvals.outstanding` while
/// an office was asked and has not answered, in time or not (silence is never consent: whoever does
/// not need the opinion any more withdraws it); `approvals.unfavourable` on "override_reason" when
/// an office is against it and no reason for going ahead nevertheless is given. Nobody asked:
/// nothing stands in the way.
[[nodiscard]] Result<void> decide_go_ahead(Standing const &standing,
                                           std::string_view override_reason);

} // namespace selatan::approvals
