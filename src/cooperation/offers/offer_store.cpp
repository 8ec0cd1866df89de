#include "cooperation/offers/offer_store.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace selatan::offers {

namespace {

/// The offer with this id among those sorted by id; nothing when it is not published.
Published *find(std::vector<Published> &all, Uuid id)
{
    auto const found = std::ranges::lower_bound(all, id, {}, &Published::id);
    return found != all.end() && found->id == id ? &*found : nullptr;
}

std::vector<Published> published_offers(storage::Reader &reader)
{
    std::string columns;
    for (auto const &field : offers.fields) {
        columns += (field.place == records::Field::Place::record ? ", r." : ", n.") +
                   std::string{field.column};
    }
    std::vector<Published> all;
    for (auto row :
         reader.query("SELECT r.id, r.reference, r.version" + columns +
                      " FROM record r JOIN offer n ON n.id = r.id"
                      " WHERE r.kind = 'offer' AND r.state = 'published' ORDER BY r.id")) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.reference = row.next<std::string>();
        one.version = row.next<std::int64_t>();
        int column = 3;
        for (auto const &field : offers.fields) {
            field.from_cell(&one.offer, row.cells(), column++);
        }
    }
    return all;
}

} // namespace

// -- Capacity -----------------------------------------------------------------------------------

std::optional<YearCapacity> capacity_in(storage::Reader &reader, Id<Offer> offer, int year)
{
    for (auto row :
         reader.query("SELECT coalesce(c.capacity, o.places), coalesce(c.held, 0) FROM offer o"
                      " LEFT JOIN offer_capacity c ON c.offer = o.id AND c.year = ?"
                      " WHERE o.id = ? AND o.places IS NOT NULL",
                      year, offer)) {
        return YearCapacity{
            .year = year, .capacity = row.next<std::int64_t>(), .held = row.next<std::int64_t>()};
    }
    return std::nullopt;
}

Result<void> take(storage::Tx &tx, Taking const &taking)
{
    ENSURE(taking.places > 0);
    bool const is_published =
        tx.one<bool>("SELECT 1 FROM record WHERE id = ? AND kind = 'offer' AND state = 'published'",
                     taking.offer)
            .value_or(false);
    if (!is_published) {
        return refuse(Decline::conflict, "", "offers.not_published");
    }
    tx.run("INSERT INTO offer_capacity (offer, year, capacity, held)"
           " SELECT id, ?, places, 0 FROM offer WHERE id = ? AND places IS NOT NULL"
           " ON CONFLICT (offer, year) DO NOTHING",
           taking.year, taking.offer);
    // The condition lets us say how much is left; the constraint would refuse all the same.
    auto const taken = tx.run("UPDATE offer_capacity SET held = held + ?"
                              " WHERE offer = ? AND year = ? AND held + ? <= capacity",
                              taking.places, taking.offer, taking.year, taking.places);
    if (taken == 0) {
        if (auto const now = capacity_in(tx, taking.offer, taking.year)) {
            return refuse(
                Decline::conflict, "places", "offers.no_places_left",
                {{"left", std::to_string(now->left())}, {"year", std::to_string(taking.year)}});
        }
    }
    tx.run("INSERT INTO offer_taking (agreed_match, offer, country, year, places) VALUES (?, ?, ?, "
           "?, ?)",
           taking.agreed_match, taking.offer, taking.country, taking.year, taking.places);
    renew_stamp(tx);
    return {};
}

std::int64_t agreed_count(storage::Reader &reader, Uuid offer)
{
    return reader.one<std::int64_t>("SELECT count(*) FROM offer_taking WHERE offer = ?", offer)
        .value_or(0);
}

Result<void> restate_capacity(storage::Tx &tx, Uuid offer, std::optional<std::int64_t> places,
                              int this_year)
{
    // Made anew from what was taken: an offer may have been without a limit meanwhile.
    tx.run("DELETE FROM offer_capacity WHERE offer = ? AND year >= ?", offer, this_year);
    if (!places) {
        return {};
    }
    auto const most_held =
        tx.one<std::int64_t>("SELECT sum(places) FROM offer_taking WHERE offer = ? AND year >= ?"
                             " GROUP BY year ORDER BY sum(places) DESC LIMIT 1",
                             offer, this_year);
    if (most_held.value_or(0) > *places) {
        return refuse(Decline::conflict, "places", "offers.below_held",
                      {{"held", std::to_string(*most_held)}});
    }
    tx.run("INSERT INTO offer_capacity (offer, year, capacity, held)"
           " SELECT offer, year, ?, sum(places) FROM offer_taking WHERE offer = ? AND year >= ?"
           " GROUP BY offer, year",
           *places, offer, this_year);
    return {};
}

// -- What is published --------------------------------------------------------------------------

std::optional<std::int64_t> Published::left_in(int year) const
{
    auto const found = std::ranges::find(years, year, &YearCapacity::year);
    return found != years.end() ? std::optional{found->left()} : offer.places;
}

std::vector<Published> published(storage::Reader &reader)
{
    auto all = published_offers(reader);
    for (auto row : reader.query(
             "SELECT offer, year, capacity, held FROM offer_capacity ORDER BY offer, year")) {
        if (auto *const one = find(all, row.next<Uuid>())) {
            one->years.push_back({.year = row.next<int>(),
                                  .capacity = row.next<std::int64_t>(),
                                  .held = row.next<std::int64_t>()});
        }
    }
    for (auto row :
         reader.query("SELECT offer, country FROM offer_taking ORDER BY offer, agreed_match")) {
        if (auto *const one = find(all, row.next<Uuid>())) {
            one->delivered_to.push_back(row.next<CountryCode>());
        }
    }
    return all;
}

std::optional<Uuid> stamp(storage::Reader &reader)
{
    return reader.one<Uuid>("SELECT stamp FROM offer_stamp WHERE id = 1");
}

void renew_stamp(storage::Tx &tx)
{
    tx.run("INSERT INTO offer_stamp (id, stamp) VALUES (1, ?)"
           " ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp",
           new_uuid(tx.now()));
}

std::vector<Uuid> past_validity(storage::Reader &reader, Date today)
{
    return reader.all<Uuid>("SELECT o.id FROM offer o JOIN record r ON r.id = o.id"
                            " WHERE o.valid_until < ? AND r.state IN ('published', 'suspended')"
                            " ORDER BY o.id",
                            today);
}

} // namespace selatan::offers
