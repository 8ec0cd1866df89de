/// \file
/// What is drawn of imports.
#pragma once

#include "exchange/spreadsheet/importer.hpp"
#include "platform/web/noun_pages.hpp"

namespace selatan::spreadsheet {

/// On a batch's record: what was detected, the report, and what can be done next.
[[nodiscard]] web::RecordExtras batch_extras(web::Context const &context, storage::Reader &reader,
                                             records::Head const &head, void const *value);

/// GET /imports/new: the file, and templates to fill in.
[[nodiscard]] http::Response upload_page(web::Context const &context, Importer const &importer,
                                         Refusal const *refusal = nullptr);
/// GET /imports/{id}/mapping: a saved mapping, or one made column by column.
[[nodiscard]] http::Response mapping_page(web::Context const &context, Importer const &importer,
                                          records::Head const &head,
                                          Refusal const *refusal = nullptr);
/// GET /imports/{id}/progress: the bar, which loads itself anew.
[[nodiscard]] http::Response progress_page(web::Context const &context, records::Head const &head);

} // namespace selatan::spreadsheet
