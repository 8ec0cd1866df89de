/// \file
/// The one way from runtime text to markup: CommonMark that people wrote, made safe.
#pragma once

#include "platform/html/html.hpp"

#include <cstddef>
#include <string_view>

namespace selatan::html {

/// What from_markdown() made. A type of its own so that reviewers can find every use of it.
class SanitisedHtml {
public:
    [[nodiscard]] Html const &html() const { return m_html; }

private:
    friend SanitisedHtml from_markdown(std::string_view text);
    explicit SanitisedHtml(Html html) : m_html{std::move(html)} {}

    Html m_html;
};

/// Longer texts are shown as plain paragraphs: some inputs cost a parser the square of their
/// length.
inline constexpr std::size_t markdown_limit = 64UL * 1024;

/// CommonMark as markup that is safe in any page: raw HTML is dropped, links lead only where
/// is_safe_link() allows, pictures become links (nothing loads from elsewhere), and headings
/// start at the third level, below those of the page. A line break that was typed is kept.
[[nodiscard]] SanitisedHtml from_markdown(std::string_view text);

} // namespace selatan::html
