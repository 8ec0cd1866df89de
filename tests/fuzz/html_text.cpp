// Text stays text wherever it stands, and Markdown makes no markup but its own: every tag is one
// of CommonMark's, no attribute runs code, every link is one that is_safe_link() allows.
#include "platform/html/markdown.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace selatan::html;

namespace {

void check(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

std::string unescaped(std::string_view markup)
{
    std::string text;
    for (std::size_t i = 0; i < markup.size();) {
        bool found = false;
        for (auto const &[entity, c] : {std::pair{std::string_view{"&amp;"}, '&'},
                                        {"&lt;", '<'},
                                        {"&gt;", '>'},
                                        {"&quot;", '"'},
                                        {"&#39;", '\''}}) {
            if (markup.substr(i).starts_with(entity)) {
                text += c;
                i += entity.size();
                found = true;
                break;
            }
        }
        if (!found) {
            check(markup[i] != '&');
            text += markup[i++];
        }
    }
    return text;
}

void check_text(std::string_view text)
{
    Html const built = p(cls(text), text);
    auto const markup = built.view();
    check(markup.starts_with("<p class=\"") && markup.ends_with("</p>"));
    auto const inner = markup.substr(10, markup.size() - 14);
    check(inner.find_first_of("<'") == std::string_view::npos);
    auto const end = inner.find("\">");
    check(end != std::string_view::npos && inner.find('"', end + 1) == std::string_view::npos);
    check(unescaped(inner.substr(0, end)) == text && unescaped(inner.substr(end + 2)) == text);
}

void check_markdown(std::string_view text)
{
    constexpr std::array<std::string_view, 16> tags{"a",  "blockquote", "br", "code",  "em", "h3",
                                                    "h4", "h5",         "h6", "hr",    "li", "ol",
                                                    "p",  "pre",        "ul", "strong"};
    auto const made = from_markdown(text);
    auto markup = made.html().view();
    for (auto at = markup.find('<'); at != std::string_view::npos; at = markup.find('<')) {
        markup.remove_prefix(at + 1);
        if (markup.starts_with("!-- raw HTML omitted -->")) {
            continue;
        }
        auto const end = markup.find('>');
        check(end != std::string_view::npos);
        auto tag = markup.substr(0, end);
        tag.remove_prefix(tag.starts_with('/') ? 1 : 0);
        auto const name = tag.substr(0, tag.find(' '));
        check(std::ranges::find(tags, name) != tags.end());
        for (std::string_view const bad : {" on", " style", " src", "javascript:"}) {
            check(name == "code" || name == "a" || tag.find(bad) == std::string_view::npos);
        }
        if (auto const href = tag.find("href=\""); name == "a" && href != std::string_view::npos) {
            auto const url = tag.substr(href + 6);
            check(is_safe_link(url.substr(0, url.find('"'))));
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    check_text(text);
    check_markdown(text);
    (void)is_safe_link(text);
    return 0;
}
