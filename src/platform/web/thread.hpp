/// \file
/// The thread: records that came of one another (a request, its match, the plan's line, the
/// project, its letters) as one story, as far as the reader may see them.
#pragma once

#include "platform/web/noun_pages.hpp"

namespace selatan::web {

/// GET /threads/{id}: the story that the record belongs to, as a page and as JSON.
void add_thread_route(Router &router);

/// The record's story beside its page, after the stations that the page names itself, and the way
/// to the whole of it.
void add_stations(Context const &context, storage::Reader &reader, records::Head const &head,
                  html::Record &page);

} // namespace selatan::web
