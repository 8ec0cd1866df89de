#include "cooperation/training/own_application_store.hpp"

#include "base/ensure.hpp"

#include <boost/json.hpp>

namespace selatan::training {

void put_draft(storage::Tx &tx, Id<auth::User> applicant, Uuid call, Section section,
               records::Input const &typed)
{
    boost::json::object fields;
    for (auto const &[name, text] : typed.all()) {
        fields[name] = text;
    }
    tx.run("INSERT INTO training_application_draft (account, call, section, typed, saved)"
           " VALUES (?, ?, ?, ?, ?) ON CONFLICT (account, call, section) DO UPDATE SET"
           " typed = excluded.typed, saved = excluded.saved",
           applicant, call, section, boost::json::serialize(fields), tx.now());
}

std::vector<SectionDraft> drafts_of(storage::Reader &reader, Id<auth::User> applicant, Uuid call)
{
    std::vector<SectionDraft> all;
    for (auto row : reader.query("SELECT section, typed, saved FROM training_application_draft"
                                 " WHERE account = ? AND call = ? ORDER BY section",
                                 applicant, call)) {
        SectionDraft draft;
        draft.section = row.next<Section>();
        auto typed = records::Input::from_json(row.next<std::string>());
        ENSURE(typed.has_value());
        draft.typed = std::move(*typed);
        draft.saved = row.next<Instant>();
        all.push_back(std::move(draft));
    }
    return all;
}

void drop_drafts(storage::Tx &tx, Id<auth::User> applicant, Uuid call)
{
    tx.run("DELETE FROM training_application_draft WHERE account = ? AND call = ?", applicant,
           call);
}

void put_own(storage::Tx &tx, Uuid application, Id<auth::User> applicant, Uuid call)
{
    try {
        tx.run("INSERT INTO training_own_application (application, account, call) VALUES (?, ?, ?)",
               application, applicant, call);
    } catch (storage::Violation const &violation) {
        if (violation.constraint == "training_own_application__account__call") {
            // Submitted from another window at this moment: begun again, the rule refuses.
            throw storage::Collision{violation.what()};
        }
        throw;
    }
}

std::optional<Id<auth::User>> applicant_of(storage::Reader &reader, Uuid application)
{
    return reader.one<Id<auth::User>>(
        "SELECT account FROM training_own_application WHERE application = ?", application);
}

std::optional<Uuid> own_application_to(storage::Reader &reader, Id<auth::User> applicant, Uuid call)
{
    return reader.one<Uuid>("SELECT application FROM training_own_application"
                            " WHERE account = ? AND call = ?",
                            applicant, call);
}

void drop_consents(storage::Tx &tx, Uuid application)
{
    tx.run("DELETE FROM training_consent WHERE application = ?", application);
}

void put_consent(storage::Tx &tx, Uuid application, Consent consent)
{
    tx.run("INSERT INTO training_consent (application, what, given) VALUES (?, ?, ?)", application,
           consent, tx.now());
}

std::vector<GivenConsent> consents_of(storage::Reader &reader, Uuid application)
{
    std::vector<GivenConsent> all;
    for (auto row : reader.query("SELECT what, given FROM training_consent WHERE application = ?"
                                 " ORDER BY what DESC",
                                 application)) {
        all.push_back({.what = row.next<Consent>(), .given = row.next<Instant>()});
    }
    return all;
}

Result<Head> find_own(storage::Reader &reader, auth::Identity const &identity,
                      std::string_view reference, std::string_view verb)
{
    auto const filter = records::compile(own_application_policy, &identity, verb);
    std::vector<storage::Value> values{storage::to_value(identity.user), std::string{reference}};
    values.insert(values.end(), filter.values.begin(), filter.values.end());
    for (auto row : reader.query_with("SELECT r.id FROM training_own_application o"
                                      " JOIN record r ON r.id = o.application"
                                      " WHERE o.account = ? AND r.reference = ? AND " +
                                          filter.sql,
                                      values)) {
        auto const program = auth::program_identity(identity.via);
        return records::find(reader, applications, &program, row.next<Uuid>().to_string());
    }
    return not_found();
}

std::vector<OwnLine> own_lines(storage::Reader &reader, auth::Identity const &identity)
{
    auto const filter = records::compile(own_application_policy, &identity, records::verbs::see);
    std::vector<storage::Value> values{storage::to_value(identity.user)};
    values.insert(values.end(), filter.values.begin(), filter.values.end());
    values.push_back(storage::to_value(identity.user));
    std::vector<OwnLine> all;
    for (auto row : reader.query_with(
             "SELECT r.reference, r.state, c.reference, c.title, n.closes_on, c.id, c.titles"
             " FROM training_own_application o JOIN record r ON r.id = o.application"
             " JOIN record c ON c.id = o.call JOIN training_call n ON n.id = o.call"
             " WHERE o.account = ? AND NOT (r.state = 'withdrawn' AND EXISTS (SELECT 1 FROM"
             " training_application_draft w WHERE w.account = o.account AND w.call = o.call)) "
             "AND " +
                 filter.sql +
                 " UNION ALL SELECT DISTINCT '', '', c.reference, c.title, n.closes_on, c.id, "
                 "c.titles"
                 " FROM training_application_draft d JOIN record c ON c.id = d.call"
                 " JOIN training_call n ON n.id = d.call WHERE d.account = ?"
                 " ORDER BY 5 DESC, 3",
             values)) {
        auto &line = all.emplace_back();
        line.reference = row.next<std::string>();
        line.state = row.next<std::string>();
        line.call = row.next<std::string>();
        line.course = row.next<std::string>();
        line.closes_on = row.next<std::optional<Date>>();
        line.call_id = row.next<Uuid>();
        line.course = records::title_in(identity.language, line.course, row.next<std::string>());
    }
    return all;
}

} // namespace selatan::training
