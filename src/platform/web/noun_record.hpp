/// \file
/// The one record, as a page.
#pragma once

#include "platform/events/event.hpp"
#include "platform/web/noun_pages.hpp"

#include <map>
#include <string>

namespace selatan::web {

[[nodiscard]] http::Response record_page(Context const &context, storage::Reader &reader,
                                         NounPages const &pages, records::Head const &head,
                                         Problems const &comment_problems = {},
                                         std::string comment_typed = {});

/// Tells whoever saved too late what the other changed, beside what was typed.
[[nodiscard]] html::Html stale_notice(Context const &context, storage::Reader &reader,
                                      NounPages const &pages, records::Head const &head,
                                      records::Input const *typed, void const *stored);

/// Names of those who acted, by one query.
[[nodiscard]] std::map<Uuid, std::string> actor_names(storage::Reader &reader,
                                                      std::vector<events::Entry> const &entries);

} // namespace selatan::web
