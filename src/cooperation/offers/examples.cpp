#include "cooperation/offers/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/offers/capacity.hpp"

#include <array>
#include <map>
#include <string_view>

namespace selatan::offers {

namespace {

struct Example {
    std::string_view country;
    std::string_view modality;
    std::string_view title;
    std::string_view title_fr;
    std::string_view title_pt;
    std::string_view offered;
    std::string_view sectors;
    std::string_view sdgs;
    std::string_view languages;
    std::string_view groups;
    std::int64_t places;
    Unit unit;
    std::int64_t cost_usd; ///< 0: not stated
    std::int64_t days;
};

constexpr std::array examples{
    Example{"IDN", "training", "Artificial insemination of dairy cattle",
            "Insémination artificielle des vaches laitières",
            "Inseminação artificial de vacas leiteiras",
            "Three weeks in barn and laboratory: heat detection, semen handling, insemination, "
            "records. Farmers' "
            "groups of the district take part.",
            "31163 31195", "2.3 2.a", "en id", "", 20, Unit::places, 2100, 21},
    Example{
        "IDN", "expert_assignment", "Experts for seaweed farming and drying",
        "Experts en culture et séchage d’algues", "Peritos em cultivo e secagem de algas",
        "Pairs of experts work with coastal villages for a season: lines, species, drying, buyers.",
        "31320 31381", "14.7 1.1", "en id", "SIDS", 240, Unit::expert_days, 160, 60},
    Example{
        "IDN", "study_visit", "Disaster early warning for island districts",
        "Alerte précoce aux catastrophes pour les îles",
        "Alerta precoce de catástrofes para distritos insulares",
        "Ten days with the disaster agency: tsunami warning, village contingency plans, drills.",
        "74020 43060", "11.5 13.1", "en id", "", 15, Unit::places, 1500, 10},
    Example{"IDN", "equipment", "Hand tractors with training of mechanics",
            "Motoculteurs et formation de mécaniciens",
            "Motocultivadores com formação de mecânicos",
            "Two-wheel tractors made for small paddies, spare parts for three years, two mechanics "
            "trained for "
            "each batch of ten.",
            "31120 31163", "2.3 2.4", "en id fr", "LDC", 40, Unit::items, 2600, 0},
    Example{"IDN", "training", "Mathematics for primary school teachers",
            "Mathématiques pour les enseignants du primaire",
            "Matemática para professores do ensino primário",
            "Four weeks of teaching practice in primary schools with a mentor, and materials to "
            "take home.",
            "11220 11130", "4.1 4.c", "en id pt", "", 30, Unit::places, 1900, 28},
    Example{"IDN", "training", "Family planning and reproductive health with religious leaders",
            "Planification familiale avec les chefs religieux",
            "Planeamento familiar com líderes religiosos",
            "Two weeks on counselling, village volunteers and the work with religious leaders, "
            "with visits to "
            "clinics and boarding schools.",
            "13030 13020", "3.7 5.6", "en id fr", "", 25, Unit::places, 1800, 14},
    Example{"BRA", "training", "School meals bought from family farms",
            "Repas scolaires achetés aux exploitations familiales",
            "Alimentação escolar comprada à agricultura familiar",
            "Law, menus, purchase and inspection of school meals from family farms, with two weeks "
            "in municipalities.",
            "11250 52010", "2.1 4.1", "pt es en", "", 24, Unit::places, 0, 20},
    Example{"BRA", "attachment", "Human milk banks", "Lactariums", "Bancos de leite humano",
            "Six weeks in the network of milk banks: collection, pasteurisation, quality, training "
            "of mothers.",
            "13020 12240", "3.2 2.2", "pt es", "", 8, Unit::places, 0, 42},
    Example{"MAR", "training", "Irrigation by drip on small farms",
            "Irrigation goutte à goutte des petites exploitations",
            "Rega gota a gota em pequenas explorações",
            "Design, maintenance and water users' associations, taught in the field.",
            "31140 14030", "6.4 2.4", "fr ar", "", 20, Unit::places, 1400, 15},
    Example{"THA", "training", "Community tourism and village enterprises",
            "Tourisme communautaire et entreprises villageoises",
            "Turismo comunitário e empresas de aldeia",
            "Planning, prices, food safety and shared income, with stays in six villages.",
            "33210 43040", "8.9 12.b", "en", "", 20, Unit::places, 1700, 14},
    Example{"IND", "scholarship", "Master of public health", "Master en santé publique",
            "Mestrado em saúde pública", "Eighteen months with field work in district hospitals.",
            "12181 12110", "3.c 3.8", "en", "", 12, Unit::places, 9500, 540},
    Example{
        "CUB", "expert_assignment", "Literacy campaign advisers", "Conseillers en alphabétisation",
        "Assessores de alfabetização",
        "Advisers adapt the method to the local language and train trainers for one school year.",
        "11230 11120", "4.6", "es pt fr", "", 600, Unit::expert_days, 0, 300},
};

records::Codes codes_of(std::string_view text)
{
    records::Codes codes;
    ENSURE(records::Text<records::Codes>::parse(text, codes) == nullptr);
    return codes;
}

Offer offer_of(Example const &example, Uuid organisation, int year)
{
    Offer offer;
    offer.title = "Example: " + std::string{example.title};
    offer.titles.set(Language::en, offer.title);
    offer.titles.set(Language::fr, "Exemple : " + std::string{example.title_fr});
    offer.titles.set(Language::pt, "Exemplo: " + std::string{example.title_pt});
    offer.country = CountryCode::parse(example.country);
    offer.organisation = Id<partners::Organisation>{organisation};
    offer.modality = example.modality;
    offer.offered = example.offered;
    offer.sectors = codes_of(example.sectors);
    offer.sdgs = codes_of(example.sdgs);
    offer.languages = codes_of(example.languages);
    offer.eligible_groups = codes_of(example.groups);
    offer.places = example.places;
    offer.unit = example.unit;
    if (example.cost_usd > 0) {
        offer.unit_cost_usd = example.cost_usd;
        offer.cost_basis = "Example figure";
    }
    if (example.days > 0) {
        offer.duration_days = example.days;
    }
    offer.valid_until = Date::of(year + 3, 12, 31);
    return offer;
}

} // namespace

std::vector<Id<Offer>> make_examples(storage::Tx &tx, events::Actor const &actor,
                                     std::span<ExampleProvider const> providers)
{
    std::map<CountryCode, std::vector<Uuid>> by_country;
    for (auto const &provider : providers) {
        by_country[provider.country].push_back(provider.organisation);
    }
    std::map<CountryCode, std::size_t> turn;
    std::vector<Id<Offer>> made;
    for (auto const &example : examples) {
        auto const country = CountryCode::parse(example.country);
        ENSURE(country.has_value());
        auto const found = by_country.find(*country);
        if (found == by_country.end()) {
            continue;
        }
        auto const organisation = found->second[turn[*country]++ % found->second.size()];
        auto const saved =
            records::create(tx, actor, offers, offer_of(example, organisation, tx.today().year()),
                            {.audience = Audience::everyone, .state = "published"});
        made.push_back(Id<Offer>{saved.id});
    }
    renew_stamp(tx);
    return made;
}

} // namespace selatan::offers
