#include "exchange/reconciliation/ours.hpp"

#include "base/money.hpp"
#include "cooperation/projects/project.hpp"
#include "cooperation/reference/lists.hpp"

#include <algorithm>
#include <map>

namespace selatan::reconciliation {

namespace {

namespace states = projects::states;
using storage::Value;

/// The projects of one reading, and the condition by which every query keeps to them.
class Reading {
public:
    Reading(storage::Reader &reader, std::optional<Uuid> project)
        : m_reader{&reader}, m_one{project}
    {
    }

    /// `sql` ends where a condition on `project` belongs; `take` gets the rest of each row.
    template <typename Take>
    void each(std::string sql, std::string_view order, Take const &take)
    {
        std::vector<Value> values;
        if (m_one) {
            sql += " AND x.project = ?";
            values.emplace_back(*m_one);
        }
        sql += order;
        for (auto row : m_reader->query_with(sql, values)) {
            auto const project = row.template next<Uuid>();
            if (auto const found = m_places.find(project); found != m_places.end()) {
                take(row, found->second);
            }
        }
    }

    void read_projects()
    {
        std::string sql = "SELECT r.id, r.reference, r.title, r.state, r.country, p.starts, p.ends,"
                          " p.sector, p.sdgs FROM project p JOIN record r ON r.id = p.id WHERE ";
        std::vector<Value> values;
        if (m_one) {
            sql += "r.id = ?";
            values.emplace_back(*m_one);
        } else {
            sql += "r.state <> 'cancelled'";
        }
        for (auto row : m_reader->query_with(sql + " ORDER BY r.id", values)) {
            Ours one;
            one.project = row.next<Uuid>();
            one.reference = row.next<std::string>();
            one.facts.titles = {row.next<std::string>()};
            one.state = row.next<std::string>();
            one.country = row.next<std::optional<CountryCode>>();
            one.facts.starts = row.next<std::optional<Date>>();
            one.facts.ends = row.next<std::optional<Date>>();
            if (auto const sector = row.next<std::string>(); !sector.empty()) {
                one.facts.sectors = {sector};
            }
            records::Text<records::Codes>::parse(row.next<std::string>(), one.facts.goals);
            one.facts.identifiers = {one.reference};
            one.facts.status = status_of(one.state);
            if (one.country) {
                one.facts.countries = {*one.country};
            }
            m_places.emplace(one.project, m_all.size());
            m_all.push_back(std::move(one));
        }
    }

    [[nodiscard]] Facts &facts(std::size_t place) { return m_all[place].facts; }
    [[nodiscard]] std::vector<Ours> take() { return std::move(m_all); }

private:
    storage::Reader *m_reader;
    std::optional<Uuid> m_one;
    std::vector<Ours> m_all;
    std::map<Uuid, std::size_t> m_places;
};

void read_identifiers(Reading &reading)
{
    auto const take = [&reading](storage::Row &row, std::size_t place) {
        auto identifier = row.next<std::string>();
        auto &all = reading.facts(place).identifiers;
        if (!identifier.empty() && std::ranges::find(all, identifier) == all.end()) {
            all.push_back(std::move(identifier));
        }
    };
    reading.each("SELECT x.project, x.identifier FROM published_activity x WHERE 1 = 1", "", take);
    reading.each("SELECT x.project, x.identifier FROM counterpart x JOIN record r ON r.id = x.id"
                 " WHERE r.state = 'confirmed' AND x.source = 'iati'",
                 " ORDER BY x.project, x.id", take);
}

void read_parties(Reading &reading)
{
    auto const take = [&reading](storage::Row &row, std::size_t place) {
        auto &facts = reading.facts(place);
        auto const country = row.next<std::optional<CountryCode>>();
        auto name = row.next<std::string>();
        auto const acronym = row.next<std::optional<std::string>>().value_or("");
        auto const org_id = row.next<std::optional<std::string>>().value_or("");
        records::Codes roles;
        records::Text<records::Codes>::parse(row.next<std::string>(), roles);
        bool const gives = std::ranges::find(roles, "provider") != roles.end() ||
                           std::ranges::find(roles, "facilitator") != roles.end();
        // Where it happens: at those who ask. A provider's own country is not a recipient.
        if (country && !gives &&
            std::ranges::find(facts.countries, *country) == facts.countries.end()) {
            facts.countries.push_back(*country);
        }
        TakingPart part{.name = std::move(name), .other_names = {}, .roles = std::move(roles)};
        for (auto const &other : {acronym, org_id}) {
            if (!other.empty()) {
                part.other_names.push_back(other);
            }
        }
        auto const known = std::ranges::find(facts.organisations, part.name, &TakingPart::name);
        if (known == facts.organisations.end()) {
            facts.organisations.push_back(std::move(part));
        }
    };
    reading.each("SELECT x.project, pr.country, pr.title, o.acronym, o.org_id, x.roles"
                 " FROM project_party x JOIN record pr ON pr.id = x.id"
                 " LEFT JOIN organisation o ON o.id = pr.organisation"
                 " WHERE pr.state NOT IN ('refused', 'withdrawn')",
                 " ORDER BY x.project, x.id", take);
    reading.each("SELECT x.project, x.country, x.title, o.acronym, o.org_id, 'implementer' FROM"
                 " (SELECT p.id AS project, p.organisation, org.country, org.title FROM record p"
                 " JOIN record org ON org.id = p.organisation WHERE p.kind = 'project') x"
                 " JOIN organisation o ON o.id = x.organisation WHERE 1 = 1",
                 " ORDER BY x.project", [&](storage::Row &row, std::size_t place) {
                     // Where the implementing office is at home says nothing of where it works.
                     auto const before = reading.facts(place).countries;
                     take(row, place);
                     reading.facts(place).countries = before;
                 });
}

/// Hundredths of the unit, whatever the currency's own digits: as reported amounts are counted.
std::int64_t hundredths_of(std::int64_t minor_units, Currency currency)
{
    switch (minor_digits(currency)) {
    case 0:
        return minor_units * 100;
    case 3:
        return minor_units / 10;
    case 4:
        return minor_units / 100;
    default:
        return minor_units;
    }
}

void read_money(Reading &reading, reported::InDollars &rates)
{
    std::map<std::size_t, Sums> sums;
    auto const at = [&](std::size_t place) -> Sums & {
        return sums.try_emplace(place, rates).first->second;
    };
    reading.each("SELECT x.project, x.year, x.amount, x.currency FROM"
                 " (SELECT p.id AS project, y.year, l.amount, l.currency FROM project p"
                 " JOIN plan_line l ON l.id = p.line JOIN plan_year y ON y.id = l.plan) x"
                 " WHERE 1 = 1",
                 " ORDER BY x.project, x.year", [&](storage::Row &row, std::size_t place) {
                     auto const year = static_cast<int>(row.next<std::int64_t>());
                     auto const amount = row.next<std::int64_t>(); // whole units
                     auto const currency = row.next<Currency>();
                     if (auto const first = Date::of(year, 1, 1)) {
                         at(place).add(Measure::budget, *first, currency, amount * 100);
                     }
                 });
    // What stands on the ledger, without what was taken back.
    reading.each(
        "SELECT x.project, t.on_day, a.role, a.currency, p.amount FROM obligation x"
        " JOIN ledger_account a ON a.subject = x.id AND a.role IN ('obligation', 'spent')"
        " JOIN ledger_posting p ON p.account = a.id JOIN ledger_transfer t ON t.id = p.transfer"
        " AND t.reverses IS NULL AND ((a.role = 'obligation' AND t.act IN ('obligation',"
        " 'obligation_release')) OR (a.role = 'spent' AND t.act IN ('payment', 'refund')))"
        " LEFT JOIN ledger_transfer back ON back.reverses = t.id WHERE back.id IS NULL",
        " ORDER BY x.project, t.on_day, t.fund, t.number",
        [&](storage::Row &row, std::size_t place) {
            auto const on = row.next<Date>();
            auto const measure =
                row.next<std::string>() == "spent" ? Measure::spent : Measure::committed;
            auto const currency = row.next<Currency>();
            at(place).add(measure, on, currency,
                          -hundredths_of(row.next<std::int64_t>(), currency));
        });
    for (auto &[place, all] : sums) {
        reading.facts(place).money = all.take();
    }
}

} // namespace

std::vector<Ours> read_ours(storage::Reader &reader, std::optional<Uuid> project)
{
    reported::InDollars rates{reader};
    Reading reading{reader, project};
    reading.read_projects();
    read_identifiers(reading);
    read_parties(reading);
    read_money(reading, rates);
    return reading.take();
}

std::string_view status_of(std::string_view state)
{
    if (state == states::active) {
        return "2";
    }
    if (state == states::operationally_closed) {
        return "3";
    }
    if (state == states::financially_closed || state == states::ex_post_evaluated) {
        return "4";
    }
    if (state == states::cancelled) {
        return "5";
    }
    return state == states::suspended ? "6" : "1";
}

} // namespace selatan::reconciliation
