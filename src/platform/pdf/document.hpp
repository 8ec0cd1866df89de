/// \file
/// Documents for paper as values: what stands in them, in which language, and nothing of how it is
/// drawn. `render` lays them out on A4 and writes a PDF; equal documents give equal bytes.
///
///     pdf::Document document{.title = "Note", .language = Language::fr, .made = now};
///     document.blocks.push_back(pdf::Paragraph{.runs = {{.text = "Bonjour"}}});
///     auto const file = pdf::render(document);
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace selatan::pdf {

/// A stretch of text; with a `url`, a link.
struct Run {
    std::string text;
    bool bold = false;
    std::string url;
};

enum class Style { title, heading, body, small };
enum class Align { start, centre, end }; ///< start: where the language begins its lines

struct Paragraph {
    std::vector<Run> runs;
    Language language = Language::en;
    Style style = Style::body;
    Align align = Align::start;
};

/// Columns run in the direction of the language. A row stays together; the header is repeated on
/// each page. Rows may be shorter than the header is wide, never longer.
struct Table {
    Language language = Language::en;
    std::vector<double> shares; ///< of the width, one for each column
    std::vector<std::string> header;
    std::vector<std::vector<std::vector<Run>>> rows;
};

/// Two texts beside each other, each flowing over the pages for itself: a letter in two languages.
struct Beside {
    std::vector<Paragraph> left;
    std::vector<Paragraph> right;
};

/// Empty boxes with a label under each, in one row: where initials are put.
struct Boxes {
    Language language = Language::en;
    std::vector<std::string> labels;
};

struct Rule {};
struct PageBreak {};
struct Space {
    double points = 0;
};

using Block = std::variant<Paragraph, Table, Beside, Boxes, Rule, PageBreak, Space>;

enum class Face { serif, sans };

struct Document {
    std::string title;
    Language language = Language::en; ///< the first one of the document
    std::string author;
    Instant made; ///< stands in the file: no clock is read here
    Face face = Face::serif;
    double size = 10.5; ///< of the body, in points
    double margin = 56; ///< on each side, in points
    std::string watermark;
    /// The line at the foot of a page; the page's number and how many there are come from `render`.
    std::function<std::string(std::size_t page, std::size_t of)> foot;
    std::vector<Block> blocks;
};

struct File {
    std::string bytes;
    std::size_t pages = 0;
    /// Characters that no font of this machine has: drawn as boxes with their number.
    int missing_glyphs = 0;
};

/// May be called from several threads at once.
[[nodiscard]] File render(Document const &document);
/// How many pages it takes, without writing them.
[[nodiscard]] std::size_t count_pages(Document const &document);

} // namespace selatan::pdf
