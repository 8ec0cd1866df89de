// What was done to accounts, in words.
#include "cooperation/administration/users.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"

namespace selatan::administration {

namespace {

namespace common = words::common;
namespace auth_word = words::auth;

/// The record that a value of the history names: office and post are ids there, and a role may be
/// an organisation's.
std::optional<Uuid> record_in(std::string_view value)
{
    if (auto const grant = grant_in(value)) {
        auto const *const organisation = std::get_if<Uuid>(&grant->scope);
        return organisation == nullptr ? std::nullopt : std::optional{*organisation};
    }
    return Uuid::parse(value);
}

/// A value as people read it.
std::string changed_value(Context const &context, Titles const &titles, std::string const &value)
{
    if (auto const grant = grant_in(value)) {
        return describe(context, titles, *grant);
    }
    auto const id = Uuid::parse(value);
    auto const found = id ? titles.find(*id) : titles.end();
    return found == titles.end() ? value : found->second;
}

} // namespace

std::vector<web::Told> acts_on_accounts(Context const &context, storage::Reader &reader,
                                        std::vector<events::Entry> const &entries)
{
    auto const language = context.language();
    std::vector<Uuid> records;
    for (auto const &entry : entries) {
        for (auto const &change : entry.changes) {
            for (auto const &id : {record_in(change.before), record_in(change.after)}) {
                if (id) {
                    records.push_back(*id);
                }
            }
        }
    }
    auto const names = web::actor_names(reader, entries);
    auto const titles = titles_of(reader, records);
    std::vector<web::Told> items;
    items.reserve(entries.size());
    for (auto const &entry : entries) {
        auto const found = entry.actor.user ? names.find(*entry.actor.user) : names.end();
        html::HistoryItem item{
            .who = found != names.end() ? found->second
                                        : std::string{common::history_by_program(language)},
            .when = context.moment(entry.at),
            .what = std::string{auth_word::verb(language, entry.verb).value_or(entry.verb)},
            .reason = entry.reason};
        for (auto const &change : entry.changes) {
            item.changes.push_back(
                {.field =
                     std::string{auth_word::field(language, change.field).value_or(change.field)},
                 .was = changed_value(context, titles, change.before),
                 .now = changed_value(context, titles, change.after)});
        }
        items.emplace_back(entry.at, std::move(item));
    }
    return items;
}

} // namespace selatan::administration
