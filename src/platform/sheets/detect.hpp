/// \file
/// What a file seems to hold, for the page on which a person maps its columns: nothing here is
/// certain, everything can be corrected there.
#pragma once

#include "platform/sheets/sheet_reader.hpp"

#include <memory>

namespace selatan::sheets {

enum class ColumnKind : std::uint8_t { empty, text, integer, decimal, date, boolean };
[[nodiscard]] std::string_view to_code(ColumnKind kind);

/// What one text seems to be. Decimals with a point or a comma, grouped or not; dates in ISO order
/// or day and month with four digits of year.
[[nodiscard]] ColumnKind guess_kind(std::string_view text);

struct ColumnGuess {
    std::string name; ///< of the header, several rows of it joined by a space; may be empty
    ColumnKind kind = ColumnKind::empty;
    std::uint64_t filled = 0;         ///< cells below the header that hold something
    std::vector<std::string> samples; ///< the first few different ones, cut at 80 characters
};

struct SheetGuess {
    Sheet sheet;
    /// The rows that name the columns; 0 when there seem to be none.
    std::size_t header_row = 0;
    std::size_t header_rows = 0;
    std::uint64_t rows = 0; ///< below the header, those that hold something
    std::vector<ColumnGuess> columns;
};

struct Summary {
    Outcome outcome;
    std::vector<SheetGuess> sheets;
    std::vector<Remark> remarks;

    /// The first visible sheet that has rows: what the page offers first.
    [[nodiscard]] SheetGuess const *main_sheet() const;
};

/// Collects a Summary from a reading; give it to read() or isolated_read_file().
class Detector : public Visitor {
public:
    Detector();
    ~Detector() override;

    bool sheet(Sheet const &sheet) override;
    bool row(Row const &row) override;
    void remark(Remark const &remark) override;

    [[nodiscard]] Summary summary(Outcome outcome);

private:
    class Collected;
    std::unique_ptr<Collected> m_collected;
};

[[nodiscard]] Result<Summary> detect(std::string_view bytes, Options const &options = {});
[[nodiscard]] Result<Summary> detect_file(std::string const &path, Options const &options = {});
[[nodiscard]] Result<Summary> isolated_detect_file(std::string const &path,
                                                   Options const &options = {},
                                                   Isolation const &isolation = {});

} // namespace selatan::sheets
