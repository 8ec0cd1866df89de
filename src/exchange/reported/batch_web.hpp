/// \file
/// Files that came in, on the web: what their records show besides what every record shows, the
/// form to send one, and the file given back.
#pragma once

#include "exchange/reported/importer.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/route.hpp"

namespace selatan::reported {

[[nodiscard]] web::RecordExtras batch_extras(web::Context const &context, storage::Reader &reader,
                                             records::Head const &head, void const *value);
void add_batch_routes(web::Router &router);

} // namespace selatan::reported
