#include "cooperation/programming/commitment_store.hpp"

#include "base/ensure.hpp"

namespace selatan::programming {

namespace {

Holdings holdings_in(storage::Rows rows)
{
    Holdings all;
    for (auto row : rows) {
        auto const line = row.next<Uuid>();
        auto const hold = row.next<Uuid>();
        all.emplace(std::pair{line, hold}, row.next<std::int64_t>());
    }
    return all;
}

} // namespace

std::vector<Hold> holds_of(storage::Reader &reader, Uuid plan)
{
    std::vector<Hold> all;
    for (auto row : reader.query("SELECT id, scope, code, stage, amount, held, frozen"
                                 " FROM plan_hold WHERE plan = ? ORDER BY id",
                                 plan)) {
        all.push_back({.id = row.next<Uuid>(),
                       .scope = row.next<Scope>(),
                       .code = row.next<std::string>(),
                       .stage = row.next<Stage>(),
                       .amount = row.next<std::int64_t>(),
                       .held = row.next<std::int64_t>(),
                       .frozen = row.next<std::int64_t>()});
    }
    return all;
}

Holdings holdings_of(storage::Reader &reader, std::span<Claim const> claims)
{
    if (claims.empty()) {
        return {};
    }
    std::string marks;
    std::vector<storage::Value> values;
    for (auto const &claim : claims) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(claim.line);
    }
    return holdings_in(reader.query_with(
        "SELECT line, hold, amount FROM plan_commitment WHERE line IN (" + marks + ")", values));
}

Holdings all_holdings(storage::Reader &reader, Uuid plan)
{
    return holdings_in(reader.query("SELECT c.line, c.hold, c.amount FROM plan_commitment c"
                                    " JOIN plan_hold h ON h.id = c.hold WHERE h.plan = ?",
                                    plan));
}

bool take(storage::Tx &tx, Uuid hold, std::int64_t amount)
{
    ENSURE(amount > 0);
    return tx.run("UPDATE plan_hold SET held = held + ? WHERE id = ?"
                  " AND held + ? <= CASE WHEN frozen > amount THEN frozen ELSE amount END",
                  amount, hold, amount) == 1;
}

void give_back(storage::Tx &tx, Uuid hold, std::int64_t amount)
{
    ENSURE(amount > 0);
    tx.run("UPDATE plan_hold SET held = held - ?,"
           " frozen = CASE WHEN held - ? > amount THEN held - ? ELSE 0 END WHERE id = ?",
           amount, amount, amount, hold);
}

void write_holding(storage::Tx &tx, Uuid line, Uuid hold, std::int64_t amount)
{
    if (amount == 0) {
        tx.run("DELETE FROM plan_commitment WHERE line = ? AND hold = ?", line, hold);
        return;
    }
    tx.run("INSERT INTO plan_commitment (line, hold, amount) VALUES (?, ?, ?)"
           " ON CONFLICT (line, hold) DO UPDATE SET amount = excluded.amount",
           line, hold, amount);
}

std::optional<InForce> ceiling_in_force(storage::Reader &reader, Uuid plan, Scope scope,
                                        std::string const &code)
{
    auto const fund = Uuid::parse(code);
    for (auto row : reader.query("SELECT stage, amount FROM plan_ceiling"
                                 " WHERE plan = ? AND scope = ? AND country_group = ?"
                                 " AND coalesce(fund, plan) = ?"
                                 " ORDER BY from_day DESC, id DESC LIMIT 1",
                                 plan, scope, scope == Scope::country_group ? code : std::string{},
                                 fund.value_or(plan))) {
        return InForce{.stage = row.next<Stage>(), .amount = row.next<std::int64_t>()};
    }
    return std::nullopt;
}

Uuid write_hold(storage::Tx &tx, Uuid plan, Scope scope, std::string const &code,
                InForce const &ceiling)
{
    auto const id =
        tx.one<Uuid>("INSERT INTO plan_hold (id, plan, scope, code, stage, amount, held, frozen)"
                     " VALUES (?, ?, ?, ?, ?, ?, 0, 0)"
                     " ON CONFLICT (plan, scope, code) DO UPDATE SET stage = excluded.stage,"
                     " amount = excluded.amount, frozen = CASE"
                     " WHEN plan_hold.held > excluded.amount THEN plan_hold.held ELSE 0 END"
                     " RETURNING id",
                     new_uuid(tx.now()), plan, scope, code, ceiling.stage, ceiling.amount);
    ENSURE(id.has_value());
    return *id;
}

void write_held(storage::Tx &tx, Uuid hold, std::int64_t held)
{
    tx.run("UPDATE plan_hold SET held = ?, frozen = CASE WHEN ? > amount THEN ? ELSE 0 END"
           " WHERE id = ?",
           held, held, held, hold);
}

std::vector<Claim> claims_of_established(storage::Reader &reader, Uuid plan)
{
    std::vector<Claim> all;
    for (auto row :
         reader.query("SELECT r.id, l.plan_amount, l.fund, r.country, l.countries FROM plan_line l"
                      " JOIN record r ON r.id = l.id"
                      " WHERE l.plan = ? AND r.state = 'established' ORDER BY r.id",
                      plan)) {
        auto &claim = all.emplace_back();
        claim.line = row.next<Uuid>();
        claim.amount = row.next<std::int64_t>();
        claim.fund = row.next<std::optional<Uuid>>();
        auto const country = row.next<std::optional<CountryCode>>();
        claim.countries = countries_of(country, row.next<std::string>());
    }
    return all;
}

} // namespace selatan::programming
