#include "cooperation/approvals/opinion_store.hpp"

#include "cooperation/approvals/standing.hpp"
#include "platform/storage/marks.hpp"

namespace selatan::approvals {

namespace {

constexpr int offices_listed_most = 1'000;

/// An account `u` with a grant `g` that answers for an office on a day (twice a parameter).
#define ANSWERS_BY_GRANT                                                                           \
    "u.status = 'active' AND g.revoked IS NULL AND g.role IN ('line_ministry', 'appraiser')"       \
    " AND g.valid_from <= ? AND (g.valid_until IS NULL OR g.valid_until >= ?)"

std::vector<Listed> list_opinions(storage::Reader &reader, std::string const &which, Uuid of,
                                  records::Filter const &may_see)
{
    std::vector<storage::Value> values{of};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    std::vector<Listed> all;
    for (auto row :
         reader.query_with("SELECT r.reference, r.state, o.purpose, a.title, w.title, o.given_on,"
                           " o.deadline, o.conditions, o.reason, o.late FROM opinion o"
                           " JOIN record r ON r.id = o.id JOIN record c ON c.id = o.consultation"
                           " JOIN record a ON a.id = o.asked JOIN record w ON w.id = r.organisation"
                           " WHERE " +
                               which + " AND " + may_see.sql + " ORDER BY o.id",
                           values)) {
        all.push_back({.reference = row.next<std::string>(),
                       .state = row.next<std::string>(),
                       .purpose = row.next<Purpose>(),
                       .asked = row.next<std::string>(),
                       .organisation = row.next<std::string>(),
                       .given_on = row.next<std::optional<Date>>(),
                       .deadline = row.next<Date>(),
                       .conditions = row.next<std::string>(),
                       .reason = row.next<std::string>(),
                       .late = row.next<bool>()});
    }
    return all;
}

} // namespace

std::string state_of_consultation(storage::Reader &reader, Uuid consultation)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", consultation)
        .value_or("");
}

Counts count_opinions(storage::Reader &reader, Uuid consultation)
{
    Counts counts;
    for (auto row : reader.query("SELECT r.state, count(*) FROM opinion o"
                                 " JOIN record r ON r.id = o.id"
                                 " WHERE o.consultation = ? GROUP BY r.state",
                                 consultation)) {
        auto const state = row.next<std::string>();
        auto const count = row.next<std::int64_t>();
        if (state == states::asked || state == states::silent) {
            counts.outstanding += count;
        } else if (state != states::withdrawn) {
            counts.given += count;
        }
    }
    return counts;
}

std::set<Uuid> offices_in(storage::Reader &reader, Uuid consultation, std::optional<Uuid> except)
{
    std::set<Uuid> offices;
    for (auto row : reader.query("SELECT o.id, o.asked, r.organisation FROM opinion o"
                                 " JOIN record r ON r.id = o.id WHERE o.consultation = ?",
                                 consultation)) {
        if (row.next<Uuid>() == except) {
            continue;
        }
        offices.insert(row.next<Uuid>());
        offices.insert(row.next<Uuid>());
    }
    return offices;
}

std::optional<Uuid> opinion_asked_of(storage::Reader &reader, Uuid consultation, Uuid office)
{
    return reader.one<Uuid>("SELECT id FROM opinion WHERE consultation = ? AND asked = ?",
                            consultation, office);
}

std::vector<Uuid> not_given(storage::Reader &reader, Uuid consultation)
{
    return reader.all<Uuid>("SELECT o.id FROM opinion o JOIN record r ON r.id = o.id"
                            " WHERE o.consultation = ? AND r.state IN ('asked', 'silent')"
                            " ORDER BY o.id",
                            consultation);
}

std::vector<std::string> awaited_offices(storage::Reader &reader, Uuid consultation)
{
    return reader.all<std::string>("SELECT a.title FROM opinion o JOIN record r ON r.id = o.id"
                                   " JOIN record a ON a.id = r.organisation"
                                   " WHERE o.consultation = ? AND r.state IN ('asked', 'silent')"
                                   " ORDER BY a.title_sort, o.id",
                                   consultation);
}

std::map<Uuid, std::string> organisations_in(storage::Reader &reader, std::span<Uuid const> ids)
{
    std::map<Uuid, std::string> found;
    if (ids.empty()) {
        return found;
    }
    std::vector<storage::Value> const values{ids.begin(), ids.end()};
    for (auto row :
         reader.query_with("SELECT id, title FROM record WHERE kind = 'organisation' AND id IN (" +
                               storage::marks(ids.size()) + ")",
                           values)) {
        auto const id = row.next<Uuid>();
        found.emplace(id, row.next<std::string>());
    }
    return found;
}

Standing standing(storage::Reader &reader, Uuid subject, Purpose purpose)
{
    // An office that was asked again says its last word in the newest opinion.
    std::map<Uuid, std::string> state_of_office;
    std::map<Uuid, OfficeCondition> condition_of;
    std::vector<Uuid> order;
    for (auto row : reader.query("SELECT o.asked, r.state, a.title, o.conditions FROM opinion o"
                                 " JOIN record r ON r.id = o.id"
                                 " JOIN record c ON c.id = o.consultation"
                                 " JOIN record a ON a.id = o.asked"
                                 " WHERE o.subject = ? AND o.purpose = ?"
                                 " AND r.state <> 'withdrawn' AND c.state <> 'withdrawn'"
                                 " ORDER BY o.id",
                                 subject, purpose)) {
        auto const office = row.next<Uuid>();
        auto state = row.next<std::string>();
        if (state_of_office.insert_or_assign(office, std::move(state)).second) {
            order.push_back(office);
        }
        auto name = row.next<std::string>();
        condition_of.insert_or_assign(
            office, OfficeCondition{.office = std::move(name), .text = row.next<std::string>()});
    }
    Standing answer;
    for (auto const &office : order) {
        auto const &state = state_of_office.at(office);
        answer.asked += state == states::asked ? 1 : 0;
        answer.silent += state == states::silent ? 1 : 0;
        answer.favourable += state == to_code(Stance::favourable) ? 1 : 0;
        answer.unfavourable += state == to_code(Stance::unfavourable) ? 1 : 0;
        if (state == to_code(Stance::conditional)) {
            ++answer.conditional;
            answer.conditions.push_back(condition_of.at(office));
        }
    }
    return answer;
}

std::vector<Listed> opinions_on(storage::Reader &reader, Uuid subject,
                                records::Filter const &may_see)
{
    return list_opinions(reader, "o.subject = ? AND c.state <> 'withdrawn'", subject, may_see);
}

std::vector<Listed> opinions_in(storage::Reader &reader, Uuid consultation,
                                records::Filter const &may_see)
{
    return list_opinions(reader, "o.consultation = ?", consultation, may_see);
}

std::vector<Office> offices_to_ask(storage::Reader &reader, std::optional<CountryCode> country)
{
    auto const today = reader.today();
    std::vector<storage::Value> values{storage::to_value(today), storage::to_value(today)};
    std::string ours = "n.type IN ('ministry', 'agency', 'coordinating_body')";
    if (country) {
        ours += " AND r.country = ?";
        values.push_back(storage::to_value(*country));
    }
    values.emplace_back(std::int64_t{offices_listed_most});
    std::vector<Office> offices;
    for (auto row : reader.query_with(
             "WITH staffed (office) AS (SELECT coalesce(g.organisation, u.office)"
             " FROM user_account u JOIN access_grant g ON g.account = u.id WHERE " ANSWERS_BY_GRANT
             ") SELECT r.id, r.title, n.type,"
             " CASE WHEN r.id IN (SELECT office FROM staffed) THEN 1 ELSE 0 END"
             " FROM record r JOIN organisation n ON n.id = r.id WHERE (" +
                 ours +
                 " OR r.id IN (SELECT office FROM staffed))"
                 " ORDER BY r.title_sort, r.id LIMIT ?",
             values)) {
        offices.push_back({.id = row.next<Uuid>(),
                           .name = row.next<std::string>(),
                           .type = row.next<std::string>(),
                           .has_people = row.next<bool>()});
    }
    return offices;
}

std::optional<CountryCode> country_of_office(storage::Reader &reader, Uuid office)
{
    return reader.one<std::optional<CountryCode>>("SELECT country FROM record WHERE id = ?", office)
        .value_or(std::nullopt);
}

// -- Letters --------------------------------------------------------------------------------------

std::vector<Letter> letters_to_write(storage::Reader &reader, Date until, int most)
{
    std::vector<Letter> letters;
    for (auto row : reader.query(
             "SELECT o.id, r.reference, s.title, o.question, o.deadline, r.organisation, w.title,"
             " CASE WHEN EXISTS (SELECT 1 FROM opinion_notice m WHERE m.opinion = o.id"
             " AND m.office = r.organisation AND m.occasion = 'asked') THEN 1 ELSE 0 END"
             " FROM opinion o JOIN record r ON r.id = o.id JOIN record s ON s.id = o.subject"
             " JOIN record w ON w.id = r.organisation"
             " WHERE r.kind = 'opinion' AND r.state = 'asked' AND NOT EXISTS"
             " (SELECT 1 FROM opinion_notice m WHERE m.opinion = o.id"
             " AND m.office = r.organisation"
             " AND m.occasion = CASE WHEN o.deadline <= ? THEN 'before' ELSE 'asked' END)"
             " ORDER BY o.id LIMIT ?",
             until, most)) {
        letters.push_back({.opinion = row.next<Uuid>(),
                           .reference = row.next<std::string>(),
                           .subject = row.next<std::string>(),
                           .question = row.next<std::string>(),
                           .deadline = row.next<Date>(),
                           .office = row.next<Uuid>(),
                           .office_name = row.next<std::string>(),
                           .occasion = row.next<bool>() ? Occasion::before : Occasion::asked});
    }
    return letters;
}

void mark_written(storage::Tx &tx, Letter const &letter, Occasion occasion)
{
    tx.run("INSERT INTO opinion_notice (opinion, office, occasion, sent) VALUES (?, ?, ?, ?)"
           " ON CONFLICT DO NOTHING",
           letter.opinion, letter.office, to_code(occasion), tx.now());
}

std::multimap<Uuid, Addressee> people_of(storage::Reader &reader, std::span<Uuid const> offices,
                                         Date today)
{
    std::multimap<Uuid, Addressee> people;
    if (offices.empty()) {
        return people;
    }
    std::vector<storage::Value> values{storage::to_value(today), storage::to_value(today)};
    values.insert(values.end(), offices.begin(), offices.end());
    for (auto row : reader.query_with(
             "SELECT DISTINCT coalesce(g.organisation, u.office), u.email, u.name, u.language"
             " FROM user_account u JOIN access_grant g ON g.account = u.id WHERE " ANSWERS_BY_GRANT
             " AND coalesce(g.organisation, u.office) IN (" +
                 storage::marks(offices.size()) + ") ORDER BY u.email",
             values)) {
        auto const office = row.next<Uuid>();
        people.emplace(
            office,
            Addressee{.email = row.next<std::string>(),
                      .name = row.next<std::string>(),
                      .language = parse_language(row.next<std::string>()).value_or(Language::en)});
    }
    return people;
}

std::vector<Uuid> overdue(storage::Reader &reader, Date today, int most)
{
    return reader.all<Uuid>("SELECT id FROM record WHERE kind = 'opinion' AND state = 'asked'"
                            " AND due_on < ? ORDER BY due_on, id LIMIT ?",
                            today, most);
}

} // namespace selatan::approvals
