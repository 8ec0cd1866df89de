#include "cooperation/portal/public_store.hpp"

#include "platform/i18n/format.hpp"

#include <algorithm>
#include <array>

namespace selatan::portal {

namespace {

constexpr std::array flagged{Topic::dates,   Topic::places,    Topic::money,   Topic::people,
                             Topic::results, Topic::documents, Topic::ratings, Topic::lessons};

/// People of one sex whom a project's activities reached, as somebody verified; nothing where no
/// report says how many.
std::string people_reached(std::string_view column)
{
    return "CASE WHEN t.people = 1 THEN (SELECT CAST(sum(a." + std::string{column} +
           ") AS BIGINT) FROM activity a JOIN record ar ON ar.id = a.id"
           " AND ar.state = 'verified' WHERE a.project = t.project) END";
}

/// A fact of a public project that some figure counts, and by which the projects behind that figure
/// are found (open_part, schema/).
struct FigurePart {
    std::string kind;
    std::string code;
    std::string other;
};

std::vector<FigurePart> parts_of(ProjectFilter const &wanted)
{
    constexpr std::size_t category_digits = 3;
    std::vector<FigurePart> parts;
    if (wanted.country && (wanted.from || !wanted.from_name.empty())) {
        std::string const kind = wanted.part == Part::facilitates ? "facilitated" : "provided";
        parts.push_back(
            wanted.from
                ? FigurePart{kind, wanted.country->to_string(), wanted.from->to_string()}
                : FigurePart{kind + "_by_name", wanted.country->to_string(), wanted.from_name});
    } else if (wanted.country) {
        parts.push_back({wanted.part ? std::string{to_code(*wanted.part)} : "country",
                         wanted.country->to_string(),
                         {}});
    }
    if (!wanted.sector.empty()) {
        parts.push_back(
            {wanted.sector.size() == category_digits ? "category" : "sector", wanted.sector, {}});
    }
    if (!wanted.goal.empty()) {
        parts.push_back({"goal", wanted.goal, {}});
    }
    if (!wanted.modality.empty()) {
        parts.push_back({"modality", wanted.modality, {}});
    }
    return parts;
}

/// The tables that public projects are read from, the condition, and the column that they are in
/// order of. The first of the parts leads: its projects stand beside each other in an index, the
/// newest first when read backwards.
struct Selection {
    std::string tables = "open_project t";
    records::Filter where{.sql = "1 = 1", .values = {}};
    std::string_view id = "t.project";
    std::optional<FigurePart> figure; ///< counts exactly these
};

Selection compile(ProjectFilter const &wanted)
{
    Selection selection;
    auto &filter = selection.where;
    auto const require = [&filter](std::string_view sql, std::vector<storage::Value> values) {
        filter.sql += " AND ";
        filter.sql += sql;
        filter.values.insert(filter.values.end(), values.begin(), values.end());
    };
    auto const parts = parts_of(wanted);
    if (!parts.empty()) {
        selection.tables = "open_part part CROSS JOIN open_project t";
        selection.id = "part.project";
        require("part.kind = ? AND part.code = ? AND part.other = ? AND t.project = part.project",
                {parts.front().kind, parts.front().code, parts.front().other});
        for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
            require("EXISTS (SELECT 1 FROM open_part too WHERE too.project = t.project"
                    " AND too.kind = ? AND too.code = ? AND too.other = ?)",
                    {part->kind, part->code, part->other});
        }
    }
    if (wanted.year) {
        auto const year = std::to_string(*wanted.year);
        require("t.dates = 1 AND EXISTS (SELECT 1 FROM project of_year WHERE of_year.id = t.project"
                " AND of_year.starts <= ? AND coalesce(of_year.ends, of_year.starts) >= ?)",
                {year + "-12-31", year + "-01-01"});
    }
    if (wanted.topic && std::ranges::find(flagged, *wanted.topic) != flagged.end()) {
        require("t." + std::string{to_code(*wanted.topic)} + " = 1", {});
    }
    if (!wanted.reference.empty()) {
        require("t.project = (SELECT id FROM record WHERE reference = ?)", {wanted.reference});
    }
    if (parts.size() == 1 && !wanted.year && !wanted.topic && wanted.reference.empty()) {
        selection.figure = parts.front();
    }
    return selection;
}

std::string select_projects(Selection const &selection)
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
           " FROM " + selection.tables +
           " JOIN project p ON p.id = t.project JOIN record r ON r.id = t.project"
           " LEFT JOIN plan_line l ON l.id = p.line AND t.money = 1 WHERE " +
           selection.where.sql;
}
std::string newest_first(Selection const &selection)
{
    return " ORDER BY " + std::string{selection.id} + " DESC";
}
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
    constexpr std::string_view own =
        "CASE WHEN c.id IS NOT NULL AND ' ' || n.topics || ' ' LIKE '% contribution %'";
    return "SELECT pp.project, pr.title, coalesce(pr.country, o.country),"
           " CASE WHEN pr.organisation IS NULL THEN 1 ELSE 0 END, pp.roles, " +
           std::string{own} + " THEN pp.share END, " + std::string{own} +
           " THEN pp.contribution ELSE '' END,"
           " CASE WHEN t.documents = 1 THEN coalesce(pp.basis, '') ELSE '' END,"
           " CASE WHEN t.documents = 1 THEN pp.basis_document ELSE '' END,"
           " CASE WHEN t.documents = 1 THEN pp.in_force_on END"
           " FROM open_project t JOIN project_party pp ON pp.project = t.project"
           " JOIN record pr ON pr.id = pp.id"
           " AND pr.state IN ('accepted', 'bound')"
           " LEFT JOIN record o ON o.id = pr.organisation"
           " LEFT JOIN publication_consent n ON n.party = pp.id"
           " LEFT JOIN record c ON c.id = n.id AND c.state = 'given'" +
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

} // namespace

bool PublicProject::shows(Topic topic) const
{
    return std::ranges::find(topics, topic) != topics.end();
}

std::string_view to_code(Part part)
{
    constexpr std::array<std::string_view, 3> codes{"asks", "provides", "facilitates"};
    return codes[static_cast<std::size_t>(part)];
}

bool from_code(std::string_view code, Part &part)
{
    for (auto const one : {Part::asks, Part::provides, Part::facilitates}) {
        if (to_code(one) == code) {
            part = one;
            return true;
        }
    }
    return false;
}

std::vector<PublicProject> public_projects(storage::Reader &reader, ProjectFilter const &filter,
                                           int most, std::optional<Uuid> after)
{
    auto selection = compile(filter);
    if (after) {
        selection.where.sql += " AND " + std::string{selection.id} + " < ?";
        selection.where.values.emplace_back(*after);
    }
    selection.where.values.emplace_back(std::int64_t{most});
    std::vector<PublicProject> all;
    for (auto row :
         reader.query_with(select_projects(selection) + newest_first(selection) + " LIMIT ?",
                           selection.where.values)) {
        all.push_back(project_of(row));
    }
    return all;
}

void each_public_project(storage::Reader &reader, ProjectFilter const &filter,
                         std::function<void(PublicProject const &)> const &take)
{
    auto const selection = compile(filter);
    for (auto row : reader.query_with(select_projects(selection) + newest_first(selection),
                                      selection.where.values)) {
        take(project_of(row));
    }
}

std::vector<PublicProject> newest_publications(storage::Reader &reader, int most)
{
    std::vector<PublicProject> all;
    for (auto row :
         reader.query(select_projects({}) + std::string{last_published_first} + " LIMIT ?", most)) {
        all.push_back(project_of(row));
    }
    return all;
}

std::int64_t count_public_projects(storage::Reader &reader, ProjectFilter const &filter)
{
    auto const selection = compile(filter);
    if (auto const &figure = selection.figure) {
        return reader
            .one<std::int64_t>(
                "SELECT projects FROM open_figure WHERE kind = ? AND code = ? AND other = ?",
                figure->kind, figure->code, figure->other)
            .value_or(0);
    }
    auto rows = reader.query_with("SELECT count(*) FROM " + selection.tables + " WHERE " +
                                      selection.where.sql,
                                  selection.where.values);
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

std::vector<PublicActivity> public_activities(storage::Reader &reader, Uuid project)
{
    std::vector<PublicActivity> all;
    for (auto row : reader.query(
             "SELECT a.modality, CASE WHEN t.dates = 1 THEN a.delivered_on END,"
             " CASE WHEN t.places = 1 THEN a.venue ELSE '' END,"
             " CASE WHEN t.places = 1 THEN a.venue_country END, a.reached_women, a.reached_men"
             " FROM open_project t JOIN activity a ON a.project = t.project"
             " JOIN record r ON r.id = a.id AND r.state = 'verified'"
             " WHERE t.project = ? AND t.people = 1"
             " AND (a.reached_women IS NOT NULL OR a.reached_men IS NOT NULL) ORDER BY a.id",
             project)) {
        auto &one = all.emplace_back();
        one.modality = row.next<std::string>();
        one.ended_on = row.next<std::optional<Date>>();
        one.place.venue = row.next<std::string>();
        one.place.country = row.next<std::optional<CountryCode>>();
        one.women = row.next<std::optional<std::int64_t>>();
        one.men = row.next<std::optional<std::int64_t>>();
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
    for (auto row : reader.query("SELECT count(*), coalesce((SELECT projects FROM open_figure"
                                 " WHERE kind = 'people'), 0), coalesce((SELECT people"
                                 " FROM open_figure WHERE kind = 'people'), 0)"
                                 " FROM open_project")) {
        all = {.projects = row.next<std::int64_t>(),
               .with_people = row.next<std::int64_t>(),
               .people = row.next<std::int64_t>()};
    }
    return all;
}

std::vector<CountryFigures> country_figures(storage::Reader &reader)
{
    std::vector<CountryFigures> all;
    for (auto row : reader.query(
             "SELECT code, CAST(sum(CASE kind WHEN 'country' THEN projects ELSE 0 END) AS BIGINT),"
             " CAST(sum(CASE kind WHEN 'asks' THEN projects ELSE 0 END) AS BIGINT),"
             " CAST(sum(CASE kind WHEN 'provides' THEN projects ELSE 0 END) AS BIGINT),"
             " CAST(sum(CASE kind WHEN 'facilitates' THEN projects ELSE 0 END) AS BIGINT) FROM "
             "open_figure"
             " WHERE kind IN ('country', 'asks', 'provides', 'facilitates')"
             " GROUP BY code ORDER BY code")) {
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
    for (auto row : reader.query("SELECT code, projects FROM open_figure WHERE kind = 'sector'"
                                 " ORDER BY code")) {
        all.push_back({.code = row.next<std::string>(), .projects = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<CodeFigure> goal_figures(storage::Reader &reader)
{
    std::vector<CodeFigure> all;
    // Goals have one digit or two, and stand in the order of their numbers; targets have a point.
    for (auto row : reader.query("SELECT code, projects FROM open_figure WHERE kind = 'goal'"
                                 " AND code NOT LIKE '%.%' ORDER BY length(code), code")) {
        all.push_back({.code = row.next<std::string>(), .projects = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<Flow> flows(storage::Reader &reader)
{
    std::vector<Flow> all;
    for (auto row : reader.query(
             "SELECT other, CASE WHEN kind LIKE '%_by_name' THEN 0 ELSE 1 END,"
             " CASE WHEN kind LIKE 'facilitated%' THEN 1 ELSE 0 END AS facilitates, code, projects"
             " FROM open_figure WHERE kind IN ('provided', 'facilitated', 'provided_by_name',"
             " 'facilitated_by_name') ORDER BY facilitates, projects DESC, other, code")) {
        Flow flow;
        flow.from = row.next<std::string>();
        flow.from_is_country = row.next<std::int64_t>() != 0;
        flow.facilitates = row.next<std::int64_t>() != 0;
        flow.to = row.next<CountryCode>();
        flow.projects = row.next<std::int64_t>();
        all.push_back(std::move(flow));
    }
    return all;
}

std::vector<PlanTotal> plan_totals(storage::Reader &reader, std::int64_t first_year)
{
    std::vector<PlanTotal> all;
    for (auto row : reader.query("SELECT y.year, y.currency, h.amount, h.held FROM plan_year y"
                                 " JOIN record r ON r.id = y.id AND r.kind = 'plan_year'"
                                 " AND r.state IN ('established', 'budgeted',"
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
    // With the kind, an engine that takes the few calls for many does not look through all records.
    for (auto row : reader.query(
             "SELECT r.reference, r.title, r.titles, o.title, r.state, n.places, n.opens_on,"
             " n.closes_on, n.time_zone FROM training_call n JOIN record r ON r.id = n.id"
             " LEFT JOIN record o ON o.id = r.organisation"
             " WHERE r.kind = 'training_call' AND r.audience = 'public'"
             " AND r.state IN ('published', 'open') ORDER BY n.closes_on, n.id")) {
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
        // Its last day ends where the call says; somebody closes it in the house later.
        bool const is_over = call.closes_on && i18n::start_of_day(call.closes_on->plus_days(1),
                                                                  call.time_zone) <= reader.now();
        if (!is_over) {
            all.push_back(std::move(call));
        }
    }
    return all;
}

} // namespace selatan::portal
