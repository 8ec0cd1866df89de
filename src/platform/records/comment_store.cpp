#include "platform/records/record.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace selatan::records {

namespace {

using storage::Value;

constexpr std::size_t comment_characters_most = 20'000;

#define COMMENT_COLUMNS "c.id, c.record, c.at, c.author, coalesce(u.name, ''), c.audience, c.body"

std::vector<Comment> read_comments(storage::Rows rows)
{
    std::vector<Comment> all;
    for (auto row : rows) {
        all.push_back({.id = row.next<Uuid>(),
                       .record = row.next<Uuid>(),
                       .at = row.next<Instant>(),
                       .author = row.next<std::optional<Uuid>>(),
                       .author_name = row.next<std::string>(),
                       .audience = row.next<Audience>(),
                       .body = row.next<std::string>()});
    }
    return all;
}

} // namespace

Result<Uuid> comment(storage::Tx &tx, events::Actor const &actor, Head const &head,
                     Audience audience, std::string_view body)
{
    ENSURE(audience == Audience::partner || audience == Audience::internal);
    auto const text = clean_lines(body);
    if (text.empty()) {
        return refuse(Decline::invalid, "body", "common.required");
    }
    // Letters, not bytes: Arabic may be as long as English.
    auto const letters = static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (letters > comment_characters_most) {
        return refuse(Decline::invalid, "body", "common.too_long",
                      {{"max", std::to_string(comment_characters_most)}});
    }
    auto const id = new_uuid(tx.now());
    tx.run("INSERT INTO comment (id, record, at, author, audience, body) VALUES (?, ?, ?, ?, ?, ?)",
           id, head.id, tx.now(), actor.user, audience, text);
    return id;
}

std::vector<Comment> comments(storage::Reader &reader, Uuid record, Audience audience)
{
    return read_comments(reader.query("SELECT " COMMENT_COLUMNS
                                      " FROM comment c LEFT JOIN user_account u ON u.id = c.author"
                                      " WHERE c.record = ? AND (? = 1 OR c.audience = 'partner')"
                                      " ORDER BY c.id",
                                      record, audience >= Audience::internal));
}

std::vector<Comment> newest_comments(storage::Reader &reader, std::span<Uuid const> records,
                                     Audience audience, int limit)
{
    if (records.empty()) {
        return {};
    }
    std::string marks;
    std::vector<Value> values;
    for (auto const &id : records) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(id);
    }
    values.emplace_back(std::int64_t{audience >= Audience::internal});
    values.emplace_back(std::int64_t{limit});
    return read_comments(reader.query_with(
        "SELECT " COMMENT_COLUMNS " FROM comment c LEFT JOIN user_account u ON u.id = c.author"
        " WHERE c.record IN (" +
            marks +
            ") AND (? = 1 OR c.audience = 'partner')"
            " ORDER BY c.id DESC LIMIT ?",
        values));
}

} // namespace selatan::records
