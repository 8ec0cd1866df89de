#include "platform/events/event.hpp"

#include "base/ensure.hpp"
#include "platform/events/kinds.hpp"

#include <array>
#include <boost/json.hpp>
#include <sodium.h>

namespace selatan::events {

namespace {

namespace json = boost::json;
using storage::Bytes;

constexpr std::size_t salt_size = 16;
constexpr int sealed_at_once = 1000;

/// SHA-256 over parts, each preceded by its length so that no two lists of parts look alike.
class Digest {
public:
    Digest() { crypto_hash_sha256_init(&m_state); }

    Digest &add(std::span<std::uint8_t const> part)
    {
        std::array<std::uint8_t, 8> length{};
        for (std::size_t i = 0; i < length.size(); ++i) {
            length[i] = static_cast<std::uint8_t>(part.size() >> (8 * (7 - i)));
        }
        crypto_hash_sha256_update(&m_state, length.data(), length.size());
        crypto_hash_sha256_update(&m_state, part.data(), part.size());
        return *this;
    }
    Digest &add(std::string_view part)
    {
        return add(std::span{reinterpret_cast<std::uint8_t const *>(part.data()), part.size()});
    }
    Digest &add(std::optional<Uuid> const &id)
    {
        return id ? add(std::span<std::uint8_t const>{id->bytes}) : add(std::string_view{});
    }
    [[nodiscard]] Bytes finish()
    {
        Bytes out(crypto_hash_sha256_BYTES);
        crypto_hash_sha256_final(&m_state, out.data());
        return out;
    }

private:
    crypto_hash_sha256_state m_state{};
};

Bytes digest_of_payload(Bytes const &salt, std::string_view changes)
{
    return Digest{}.add(salt).add(changes).finish();
}

std::string to_json(std::vector<Change> const &changes)
{
    json::array all;
    for (auto const &change : changes) {
        json::object one{{"field", change.field}, {"audience", to_code(change.audience)}};
        if (change.audience != Audience::restricted) {
            one["before"] = change.before;
            one["after"] = change.after;
        }
        all.push_back(std::move(one));
    }
    return json::serialize(all);
}

std::vector<Change> from_json(std::string_view text, Audience reader)
{
    std::vector<Change> changes;
    auto const all = json::parse(text);
    for (auto const &value : all.as_array()) {
        auto const &one = value.as_object();
        auto const string = [&](char const *key) {
            auto const *const found = one.if_contains(key);
            return found == nullptr ? std::string{} : std::string{found->as_string()};
        };
        Change change{
            .field = string("field"), .before = string("before"), .after = string("after")};
        ENSURE(from_code(string("audience"), change.audience));
        if (change.audience <= reader) {
            changes.push_back(std::move(change));
        }
    }
    return changes;
}

/// The columns of an event that its place in the chain covers, in the order of `chained_columns`.
struct Chained {
    Id<Event> id;
    Instant at;
    std::optional<Uuid> user;
    std::optional<Uuid> post;
    std::string via;
    std::string kind;
    Uuid record;
    std::string verb;
    std::string reason;
    std::string audience;
    std::optional<Bytes> digest;
};

#define CHAINED_COLUMNS                                                                            \
    "e.id, e.at, e.actor_user, e.actor_post, e.via, e.kind, e.record, e.verb, e.reason, "          \
    "e.audience, e.digest"

Chained read_chained(storage::Row &row)
{
    return {.id = row.next<Id<Event>>(),
            .at = row.next<Instant>(),
            .user = row.next<std::optional<Uuid>>(),
            .post = row.next<std::optional<Uuid>>(),
            .via = row.next<std::string>(),
            .kind = row.next<std::string>(),
            .record = row.next<Uuid>(),
            .verb = row.next<std::string>(),
            .reason = row.next<std::string>(),
            .audience = row.next<std::string>(),
            .digest = row.next<std::optional<Bytes>>()};
}

Bytes next_link(Bytes const &previous, std::int64_t sequence, Chained const &event)
{
    return Digest{}
        .add(previous)
        .add(std::to_string(sequence))
        .add(event.id.uuid())
        .add(std::to_string(event.at.micros()))
        .add(event.user)
        .add(event.post)
        .add(event.via)
        .add(event.kind)
        .add(event.record)
        .add(event.verb)
        .add(event.reason)
        .add(event.audience)
        .add(event.digest.value_or(Bytes{}))
        .finish();
}

} // namespace

Id<Event> append(storage::Tx &tx, Act const &act)
{
    auto const id = tx.new_id<Event>();
    std::optional<Bytes> digest;
    std::string changes;
    Bytes salt;
    if (!act.changes.empty()) {
        changes = to_json(act.changes);
        salt.resize(salt_size);
        fill_random(salt);
        digest = digest_of_payload(salt, changes);
    }
    tx.send("INSERT INTO event (id, at, actor_user, actor_post, via, kind, record, verb, reason,"
            " audience, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id, tx.now(), act.actor.user, act.actor.post, act.actor.via, act.kind, act.record,
            act.verb, act.reason, act.audience, digest);
    if (digest) {
        tx.send("INSERT INTO event_payload (event, salt, changes) VALUES (?, ?, ?)", id, salt,
                changes);
    }
    return id;
}

namespace {

/// The events that meet `condition`, newest first; who reads is part of the query, so that what is
/// hidden from them never takes the place of what is not.
std::vector<Entry> read_entries(storage::Reader &reader, std::string const &condition,
                                std::vector<storage::Value> values, Audience audience, int limit)
{
    std::string levels;
    for (auto const level :
         {Audience::everyone, Audience::partner, Audience::internal, Audience::restricted}) {
        if (level <= audience) {
            levels += levels.empty() ? "?" : ", ?";
            values.emplace_back(std::string{to_code(level)});
        }
    }
    values.emplace_back(std::int64_t{limit});
    std::vector<Entry> entries;
    std::string sql{
        "SELECT e.id, e.kind, e.record, e.at, e.actor_user, e.actor_post, e.via, e.verb,"
        " e.reason, e.audience, p.changes"
        " FROM event e LEFT JOIN event_payload p ON p.event = e.id WHERE "};
    sql.append(condition).append(" AND e.audience IN (").append(levels);
    sql.append(") ORDER BY e.id DESC LIMIT ?");
    for (auto row : reader.query_with(sql, values)) {
        Entry entry{.id = row.next<Id<Event>>(),
                    .kind = row.next<std::string>(),
                    .record = row.next<Uuid>(),
                    .at = row.next<Instant>(),
                    .actor = {.user = row.next<std::optional<Uuid>>(),
                              .post = row.next<std::optional<Uuid>>(),
                              .via = row.next<std::string>()},
                    .verb = row.next<std::string>(),
                    .reason = row.next<std::string>(),
                    .audience = row.next<Audience>()};
        if (auto const changes = row.next<std::optional<std::string>>()) {
            entry.changes = from_json(*changes, audience);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace

std::vector<Entry> history(storage::Reader &reader, std::string_view kind, Uuid record,
                           Audience audience, int limit)
{
    return read_entries(reader, "e.record = ? AND e.kind = ?", {record, std::string{kind}},
                        audience, limit);
}

std::vector<Entry> newest_acts(storage::Reader &reader, std::span<Uuid const> records,
                               Audience audience, int limit)
{
    if (records.empty()) {
        return {};
    }
    std::string marks;
    std::vector<storage::Value> values;
    for (auto const &id : records) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(id);
    }
    return read_entries(reader, "e.record IN (" + marks + ")", std::move(values), audience, limit);
}

std::vector<Entry> newest_of(storage::Reader &reader, std::span<ActKind const> kinds, Instant since,
                             Audience audience, int limit)
{
    if (kinds.empty()) {
        return {};
    }
    // Ids are in the order of time: the first of that millisecond bounds the reading.
    std::vector<storage::Value> values{Uuid::make(since.micros() / 1000, {})};
    std::string pairs;
    for (auto const &one : kinds) {
        pairs += pairs.empty() ? "(?, ?)" : ", (?, ?)";
        values.emplace_back(std::string{one.kind});
        values.emplace_back(std::string{one.verb});
    }
    return read_entries(reader, "e.id >= ? AND (e.kind, e.verb) IN (VALUES " + pairs + ")",
                        std::move(values), audience, limit);
}

int seal(storage::Tx &tx)
{
    std::int64_t sequence = 0;
    Bytes chain;
    for (auto row : tx.query("SELECT sequence, chain FROM event WHERE sequence IS NOT NULL"
                             " ORDER BY sequence DESC LIMIT 1")) {
        sequence = row.next<std::int64_t>();
        chain = row.next<Bytes>();
    }
    std::vector<Chained> waiting;
    for (auto row : tx.query("SELECT " CHAINED_COLUMNS " FROM event e WHERE e.sequence IS NULL"
                             " ORDER BY e.id LIMIT ?",
                             sealed_at_once)) {
        waiting.push_back(read_chained(row));
    }
    for (auto const &event : waiting) {
        ++sequence;
        chain = next_link(chain, sequence, event);
        tx.send("UPDATE event SET sequence = ?, chain = ? WHERE id = ?", sequence, chain, event.id);
    }
    return static_cast<int>(waiting.size());
}

bool has_unsealed(storage::Reader &reader)
{
    return reader.one<bool>("SELECT 1 FROM event WHERE sequence IS NULL LIMIT 1").value_or(false);
}

ChainCheck verify(storage::Reader &reader)
{
    ChainCheck check;
    check.unsealed =
        reader.one<std::int64_t>("SELECT count(*) FROM event WHERE sequence IS NULL").value_or(0);
    Bytes chain;
    for (auto row :
         reader.query("SELECT " CHAINED_COLUMNS ", e.sequence, e.chain, p.salt, p.changes"
                      " FROM event e LEFT JOIN event_payload p ON p.event = e.id"
                      " WHERE e.sequence IS NOT NULL ORDER BY e.sequence")) {
        auto const event = read_chained(row);
        auto const sequence = row.next<std::int64_t>();
        auto const stored = row.next<Bytes>();
        auto const salt = row.next<std::optional<Bytes>>();
        auto const changes = row.next<std::optional<std::string>>();
        ++check.sealed;
        chain = next_link(chain, check.sealed, event);
        bool const payload_holds =
            !salt || !changes ||
            (event.digest && *event.digest == digest_of_payload(*salt, *changes));
        if (sequence != check.sealed || stored != chain || !payload_holds) {
            check.broken_at = event.id;
            return check;
        }
        if (event.digest && !salt) {
            ++check.erased;
        }
    }
    return check;
}

} // namespace selatan::events
