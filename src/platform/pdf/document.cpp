#include "platform/pdf/document.hpp"

#include "base/ensure.hpp"
#include "platform/pdf/catalogue.hpp"
#include "platform/pdf/pango.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

namespace selatan::pdf {

namespace {

// ISO 216: A4 is 210 mm × 297 mm; a point is 1/72 inch.
constexpr double page_width = 595.276;
constexpr double page_height = 841.890;
constexpr double foot_height = 24;
constexpr double column_gap = 20;
constexpr double cell_padding = 3;
constexpr double box_width = 74;
constexpr double box_height = 34;
constexpr double grey_rule = 0.72;
constexpr double grey_text = 0.35;
constexpr double grey_watermark = 0.88;
struct LineUnref {
    void operator()(PangoLayoutLine *line) const { pango_layout_line_unref(line); }
};
using Line = std::unique_ptr<PangoLayoutLine, LineUnref>;
/// Where text may stand.
struct Frame {
    double x = 0;
    double width = 0;
};
/// How far the text has come.
struct Cursor {
    std::size_t page = 0;
    double y = 0;

    friend auto operator<=>(Cursor const &, Cursor const &) = default;
};

struct DrawnLine {
    Layout layout; ///< a line lives as long as its layout
    Line line;
    double x = 0;
    double baseline = 0;
    double grey = 0;
};
struct DrawnLink {
    std::string url;
    double x = 0, y = 0, width = 0, height = 0;
};
struct DrawnStroke {
    double x = 0, y = 0, width = 0,
           height = 0; ///< a rule when one of the last two is 0, else a box
};
struct Page {
    std::vector<DrawnLine> lines;
    std::vector<DrawnLink> links;
    std::vector<DrawnStroke> strokes;
};

struct Look {
    double scale = 1;
    bool bold = false;
    double before = 0; ///< of the body's size
    double after = 0;
    double grey = 0;
};
Look look_of(Style style)
{
    switch (style) {
    case Style::title:
        return {.scale = 1.5, .bold = true, .before = 0, .after = 0.5, .grey = 0};
    case Style::heading:
        return {.scale = 1.12, .bold = true, .before = 0.7, .after = 0.3, .grey = 0};
    case Style::body:
        return {.scale = 1, .bold = false, .before = 0, .after = 0.55, .grey = 0};
    case Style::small:
        break;
    }
    return {.scale = 0.82, .bold = false, .before = 0, .after = 0.3, .grey = grey_text};
}

/// Lays a document out: which line stands on which page, where.
class Setter {
public:
    explicit Setter(Document const &document)
        : m_document{&document}, m_body{document.margin, page_width - 2 * document.margin},
          m_bottom{page_height - document.margin - foot_height}, m_context{make_context()}
    {
        page(0);
    }

    void set()
    {
        for (auto const &block : m_document->blocks) {
            std::visit([&](auto const &one) { m_cursor = put(one, m_cursor); }, block);
        }
        if (m_document->foot) {
            m_bottom = page_height; // feet stand below the text
            for (std::size_t i = 0; i < m_pages.size(); ++i) {
                Paragraph foot{.runs = {{.text = m_document->foot(i + 1, m_pages.size())}},
                               .language = m_document->language,
                               .style = Style::small,
                               .align = Align::centre};
                auto layout = layout_of(foot, m_body.width);
                auto const size = size_of(*layout);
                place(std::move(layout), foot, m_body,
                      {i, page_height - m_document->margin - size.second});
            }
        }
    }
    [[nodiscard]] std::vector<Page> const &pages() const { return m_pages; }
    [[nodiscard]] int missing_glyphs() const { return m_missing; }
    [[nodiscard]] PangoContext *context() const { return m_context.get(); }

    [[nodiscard]] Layout layout_of(Paragraph const &paragraph, double width)
    {
        auto const look = look_of(paragraph.style);
        set_language(*m_context, paragraph.language);
        Layout layout{pango_layout_new(m_context.get())};
        Font const font{pango_font_description_new()};
        pango_font_description_set_family(
            font.get(), m_document->face == Face::serif ? serif_families : sans_families);
        pango_font_description_set_size(
            font.get(), static_cast<int>(m_document->size * look.scale * PANGO_SCALE));
        pango_font_description_set_weight(font.get(),
                                          look.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_auto_dir(layout.get(), FALSE);
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        std::string text;
        auto *const attributes = pango_attr_list_new();
        for (auto const &run : paragraph.runs) {
            auto const begin = static_cast<guint>(text.size());
            text += set_text(run.text, paragraph.language);
            auto const end = static_cast<guint>(text.size());
            if (run.bold) {
                add(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, end);
            }
            if (!run.url.empty()) {
                constexpr guint16 dark_blue = 0x8000;
                add(attributes, pango_attr_foreground_new(0, 0x2000, dark_blue), begin, end);
            }
        }
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
        pango_layout_set_attributes(layout.get(), attributes);
        pango_attr_list_unref(attributes);
        m_missing += pango_layout_get_unknown_glyphs_count(layout.get());
        return layout;
    }

private:
    static void add(PangoAttrList *list, PangoAttribute *attribute, guint begin, guint end)
    {
        attribute->start_index = begin;
        attribute->end_index = end;
        pango_attr_list_insert(list, attribute);
    }
    static std::pair<double, double> size_of(PangoLayout &layout)
    {
        PangoRectangle extents{};
        pango_layout_get_extents(&layout, nullptr, &extents);
        return {points(extents.width), points(extents.height)};
    }
    Page &page(std::size_t number)
    {
        if (number >= m_pages.size()) {
            m_pages.resize(number + 1);
        }
        return m_pages[number];
    }
    /// The cursor, or the top of the next page where `height` has no room.
    [[nodiscard]] Cursor with_room(Cursor cursor, double height) const
    {
        bool const is_top = cursor.y <= m_document->margin;
        if (cursor.y + height > m_bottom && !is_top) {
            return {cursor.page + 1, m_document->margin};
        }
        return cursor;
    }
    [[nodiscard]] double em() const { return m_document->size; }

    /// Sets a paragraph's lines one below the other, over pages where it must be.
    Cursor place(Layout layout, Paragraph const &paragraph, Frame frame, Cursor cursor)
    {
        auto const look = look_of(paragraph.style);
        auto const count = pango_layout_get_line_count(layout.get());
        for (int i = 0; i < count; ++i) {
            auto *const found = pango_layout_get_line_readonly(layout.get(), i);
            PangoRectangle extents{};
            pango_layout_line_get_extents(found, nullptr, &extents);
            auto const height = points(extents.height);
            cursor = with_room(cursor, height);
            auto const left = left_of(paragraph, frame, points(extents.width));
            auto const baseline = cursor.y - points(extents.y);
            add_links(*found, paragraph, left, cursor, height);
            page(cursor.page)
                .lines.push_back(
                    {.layout = Layout{static_cast<PangoLayout *>(g_object_ref(layout.get()))},
                     .line = Line{pango_layout_line_ref(found)},
                     .x = left,
                     .baseline = baseline,
                     .grey = look.grey});
            cursor.y += height;
        }
        return cursor;
    }
    [[nodiscard]] static double left_of(Paragraph const &paragraph, Frame frame, double width)
    {
        auto const rest = frame.width - width;
        if (paragraph.align == Align::centre) {
            return frame.x + rest / 2;
        }
        bool const at_right =
            (paragraph.align == Align::end) != is_right_to_left(paragraph.language);
        return at_right ? frame.x + rest : frame.x;
    }
    void add_links(PangoLayoutLine &line, Paragraph const &paragraph, double left, Cursor cursor,
                   double height)
    {
        int begin = 0;
        for (auto const &run : paragraph.runs) {
            auto const end =
                begin + static_cast<int>(set_text(run.text, paragraph.language).size());
            auto const from = std::max(begin, line.start_index);
            auto const until = std::min(end, line.start_index + line.length);
            if (!run.url.empty() && from < until) {
                int *ranges = nullptr;
                int count = 0;
                pango_layout_line_get_x_ranges(&line, from, until, &ranges, &count);
                // Ranges are measured from the layout's own left edge, which alignment may move.
                auto const edge = layout_left(line);
                for (int i = 0; i < count; ++i) {
                    auto const x = left + points(ranges[2 * i]) - edge;
                    page(cursor.page)
                        .links.push_back({.url = run.url,
                                          .x = x,
                                          .y = cursor.y,
                                          .width = points(ranges[2 * i + 1] - ranges[2 * i]),
                                          .height = height});
                }
                g_free(ranges);
            }
            begin = end;
        }
    }
    /// How far from its layout's left edge a line begins.
    static double layout_left(PangoLayoutLine &line)
    {
        int *all = nullptr;
        int count = 0;
        pango_layout_line_get_x_ranges(&line, line.start_index, line.start_index + line.length,
                                       &all, &count);
        double left = count > 0 ? points(all[0]) : 0;
        for (int i = 1; i < count; ++i) {
            left = std::min(left, points(all[2 * i]));
        }
        g_free(all);
        return left;
    }

    Cursor put(Paragraph const &paragraph, Frame frame, Cursor cursor)
    {
        auto const look = look_of(paragraph.style);
        auto layout = layout_of(paragraph, frame.width);
        if (cursor.y > m_document->margin) {
            cursor.y += look.before * em();
        }
        if (paragraph.style == Style::heading) {
            // A heading never stands alone at a page's end.
            cursor = with_room(cursor, size_of(*layout).second + 3 * em());
        }
        cursor = place(std::move(layout), paragraph, frame, cursor);
        cursor.y += look.after * em();
        return cursor;
    }
    Cursor put(Paragraph const &paragraph, Cursor cursor) { return put(paragraph, m_body, cursor); }
    Cursor put(Beside const &beside, Cursor cursor)
    {
        auto const width = (m_body.width - column_gap) / 2;
        auto const column = [&](std::vector<Paragraph> const &paragraphs, double x) {
            auto at = cursor;
            for (auto const &paragraph : paragraphs) {
                at = put(paragraph, Frame{x, width}, at);
            }
            return at;
        };
        auto const left = column(beside.left, m_body.x);
        return std::max(left, column(beside.right, m_body.x + width + column_gap));
    }
    Cursor put(Rule const & /*rule*/, Cursor cursor)
    {
        cursor = with_room(cursor, em());
        page(cursor.page)
            .strokes.push_back({.x = m_body.x, .y = cursor.y, .width = m_body.width, .height = 0});
        cursor.y += em() / 2;
        return cursor;
    }
    Cursor put(PageBreak const & /*page_break*/, Cursor cursor)
    {
        page(cursor.page + 1);
        return {cursor.page + 1, m_document->margin};
    }
    Cursor put(Space const &space, Cursor cursor)
    {
        if (cursor.y > m_document->margin) {
            cursor.y += space.points;
        }
        return cursor;
    }
    Cursor put(Boxes const &boxes, Cursor cursor)
    {
        cursor = with_room(cursor, box_height + 3 * em());
        bool const rtl = is_right_to_left(boxes.language);
        auto const most = static_cast<std::size_t>(m_body.width / (box_width + 6));
        auto lowest = cursor;
        for (std::size_t i = 0; i < std::min(boxes.labels.size(), most); ++i) {
            auto const step = static_cast<double>(i) * (box_width + 6);
            auto const x = rtl ? m_body.x + m_body.width - box_width - step : m_body.x + step;
            page(cursor.page)
                .strokes.push_back(
                    {.x = x, .y = cursor.y, .width = box_width, .height = box_height});
            Paragraph const label{.runs = {{.text = boxes.labels[i]}},
                                  .language = boxes.language,
                                  .style = Style::small};
            lowest = std::max(lowest, place(layout_of(label, box_width), label, Frame{x, box_width},
                                            {cursor.page, cursor.y + box_height + 2}));
        }
        lowest.y += em();
        return lowest;
    }

    // -- Tables -----------------------------------------------------------------------------------

    struct Row {
        std::vector<Paragraph> cells;
        std::vector<Layout> layouts;
        double height = 0;
    };
    [[nodiscard]] std::vector<Frame> columns_of(Table const &table) const
    {
        double all = 0;
        for (auto const share : table.shares) {
            all += share;
        }
        std::vector<Frame> columns;
        double x = 0;
        for (auto const share : table.shares) {
            auto const width = m_body.width * share / all;
            auto const left = is_right_to_left(table.language) ? m_body.width - x - width : x;
            columns.push_back({m_body.x + left, width - 2 * cell_padding});
            x += width;
        }
        for (auto &column : columns) {
            column.x += cell_padding;
        }
        return columns;
    }
    Row row_of(Table const &table, std::vector<Frame> const &columns,
               std::vector<std::vector<Run>> const &cells)
    {
        ENSURE(cells.size() <= columns.size());
        Row row;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            row.cells.push_back({.runs = cells[i], .language = table.language});
            row.layouts.push_back(layout_of(row.cells.back(), columns[i].width));
            row.height = std::max(row.height, size_of(*row.layouts.back()).second);
        }
        return row;
    }
    Cursor put_row(Row row, std::vector<Frame> const &columns, Cursor cursor)
    {
        auto const top = cursor;
        auto end = cursor;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            end = std::max(end, place(std::move(row.layouts[i]), row.cells[i], columns[i],
                                      {top.page, top.y + cell_padding / 2}));
        }
        // A row that is longer than a page breaks; every other one ends where it began.
        end.y += cell_padding;
        page(end.page).strokes.push_back(
            {.x = m_body.x, .y = end.y - cell_padding / 2, .width = m_body.width, .height = 0});
        return end;
    }
    Cursor put(Table const &table, Cursor cursor)
    {
        auto const columns = columns_of(table);
        std::vector<std::vector<Run>> header;
        for (auto const &label : table.header) {
            header.push_back({{.text = label, .bold = true}});
        }
        bool needs_header = !header.empty();
        for (auto const &cells : table.rows) {
            auto row = row_of(table, columns, cells);
            auto const at =
                with_room(cursor, row.height + 2 * cell_padding + (needs_header ? 2 * em() : 0));
            needs_header = needs_header || (at.page != cursor.page && !header.empty());
            cursor = at;
            if (needs_header) {
                cursor = put_row(row_of(table, columns, header), columns, cursor);
                needs_header = false;
            }
            cursor = put_row(std::move(row), columns, cursor);
        }
        cursor.y += em() / 2;
        return cursor;
    }

    Document const *m_document;
    Frame m_body;
    double m_bottom;
    Context m_context;
    std::vector<Page> m_pages;
    Cursor m_cursor{0, m_document->margin};
    int m_missing = 0;
};

void draw_watermark(cairo_t *cairo, Setter &setter, Document const &document)
{
    Paragraph const mark{.runs = {{.text = document.watermark, .bold = true}},
                         .language = document.language,
                         .style = Style::title};
    auto const layout = setter.layout_of(mark, page_width);
    PangoRectangle extents{};
    pango_layout_get_extents(layout.get(), nullptr, &extents);
    auto const scale = page_width * 0.75 / std::max(points(extents.width), 1.0);
    cairo_save(cairo);
    cairo_translate(cairo, page_width / 2, page_height / 2);
    cairo_rotate(cairo, -0.9);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_rgb(cairo, grey_watermark, grey_watermark, grey_watermark);
    cairo_move_to(cairo, -points(extents.x) - points(extents.width) / 2,
                  -points(extents.height) / 2);
    pango_cairo_show_layout(cairo, layout.get());
    cairo_restore(cairo);
}

void draw_page(cairo_t *cairo, Page const &page)
{
    cairo_set_line_width(cairo, 0.5);
    cairo_set_source_rgb(cairo, grey_rule, grey_rule, grey_rule);
    for (auto const &stroke : page.strokes) {
        if (stroke.width > 0 && stroke.height > 0) {
            cairo_rectangle(cairo, stroke.x, stroke.y, stroke.width, stroke.height);
        } else {
            cairo_move_to(cairo, stroke.x, stroke.y);
            cairo_line_to(cairo, stroke.x + stroke.width, stroke.y + stroke.height);
        }
        cairo_stroke(cairo);
    }
    for (auto const &line : page.lines) {
        cairo_set_source_rgb(cairo, line.grey, line.grey, line.grey);
        cairo_move_to(cairo, line.x, line.baseline);
        pango_cairo_show_layout_line(cairo, line.line.get());
    }
    for (auto const &link : page.links) {
        // cairo reads numbers with a point, whatever the locale of the process.
        auto const number = [](double value) {
            return std::to_string(static_cast<int>(value));
        };
        auto const attributes = "uri='" + escaped_uri(link.url) + "' rect=[" + number(link.x) +
                                " " + number(link.y) + " " + number(link.width + 1) + " " +
                                number(link.height + 1) + "]";
        cairo_tag_begin(cairo, CAIRO_TAG_LINK, attributes.c_str());
        cairo_tag_end(cairo, CAIRO_TAG_LINK);
    }
}

} // namespace

File render(Document const &document)
{
    Setter setter{document};
    setter.set();
    File file{.bytes = {}, .pages = setter.pages().size(), .missing_glyphs = 0};
    {
        Surface const surface{cairo_pdf_surface_create_for_stream(append_to_string, &file.bytes,
                                                                  page_width, page_height)};
        auto const say = [&](cairo_pdf_metadata_t which, std::string const &text) {
            cairo_pdf_surface_set_metadata(surface.get(), which, text.c_str());
        };
        say(CAIRO_PDF_METADATA_TITLE, document.title);
        say(CAIRO_PDF_METADATA_AUTHOR, document.author);
        say(CAIRO_PDF_METADATA_CREATOR, "Selatan");
        say(CAIRO_PDF_METADATA_CREATE_DATE, document.made.to_string());
        say(CAIRO_PDF_METADATA_MOD_DATE, document.made.to_string());
        Cairo const cairo{cairo_create(surface.get())};
        for (auto const &page : setter.pages()) {
            if (!document.watermark.empty()) {
                draw_watermark(cairo.get(), setter, document);
            }
            draw_page(cairo.get(), page);
            cairo_show_page(cairo.get());
        }
        cairo_surface_finish(surface.get());
        if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
            throw std::runtime_error{cairo_status_to_string(cairo_surface_status(surface.get()))};
        }
    }
    file.missing_glyphs = setter.missing_glyphs();
    file.bytes = with_language(std::move(file.bytes), document.language);
    return file;
}

std::size_t count_pages(Document const &document)
{
    Setter setter{document};
    setter.set();
    return setter.pages().size();
}

} // namespace selatan::pdf
