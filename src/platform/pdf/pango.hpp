/// \file
/// Pango and cairo as this folder's own files use them: owners, fonts, text made fit to be set.
/// Included by .cpp files alone.
#pragma once

#include "base/country.hpp"

#include <cairo-pdf.h>
#include <memory>
#include <pango/pangocairo.h>
#include <string>
#include <string_view>

namespace selatan::pdf {

struct Unref {
    void operator()(void *object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;
using Context = std::unique_ptr<PangoContext, Unref>;
struct FontFree {
    void operator()(PangoFontDescription *font) const { pango_font_description_free(font); }
};
using Font = std::unique_ptr<PangoFontDescription, FontFree>;
struct SurfaceDestroy {
    void operator()(cairo_surface_t *surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceDestroy>;
struct CairoDestroy {
    void operator()(cairo_t *cairo) const { cairo_destroy(cairo); }
};
using Cairo = std::unique_ptr<cairo_t, CairoDestroy>;

// The first family that has a character is taken; after these, any that the machine has.
inline constexpr char const *serif_families = "Noto Serif, Noto Naskh Arabic, DejaVu Serif, serif";
inline constexpr char const *sans_families = "Noto Sans, Noto Sans Arabic, DejaVu Sans, sans-serif";

[[nodiscard]] inline double points(int pango_units)
{
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

/// Measures in points, the same on every machine. Belongs to the thread that made it.
[[nodiscard]] Context make_context();
/// What is set next is in that language, and begins its lines where it does.
void set_language(PangoContext &context, Language language);

/// A run as it is set: numbers and Latin words keep their order among Arabic ones, and no line
/// begins with a sign that French sets apart.
[[nodiscard]] std::string set_text(std::string_view text, Language language);

/// For cairo_pdf_surface_create_for_stream, whose closure is a std::string.
cairo_status_t append_to_string(void *target, unsigned char const *data, unsigned int length);

/// What a link's attributes want: quotes and what PDF's strings reserve are percent-encoded.
[[nodiscard]] std::string escaped_uri(std::string_view url);

} // namespace selatan::pdf
