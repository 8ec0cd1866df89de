/// \file
/// A plan as it was: kept whole when its revision begins, and compared with what it was before and
/// what it is now.
#pragma once

#include "cooperation/programming/commitment.hpp"
#include "cooperation/programming/plan_line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::programming {

/// An established line of a kept plan.
struct KeptLine {
    std::string reference; ///< tells lines apart: it is never used twice
    std::string title;
    std::string country;
    std::string sector;
    std::int64_t amount = 0; ///< in the plan's currency

    friend bool operator==(KeptLine const &, KeptLine const &) = default;
};
struct KeptCeiling {
    Scope scope = Scope::total;
    std::string code;
    std::string name; ///< of a fund, as it was called then
    std::int64_t amount = 0;
    std::int64_t held = 0;

    friend bool operator==(KeptCeiling const &, KeptCeiling const &) = default;
};
struct Snapshot {
    std::string state;
    std::string currency;
    std::vector<KeptLine> lines; ///< by reference
    std::vector<KeptCeiling> ceilings;

    [[nodiscard]] std::int64_t total() const;
    friend bool operator==(Snapshot const &, Snapshot const &) = default;
};

[[nodiscard]] Snapshot snapshot_of(storage::Reader &reader, Head const &head, PlanYear const &plan);
[[nodiscard]] std::string to_json(Snapshot const &snapshot);
/// What to_json wrote; anything else is a Bug.
[[nodiscard]] Snapshot parse_snapshot(std::string_view json);

/// What stands in both, or in one of two plans only.
struct Difference {
    enum class Kind { line, ceiling };
    Kind kind = Kind::line;
    std::string reference; ///< of a line
    std::string name;      ///< a line's title, a fund's name
    Scope scope = Scope::total;
    std::string code;
    std::optional<std::int64_t> before; ///< nothing: not in the earlier one
    std::optional<std::int64_t> after;  ///< nothing: not in the later one
};
/// Lines first, by reference; what is alike is left out.
[[nodiscard]] std::vector<Difference> differences(Snapshot const &before, Snapshot const &after);

} // namespace selatan::programming
