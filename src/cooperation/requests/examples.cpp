#include "cooperation/requests/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/requests/requests.hpp"

#include <algorithm>
#include <array>
#include <chrono>

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
    int days_ago; ///< when its letter was drafted
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

/// In the order in which they came.
constexpr std::array examples{
    Example{Reach::in_portfolio, 62, Origin::request_letter,
            "Example: Training of midwives for rural clinics",
            "Half of the rural clinics have no midwife with emergency training.",
            "A course for trainers, then courses in the districts led by them.", "13081", "3.1",
            "training", 60, "Example health sector plan, chapter 2"},
    Example{Reach::deferred, 58, Origin::leaders_pledge,
            "Example: A centre for craft and small business",
            "Young people in the border districts have no place to learn a trade.",
            "A centre built and run with experience from ours.", "32130", "8.3", "infrastructure",
            600, "Example youth employment plan"},
    Example{Reach::matched, 44, Origin::request_letter,
            "Example: Ice and handling for small fishing harbours",
            "Fishermen lose about a third of the catch for want of ice.",
            "Advice on ice plants of village size and on handling fish.", "31320", "14.b",
            "expert_assignment", 400, "Example fisheries strategy, goal 3"},
    Example{Reach::declined, 30, Origin::request_letter, "Example: A fleet of survey vessels",
            "The sea charts are older than the harbours.",
            "Three survey vessels with crews for two years.", "21040", "14.a", "equipment", 40,
            "Example maritime plan"},
    Example{Reach::offer_sought, 26, Origin::joint_commission,
            "Example: Early warning of floods on two rivers",
            "Warnings reach villages after the water does.",
            "A visit to working warning centres, and joint design of ours.", "74020", "13.1",
            "study_visit", 15, "Example disaster risk plan, priority 4"},
    Example{Reach::screened, 20, Origin::mission_notice, "Example: Seed for dry years",
            "Rain comes later each year and the usual seed fails.",
            "Tests of dry-land rice with our research station.", "31182", "2.4", "joint_research",
            2000, "Example agriculture plan, section 5"},
    Example{Reach::returned, 15, Origin::request_letter,
            "Example: Workshops for two technical schools",
            "Pupils leave without having touched the machines that they will work on.",
            "Equipment for two workshops, with the training of teachers.", "11330", "4.4",
            "equipment", 350, ""},
    Example{Reach::registered, 9, Origin::renewal, "Example: Second course on budget transparency",
            "The first course reached the ministry, not the provinces.",
            "The same course for provincial officers.", "15111", "16.6", "training", 80,
            "Example public finance reform, step 3"},
    Example{Reach::received, 5, Origin::request_letter, "Example: Solar pumps for village water",
            "Diesel for pumps costs more than villages can pay.",
            "Training of technicians, and a first set of ten pumps.", "14031", "6.1", "training",
            25, ""},
    Example{Reach::draft, 1, Origin::emergency, "Example: Shelter after the storm",
            "Four hundred families live in schools.",
            "Roofing material and advice on building back better.", "72010", "11.5", "equipment",
            2000, ""},
};

/// Takes one example through its verbs, each on a day of its own; each acts on the record as the
/// one before left it.
class Walk {
public:
    Walk(storage::Store &store, ManualClock &clock, ExampleWorld const &world,
         ExamplePartner const &partner)
        : m_store{&store}, m_clock{&clock}, m_today{clock.now()}, m_world{&world}, m_partner{
                                                                                       &partner}
    {
    }
    ~Walk() { m_clock->set(m_today); }
    Walk(Walk const &) = delete;
    Walk &operator=(Walk const &) = delete;

    Uuid take(Example const &example)
    {
        m_clock->set(m_today);
        move_to(m_clock->day_of(m_today).plus_days(-example.days_ago));
        draft(example);
        go_to(example);
        return m_saved.id;
    }

private:
    /// In the forenoon; never after the present.
    void move_to(Date day)
    {
        auto const forenoon = m_clock->start_of(workdays::Calendar{}.after(day, 0))
                                  .plus(std::chrono::hours{9} + std::chrono::minutes{20});
        m_clock->set(std::min(forenoon, m_today));
    }
    void wait(int business_days)
    {
        move_to(workdays::Calendar{}.after(m_clock->today(), business_days));
    }
    [[nodiscard]] Date today() const { return m_clock->today(); }
    [[nodiscard]] std::int64_t next_year() const { return m_clock->day_of(m_today).year() + 1; }

    void draft(Example const &example)
    {
        Request request;
        request.title = example.title;
        request.origin = example.origin;
        request.country = m_partner->country;
        request.organisation = m_partner->organisation;
        request.problem = example.problem;
        request.wanted = example.wanted;
        request.modalities = {std::string{example.modality}};
        request.people = example.people;
        request.languages = {"en"};
        request.starts = Date::of(m_clock->day_of(m_today).year() + 1, 3, 1);
        request.geography = "bilateral";
        request.priority = example.priority;
        request.sdgs = {std::string{example.sdg}};
        request.humanitarian = example.origin == Origin::emergency;
        m_saved = m_store->write([&](storage::Tx &tx) {
            return records::create(tx, m_partner->focal_point.actor(), requests, request,
                                   {.audience = Audience::partner});
        });
    }
    void go_to(Example const &example)
    {
        if (example.reach == Reach::draft) {
            return;
        }
        wait(1);
        auto const sent = today();
        act(submit, m_partner->focal_point,
            Submission{.consent = true, .consented_by = "Example ministry"});
        if (example.reach == Reach::received) {
            return;
        }
        wait(2);
        act(register_, m_world->desk,
            Registration{.letter_number = "EX-" + m_saved.reference.substr(4),
                         .letter_date = sent,
                         .channel = Channel::portal,
                         .consented_by = "Example ministry",
                         .consented_on = sent,
                         .consent_document = {}});
        if (example.reach == Reach::registered) {
            return;
        }
        if (example.reach == Reach::returned) {
            wait(3);
            act(return_, m_world->desk,
                Return{.missing =
                           "Please name the two schools and the number of teachers in each."});
            return;
        }
        wait(5);
        act(screen, m_world->desk,
            Screening{.finding = Finding::eligible,
                      .sector = std::string{example.sector},
                      .assessment = "Example of an assessment."});
        exit_to(example.reach);
    }
    void exit_to(Reach reach)
    {
        switch (reach) {
        case Reach::offer_sought:
            wait(4);
            act(seek_offer, m_world->desk,
                OfferSearch{.offer_deadline = m_clock->day_of(m_today).plus_days(14)});
            return;
        case Reach::deferred:
            wait(6);
            act(defer, m_world->coordinator,
                Deferral{.deferred_to = next_year(),
                         .exit_reason = ExitReason::no_funds,
                         .exit_note = "Example note."});
            return;
        case Reach::declined:
            wait(5);
            act(decline, m_world->coordinator,
                Declining{.exit_reason = ExitReason::no_capacity, .exit_note = "Example note."});
            return;
        case Reach::matched:
        case Reach::in_portfolio:
            wait(5);
            act(match, m_world->desk);
            break;
        default:
            return;
        }
        if (reach == Reach::in_portfolio) {
            wait(6);
            act(propose, m_world->desk);
            wait(8);
            act(plan, m_world->coordinator, Planning{.plan_year = next_year()});
        }
    }
    /// What an example asks for, the rules allow: a refusal is a bug of the example.
    template <typename Verb, typename... Form>
    void act(Verb verb, auth::Identity const &by, Form const &...form)
    {
        auto const saved = m_store->write([&](storage::Tx &tx) {
            auto const head = records::find(tx, requests, &m_everything, m_saved.id.to_string());
            ENSURE(head.has_value());
            return verb(tx, by, *head, head->version, form...);
        });
        ENSURE(saved.has_value());
        m_saved = *saved;
    }

    storage::Store *m_store;
    ManualClock *m_clock;
    Instant m_today;
    ExampleWorld const *m_world;
    ExamplePartner const *m_partner;
    Saved m_saved;
    auth::Identity m_everything = auth::program_identity("init");
};

} // namespace

ExampleRequests add_examples(storage::Store &store, ManualClock &clock, ExampleWorld const &world)
{
    ENSURE(!world.partners.empty());
    ExampleRequests made;
    std::size_t next = 0;
    for (auto const &example : examples) {
        auto const &partner = world.partners[next % world.partners.size()];
        auto const id = Walk{store, clock, world, partner}.take(example);
        auto const state = store.read([&](storage::Reader &reader) {
            auto const everything = auth::program_identity("init");
            return records::find(reader, requests, &everything, id.to_string())->state;
        });
        made.emplace(state, id);
        ++next;
    }
    return made;
}

} // namespace selatan::requests
