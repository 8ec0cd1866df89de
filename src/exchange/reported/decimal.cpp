#include "exchange/reported/decimal.hpp"

#include <limits>

namespace selatan::reported {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::optional<Scaled> scaled(std::string_view text, int digits)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    bool const is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    Scaled found;
    bool has_digits = false;
    bool after_point = false;
    int missing = digits;
    bool rounds_up = false;
    bool is_first_dropped = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        if (c == '.' && !after_point) {
            after_point = true;
            continue;
        }
        // "1,234,567": between digits, three of which follow.
        if (c == ',' && !after_point && has_digits && i + 3 < text.size() &&
            is_digit(text[i + 1]) && is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
            (i + 4 == text.size() || !is_digit(text[i + 4]))) {
            found.had_separators = true;
            continue;
        }
        if (!is_digit(c)) {
            return std::nullopt;
        }
        has_digits = true;
        auto const digit = c - '0';
        if (after_point && missing == 0) {
            found.is_exact = found.is_exact && digit == 0;
            rounds_up = rounds_up || (is_first_dropped && digit >= 5);
            is_first_dropped = false;
            continue;
        }
        if (found.value > (most - digit) / 10) {
            return std::nullopt;
        }
        found.value = found.value * 10 + digit;
        missing -= after_point ? 1 : 0;
    }
    if (!has_digits) {
        return std::nullopt;
    }
    for (; missing > 0; --missing) {
        if (found.value > most / 10) {
            return std::nullopt;
        }
        found.value *= 10;
    }
    if (rounds_up && found.value < most) {
        ++found.value;
    }
    if (is_negative) {
        found.value = -found.value;
    }
    return found;
}

} // namespace selatan::reported
