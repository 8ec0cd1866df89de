/// \file
/// Files that go out of the importer: a template to fill in, and rows that did not come in.
#pragma once

#include "exchange/spreadsheet/importer.hpp"

namespace selatan::spreadsheet {

enum class TableFormat : std::uint8_t { csv, xlsx };

/// A workbook with a column for each field that may be filled, in the language's words, which
/// guess_mapping() recognises again; with drop-downs where there is a choice.
[[nodiscard]] std::shared_ptr<sheets::Spool>
template_file(records::Noun const &noun, records::CodeLists const &codes, Language language);

/// The rows as they were sent, with a column more that says what is wrong in the language's words.
[[nodiscard]] Result<std::shared_ptr<sheets::Spool>>
failed_rows_file(Importer const &importer, Uuid batch, auth::Identity const &by, TableFormat format,
                 Language language);

} // namespace selatan::spreadsheet
