#include "cooperation/offers/offer.hpp"

#include "base/ensure.hpp"
#include "cooperation/offers/offer_store.hpp"
#include "cooperation/offers/offers.hpp"
#include "platform/events/event.hpp"
#include "words/offers.hpp"

#include <algorithm>

namespace selatan::offers {

namespace {

namespace word = words::offers;
using records::field;
using records::Kind;
constexpr auto everyone = Audience::everyone;

constexpr std::array offer_fields{
    field<&Offer::title>("title", word::field_title).title().seen_by(everyone),
    field<&Offer::titles>("titles", word::field_titles).other_titles().seen_by(everyone),
    field<&Offer::country>("country", word::field_country)
        .scope_country()
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Offer::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Offer::modality>("modality", word::field_modality)
        .as(Kind::code)
        .of("modality")
        .required()
        .seen_by(everyone)
        .listed(),
    field<&Offer::summary>("summary", word::field_summary)
        .at_most(1000)
        .hinted(word::field_summary_hint)
        .seen_by(everyone),
    field<&Offer::offered>("offered", word::field_offered)
        .as(Kind::long_text)
        .at_most(10'000)
        .hinted(word::field_offered_hint)
        .seen_by(everyone),
    field<&Offer::sectors>("sectors", word::field_sectors).of("sector").seen_by(everyone).listed(),
    field<&Offer::sdgs>("sdgs", word::field_sdgs).of("sdg").seen_by(everyone),
    field<&Offer::languages>("languages", word::field_languages)
        .of("language")
        .hinted(word::field_languages_hint)
        .seen_by(everyone),
    field<&Offer::eligible_groups>("eligible_groups", word::field_eligible_groups)
        .of("group")
        .hinted(word::field_eligible_groups_hint)
        .seen_by(everyone),
    field<&Offer::eligible_countries>("eligible_countries", word::field_eligible_countries)
        .of("country")
        .seen_by(everyone),
    field<&Offer::places>("places", word::field_places)
        .at_least(1)
        .at_most(1'000'000)
        .hinted(word::field_places_hint)
        .seen_by(everyone),
    field<&Offer::unit>("unit", word::field_unit)
        .among(units, word::units)
        .required()
        .seen_by(everyone),
    field<&Offer::unit_cost>("unit_cost", word::field_unit_cost).hinted(word::field_unit_cost_hint),
    field<&Offer::currency>("currency", word::field_currency).of("currency"),
    field<&Offer::unit_cost_usd>("unit_cost_usd", word::field_unit_cost_usd)
        .hinted(word::field_unit_cost_usd_hint),
    field<&Offer::cost_basis>("cost_basis", word::field_cost_basis)
        .hinted(word::field_cost_basis_hint),
    field<&Offer::duration_days>("duration_days", word::field_duration_days)
        .at_least(1)
        .at_most(3660)
        .seen_by(everyone),
    field<&Offer::track_record>("track_record", word::field_track_record)
        .as(Kind::long_text)
        .at_most(10'000)
        .hinted(word::field_track_record_hint)
        .seen_by(everyone),
    field<&Offer::valid_from>("valid_from", word::field_valid_from).seen_by(everyone),
    field<&Offer::valid_until>("valid_until", word::field_valid_until)
        .hinted(word::field_valid_until_hint)
        .seen_by(everyone),
    field<&Offer::unsolicited>("unsolicited", word::field_unsolicited),
    field<&Offer::validated_by>("validated_by", word::verb_validated_by)
        .of("organisation")
        .by_verbs()
        .seen_by(everyone),
    field<&Offer::validated_on>("validated_on", word::verb_validated_on)
        .by_verbs()
        .seen_by(everyone),
};

constexpr std::array<std::string_view, 7> states{"draft",     "submitted", "checked", "published",
                                                 "suspended", "withdrawn", "expired"};
constexpr std::array<records::Transition, 16> steps{{
    {"submit", "draft", "submitted"},
    {"check", "submitted", "checked"},
    {"return", "submitted", "draft"},
    {"return", "checked", "draft"},
    {"publish", "checked", "published"},
    {"suspend", "published", "suspended"},
    {"resume", "suspended", "published"},
    {"revise", "published", "draft"},
    {"revise", "suspended", "draft"},
    {"withdraw", "draft", "withdrawn"},
    {"withdraw", "submitted", "withdrawn"},
    {"withdraw", "checked", "withdrawn"},
    {"withdraw", "published", "withdrawn"},
    {"withdraw", "suspended", "withdrawn"},
    {"expire", "published", "expired"},
    {"expire", "suspended", "expired"},
}};
constexpr records::Machine machine{
    .initial = "draft", .states = states, .transitions = steps, .state_name = word::states};

} // namespace

constinit records::NounOf<Offer> const offers{{
    .kind = "offer",
    .table = "offer",
    .path = "/offers",
    .prefix = "OFR",
    .singular = word::offer_singular,
    .plural = word::offer_plural,
    .fields = offer_fields,
    .type = &records::value_type<Offer>,
    .policy = &policy,
    .machine = &machine,
    .audience = Audience::partner,
}};

Result<void> decide_submit(Offer const &offer, Date today)
{
    if (offer.offered.empty() || offer.sectors.empty()) {
        return refuse(Decline::conflict, "", "offers.not_ready");
    }
    return decide_publish(offer, today);
}

Result<void> decide_check(std::set<Uuid> const &authors, std::optional<Uuid> by)
{
    if (!by || authors.contains(*by)) {
        return refuse(Decline::conflict, "", "offers.own_check");
    }
    return {};
}

Result<void> decide_publish(Offer const &offer, Date today)
{
    if (offer.valid_until && *offer.valid_until < today) {
        return refuse(Decline::conflict, "valid_until", "offers.validity_passed");
    }
    return {};
}

int expire(storage::Tx &tx, events::Actor const &actor)
{
    int expired = 0;
    for (auto const id : past_validity(tx, tx.today())) {
        auto const head = records::head_of(tx, offers, id);
        auto const saved = records::advance(tx, actor, offers, head, head.version, "expire",
                                            {.audience = Audience::partner});
        ENSURE(saved.has_value());
        ++expired;
    }
    if (expired > 0) {
        renew_stamp(tx);
    }
    return expired;
}

} // namespace selatan::offers
