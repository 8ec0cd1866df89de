#include "cooperation/cost_sharing/cost_sharing_store.hpp"

#include "base/ensure.hpp"
#include "cooperation/projects/project_store.hpp"

#include <algorithm>
#include <map>

namespace selatan::cost_sharing {

namespace {

using storage::Row;

funds::RecordName name_in(Row &row)
{
    return {.kind = row.next<std::string>(),
            .reference = row.next<std::string>(),
            .title = row.next<std::string>()};
}

// What tells an item's line and measure, as `begin_entry` reads it.
constexpr std::string_view item_columns = "ri.title, i.line_number, i.currency, i.unit, i.grade,"
                                          " i.party";

Entry begin_entry(Row &row)
{
    Entry entry;
    entry.line = row.next<std::string>();
    entry.line_number = row.next<std::optional<std::int64_t>>().value_or(0);
    entry.measure.currency = row.next<std::optional<Currency>>();
    if (auto const unit = row.next<std::optional<Unit>>()) {
        entry.measure.unit = *unit;
    }
    entry.measure.grade = row.next<std::string>();
    entry.party = row.next<std::optional<Uuid>>();
    return entry;
}

std::int64_t counted(Amount const &amount, Measure const &measure)
{
    auto const count = count_of(amount, measure);
    ENSURE(count.has_value());
    return *count;
}

void add_planned(storage::Reader &reader, Uuid plan, std::vector<Entry> &all)
{
    for (auto row : reader.query(
             "SELECT " + std::string{item_columns} +
                 ", CASE WHEN i.contribution = 'cash' THEN i.amount ELSE i.quantity END,"
                 " ri.kind, ri.reference, ri.title FROM cost_item i JOIN record ri ON ri.id = i.id"
                 " WHERE i.plan = ? AND ri.state = 'planned' ORDER BY i.id",
             plan)) {
        auto entry = begin_entry(row);
        entry.count = counted(row.next<Amount>(), entry.measure);
        entry.record = name_in(row);
        all.push_back(std::move(entry));
    }
}

void add_reported(storage::Reader &reader, Uuid plan, std::vector<Entry> &all)
{
    for (auto row : reader.query(
             "SELECT " + std::string{item_columns} +
                 ", c.amount, c.reported_on, c.source, c.document, rc.kind, rc.reference, rc.title"
                 " FROM cost_report c JOIN record rc ON rc.id = c.id"
                 " JOIN cost_item i ON i.id = c.item JOIN record ri ON ri.id = i.id"
                 " WHERE i.plan = ? AND rc.state = 'reported' ORDER BY c.reported_on, c.id",
             plan)) {
        auto entry = begin_entry(row);
        entry.known = Known::reported;
        entry.count = counted(row.next<Amount>(), entry.measure);
        entry.on = row.next<Date>();
        entry.document = row.next<std::string>();
        auto const document = row.next<std::string>();
        entry.document += document.empty() ? "" : " · " + document;
        entry.record = name_in(row);
        all.push_back(std::move(entry));
    }
}

/// Whose money a fund's is: the earmarked contribution's giver, else the fund's office; of the
/// central budget the country that its contributions name, when they all name one.
constexpr std::string_view giver =
    "coalesce(rk.organisation, CASE WHEN rk.id IS NULL THEN rf.organisation END),"
    " coalesce(rk.country, CASE WHEN rk.id IS NULL AND f.fund_kind = 'central_budget' THEN"
    " (SELECT CASE WHEN min(rg.country) = max(rg.country) THEN min(rg.country) END"
    " FROM contribution g JOIN record rg ON rg.id = g.id WHERE g.fund = f.id) END)";
constexpr std::string_view whose_money =
    " JOIN allocation a ON a.id = o.allocation JOIN fund f ON f.id = a.fund"
    " JOIN record rf ON rf.id = f.id LEFT JOIN record rk ON rk.id = a.contribution";

class Givers {
public:
    Givers(storage::Reader &reader, std::span<PartyColumn const> parties)
        : m_reader{&reader}, m_parties{parties}
    {
    }
    std::optional<Uuid> party(std::optional<Uuid> office, std::optional<CountryCode> country)
    {
        return party_of_money(m_parties, office, country,
                              [this](Uuid of) { return country_of(of); });
    }

private:
    std::optional<CountryCode> country_of(Uuid office)
    {
        auto const known = m_countries.find(office);
        if (known != m_countries.end()) {
            return known->second;
        }
        auto const country = m_reader->one<std::optional<CountryCode>>(
            "SELECT country FROM record WHERE id = ?", office);
        return m_countries.emplace(office, country.value_or(std::nullopt)).first->second;
    }

    storage::Reader *m_reader;
    std::span<PartyColumn const> m_parties;
    std::map<Uuid, std::optional<CountryCode>> m_countries; ///< of a project's few offices
};

/// An obligation's line where it pays for one, and whose money it is otherwise.
Entry begin_ledger_entry(Row &row, Givers &givers, Arrangement arrangement)
{
    Entry entry;
    entry.line = row.next<std::optional<std::string>>().value_or("");
    entry.line_number = row.next<std::optional<std::int64_t>>().value_or(0);
    bool const is_on_a_line = !entry.line.empty();
    auto const party = row.next<std::optional<Uuid>>();
    auto const office = row.next<std::optional<Uuid>>();
    auto const country = row.next<std::optional<CountryCode>>();
    if (is_on_a_line) {
        entry.party = party;
    } else if (arrangement == Arrangement::parallel) {
        entry.party = givers.party(office, country);
    }
    entry.measure.currency = row.next<Currency>();
    return entry;
}

constexpr std::string_view ledger_line =
    " LEFT JOIN cost_item_obligation x ON x.obligation = o.id"
    " LEFT JOIN cost_item i ON i.id = x.item LEFT JOIN record ri ON ri.id = i.id";

void add_ledger(storage::Reader &reader, CostPlan const &plan, Givers &givers,
                std::vector<Entry> &all)
{
    auto const project = plan.project->uuid();
    auto const begin = "SELECT ri.title, i.line_number, i.party, " + std::string{giver};
    auto const from = std::string{whose_money} + std::string{ledger_line};
    auto promised = begin;
    promised += ", f.currency, CAST(coalesce((SELECT sum(-b.balance) FROM ledger_account b"
                " WHERE b.role IN ('obligation', 'spent') AND b.subject = o.id), 0)"
                " + coalesce((SELECT sum(-b.balance) FROM disbursement d"
                " JOIN ledger_account b ON b.subject = d.id AND b.role = 'payable'"
                " WHERE d.obligation = o.id), 0) AS BIGINT), ro.kind, ro.reference, ro.title"
                " FROM obligation o JOIN record ro ON ro.id = o.id";
    promised += from;
    promised += " WHERE o.project = ? ORDER BY o.id";
    for (auto row : reader.query(promised, project)) {
        auto entry = begin_ledger_entry(row, givers, plan.arrangement);
        entry.known = Known::obligated;
        entry.count = row.next<std::int64_t>();
        entry.record = name_in(row);
        if (entry.count != 0) {
            all.push_back(std::move(entry));
        }
    }
    auto paid = begin;
    paid += ", b.currency, -p.amount, t.on_day, t.document, t.id, rt.kind, rt.reference,"
            " rt.title FROM obligation o JOIN ledger_account b ON b.subject = o.id"
            " AND b.role = 'spent' JOIN ledger_posting p ON p.account = b.id"
            " JOIN ledger_transfer t ON t.id = p.transfer"
            " JOIN record rt ON rt.id = t.record";
    paid += from;
    paid += " WHERE o.project = ? ORDER BY t.on_day, t.id";
    for (auto row : reader.query(paid, project)) {
        auto entry = begin_ledger_entry(row, givers, plan.arrangement);
        entry.known = Known::paid;
        entry.count = row.next<std::int64_t>();
        entry.on = row.next<Date>();
        entry.document = row.next<std::string>();
        entry.entry = row.next<ledger::TransferId>();
        entry.record = name_in(row);
        all.push_back(std::move(entry));
    }
}

void add_paid_in(storage::Reader &reader, Uuid fund, Givers &givers, std::vector<Entry> &all)
{
    for (auto row : reader.query(
             "SELECT rk.organisation, rk.country, b.currency, -p.amount, t.on_day, t.document,"
             " t.id, rk.kind, rk.reference, rk.title FROM contribution c"
             " JOIN record rk ON rk.id = c.id JOIN ledger_account b ON b.subject = c.id"
             " AND b.role = 'receivable' JOIN ledger_posting p ON p.account = b.id"
             " JOIN ledger_transfer t ON t.id = p.transfer AND t.act IN ('receipt', 'correction')"
             " WHERE c.fund = ? ORDER BY t.on_day, t.id",
             fund)) {
        Entry entry;
        entry.known = Known::paid_in;
        auto const office = row.next<std::optional<Uuid>>();
        entry.party = givers.party(office, row.next<std::optional<CountryCode>>());
        entry.measure.currency = row.next<Currency>();
        entry.count = row.next<std::int64_t>();
        entry.on = row.next<Date>();
        entry.document = row.next<std::string>();
        entry.entry = row.next<ledger::TransferId>();
        entry.record = name_in(row);
        all.push_back(std::move(entry));
    }
}

} // namespace

std::vector<Uuid> obligations_of(storage::Reader &reader, Uuid project)
{
    return reader.all<Uuid>("SELECT o.id FROM obligation o JOIN record r ON r.id = o.id"
                            " WHERE o.project = ? AND r.state = 'in_force'",
                            project);
}

std::vector<PartyColumn> columns_of(storage::Reader &reader, Uuid project)
{
    std::vector<PartyColumn> all;
    auto const standings = projects::parties_of(reader, project);
    for (auto const &[party, state] : standings) {
        if (state == projects::party_states::refused ||
            state == projects::party_states::withdrawn) {
            continue;
        }
        all.push_back({.id = {},
                       .reference = {},
                       .name = {},
                       .share = party.share,
                       .party = party,
                       .state = state});
    }
    // The rules look at parties as values; which records they are is asked beside it, in the same
    // order.
    std::size_t next = 0;
    for (auto row : reader.query("SELECT r.id, r.reference, r.title FROM project_party p"
                                 " JOIN record r ON r.id = p.id WHERE p.project = ?"
                                 " AND r.state NOT IN ('refused', 'withdrawn') ORDER BY p.id",
                                 project)) {
        ENSURE(next < all.size());
        all[next].id = row.next<Uuid>();
        all[next].reference = row.next<std::string>();
        all[next].name = row.next<std::string>();
        ++next;
    }
    ENSURE(next == all.size());
    return all;
}

std::vector<Entry> entries_of(storage::Reader &reader, Uuid plan, CostPlan const &value,
                              std::span<PartyColumn const> parties)
{
    std::vector<Entry> all;
    Givers givers{reader, parties};
    add_planned(reader, plan, all);
    add_ledger(reader, value, givers, all);
    add_reported(reader, plan, all);
    if (value.pool_fund) {
        add_paid_in(reader, value.pool_fund->uuid(), givers, all);
    }
    return all;
}

std::vector<ValuedItem> valued_items(storage::Reader &reader, Uuid plan)
{
    std::vector<ValuedItem> all;
    for (auto row : reader.query(
             "SELECT r.kind, r.reference, r.title, i.party, i.unit, i.grade, i.quantity,"
             " i.money_value, i.value_currency, i.value_method, i.value_version, i.valued_on"
             " FROM cost_item i JOIN record r ON r.id = i.id WHERE i.plan = ?"
             " AND i.money_value <> '' AND r.state = 'planned' ORDER BY i.line_number, i.id",
             plan)) {
        auto name = name_in(row);
        auto const party = row.next<std::optional<Uuid>>();
        Measure measure;
        measure.unit = row.next<Unit>();
        measure.grade = row.next<std::string>();
        auto const quantity = row.next<Amount>();
        auto const amount = row.next<Amount>();
        auto const money = amount.in(row.next<Currency>());
        ENSURE(money.has_value());
        auto method = row.next<std::string>();
        auto version = row.next<std::string>();
        all.push_back({.item = std::move(name),
                       .party = party,
                       .measure = measure,
                       .count = counted(quantity, measure),
                       .value = *money,
                       .method = std::move(method),
                       .version = std::move(version),
                       .on = row.next<Date>()});
    }
    return all;
}

std::vector<Confirmation> confirmations_of(storage::Reader &reader, Uuid plan)
{
    std::vector<Confirmation> all;
    for (auto row : reader.query("SELECT party, confirmed_on, seen FROM cost_confirmation"
                                 " WHERE plan = ?",
                                 plan)) {
        auto const party = row.next<Uuid>();
        auto const on = row.next<Date>();
        all.push_back({.party = party, .on = on, .seen = row.next<std::string>()});
    }
    return all;
}

void write_confirmation(storage::Tx &tx, Uuid plan, Uuid party, Uuid by, std::string const &seen)
{
    tx.run("INSERT INTO cost_confirmation (plan, party, confirmed_by, confirmed_on, seen)"
           " VALUES (?, ?, ?, ?, ?) ON CONFLICT (plan, party) DO UPDATE"
           " SET confirmed_by = excluded.confirmed_by, confirmed_on = excluded.confirmed_on,"
           " seen = excluded.seen",
           plan, party, by, tx.today(), seen);
}

std::string state_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", record).value_or("");
}

std::optional<Uuid> plan_of(storage::Reader &reader, Uuid project)
{
    return reader.one<Uuid>("SELECT id FROM cost_plan WHERE project = ?", project);
}

bool has_items(storage::Reader &reader, Uuid plan)
{
    return reader.one<std::int64_t>("SELECT 1 FROM cost_item WHERE plan = ? LIMIT 1", plan)
        .has_value();
}

bool has_actuals(storage::Reader &reader, Uuid item)
{
    return reader
        .one<std::int64_t>("SELECT 1 FROM cost_item_obligation WHERE item = ? UNION ALL"
                           " SELECT 1 FROM cost_report c JOIN record r ON r.id = c.id"
                           " WHERE c.item = ? AND r.state = 'reported' LIMIT 1",
                           item, item)
        .has_value();
}

std::optional<Uuid> project_of_party(storage::Reader &reader, Uuid party)
{
    return reader.one<Uuid>("SELECT project FROM project_party WHERE id = ?", party);
}

ObligationMoney obligation_money(storage::Reader &reader, Uuid obligation)
{
    for (auto row :
         reader.query("SELECT o.project, f.currency, f.id, " + std::string{giver} +
                          " FROM obligation o" + std::string{whose_money} + " WHERE o.id = ?",
                      obligation)) {
        auto const project = row.next<Uuid>();
        auto const currency = row.next<Currency>();
        auto const fund = row.next<Uuid>();
        auto const office = row.next<std::optional<Uuid>>();
        auto const country = row.next<std::optional<CountryCode>>();
        auto const columns = columns_of(reader, project);
        Givers givers{reader, columns};
        return {.project = project,
                .currency = currency,
                .party = givers.party(office, country),
                .fund = fund};
    }
    throw Bug{"there is no such obligation"};
}

void write_assignment(storage::Tx &tx, Uuid obligation, Uuid item)
{
    tx.run("INSERT INTO cost_item_obligation (obligation, item) VALUES (?, ?)"
           " ON CONFLICT (obligation) DO UPDATE SET item = excluded.item",
           obligation, item);
}

std::vector<funds::RecordName> obligations_for(storage::Reader &reader, Uuid item)
{
    std::vector<funds::RecordName> all;
    for (auto row : reader.query("SELECT r.kind, r.reference, r.title FROM cost_item_obligation x"
                                 " JOIN record r ON r.id = x.obligation WHERE x.item = ?"
                                 " ORDER BY r.reference",
                                 item)) {
        all.push_back(name_in(row));
    }
    return all;
}

std::vector<records::RecordParty> participants_of(storage::Reader &reader, Uuid project)
{
    std::vector<records::RecordParty> all;
    for (auto row : reader.query("SELECT country, organisation FROM record_party WHERE record = ?"
                                 " UNION SELECT country, NULL FROM record"
                                 " WHERE id = ? AND country IS NOT NULL"
                                 " UNION SELECT NULL, organisation FROM record"
                                 " WHERE id = ? AND organisation IS NOT NULL",
                                 project, project, project)) {
        auto const country = row.next<std::optional<CountryCode>>();
        all.push_back({.country = country, .organisation = row.next<std::optional<Uuid>>()});
    }
    return all;
}

std::vector<Uuid> records_of(storage::Reader &reader, Uuid plan)
{
    std::vector<Uuid> all{plan};
    for (auto row : reader.query("SELECT id FROM cost_item WHERE plan = ? UNION ALL"
                                 " SELECT c.id FROM cost_report c JOIN cost_item i ON i.id = c.item"
                                 " WHERE i.plan = ?",
                                 plan, plan)) {
        all.push_back(row.next<Uuid>());
    }
    return all;
}

void set_audience(storage::Tx &tx, Uuid record, Audience audience)
{
    tx.run("UPDATE record SET audience = ? WHERE id = ?", audience, record);
}

Audience audience_of(storage::Reader &reader, Uuid record)
{
    auto const audience = reader.one<Audience>("SELECT audience FROM record WHERE id = ?", record);
    ENSURE(audience.has_value());
    return *audience;
}

std::vector<Uuid> plans_behind_their_projects(storage::Reader &reader, int most)
{
    // Who takes part is written with every record of a plan at once: the plan stands for all.
    return reader.all<Uuid>(
        "SELECT c.id FROM cost_plan c JOIN record r ON r.id = c.id"
        " JOIN record p ON p.id = c.project WHERE r.audience <> p.audience OR EXISTS ("
        "SELECT 1 FROM record_party theirs WHERE theirs.record = c.project AND NOT EXISTS ("
        "SELECT 1 FROM record_party ours WHERE ours.record = c.id"
        " AND (ours.country = theirs.country OR ours.organisation = theirs.organisation)))"
        " ORDER BY c.id LIMIT ?",
        most);
}

std::optional<Uuid> running_triangular_project(storage::Reader &reader)
{
    return reader.one<Uuid>("SELECT p.id FROM project p JOIN record r ON r.id = p.id"
                            " WHERE r.state = 'active' AND p.arrangement = 'triangular'"
                            " ORDER BY p.id LIMIT 1");
}

std::optional<Uuid> obligation_of(storage::Reader &reader, Uuid project)
{
    return reader.one<Uuid>("SELECT o.id FROM obligation o JOIN record r ON r.id = o.id"
                            " WHERE o.project = ? AND r.state = 'in_force' ORDER BY o.id LIMIT 1",
                            project);
}

} // namespace selatan::cost_sharing
