#include "platform/html/html.hpp"

#include "base/ensure.hpp"

#include <gtest/gtest.h>

using namespace selatan::html;

namespace {

std::string const hostile = "<script>alert('x')</script>&\"";
std::string const harmless = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;";

template <typename Argument>
constexpr bool is_part = std::is_constructible_v<Part, Argument>;

} // namespace

TEST(Html, text_is_escaped_wherever_it_stands)
{
    EXPECT_EQ(p(hostile).view(), "<p>" + harmless + "</p>");
    EXPECT_EQ(p("1 < 2").view(), "<p>1 &lt; 2</p>");
    EXPECT_EQ(p(std::string_view{hostile}, strong(hostile)).view(),
              "<p>" + harmless + "<strong>" + harmless + "</strong></p>");
    EXPECT_EQ(fragment(hostile).view(), harmless);
    EXPECT_EQ(title(hostile).view(), "<title>" + harmless + "</title>");
}

TEST(Html, attribute_values_are_escaped)
{
    EXPECT_EQ(div(cls(hostile)).view(), "<div class=\"" + harmless + "\"></div>");
    EXPECT_EQ(div(id("a\" onclick=\"x")).view(), "<div id=\"a&quot; onclick=&quot;x\"></div>");
    EXPECT_EQ(input(attr<"value">(hostile)).view(), "<input value=\"" + harmless + "\">");
    EXPECT_EQ(html_(lang("ar"), dir(Direction::right_to_left)).view(),
              "<html lang=\"ar\" dir=\"rtl\"></html>");
}

TEST(Html, every_special_byte_is_escaped_at_every_place_of_a_text)
{
    // Text is looked at eight bytes at a time: try all bytes at all places around that.
    for (int code = 1; code < 256; ++code) {
        auto const byte = static_cast<char>(code);
        std::string const wanted = byte == '&'    ? "&amp;"
                                   : byte == '<'  ? "&lt;"
                                   : byte == '>'  ? "&gt;"
                                   : byte == '"'  ? "&quot;"
                                   : byte == '\'' ? "&#39;"
                                                  : std::string{byte};
        for (std::size_t place = 0; place < 18; ++place) {
            std::string text(18, 'x');
            text[place] = byte;
            auto const before = std::string(place, 'x');
            auto const after = std::string(17 - place, 'x');
            ASSERT_EQ(fragment(text).view(), before + wanted + after) << code << " at " << place;
        }
    }
}

TEST(Html, attributes_may_stand_anywhere_in_the_call)
{
    EXPECT_EQ(p("a", cls("x"), "b").view(), "<p class=\"x\">ab</p>");
}

TEST(Html, only_literals_are_markup)
{
    EXPECT_EQ(p(markup("<wbr>")).view(), "<p><wbr></p>");
    EXPECT_EQ(Html{markup("<hr>")}.view(), "<hr>");
    static_assert(!std::is_constructible_v<Html, std::string>);
    static_assert(!std::is_constructible_v<Html, char const *>);
    static_assert(!std::is_constructible_v<Html, std::string_view>);
}

TEST(Html, nothing_but_text_markup_and_attributes_goes_into_an_element)
{
    static_assert(is_part<std::string> && is_part<std::string_view> && is_part<char const *>);
    static_assert(is_part<Html> && is_part<std::optional<Html>> && is_part<std::vector<Html>>);
    // Numbers are written by the reader's locale, never by the builder.
    static_assert(!is_part<int> && !is_part<double> && !is_part<bool> && !is_part<std::nullptr_t>);
    // An attribute only looks at its value: one that was kept cannot be used.
    static_assert(is_part<Attribute> && !is_part<Attribute &> && !is_part<Attribute const &>);
    static_assert(!std::is_copy_constructible_v<Attribute>);
    static_assert(!std::is_move_constructible_v<Attribute>);
}

TEST(Html, attributes_that_run_code_have_no_name)
{
    static_assert(is_plain_attribute("data-autosave") && is_plain_attribute("aria-label"));
    static_assert(is_plain_attribute("viewBox"));
    static_assert(!is_plain_attribute("onclick") && !is_plain_attribute("style"));
    static_assert(!is_plain_attribute("href") && !is_plain_attribute("src"));
    static_assert(!is_plain_attribute("srcdoc") && !is_plain_attribute("formaction"));
    static_assert(!is_plain_attribute("a b") && !is_plain_attribute("") &&
                  !is_plain_attribute("x>"));
}

TEST(Html, content_can_be_conditional_optional_or_many)
{
    std::optional<Html> nothing;
    std::vector<std::string> const names{"Fiji", "R&D"};
    EXPECT_EQ(ul(each(names, [](auto const &name) { return li(name); })).view(),
              "<ul><li>Fiji</li><li>R&amp;D</li></ul>");
    EXPECT_EQ(div(nothing, std::optional{em("x")}).view(), "<div><em>x</em></div>");
    EXPECT_EQ(div(std::vector<Html>{em("x"), em("y")}).view(), "<div><em>x</em><em>y</em></div>");
    EXPECT_EQ(div(when(false, em("x")), when(true, [] { return em("y"); })).view(),
              "<div><em>y</em></div>");
    EXPECT_EQ(a(when(true, attr<"aria-current">("page")), when(false, id("x"))).view(),
              "<a aria-current=\"page\"></a>");
    EXPECT_EQ((em("x") + em("y")).view(), "<em>x</em><em>y</em>");
}

TEST(Html, boolean_attributes_are_there_or_not)
{
    EXPECT_EQ(input(flag<"disabled">(), flag<"required">(false)).view(), "<input disabled>");
}

TEST(Html, void_elements_have_no_end)
{
    EXPECT_EQ(br().view(), "<br>");
    EXPECT_EQ(img(src("/assets/a.svg"), attr<"alt">("")).view(),
              "<img src=\"/assets/a.svg\" alt=\"\">");
}

TEST(Html, what_was_typed_keeps_its_first_newline)
{
    EXPECT_EQ(textarea("\nx").view(), "<textarea>\n\nx</textarea>");
    EXPECT_EQ(pre("x").view(), "<pre>\nx</pre>");
}

TEST(Html, links_lead_to_pages_mail_and_telephones_only)
{
    for (auto const url : {"/partners", "partners?x=a:b", "?q=1", "#top", "", "https://un.org",
                           "HTTP://un.org", "mailto:desk@example.org", "tel:+670", "./a:b"}) {
        EXPECT_TRUE(is_safe_link(url)) << url;
    }
    for (auto const url :
         {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
          "java\nscript:alert(1)", "\tjavascript:alert(1)", "\x01javascript:x", "data:text/html,x",
          "vbscript:x", "file:///etc/passwd", "blob:x", "a:b", ":x"}) {
        EXPECT_FALSE(is_safe_link(url)) << url;
        EXPECT_EQ(a(href(url), "x").view(), "<a>x</a>");
    }
    EXPECT_EQ(a(href("/a?b=1&c=2")).view(), "<a href=\"/a?b=1&amp;c=2\"></a>");
}

TEST(Html, forms_and_scripts_stay_on_this_server)
{
    EXPECT_EQ(form(action("/requests")).view(), "<form action=\"/requests\"></form>");
    EXPECT_EQ(script_file("/assets/selatan.js").view(),
              "<script type=\"module\" src=\"/assets/selatan.js\"></script>");
    for (auto const path : {"https://x.org", "//x.org", "/\\x.org", "/\t/x.org", "x", ""}) {
        EXPECT_THROW((void)form(action(path)), selatan::Bug) << path;
        EXPECT_THROW((void)script_file(path), selatan::Bug) << path;
    }
}

TEST(Html, a_document_says_its_language_and_direction)
{
    EXPECT_EQ(document({.language = "ar",
                        .direction = Direction::right_to_left,
                        .theme = "dark",
                        .head = title("x"),
                        .body = p("y")})
                  .view(),
              "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\" data-theme=\"dark\"><head>"
              "<title>x</title></head><body><p>y</p></body></html>");
}

TEST(Html, elements_of_other_vocabularies_have_compile_time_names)
{
    EXPECT_EQ((element<"svg">(attr<"viewBox">("0 0 1 1"), element<"rect">())).view(),
              "<svg viewBox=\"0 0 1 1\"><rect></rect></svg>");
}
