#include "exchange/reported/rows_store.hpp"

#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/row_values.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>
#include <array>

namespace selatan::reported {

namespace {

using storage::Value;

std::string facet_key(Facet const &facet)
{
    return facet.kind + ":" + facet.code;
}

std::string organisation_row(Organisation const &one)
{
    return kept(one.ref) + Register::between + kept(one.name) + Register::between + kept(one.type);
}

/// A part of an activity that becomes a row.
template <typename T>
struct Part {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    T const *value = nullptr;
};

/// What `iati_class` calls its kinds.
enum class ClassKind : std::uint8_t { country = 1, region, sector, tag, marker };

struct ClassRow {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    std::int64_t transaction = 0;
    ClassKind kind = ClassKind::country;
    std::string_view vocabulary;
    std::string_view code;
    std::optional<std::int64_t> weight;
};

void add_shares(std::vector<ClassRow> &rows, Standing const &of, std::int64_t transaction,
                ClassKind kind, std::vector<Share> const &shares, std::int64_t &number)
{
    for (auto const &share : shares) {
        rows.push_back({.activity = of.id,
                        .number = ++number,
                        .transaction = transaction,
                        .kind = kind,
                        .vocabulary = share.vocabulary,
                        .code = share.code,
                        .weight = share.of_million});
    }
}

std::vector<ClassRow> class_rows(std::vector<Standing> const &all)
{
    std::vector<ClassRow> rows;
    for (auto const &one : all) {
        std::int64_t number = 0;
        auto const &activity = *one.activity;
        auto const add = [&](std::int64_t transaction, auto const &of) {
            add_shares(rows, one, transaction, ClassKind::country, of.countries, number);
            add_shares(rows, one, transaction, ClassKind::region, of.regions, number);
            add_shares(rows, one, transaction, ClassKind::sector, of.sectors, number);
        };
        add(0, activity);
        for (auto const &tag : activity.tags) {
            rows.push_back({.activity = one.id,
                            .number = ++number,
                            .kind = ClassKind::tag,
                            .vocabulary = tag.vocabulary,
                            .code = tag.code,
                            .weight = {}});
        }
        for (auto const &marker : activity.markers) {
            rows.push_back({.activity = one.id,
                            .number = ++number,
                            .kind = ClassKind::marker,
                            .vocabulary = marker.vocabulary,
                            .code = marker.code,
                            .weight = marker.significance});
        }
        std::int64_t transaction = 0;
        for (auto const &moved : activity.transactions) {
            add(++transaction, moved);
        }
    }
    return rows;
}

} // namespace

Rows::Rows(storage::Tx &tx, KnownTexts &known, std::span<Watcher *const> watchers)
    : m_tx{tx}, m_watchers{watchers}, m_identifiers{tx,
                                                    known.identifiers,
                                                    "iati_identifier",
                                                    {"text"}},
      m_organisations{tx, known.organisations, "iati_organisation", {"ref", "name", "type"}},
      m_facet_names{tx, known.facet_names, "iati_facet_name", {"name"}},
      m_last_activity{
          tx.one<std::int64_t>("SELECT coalesce(max(id), 0) FROM iati_activity").value_or(0)},
      m_facet_index{tx, m_last_activity}
{
}

std::int64_t Rows::organisation(Organisation const &one)
{
    return one.is_named() ? m_organisations.find(organisation_row(one)) : 0;
}

std::int64_t Rows::identifier(std::string const &text)
{
    return text.empty() ? 0 : m_identifiers.find(kept(text));
}

void Rows::forget_if_many()
{
    m_identifiers.forget_if_many();
    m_organisations.forget_if_many();
    m_facet_names.forget_if_many();
}

void Rows::resolve()
{
    m_identifiers.resolve();
    m_organisations.resolve();
    m_facet_names.resolve();
}

void Rows::want(Activity const &activity, std::vector<Facet> const &facets)
{
    auto const name = [&](std::string const &text) {
        if (!text.empty()) {
            m_identifiers.want(kept(text));
        }
    };
    auto const organisation = [&](Organisation const &one) {
        if (one.is_named()) {
            m_organisations.want(organisation_row(one));
        }
    };
    m_identifiers.want(activity.identifier); // even an empty one
    for (auto const &one : activity.participants) {
        organisation(one.organisation);
        name(one.activity);
    }
    for (auto const &one : activity.related) {
        name(one.identifier);
    }
    for (auto const &one : activity.transactions) {
        organisation(one.provider);
        organisation(one.receiver);
        name(one.provider_activity);
        name(one.receiver_activity);
    }
    for (auto const &one : activity.budgets) {
        organisation(one.provider);
        organisation(one.receiver);
    }
    for (auto const &facet : facets) {
        m_facet_names.want(facet_key(facet));
    }
}

std::vector<std::int64_t> Rows::facet_numbers(std::vector<Facet> const &facets)
{
    std::vector<std::int64_t> numbers;
    numbers.reserve(facets.size());
    for (auto const &facet : facets) {
        numbers.push_back(m_facet_names.find(facet_key(facet)));
    }
    return numbers;
}

void Rows::insert_money(std::vector<Standing> const &all)
{
    std::vector<Part<Transaction>> transactions;
    std::vector<Part<Budget>> budgets;
    struct Exact {
        std::int64_t activity = 0;
        std::int64_t kind = 0;
        std::int64_t number = 0;
        std::string const *text = nullptr;
    };
    std::vector<Exact> exact;
    auto const keep_exact = [&](std::int64_t activity, std::int64_t kind, std::int64_t number,
                                std::optional<Amount> const &amount) {
        if (amount && !amount->exact.empty()) {
            exact.push_back({activity, kind, number, &amount->exact});
        }
    };
    for (auto const &one : all) {
        std::int64_t number = 0;
        for (auto const &transaction : one.activity->transactions) {
            transactions.push_back({one.id, ++number, &transaction});
            keep_exact(one.id, 0, number, transaction.amount);
        }
        std::array<std::int64_t, 3> numbers{};
        for (auto const &budget : one.activity->budgets) {
            auto &of_kind = numbers[static_cast<std::size_t>(budget.kind)];
            budgets.push_back({one.id, ++of_kind, &budget});
            keep_exact(one.id, static_cast<std::int64_t>(budget.kind), of_kind, budget.amount);
        }
    }
    auto const put_amount = [](std::vector<Value> &row, std::optional<Amount> const &amount,
                               std::optional<Date> const &on) {
        row.push_back(amount ? Value{amount->hundredths} : Value{});
        row.push_back(amount && amount->currency ? Value{amount->currency->to_string()} : Value{});
        row.push_back(amount && amount->valued_on != on ? day_value(amount->valued_on) : Value{});
    };
    static constexpr std::array<std::string_view, 17> transaction_columns{
        "activity",          "number",      "type",     "happened_on", "amount",
        "currency",          "valued_on",   "provider", "receiver",    "provider_activity",
        "receiver_activity", "flow",        "finance",  "aid",         "tied",
        "channel",           "humanitarian"};
    copy_parts(m_tx, "iati_transaction", transaction_columns, transactions,
               [&](std::vector<Value> &row, Part<Transaction> const &part) {
                   auto const &one = *part.value;
                   row.emplace_back(part.activity);
                   row.emplace_back(part.number);
                   row.push_back(text_value(one.type));
                   row.push_back(day_value(one.on));
                   put_amount(row, one.amount, one.on);
                   row.push_back(number_value(organisation(one.provider)));
                   row.push_back(number_value(organisation(one.receiver)));
                   row.push_back(number_value(identifier(one.provider_activity)));
                   row.push_back(number_value(identifier(one.receiver_activity)));
                   row.push_back(text_value(one.flow));
                   row.push_back(text_value(one.finance));
                   row.push_back(text_value(one.aid));
                   row.push_back(text_value(one.tied));
                   row.push_back(text_value(one.channel));
                   row.push_back(one.humanitarian ? Value{std::int64_t{*one.humanitarian ? 1 : 0}}
                                                  : Value{});
               });
    static constexpr std::array<std::string_view, 12> budget_columns{
        "activity", "kind",   "number",   "type",      "status",   "starts_on",
        "ends_on",  "amount", "currency", "valued_on", "provider", "receiver"};
    copy_parts(m_tx, "iati_budget", budget_columns, budgets,
               [&](std::vector<Value> &row, Part<Budget> const &part) {
                   auto const &one = *part.value;
                   row.emplace_back(part.activity);
                   row.emplace_back(static_cast<std::int64_t>(one.kind));
                   row.emplace_back(part.number);
                   row.push_back(text_value(one.type));
                   row.push_back(text_value(one.status));
                   row.push_back(day_value(one.starts));
                   row.push_back(day_value(one.ends));
                   put_amount(row, one.amount, one.starts);
                   row.push_back(number_value(organisation(one.provider)));
                   row.push_back(number_value(organisation(one.receiver)));
               });
    static constexpr std::array<std::string_view, 4> exact_columns{"activity", "kind", "number",
                                                                   "amount"};
    copy_parts(m_tx, "iati_exact", exact_columns, exact,
               [](std::vector<Value> &row, Exact const &one) {
                   row = {one.activity, one.kind, one.number, *one.text};
               });
}

void Rows::insert_classes(std::vector<Standing> const &all)
{
    static constexpr std::array<std::string_view, 7> class_columns{
        "activity", "number", "transaction_number", "kind", "vocabulary", "code", "weight"};
    copy_parts(m_tx, "iati_class", class_columns, class_rows(all),
               [](std::vector<Value> &row, ClassRow const &one) {
                   row = {one.activity,
                          one.number,
                          one.transaction,
                          static_cast<std::int64_t>(one.kind),
                          std::string{one.vocabulary},
                          std::string{one.code},
                          one.weight ? Value{*one.weight} : Value{}};
               });
    std::vector<Part<Participant>> participants;
    std::vector<Part<Related>> related;
    FacetIndex::Pairs facets;
    for (auto const &one : all) {
        std::int64_t number = 0;
        for (auto const &participant : one.activity->participants) {
            ++number;
            if (participant.organisation.is_named()) {
                participants.push_back({one.id, number, &participant});
            }
        }
        number = 0;
        for (auto const &other : one.activity->related) {
            ++number;
            if (!other.identifier.empty()) {
                related.push_back({one.id, number, &other});
            }
        }
        for (auto const facet : one.facets) {
            facets.emplace_back(facet, one.id);
        }
    }
    static constexpr std::array<std::string_view, 5> participation_columns{
        "activity", "number", "role", "organisation", "their_activity"};
    copy_parts(m_tx, "iati_participation", participation_columns, participants,
               [&](std::vector<Value> &row, Part<Participant> const &part) {
                   row = {part.activity, part.number, text_value(part.value->role),
                          organisation(part.value->organisation),
                          number_value(identifier(part.value->activity))};
               });
    static constexpr std::array<std::string_view, 4> relation_columns{"activity", "number", "type",
                                                                      "other"};
    copy_parts(m_tx, "iati_relation", relation_columns, related,
               [&](std::vector<Value> &row, Part<Related> const &part) {
                   row = {part.activity, part.number, text_value(part.value->type),
                          identifier(part.value->identifier)};
               });
    m_facet_index.add(std::move(facets));
}

void Rows::insert(std::vector<Standing> const &all)
{
    if (all.empty()) {
        return;
    }
    insert_money(all);
    insert_classes(all);
    std::vector<std::int64_t> ids;
    ids.reserve(all.size());
    for (auto const &one : all) {
        ids.push_back(one.id);
    }
    for (auto *const watcher : m_watchers) {
        watcher->stands(m_tx, ids);
    }
}

void Rows::take(std::vector<std::int64_t> const &ids)
{
    if (ids.empty()) {
        return;
    }
    for (auto *const watcher : m_watchers) {
        watcher->leaves(m_tx, ids);
    }
    static std::string const facets_sql =
        "SELECT id, facets FROM iati_activity WHERE id IN (" + marks("?") + ")";
    FacetIndex::Pairs facets;
    in_lists(ids, [&](std::vector<Value> const &values) {
        for (auto row : m_tx.query_with(facets_sql, values)) {
            auto const id = row.next<std::int64_t>();
            for (auto const facet : unpack(row.next<storage::Bytes>())) {
                facets.emplace_back(facet, id);
            }
        }
    });
    for (auto const *const table : {"iati_transaction", "iati_budget", "iati_exact", "iati_class",
                                    "iati_participation", "iati_relation"}) {
        run_for(m_tx, std::string{"DELETE FROM "} + table + " WHERE activity IN (", ids);
    }
    m_facet_index.remove(facets);
}

} // namespace selatan::reported
