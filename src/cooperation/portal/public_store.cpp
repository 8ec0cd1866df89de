#include "cooperation/portal/public_store.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace selatan::portal {

namespace {

constexpr std::array flagged{Topic::dates,   Topic::places,    Topic::money,   Topic::people,
                             Topic::results, Topic::documents, Topic::ratings, Topic::lessons};

/// People of one sex whom a project's activities reached, as somebody verified.
std::string people_reached(std::string_view column)
{
    return "CASE WHEN t.people = 1 THEN (SELECT CAST(sum(coalesce(a." + std::string{column} +
           ", 0)) AS BIGINT) FROM activity a JOIN record ar ON ar.id = a.id"
           " AND ar.state = 'verified' WHERE a.project = t.project) END";
}

/// Those who take part, with the country of the party or of its office.
constexpr std::string_view those_who_take_part =
    "SELECT pp.project, pp.roles, pr.title, pr.country AS own_country,"
    " coalesce(pr.country, o.country) AS country"
    " FROM project_party pp JOIN record pr ON pr.id = pp.id"
    " AND pr.state IN ('accepted', 'bound') LEFT JOIN record o ON o.id = pr.organisation";

std::string words_with(std::string_view column)
{
    return "' ' || " + std::string{column} + " || ' '";
}

records::Filter compile(ProjectFilter const &wanted)
{
    records::Filter filter{.sql = "1 = 1", .values = {}};
    auto const require = [&filter](std::string_view sql, std::vector<storage::Value> values) {
        filter.sql += " AND ";
        filter.sql += sql;
        filter.values.insert(filter.values.end(), values.begin(), values.end());
    };
    if (wanted.country) {
        auto const code = storage::to_value(*wanted.country);
        // From the country to its projects: each way of taking part by an index of its own.
        require("t.project IN (SELECT id FROM record WHERE kind = 'project' AND country = ?"
                " UNION SELECT pp.project FROM record pr JOIN project_party pp ON pp.id = pr.id"
                " WHERE pr.kind = 'project_party' AND pr.country = ?"
                " AND pr.state IN ('accepted', 'bound')"
                " UNION SELECT pp.project FROM record o JOIN record pr ON pr.organisation = o.id"
                " AND pr.kind = 'project_party' AND pr.country IS NULL"
                " AND pr.state IN ('accepted', 'bound') JOIN project_party pp ON pp.id = pr.id"
                " WHERE o.kind = 'organisation' AND o.country = ?)",
                {code, code, code});
    }
    if (!wanted.sector.empty()) {
        require("(p.sector = ? OR p.sector LIKE ?)", {wanted.sector, wanted.sector + "__"});
    }
    if (!wanted.goal.empty()) {
        require("(" + words_with("p.sdgs") + " LIKE ? OR " + words_with("p.sdgs") + " LIKE ?)",
                {"% " + wanted.goal + " %", "% " + wanted.goal + ".%"});
    }
    if (!wanted.modality.empty()) {
        require(words_with("p.modalities") + " LIKE ?", {"% " + wanted.modality + " %"});
    }
    if (wanted.year) {
        auto const year = std::to_string(*wanted.year);
        require("t.dates = 1 AND p.starts <= ? AND coalesce(p.ends, p.starts) >= ?",
                {year + "-12-31", year + "-01-01"});
    }
    if (wanted.topic && std::ranges::find(flagged, *wanted.topic) != flagged.end()) {
        require("t." + std::string{to_code(*wanted.topic)} + " = 1", {});
    }
    if (!wanted.reference.empty()) {
        require("r.reference = ?", {wanted.reference});
    }
    return filter;
}

std::string select_projects(std::string const &condition)
{
    std::string flags;
    for (auto const topic : flagged) {
        flags += ", t." + std::string{to_code(topic)};
    }
    return "SELECT r.id, r.reference, r.title, r.state, r.country, p.objective, p.arrangement,"
           " p.geography, p.domain, p.modalities, p.sector, p.sdgs,"
           " CASE WHEN t.dates = 1 THEN p.starts END, CASE WHEN t.dates = 1 THEN p.ends END,"
           " l.amount, l.currency, " +
           people_reached("reached_women") + ", " + people_reached("reached_men") +
           ", CASE WHEN t.results = 1 THEN p.results ELSE '' END, t.published_at" + flags +
           " FROM open_project t JOIN project p ON p.id = t.project"
           " JOIN record r ON r.id = t.project"
           " LEFT JOIN plan_line l ON l.id = p.line AND t.money = 1 WHERE " +
           condition;
}
constexpr std::string_view newest_first = " ORDER BY t.project DESC";
constexpr std::string_view last_published_first = " ORDER BY t.published_at DESC, t.project DESC";

records::Codes codes_of(std::string_view text)
{
    records::Codes codes;
    if (!text.empty()) {
        static_cast<void>(records::Text<records::Codes>::parse(text, codes));
    }
    return codes;
}

PublicProject project_of(storage::Row &row)
{
    PublicProject one;
    one.id = row.next<Uuid>();
    one.reference = row.next<std::string>();
    one.title = row.next<std::string>();
    one.state = row.next<std::string>();
    one.country = row.next<std::optional<CountryCode>>();
    one.objective = row.next<std::string>();
    one.arrangement = row.next<std::string>();
    one.geography = row.next<std::string>();
    one.domain = row.next<std::string>();
    one.modalities = codes_of(row.next<std::string>());
    one.sector = row.next<std::string>();
    one.sdgs = codes_of(row.next<std::string>());
    one.starts = row.next<std::optional<Date>>();
    one.ends = row.next<std::optional<Date>>();
    one.amount = row.next<std::optional<std::int64_t>>();
    one.currency = row.next<std::optional<Currency>>();
    one.women = row.next<std::optional<std::int64_t>>();
    one.men = row.next<std::optional<std::int64_t>>();
    one.results = row.next<std::string>();
    one.published_at = row.next<Instant>();
    one.topics.push_back(Topic::summary);
    for (auto const topic : flagged) {
        if (row.next<std::int64_t>() != 0) {
            one.topics.push_back(topic);
        }
    }
    return one;
}

/// With what each party's own consent and everybody's on documents let through.
std::string select_parties(std::string_view condition)
{
    return "SELECT pp.project, pr.title, coalesce(pr.country, o.country),"
           " CASE WHEN pr.organisation IS NULL THEN 1 ELSE 0 END, pp.roles,"
           " CASE WHEN g.own = 1 THEN pp.share END,"
           " CASE WHEN g.own = 1 THEN pp.contribution ELSE '' END,"
           " CASE WHEN t.documents = 1 THEN coalesce(pp.basis, '') ELSE '' END,"
           " CASE WHEN t.documents = 1 THEN pp.basis_document ELSE '' END,"
           " CASE WHEN t.documents = 1 THEN pp.in_force_on END"
           " FROM open_project t JOIN project_party pp ON pp.project = t.project"
           " JOIN record pr ON pr.id = pp.id"
           " AND pr.state IN ('accepted', 'bound')"
           " LEFT JOIN record o ON o.id = pr.organisation"
           " LEFT JOIN (SELECT n.party, CASE WHEN ' ' || n.topics || ' ' LIKE '% contribution %'"
           " THEN 1 ELSE 0 END AS own FROM publication_consent n JOIN record c ON c.id = n.id"
           " AND c.state = 'given') g ON g.party = pp.id" +
           std::string{condition} + " ORDER BY pp.project DESC, pp.id";
}

std::pair<Uuid, PublicParty> party_of(storage::Row &row)
{
    auto const project = row.next<Uuid>();
    PublicParty one;
    one.name = row.next<std::string>();
    one.country = row.next<std::optional<CountryCode>>();
    one.is_country = row.next<std::int64_t>() != 0;
    one.roles = codes_of(row.next<std::string>());
    one.share = row.next<std::optional<std::int64_t>>();
    one.contribution = row.next<std::string>();
    one.basis = row.next<std::string>();
    one.basis_document = row.next<std::string>();
    one.in_force_on = row.next<std::optional<Date>>();
    return {project, std::move(one)};
}

std::string has_role(std::string_view role)
{
    return "(" + words_with("x.roles") + " LIKE '% " + std::string{role} + " %')";
}

} // namespace

bool PublicProject::shows(Topic topic) const
{
    return std::ranges::find(topics, topic) != topics.end();
}

std::vector<PublicProject> public_projects(storage::Reader &reader, ProjectFilter const &filter,
                                           int most, std::optional<Uuid> after)
{
    auto condition = compile(filter);
    if (after) {
        condition.sql += " AND t.project < ?";
        condition.values.emplace_back(*after);
    }
    condition.values.emplace_back(std::int64_t{most});
    std::vector<PublicProject> all;
    for (auto row :
         reader.query_with(select_projects(condition.sql) + std::string{newest_first} + " LIMIT ?",
                           condition.values)) {
        all.push_back(project_of(row));
    }
    return all;
}

void each_public_project(storage::Reader &reader, ProjectFilter const &filter,
                         std::function<void(PublicProject const &)> const &take)
{
    auto const condition = compile(filter);
    for (auto row : reader.query_with(select_projects(condition.sql) + std::string{newest_first},
                                      condition.values)) {
        take(project_of(row));
    }
}

std::vector<PublicProject> newest_publications(storage::Reader &reader, int most)
{
    std::vector<PublicProject> all;
    for (auto row : reader.query(
             select_projects("1 = 1") + std::string{last_published_first} + " LIMIT ?", most)) {
        all.push_back(project_of(row));
    }
    return all;
}

std::int64_t count_public_projects(storage::Reader &reader, ProjectFilter const &filter)
{
    auto const condition = compile(filter);
    auto rows = reader.query_with("SELECT count(*) FROM open_project t"
                                  " JOIN project p ON p.id = t.project"
                                  " JOIN record r ON r.id = p.id WHERE " +
                                      condition.sql,
                                  condition.values);
    return (*rows.begin()).next<std::int64_t>();
}

std::vector<PublicParty> public_parties(storage::Reader &reader, Uuid project)
{
    std::vector<PublicParty> all;
    for (auto row : reader.query(select_parties(" WHERE pp.project = ?"), project)) {
        all.push_back(party_of(row).second);
    }
    return all;
}

void each_public_party(storage::Reader &reader,
                       std::function<void(Uuid const &project, PublicParty const &)> const &take)
{
    for (auto row : reader.query(select_parties(""))) {
        auto const [project, party] = party_of(row);
        take(project, party);
    }
}

std::vector<Place> public_places(storage::Reader &reader, Uuid project)
{
    std::vector<Place> all;
    for (auto row :
         reader.query("SELECT DISTINCT a.venue, a.venue_country FROM activity a"
                      " JOIN record r ON r.id = a.id AND r.state NOT IN ('planned', 'cancelled')"
                      " JOIN public_topic t ON t.project = a.project AND t.topic = 'places'"
                      " WHERE a.project = ? AND (a.venue <> '' OR a.venue_country IS NOT NULL)"
                      " ORDER BY a.venue, a.venue_country",
                      project)) {
        all.push_back(
            {.venue = row.next<std::string>(), .country = row.next<std::optional<CountryCode>>()});
    }
    return all;
}

records::Filter where_public(Topic topic, std::optional<Uuid> only)
{
    records::Filter filter{
        .sql = "n.project IN (SELECT open_to.project FROM public_topic open_to"
               " WHERE open_to.topic = ?",
        .values = {std::string{to_code(topic)}},
    };
    if (only) {
        filter.sql += " AND open_to.project = ?) AND n.project = ?";
        filter.values.emplace_back(*only);
        filter.values.emplace_back(*only);
    } else {
        filter.sql += ")";
    }
    return filter;
}

// -- Figures --------------------------------------------------------------------------------------

Totals totals(storage::Reader &reader)
{
    Totals all;
    for (auto row :
         reader.query("SELECT count(*), coalesce(CAST(sum(t.people) AS BIGINT), 0),"
                      " (SELECT coalesce(CAST(sum(coalesce(a.reached_women, 0)"
                      " + coalesce(a.reached_men, 0)) AS BIGINT), 0) FROM open_project o"
                      " JOIN activity a ON a.project = o.project JOIN record ar ON ar.id = a.id"
                      " AND ar.state = 'verified' WHERE o.people = 1) FROM open_project t")) {
        all = {.projects = row.next<std::int64_t>(),
               .with_people = row.next<std::int64_t>(),
               .people = row.next<std::int64_t>()};
    }
    return all;
}

std::vector<CountryFigures> country_figures(storage::Reader &reader)
{
    auto const counted = [](std::string_view role) {
        return "count(DISTINCT CASE WHEN " + has_role(role) + " OR " + has_role("partner") +
               " THEN x.project END)";
    };
    std::vector<CountryFigures> all;
    for (auto row : reader.query(
             "SELECT x.country, count(DISTINCT x.project), " + counted("requester") + ", " +
             counted("provider") + ", count(DISTINCT CASE WHEN " + has_role("facilitator") +
             " THEN x.project END) FROM (" + std::string{those_who_take_part} +
             " UNION ALL SELECT p.id, '', r.title, r.country, r.country"
             " FROM project p JOIN record r ON r.id = p.id) x"
             " JOIN open_project t ON t.project = x.project"
             " WHERE x.country IS NOT NULL GROUP BY x.country ORDER BY x.country")) {
        all.push_back({.country = row.next<CountryCode>(),
                       .projects = row.next<std::int64_t>(),
                       .asks = row.next<std::int64_t>(),
                       .provides = row.next<std::int64_t>(),
                       .facilitates = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<CodeFigure> sector_figures(storage::Reader &reader)
{
    std::vector<CodeFigure> all;
    for (auto row : reader.query("SELECT p.sector, count(*) FROM open_project t"
                                 " JOIN project p ON p.id = t.project WHERE p.sector <> ''"
                                 " GROUP BY p.sector ORDER BY p.sector")) {
        all.push_back({.code = row.next<std::string>(), .projects = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<CodeFigure> goal_figures(storage::Reader &reader)
{
    std::map<int, std::int64_t> counted;
    for (auto row : reader.query("SELECT p.sdgs, count(*) FROM open_project t"
                                 " JOIN project p ON p.id = t.project WHERE p.sdgs <> ''"
                                 " GROUP BY p.sdgs")) {
        std::set<int> goals;
        for (auto const &code : codes_of(row.next<std::string>())) {
            std::int64_t number = 0;
            auto const goal = std::string_view{code}.substr(0, code.find('.'));
            if (records::Text<std::int64_t>::parse(goal, number) == nullptr) {
                goals.insert(static_cast<int>(number));
            }
        }
        auto const projects = row.next<std::int64_t>();
        for (auto const goal : goals) {
            counted[goal] += projects;
        }
    }
    std::vector<CodeFigure> all;
    all.reserve(counted.size());
    for (auto const &[goal, projects] : counted) {
        all.push_back({.code = std::to_string(goal), .projects = projects});
    }
    return all;
}

std::vector<Flow> flows(storage::Reader &reader)
{
    std::string const part{those_who_take_part};
    auto const role_of = [](std::string_view alias, std::string_view role) {
        return "(" + words_with(std::string{alias} + ".roles") + " LIKE '% " + std::string{role} +
               " %')";
    };
    std::vector<Flow> all;
    for (auto const facilitates : {false, true}) {
        auto const gives =
            facilitates ? role_of("g", "facilitator")
                        : "(" + role_of("g", "provider") + " OR " + role_of("g", "partner") + ")";
        std::string sql =
            "SELECT coalesce(g.country, g.title), CASE WHEN g.country IS NULL THEN 0 ELSE 1"
            " END, a.country, count(DISTINCT g.project) FROM (";
        sql += part;
        sql += ") g JOIN (";
        sql += part;
        sql += ") a ON a.project = g.project AND a.country IS NOT NULL AND (";
        sql += role_of("a", "requester");
        sql += " OR ";
        sql += role_of("a", "partner");
        sql += ") JOIN open_project t ON t.project = g.project WHERE ";
        sql += gives;
        sql += " AND (g.country IS NULL OR g.country <> a.country)"
               " GROUP BY coalesce(g.country, g.title),"
               " CASE WHEN g.country IS NULL THEN 0 ELSE 1 END, a.country"
               " ORDER BY 4 DESC, 1, 3";
        for (auto row : reader.query(sql)) {
            Flow flow;
            flow.from = row.next<std::string>();
            flow.from_is_country = row.next<std::int64_t>() != 0;
            flow.facilitates = facilitates;
            flow.to = row.next<CountryCode>();
            flow.projects = row.next<std::int64_t>();
            all.push_back(std::move(flow));
        }
    }
    return all;
}

std::vector<PlanTotal> plan_totals(storage::Reader &reader, std::int64_t first_year)
{
    std::vector<PlanTotal> all;
    for (auto row :
         reader.query("SELECT y.year, y.currency, h.amount, h.held FROM plan_year y"
                      " JOIN record r ON r.id = y.id AND r.state IN ('established', 'budgeted',"
                      " 'executing', 'revised', 'closed', 'audited')"
                      " JOIN plan_hold h ON h.plan = y.id AND h.scope = 'total'"
                      " WHERE y.year >= ? AND y.currency <> '' ORDER BY y.year DESC",
                      first_year)) {
        all.push_back({.year = row.next<std::int64_t>(),
                       .currency = row.next<Currency>(),
                       .ceiling = row.next<std::int64_t>(),
                       .established = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<PublicCall> public_calls(storage::Reader &reader)
{
    std::vector<PublicCall> all;
    for (auto row : reader.query(
             "SELECT r.reference, r.title, n.titles, o.title, r.state, n.places, n.opens_on,"
             " n.closes_on, n.time_zone FROM training_call n JOIN record r ON r.id = n.id"
             " LEFT JOIN record o ON o.id = r.organisation"
             " WHERE r.audience = 'public' AND r.state IN ('published', 'open')"
             " ORDER BY n.closes_on, n.id")) {
        PublicCall call;
        call.reference = row.next<std::string>();
        call.title = row.next<std::string>();
        call.titles = i18n::MultilingualText::parse(row.next<std::string>())
                          .value_or(i18n::MultilingualText{});
        call.institute = row.next<std::optional<std::string>>().value_or("");
        call.state = row.next<std::string>();
        call.places = row.next<std::int64_t>();
        call.opens_on = row.next<std::optional<Date>>();
        call.closes_on = row.next<std::optional<Date>>();
        call.time_zone = row.next<std::string>();
        all.push_back(std::move(call));
    }
    return all;
}

} // namespace selatan::portal
