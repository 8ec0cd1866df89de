#include "platform/pdf/pango.hpp"

#include <algorithm>

namespace selatan::pdf {

namespace {

bool is_latin_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool has_arabic(std::string_view text)
{
    // U+0600 to U+06FF, whose first bytes are these four.
    return std::ranges::any_of(text, [](char c) { return c >= '\xD8' && c <= '\xDB'; });
}

/// French sets its tall signs and quotation marks apart; no line begins with one.
std::string with_french_spaces(std::string_view text)
{
    constexpr std::string_view no_break = "\u00A0";
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const rest = text.substr(std::min(at + 1, text.size()));
        bool const before_sign = rest.starts_with("»") || rest.starts_with(":") ||
                                 rest.starts_with(";") || rest.starts_with("!") ||
                                 rest.starts_with("?");
        bool const after_quote = std::string_view{out}.ends_with("«");
        if (text[at] == ' ' && (before_sign || after_quote)) {
            out += no_break;
        } else {
            out += text[at];
        }
    }
    return out;
}

} // namespace

// In a right-to-left paragraph a number such as 27/AE/SG would come out as
// AE/SG/27: a run without Arabic is isolated as a whole, in others each stretch of Latin letters,
// digits and what joins them (Unicode Standard Annex 9, 2.4).
std::string set_text(std::string_view text, Language language)
{
    if (language == Language::fr) {
        return with_french_spaces(text);
    }
    if (!is_right_to_left(language)) {
        return std::string{text};
    }
    constexpr std::string_view joins = "/.-_:@#+&, ";
    // NOLINTNEXTLINE(misc-misleading-bidirectional): to isolate is what it is for
    constexpr std::string_view begin_isolate = "\u2068";
    constexpr std::string_view end_isolate = "\u2069";
    std::string out;
    auto const isolate = [&](std::string_view stretch) {
        out += begin_isolate;
        out += stretch;
        out += end_isolate;
    };
    if (!has_arabic(text)) {
        // A bullet or a space between two runs has no direction of its own.
        if (std::ranges::any_of(text, is_latin_or_digit)) {
            isolate(text);
        } else {
            out = text;
        }
        return out;
    }
    for (std::size_t at = 0; at < text.size();) {
        if (!is_latin_or_digit(text[at])) {
            out += text[at++];
            continue;
        }
        auto end = at;
        for (auto next = at; next < text.size(); ++next) {
            if (is_latin_or_digit(text[next])) {
                end = next + 1; // what joins nothing any more stays outside
            } else if (joins.find(text[next]) == std::string_view::npos) {
                break;
            }
        }
        isolate(text.substr(at, end - at));
        at = end;
    }
    return out;
}

Context make_context()
{
    // The default font map is this thread's own (pango_cairo_font_map_get_default), so that threads
    // share nothing.
    Context context{pango_font_map_create_context(pango_cairo_font_map_get_default())};
    pango_cairo_context_set_resolution(context.get(), 72); // points are points
    auto *const options = cairo_font_options_create();
    // Glyphs stand where the outline says, whatever screen the server thinks it has.
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    return context;
}

void set_language(PangoContext &context, Language language)
{
    pango_context_set_base_dir(&context, is_right_to_left(language) ? PANGO_DIRECTION_RTL
                                                                    : PANGO_DIRECTION_LTR);
    auto const tag = std::string{to_code(language)};
    pango_context_set_language(&context, pango_language_from_string(tag.c_str()));
}

cairo_status_t append_to_string(void *target, unsigned char const *data, unsigned int length)
{
    static_cast<std::string *>(target)->append(reinterpret_cast<char const *>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string escaped_uri(std::string_view url)
{
    std::string out;
    for (char const c : url) {
        switch (c) {
        case '\'':
            out += "%27";
            break;
        case '(':
            out += "%28";
            break;
        case ')':
            out += "%29";
            break;
        case '\\':
            out += "%5C";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace selatan::pdf
