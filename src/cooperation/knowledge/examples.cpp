#include "cooperation/knowledge/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/knowledge/lesson_store.hpp"

namespace selatan::knowledge {

namespace {

template <typename Wanted, typename Verb>
void step(storage::Tx &tx, auth::Identity const &by, records::Noun const &noun, Uuid id,
          Verb const &verb, Wanted const &wanted)
{
    auto const head = records::head_of(tx, noun, id);
    ENSURE(verb(tx, by, head, head.version, wanted).has_value());
}

MultilingualText text(std::string english, std::string french, std::string portuguese)
{
    MultilingualText all{Language::en, std::move(english)};
    all.set(Language::fr, std::move(french));
    all.set(Language::pt, std::move(portuguese));
    return all;
}

/// The country that the focal point speaks for.
std::optional<CountryCode> country_of(auth::Identity const &focal_point)
{
    for (auto const &grant : focal_point.grants) {
        if (auto const *const country = std::get_if<CountryCode>(&grant.scope)) {
            return *country;
        }
    }
    return std::nullopt;
}

void bring_out(storage::Tx &tx, ExampleAuthors const &who, Lesson lesson, Nature nature)
{
    auto const country = country_of(who.focal_point);
    ENSURE(country.has_value());
    lesson.country = country;
    lesson.countries = {country->to_string()};
    if (who.project) {
        lesson.source = Id<records::AnyRecord>{*who.project};
    }
    auto const id = records::create(tx, who.desk.actor(), lessons, lesson).id;
    step(tx, who.desk, lessons, id, anonymise, Anonymising{"Example: the name of a firm."});
    step(tx, who.coordinator, lessons, id, validate,
         Validation{"Example: two reports and a visit."});
    Consultation consultation;
    consultation.lesson = Id<Lesson>{id};
    consultation.country = country;
    consultation.asked_on = tx.today();
    consultation.deadline = tx.today().plus_days(30);
    auto const asked = records::create(tx, who.desk.actor(), consultations, consultation,
                                       {.audience = Audience::partner})
                           .id;
    set_due(tx, asked, consultation.deadline);
    share_with_consulted(tx, id);
    step(tx, who.focal_point, consultations, asked, answer,
         ConsultationAnswer{.reach = Reach::everybody,
                            .answer = "Example: others in the region should know.",
                            .answer_document = "Example letter on the lesson"});
    auto const head = records::head_of(tx, lessons, id);
    ENSURE(conclude(tx, who.desk, head, head.version).has_value());
    step(tx, who.desk, lessons, id, classify, Classification{nature});
    step(tx, who.coordinator, lessons, id, release,
         Release{.reach = Reach::everybody, .our_consent = "Example minute on the lesson"});
}

} // namespace

void make_examples(storage::Tx &tx, ExampleAuthors const &who)
{
    Lesson practice;
    practice.title = "Trainers who plan the course themselves go on teaching (example)";
    practice.happened = text(
        "Example: the partner’s trainers wrote half of the modules for rice seed production. A "
        "year later most of them still teach.",
        "Exemple : les formateurs du partenaire ont écrit la moitié des modules. Un an après, "
        "la plupart enseignent encore.",
        "Exemplo: os formadores do parceiro escreveram metade dos módulos. Um ano depois a "
        "maioria ainda ensina.");
    practice.why = text("Example: the course was theirs.", "Exemple : le cours était le leur.",
                        "Exemplo: o curso era deles.");
    practice.to_do = text(
        "Example: agree on the curriculum with those who will teach it, before the first course.",
        "Exemple : convenez du programme avec ceux qui l’enseigneront, avant le premier cours.",
        "Exemplo: acordem o programa com quem o vai ensinar, antes do primeiro curso.");
    practice.conditions = text("Example: trainers stay in their posts for two years.",
                               "Exemple : les formateurs restent deux ans à leur poste.",
                               "Exemplo: os formadores ficam dois anos no posto.");
    practice.sector = "31181";
    practice.modalities = {"training", "expert_assignment"};
    practice.sdgs = {"2.4", "4.4"};
    bring_out(tx, who, practice, Nature::positive);

    Lesson warning;
    warning.title = "Threshers handed over without spare parts stand still (example)";
    warning.happened =
        text("Example: two of five threshers given with a training stopped in the first harvest.",
             "Exemple : deux batteuses sur cinq se sont arrêtées dès la première récolte.",
             "Exemplo: duas de cinco debulhadoras pararam na primeira colheita.");
    warning.why = text("Example: belts were not to be had in the district.",
                       "Exemple : les courroies étaient introuvables dans le district.",
                       "Exemplo: não havia correias no distrito.");
    warning.to_do =
        text("Example: buy belts and bearings for two years with the machines.",
             "Exemple : achetez avec les machines courroies et roulements pour deux ans.",
             "Exemplo: comprem com as máquinas correias e rolamentos para dois anos.");
    warning.not_to_do =
        text("Example: do not hand equipment over before somebody in the district sells its parts.",
             "Exemple : ne remettez pas d’équipement avant que ses pièces se vendent sur place.",
             "Exemplo: não entreguem equipamento antes de haver peças à venda no distrito.");
    warning.sector = "31161";
    warning.modalities = {"equipment", "training"};
    warning.sdgs = {"2.3"};
    bring_out(tx, who, warning, Nature::negative);
}

} // namespace selatan::knowledge
