#include "platform/pdf/sheet.hpp"

#include "platform/pdf/catalogue.hpp"
#include "platform/pdf/pango.hpp"
#include "platform/pdf/qr.hpp"

#include <algorithm>
#include <stdexcept>

namespace selatan::pdf {

namespace {

// ISO 216: A4 is 297 mm × 210 mm; a point is 1/72 inch.
constexpr double sheet_width = 841.890;
constexpr double sheet_height = 595.276;
constexpr double outer_frame = 26;
constexpr double inner_frame = 33;
constexpr double margin = 60; ///< of what is written, on each side
constexpr double text_width = sheet_width - 2 * 96;
/// 34 mm: about 0.9 mm a module for the address of a certificate, so that a poor photograph of the
/// whole sheet is read.
constexpr double code_size = 96;
constexpr double note_size = 9;
constexpr double quiet_grey = 0.35;

struct Colour {
    double red, green, blue;
};
constexpr Colour ink{0.08, 0.12, 0.20};
constexpr Colour frame_ink{0.13, 0.30, 0.42};

/// Draws the sheets of one file; keeps what they share.
class Drawer {
public:
    explicit Drawer(cairo_t *cairo) : m_cairo{cairo}, m_context{make_context()} {}

    void draw(Sheet const &sheet)
    {
        set_language(*m_context, sheet.language);
        draw_frame();
        draw_lines(sheet);
        draw_corners(sheet);
        cairo_show_page(m_cairo);
    }
    [[nodiscard]] int missing_glyphs() const { return m_missing; }

private:
    void use(Colour const &colour)
    {
        cairo_set_source_rgb(m_cairo, colour.red, colour.green, colour.blue);
    }
    Layout layout_of(std::string_view text, Language language, double size, bool bold, double width,
                     PangoAlignment align)
    {
        Layout layout{pango_layout_new(m_context.get())};
        Font const font{pango_font_description_new()};
        pango_font_description_set_family(font.get(), serif_families);
        pango_font_description_set_size(font.get(), static_cast<int>(size * PANGO_SCALE));
        pango_font_description_set_weight(font.get(),
                                          bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_auto_dir(layout.get(), FALSE);
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_alignment(layout.get(), align);
        auto const shown = set_text(text, language);
        pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
        m_missing += pango_layout_get_unknown_glyphs_count(layout.get());
        return layout;
    }
    static double height_of(Layout const &layout)
    {
        PangoRectangle extents{};
        pango_layout_get_extents(layout.get(), nullptr, &extents);
        return points(extents.height);
    }
    void show(Layout const &layout, double x, double y)
    {
        cairo_move_to(m_cairo, x, y);
        pango_cairo_show_layout(m_cairo, layout.get());
    }

    void draw_frame()
    {
        use(frame_ink);
        for (auto const &[inset, width] :
             {std::pair{outer_frame, 1.6}, std::pair{inner_frame, 0.5}}) {
            cairo_set_line_width(m_cairo, width);
            cairo_rectangle(m_cairo, inset, inset, sheet_width - 2 * inset,
                            sheet_height - 2 * inset);
            cairo_stroke(m_cairo);
        }
    }
    /// All lines together stand in the middle of what the corners leave; long texts become smaller
    /// until they fit.
    void draw_lines(Sheet const &sheet)
    {
        constexpr double top = margin;
        constexpr double room = sheet_height - 2 * margin - code_size;
        constexpr double smaller = 0.92;
        for (double scale = 1;; scale *= smaller) {
            std::vector<Layout> layouts;
            double height = 0;
            for (auto const &line : sheet.lines) {
                layouts.push_back(layout_of(line.text, sheet.language, line.size * scale, line.bold,
                                            text_width, PANGO_ALIGN_CENTER));
                height += line.space_above * scale + height_of(layouts.back());
            }
            constexpr double smallest = 0.4;
            if (height > room && scale > smallest) {
                continue;
            }
            double y = top + std::max(0.0, (room - height) / 2);
            for (std::size_t i = 0; i < layouts.size(); ++i) {
                y += sheet.lines[i].space_above * scale;
                if (sheet.lines[i].quiet) {
                    use({quiet_grey, quiet_grey, quiet_grey});
                } else {
                    use(ink);
                }
                show(layouts[i], (sheet_width - text_width) / 2, y);
                y += height_of(layouts[i]);
            }
            return;
        }
    }
    void draw_corners(Sheet const &sheet)
    {
        bool const rtl = is_right_to_left(sheet.language);
        constexpr double bottom = sheet_height - margin;
        if (!sheet.code.empty()) {
            draw_code(sheet.code, rtl ? margin : sheet_width - margin - code_size,
                      bottom - code_size);
        }
        constexpr double notes_width = 400;
        std::vector<Layout> layouts;
        double height = 0;
        for (auto const &note : sheet.notes) {
            layouts.push_back(layout_of(note, sheet.language, note_size, false, notes_width,
                                        rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT));
            height += height_of(layouts.back());
        }
        use({quiet_grey, quiet_grey, quiet_grey});
        double y = bottom - height;
        for (auto const &layout : layouts) {
            show(layout, rtl ? sheet_width - margin - notes_width : margin, y);
            y += height_of(layout);
        }
        if (sheet.signature) {
            draw_signature(*sheet.signature, sheet.language, bottom);
        }
        if (!sheet.beneath.empty()) {
            auto const layout = layout_of(sheet.beneath, sheet.language, note_size - 1, false,
                                          text_width, PANGO_ALIGN_CENTER);
            show(layout, (sheet_width - text_width) / 2, sheet_height - inner_frame - 16);
        }
    }
    /// A rule to sign on, with the name and post of who signs below it.
    void draw_signature(SheetSignature const &signature, Language language, double bottom)
    {
        constexpr double width = 190;
        constexpr double from_edge = margin + code_size + 24;
        constexpr double above = 32; ///< of the rule over the foot
        auto const x = is_right_to_left(language) ? from_edge : sheet_width - from_edge - width;
        use(ink);
        cairo_set_line_width(m_cairo, 0.6);
        cairo_move_to(m_cairo, x, bottom - above);
        cairo_line_to(m_cairo, x + width, bottom - above);
        cairo_stroke(m_cairo);
        double y = bottom - above + 3;
        for (auto const &[text, size] :
             {std::pair{&signature.name, note_size + 1}, std::pair{&signature.post, note_size}}) {
            auto const layout = layout_of(*text, language, size, false, width, PANGO_ALIGN_CENTER);
            show(layout, x, y);
            y += height_of(layout);
        }
    }
    /// As vectors: sharp at any size. One path, so that no hairlines appear between the modules.
    void draw_code(std::string const &text, double x, double y)
    {
        auto const code = qr_code(text);
        auto const module = code_size / static_cast<double>(code.width);
        cairo_set_source_rgb(m_cairo, 0, 0, 0);
        for (std::size_t row = 0; row < code.width; ++row) {
            for (std::size_t column = 0; column < code.width; ++column) {
                if (code.is_dark(column, row)) {
                    cairo_rectangle(m_cairo, x + module * static_cast<double>(column),
                                    y + module * static_cast<double>(row), module, module);
                }
            }
        }
        cairo_fill(m_cairo);
        auto const number = [](double value) {
            return std::to_string(static_cast<int>(value));
        };
        auto const attributes = "uri='" + escaped_uri(text) + "' rect=[" + number(x) + " " +
                                number(y) + " " + number(code_size) + " " + number(code_size) + "]";
        cairo_tag_begin(m_cairo, CAIRO_TAG_LINK, attributes.c_str());
        cairo_tag_end(m_cairo, CAIRO_TAG_LINK);
    }

    cairo_t *m_cairo;
    Context m_context;
    int m_missing = 0;
};

} // namespace

File render(Sheets const &sheets)
{
    File file{.bytes = {}, .pages = sheets.sheets.size(), .missing_glyphs = 0};
    {
        Surface const surface{cairo_pdf_surface_create_for_stream(append_to_string, &file.bytes,
                                                                  sheet_width, sheet_height)};
        auto const say = [&](cairo_pdf_metadata_t which, std::string const &text) {
            cairo_pdf_surface_set_metadata(surface.get(), which, text.c_str());
        };
        say(CAIRO_PDF_METADATA_TITLE, sheets.title);
        say(CAIRO_PDF_METADATA_AUTHOR, sheets.author);
        say(CAIRO_PDF_METADATA_CREATOR, "Selatan");
        say(CAIRO_PDF_METADATA_CREATE_DATE, sheets.made.to_string());
        say(CAIRO_PDF_METADATA_MOD_DATE, sheets.made.to_string());
        Cairo const cairo{cairo_create(surface.get())};
        Drawer drawer{cairo.get()};
        for (auto const &sheet : sheets.sheets) {
            drawer.draw(sheet);
        }
        file.missing_glyphs = drawer.missing_glyphs();
        cairo_surface_finish(surface.get());
        if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
            throw std::runtime_error{cairo_status_to_string(cairo_surface_status(surface.get()))};
        }
    }
    file.bytes = with_language(std::move(file.bytes), sheets.language);
    return file;
}

} // namespace selatan::pdf
