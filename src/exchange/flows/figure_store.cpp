#include "exchange/flows/figure_store.hpp"

#include "exchange/flows/in_chunks.hpp"
#include "exchange/reported/activity.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

std::int64_t number(Dimension dimension)
{
    return static_cast<std::int64_t>(dimension);
}

std::int64_t number(Money money)
{
    return static_cast<std::int64_t>(money);
}

// -- Reading ------------------------------------------------------------------------------------

/// Keys by their numbers, while rows are read that have nothing but these.
class Numbers {
public:
    void see(std::int64_t id)
    {
        if (id != 0) {
            m_places.try_emplace(id, nowhere);
        }
    }

    void resolve(storage::Reader &reader, Keys &keys, KeyIds &ids)
    {
        std::vector<std::int64_t> wanted;
        wanted.reserve(m_places.size());
        for (auto const &[id, place] : m_places) {
            wanted.push_back(id);
        }
        in_chunks("SELECT id, dimension, code FROM flow_key WHERE id IN (", {}, wanted,
                  [&](std::string const &sql, std::vector<Value> const &values) {
                      for (auto row : reader.query_with(sql, values)) {
                          auto const id = row.next<std::int64_t>();
                          auto const dimension = static_cast<Dimension>(row.next<std::int64_t>());
                          auto const place = keys.place(dimension, row.next<std::string_view>());
                          m_places[id] = place;
                          ids[place] = id;
                      }
                  });
    }

    [[nodiscard]] Place of(std::int64_t id) const { return id == 0 ? nowhere : m_places.at(id); }

private:
    std::unordered_map<std::int64_t, Place> m_places;
};

// -- Keys ---------------------------------------------------------------------------------------

class KeyWriter {
public:
    KeyWriter(storage::Tx &tx, Keys const &keys, KeyIds &ids, Organisations &organisations)
        : m_tx{tx}, m_keys{keys}, m_ids{ids}, m_organisations{organisations}
    {
    }

    /// Every one of `places` has a row from now on.
    void want(std::vector<Place> const &places)
    {
        find(places);
        std::vector<Place> fresh;
        for (auto const place : places) {
            if (!m_ids.contains(place)) {
                fresh.push_back(place);
            }
        }
        if (fresh.empty()) {
            return;
        }
        auto next = m_tx.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM flow_key").value_or(0);
        std::vector<std::string> codes;
        for (auto const place : fresh) {
            m_ids[place] = ++next;
            if (is_organisation(m_keys.at(place).dimension)) {
                codes.push_back(m_keys.at(place).code);
            }
        }
        auto const described = m_organisations.describe(m_tx, codes);
        constexpr std::array<std::string_view, 7> columns{"id",      "dimension", "code",    "name",
                                                          "country", "side",      "provider"};
        copy_rows(m_tx, "flow_key", columns, fresh, [&](Place place, std::vector<Value> &row) {
            auto const &key = m_keys.at(place);
            Described const *const known =
                is_organisation(key.dimension) ? &described.at(key.code) : nullptr;
            row = {to_value(m_ids.at(place)),
                   to_value(number(key.dimension)),
                   to_value(key.code),
                   to_value(known == nullptr ? std::string{} : known->name),
                   known == nullptr || known->country.empty() ? Value{} : to_value(known->country),
                   to_value(known == nullptr ? std::string{} : known->side),
                   provider_of(key)};
        });
    }

private:
    void find(std::vector<Place> const &places)
    {
        std::map<Dimension, std::map<std::string, Place>> unknown;
        for (auto const place : places) {
            if (!m_ids.contains(place)) {
                unknown[m_keys.at(place).dimension][m_keys.at(place).code] = place;
            }
        }
        for (auto const &[dimension, by_code] : unknown) {
            std::vector<std::string> codes;
            codes.reserve(by_code.size());
            for (auto const &[code, place] : by_code) {
                codes.push_back(code);
            }
            in_chunks(
                "SELECT id, code FROM flow_key WHERE dimension = ? AND code IN (",
                {to_value(number(dimension))}, codes,
                [&, &by_code = by_code](std::string const &sql, std::vector<Value> const &values) {
                    for (auto row : m_tx.query_with(sql, values)) {
                        auto const id = row.next<std::int64_t>();
                        m_ids[by_code.at(row.next<std::string>())] = id;
                    }
                });
        }
    }

    /// A corridor's payer has a figure wherever the corridor has one, so it has a row as well.
    Value provider_of(Key const &key)
    {
        if (key.dimension != Dimension::corridor) {
            return {};
        }
        if (m_providers.empty()) {
            for (auto const &[place, id] : m_ids) {
                if (m_keys.at(place).dimension == Dimension::provider) {
                    m_providers[m_keys.at(place).code] = id;
                }
            }
        }
        auto const found = m_providers.find(key.code.substr(0, key.code.rfind('>')));
        return found == m_providers.end() ? Value{} : to_value(found->second);
    }

    storage::Tx &m_tx;
    Keys const &m_keys;
    KeyIds &m_ids;
    Organisations &m_organisations;
    std::unordered_map<std::string, std::int64_t> m_providers;
};

// -- Rates --------------------------------------------------------------------------------------

/// The rows of flow_rate of the rates that figures use, by their numbers in InDollars.
std::unordered_map<std::int64_t, std::int64_t> write_rates(storage::Tx &tx, Figures const &figures,
                                                           InDollars const &dollars)
{
    std::map<std::tuple<std::string, std::int64_t, std::string>,
             std::tuple<std::int64_t, std::string, std::string>>
        known;
    std::int64_t last = 0;
    for (auto row : tx.query("SELECT id, currency, rated_on, kind, source, rate FROM flow_rate")) {
        auto const id = row.next<std::int64_t>();
        auto currency = row.next<std::string>();
        auto const on = row.next<std::int64_t>();
        auto kind = row.next<std::string>();
        auto source = row.next<std::string>();
        known[{std::move(currency), on, std::move(kind)}] = {id, std::move(source),
                                                             row.next<std::string>()};
        last = std::max(last, id);
    }
    std::unordered_map<std::int64_t, std::int64_t> ids;
    for (auto const &one : figures.transactions) {
        if (!one.rate || ids.contains(*one.rate)) {
            continue;
        }
        auto const &rate = dollars.rates()[static_cast<std::size_t>(*one.rate - 1)].rate;
        auto const value = rate.rate.to_string();
        auto const on = reported::day_number(rate.on);
        std::string kind{to_code(rate.kind)};
        auto const found = known.find({rate.from.to_string(), on, kind});
        if (found == known.end()) {
            ids[*one.rate] = ++last;
            tx.run("INSERT INTO flow_rate (id, currency, rated_on, kind, source, rate)"
                   " VALUES (?, ?, ?, ?, ?, ?)",
                   last, rate.from.view(), on, kind, rate.source, value);
            continue;
        }
        auto const &[id, source, kept] = found->second;
        ids[*one.rate] = id;
        if (source != rate.source || kept != value) {
            // It was corrected; whatever used it is being counted anew.
            tx.run("UPDATE flow_rate SET source = ?, rate = ? WHERE id = ?", rate.source, value,
                   id);
        }
    }
    return ids;
}

// -- Sums ---------------------------------------------------------------------------------------

void write_sums(storage::Tx &tx, Keys const &keys, KeyIds const &ids, Difference const &difference)
{
    constexpr std::array<std::string_view, 8> columns{
        "dimension", "measure", "only_south", "year", "key", "counted", "left_out", "transactions"};
    std::vector<std::pair<Cell, Sum>> changed;
    for (auto const &one : difference.cells) {
        if (!one.second.is_nothing()) {
            changed.emplace_back(one);
        }
    }
    copy_rows(tx, "flow_difference", columns, changed,
              [&](std::pair<Cell, Sum> const &one, std::vector<Value> &row) {
                  auto const &[cell, sum] = one;
                  row = {to_value(number(keys.at(cell.key).dimension)),
                         to_value(number(cell.money)),
                         to_value(cell.only_south),
                         to_value(cell.year),
                         to_value(ids.at(cell.key)),
                         to_value(sum.counted),
                         to_value(sum.left_out),
                         to_value(sum.transactions)};
              });
    tx.run(R"(
        INSERT INTO flow_total (dimension, measure, only_south, year, key, counted, left_out,
                                transactions)
        SELECT dimension, measure, only_south, year, key, counted, left_out, transactions
        FROM flow_difference WHERE true
        ON CONFLICT (dimension, measure, only_south, year, key) DO UPDATE SET
            counted = flow_total.counted + excluded.counted,
            left_out = flow_total.left_out + excluded.left_out,
            transactions = flow_total.transactions + excluded.transactions)");
    if (tx.run("DELETE FROM flow_total WHERE transactions = 0") > 0) {
        tx.run(R"(
            DELETE FROM flow_key
            WHERE id IN (SELECT key FROM flow_difference WHERE transactions < 0)
              AND NOT EXISTS (SELECT 1 FROM flow_total t
                              WHERE t.dimension = flow_key.dimension AND t.measure IN (0, 1, 2, 3)
                                AND t.only_south = 0 AND t.year = 0 AND t.key = flow_key.id))");
    }
    tx.run("DELETE FROM flow_difference");
    for (auto const &[of, sum] : difference.unrated) {
        if (sum.hundredths == 0 && sum.transactions == 0) {
            continue;
        }
        tx.run(R"(
            INSERT INTO flow_unrated (currency, measure, year, amount, transactions)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (currency, measure, year) DO UPDATE SET
                amount = flow_unrated.amount + excluded.amount,
                transactions = flow_unrated.transactions + excluded.transactions)",
               of.currency, number(of.money), of.year, sum.hundredths, sum.transactions);
    }
    if (!difference.unrated.empty()) {
        tx.run("DELETE FROM flow_unrated WHERE transactions = 0");
    }
}

void write_rows(storage::Tx &tx, Figures const &figures, KeyIds const &ids,
                std::unordered_map<std::int64_t, std::int64_t> const &rates)
{
    constexpr std::array<std::string_view, 22> columns{
        "identifier", "activity", "number",   "measure", "year",    "is_south",
        "usd",        "rate",     "left_out", "reason",  "instead", "publisher",
        "provider",   "receiver", "in_kind",  "country", "sector",  "goal",
        "currency",   "amount",   "budget",   "days"};
    copy_rows(tx, "flow_transaction", columns, figures.transactions,
              [&](Figured const &one, std::vector<Value> &row) {
                  row = {
                      to_value(one.identifier), to_value(one.activity),
                      to_value(one.number),     to_value(number(one.money)),
                      to_value(one.year),       to_value(one.is_south),
                      to_value(one.usd),        one.rate ? to_value(rates.at(*one.rate)) : Value{},
                      to_value(one.left_out),   to_value(one.reason),
                      to_value(one.instead)};
                  for (auto const owner : one.owners) {
                      row.push_back(owner == nowhere ? Value{} : to_value(ids.at(owner)));
                  }
                  row.push_back(to_value(one.currency));
                  row.push_back(one.currency ? to_value(one.hundredths) : Value{});
                  row.push_back(to_value(one.budget));
                  row.push_back(to_value(one.days));
              });
    constexpr std::array<std::string_view, 10> part_columns{
        "identifier", "activity", "number", "key",      "counted",
        "left_out",   "measure",  "year",   "is_south", "is_even"};
    copy_rows(tx, "flow_part", part_columns, figures.parts,
              [&](Part const &one, std::vector<Value> &row) {
                  auto const &of = figures.transactions[one.transaction];
                  row = {to_value(of.identifier),    to_value(of.activity), to_value(of.number),
                         to_value(ids.at(one.key)),  to_value(one.counted), to_value(one.left_out),
                         to_value(number(of.money)), to_value(of.year),     to_value(of.is_south),
                         to_value(one.is_even)};
              });
}

} // namespace

Figures read_figures(storage::Reader &reader, Places const &places, Keys &keys, KeyIds &ids)
{
    Figures figures;
    Numbers numbers;
    std::vector<std::array<std::int64_t, owner_count>> owners;
    for (auto row : reader.query(R"(
            SELECT t.identifier, t.activity, t.number, t.measure, t.year, t.is_south, t.usd, t.rate,
                   t.left_out, t.publisher, t.provider, t.receiver, t.in_kind, t.country, t.sector,
                   t.goal, t.currency, t.amount
            FROM flow_recount c JOIN flow_transaction t ON t.identifier = c.identifier
            WHERE c.position BETWEEN ? AND ?
            ORDER BY t.identifier, t.activity, t.number)",
                                 places.first, places.last)) {
        Figured one;
        one.identifier = row.next<std::int64_t>();
        one.activity = row.next<std::int64_t>();
        one.number = row.next<std::int64_t>();
        one.money = static_cast<Money>(row.next<std::int64_t>());
        one.year = row.next<std::int64_t>();
        one.is_south = row.next<bool>();
        one.usd = row.next<std::optional<std::int64_t>>();
        one.rate = row.next<std::optional<std::int64_t>>();
        one.left_out = row.next<std::int64_t>();
        auto &keys_of = owners.emplace_back();
        for (auto &key : keys_of) {
            key = row.next<std::optional<std::int64_t>>().value_or(0);
            numbers.see(key);
        }
        one.currency = row.next<std::optional<std::string>>();
        one.hundredths = row.next<std::optional<std::int64_t>>().value_or(0);
        figures.transactions.push_back(std::move(one));
    }
    std::vector<std::int64_t> keys_of_parts;
    std::size_t at = 0;
    for (auto row : reader.query(R"(
            SELECT p.identifier, p.activity, p.number, p.key, p.counted, p.left_out
            FROM flow_recount c JOIN flow_part p ON p.identifier = c.identifier
            WHERE c.position BETWEEN ? AND ?
            ORDER BY p.identifier, p.activity, p.number, p.key)",
                                 places.first, places.last)) {
        auto const identifier = row.next<std::int64_t>();
        auto const activity = row.next<std::int64_t>();
        auto const transaction = row.next<std::int64_t>();
        auto const is_of = [&](Figured const &one) {
            return one.identifier == identifier && one.activity == activity &&
                   one.number == transaction;
        };
        while (!is_of(figures.transactions.at(at))) {
            ++at;
        }
        keys_of_parts.push_back(row.next<std::int64_t>());
        numbers.see(keys_of_parts.back());
        figures.parts.push_back({.transaction = at,
                                 .key = nowhere,
                                 .counted = row.next<std::int64_t>(),
                                 .left_out = row.next<std::int64_t>()});
    }
    numbers.resolve(reader, keys, ids);
    for (std::size_t i = 0; i < owners.size(); ++i) {
        std::transform(owners[i].begin(), owners[i].end(), figures.transactions[i].owners.begin(),
                       [&](std::int64_t id) { return numbers.of(id); });
    }
    for (std::size_t i = 0; i < keys_of_parts.size(); ++i) {
        figures.parts[i].key = numbers.of(keys_of_parts[i]);
    }
    return figures;
}

void write_figures(storage::Tx &tx, Places const &places, Figures const &figures, Keys &keys,
                   KeyIds &ids, Difference const &difference, InDollars const &dollars,
                   Organisations &organisations)
{
    std::vector<Place> wanted;
    for (auto const &[cell, sum] : difference.cells) {
        if (cell.year == 0 && !cell.only_south) {
            wanted.push_back(cell.key);
        }
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    KeyWriter{tx, keys, ids, organisations}.want(wanted);
    auto const rates = write_rates(tx, figures, dollars);
    for (auto const *const table : {"flow_transaction", "flow_part"}) {
        tx.run("DELETE FROM " + std::string{table} +
                   " WHERE identifier IN (SELECT identifier FROM flow_recount"
                   " WHERE position BETWEEN ? AND ?)",
               places.first, places.last);
    }
    write_rows(tx, figures, ids, rates);
    write_sums(tx, keys, ids, difference);
}

void describe_keys(storage::Tx &tx, Organisations &organisations,
                   std::vector<std::string> const &codes)
{
    auto const described = organisations.describe(tx, codes);
    in_chunks("SELECT id, code, name, COALESCE(country, ''), side FROM flow_key"
              " WHERE dimension IN (5, 6, 7) AND code IN (",
              {}, codes, [&](std::string const &sql, std::vector<Value> const &values) {
                  std::vector<std::pair<std::int64_t, Described const *>> changed;
                  for (auto row : tx.query_with(sql, values)) {
                      auto const id = row.next<std::int64_t>();
                      auto const &now = described.at(row.next<std::string>());
                      auto const name = row.next<std::string>();
                      auto const country = row.next<std::string>();
                      auto const side = row.next<std::string>();
                      if (name != now.name || country != now.country || side != now.side) {
                          changed.emplace_back(id, &now);
                      }
                  }
                  for (auto const &[id, now] : changed) {
                      tx.run("UPDATE flow_key SET name = ?, country = ?, side = ? WHERE id = ?",
                             now->name, now->country.empty() ? Value{} : to_value(now->country),
                             now->side, id);
                  }
              });
}

std::vector<std::string> described_codes(storage::Reader &reader)
{
    return reader.all<std::string>(
        "SELECT DISTINCT code FROM flow_key WHERE dimension IN (5, 6, 7) ORDER BY code");
}

} // namespace selatan::reported_flows
