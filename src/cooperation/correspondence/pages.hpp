/// \file
/// The capability's pages and pieces, for its own files.
#pragma once

#include "cooperation/correspondence/letter.hpp"
#include "platform/files/file.hpp"
#include "platform/web/noun_pages.hpp"

#include <optional>
#include <string>

namespace selatan::correspondence {

extern web::NounPages const note_pages;
extern web::NounPages const letter_pages;
extern web::NounPages const initial_pages;
extern web::NounPages const template_pages;

void add_note_routes(web::Router &router);
void add_letter_routes(web::Router &router);

/// Records of these kinds are what letters are about here; nothing for any other kind.
[[nodiscard]] records::Noun const *subject_noun(std::string_view kind);
/// The record that a letter or note names, if this person may `verb` it. Refuses as records::find.
[[nodiscard]] Result<records::Head> subject(storage::Reader &reader, auth::Identity const *by,
                                            Uuid record,
                                            std::string_view verb = records::verbs::see);

/// A scan or a signed document that came with a form: nothing when none was chosen. Refuses as
/// files::examine, and `correspondence.not_a_document` for other types.
[[nodiscard]] Result<std::optional<files::Examined>> document_sent(http::Request const &request);
/// SHA-256 in hexadecimal.
[[nodiscard]] std::string fingerprint_of(files::Examined const &document);

} // namespace selatan::correspondence
