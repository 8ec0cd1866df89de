#include "cooperation/training/employer_store.hpp"

namespace selatan::training {

void put_link(storage::Tx &tx, Uuid application, auth::Token const &token, Instant expires)
{
    tx.run("INSERT INTO training_employer_link (application, token_hash, made, expires)"
           " VALUES (?, ?, ?, ?) ON CONFLICT (application) DO UPDATE SET"
           " token_hash = excluded.token_hash, made = excluded.made, expires = excluded.expires",
           application, token.hash(), tx.now(), expires);
}

std::optional<Uuid> application_of_link(storage::Reader &reader, auth::Token const &token)
{
    return reader.one<Uuid>("SELECT application FROM training_employer_link"
                            " WHERE token_hash = ? AND expires > ?",
                            token.hash(), reader.now());
}

void remove_link(storage::Tx &tx, Uuid application)
{
    tx.run("DELETE FROM training_employer_link WHERE application = ?", application);
}

} // namespace selatan::training
