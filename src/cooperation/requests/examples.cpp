#include "cooperation/requests/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/requests/requests.hpp"

#include <array>

namespace selatan::requests {

namespace {

/// How far an example went.
enum class Reach {
    draft,
    received,
    registered,
    screened,
    returned,
    matched,
    offer_sought,
    deferred,
    declined,
    in_portfolio,
};

struct Example {
    Reach reach;
    Origin origin;
    std::string_view title;
    std::string_view problem;
    std::string_view wanted;
    std::string_view sector;
    std::string_view sdg;
    std::string_view modality;
    int people;
    std::string_view priority;
};

constexpr std::array examples{
    Example{Reach::in_portfolio, Origin::request_letter,
            "Example: Training of midwives for rural clinics",
            "Half of the rural clinics have no midwife with emergency training.",
            "A course for trainers, then courses in the districts led by them.", "13081", "3.1",
            "training", 60, "Example health sector plan, chapter 2"},
    Example{Reach::matched, Origin::request_letter,
            "Example: Ice and handling for small fishing harbours",
            "Fishermen lose about a third of the catch for want of ice.",
            "Advice on ice plants of village size and on handling fish.", "31320", "14.b",
            "expert_assignment", 400, "Example fisheries strategy, goal 3"},
    Example{Reach::offer_sought, Origin::joint_commission,
            "Example: Early warning of floods on two rivers",
            "Warnings reach villages after the water does.",
            "A visit to working warning centres, and joint design of ours.", "74020", "13.1",
            "study_visit", 15, "Example disaster risk plan, priority 4"},
    Example{Reach::screened, Origin::mission_notice, "Example: Seed for dry years",
            "Rain comes later each year and the usual seed fails.",
            "Tests of dry-land rice with our research station.", "31182", "2.4", "joint_research",
            2000, "Example agriculture plan, section 5"},
    Example{Reach::returned, Origin::request_letter, "Example: Workshops for two technical schools",
            "Pupils leave without having touched the machines that they will work on.",
            "Equipment for two workshops, with the training of teachers.", "11330", "4.4",
            "equipment", 350, ""},
    Example{Reach::registered, Origin::renewal, "Example: Second course on budget transparency",
            "The first course reached the ministry, not the provinces.",
            "The same course for provincial officers.", "15111", "16.6", "training", 80,
            "Example public finance reform, step 3"},
    Example{Reach::received, Origin::request_letter, "Example: Solar pumps for village water",
            "Diesel for pumps costs more than villages can pay.",
            "Training of technicians, and a first set of ten pumps.", "14031", "6.1", "training",
            25, ""},
    Example{Reach::deferred, Origin::leaders_pledge,
            "Example: A centre for craft and small business",
            "Young people in the border districts have no place to learn a trade.",
            "A centre built and run with experience from ours.", "32130", "8.3", "infrastructure",
            600, "Example youth employment plan"},
    Example{Reach::declined, Origin::request_letter, "Example: A fleet of survey vessels",
            "The sea charts are older than the harbours.",
            "Three survey vessels with crews for two years.", "21040", "14.a", "equipment", 40,
            "Example maritime plan"},
    Example{Reach::draft, Origin::emergency, "Example: Shelter after the storm",
            "Four hundred families live in schools.",
            "Roofing material and advice on building back better.", "72010", "11.5", "equipment",
            2000, ""},
};

/// Takes one example through its verbs; each acts on the record as the one before left it.
class Walk {
public:
    Walk(storage::Tx &tx, ExampleWorld const &world, ExamplePartner const &partner,
         Example const &example)
        : m_tx{&tx}, m_world{&world}, m_partner{&partner}
    {
        Request request;
        request.title = example.title;
        request.origin = example.origin;
        request.country = partner.country;
        request.organisation = partner.organisation;
        request.problem = example.problem;
        request.wanted = example.wanted;
        request.modalities = {std::string{example.modality}};
        request.people = example.people;
        request.languages = {"en"};
        request.starts = Date::of(tx.now().date().year() + 1, 3, 1);
        request.geography = "bilateral";
        request.priority = example.priority;
        request.sdgs = {std::string{example.sdg}};
        request.humanitarian = example.origin == Origin::emergency;
        m_sector = example.sector;
        m_saved = records::create(tx, partner.focal_point.actor(), requests, request,
                                  {.audience = Audience::partner});
    }

    void to(Reach reach)
    {
        if (reach == Reach::draft) {
            return;
        }
        act(submit, m_partner->focal_point,
            Submission{.consent = true, .consented_by = "Example ministry"});
        if (reach == Reach::received) {
            return;
        }
        act(register_, m_world->desk,
            Registration{.letter_number = "EX-" + m_saved.reference.substr(4),
                         .letter_date = m_tx->now().date(),
                         .channel = Channel::portal,
                         .consented_by = "Example ministry",
                         .consented_on = m_tx->now().date(),
                         .consent_document = {}});
        if (reach == Reach::registered) {
            return;
        }
        if (reach == Reach::returned) {
            act(return_, m_world->desk,
                Return{.missing =
                           "Please name the two schools and the number of teachers in each."});
            return;
        }
        act(screen, m_world->desk,
            Screening{.finding = Finding::eligible,
                      .sector = m_sector,
                      .assessment = "Example of an assessment."});
        exit_to(reach);
    }

private:
    void exit_to(Reach reach)
    {
        auto const year = m_tx->now().date().year() + 1;
        switch (reach) {
        case Reach::offer_sought:
            act(seek_offer, m_world->desk,
                OfferSearch{.offer_deadline = m_tx->now().date().plus_days(28)});
            return;
        case Reach::deferred:
            act(defer, m_world->coordinator,
                Deferral{.deferred_to = year,
                         .exit_reason = ExitReason::no_funds,
                         .exit_note = "Example note."});
            return;
        case Reach::declined:
            act(decline, m_world->coordinator,
                Declining{.exit_reason = ExitReason::no_capacity, .exit_note = "Example note."});
            return;
        case Reach::matched:
        case Reach::in_portfolio:
            act(match, m_world->desk);
            break;
        default:
            return;
        }
        if (reach == Reach::in_portfolio) {
            act(propose, m_world->desk);
            act(plan, m_world->coordinator, Planning{.plan_year = year});
        }
    }
    /// What an example asks for, the rules allow: a refusal is a bug of the example.
    template <typename Verb, typename... Form>
    void act(Verb verb, auth::Identity const &by, Form const &...form)
    {
        auto const head = records::find(*m_tx, requests, &m_everything, m_saved.id.to_string());
        ENSURE(head.has_value());
        auto const saved = verb(*m_tx, by, *head, head->version, form...);
        ENSURE(saved.has_value());
        m_saved = *saved;
    }

    storage::Tx *m_tx;
    ExampleWorld const *m_world;
    ExamplePartner const *m_partner;
    std::string m_sector;
    Saved m_saved;
    auth::Identity m_everything = auth::program_identity("init");
};

} // namespace

int add_examples(storage::Tx &tx, ExampleWorld const &world)
{
    ENSURE(!world.partners.empty());
    std::size_t next = 0;
    for (auto const &example : examples) {
        Walk{tx, world, world.partners[next % world.partners.size()], example}.to(example.reach);
        ++next;
    }
    return static_cast<int>(examples.size());
}

} // namespace selatan::requests
