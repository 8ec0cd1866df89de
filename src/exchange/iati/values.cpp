#include "exchange/iati/values.hpp"

#include "base/date.hpp"
#include "engine/xml/characters.hpp"

#include <algorithm>
#include <array>

namespace selatan::iati {

namespace {

struct Named {
    std::string_view name;
    ValueType type;
};
constexpr std::array<Named, 11> types{{
    {"xs:string", ValueType::text},
    {"xs:anyURI", ValueType::any_uri},
    {"xs:boolean", ValueType::boolean},
    {"xs:date", ValueType::date},
    {"xs:dateTime", ValueType::date_time},
    {"xs:decimal", ValueType::decimal},
    {"xs:int", ValueType::integer_32},
    {"xs:nonNegativeInteger", ValueType::natural},
    {"xs:positiveInteger", ValueType::positive},
    {"xs:NMTOKEN", ValueType::token},
    {"xs:language", ValueType::language},
}};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_hexadecimal(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool are_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

int number_of(std::string_view digits)
{
    int number = 0;
    for (auto const c : digits) {
        number = number * 10 + (c - '0');
    }
    return number;
}

/// "12:30", bounded; for times and zones.
bool are_hours_minutes(std::string_view text, int most_hours)
{
    return text.size() == 5 && text[2] == ':' && are_digits(text.substr(0, 2)) &&
           are_digits(text.substr(3)) && number_of(text.substr(0, 2)) <= most_hours &&
           number_of(text.substr(3)) < 60;
}

/// Nothing, Z, or +hh:mm up to 14 hours.
bool is_zone(std::string_view text)
{
    return text.empty() || text == "Z" ||
           ((text[0] == '+' || text[0] == '-') && are_hours_minutes(text.substr(1), 14));
}

/// Takes a date from the front. Years may have more than four digits, and may be before our era.
bool take_date(std::string_view &text)
{
    if (text.starts_with('-')) {
        text.remove_prefix(1);
    }
    auto const year_ends = text.find('-');
    if (year_ends == std::string_view::npos || year_ends < 4 || year_ends > 9 ||
        text.size() < year_ends + 6 || text[year_ends + 3] != '-' ||
        !are_digits(text.substr(0, year_ends)) || (year_ends > 4 && text[0] == '0')) {
        return false;
    }
    auto const month = text.substr(year_ends + 1, 2);
    auto const day = text.substr(year_ends + 4, 2);
    if (!are_digits(month) || !are_digits(day)) {
        return false;
    }
    auto const year = number_of(text.substr(0, year_ends));
    bool const is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    auto const m = number_of(month);
    auto const d = number_of(day);
    if (year == 0 || m < 1 || m > 12 || d < 1 ||
        d > days[static_cast<std::size_t>(m - 1)] + (m == 2 && is_leap ? 1 : 0)) {
        return false;
    }
    text.remove_prefix(year_ends + 6);
    return true;
}

bool is_date_time(std::string_view text)
{
    if (!take_date(text) || text.size() < 9 || text[0] != 'T' || text[6] != ':') {
        return false;
    }
    auto const hours = text.substr(1, 5);
    auto const seconds = text.substr(7, 2);
    if (!are_hours_minutes(hours, 24) || !are_digits(seconds) || number_of(seconds) > 59 ||
        (hours.starts_with("24") && (hours != "24:00" || seconds != "00"))) {
        return false;
    }
    text.remove_prefix(9);
    if (text.starts_with('.')) {
        auto const end = std::find_if_not(text.begin() + 1, text.end(), is_digit);
        auto const length = static_cast<std::size_t>(end - text.begin());
        if (length == 1) {
            return false;
        }
        text.remove_prefix(length);
    }
    return is_zone(text);
}

bool is_decimal(std::string_view text)
{
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    auto const part = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    return (!whole.empty() || !part.empty()) && std::all_of(whole.begin(), whole.end(), is_digit) &&
           std::all_of(part.begin(), part.end(), is_digit);
}

/// The sign and the digits without leading noughts; false when it is no whole number.
bool take_integer(std::string_view text, bool &is_negative, std::string_view &digits)
{
    is_negative = text.starts_with('-');
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    if (!are_digits(text)) {
        return false;
    }
    digits = text.substr(std::min(text.find_first_not_of('0'), text.size()));
    is_negative = is_negative && !digits.empty();
    return true;
}

bool is_integer_32(std::string_view text)
{
    bool is_negative = false;
    std::string_view digits;
    if (!take_integer(text, is_negative, digits)) {
        return false;
    }
    std::string_view const most = is_negative ? "2147483648" : "2147483647";
    return digits.size() < most.size() || (digits.size() == most.size() && digits <= most);
}

bool is_token(std::string_view text)
{
    auto rest = std::string{text}; // decode() reads up to the NUL behind it
    char const *at = rest.c_str();
    while (*at != '\0') {
        auto const read = xml::decode(at);
        if (read.length == 0 || !xml::is_name_char(read.code)) {
            return false;
        }
        at += read.length;
    }
    return !text.empty();
}

bool is_language(std::string_view text)
{
    bool is_first = true;
    while (!text.empty()) {
        auto const end = std::min(text.find('-'), text.size());
        auto const part = text.substr(0, end);
        bool const is_right =
            !part.empty() && part.size() <= 8 && std::all_of(part.begin(), part.end(), [&](char c) {
                return is_letter(c) || (!is_first && is_digit(c));
            });
        if (!is_right || end + 1 == text.size()) {
            return false;
        }
        is_first = false;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

/// RFC 3986 as far as libxml2 insists on it: it forgives what is not ASCII, and some punctuation.
bool is_uri(std::string_view text)
{
    bool in_fragment = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        if (c == '[' || c == ']' || (c == '#' && in_fragment)) {
            return false;
        }
        in_fragment = in_fragment || c == '#';
        if (c == '%' && (i + 2 >= text.size() || !is_hexadecimal(text[i + 1]) ||
                         !is_hexadecimal(text[i + 2]))) {
            return false;
        }
    }
    auto const colon = text.find(':');
    auto const first_end = std::min(text.find_first_of("/?#"), text.size());
    if (colon >= first_end) {
        return true;
    }
    auto const scheme = text.substr(0, colon);
    return !scheme.empty() && is_letter(scheme[0]) &&
           std::all_of(scheme.begin(), scheme.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
           });
}

} // namespace

std::string_view name_of(ValueType type)
{
    return types[static_cast<std::size_t>(type)].name;
}

bool from_name(std::string_view name, ValueType &type)
{
    auto const *const found = std::find_if(
        types.begin(), types.end(), [&](Named const &one) { return one.name.substr(3) == name; });
    if (found == types.end()) {
        return false;
    }
    type = found->type;
    return true;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\r";
    auto const first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_value(ValueType type, std::string_view text)
{
    if (type == ValueType::text) {
        return true;
    }
    text = trimmed(text);
    bool is_negative = false;
    std::string_view digits;
    switch (type) {
    case ValueType::text:
        return true;
    case ValueType::any_uri:
        return is_uri(text);
    case ValueType::boolean:
        return text == "0" || text == "1" || text == "true" || text == "false";
    case ValueType::date:
        return take_date(text) && is_zone(text);
    case ValueType::date_time:
        return is_date_time(text);
    case ValueType::decimal:
        return is_decimal(text);
    case ValueType::integer_32:
        return is_integer_32(text);
    case ValueType::natural:
        return take_integer(text, is_negative, digits) && !is_negative;
    case ValueType::positive:
        return take_integer(text, is_negative, digits) && !is_negative && !digits.empty();
    case ValueType::token:
        return is_token(text);
    case ValueType::language:
        return is_language(text);
    }
    return false;
}

} // namespace selatan::iati
