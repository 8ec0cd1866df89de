#include "cooperation/activities/calendar_feed_store.hpp"

namespace selatan::activities {

void put_feed(storage::Tx &tx, Id<auth::User> user, auth::Token const &token)
{
    tx.run("INSERT INTO calendar_feed (account, token_hash, made) VALUES (?, ?, ?)"
           " ON CONFLICT (account) DO UPDATE SET token_hash = excluded.token_hash,"
           " made = excluded.made",
           user, token.hash(), tx.now());
}

bool remove_feed(storage::Tx &tx, Id<auth::User> user)
{
    return tx.run("DELETE FROM calendar_feed WHERE account = ?", user) == 1;
}

std::optional<Id<auth::User>> user_of_feed(storage::Reader &reader, auth::Token const &token)
{
    return reader.one<Id<auth::User>>("SELECT account FROM calendar_feed WHERE token_hash = ?",
                                      token.hash());
}

std::optional<Instant> feed_made_at(storage::Reader &reader, Id<auth::User> user)
{
    return reader.one<Instant>("SELECT made FROM calendar_feed WHERE account = ?", user);
}

} // namespace selatan::activities
