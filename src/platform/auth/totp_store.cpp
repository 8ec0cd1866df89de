#include "platform/auth/totp_store.hpp"

namespace selatan::auth {

namespace store {

std::optional<StoredTotp> find_totp(storage::Reader &reader, Id<User> user)
{
    for (auto row :
         reader.query("SELECT secret, confirmed, last_step FROM totp WHERE account = ?", user)) {
        return StoredTotp{.sealed = row.next<Bytes>(),
                          .is_confirmed = row.next<std::optional<Instant>>().has_value(),
                          .last_step = row.next<std::int64_t>()};
    }
    return std::nullopt;
}

bool put_totp(storage::Tx &tx, Id<User> user, Bytes const &sealed)
{
    return tx.run("INSERT INTO totp (account, secret, begun, last_step) VALUES (?, ?, ?, 0)"
                  " ON CONFLICT (account) DO UPDATE"
                  " SET secret = excluded.secret, begun = excluded.begun"
                  " WHERE totp.confirmed IS NULL",
                  user, sealed, tx.now()) == 1;
}

void confirm_totp(storage::Tx &tx, Id<User> user, std::int64_t step)
{
    tx.run("UPDATE totp SET confirmed = ?, last_step = ? WHERE account = ?", tx.now(), step, user);
}

bool use_step(storage::Tx &tx, Id<User> user, std::int64_t step)
{
    return tx.run("UPDATE totp SET last_step = ? WHERE account = ? AND last_step < ?", step, user,
                  step) == 1;
}

bool delete_totp(storage::Tx &tx, Id<User> user)
{
    tx.run("DELETE FROM recovery_code WHERE account = ?", user);
    return tx.run("DELETE FROM totp WHERE account = ?", user) == 1;
}

void replace_recovery_codes(storage::Tx &tx, Id<User> user, std::span<Bytes const> hashes)
{
    tx.run("DELETE FROM recovery_code WHERE account = ?", user);
    for (auto const &hash : hashes) {
        tx.run("INSERT INTO recovery_code (account, code_hash) VALUES (?, ?)", user, hash);
    }
}

bool spend_recovery_code(storage::Tx &tx, Id<User> user, Bytes const &hash)
{
    return tx.run("UPDATE recovery_code SET spent = ? WHERE account = ? AND code_hash = ?"
                  " AND spent IS NULL",
                  tx.now(), user, hash) == 1;
}

} // namespace store

TotpState totp_state_of(storage::Reader &reader, Id<User> user)
{
    for (auto row : reader.query("SELECT (SELECT count(*) FROM recovery_code r"
                                 " WHERE r.account = t.account AND r.spent IS NULL)"
                                 " FROM totp t WHERE t.account = ? AND t.confirmed IS NOT NULL",
                                 user)) {
        return {.is_on = true, .recovery_codes_left = row.next<int>()};
    }
    return {};
}

} // namespace selatan::auth
