#include "platform/web/attachment_store.hpp"

#include "platform/auth/account.hpp"
#include "platform/web/noun_record.hpp"

#include <algorithm>

namespace selatan::web {

namespace {

/// The audiences that a reader of `audience` sees, for `IN`: narrower ones stand behind it.
constexpr std::string_view visible =
    "(a.audience = 'public' OR (? >= 1 AND a.audience = 'partner') OR (? >= 2 AND a.audience = "
    "'internal'))";

Attachment read(storage::Row &row)
{
    return {.id = row.next<Uuid>(),
            .record = row.next<Uuid>(),
            .file = row.next<Id<files::File>>(),
            .at = row.next<Instant>(),
            .added_by = row.next<std::string>(),
            .audience = row.next<Audience>(),
            .description = row.next<std::string>()};
}

std::string const select =
    "SELECT a.id, a.record, a.file, a.at, coalesce(u.name, ''), a.audience, a.description"
    " FROM attachment a LEFT JOIN user_account u ON u.id = a.added_by WHERE ";

} // namespace

std::vector<Attachment> attachments_of(storage::Reader &reader, Uuid record, Audience audience)
{
    auto const level = static_cast<int>(audience);
    std::vector<Attachment> all;
    for (auto row : reader.query(select + std::string{visible} + " AND a.record = ? ORDER BY a.id",
                                 level, level, record)) {
        all.push_back(read(row));
    }
    return all;
}

std::vector<Attachment> attachments_of_several(storage::Reader &reader,
                                               std::span<Uuid const> records, Audience audience)
{
    if (records.empty()) {
        return {};
    }
    auto const level = std::int64_t{static_cast<int>(audience)};
    std::string marks;
    std::vector<storage::Value> values{level, level};
    for (auto const &id : records) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(id);
    }
    std::vector<Attachment> all;
    auto const sql = select + std::string{visible} + " AND a.record IN (" + marks +
                     ") ORDER BY a.id DESC LIMIT 100";
    for (auto row : reader.query_with(sql, values)) {
        all.push_back(read(row));
    }
    return all;
}

std::optional<Attachment> find_attachment(storage::Reader &reader, Uuid record, Uuid attachment,
                                          Audience audience)
{
    auto const level = static_cast<int>(audience);
    for (auto row : reader.query(select + std::string{visible} + " AND a.record = ? AND a.id = ?",
                                 level, level, record, attachment)) {
        return read(row);
    }
    return std::nullopt;
}

void insert_attachment(storage::Tx &tx, Uuid record, Id<files::File> file,
                       events::Actor const &actor, Audience audience,
                       std::string const &description)
{
    tx.run("INSERT INTO attachment (id, record, file, at, added_by, audience, description)"
           " VALUES (?, ?, ?, ?, ?, ?, ?)",
           new_uuid(tx.now()), record, file, tx.now(), actor.user, audience, description);
}

std::map<Uuid, std::string> names_of_users(storage::Reader &reader, std::span<Uuid const> users)
{
    std::vector<Id<auth::User>> ids;
    ids.reserve(users.size());
    for (auto const &user : users) {
        ids.emplace_back(user);
    }
    std::map<Uuid, std::string> names;
    for (auto &one : auth::names_of(reader, ids)) {
        names.emplace(one.id.uuid(), std::move(one.name));
    }
    return names;
}

std::map<Uuid, std::string> actor_names(storage::Reader &reader,
                                        std::vector<events::Entry> const &entries)
{
    std::vector<Uuid> users;
    for (auto const &entry : entries) {
        if (entry.actor.user && std::ranges::find(users, *entry.actor.user) == users.end()) {
            users.push_back(*entry.actor.user);
        }
    }
    return names_of_users(reader, users);
}

} // namespace selatan::web
