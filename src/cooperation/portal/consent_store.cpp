#include "cooperation/portal/consent_store.hpp"

namespace selatan::portal {

std::vector<PartyConsent> consents_of(storage::Reader &reader, Uuid project)
{
    std::vector<PartyConsent> all;
    for (auto row : reader.query(
             "SELECT pr.id, pr.title, pr.state, cr.reference, cr.state, c.topics, c.given_by,"
             " c.given_on, c.document, c.ended_on, c.reason"
             " FROM project_party pp JOIN record pr ON pr.id = pp.id"
             " LEFT JOIN publication_consent c ON c.party = pp.id"
             " LEFT JOIN record cr ON cr.id = c.id WHERE pp.project = ? ORDER BY pp.id",
             project)) {
        auto &one = all.emplace_back();
        one.party = row.next<Uuid>();
        one.name = row.next<std::string>();
        one.party_state = row.next<std::string>();
        one.reference = row.next<std::optional<std::string>>().value_or("");
        one.state = row.next<std::optional<std::string>>().value_or("");
        one.consent.project = Id<projects::Project>{project};
        one.consent.party = Id<projects::Party>{one.party};
        auto const topic_codes = row.next<std::optional<std::string>>().value_or("");
        if (!topic_codes.empty()) {
            static_cast<void>(
                records::Text<records::Codes>::parse(topic_codes, one.consent.topics));
        }
        one.consent.given_by = row.next<std::optional<std::string>>().value_or("");
        one.consent.given_on = row.next<std::optional<Date>>();
        one.consent.document = row.next<std::optional<std::string>>().value_or("");
        one.consent.ended_on = row.next<std::optional<Date>>();
        one.consent.reason = row.next<std::optional<std::string>>().value_or("");
    }
    return all;
}

records::Codes public_topics_of(storage::Reader &reader, Uuid project)
{
    records::Codes all;
    for (auto row :
         reader.query("SELECT topic FROM public_topic WHERE project = ? ORDER BY topic", project)) {
        all.push_back(row.next<std::string>());
    }
    return all;
}

std::vector<Readiness> readiness(storage::Reader &reader, records::Filter const &may_see,
                                 std::optional<Uuid> after, int most)
{
    auto values = may_see.values;
    std::string beyond;
    if (after) {
        beyond = " AND r.id < ?";
        values.emplace_back(*after);
    }
    values.emplace_back(std::int64_t{most});
    std::vector<Readiness> all;
    for (auto row : reader.query_with(
             "SELECT s.id, s.reference, s.title, s.state, s.parties, s.asked, s.given, t.topic"
             " FROM (SELECT r.id, r.reference, r.title, r.state, count(pp.id) AS parties,"
             " count(c.id) AS asked, count(CASE WHEN cr.state = 'given' THEN 1 END) AS given"
             " FROM record r JOIN project_party pp ON pp.project = r.id"
             " JOIN record pr ON pr.id = pp.id AND pr.state <> 'refused'"
             " LEFT JOIN publication_consent c ON c.party = pp.id"
             " LEFT JOIN record cr ON cr.id = c.id"
             " WHERE r.kind = 'project' AND r.state NOT IN"
             " ('idea', 'concept', 'formulated', 'appraised', 'approved', 'cancelled') AND " +
                 may_see.sql + beyond +
                 " GROUP BY r.id, r.reference, r.title, r.state ORDER BY r.id DESC LIMIT ?) s"
                 " LEFT JOIN public_topic t ON t.project = s.id ORDER BY s.id DESC",
             values)) {
        auto const id = row.next<Uuid>();
        if (all.empty() || all.back().id != id) {
            all.push_back({.id = id,
                           .reference = row.next<std::string>(),
                           .title = row.next<std::string>(),
                           .state = row.next<std::string>(),
                           .parties = row.next<std::int64_t>(),
                           .asked = row.next<std::int64_t>(),
                           .given = row.next<std::int64_t>(),
                           .topics = {}});
        }
        constexpr int topic_column = 7;
        Topic topic{};
        if (from_code(row.get<std::optional<std::string>>(topic_column).value_or(""), topic)) {
            all.back().topics.push_back(topic);
        }
    }
    return all;
}

std::vector<Uuid> projects_to_ask(storage::Reader &reader)
{
    return reader.all<Uuid>(
        "SELECT r.id FROM record r WHERE r.kind = 'project' AND r.state NOT IN"
        " ('idea', 'concept', 'formulated', 'appraised', 'approved', 'cancelled')"
        " AND NOT EXISTS (SELECT 1 FROM publication_consent c WHERE c.project = r.id)"
        " ORDER BY r.id");
}

} // namespace selatan::portal
