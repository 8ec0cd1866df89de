#include "platform/sheets/number_format.hpp"

#include "base/date.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace selatan::sheets {

Shows what_builtin_shows(unsigned id)
{
    if ((id >= 18 && id <= 21) || id == 45 || id == 47) {
        return Shows::time_of_day;
    }
    if (id == 22) {
        return Shows::date_and_time;
    }
    bool const date = (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    return date ? Shows::date : Shows::number;
}

Shows what_code_shows(std::string_view code)
{
    bool day = false;   // y or d: only dates have these
    bool time = false;  // h or s
    bool month = false; // m: minutes beside h or s, months otherwise
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        auto const c = static_cast<char>(code[i] | 0x20);
        if (code[i] == '"') {
            i = std::min(code.size(), code.find('"', i + 1));
        } else if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
            ++i; // the next character stands for itself
        } else if (code[i] == '[') {
            auto const close = std::min(code.size(), code.find(']', i));
            auto const inside = code.substr(i + 1, close - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
                return Shows::number;
            }
            i = close; // a colour, a condition, a language
        } else {
            day = day || c == 'y' || c == 'd';
            time = time || c == 'h' || c == 's';
            month = month || c == 'm';
        }
    }
    if (day || (month && !time)) {
        return time ? Shows::date_and_time : Shows::date;
    }
    return time ? Shows::time_of_day : Shows::number;
}

std::optional<std::string> serial_to_text(double serial, Shows shows, Epoch epoch)
{
    constexpr double last = 2'958'465; // 9999-12-31
    if (!(serial >= 0) || serial >= last + 1) {
        return std::nullopt;
    }
    auto const seconds_in_all = std::llround(serial * 86'400.0);
    auto day = seconds_in_all / 86'400;
    auto const second = static_cast<int>(seconds_in_all % 86'400);
    auto const time = [second] {
        char text[16];
        std::snprintf(text, sizeof text, "%02d:%02d:%02d", second / 3600, second / 60 % 60,
                      second % 60);
        return std::string{text};
    };
    if (shows == Shows::time_of_day) {
        return time();
    }
    if (shows == Shows::date) {
        day = static_cast<long long>(std::floor(serial)); // no rounding up to tomorrow
    }
    if (epoch == Epoch::year_1904) {
        day += 1462;
    } else if (day == 60 || day == 0) {
        return std::nullopt;
    } else if (day < 60) {
        ++day;
    }
    constexpr std::chrono::sys_days zero{std::chrono::year{1899} / 12 / 30};
    auto const date = Date::from_days(zero + std::chrono::days{day});
    if (date.year() > 9999) {
        return std::nullopt;
    }
    return shows == Shows::date ? date.to_string() : date.to_string() + "T" + time();
}

std::optional<std::string> number_to_text(std::string_view raw)
{
    auto const is_digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    auto const digits = raw.substr(raw.starts_with('-') ? 1 : 0);
    if (!digits.empty() && digits.size() <= 18 &&
        std::all_of(digits.begin(), digits.end(), is_digit)) {
        return std::string{raw};
    }
    if (raw.starts_with('+')) {
        raw.remove_prefix(1);
    }
    double value = 0;
    auto const parsed = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    bool const whole = parsed.ptr == raw.data() + raw.size();
    if (parsed.ec != std::errc{} || !whole || !std::isfinite(value)) {
        return std::nullopt;
    }
    char text[32];
    auto const end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::general, 15).ptr;
    return std::string(text, end);
}

} // namespace selatan::sheets
