#include "platform/auth/email.hpp"

#include <algorithm>

namespace selatan::auth {

namespace {

constexpr std::size_t longest_address = 254; // RFC 5321, 4.5.3.1.3, less the angle brackets
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_label = 63;

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// RFC 5322's atext. Others, non-ASCII letters among them, no mail server of a ministry uses, and
/// some could break out of a header.
bool is_local_character(char c)
{
    constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~.";
    return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
}

bool is_local_part(std::string_view text)
{
    return !text.empty() && text.size() <= longest_local_part &&
           std::ranges::all_of(text, is_local_character) && text.front() != '.' &&
           text.back() != '.' && text.find("..") == std::string_view::npos;
}

bool is_label(std::string_view text)
{
    return !text.empty() && text.size() <= longest_label && text.front() != '-' &&
           text.back() != '-' &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// At least two labels: `minister@localhost` is a slip.
bool is_domain(std::string_view text)
{
    int labels = 0;
    for (;; ++labels) {
        auto const dot = text.find('.');
        if (!is_label(text.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return labels > 0;
        }
        text.remove_prefix(dot + 1);
    }
}

} // namespace

std::optional<Email> Email::parse(std::string_view text)
{
    constexpr std::string_view spaces = " \t\r\n";
    auto const first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    text = text.substr(first, text.find_last_not_of(spaces) - first + 1);
    if (text.size() > longest_address) {
        return std::nullopt;
    }
    std::string folded{text};
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string_view const whole{folded};
    auto const at = whole.find('@');
    if (at == std::string_view::npos || !is_local_part(whole.substr(0, at)) ||
        !is_domain(whole.substr(at + 1))) {
        return std::nullopt;
    }
    return Email{std::move(folded)};
}

std::string_view Email::local_part() const
{
    return std::string_view{m_text}.substr(0, m_text.find('@'));
}

} // namespace selatan::auth
