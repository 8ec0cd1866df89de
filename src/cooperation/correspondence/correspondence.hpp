/// \file
/// Correspondence: what came in and what goes out. It stands above what letters are about, so that
/// dispatch does what a letter decides in its own transaction (correspondence.md).
#pragma once

#include "cooperation/correspondence/incoming_note.hpp"
#include "cooperation/correspondence/letter.hpp"
#include "cooperation/correspondence/letter_template.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::correspondence {

/// Who may do what with what came in, with letters, with their initials, and with templates.
extern records::Policy const note_policy;
extern records::Policy const letter_policy;
extern records::Policy const initial_policy;
extern records::Policy const template_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
/// Besides the nouns' own: registering from a scan, drafting from a template, bringing in the
/// signed document, and the letter on paper.
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::correspondence
