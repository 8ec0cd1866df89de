#include "platform/html/markdown.hpp"

#include <gtest/gtest.h>

using namespace selatan::html;

namespace {
std::string shown(std::string_view text)
{
    return std::string{from_markdown(text).html().view()};
}
} // namespace

TEST(Markdown, paragraphs_emphasis_and_lists_are_shown)
{
    EXPECT_EQ(shown("Rice *and* maize"), "<p>Rice <em>and</em> maize</p>\n");
    EXPECT_EQ(shown("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
}

TEST(Markdown, a_typed_line_break_is_kept)
{
    EXPECT_EQ(shown("a\nb"), "<p>a<br />\nb</p>\n");
}

TEST(Markdown, raw_html_is_dropped)
{
    for (auto const text : {"<script>alert(1)</script>", "x <img src=x onerror=alert(1)> y",
                            "<div onclick=x>\n\nhello\n</div>", "<!-- --><svg onload=x>"}) {
        auto const markup = shown(text);
        EXPECT_EQ(markup.find("<script"), std::string::npos) << markup;
        EXPECT_EQ(markup.find("<img"), std::string::npos) << markup;
        EXPECT_EQ(markup.find("<svg"), std::string::npos) << markup;
        EXPECT_EQ(markup.find("<div"), std::string::npos) << markup;
    }
}

TEST(Markdown, unsafe_links_become_their_text)
{
    EXPECT_EQ(shown("[x](javascript:alert(1))"), "<p>x</p>\n");
    EXPECT_EQ(shown("[x](JAVASCRIPT:alert(1))"), "<p>x</p>\n");
    EXPECT_EQ(shown("[x](&#106;avascript:alert(1))"), "<p>x</p>\n");
    EXPECT_EQ(shown("[x](data:text/html,y)"), "<p>x</p>\n");
    EXPECT_EQ(shown("[x](/a?b=1&c=2)"), "<p><a href=\"/a?b=1&amp;c=2\">x</a></p>\n");
}

TEST(Markdown, pictures_load_nothing)
{
    EXPECT_EQ(shown("![map](https://x.org/a.png)"),
              "<p><a href=\"https://x.org/a.png\">map</a></p>\n");
    EXPECT_EQ(shown("![map](data:image/png;base64,AA)"), "<p>map</p>\n");
    EXPECT_EQ(shown("[![map](/a.png)](/b)"), "<p><a href=\"/b\">map</a></p>\n");
    EXPECT_EQ(shown("![a [b](/c)](/d)"), "<p><a href=\"/d\">a b</a></p>\n");
}

TEST(Markdown, headings_stand_below_those_of_the_page)
{
    EXPECT_EQ(shown("# a"), "<h3>a</h3>\n");
    EXPECT_EQ(shown("###### a"), "<h6>a</h6>\n");
}

TEST(Markdown, a_very_long_text_is_shown_plainly)
{
    std::string const text(markdown_limit + 1, '*');
    EXPECT_EQ(shown(text), "<p>" + text + "</p>");
}
