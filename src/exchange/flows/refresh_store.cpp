#include "exchange/flows/refresh.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/flows/chains.hpp"
#include "exchange/flows/cooperation_store.hpp"
#include "exchange/flows/figure_store.hpp"
#include "exchange/flows/finding.hpp"
#include "exchange/flows/in_chunks.hpp"
#include "exchange/reported/activity.hpp"
#include "platform/jobs/job.hpp"

#include <algorithm>
#include <set>

namespace selatan::reported_flows {

namespace {

using storage::to_value;
using storage::Value;

/// So many identifiers are counted in one transaction, and the rest of the last one's chain: the
/// one writer is not held for long.
constexpr std::int64_t at_a_time = 2000;

/// What is the same for all batches of one call.
struct Known {
    explicit Known(storage::Reader &reader)
        : lists{reference::lists(reader)}, sides{*lists, reader.today()}, dollars{reader},
          organisations{reader, sides}
    {
    }
    std::shared_ptr<reference::Codelists const> lists;
    Sides sides;
    InDollars dollars;
    Organisations organisations;
};

// -- What changed -------------------------------------------------------------------------------

struct State {
    std::int64_t revision = 0;
    std::int64_t sides = 0;
};

std::optional<State> read_state(storage::Reader &reader)
{
    for (auto row : reader.query("SELECT revision, sides FROM flow_state WHERE id = 1")) {
        return State{.revision = row.next<std::int64_t>(), .sides = row.next<std::int64_t>()};
    }
    return std::nullopt;
}

/// Each is shown until it is found anew.
void find_all_anew(storage::Tx &tx)
{
    tx.run("UPDATE flow_finding SET batch = 0");
}

void forget_all(storage::Tx &tx, Known const &known)
{
    find_all_anew(tx);
    for (auto const *const statement :
         {"DELETE FROM flow_state", "DELETE FROM flow_changed", "DELETE FROM flow_recount",
          "DELETE FROM flow_chain", "DELETE FROM flow_organisation", "DELETE FROM flow_key",
          "DELETE FROM flow_rate", "DELETE FROM flow_transaction", "DELETE FROM flow_part",
          "DELETE FROM flow_total", "DELETE FROM flow_unrated", "DELETE FROM flow_cooperation",
          "DELETE FROM flow_account", "DELETE FROM flow_cooperation_country",
          "DELETE FROM flow_cooperation_year", "DELETE FROM flow_southern"}) {
        tx.run(statement);
    }
    tx.run(R"(
        INSERT INTO flow_state (id, made_at, is_complete, revision, sides, activities, transactions)
        SELECT 1, ?, 0, ?, ?, COUNT(*), 0 FROM flow_finding)",
           tx.now(), known.lists->revision(), known.sides.fingerprint());
    tx.run("INSERT INTO flow_changed (identifier)"
           " SELECT DISTINCT identifier FROM iati_activity WHERE ended_by IS NULL");
}

/// Everything, where it is: each chain stays as it was until it is counted anew.
void note_all(storage::Tx &tx, Known const &known)
{
    find_all_anew(tx);
    tx.run("INSERT INTO flow_changed (identifier)"
           " SELECT identifier FROM iati_activity WHERE ended_by IS NULL"
           " UNION SELECT identifier FROM flow_transaction");
    tx.run("UPDATE flow_state SET sides = ? WHERE id = 1", known.sides.fingerprint());
}

/// Identifiers whose amounts have another rate than the one they were made with.
void note_other_rates(storage::Tx &tx)
{
    struct Used {
        std::int64_t on = 0;
        std::string kind;
        std::string source;
        std::string rate;
        auto operator<=>(Used const &) const = default;
    };
    std::unordered_map<std::int64_t, Used> used;
    for (auto row : tx.query("SELECT id, rated_on, kind, source, rate FROM flow_rate")) {
        auto const id = row.next<std::int64_t>();
        used[id] = {.on = row.next<std::int64_t>(),
                    .kind = row.next<std::string>(),
                    .source = row.next<std::string>(),
                    .rate = row.next<std::string>()};
    }
    InDollars dollars{tx};
    std::map<std::tuple<std::string, std::int64_t, std::int64_t>, bool> differs;
    auto const is_other = [&](std::string const &currency, std::int64_t day, std::int64_t rate) {
        auto const parsed = Currency::parse(currency);
        auto const on = reported::date_of(day);
        auto const now = parsed && on ? dollars.rate(*parsed, *on) : std::nullopt;
        if (!now || rate == 0) {
            return now.has_value() != (rate != 0);
        }
        auto const &one = dollars.rates()[static_cast<std::size_t>(*now - 1)].rate;
        return used[rate] != Used{.on = reported::day_number(one.on),
                                  .kind = std::string{to_code(one.kind)},
                                  .source = one.source,
                                  .rate = one.rate.to_string()};
    };
    std::set<std::int64_t> identifiers;
    for (auto row : tx.query(R"(
            SELECT t.identifier, x.currency, COALESCE(x.valued_on, x.happened_on),
                   COALESCE(t.rate, 0)
            FROM flow_transaction t
            JOIN iati_transaction x ON x.activity = t.activity AND x.number = t.number
            WHERE x.currency <> 'USD'
            UNION ALL
            SELECT t.identifier, x.currency, COALESCE(x.valued_on, x.starts_on),
                   COALESCE(t.rate, 0)
            FROM flow_transaction t
            JOIN iati_budget x ON x.activity = t.activity AND x.kind = 1 AND x.number = t.budget
            WHERE x.currency <> 'USD')")) {
        auto const identifier = row.next<std::int64_t>();
        auto const currency = row.next<std::string>();
        auto const day = row.next<std::int64_t>();
        auto const rate = row.next<std::int64_t>();
        auto const [place, is_new] = differs.try_emplace({currency, day, rate});
        if (is_new) {
            place->second = is_other(currency, day, rate);
        }
        if (place->second) {
            identifiers.insert(identifier);
        }
    }
    constexpr std::array<std::string_view, 1> columns{"identifier"};
    copy_rows(tx, "flow_changed", columns, identifiers,
              [](std::int64_t one, std::vector<Value> &row) { row = {to_value(one)}; });
}

/// From what was noted to chains that are to be counted.
void prepare(storage::Tx &tx, Known &known, Extent extent)
{
    auto const state = read_state(tx);
    if (extent == Extent::everything || !state) {
        forget_all(tx, known);
    } else {
        bool const has_other_sides = state->sides != known.sides.fingerprint();
        if (has_other_sides) {
            note_all(tx, known);
        }
        if (state->revision != known.lists->revision()) {
            note_other_rates(tx);
            tx.run("UPDATE flow_state SET revision = ? WHERE id = 1", known.lists->revision());
        }
        if (has_other_sides || state->revision != known.lists->revision()) {
            describe_keys(tx, known.organisations, described_codes(tx));
        }
    }
    describe_keys(tx, known.organisations, take_new_organisations(tx));
    find_chains(tx);
}

// -- Counting -----------------------------------------------------------------------------------

/// The next chains; nothing when there are none.
std::optional<Places> next_places(storage::Reader &reader)
{
    auto const first = reader.one<std::optional<std::int64_t>>("SELECT MIN(position) FROM"
                                                               " flow_recount");
    if (!first || !*first) {
        return std::nullopt;
    }
    auto const last = reader.one<std::int64_t>(R"(
        SELECT n.position FROM flow_recount n
        WHERE n.position > ? AND n.chain <> (SELECT p.chain FROM flow_recount p
                                             WHERE p.position = n.position - 1)
        ORDER BY n.position LIMIT 1)",
                                               **first + at_a_time - 1);
    auto const end = reader.one<std::int64_t>("SELECT MAX(position) FROM flow_recount").value_or(0);
    return Places{**first, last ? *last - 1 : end};
}

std::int64_t recount(storage::Tx &tx, Known &known, Places const &places,
                     std::vector<Judged> const &judged)
{
    // Another call may have been here meanwhile.
    auto const identifiers =
        tx.one<std::int64_t>("SELECT COUNT(*) FROM flow_recount WHERE position BETWEEN ? AND ?",
                             places.first, places.last)
            .value_or(0);
    if (identifiers == 0) {
        return 0;
    }
    auto const found = write_judged(tx, places, judged);
    Keys keys;
    KeyIds ids;
    Difference difference;
    add(read_figures(tx, places, keys, ids), Sign::minus, keys, difference);
    auto told = read_told(tx, places);
    told.publishers = known.organisations.publishers();
    auto const figures = figure(told, known.dollars, known.sides, keys);
    add(figures, Sign::plus, keys, difference);
    write_figures(tx, places, figures, keys, ids, difference, known.dollars, known.organisations);
    write_cooperations(tx, places, told, figures);
    std::set<std::string> publishers; // an import may have changed their names
    for (auto const &one : told.activities) {
        publishers.insert(told.publishers.at(one.publisher));
    }
    describe_keys(tx, known.organisations, {publishers.begin(), publishers.end()});
    tx.run("DELETE FROM flow_recount WHERE position BETWEEN ? AND ?", places.first, places.last);
    tx.run("UPDATE flow_state SET activities = activities + ?, transactions = transactions + ?"
           " WHERE id = 1",
           found, difference.transactions);
    return identifiers;
}

/// PostgreSQL plans by what it last knew of a table. After so much it knows nothing any more, and
/// its own round comes a minute later.
constexpr std::int64_t identifiers_to_tell_of = 1000;

void tell_the_planner(storage::Tx &tx)
{
    if (tx.engine() != storage::Engine::postgresql) {
        return;
    }
    for (auto const *const statement :
         {"ANALYZE flow_total", "ANALYZE flow_key", "ANALYZE flow_transaction", "ANALYZE flow_part",
          "ANALYZE flow_finding", "ANALYZE flow_party", "ANALYZE flow_chain",
          "ANALYZE flow_organisation", "ANALYZE flow_cooperation", "ANALYZE flow_account",
          "ANALYZE flow_cooperation_country", "ANALYZE flow_cooperation_year",
          "ANALYZE iati_activity", "ANALYZE iati_identifier", "ANALYZE iati_transaction",
          "ANALYZE iati_budget"}) {
        tx.run(statement);
    }
}

bool is_all_done(storage::Reader &reader)
{
    return !reader
                .one<std::int64_t>("SELECT 1 FROM flow_changed UNION ALL"
                                   " SELECT 1 FROM flow_recount LIMIT 1")
                .has_value();
}

} // namespace

Refreshed refresh(storage::Store &store, Extent extent, std::function<bool()> const &should_stop)
{
    Refreshed refreshed;
    auto const is_stopped = [&] {
        return should_stop && should_stop();
    };
    bool is_done = false;
    while (!is_done && !is_stopped()) {
        std::optional<Known> known;
        store.write([&](storage::Tx &tx) {
            known.emplace(tx);
            prepare(tx, *known, extent);
        });
        extent = Extent::what_changed;
        while (!is_stopped()) {
            std::vector<Judged> judged;
            auto const places = store.read([&](storage::Reader &reader) {
                auto const next = next_places(reader);
                if (next) {
                    judged = find_new(reader, *next, known->sides);
                }
                return next;
            });
            if (!places) {
                break;
            }
            refreshed.identifiers +=
                store.write([&](storage::Tx &tx) { return recount(tx, *known, *places, judged); });
            refreshed.findings += static_cast<std::int64_t>(judged.size());
        }
        is_done = store.read(is_all_done);
    }
    if (refreshed.identifiers >= identifiers_to_tell_of) {
        store.write(tell_the_planner);
    }
    store.write([&](storage::Tx &tx) {
        if (is_done) {
            tx.run("UPDATE flow_state SET made_at = ?, is_complete = 1 WHERE id = 1", tx.now());
        }
        for (auto row : tx.query("SELECT activities, transactions FROM flow_state WHERE id = 1")) {
            refreshed.activities = row.next<std::int64_t>();
            refreshed.transactions = row.next<std::int64_t>();
        }
    });
    return refreshed;
}

void note_changed(storage::Tx &tx, std::span<std::int64_t const> activities)
{
    in_chunks("INSERT INTO flow_changed (identifier)"
              " SELECT DISTINCT identifier FROM iati_activity WHERE id IN (",
              {}, std::vector<std::int64_t>{activities.begin(), activities.end()},
              [&](std::string const &sql, std::vector<Value> const &values) {
                  tx.run_with(sql, values);
              });
}

void ask_for_refresh(storage::Tx &tx)
{
    jobs::enqueue(tx, {.kind = std::string{refresh_job}, .unique_key = std::string{refresh_job}});
}

} // namespace selatan::reported_flows
