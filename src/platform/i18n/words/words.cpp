#include "platform/i18n/words/words.hpp"

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
        return i18n::say_named(*message, language, problem.arguments);
    }
    message = find("common.problem.unknown");
    std::array<std::pair<std::string, std::string>, 1> const code{{{"code", problem.code}}};
    return message != nullptr ? i18n::say_named(*message, language, code) : problem.code;
}

} // namespace selatan::words
