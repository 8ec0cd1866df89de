/// \file
/// A measured number as somebody wrote it: digit by digit, so that 3.10 litres stay what they were.
#pragma once

#include "platform/records/field.hpp"
#include "platform/sheets/table_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::results {

/// Invariant: empty, or a decimal of at most 12 digits before the point and 4 behind it, without
/// zeros that say nothing; `-0` is 0.
class Quantity {
public:
    Quantity() = default;
    [[nodiscard]] static std::optional<Quantity> parse(std::string_view text);
    [[nodiscard]] static Quantity of(std::int64_t whole);

    [[nodiscard]] bool is_empty() const { return m_digits.empty(); }
    [[nodiscard]] std::string const &digits() const { return m_digits; }
    /// For shares and pictures; must not be empty.
    [[nodiscard]] double value() const;

    friend bool operator==(Quantity const &, Quantity const &) = default;

private:
    explicit Quantity(std::string digits) : m_digits{std::move(digits)} {}
    std::string m_digits;
};

/// As a table's cell, digit by digit; must not be empty.
[[nodiscard]] sheets::Decimal decimal_of(Quantity const &quantity);

} // namespace selatan::results

template <>
struct selatan::records::Text<selatan::results::Quantity> {
    static constexpr Kind kind = Kind::text;
    static constexpr bool is_decimal = true;
    static std::string print(results::Quantity const &value) { return value.digits(); }
    static char const *parse(std::string_view text, results::Quantity &value);
};

template <>
struct selatan::storage::Column<selatan::results::Quantity> {
    static Value to(results::Quantity const &value) { return value.digits(); }
    static results::Quantity from(Cell const &row, int column)
    {
        return results::Quantity::parse(row.text(column)).value_or(results::Quantity{});
    }
};
