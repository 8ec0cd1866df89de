#include "platform/i18n/negotiate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace selatan::i18n {

namespace {

std::string_view trim(std::string_view text)
{
    auto const is_space = [](char c) {
        return c == ' ' || c == '\t';
    };
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// What stands before `separator`, which is taken off with it.
std::string_view take_until(std::string_view &text, char separator)
{
    auto const end = text.find(separator);
    auto const taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return taken;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// RFC 9110, 12.4.2: 0 to 1 with at most three digits after the point, here in thousandths.
std::optional<int> parse_weight(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text.front() != '0' && text.front() != '1') ||
        (text.size() > 1 && text[1] != '.')) {
        return std::nullopt;
    }
    int thousandths = (text.front() - '0') * 1000;
    int unit = 100;
    for (char const c : text.substr(text.size() > 1 ? 2 : 1)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        thousandths += (c - '0') * unit;
        unit /= 10;
    }
    return thousandths <= 1000 ? std::optional{thousandths} : std::nullopt;
}

/// The primary subtag of a language range, if we speak it. "in" is what Java and old Android send
/// for Indonesian (withdrawn from ISO 639 in 1989).
std::optional<Language> language_of(std::string_view range)
{
    auto const primary = take_until(range, '-');
    if (primary.size() != 2) {
        return std::nullopt;
    }
    std::array<char, 2> const letters{lower(primary[0]), lower(primary[1])};
    std::string_view const code{letters.data(), letters.size()};
    return code == "in" ? Language::id : parse_language(code);
}

} // namespace

std::optional<Language> negotiate(std::string_view accept_language)
{
    std::optional<Language> best;
    int best_weight = 0;
    int any_weight = 0;
    while (!accept_language.empty()) {
        auto element = take_until(accept_language, ',');
        auto const range = trim(take_until(element, ';'));
        int weight = 1000;
        if (auto const parameter = trim(element); !parameter.empty()) {
            if (parameter.size() < 2 || lower(parameter[0]) != 'q' || parameter[1] != '=') {
                continue;
            }
            auto const parsed = parse_weight(parameter.substr(2));
            if (!parsed) {
                continue;
            }
            weight = *parsed;
        }
        if (range == "*") {
            any_weight = std::max(any_weight, weight);
        } else if (auto const language = language_of(range); language && weight > best_weight) {
            best = language;
            best_weight = weight;
        }
    }
    return best_weight >= any_weight ? best : std::nullopt;
}

} // namespace selatan::i18n
