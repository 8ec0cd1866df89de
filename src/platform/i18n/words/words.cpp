#include "platform/i18n/words/words.hpp"

#include "base/money.hpp"
#include "platform/i18n/format.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace selatan::words {

i18n::Message const *find(std::string_view key)
{
    auto const all = catalogue();
    auto const place = std::lower_bound(all.begin(), all.end(), key,
                                        [](i18n::Message const *message, std::string_view wanted) {
                                            return message->key < wanted;
                                        });
    return place != all.end() && (*place)->key == key ? *place : nullptr;
}

namespace {

/// "1250.50 USD", as Money::to_string() writes it, is written as pages write money; other texts
/// stay as they are.
std::string as_people_write(Language language, std::string const &text)
{
    auto const blank = text.find(' ');
    if (blank == std::string::npos) {
        return text;
    }
    auto const currency = Currency::parse(std::string_view{text}.substr(blank + 1));
    auto const money =
        currency ? Money::parse(std::string_view{text}.substr(0, blank), *currency) : std::nullopt;
    return money ? i18n::format_money(language, *money) : text;
}

} // namespace

std::string problem(Language language, Problem const &problem)
{
    i18n::Message const *message = nullptr;
    if (auto const dot = problem.code.find('.'); dot != std::string::npos) {
        message = find(problem.code.substr(0, dot) + ".problem" + problem.code.substr(dot));
    }
    if (message == nullptr) {
        message = find(problem.code);
    }
    if (message != nullptr) {
        auto arguments = problem.arguments;
        for (auto &[name, text] : arguments) {
            text = as_people_write(language, text);
        }
        return i18n::say_named(*message, language, arguments);
    }
    message = find("common.problem.unknown");
    std::array<std::pair<std::string, std::string>, 1> const code{{{"code", problem.code}}};
    return message != nullptr ? i18n::say_named(*message, language, code) : problem.code;
}

} // namespace selatan::words
