#include "exchange/spreadsheet/number.hpp"

#include "base/coded.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::spreadsheet {

namespace {

constexpr std::size_t digits_most = 40;

/// "1,234,567", and "12,34,567" as India writes: three digits in the last group, two or three in
/// those between.
bool is_grouped_well(std::string_view whole, char group)
{
    auto end = whole.rfind(group);
    if (end == std::string_view::npos) {
        return true;
    }
    if (whole.size() - end - 1 != 3) {
        return false;
    }
    while (end != 0) {
        auto const before = whole.rfind(group, end - 1);
        if (before == std::string_view::npos) {
            return end <= 3;
        }
        auto const length = end - before - 1;
        if (length != 2 && length != 3) {
            return false;
        }
        end = before;
    }
    return false;
}

/// No-break spaces and the apostrophe group too.
std::string without_blanks(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const rest = text.substr(i);
        if (rest.starts_with("\xC2\xA0")) {
            i += 1;
        } else if (rest.starts_with("\xE2\x80\xAF")) {
            i += 2;
        } else if (text[i] != ' ' && text[i] != '\'') {
            out += text[i];
        }
    }
    return out;
}

} // namespace

std::string_view to_code(NumberFormat format)
{
    return code_in(number_formats, format);
}

bool from_code(std::string_view code, NumberFormat &format)
{
    return value_in(number_formats, code, format);
}

std::optional<std::string> plain_decimal(std::string_view text, NumberFormat format, int power)
{
    auto const compact = without_blanks(text);
    std::string_view rest = compact;
    bool is_negative = false;
    if (rest.size() > 2 && rest.starts_with('(') && rest.ends_with(')')) {
        is_negative = true;
        rest = rest.substr(1, rest.size() - 2);
    } else if (rest.starts_with('-') || rest.starts_with('+')) {
        is_negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    if (auto const e = rest.find_first_of("eE"); e != std::string_view::npos) {
        auto exponent_text = rest.substr(e + 1);
        if (exponent_text.starts_with('+')) {
            exponent_text.remove_prefix(1);
        }
        int exponent = 0;
        auto const *const end = exponent_text.data() + exponent_text.size();
        auto const [stop, error] = std::from_chars(exponent_text.data(), end, exponent);
        if (error != std::errc{} || stop != end || exponent < -400 || exponent > 400) {
            return std::nullopt;
        }
        power += exponent;
        rest = rest.substr(0, e);
    }
    char const point = format == NumberFormat::point ? '.' : ',';
    char const group = format == NumberFormat::point ? ',' : '.';
    auto const at = rest.find(point);
    auto const whole = rest.substr(0, at);
    auto const fraction = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    if (!is_grouped_well(whole, group) ||
        fraction.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    std::string digits;
    for (char const c : whole) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != group) {
            return std::nullopt;
        }
    }
    auto scale = static_cast<int>(fraction.size()) - power; // digits behind the point
    digits += fraction;
    if (digits.empty()) {
        return std::nullopt;
    }
    if (scale < 0) {
        if (digits.size() + static_cast<std::size_t>(-scale) > digits_most) {
            return std::nullopt;
        }
        digits.append(static_cast<std::size_t>(-scale), '0');
        scale = 0;
    }
    auto const behind = static_cast<std::size_t>(scale);
    if (behind > digits_most) {
        return std::nullopt;
    }
    if (digits.size() <= behind) {
        digits.insert(0, behind + 1 - digits.size(), '0');
    }
    // As it will be written, with its 0 before the point: so that it can be read again.
    if (digits.size() > digits_most) {
        return std::nullopt;
    }
    auto front = digits.substr(0, digits.size() - behind);
    auto back = digits.substr(digits.size() - behind);
    front.erase(0, std::min(front.find_first_not_of('0'), front.size() - 1));
    back.erase(back.find_last_not_of('0') + 1);
    auto plain = back.empty() ? front : front + "." + back;
    return is_negative && plain != "0" ? "-" + plain : plain;
}

std::string rounded(std::string_view decimal)
{
    auto const point = decimal.find('.');
    std::string whole{decimal.substr(0, point)};
    if (point == std::string_view::npos) {
        return whole;
    }
    auto const fraction = decimal.substr(point + 1);
    bool const is_half =
        fraction.front() == '5' && fraction.find_first_not_of('0', 1) == std::string_view::npos;
    bool const is_odd = (whole.back() - '0') % 2 == 1;
    bool const up = is_half ? is_odd : fraction.front() >= '5';
    if (up) {
        auto at = whole.size();
        while (at > 0 && whole[at - 1] == '9') {
            whole[--at] = '0';
        }
        if (at > 0 && whole[at - 1] != '-') {
            ++whole[at - 1];
        } else {
            whole.insert(at, 1, '1');
        }
    }
    return whole == "-0" ? "0" : whole;
}

} // namespace selatan::spreadsheet
