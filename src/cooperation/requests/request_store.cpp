#include "cooperation/requests/request_store.hpp"

namespace selatan::requests {

Standards stored_standards(storage::Reader &reader)
{
    Standards standards;
    for (auto row : reader.query("SELECT stage, days FROM service_standard")) {
        auto stage = row.next<std::string>();
        standards.emplace(std::move(stage), row.next<int>());
    }
    return standards;
}

std::optional<Uuid> standard_of(storage::Reader &reader, std::string_view state)
{
    return reader.one<Uuid>("SELECT id FROM service_standard WHERE stage = ?", state);
}

std::vector<Candidate> duplicate_candidates(storage::Reader &reader, auth::Identity const *identity,
                                            CountryCode country, Instant since,
                                            std::optional<Uuid> except)
{
    auto const may_see = records::compile(*requests.policy, identity, records::verbs::see);
    std::vector<storage::Value> values{storage::to_value(country), storage::to_value(since)};
    if (except) {
        values.emplace_back(*except);
    }
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    values.emplace_back(std::int64_t{candidates_most});
    std::vector<Candidate> candidates;
    for (auto row :
         reader.query_with("SELECT r.id, r.reference, r.title, r.state, n.problem, n.sector,"
                           " n.modalities FROM record r JOIN request n ON n.id = r.id"
                           " WHERE r.kind = 'request' AND r.country = ? AND r.created_at >= ?"
                           " AND r.state <> 'closed'" +
                               std::string{except ? " AND r.id <> ?" : ""} + " AND " + may_see.sql +
                               " ORDER BY r.id DESC LIMIT ?",
                           values)) {
        Candidate candidate{.id = row.next<Uuid>(),
                            .reference = row.next<std::string>(),
                            .title = row.next<std::string>(),
                            .state = row.next<std::string>(),
                            .problem = row.next<std::string>(),
                            .sector = row.next<std::string>(),
                            .modalities = {}};
        records::Text<records::Codes>::parse(row.next<std::string>(), candidate.modalities);
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

bool has_letter(storage::Reader &reader, Uuid request)
{
    return reader
        .one<bool>("SELECT 1 FROM attachment WHERE record = ? AND audience IN ('public', "
                   "'partner') LIMIT 1",
                   request)
        .value_or(false);
}

std::string lead_name(storage::Reader &reader, Uuid account)
{
    return reader.one<std::string>("SELECT name FROM user_account WHERE id = ?", account)
        .value_or("");
}

std::vector<Reminder> reminders_to_send(storage::Reader &reader, Date today, Date until, int most)
{
    std::vector<Reminder> reminders;
    for (auto row : reader.query(
             "SELECT r.id, r.reference, r.title, r.state, r.due_on, u.email, u.name, u.language"
             " FROM record r JOIN user_account u ON u.id = r.assignee"
             " WHERE r.kind = 'request' AND r.due_on <= ? AND u.status = 'active' AND NOT EXISTS"
             " (SELECT 1 FROM request_reminder m WHERE m.request = r.id AND m.due_on = r.due_on"
             " AND m.occasion = CASE WHEN r.due_on < ? THEN 'after' ELSE 'before' END)"
             " ORDER BY r.due_on, r.id LIMIT ?",
             until, today, most)) {
        Reminder reminder{.request = row.next<Uuid>(),
                          .reference = row.next<std::string>(),
                          .title = row.next<std::string>(),
                          .state = row.next<std::string>(),
                          .due_on = row.next<Date>(),
                          .email = row.next<std::string>(),
                          .name = row.next<std::string>(),
                          .language =
                              parse_language(row.next<std::string>()).value_or(Language::en)};
        reminder.occasion = reminder.due_on < today ? Occasion::after : Occasion::before;
        reminders.push_back(std::move(reminder));
    }
    return reminders;
}

void mark_reminded(storage::Tx &tx, Reminder const &reminder)
{
    tx.run("INSERT INTO request_reminder (request, due_on, occasion, sent) VALUES (?, ?, ?, ?)",
           reminder.request, reminder.due_on, to_code(reminder.occasion), tx.now());
}

} // namespace selatan::requests
