#include "exchange/flows/cooperation_store.hpp"

#include "exchange/flows/finding.hpp"
#include "exchange/flows/in_chunks.hpp"

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

/// An officer's word, else the program's; nothing for what nobody takes for cooperation of the
/// South.
std::optional<Standing> standing_of(south_south::Level level, std::optional<Verdict> verdict)
{
    if (verdict) {
        return *verdict != Verdict::neither      ? std::optional{Standing::confirmed}
               : level != south_south::Level::no ? std::optional{Standing::refused}
                                                 : std::nullopt;
    }
    return level == south_south::Level::no        ? std::nullopt
           : level == south_south::Level::perhaps ? std::optional{Standing::perhaps}
                                                  : std::optional{Standing::open};
}

std::map<std::int64_t, FoundAccount> read_found(storage::Reader &reader, Places const &places)
{
    std::map<std::int64_t, FoundAccount> found;
    for (auto row : reader.query(R"(
            SELECT f.activity, f.level, v.verdict FROM flow_recount c
            JOIN flow_finding f ON f.identifier = c.identifier
            LEFT JOIN flow_verdict v ON v.identifier = f.identifier AND v.publisher = f.publisher
                                    AND v.replaced = 0
            WHERE c.position BETWEEN ? AND ?)",
                                 places.first, places.last)) {
        auto const activity = row.next<std::int64_t>();
        auto const level = row.next<south_south::Level>();
        if (auto const standing = standing_of(level, row.next<std::optional<Verdict>>())) {
            found[activity].standing = *standing;
        }
    }
    if (found.empty()) {
        return found;
    }
    for (auto row : reader.query(R"(
            SELECT p.activity, p.role, p.country FROM flow_recount c
            JOIN flow_finding f ON f.identifier = c.identifier
            JOIN flow_party p ON p.activity = f.activity
            WHERE c.position BETWEEN ? AND ?)",
                                 places.first, places.last)) {
        auto const one = found.find(row.next<std::int64_t>());
        if (one == found.end()) {
            continue;
        }
        auto const role = row.next<south_south::PartyRole>();
        one->second.is_supported |= role == south_south::PartyRole::supporter;
        auto const text = row.next<std::optional<std::string>>();
        if (auto const country = text ? CountryCode::parse(*text) : std::nullopt) {
            auto &part = one->second.countries[*country];
            part.provides |= role == south_south::PartyRole::provider;
            part.receives |= role == south_south::PartyRole::recipient;
        }
    }
    return found;
}

constexpr std::string_view of_these =
    "(SELECT a.cooperation FROM flow_recount c JOIN flow_account a ON a.identifier = c.identifier"
    " WHERE c.position BETWEEN ? AND ?)";

/// What their rows add to what countries provide, or take away from it.
void add_to_southern(storage::Tx &tx, Places const &places, Sign sign)
{
    std::string const before = sign == Sign::minus ? "-" : "";
    auto const sums = [&](std::string_view recipient, std::string_view join) {
        return R"(
            INSERT INTO flow_southern (provider, recipient, cooperations, supported, spent,
                                       committed, in_kind)
            SELECT p.country, )" +
               std::string{recipient} + ", " + before + "COUNT(*), " + before +
               "CAST(SUM(t.supported) AS BIGINT), " + before + "CAST(SUM(t.spent) AS BIGINT), " +
               before + "CAST(SUM(t.committed) AS BIGINT), " + before +
               "CAST(SUM(t.in_kind) AS BIGINT)"
               R"( FROM flow_cooperation t
            JOIN flow_cooperation_country p ON p.cooperation = t.id AND p.provides = 1)" +
               std::string{join} + " WHERE t.standing IN ('open', 'confirmed') AND t.id IN " +
               std::string{of_these} +
               R"( GROUP BY 1, 2
            ON CONFLICT (provider, recipient) DO UPDATE SET
                cooperations = flow_southern.cooperations + excluded.cooperations,
                supported = flow_southern.supported + excluded.supported,
                spent = flow_southern.spent + excluded.spent,
                committed = flow_southern.committed + excluded.committed,
                in_kind = flow_southern.in_kind + excluded.in_kind)";
    };
    tx.run(sums("''", ""), places.first, places.last);
    tx.run(sums("r.country", " JOIN flow_cooperation_country r ON r.cooperation = t.id"
                             " AND r.receives = 1"),
           places.first, places.last);
}

void forget(storage::Tx &tx, Places const &places)
{
    for (std::string const table : {"flow_cooperation_country", "flow_cooperation_year"}) {
        tx.run("DELETE FROM " + table + " WHERE cooperation IN " + std::string{of_these},
               places.first, places.last);
    }
    tx.run("DELETE FROM flow_cooperation WHERE id IN " + std::string{of_these}, places.first,
           places.last);
    tx.run("DELETE FROM flow_account WHERE identifier IN"
           " (SELECT identifier FROM flow_recount WHERE position BETWEEN ? AND ?)",
           places.first, places.last);
}

void keep(storage::Tx &tx, std::vector<Cooperation> const &all, Told const &told)
{
    std::unordered_map<std::int64_t, std::int64_t> identifiers;
    for (auto const &one : told.activities) {
        identifiers[one.id] = one.identifier;
    }
    struct AccountRow {
        std::int64_t activity;
        std::int64_t cooperation;
        std::int64_t place;
    };
    std::vector<AccountRow> accounts;
    std::vector<std::tuple<CountryCode, std::int64_t, PartOfCountry>> countries;
    std::vector<std::tuple<std::int64_t, std::int64_t, CooperationMoney>> years;
    for (auto const &one : all) {
        std::int64_t place = 0;
        for (auto const account : one.accounts) {
            accounts.push_back({account, one.id(), ++place});
        }
        for (auto const &[country, part] : one.countries) {
            countries.emplace_back(country, one.id(), part);
        }
        for (auto const &[year, money] : one.years) {
            years.emplace_back(year, one.id(), money);
        }
    }
    constexpr std::array<std::string_view, 7> columns{"id",    "standing",  "supported", "received",
                                                      "spent", "committed", "in_kind"};
    copy_rows(tx, "flow_cooperation", columns, all,
              [](Cooperation const &one, std::vector<Value> &row) {
                  row = {to_value(one.id()),         to_value(one.standing),
                         to_value(one.is_supported), to_value(one.is_received()),
                         to_value(one.money.spent),  to_value(one.money.committed),
                         to_value(one.money.in_kind)};
              });
    constexpr std::array<std::string_view, 4> account_columns{"activity", "identifier",
                                                              "cooperation", "place"};
    copy_rows(tx, "flow_account", account_columns, accounts,
              [&](AccountRow const &one, std::vector<Value> &row) {
                  row = {to_value(one.activity), to_value(identifiers.at(one.activity)),
                         to_value(one.cooperation), to_value(one.place)};
              });
    constexpr std::array<std::string_view, 4> country_columns{"country", "cooperation", "provides",
                                                              "receives"};
    copy_rows(tx, "flow_cooperation_country", country_columns, countries,
              [](auto const &one, std::vector<Value> &row) {
                  auto const &[country, cooperation, part] = one;
                  row = {to_value(country.to_string()), to_value(cooperation),
                         to_value(part.provides), to_value(part.receives)};
              });
    constexpr std::array<std::string_view, 5> year_columns{"year", "cooperation", "spent",
                                                           "committed", "in_kind"};
    copy_rows(tx, "flow_cooperation_year", year_columns, years,
              [](auto const &one, std::vector<Value> &row) {
                  auto const &[year, cooperation, money] = one;
                  row = {to_value(year), to_value(cooperation), to_value(money.spent),
                         to_value(money.committed), to_value(money.in_kind)};
              });
}

} // namespace

void write_cooperations(storage::Tx &tx, Places const &places, Told const &told,
                        Figures const &figures)
{
    add_to_southern(tx, places, Sign::minus);
    forget(tx, places);
    auto const all = cooperations_of(read_found(tx, places), told, figures);
    if (!all.empty()) {
        keep(tx, all, told);
        add_to_southern(tx, places, Sign::plus);
    }
    tx.run("DELETE FROM flow_southern WHERE cooperations = 0");
}

} // namespace selatan::reported_flows
