#include "cooperation/training/restricted_store.hpp"

namespace selatan::training {

void put_sealed(storage::Tx &tx, Uuid application, SealedParts const &parts)
{
    tx.run("INSERT INTO training_restricted (application, passport, expiry, medical, changed)"
           " VALUES (?, ?, ?, ?, ?) ON CONFLICT (application) DO UPDATE SET"
           " passport = excluded.passport, expiry = excluded.expiry, medical = excluded.medical,"
           " changed = excluded.changed",
           application, parts.passport, parts.expiry, parts.medical, tx.now());
}

std::optional<SealedParts> find_sealed(storage::Reader &reader, Uuid application)
{
    for (auto row : reader.query("SELECT passport, expiry, medical FROM training_restricted"
                                 " WHERE application = ?",
                                 application)) {
        return SealedParts{.passport = row.next<storage::Bytes>(),
                           .expiry = row.next<storage::Bytes>(),
                           .medical = row.next<storage::Bytes>()};
    }
    return std::nullopt;
}

std::optional<Date> erased_on(storage::Reader &reader, Uuid application)
{
    auto const at = reader.one<Instant>(
        "SELECT erased FROM person_key WHERE person = ? AND erased IS NOT NULL", application);
    return at ? std::optional{at->date()} : std::nullopt;
}

void remove_sealed(storage::Tx &tx, Uuid application)
{
    tx.run("DELETE FROM training_restricted WHERE application = ?", application);
}

} // namespace selatan::training
