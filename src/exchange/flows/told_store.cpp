#include "exchange/flows/told.hpp"

#include "base/text.hpp"
#include "exchange/reported/activity.hpp"

namespace selatan::reported_flows {

namespace {

constexpr std::string_view standing = R"(
    FROM flow_recount c
    JOIN iati_activity a ON a.identifier = c.identifier AND a.ended_by IS NULL
    JOIN flow_finding f ON f.activity = a.id AND f.identifier = a.identifier)";
constexpr std::string_view within = " WHERE c.position BETWEEN ? AND ?";

storage::Rows ask(storage::Reader &reader, Places const &places, std::string const &columns,
                  std::string const &rest)
{
    return reader.query("SELECT " + columns + std::string{standing} + rest, places.first,
                        places.last);
}

void read_activities(storage::Reader &reader, Places const &places, Told &told)
{
    for (auto row : ask(reader, places, "a.id, a.publisher, a.identifier, i.text, p.ref",
                        " JOIN iati_identifier i ON i.id = a.identifier"
                        " JOIN iati_publisher p ON p.id = a.publisher" +
                            std::string{within} + " ORDER BY a.id")) {
        ToldActivity one{.id = row.next<std::int64_t>(),
                         .publisher = row.next<std::int64_t>(),
                         .identifier = row.next<std::int64_t>(),
                         .parent = std::nullopt};
        auto const identifier = row.next<std::string_view>();
        auto const publisher = row.next<std::string_view>();
        one.is_own = !publisher.empty() && identifier.starts_with(publisher);
        told.activities.push_back(one);
    }
}

void read_parents(storage::Reader &reader, Places const &places, Told &told)
{
    std::unordered_map<std::int64_t, std::vector<std::size_t>> by_identifier;
    std::unordered_map<std::int64_t, std::size_t> by_id;
    for (std::size_t i = 0; i < told.activities.size(); ++i) {
        by_identifier[told.activities[i].identifier].push_back(i);
        by_id[told.activities[i].id] = i;
    }
    // "1" names this one's parent, "2" a part of it; the parent's word comes second.
    for (auto row : ask(reader, places, "x.activity, x.type, x.other",
                        " JOIN iati_relation x ON x.activity = a.id" + std::string{within} +
                            " AND x.type IN ('1', '2') ORDER BY x.type, x.activity, x.number")) {
        auto const activity = row.next<std::int64_t>();
        bool const is_part = row.next<std::string_view>() == "1";
        auto const other = row.next<std::int64_t>();
        auto const &teller = told.activities[by_id.at(activity)];
        if (is_part) {
            auto &parent = told.activities[by_id.at(activity)].parent;
            parent = parent.value_or(other);
        } else if (auto const parts = by_identifier.find(other); parts != by_identifier.end()) {
            for (auto const part : parts->second) {
                if (told.activities[part].publisher == teller.publisher) {
                    auto &parent = told.activities[part].parent;
                    parent = parent.value_or(teller.identifier);
                }
            }
        }
    }
}

void read_transactions(storage::Reader &reader, Places const &places, Told &told)
{
    for (auto row : ask(reader, places,
                        "x.activity, x.number, x.type, COALESCE(x.happened_on, x.valued_on),"
                        " x.amount, x.currency,"
                        " x.valued_on, x.provider, x.receiver, x.provider_activity,"
                        " x.receiver_activity, x.aid, x.channel",
                        " JOIN iati_transaction x ON x.activity = a.id" + std::string{within} +
                            " AND x.type IN ('1', '2', '3', '4')"
                            " AND COALESCE(x.happened_on, x.valued_on) IS NOT NULL"
                            " AND x.amount IS NOT NULL ORDER BY x.activity, x.number")) {
        ToldTransaction one;
        one.activity = row.next<std::int64_t>();
        one.number = row.next<std::int64_t>();
        one.type = row.next<std::string>();
        auto const on = reported::date_of(row.next<std::int64_t>());
        one.hundredths = row.next<std::int64_t>();
        auto const currency = row.next<std::optional<std::string>>();
        one.currency = currency ? Currency::parse(*currency) : std::nullopt;
        auto const valued = row.next<std::optional<std::int64_t>>();
        one.valued_on = valued ? reported::date_of(*valued) : std::nullopt;
        one.provider = row.next<std::optional<std::int64_t>>();
        one.receiver = row.next<std::optional<std::int64_t>>();
        one.provider_activity = row.next<std::optional<std::int64_t>>();
        one.receiver_activity = row.next<std::optional<std::int64_t>>();
        one.aid = row.next<std::optional<std::string>>().value_or("");
        one.channel = row.next<std::optional<std::string>>().value_or("");
        if (on) {
            one.on = *on;
            told.transactions.push_back(std::move(one));
        }
    }
}

void read_budgets(storage::Reader &reader, Places const &places, Told &told)
{
    for (auto row : ask(reader, places,
                        "x.activity, x.number, x.type, x.starts_on, x.ends_on, x.amount,"
                        " x.currency, x.valued_on",
                        " JOIN iati_budget x ON x.activity = a.id" + std::string{within} +
                            " AND x.kind = 1 AND x.starts_on IS NOT NULL AND x.amount IS NOT NULL"
                            " ORDER BY x.activity, x.number")) {
        ToldBudget one;
        one.activity = row.next<std::int64_t>();
        one.number = row.next<std::int64_t>();
        one.is_revised = is_revision(row.next<std::optional<std::string>>().value_or(""));
        auto const starts = reported::date_of(row.next<std::int64_t>());
        auto const ends = row.next<std::optional<std::int64_t>>();
        one.ends = ends ? reported::date_of(*ends) : std::nullopt;
        one.hundredths = row.next<std::int64_t>();
        auto const currency = row.next<std::optional<std::string>>();
        one.currency = currency ? Currency::parse(*currency) : std::nullopt;
        auto const valued = row.next<std::optional<std::int64_t>>();
        one.valued_on = valued ? reported::date_of(*valued) : std::nullopt;
        if (starts) {
            one.starts = *starts;
            told.budgets.push_back(one);
        }
    }
}

void read_organisations(storage::Reader &reader, Places const &places, Told &told)
{
    for (std::string const role : {"provider", "receiver"}) {
        for (auto row : ask(reader, places, "DISTINCT o.organisation, o.code",
                            " JOIN iati_transaction x ON x.activity = a.id"
                            " JOIN flow_organisation o ON o.organisation = x." +
                                role + std::string{within})) {
            auto const id = row.next<std::int64_t>();
            told.organisations[id] = row.next<std::string>();
        }
    }
}

void read_classes(storage::Reader &reader, Places const &places, Told &told)
{
    for (auto row : ask(reader, places,
                        "x.activity, x.transaction_number, x.kind, x.vocabulary, x.code, x.weight",
                        " JOIN iati_class x ON x.activity = a.id" + std::string{within} +
                            " AND x.kind IN (1, 2, 3, 4)"
                            " ORDER BY x.activity, x.transaction_number, x.number")) {
        ToldClass one;
        one.activity = row.next<std::int64_t>();
        one.transaction = row.next<std::int64_t>();
        one.kind = static_cast<ToldClass::Kind>(row.next<std::int64_t>());
        one.vocabulary = row.next<std::string>();
        one.code = row.next<std::string>();
        one.of_million = row.next<std::optional<std::int64_t>>();
        told.classes.push_back(std::move(one));
    }
}

/// The officer's word, where there is one; else the program's, without what is only perhaps.
void read_south(storage::Reader &reader, Places const &places, Told &told)
{
    for (auto row : ask(reader, places, "a.id",
                        " LEFT JOIN flow_verdict v ON v.identifier = f.identifier"
                        " AND v.publisher = f.publisher AND v.replaced = 0" +
                            std::string{within} +
                            " AND (v.verdict IN ('south_south', 'triangular') OR (v.verdict IS NULL"
                            " AND f.level IN ('stated', 'triangular', 'south_south')))")) {
        told.south.insert(row.next<std::int64_t>());
    }
}

} // namespace

std::string code_of(ToldOrganisation const &organisation)
{
    return clean(fold(organisation.ref.empty() ? organisation.name : organisation.ref));
}

bool is_revision(std::string_view budget_type)
{
    return budget_type == "2" || fold(budget_type) == "revised";
}

Told read_told(storage::Reader &reader, Places const &places)
{
    Told told;
    read_activities(reader, places, told);
    read_parents(reader, places, told);
    read_organisations(reader, places, told);
    read_transactions(reader, places, told);
    read_budgets(reader, places, told);
    read_classes(reader, places, told);
    read_south(reader, places, told);
    return told;
}

} // namespace selatan::reported_flows
