#include "platform/auth/api_token_store.hpp"

#include "base/ensure.hpp"

namespace selatan::auth {

namespace store {

Id<ApiToken> insert(storage::Tx &tx, Id<User> user, Token const &token, std::string const &name,
                    TokenScopes const &scopes, Instant expires)
{
    auto const id = tx.new_id<ApiToken>();
    tx.run("INSERT INTO api_token (id, token_hash, account, name, scopes, created, expires)"
           " VALUES (?, ?, ?, ?, ?, ?, ?)",
           id, token.hash(), user, name, scopes.text(), tx.now(), expires);
    return id;
}

std::optional<GoodToken> find_good(storage::Reader &reader, Token const &token)
{
    for (auto row : reader.query(
             "SELECT t.id, t.scopes, t.last_used, a.id, a.name, a.language, a.office, a.post,"
             " a.time_zone, a.theme FROM api_token t JOIN user_account a ON a.id = t.account"
             " WHERE t.token_hash = ? AND t.revoked IS NULL AND t.expires > ?"
             " AND a.status = 'active'",
             token.hash(), reader.now())) {
        GoodToken good{.id = row.next<Id<ApiToken>>()};
        good.identity.token = TokenScopes::parse(row.next<std::string>());
        ENSURE(good.identity.token.has_value());
        good.last_used = row.next<std::optional<Instant>>();
        good.identity.via = "api";
        good.identity.user = row.next<Id<User>>();
        good.identity.name = row.next<std::string>();
        auto const language = parse_language(row.next<std::string>());
        ENSURE(language.has_value());
        good.identity.language = *language;
        good.identity.office = row.next<std::optional<Uuid>>();
        good.identity.post = row.next<std::optional<Uuid>>();
        good.identity.time_zone = row.next<std::string>();
        good.identity.theme = row.next<Theme>();
        return good;
    }
    return std::nullopt;
}

std::optional<Id<User>> find_owner(storage::Reader &reader, Id<ApiToken> token)
{
    return reader.one<Id<User>>("SELECT account FROM api_token WHERE id = ? AND revoked IS NULL",
                                token);
}

void set_last_used(storage::Tx &tx, Id<ApiToken> token)
{
    tx.run("UPDATE api_token SET last_used = ? WHERE id = ?", tx.now(), token);
}

void revoke(storage::Tx &tx, Id<ApiToken> token)
{
    tx.run("UPDATE api_token SET revoked = ? WHERE id = ?", tx.now(), token);
}

void revoke_tokens_of(storage::Tx &tx, Id<User> user)
{
    tx.run("UPDATE api_token SET revoked = ? WHERE account = ? AND revoked IS NULL", tx.now(),
           user);
}

} // namespace store

std::vector<ApiTokenEntry> api_tokens_of(storage::Reader &reader, Id<User> user)
{
    std::vector<ApiTokenEntry> entries;
    for (auto row :
         reader.query("SELECT id, name, scopes, created, expires, last_used, revoked FROM api_token"
                      " WHERE account = ? ORDER BY id DESC",
                      user)) {
        entries.push_back({.id = row.next<Id<ApiToken>>(),
                           .name = row.next<std::string>(),
                           .scopes = row.next<std::string>(),
                           .created = row.next<Instant>(),
                           .expires = row.next<Instant>(),
                           .last_used = row.next<std::optional<Instant>>(),
                           .revoked = row.next<std::optional<Instant>>()});
    }
    return entries;
}

} // namespace selatan::auth
