#include "platform/auth/link_store.hpp"

#include "platform/auth/account_store.hpp"

namespace selatan::auth::store {

void insert(storage::Tx &tx, LinkPurpose purpose, Id<User> user, Token const &token,
            Instant expires)
{
    struct Link;
    tx.run("INSERT INTO mailed_link (id, token_hash, account, purpose, created, expires)"
           " VALUES (?, ?, ?, ?, ?, ?)",
           tx.new_id<Link>(), token.hash(), user, purpose, tx.now(), expires);
}

std::optional<GoodLink> find_good(storage::Reader &reader, LinkPurpose purpose, Token const &token)
{
    for (auto row : reader.query("SELECT account, expires FROM mailed_link WHERE token_hash = ?"
                                 " AND purpose = ? AND spent IS NULL AND expires > ?",
                                 token.hash(), purpose, reader.now())) {
        return GoodLink{.user = row.next<Id<User>>(), .expires = row.next<Instant>()};
    }
    return std::nullopt;
}

bool spend(storage::Tx &tx, LinkPurpose purpose, Token const &token)
{
    return tx.run("UPDATE mailed_link SET spent = ? WHERE token_hash = ? AND purpose = ?"
                  " AND spent IS NULL AND expires > ?",
                  tx.now(), token.hash(), purpose, tx.now()) == 1;
}

void withdraw_links_of(storage::Tx &tx, Id<User> user, std::optional<LinkPurpose> purpose)
{
    if (purpose) {
        tx.run(
            "UPDATE mailed_link SET spent = ? WHERE account = ? AND purpose = ? AND spent IS NULL",
            tx.now(), user, *purpose);
    } else {
        tx.run("UPDATE mailed_link SET spent = ? WHERE account = ? AND spent IS NULL", tx.now(),
               user);
    }
}

void delete_links(storage::Tx &tx, Instant expired_before)
{
    tx.run("DELETE FROM mailed_link WHERE expires < ?", expired_before);
}

} // namespace selatan::auth::store
