/// \file
/// The one list, as a page, as JSON and as files.
#pragma once

#include "platform/sheets/table_writer.hpp"
#include "platform/web/noun_pages.hpp"

namespace selatan::web {

[[nodiscard]] http::Response list_page(Context &context, NounPages const &pages);
[[nodiscard]] http::Response list_json(Context &context, NounPages const &pages);
enum class ExportFormat { csv, xlsx };
/// Exactly what the list's query finds, in its columns and order.
[[nodiscard]] http::Response list_export(Context &context, NounPages const &pages,
                                         ExportFormat format);
/// The same for whoever has no request: the command line.
void write_list(storage::Reader &reader, records::ListContext const &context,
                records::ListQuery const &query, sheets::TableWriter &writer);
/// Keeps the list's filters, columns and order under a name.
[[nodiscard]] http::Response save_view(Context &context, NounPages const &pages);

} // namespace selatan::web
