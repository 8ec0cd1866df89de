#include "cooperation/participants/certificate_store.hpp"

#include "cooperation/participants/participants.hpp"
#include "platform/records/access.hpp"

namespace selatan::participants {

void put_certificate_token(storage::Tx &tx, Uuid certificate, auth::Token const &token,
                           storage::Bytes const &sealed)
{
    tx.run("INSERT INTO training_certificate_token (certificate, token_hash, sealed)"
           " VALUES (?, ?, ?)",
           certificate, token.hash(), sealed);
}

std::optional<Uuid> certificate_of_token(storage::Reader &reader, auth::Token const &token)
{
    return reader.one<Uuid>("SELECT certificate FROM training_certificate_token"
                            " WHERE token_hash = ?",
                            token.hash());
}

std::optional<storage::Bytes> sealed_token(storage::Reader &reader, Uuid certificate)
{
    return reader.one<storage::Bytes>("SELECT sealed FROM training_certificate_token"
                                      " WHERE certificate = ?",
                                      certificate);
}

std::vector<Uuid> to_certify(storage::Reader &reader, Uuid call, int most)
{
    return reader.all<Uuid>("SELECT t.id FROM training_participant t"
                            " JOIN record r ON r.id = t.id WHERE t.call = ?"
                            " AND r.state = 'completed' ORDER BY r.title, t.id LIMIT ?",
                            call, static_cast<std::int64_t>(most));
}

std::int64_t count_to_certify(storage::Reader &reader, Uuid call)
{
    return reader
        .one<std::int64_t>("SELECT COUNT(*) FROM training_participant t"
                           " JOIN record r ON r.id = t.id WHERE t.call = ?"
                           " AND r.state = 'completed'",
                           call)
        .value_or(0);
}

std::optional<Uuid> valid_certificate_of(storage::Reader &reader, Uuid participant)
{
    return reader.one<Uuid>("SELECT t.id FROM training_certificate t"
                            " JOIN record r ON r.id = t.id WHERE t.participant = ?"
                            " AND r.state = 'valid' ORDER BY t.id DESC LIMIT 1",
                            participant);
}

std::vector<Uuid> valid_certificates_of(storage::Reader &reader, auth::Identity const &identity,
                                        Uuid call)
{
    auto const filter = records::compile(certificate_policy, &identity, records::verbs::see);
    std::vector<storage::Value> values{call};
    values.insert(values.end(), filter.values.begin(), filter.values.end());
    return reader.all_with<Uuid>("SELECT r.id FROM training_certificate t"
                                 " JOIN record r ON r.id = t.id WHERE t.call = ?"
                                 " AND r.state = 'valid' AND " +
                                     filter.sql + " ORDER BY r.title, r.id",
                                 values);
}

} // namespace selatan::participants
