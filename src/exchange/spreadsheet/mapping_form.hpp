/// \file
/// A mapping as a form, column by column, and back.
#pragma once

#include "exchange/spreadsheet/import_pages.hpp"
#include "platform/html/form.hpp"

namespace selatan::spreadsheet {

[[nodiscard]] html::Html mapping_form(web::Context const &context, records::Head const &head,
                                      records::Noun const &noun, DetectedSheet const &sheet,
                                      Mapping const &mapping,
                                      std::vector<html::FieldProblem> const &problems);
/// What mapping_form() posted: fields NAME.column, NAME.constant, NAME.how. Rules of fields without
/// a column and without a constant are left out.
[[nodiscard]] Mapping mapping_from_form(http::Parameters const &form, records::Noun const &noun);

} // namespace selatan::spreadsheet
