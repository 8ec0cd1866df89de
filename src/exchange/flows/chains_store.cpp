#include "exchange/flows/chains.hpp"

#include "exchange/flows/groups.hpp"
#include "exchange/flows/in_chunks.hpp"

#include <unordered_set>

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

// What changed is little and leads: the order of the tables is said, for SQLite would begin with
// what is large (flow_changed has no index).
constexpr std::string_view chain_mates = R"(
    SELECT DISTINCT m.identifier
    FROM flow_changed c CROSS JOIN flow_chain k CROSS JOIN flow_chain m
    WHERE k.identifier = c.identifier AND m.chain = k.chain)";

/// Who names whom, among what changed.
constexpr std::string_view links = R"(
    SELECT DISTINCT a.identifier, x.other
    FROM flow_changed c CROSS JOIN iati_activity a CROSS JOIN iati_relation x
    WHERE a.identifier = c.identifier AND a.ended_by IS NULL
      AND x.activity = a.id AND x.type IN ('1', '2')
    UNION
    SELECT DISTINCT a.identifier, x.receiver_activity
    FROM flow_changed c CROSS JOIN iati_activity a CROSS JOIN iati_transaction x
    WHERE a.identifier = c.identifier AND a.ended_by IS NULL
      AND x.activity = a.id AND x.type IN ('2', '3', '4') AND x.receiver_activity IS NOT NULL
    UNION
    SELECT DISTINCT a.identifier, x.provider_activity
    FROM flow_changed c CROSS JOIN iati_activity a CROSS JOIN iati_transaction x
    WHERE a.identifier = c.identifier AND a.ended_by IS NULL
      AND x.activity = a.id AND x.type = '1' AND x.provider_activity IS NOT NULL)";

class Changed {
public:
    explicit Changed(storage::Tx &tx) : m_tx{tx}
    {
        tx.run("INSERT INTO flow_changed (identifier) SELECT identifier FROM flow_recount");
        tx.run("DELETE FROM flow_recount");
        for (auto row : tx.query("SELECT DISTINCT identifier FROM flow_changed")) {
            m_all.insert(row.next<std::int64_t>());
        }
    }

    void take(std::vector<std::int64_t> const &identifiers)
    {
        std::vector<std::int64_t> fresh;
        for (auto const one : identifiers) {
            if (m_all.insert(one).second) {
                fresh.push_back(one);
            }
        }
        constexpr std::array<std::string_view, 1> columns{"identifier"};
        copy_rows(m_tx, "flow_changed", columns, fresh,
                  [](std::int64_t one, std::vector<Value> &row) { row = {to_value(one)}; });
    }

    void take_chain_mates() { take(m_tx.all<std::int64_t>(chain_mates)); }

    [[nodiscard]] std::unordered_set<std::int64_t> const &all() const { return m_all; }

private:
    storage::Tx &m_tx;
    std::unordered_set<std::int64_t> m_all;
};

struct Placed {
    std::int64_t chain = 0;
    std::int64_t identifier = 0;
    auto operator<=>(Placed const &) const = default;
};

} // namespace

void find_chains(storage::Tx &tx)
{
    Changed changed{tx};
    if (changed.all().empty()) {
        return;
    }
    // Those that were counted together with what changed; those that it names now; and those that
    // were counted together with these. Nobody else's links are new.
    changed.take_chain_mates();
    auto const read_links = [&] {
        std::vector<std::pair<std::int64_t, std::int64_t>> all;
        for (auto row : tx.query(links)) {
            auto const from = row.next<std::int64_t>();
            auto const to = row.next<std::int64_t>();
            if (from != to) {
                all.emplace_back(from, to);
            }
        }
        return all;
    };
    std::vector<std::int64_t> named;
    for (auto const &[from, to] : read_links()) {
        named.push_back(to);
    }
    changed.take(named);
    changed.take_chain_mates();
    Groups groups;
    for (auto const &[from, to] : read_links()) {
        groups.join(from, to);
    }
    std::vector<Placed> order;
    std::vector<Placed> chains;
    for (auto const one : changed.all()) {
        auto const is_linked = groups.contains(one);
        order.push_back({is_linked ? groups.root(one) : one, one});
        if (is_linked) {
            chains.push_back(order.back());
        }
    }
    std::sort(order.begin(), order.end());
    tx.run("DELETE FROM flow_chain WHERE identifier IN (SELECT identifier FROM flow_changed)");
    constexpr std::array<std::string_view, 2> chain_columns{"identifier", "chain"};
    copy_rows(tx, "flow_chain", chain_columns, chains,
              [](Placed const &one, std::vector<Value> &row) {
                  row = {to_value(one.identifier), to_value(one.chain)};
              });
    std::int64_t position = 0;
    constexpr std::array<std::string_view, 3> columns{"position", "identifier", "chain"};
    copy_rows(tx, "flow_recount", columns, order, [&](Placed const &one, std::vector<Value> &row) {
        row = {to_value(++position), to_value(one.identifier), to_value(one.chain)};
    });
    tx.run("DELETE FROM flow_changed");
}

} // namespace selatan::reported_flows
