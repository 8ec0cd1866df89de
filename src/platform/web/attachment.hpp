/// \file
/// Documents attached to a record: the block on its page, adding one, and fetching it.
#pragma once

#include "platform/files/file.hpp"
#include "platform/web/noun_pages.hpp"

namespace selatan::web {

[[nodiscard]] html::Html attachments_block(Context const &context, storage::Reader &reader,
                                           records::Noun const &noun, records::Head const &head,
                                           Audience audience);
/// GET /api/NOUN/{id}/documents: those whose audience includes the reader, newest first.
[[nodiscard]] http::Response list_attachments(Context &context, NounPages const &pages);
/// POST /NOUN/{id}/documents: one or several files with a description and an audience. Programs are
/// answered as by the list.
[[nodiscard]] http::Response attach(Context &context, NounPages const &pages);
/// GET /NOUN/{id}/documents/{document}: the file, if its audience includes the reader.
[[nodiscard]] http::Response fetch_attachment(Context &context, NounPages const &pages);
/// A stored file, to be saved and not shown, for who has been let through to it.
[[nodiscard]] http::Response answer_with_file(Context const &context, files::Stored const &stored);

} // namespace selatan::web
