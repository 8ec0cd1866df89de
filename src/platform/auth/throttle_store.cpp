#include "platform/auth/throttle_store.hpp"

namespace selatan::auth::store {

namespace {

/// Columns count(*), max(at).
Failures read_failures(storage::Rows rows)
{
    for (auto row : rows) {
        return {.count = row.next<int>(),
                .newest = row.next<std::optional<Instant>>().value_or(Instant{})};
    }
    return {};
}

} // namespace

Failures failures_of_subject(storage::Reader &reader, AttemptPurpose purpose, Bytes const &subject,
                             Instant since)
{
    return read_failures(
        reader.query("SELECT count(*), max(at) FROM sign_in_attempt"
                     " WHERE subject = ? AND at > ? AND purpose = ? AND failed = 1",
                     subject, since, purpose));
}

Failures failures_of_both(storage::Reader &reader, AttemptPurpose purpose, Bytes const &subject,
                          std::string_view client, Instant since)
{
    return read_failures(
        reader.query("SELECT count(*), max(at) FROM sign_in_attempt WHERE subject = ?"
                     " AND at > ? AND client = ? AND purpose = ? AND failed = 1",
                     subject, since, client, purpose));
}

Failures failures_of_client(storage::Reader &reader, AttemptPurpose purpose,
                            std::string_view client, Instant since)
{
    return read_failures(reader.query("SELECT count(*), max(at) FROM sign_in_attempt"
                                      " WHERE client = ? AND at > ? AND purpose = ? AND failed = 1",
                                      client, since, purpose));
}

bool is_known_client(storage::Reader &reader, AttemptPurpose purpose, Bytes const &subject,
                     std::string_view client, Instant since)
{
    return reader
        .one<Id<Attempt>>("SELECT id FROM sign_in_attempt WHERE subject = ? AND at > ?"
                          " AND client = ? AND purpose = ? AND failed = 0 LIMIT 1",
                          subject, since, client, purpose)
        .has_value();
}

Id<Attempt> insert_failure(storage::Tx &tx, AttemptPurpose purpose, Bytes const &subject,
                           std::string_view client)
{
    auto const id = tx.new_id<Attempt>();
    tx.run("INSERT INTO sign_in_attempt (id, purpose, subject, client, at, failed)"
           " VALUES (?, ?, ?, ?, ?, 1)",
           id, purpose, subject, client, tx.now());
    return id;
}

void mark_succeeded(storage::Tx &tx, Id<Attempt> attempt)
{
    tx.run("UPDATE sign_in_attempt SET failed = 0 WHERE id = ?", attempt);
    tx.run(
        "DELETE FROM sign_in_attempt WHERE failed = 1 AND EXISTS (SELECT 1 FROM sign_in_attempt s"
        " WHERE s.id = ? AND s.subject = sign_in_attempt.subject"
        " AND s.client = sign_in_attempt.client AND s.purpose = sign_in_attempt.purpose)",
        attempt);
}

void delete_attempts(storage::Tx &tx, Instant failed_before, Instant succeeded_before)
{
    tx.run("DELETE FROM sign_in_attempt WHERE (failed = 1 AND at < ?) OR at < ?", failed_before,
           succeeded_before);
}

} // namespace selatan::auth::store
