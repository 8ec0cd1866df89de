#include "platform/web/prose.hpp"

#include <algorithm>

namespace selatan::web {

html::Html prose(i18n::MultilingualText const &text, Language language)
{
    auto const picked = text.pick(language);
    html::Html paragraphs;
    auto rest = picked.text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        if (auto const line = rest.substr(0, end);
            line.find_first_not_of(" \r\t") != std::string_view::npos) {
            paragraphs += html::p(line);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!picked.is_fallback) {
        return paragraphs;
    }
    return html::div(html::lang(to_code(picked.language)),
                     html::dir(is_right_to_left(picked.language) ? html::Direction::right_to_left
                                                                 : html::Direction::left_to_right),
                     paragraphs);
}

} // namespace selatan::web
