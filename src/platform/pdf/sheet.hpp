/// \file
/// Sheets: official paper of one page, A4 across. A frame, lines in its middle, a code to scan in a
/// corner: certificates. As values; `render` draws them, one page each, and writes a PDF.
#pragma once

#include "platform/pdf/document.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::pdf {

/// One paragraph of a sheet, in its middle; it breaks where it is too long for the frame.
struct SheetLine {
    std::string text;
    double size = 12; ///< in points
    bool bold = false;
    bool quiet = false;     ///< grey: what says what the others are
    double space_above = 0; ///< in points
};

/// What stands under the rule on which somebody signs.
struct SheetSignature {
    std::string name;
    std::string post; ///< may be empty
};

struct Sheet {
    Language language = Language::en;
    std::vector<SheetLine> lines;
    /// What the code in the corner says, a link too; empty: no code. It stands where lines of the
    /// language end.
    std::string code;
    /// Small lines in the opposite corner, one below the other.
    std::vector<std::string> notes;
    /// Between the notes and the code; nothing: no rule.
    std::optional<SheetSignature> signature;
    std::string beneath; ///< one small line at the foot, in the middle
};

struct Sheets {
    std::string title;
    Language language = Language::en; ///< of the file as a whole
    std::string author;
    Instant made; ///< stands in the file: no clock is read here
    std::vector<Sheet> sheets;
};

/// May be called from several threads at once. Equal values give equal bytes.
[[nodiscard]] File render(Sheets const &sheets);

} // namespace selatan::pdf
