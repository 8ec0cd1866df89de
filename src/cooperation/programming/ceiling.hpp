/// \file
/// Ceilings of a plan year: how much may be planned in all, from one fund, for one group of
/// countries. Dated and appended: the latest counts, the earlier ones stay in view.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "cooperation/programming/plan_year.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::programming {

enum class Scope { total, fund, country_group };
inline constexpr std::array<std::string_view, 3> scopes{"total", "fund", "country_group"};
[[nodiscard]] constexpr std::string_view to_code(Scope scope)
{
    return code_in(scopes, scope);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Scope &scope)
{
    return value_in(scopes, code, scope);
}

enum class Stage { indicative, allocated, revised };
inline constexpr std::array<std::string_view, 3> stages{"indicative", "allocated", "revised"};
[[nodiscard]] constexpr std::string_view to_code(Stage stage)
{
    return code_in(stages, stage);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Stage &stage)
{
    return value_in(stages, code, stage);
}

struct Ceiling {
    std::optional<Id<PlanYear>> plan;
    Scope scope = Scope::total;
    std::optional<Id<partners::Organisation>> fund; ///< of a fund's, and only of it
    std::string country_group;                      ///< code list "group", likewise
    Stage stage = Stage::indicative;
    std::int64_t amount = 0; ///< whole units of the plan's currency; 0: nothing at all
    Date from_day;
    std::string document; ///< who decided it: number and date of the letter

    /// What tells it from others of its scope: empty, the fund's id, or the group's code.
    [[nodiscard]] std::string code() const;
};

extern records::NounOf<Ceiling> const ceilings;

/// `common.required` on "fund" or "country_group" where the scope wants it,
/// `programming.not_of_this_scope` where it does not; `programming.not_a_fund` when the
/// organisation is no fund and no funder; `common.in_the_future` on "from_day": a ceiling is
/// recorded when it is in force.
[[nodiscard]] Problems decide_ceiling(Ceiling const &wanted, bool fund_funds, Date today);

/// Recorded by whoever may; always, also below what is held: then the year is over-committed.
/// `programming.plan_closed`, then as `decide_ceiling`.
[[nodiscard]] Result<Saved> add_ceiling(storage::Tx &tx, auth::Identity const &by,
                                        Ceiling const &wanted);

/// Everything that is wrong with a ceiling about to be recorded.
[[nodiscard]] Problems check_ceiling(storage::Reader &reader, Ceiling const &wanted);
/// What the recording of a ceiling does to what is held.
void ceiling_recorded(storage::Tx &tx, auth::Identity const &by, Ceiling const &recorded);

} // namespace selatan::programming
