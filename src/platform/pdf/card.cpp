#include "platform/pdf/card.hpp"

#include "base/ensure.hpp"
#include "platform/pdf/pango.hpp"

#include <cmath>
#include <numbers>

namespace selatan::pdf {

namespace {

constexpr double margin = 84;
constexpr double text_width = card_width - 2 * margin;
constexpr double small_size = 27;
constexpr double title_size = 54;
constexpr double title_smallest = 30;
constexpr double title_top = 176;
constexpr double title_room = 300;
constexpr double mark_size = 64;

struct Colour {
    double red, green, blue;
};
// Those of assets/mark.svg.
constexpr Colour ground{0.043, 0.349, 0.376};
constexpr Colour paper{0.992, 0.988, 0.973};
constexpr Colour sand{0.886, 0.635, 0.290};

class Drawer {
public:
    Drawer(cairo_t *cairo, Language language) : m_cairo{cairo}, m_context{make_context()}
    {
        set_language(*m_context, language);
        m_is_rtl = is_right_to_left(language);
        m_language = language;
    }

    void draw(Card const &card)
    {
        use(ground);
        cairo_paint(m_cairo);
        draw_horizon();
        draw_mark();
        use(paper);
        auto const above = layout_of(card.above, small_size, sans_families, text_width - 96, 1);
        show(above, m_is_rtl ? margin : margin + 96, margin - 4);
        show(title_of(card.title), margin, title_top);
        auto const below = layout_of(card.below, small_size, sans_families, text_width, 1);
        show(below, margin, card_height - margin - small_size - 8);
    }

private:
    void use(Colour const &colour)
    {
        cairo_set_source_rgb(m_cairo, colour.red, colour.green, colour.blue);
    }
    Layout layout_of(std::string_view text, double size, char const *families, double width,
                     int lines)
    {
        Layout layout{pango_layout_new(m_context.get())};
        Font const font{pango_font_description_new()};
        pango_font_description_set_family(font.get(), families);
        // Pixels, not points: a picture has no paper.
        pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_auto_dir(layout.get(), FALSE);
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout.get(), -lines);
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_alignment(layout.get(), m_is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
        auto const shown = set_text(text, m_language);
        pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
        return layout;
    }
    Layout title_of(std::string_view title)
    {
        constexpr double smaller = 0.9;
        double size = title_size;
        for (;; size *= smaller) {
            constexpr int any = 20;
            auto const layout = layout_of(title, size, serif_families, text_width, any);
            if (height_of(layout) <= title_room || size * smaller < title_smallest) {
                break;
            }
        }
        constexpr double line_height = 1.4; // of these fonts, Arabic's too
        return layout_of(title, size, serif_families, text_width,
                         static_cast<int>(title_room / (size * line_height)));
    }
    static double height_of(Layout const &layout)
    {
        int height = 0;
        pango_layout_get_pixel_size(layout.get(), nullptr, &height);
        return height;
    }
    void show(Layout const &layout, double x, double y)
    {
        cairo_move_to(m_cairo, x, y);
        pango_cairo_show_layout(m_cairo, layout.get());
    }
    void draw_horizon()
    {
        use(sand);
        constexpr double top = card_height - 24;
        cairo_move_to(m_cairo, 0, top);
        cairo_curve_to(m_cairo, 240, top - 26, 420, top - 26, card_width / 2.0, top - 8);
        cairo_curve_to(m_cairo, 780, top + 10, 960, top + 10, card_width, top - 8);
        cairo_line_to(m_cairo, card_width, card_height);
        cairo_line_to(m_cairo, 0, card_height);
        cairo_fill(m_cairo);
    }
    /// The Southern Cross: a star of four rays for each of its four, and the small fifth.
    void draw_mark()
    {
        double const left = m_is_rtl ? card_width - margin - mark_size : margin;
        double const top = margin - 22;
        constexpr double unit = mark_size / 24; // the stars' places in a field of 24
        use(paper);
        for (auto const &[x, y, size] :
             {std::array{12.0, 2.5, 3.0}, {12.0, 19.0, 4.0}, {4.0, 9.0, 3.0}, {20.0, 7.5, 2.7}}) {
            draw_star(left + x * unit, top + y * unit, size * unit);
        }
        cairo_arc(m_cairo, left + 16.5 * unit, top + 13.5 * unit, unit, 0, 2 * std::numbers::pi);
        cairo_fill(m_cairo);
    }
    void draw_star(double x, double y, double size)
    {
        constexpr int points = 8;
        constexpr double inner = 0.38;
        for (int i = 0; i < points; ++i) {
            double const radius = i % 2 == 0 ? size : size * inner;
            double const angle = std::numbers::pi * 2 * i / points;
            cairo_line_to(m_cairo, x + radius * std::sin(angle), y - radius * std::cos(angle));
        }
        cairo_close_path(m_cairo);
        cairo_fill(m_cairo);
    }

    cairo_t *m_cairo;
    Context m_context;
    Language m_language = Language::en;
    bool m_is_rtl = false;
};

} // namespace

std::string draw(Card const &card)
{
    Surface const surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, card_width, card_height)};
    {
        Cairo const cairo{cairo_create(surface.get())};
        Drawer drawer{cairo.get(), card.language};
        drawer.draw(card);
    }
    std::string png;
    ENSURE(cairo_surface_write_to_png_stream(surface.get(), append_to_string, &png) ==
           CAIRO_STATUS_SUCCESS);
    return png;
}

} // namespace selatan::pdf
