/// \file
/// What answers at the addresses of a noun (`add_routes`): forms, and what they send. For this
/// folder only.
#pragma once

#include "platform/web/noun_pages.hpp"

#include <string>

namespace selatan::web {

/// The form for a new record, with what was typed and what was wrong with it.
[[nodiscard]] http::Response new_form(Context &context, NounPages const &pages,
                                      records::Input const *typed, Problems const &problems);
[[nodiscard]] http::Response post_new(Context &context, NounPages const &pages);

[[nodiscard]] http::Response edit_form(Context &context, NounPages const &pages,
                                       records::Input const *typed, Refusal const *refusal);
[[nodiscard]] http::Response post_change(Context &context, NounPages const &pages);

/// Keeps what stands in a form that saves itself.
[[nodiscard]] http::Response keep_form_draft(Context &context, NounPages const &pages, bool is_new);

[[nodiscard]] http::Response verb_form(Context &context, NounPages const &pages,
                                       VerbPage const &verb, records::Input const *typed,
                                       Refusal const *refusal);
[[nodiscard]] http::Response post_verb(Context &context, NounPages const &pages,
                                       VerbPage const &verb);

/// The record as programs are told of it after it was saved; nothing for people.
[[nodiscard]] std::string json_after(storage::Reader &reader, Context const &context,
                                     records::Noun const &noun, records::Saved const &saved);

} // namespace selatan::web
