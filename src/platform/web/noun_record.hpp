/// \file
/// The one record, as a page.
#pragma once

#include "platform/events/event.hpp"
#include "platform/records/record.hpp"
#include "platform/web/noun_pages.hpp"

#include <map>
#include <string>

namespace selatan::web {

[[nodiscard]] http::Response record_page(Context const &context, storage::Reader &reader,
                                         NounPages const &pages, records::Head const &head,
                                         Problems const &comment_problems = {},
                                         std::string comment_typed = {});

/// Whether the list of a part leads to the form for one more: not where that would be refused.
enum class Adding { offered, refused };

/// The list of what hangs on a record, with `actions` beside its title; empty for whoever may not
/// see such records. For panels of capabilities that a noun below cannot name among its parts.
[[nodiscard]] html::Html part_of(Context const &context, storage::Reader &reader, Part const &part,
                                 records::Head const &head, std::vector<html::Action> actions = {},
                                 Adding adding = Adding::offered);

/// A field's old, new or typed value as people read it; without a field, a state.
[[nodiscard]] std::string spelled(Context const &context, records::Noun const &noun,
                                  records::Field const *field, std::string const &text);

/// Tells whoever saved too late what the other changed, beside what was typed.
[[nodiscard]] html::Html stale_notice(Context const &context, storage::Reader &reader,
                                      NounPages const &pages, records::Head const &head,
                                      records::Input const *typed, void const *stored);

/// What happened, and when.
using Told = std::pair<Instant, html::HistoryItem>;
/// Acts and comments in one line of time, newest first; those of several records each with the
/// link to its record. `others`: what happened to what is no record, told already.
[[nodiscard]] std::vector<html::HistoryItem>
line_of_time(Context const &context, storage::Reader &reader,
             std::vector<events::Entry> const &entries,
             std::vector<records::Comment> const &comments,
             std::map<Uuid, html::Link> const &names_of_records, std::vector<Told> others = {});

/// Names of accounts, by one query.
[[nodiscard]] std::map<Uuid, std::string> names_of_users(storage::Reader &reader,
                                                         std::span<Uuid const> users);
/// Names of those who acted, by one query.
[[nodiscard]] std::map<Uuid, std::string> actor_names(storage::Reader &reader,
                                                      std::vector<events::Entry> const &entries);

} // namespace selatan::web
