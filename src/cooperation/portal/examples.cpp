#include "cooperation/portal/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/portal/consent_store.hpp"
#include "cooperation/portal/publication_policy.hpp"
#include "cooperation/portal/south_south_day.hpp"

namespace selatan::portal {

namespace {

Head head_of(storage::Tx &tx, records::Noun const &noun, std::string_view id)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, noun, &program, id);
    ENSURE(head.has_value());
    return *head;
}

} // namespace

void make_examples(storage::Tx &tx, auth::Identity const &desk)
{
    for (auto const &project : projects_to_ask(tx)) {
        if (!ask(tx, desk, head_of(tx, projects::projects, project.to_string()))) {
            continue; // nobody takes part in it
        }
        for (auto const &one : consents_of(tx, project)) {
            auto const head = head_of(tx, consents, one.reference);
            auto const done =
                record_consent(tx, desk, head, head.version,
                               {.topics = {"summary", "dates", "places", "money", "contribution",
                                           "people", "results", "documents", "ratings", "lessons"},
                                .given_by = "Example: the party’s office for cooperation",
                                .given_on = tx.today().plus_days(-20),
                                .document = "Example note on publication"});
            ENSURE(done.has_value());
        }
    }
    PublicationPolicy policy;
    policy.since = tx.today().plus_days(-30);
    policy.about = i18n::MultilingualText{
        Language::en, "An invented agency: what this portal looks like with a few projects whose "
                      "parties agreed to publish them."};
    policy.map_viewpoint = "United Nations";
    // The sentence that the United Nations' maps carry.
    policy.map_disclaimer = i18n::MultilingualText{
        Language::en,
        "The boundaries and names shown and the designations used on this map do not imply "
        "official endorsement or acceptance by the United Nations."};
    policy.licence = "CC BY 4.0";
    policy.licence_url = "https://creativecommons.org/licenses/by/4.0/";
    policy.budget_from = tx.today().year();
    static_cast<void>(records::create(tx, desk.actor(), publication_policies, policy));
    SouthSouthDay day;
    day.theme = "Example: the theme that the United Nations set for this year";
    day.year = tx.today().year();
    day.source = "https://unsouthsouth.org/";
    day.read_on = tx.today().plus_days(-10);
    day.agency_does = i18n::MultilingualText{
        Language::en, "Example: an open day with the training centres, and the year’s report."};
    day.agency_does.set(Language::id,
                        "Contoh: hari terbuka bersama pusat-pusat pelatihan, dan laporan tahunan.");
    day.agency_does.set(
        Language::fr, "Exemple : une journée portes ouvertes avec les centres de formation, et le "
                      "rapport de l’année.");
    day.agency_does.set(Language::ar, "مثال: يوم مفتوح مع مراكز التدريب، وتقرير السنة.");
    day.others_do = i18n::MultilingualText{
        Language::en, "Example: partners’ missions show what their trainers teach at home."};
    day.others_do.set(Language::fr, "Exemple : les missions des partenaires montrent ce que leurs "
                                    "formateurs enseignent chez eux.");
    auto const made = records::create(tx, desk.actor(), south_south_days, day);
    auto const head = head_of(tx, south_south_days, made.reference);
    ENSURE(publish_day(tx, desk, head, head.version).has_value());
}

} // namespace selatan::portal
