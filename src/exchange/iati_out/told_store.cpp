#include "exchange/iati_out/told_store.hpp"

#include "base/ensure.hpp"
#include "cooperation/portal/policy_store.hpp"
#include "cooperation/reference/lists.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::iati_out {

namespace {

constexpr int batch_size = 500;

/// The projects that are being gathered: a range of ids, since the newest come first.
class Batch {
public:
    Batch(storage::Reader &reader, std::vector<ToldActivity> &all) : m_reader{&reader}, m_all{&all}
    {
        for (auto &one : all) {
            m_places.emplace(one.project.id, &one);
        }
    }
    /// Each row of a query over `x.project BETWEEN ? AND ?` begins with the project.
    template <typename Take>
    void each(std::string const &sql, Take const &take)
    {
        auto const low = std::min(m_all->front().project.id, m_all->back().project.id);
        auto const high = std::max(m_all->front().project.id, m_all->back().project.id);
        for (auto row : m_reader->query(sql, low, high)) {
            if (auto const found = m_places.find(row.next<Uuid>()); found != m_places.end()) {
                take(row, *found->second);
            }
        }
    }
    [[nodiscard]] storage::Reader &reader() const { return *m_reader; }

private:
    storage::Reader *m_reader;
    std::vector<ToldActivity> *m_all;
    std::map<Uuid, ToldActivity *> m_places;
};

/// `x.project` of a query lets these topics be told.
std::string where(std::initializer_list<std::string_view> topics)
{
    std::string sql;
    int number = 0;
    for (auto const topic : topics) {
        auto const as = "t" + std::to_string(++number);
        sql += " JOIN public_topic " + as;
        sql += " ON " + as;
        sql += ".project = x.project AND " + as;
        sql += ".topic = '";
        sql += topic;
        sql += "'";
    }
    return sql + " WHERE x.project BETWEEN ? AND ?";
}

records::Codes codes_of(std::string const &text)
{
    records::Codes codes;
    if (!text.empty()) {
        static_cast<void>(records::Text<records::Codes>::parse(text, codes));
    }
    return codes;
}

void read_identifiers(Batch &batch)
{
    batch.each("SELECT x.project, x.identifier, x.publisher, x.digest, x.changed_at"
               " FROM published_activity x WHERE x.project BETWEEN ? AND ?",
               [](storage::Row &row, ToldActivity &one) {
                   one.identifier = row.next<std::string>();
                   one.registered = row.next<std::string>();
                   one.digest = row.next<std::string>();
                   one.told_at = row.next<Instant>();
                   one.is_given = true;
               });
}

void read_parties(Batch &batch, Language language)
{
    auto const lists = reference::lists(batch.reader());
    auto const read = [&](storage::Row &row, ToldActivity &one) {
        auto &party = one.parties.emplace_back();
        party.id = row.next<Uuid>();
        party.name = row.next<std::string>();
        party.country = row.next<std::optional<CountryCode>>();
        party.organisation = row.next<std::optional<Uuid>>();
        auto identifier = row.next<std::optional<std::string>>().value_or("");
        auto const holds = is_organisation_identifier(identifier);
        (holds ? party.identifier : party.refused_identifier) = std::move(identifier);
        static_cast<void>(
            partners::from_code(row.next<std::optional<std::string>>().value_or(""), party.type));
        party.roles = codes_of(row.next<std::string>());
        party.share = row.next<std::optional<std::int64_t>>();
        party.contribution = row.next<std::string>();
        party.basis = row.next<std::string>();
        party.basis_document = row.next<std::string>();
        party.in_force_on = row.next<std::optional<Date>>();
        if (!party.organisation && party.country) {
            party.name = std::string{lists->name(*party.country, language).text};
        }
    };
    batch.each("SELECT x.project, x.id, pr.title, coalesce(pr.country, o.country),"
               " pr.organisation, org.org_id, org.type, x.roles,"
               " CASE WHEN g.party IS NOT NULL THEN x.share END,"
               " CASE WHEN g.party IS NOT NULL THEN x.contribution ELSE '' END,"
               " CASE WHEN d.project IS NOT NULL THEN coalesce(x.basis, '') ELSE '' END,"
               " CASE WHEN d.project IS NOT NULL THEN x.basis_document ELSE '' END,"
               " CASE WHEN d.project IS NOT NULL THEN x.in_force_on END"
               " FROM project_party x JOIN record pr ON pr.id = x.id"
               " AND pr.state IN ('accepted', 'bound')"
               " LEFT JOIN record o ON o.id = pr.organisation"
               " LEFT JOIN organisation org ON org.id = pr.organisation"
               " LEFT JOIN public_contribution g ON g.party = x.id"
               " LEFT JOIN public_topic d ON d.project = x.project AND d.topic = 'documents'" +
                   where({"summary"}) + " ORDER BY x.project DESC, x.id",
               read);
}

void read_places(Batch &batch)
{
    batch.each("SELECT DISTINCT x.project, x.venue, x.venue_country FROM activity x"
               " JOIN record r ON r.id = x.id AND r.state NOT IN ('planned', 'cancelled')" +
                   where({"places"}) +
                   " AND (x.venue <> '' OR x.venue_country IS NOT NULL)"
                   " ORDER BY x.project, x.venue, x.venue_country",
               [](storage::Row &row, ToldActivity &one) {
                   one.places.push_back({.venue = row.next<std::string>(),
                                         .country = row.next<std::optional<CountryCode>>()});
               });
}

void read_days(Batch &batch)
{
    batch.each("SELECT x.project, x.closed FROM"
               " (SELECT id AS project, operations_closed_on AS closed FROM project"
               " WHERE operations_closed_on IS NOT NULL) x" +
                   where({"dates"}),
               [](storage::Row &row, ToldActivity &one) {
                   one.closed_on = row.next<std::optional<Date>>();
               });
    batch.each("SELECT x.project, max(x.verified_on) FROM activity x"
               " JOIN record r ON r.id = x.id AND r.state = 'verified'" +
                   where({"people"}) + " AND x.verified_on IS NOT NULL GROUP BY x.project",
               [](storage::Row &row, ToldActivity &one) {
                   one.people_until = row.next<std::optional<Date>>();
               });
}

/// The slice of the plan's year, which is what the portal calls the project's amount.
void read_budgets(Batch &batch)
{
    batch.each("SELECT x.project, x.year, x.amount, x.currency FROM"
               " (SELECT p.id AS project, y.year, l.amount, l.currency FROM project p"
               " JOIN plan_line l ON l.id = p.line JOIN plan_year y ON y.id = l.plan) x" +
                   where({"money", "dates"}),
               [](storage::Row &row, ToldActivity &one) {
                   auto const year = row.next<std::int64_t>();
                   auto const amount = row.next<std::int64_t>();
                   auto const currency = row.next<Currency>();
                   if (auto const value = Money::parse(std::to_string(amount), currency)) {
                       one.budgets.push_back({.year = year, .value = *value});
                   }
               });
}

/// The party of the project that is this organisation.
std::optional<Uuid> party_of(ToldActivity const &one, std::optional<Uuid> organisation)
{
    auto const found = std::ranges::find_if(one.parties, [&](ToldParty const &party) {
        return organisation && party.organisation == organisation;
    });
    return found == one.parties.end() ? std::nullopt : std::optional{found->id};
}

/// What the ledger booked about the project's obligations, without what was taken back. Money of a
/// contribution that is earmarked came in from its giver: it is told as incoming too, where that
/// giver is a party.
void read_ledger(Batch &batch)
{
    auto const read = [](storage::Row &row, ToldActivity &one) {
        auto const on = row.next<Date>();
        bool const is_paid = row.next<std::string>() == "spent";
        auto const currency = row.next<Currency>();
        Money const value{-row.next<std::int64_t>(), currency};
        auto const payee = row.next<std::optional<Uuid>>();
        bool const is_central = row.next<std::string>() == "central_budget";
        auto const owner = party_of(one, row.next<std::optional<Uuid>>());
        auto const giver = party_of(one, row.next<std::optional<Uuid>>());
        ToldTransaction told{.kind = is_paid ? ToldTransaction::Kind::disbursement
                                             : ToldTransaction::Kind::commitment,
                             .on = on,
                             .value = value,
                             .provider = owner,
                             .receiver = party_of(one, payee),
                             .is_others = !is_central && !owner,
                             .description = {}};
        if (giver && !is_paid) {
            one.transactions.push_back({.kind = ToldTransaction::Kind::incoming,
                                        .on = on,
                                        .value = value,
                                        .provider = giver,
                                        .receiver = {},
                                        .is_others = false,
                                        .description = {}});
        }
        one.transactions.push_back(std::move(told));
    };
    batch.each(
        "SELECT x.project, t.on_day, a.role, a.currency, p.amount, r.organisation, f.fund_kind,"
        " fr.organisation, cr.organisation FROM obligation x JOIN record r ON r.id = x.id"
        " JOIN allocation al ON al.id = x.allocation JOIN fund f ON f.id = al.fund"
        " JOIN record fr ON fr.id = f.id LEFT JOIN record cr ON cr.id = al.contribution"
        " JOIN ledger_account a ON a.subject = x.id AND a.role IN ('obligation', 'spent')"
        " JOIN ledger_posting p ON p.account = a.id JOIN ledger_transfer t ON t.id = p.transfer"
        " AND t.reverses IS NULL AND ((a.role = 'obligation' AND t.act IN ('obligation',"
        " 'obligation_release')) OR (a.role = 'spent' AND t.act IN ('payment', 'refund')))"
        " LEFT JOIN ledger_transfer back ON back.reverses = t.id" +
            where({"money", "dates"}) +
            " AND back.id IS NULL ORDER BY x.project, t.on_day, t.fund, t.number",
        read);
}

/// What is given in kind and was valued by its party. The quantity is told in words.
void read_in_kind(Batch &batch)
{
    auto const read = [](storage::Row &row, ToldActivity &one) {
        auto const party = row.next<Uuid>();
        auto const what = row.next<std::string>();
        auto const quantity = row.next<std::string>();
        auto unit = row.next<std::string>();
        auto const amount = funds::Amount::parse(row.next<std::string>());
        auto const currency = row.next<Currency>();
        auto const method = row.next<std::string>();
        auto const version = row.next<std::string>();
        auto const on = row.next<Date>();
        std::ranges::replace(unit, '_', '-');
        if (auto const value = amount ? amount->in(currency) : std::nullopt) {
            one.transactions.push_back({.kind = ToldTransaction::Kind::in_kind,
                                        .on = on,
                                        .value = *value,
                                        .provider = party,
                                        .receiver = {},
                                        .is_others = false,
                                        .description = what + ": " + quantity + " " + unit + "; " +
                                                       method + " (" + version + ")"});
        }
    };
    batch.each("SELECT x.project, x.party, x.title, x.quantity, x.unit, x.money_value,"
               " x.value_currency, x.value_method, x.value_version, x.valued_on FROM"
               " (SELECT cp.project, i.id, i.party, r.title, i.quantity, i.unit, i.money_value,"
               " i.value_currency, i.value_method, i.value_version, i.valued_on FROM cost_item i"
               " JOIN record r ON r.id = i.id AND r.state = 'planned'"
               " JOIN cost_plan cp ON cp.id = i.plan"
               " JOIN public_contribution g ON g.party = i.party"
               " WHERE i.contribution = 'in_kind' AND i.money_value <> '') x" +
                   where({"money", "dates"}) + " ORDER BY x.project, x.valued_on, x.id",
               read);
}

/// Agreed indicators, their targets and verified figures of the whole. Those that are nothing but
/// numbers of people are told only where people are.
void read_indicators(Batch &batch)
{
    std::map<Uuid, std::pair<ToldActivity *, std::size_t>> places;
    batch.each("SELECT x.project, x.id, r.title, x.level, x.direction, x.unit, x.baseline,"
               " x.baseline_year, x.sdg FROM indicator x"
               " JOIN record r ON r.id = x.id AND r.state = 'agreed'"
               " LEFT JOIN public_topic people ON people.project = x.project"
               " AND people.topic = 'people'" +
                   where({"results"}) +
                   " AND (x.origin = 'measured' OR people.project IS NOT NULL)"
                   " ORDER BY x.project,"
                   " CASE x.level WHEN 'impact' THEN 1 WHEN 'outcome' THEN 2 ELSE 3 END, x.id",
               [&places](storage::Row &row, ToldActivity &one) {
                   auto &indicator = one.indicators.emplace_back();
                   indicator.id = row.next<Uuid>();
                   indicator.title = row.next<std::string>();
                   indicator.level = row.next<results::Level>();
                   indicator.direction = row.next<results::Direction>();
                   indicator.unit = row.next<std::string>();
                   indicator.baseline = row.next<std::string>();
                   indicator.baseline_year = row.next<std::optional<std::int64_t>>();
                   indicator.sdg = row.next<std::string>();
                   places.emplace(indicator.id, std::pair{&one, one.indicators.size() - 1});
               });
    auto const indicator_of = [&places](Uuid id) -> ToldIndicator * {
        auto const found = places.find(id);
        return found == places.end() ? nullptr
                                     : &found->second.first->indicators[found->second.second];
    };
    batch.each("SELECT x.project, g.indicator, g.until, g.value FROM indicator_target g"
               " JOIN indicator x ON x.id = g.indicator" +
                   where({"results"}) + " ORDER BY x.project, g.indicator, g.until",
               [&](storage::Row &row, ToldActivity & /*one*/) {
                   if (auto *const indicator = indicator_of(row.next<Uuid>())) {
                       indicator->targets.push_back(
                           {.until = row.next<Date>(), .value = row.next<std::string>()});
                   }
               });
    batch.each("SELECT x.project, g.indicator, g.measured_on, g.value,"
               " CASE WHEN people.project IS NOT NULL THEN g.women END,"
               " CASE WHEN people.project IS NOT NULL THEN g.men END FROM indicator_figure g"
               " JOIN record r ON r.id = g.id AND r.state = 'verified'"
               " JOIN indicator x ON x.id = g.indicator"
               " LEFT JOIN public_topic people ON people.project = x.project"
               " AND people.topic = 'people'" +
                   where({"results"}) +
                   " AND g.part = '' ORDER BY x.project, g.indicator, g.measured_on, g.id",
               [&](storage::Row &row, ToldActivity & /*one*/) {
                   if (auto *const indicator = indicator_of(row.next<Uuid>())) {
                       indicator->figures.push_back(
                           {.on = row.next<Date>(),
                            .value = row.next<std::string>(),
                            .women = row.next<std::optional<std::int64_t>>(),
                            .men = row.next<std::optional<std::int64_t>>()});
                   }
               });
}

/// When any record that is told was changed last: of a project all that hangs on it, whether or not
/// the change shows. What does not show leaves the digest, and so the instant, as it was.
void read_changes(Batch &batch)
{
    batch.each("SELECT x.project, max(r.changed_at) FROM"
               " (SELECT id AS project, id AS other FROM project"
               " UNION ALL SELECT id, line FROM project"
               " UNION ALL SELECT project, id FROM project_party"
               " UNION ALL SELECT pp.project, pr.organisation FROM project_party pp"
               " JOIN record pr ON pr.id = pp.id"
               " UNION ALL SELECT project, id FROM publication_consent"
               " UNION ALL SELECT project, id FROM activity"
               " UNION ALL SELECT project, id FROM indicator"
               " UNION ALL SELECT n.project, g.id FROM indicator_target g"
               " JOIN indicator n ON n.id = g.indicator"
               " UNION ALL SELECT n.project, g.id FROM indicator_figure g"
               " JOIN indicator n ON n.id = g.indicator"
               " UNION ALL SELECT project, id FROM obligation"
               " UNION ALL SELECT o.project, d.id FROM disbursement d"
               " JOIN obligation o ON o.id = d.obligation"
               " UNION ALL SELECT cp.project, i.id FROM cost_item i"
               " JOIN cost_plan cp ON cp.id = i.plan) x JOIN record r ON r.id = x.other"
               " WHERE x.project BETWEEN ? AND ? GROUP BY x.project",
               [](storage::Row &row, ToldActivity &one) { one.changed_at = row.next<Instant>(); });
}

} // namespace

bool ToldParty::is(std::string_view role) const
{
    return std::ranges::find(roles, role) != roles.end();
}

ToldParty const *ToldActivity::party(std::optional<Uuid> id) const
{
    auto const found =
        std::ranges::find_if(parties, [&](ToldParty const &party) { return party.id == id; });
    return found == parties.end() ? nullptr : &*found;
}

std::vector<CountryCode> ToldActivity::recipients() const
{
    std::vector<CountryCode> all;
    auto const add = [&all](std::optional<CountryCode> const &country) {
        if (country && std::ranges::find(all, *country) == all.end()) {
            all.push_back(*country);
        }
    };
    add(project.country);
    for (auto const &party : parties) {
        if (party.is("requester") || party.is("partner")) {
            add(party.country);
        }
    }
    return all;
}

std::vector<ToldActivity> gather(storage::Reader &reader, ToldPublisher const &publisher,
                                 std::vector<portal::PublicProject> projects)
{
    std::vector<ToldActivity> all;
    if (projects.empty()) {
        return all;
    }
    all.reserve(projects.size());
    for (auto &project : projects) {
        auto &one = all.emplace_back();
        one.identifier = publisher.settings.identifier + "-" + project.reference;
        one.registered = publisher.settings.identifier;
        one.project = std::move(project);
    }
    Batch batch{reader, all};
    read_identifiers(batch);
    read_parties(batch, publisher.language);
    read_places(batch);
    read_days(batch);
    read_budgets(batch);
    read_ledger(batch);
    read_in_kind(batch);
    read_indicators(batch);
    read_changes(batch);
    return all;
}

void each_told(storage::Reader &reader, ToldPublisher const &publisher,
               std::function<void(ToldActivity const &)> const &take)
{
    std::optional<Uuid> after;
    for (;;) {
        auto projects = portal::public_projects(reader, {}, batch_size, after);
        if (projects.empty()) {
            return;
        }
        after = projects.back().id;
        for (auto const &one : gather(reader, publisher, std::move(projects))) {
            take(one);
        }
    }
}

std::optional<ToldActivity> find_told(storage::Reader &reader, ToldPublisher const &publisher,
                                      std::string const &reference)
{
    portal::ProjectFilter filter;
    filter.reference = reference;
    auto found = gather(reader, publisher, portal::public_projects(reader, filter, 1));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

// -- Who publishes, and the budget ----------------------------------------------------------------

std::optional<ToldPublisher> publisher_of(storage::Reader &reader, std::string const &base_url)
{
    auto const id = reader.one<Uuid>(
        "SELECT id FROM own_publisher WHERE since <= ? ORDER BY since DESC LIMIT 1",
        reader.today());
    auto const settings = id ? records::load(reader, publishers, *id) : std::nullopt;
    if (!settings || !settings->organisation) {
        return std::nullopt;
    }
    auto organisation =
        records::load(reader, partners::organisations, settings->organisation->uuid());
    ENSURE(organisation.has_value());
    ToldPublisher told;
    told.record = *id;
    told.settings = *settings;
    told.language = parse_language(settings->language).value_or(Language::en);
    told.name = std::move(organisation->name);
    told.names = std::move(organisation->names);
    told.type = organisation->type;
    told.website = std::move(organisation->website);
    told.base_url = base_url;
    return told;
}

bool has_publisher_since(storage::Reader &reader, Date since, std::optional<Uuid> but)
{
    auto const found = reader.one<Uuid>("SELECT id FROM own_publisher WHERE since = ?", since);
    return found && found != but;
}

std::vector<ToldYear> told_years(storage::Reader &reader)
{
    auto const first_year = portal::policy_on(reader, reader.today()).budget_from;
    std::vector<ToldYear> all;
    if (!first_year) {
        return all;
    }
    for (auto const &one : portal::plan_totals(reader, *first_year)) {
        auto const ceiling = Money::parse(std::to_string(one.ceiling), one.currency);
        auto const established = Money::parse(std::to_string(one.established), one.currency);
        if (ceiling && established) {
            all.push_back({.year = one.year, .ceiling = *ceiling, .established = *established});
        }
    }
    return all;
}

Instant budget_changed_at(storage::Reader &reader, ToldPublisher const &publisher)
{
    auto const newest = reader.one<Instant>(
        "SELECT coalesce(max(r.changed_at), 0) FROM (SELECT id FROM plan_year UNION ALL"
        " SELECT id FROM plan_line UNION ALL SELECT id FROM publication_policy UNION ALL"
        " SELECT id FROM publication_consent) x JOIN record r ON r.id = x.id");
    auto const own =
        reader.one<Instant>("SELECT changed_at FROM record WHERE id = ?", publisher.record);
    return std::max(newest.value_or(Instant{}), own.value_or(Instant{}));
}

// -- What was published ---------------------------------------------------------------------------

void give_identifier(storage::Tx &tx, ToldActivity const &activity, std::string const &publisher)
{
    tx.run("INSERT INTO published_activity (project, identifier, publisher, given_at, digest,"
           " changed_at) VALUES (?, ?, ?, ?, '', ?)",
           activity.project.id, activity.identifier, publisher, tx.now(), tx.now());
}

void write_told(storage::Tx &tx, Uuid project, std::string const &digest, Instant changed_at)
{
    tx.run("UPDATE published_activity SET digest = ?, changed_at = ? WHERE project = ?", digest,
           changed_at, project);
}

void forget_untold(storage::Tx &tx, std::vector<Uuid> const &told)
{
    std::vector<Uuid> gone;
    for (auto row :
         tx.query("SELECT project FROM published_activity WHERE digest <> '' ORDER BY project")) {
        auto const project = row.next<Uuid>();
        if (!std::ranges::binary_search(told, project)) {
            gone.push_back(project);
        }
    }
    for (auto const &project : gone) { // withdrawn since the last time: a handful
        tx.run("UPDATE published_activity SET digest = '' WHERE project = ?", project);
    }
}

std::optional<Publication> last_publication(storage::Reader &reader)
{
    for (auto row : reader.query("SELECT published_at, activities, left_out, organisation_digest,"
                                 " organisation_at, (SELECT count(*) FROM published_files)"
                                 " FROM published_files ORDER BY id DESC LIMIT 1")) {
        return Publication{.at = row.next<Instant>(),
                           .activities = row.next<std::int64_t>(),
                           .left_out = row.next<std::int64_t>(),
                           .organisation_digest = row.next<std::string>(),
                           .organisation_at = row.next<Instant>(),
                           .number = row.next<std::int64_t>()};
    }
    return std::nullopt;
}

void write_publication(storage::Tx &tx, Publication const &publication)
{
    tx.run("INSERT INTO published_files (id, published_at, activities, left_out,"
           " organisation_digest, organisation_at) VALUES (?, ?, ?, ?, ?, ?)",
           new_uuid(tx.now()), publication.at, publication.activities, publication.left_out,
           publication.organisation_digest, publication.organisation_at);
}

} // namespace selatan::iati_out
