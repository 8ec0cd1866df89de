/// \file
/// The frame of every page, and the words of the components, once per language.
#pragma once

#include "platform/web/context.hpp"

namespace selatan::web {

/// Is anything behind a menu entry for this person? Whoever sees everything has no records of their
/// own by that: pages of one's own are for those whom a rule names.
[[nodiscard]] bool leads_to(NavigationItem const &item, auth::Identity const *who);
[[nodiscard]] html::Words const &component_words(Language language);
[[nodiscard]] html::Frame frame_of(Context const &context, std::string title, html::Html content);
[[nodiscard]] std::string error_title(Language language, Decline decline);
[[nodiscard]] html::Html error_content(Context const &context, Refusal const &refusal);
/// To somebody whose session ended while a form was filled: what was typed, to put it in again, and
/// the way to `next` by the sign-in.
[[nodiscard]] http::Response session_over_page(Context const &context, std::string const &next);
/// For answers that have no context: no route matched, or something failed.
[[nodiscard]] http::Response bare_error(Language language, int status, std::string_view request_id,
                                        bool is_api);

} // namespace selatan::web
