/// \file
/// What a dry run or an import found: how many rows would do what, and every problem by its place.
#pragma once

#include "base/country.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::spreadsheet {

/// One problem of one row, where a person finds it.
struct RowProblem {
    std::string sheet;
    std::size_t row = 0;
    std::size_t column = 0; ///< from 1; 0 when it concerns the whole row
    std::string title;      ///< of the column
    Problem problem;
    bool is_remark = false; ///< worth knowing; the row came in

    /// "Projects!C14".
    [[nodiscard]] std::string place() const;
};

struct Counts {
    std::uint64_t read = 0; ///< rows below the header that hold something
    std::uint64_t fresh = 0;
    std::uint64_t same = 0;
    std::uint64_t changed = 0;
    std::uint64_t failed = 0;

    friend bool operator==(Counts const &, Counts const &) = default;
};

struct Report {
    /// Kept of all that there are; `problem_count` and `remark_count` count on.
    static constexpr std::size_t problems_most = 1000;

    Counts counts;
    std::uint64_t problem_count = 0;
    std::uint64_t remark_count = 0;
    std::vector<RowProblem> problems;

    void add(RowProblem problem);
};

/// For the database and for programs; `language` adds each problem's sentence.
[[nodiscard]] std::string to_json(Report const &report);
[[nodiscard]] std::string to_json(Report const &report, Language language);
/// What to_json() wrote; an empty report for anything else.
[[nodiscard]] Report report_from_json(std::string_view json);

} // namespace selatan::spreadsheet
