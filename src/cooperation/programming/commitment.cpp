#include "cooperation/programming/commitment.hpp"

#include "base/ensure.hpp"
#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/reference/lists.hpp"

#include <algorithm>

namespace selatan::programming {

namespace {

PlanYear load_plan(storage::Reader &reader, Uuid plan)
{
    auto loaded = records::load(reader, plan_years, plan);
    ENSURE(loaded.has_value() && loaded->currency.has_value());
    return *loaded;
}

/// A ceiling as a refusal names it: what has no name in words has its code.
std::string name_of(storage::Reader &reader, Hold const &hold)
{
    auto const fund = Uuid::parse(hold.code);
    auto const label = fund ? records::label_of(reader, *fund) : std::nullopt;
    return label ? label->title : hold.code;
}

/// What a claim changes of one hold; zero when it holds as much already.
std::int64_t change_of(Claim const &claim, Hold const &hold, Holdings const &holdings,
                       reference::Codelists const &lists, Date day)
{
    auto const found = holdings.find({claim.line, hold.id});
    auto const now = found == holdings.end() ? 0 : found->second;
    return (counts_on(claim, hold, lists, day) ? claim.amount : 0) - now;
}

/// The mark of the year follows its ceilings, as an act of its own in the plan's history.
void settle(storage::Tx &tx, auth::Identity const &by, Uuid plan)
{
    auto const holds = holds_of(tx, plan);
    bool const is_over = std::ranges::any_of(holds, &Hold::is_over);
    auto const before = load_plan(tx, plan);
    if (before.over_committed == is_over) {
        return;
    }
    auto after = before;
    after.over_committed = is_over;
    auto const head = records::head_of(tx, plan_years, plan);
    auto const saved = records::change(tx, by.actor(), plan_years, head, head.version, before,
                                       after, {.verb = is_over ? "over_commit" : "cover"});
    ENSURE(saved.has_value());
}

} // namespace

std::vector<CountryCode> countries_of(std::optional<CountryCode> country, std::string_view codes)
{
    std::vector<CountryCode> all;
    if (country) {
        all.push_back(*country);
    }
    records::Codes others;
    records::Text<records::Codes>::parse(codes, others);
    for (auto const &code : others) {
        auto const parsed = CountryCode::parse(code);
        if (parsed && std::ranges::find(all, *parsed) == all.end()) {
            all.push_back(*parsed);
        }
    }
    return all;
}

bool counts_on(Claim const &claim, Hold const &hold, reference::Codelists const &lists, Date day)
{
    switch (hold.scope) {
    case Scope::total:
        return true;
    case Scope::fund:
        return claim.fund && claim.fund == Uuid::parse(hold.code);
    case Scope::country_group:
        return std::ranges::any_of(claim.countries, [&](CountryCode country) {
            return lists.is_member(country, hold.code, day);
        });
    }
    return false;
}

Refusal ceiling_reached(Hold const &hold, std::string const &name, std::int64_t wanted,
                        Currency currency)
{
    return {Decline::conflict,
            {{"",
              "programming.ceiling_reached",
              {{"scope", std::string{to_code(hold.scope)}},
               {"name", name},
               {"amount", std::to_string(hold.amount)},
               {"currency", currency.to_string()},
               {"held", std::to_string(hold.held)},
               {"wanted", std::to_string(wanted)}}}}};
}

Result<void> commit(storage::Tx &tx, auth::Identity const &by, Uuid plan,
                    std::vector<Claim> const &claims)
{
    auto const year = load_plan(tx, plan);
    auto const day = first_day_of(year);
    auto const holds = holds_of(tx, plan);
    auto const holdings = holdings_of(tx, claims);
    auto const lists = reference::lists(tx);

    auto const total = std::ranges::find(holds, Scope::total, &Hold::scope);
    bool const takes_more = std::ranges::any_of(claims, [&](Claim const &claim) {
        return total == holds.end() ? claim.amount > 0
                                    : change_of(claim, *total, holdings, *lists, day) > 0;
    });
    if (takes_more && year.over_committed) {
        auto const over = std::ranges::find_if(holds, &Hold::is_over);
        ENSURE(over != holds.end());
        return refuse(Decline::conflict, "", "programming.over_committed",
                      {{"scope", std::string{to_code(over->scope)}},
                       {"name", name_of(tx, *over)},
                       {"over", std::to_string(-over->left())},
                       {"currency", year.currency->to_string()}});
    }
    if (takes_more && total == holds.end()) {
        return refuse(Decline::conflict, "", "programming.no_total_ceiling");
    }

    for (auto const &hold : holds) {
        std::int64_t change = 0;
        for (auto const &claim : claims) {
            change += change_of(claim, hold, holdings, *lists, day);
            if (change > largest_amount) { // no ceiling is higher, and sums stay within 64 bits
                return refuse(ceiling_reached(hold, name_of(tx, hold), change, *year.currency));
            }
        }
        if (change > 0 && !take(tx, hold.id, change)) {
            return refuse(ceiling_reached(hold, name_of(tx, hold), change, *year.currency));
        }
        if (change < 0) {
            give_back(tx, hold.id, -change);
        }
        for (auto const &claim : claims) {
            if (change_of(claim, hold, holdings, *lists, day) != 0) {
                bool const counts = counts_on(claim, hold, *lists, day);
                write_holding(tx, claim.line, hold.id, counts ? claim.amount : 0);
            }
        }
    }
    settle(tx, by, plan);
    return {};
}

void restate(storage::Tx &tx, auth::Identity const &by, Uuid plan, Scope scope,
             std::string const &code)
{
    auto const ceiling = ceiling_in_force(tx, plan, scope, code);
    ENSURE(ceiling.has_value());
    auto const before = holds_of(tx, plan);
    auto const id = write_hold(tx, plan, scope, code, *ceiling);
    bool const is_new = std::ranges::find(before, id, &Hold::id) == before.end();
    if (is_new) {
        // What was established before there was such a ceiling counts on it too.
        auto const day = first_day_of(load_plan(tx, plan));
        auto const lists = reference::lists(tx);
        Hold const hold{.id = id, .scope = scope, .code = code};
        std::int64_t held = 0;
        for (auto const &claim : claims_of_established(tx, plan)) {
            if (claim.amount > 0 && counts_on(claim, hold, *lists, day)) {
                write_holding(tx, claim.line, id, claim.amount);
                held += claim.amount;
            }
        }
        write_held(tx, id, held);
    }
    settle(tx, by, plan);
}

} // namespace selatan::programming
