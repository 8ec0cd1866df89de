#include "cooperation/training/applicant_store.hpp"

namespace selatan::training {

void put_applicant_link(storage::Tx &tx, std::string const &email, Uuid call, Language language,
                        auth::Token const &token, Instant expires)
{
    tx.run("INSERT INTO training_applicant_link (email, call, language, token_hash, expires)"
           " VALUES (?, ?, ?, ?, ?) ON CONFLICT (email) DO UPDATE SET call = excluded.call,"
           " language = excluded.language, token_hash = excluded.token_hash,"
           " expires = excluded.expires",
           email, call, to_code(language), token.hash(), expires);
}

std::optional<ApplicantLink> find_applicant_link(storage::Reader &reader, auth::Token const &token)
{
    for (auto row : reader.query("SELECT x.email, r.reference, r.title, r.titles, x.language,"
                                 " x.expires"
                                 " FROM training_applicant_link x JOIN record r ON r.id = x.call"
                                 " WHERE x.token_hash = ?",
                                 token.hash())) {
        ApplicantLink link;
        link.email = row.next<std::string>();
        link.call = row.next<std::string>();
        auto const title = row.next<std::string>();
        auto const titles = row.next<std::string>();
        link.language = parse_language(row.next<std::string>()).value_or(Language::en);
        link.is_good = reader.now() < row.next<Instant>();
        link.course = records::title_in(link.language, title, titles);
        return link;
    }
    return std::nullopt;
}

bool spend_applicant_link(storage::Tx &tx, auth::Token const &token)
{
    return tx
        .one<std::string>("DELETE FROM training_applicant_link WHERE token_hash = ?"
                          " AND expires > ? RETURNING email",
                          token.hash(), tx.now())
        .has_value();
}

void delete_applicant_links(storage::Tx &tx, Instant expired_before)
{
    tx.run("DELETE FROM training_applicant_link WHERE expires < ?", expired_before);
}

void delete_drafts(storage::Tx &tx, Date closed_before)
{
    tx.run("DELETE FROM training_application_draft WHERE call IN"
           " (SELECT id FROM training_call WHERE closes_on < ?)",
           closed_before);
}

} // namespace selatan::training
