#include "exchange/flows/told.hpp"

#include "exchange/reported/activity.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

void read_activities(storage::Reader &reader, Told &told)
{
    for (auto row : reader.query(R"(
            SELECT a.id, a.publisher, a.identifier, i.text, p.ref
            FROM iati_activity a
            JOIN iati_identifier i ON i.id = a.identifier
            JOIN iati_publisher p ON p.id = a.publisher
            WHERE a.ended_by IS NULL
            ORDER BY a.id)")) {
        ToldActivity one{.id = row.next<std::int64_t>(),
                         .publisher = row.next<std::int64_t>(),
                         .identifier = row.next<std::int64_t>(),
                         .parent = std::nullopt};
        auto const identifier = row.next<std::string>();
        auto const publisher = row.next<std::string>();
        one.is_own = !publisher.empty() && identifier.starts_with(publisher);
        told.activities.push_back(one);
    }
    // "1" names this one's parent, "2" a part of it; the parent's word comes second.
    std::unordered_map<std::int64_t, std::vector<std::size_t>> by_identifier;
    std::unordered_map<std::int64_t, std::size_t> by_id;
    for (std::size_t i = 0; i < told.activities.size(); ++i) {
        by_identifier[told.activities[i].identifier].push_back(i);
        by_id[told.activities[i].id] = i;
    }
    for (auto row : reader.query(R"(
            SELECT activity, type, other FROM iati_relation
            WHERE type IN ('1', '2') ORDER BY type, activity, number)")) {
        auto const activity = row.next<std::int64_t>();
        auto const type = row.next<std::string>();
        auto const other = row.next<std::int64_t>();
        auto const found = by_id.find(activity);
        if (found == by_id.end()) {
            continue;
        }
        auto const &teller = told.activities[found->second];
        if (type == "1") {
            auto &parent = told.activities[found->second].parent;
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

void read_organisations(storage::Reader &reader, Told &told)
{
    for (auto row : reader.query("SELECT id, ref, name, type FROM iati_organisation")) {
        auto const id = row.next<std::int64_t>();
        told.organisations[id] = {.ref = row.next<std::string>(),
                                  .name = row.next<std::string>(),
                                  .type = row.next<std::string>()};
    }
    for (auto row : reader.query("SELECT id, ref, name, type FROM iati_publisher")) {
        auto const id = row.next<std::int64_t>();
        told.publishers[id] = {.ref = row.next<std::string>(),
                               .name = row.next<std::string>(),
                               .type = row.next<std::string>()};
    }
}

void read_transactions(storage::Reader &reader, Told &told)
{
    for (auto row : reader.query(R"(
            SELECT activity, number, type, happened_on, amount, currency, valued_on, provider,
                   receiver, provider_activity, receiver_activity, aid, channel
            FROM iati_transaction
            WHERE type IN ('1', '2', '3', '4') AND happened_on IS NOT NULL AND amount IS NOT NULL
            ORDER BY activity, number)")) {
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

void read_classes(storage::Reader &reader, Told &told)
{
    for (auto row : reader.query(R"(
            SELECT activity, transaction_number, kind, vocabulary, code, weight
            FROM iati_class WHERE kind IN (1, 2, 3, 4)
            ORDER BY activity, transaction_number, number)")) {
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

} // namespace

Told read_told(storage::Reader &reader)
{
    Told told;
    read_activities(reader, told);
    read_organisations(reader, told);
    read_transactions(reader, told);
    read_classes(reader, told);
    return told;
}

} // namespace selatan::reported_flows
