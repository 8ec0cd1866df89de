/// \file
/// An amount as somebody wrote it, before its currency is known: digit by digit, never a floating
/// number. With a currency it becomes Money, if that currency has so many digits.
#pragma once

#include "base/money.hpp"
#include "platform/records/field.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace selatan::funds {

/// Invariant: empty, or a positive decimal of at most 15 digits before the point and 4 behind it,
/// without leading zeros.
struct Amount {
    std::string digits;

    [[nodiscard]] static std::optional<Amount> parse(std::string_view text);
    [[nodiscard]] static Amount of(Money money);
    /// "400.000" is four hundred to some and four hundred thousand to others: three digits behind
    /// the point, and as many as other currencies have without the last.
    [[nodiscard]] static bool reads_in_two_ways(std::string_view text);

    [[nodiscard]] bool is_empty() const { return digits.empty(); }
    /// Nothing when the currency has fewer digits, or it is more than the ledger counts at once.
    [[nodiscard]] std::optional<Money> in(Currency currency) const;

    friend bool operator==(Amount const &, Amount const &) = default;
};

} // namespace selatan::funds

template <>
struct selatan::records::Text<selatan::funds::Amount> {
    static constexpr Kind kind = Kind::text;
    static constexpr bool is_decimal = true;
    static std::string print(funds::Amount const &value) { return value.digits; }
    static char const *parse(std::string_view text, funds::Amount &value);
};

template <>
struct selatan::storage::Column<selatan::funds::Amount> {
    static Value to(funds::Amount const &value) { return value.digits; }
    static funds::Amount from(Cell const &row, int column)
    {
        return {std::string{row.text(column)}};
    }
};
