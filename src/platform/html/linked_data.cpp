#include "platform/html/linked_data.hpp"

namespace selatan::html {

namespace {

/// Outside of its texts JSON has none of these four.
std::string without_markup(std::string_view json)
{
    std::string safe;
    safe.reserve(json.size());
    for (char const c : json) {
        switch (c) {
        case '<':
            safe += "\\u003c";
            break;
        case '>':
            safe += "\\u003e";
            break;
        case '&':
            safe += "\\u0026";
            break;
        case '\'':
            safe += "\\u0027";
            break;
        default:
            safe += c;
        }
    }
    return safe;
}

} // namespace

Html linked_data(std::string_view json)
{
    auto const safe = without_markup(json);
    std::string_view rest{safe};
    Html content;
    // Quotes are all that the builder would still escape: they are put in as the literals they are.
    for (auto quote = rest.find('"'); quote != std::string_view::npos; quote = rest.find('"')) {
        content += fragment(rest.substr(0, quote), markup("\""));
        rest.remove_prefix(quote + 1);
    }
    content += fragment(rest);
    return Maker::element("script", {Part{attr<"type">("application/ld+json")}, Part{content}});
}

} // namespace selatan::html
