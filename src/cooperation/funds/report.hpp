/// \file
/// A table of figures, made once and given four ways: a page, CSV, a workbook, JSON.
#pragma once

#include "platform/html/html.hpp"
#include "platform/sheets/table_writer.hpp"
#include "platform/web/route.hpp"

#include <string>
#include <vector>

namespace selatan::funds {

struct ReportColumn {
    std::string_view key; ///< in JSON
    std::string label;
    bool is_number = false;
    bool is_for_files = false; ///< the page says it beside the table
};
/// What people see, and what files and programs get.
struct ReportCell {
    html::Html shown;
    sheets::Value plain;
};
[[nodiscard]] ReportCell cell(std::string_view text);
[[nodiscard]] ReportCell cell(web::Context const &context, Date date);
/// The amount alone: its currency is a column of its own. Zero is left empty.
[[nodiscard]] ReportCell cell(Language language, Money money);
/// The same, zero too.
[[nodiscard]] ReportCell shown_cell(Language language, Money money);
[[nodiscard]] ReportCell link_cell(std::string_view url, std::string_view text);

struct Report {
    std::string name; ///< of the file
    std::string title;
    std::string caption;
    std::vector<ReportColumn> columns;
    std::vector<std::vector<ReportCell>> rows;
    std::vector<html::Action> papers = {}; ///< other forms of it, before the files
};

enum class Format { page, csv, xlsx };

[[nodiscard]] html::Html report_table(web::Context const &context, Report const &report);
/// JSON for programs; a file for whoever asked for one.
[[nodiscard]] http::Response report_file(web::Context const &context, Report const &report,
                                         Format format);
[[nodiscard]] http::Response report_json(web::Context const &context, Report const &report);

/// GET `path`, `path.csv` and `path.xlsx`, for those who may see funds unless `policy` says
/// otherwise; `around` draws what stands around the table. A report without a name is not found.
struct ReportRoute {
    std::string path;
    std::string_view summary;
    Report (*make)(web::Context const &context, storage::Reader &reader);
    html::Html (*around)(web::Context const &context, storage::Reader &reader,
                         html::Html const &table) = nullptr;
    records::Policy const *policy = nullptr;
    std::string_view tag = "ledger"; ///< in the description for programs
    /// Refuses a query that means nothing: a default's figures would be taken for an answer.
    Result<void> (*believe)(web::Context const &context) = nullptr;
};
void add_report(web::Router &router, ReportRoute const &route);

/// The query of the page as it stands, for links to its files.
[[nodiscard]] std::string with_query(web::Context const &context, std::string_view path);

} // namespace selatan::funds
