#include "main/example.hpp"

#include "base/ensure.hpp"
#include "cooperation/activities/examples.hpp"
#include "cooperation/approvals/examples.hpp"
#include "cooperation/correspondence/examples.hpp"
#include "cooperation/cost_sharing/examples.hpp"
#include "cooperation/funds/examples.hpp"
#include "cooperation/knowledge/examples.hpp"
#include "cooperation/matching/examples.hpp"
#include "cooperation/offers/examples.hpp"
#include "cooperation/participants/examples.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/portal/examples.hpp"
#include "cooperation/programming/examples.hpp"
#include "cooperation/projects/examples.hpp"
#include "cooperation/requests/examples.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/results/examples.hpp"
#include "cooperation/training/examples.hpp"
#include "exchange/flows/examples.hpp"
#include "exchange/iati_out/iati_out.hpp"
#include "exchange/reconciliation/examples.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/grant.hpp"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace selatan::program {

namespace {

using auth::Role;
using namespace partners;

constexpr std::array users{
    ExampleUser{"administrator@example.org", "Administrator: accounts, settings, no decisions"},
    ExampleUser{"coordinator@example.org",
                "Coordination team, Jakarta: everything that officers do"},
    ExampleUser{"desk.pacific@example.org", "Desk officer, Pacific and Timor-Leste"},
    ExampleUser{"finance@example.org", "Finance officer: asks for money, pays, accounts for it"},
    ExampleUser{"approver@example.org", "Approver: the second person for money"},
    ExampleUser{"ministry@example.org", "Line ministry: proposes and gives opinions"},
    ExampleUser{"focal.tls@example.org", "Focal point of Timor-Leste, Dili"},
    ExampleUser{"focal.mdg@example.org", "Focal point of Madagascar, Antananarivo (French)"},
    ExampleUser{"mission.suva@example.org", "Our mission in Suva"},
    ExampleUser{"training@example.org", "Implementer: a training centre"},
    ExampleUser{"applicant@example.org", "Applicant for a course, from Timor-Leste (Portuguese)"},
    ExampleUser{"facilitator@example.org", "Facilitating partner"},
    ExampleUser{"auditor@example.org", "Auditor: reads all, changes nothing"},
};

CountryCode country(std::string_view code)
{
    auto const parsed = CountryCode::parse(code);
    ENSURE(parsed.has_value());
    return *parsed;
}

Date day(std::string_view text)
{
    auto const parsed = Date::parse(text);
    ENSURE(parsed.has_value());
    return *parsed;
}

/// Makes the example's records, remembering organisations by a short key.
class ExamplePartners {
public:
    ExamplePartners(storage::Tx &tx, events::Actor actor) : m_tx{&tx}, m_actor{std::move(actor)} {}

    Uuid organisation(std::string_view key, std::string name, OrganisationType type,
                      std::optional<CountryCode> where, CooperationRole role,
                      std::string acronym = {})
    {
        Organisation value;
        value.name = std::move(name);
        value.acronym = std::move(acronym);
        value.type = type;
        value.country = where;
        auto const saved = records::create(*m_tx, m_actor, organisations, value);
        OrganisationRole duty;
        duty.organisation = Id<Organisation>{saved.id};
        duty.role = role;
        duty.since = day("2020-01-01");
        static_cast<void>(records::create(*m_tx, m_actor, organisation_roles, duty));
        m_organisations.emplace(key, saved.id);
        return saved.id;
    }
    Uuid post(std::string name, std::string_view organisation, std::optional<CountryCode> where,
              bool signs)
    {
        Post value;
        value.name = std::move(name);
        value.organisation = Id<Organisation>{m_organisations.at(std::string{organisation})};
        value.country = where;
        value.signs = signs;
        return records::create(*m_tx, m_actor, posts, value).id;
    }
    void focal_point(std::string_view where, std::string_view organisation, Uuid post,
                     std::string note)
    {
        Designation value;
        value.country = country(where);
        value.organisation = Id<Organisation>{m_organisations.at(std::string{organisation})};
        value.post = Id<Post>{post};
        value.since = day("2024-03-01");
        value.document = std::move(note);
        static_cast<void>(records::create(*m_tx, m_actor, designations, value));
    }
    Uuid mission(std::string name, std::string_view sender, std::string_view where,
                 std::string city, MissionType type = MissionType::embassy)
    {
        Mission value;
        value.name = std::move(name);
        value.type = type;
        value.sender = country(sender);
        value.country = country(where);
        value.city = std::move(city);
        return records::create(*m_tx, m_actor, missions, value).id;
    }
    void concurrent(Uuid mission, std::string_view where)
    {
        ConcurrentCountry value;
        value.mission = Id<Mission>{mission};
        value.country = country(where);
        value.since = day("2021-01-01");
        static_cast<void>(records::create(*m_tx, m_actor, concurrent_countries, value));
    }
    [[nodiscard]] Uuid at(std::string_view key) const
    {
        return m_organisations.at(std::string{key});
    }

private:
    storage::Tx *m_tx;
    events::Actor m_actor;
    std::map<std::string, Uuid> m_organisations;
};

struct ExampleOffices {
    std::map<std::string, Uuid> organisations;
    Uuid bureau; ///< the ministry's post for cooperation
    Uuid head;   ///< the coordination team's post that signs
    Uuid desk;   ///< its post for the Pacific
};

ExampleOffices make_partners(storage::Tx &tx, events::Actor const &actor)
{
    ExamplePartners make{tx, actor};
    using enum OrganisationType;
    auto const indonesia = country("IDN");
    make.organisation("team", "National Coordination Team for South-South Cooperation (example)",
                      coordinating_body, indonesia, CooperationRole::coordinator, "NCT");
    make.organisation("agency", "Indonesian Agency for International Development (example)", agency,
                      indonesia, CooperationRole::funder);
    make.organisation("agriculture", "Ministry of Agriculture (example)", ministry, indonesia,
                      CooperationRole::provider);
    make.organisation("training", "Centre for Agricultural Training (example)", training_centre,
                      indonesia, CooperationRole::implementer);
    make.organisation("fisheries", "Marine and Fisheries Training Institute (example)",
                      training_centre, indonesia, CooperationRole::resource_centre);
    make.organisation("disaster", "Disaster Management Agency (example)", agency, indonesia,
                      CooperationRole::provider);
    make.organisation("timor", "Ministry of Foreign Affairs and Cooperation, Dili (example)",
                      ministry, country("TLS"), CooperationRole::requester);
    make.organisation("madagascar", "Ministère des Affaires étrangères, Antananarivo (example)",
                      ministry, country("MDG"), CooperationRole::requester);
    make.organisation("fiji", "Ministry of Fisheries, Suva (example)", ministry, country("FJI"),
                      CooperationRole::requester);
    make.organisation("sudan", "وزارة الزراعة، الخرطوم (مثال)", ministry, country("SDN"),
                      CooperationRole::requester);
    make.organisation("mozambique", "Ministério da Agricultura, Maputo (example)", ministry,
                      country("MOZ"), CooperationRole::requester);
    make.organisation("facilitator", "Facilitating development agency (example)", agency,
                      country("JPN"), CooperationRole::facilitator);
    make.organisation("multilateral", "South-South cooperation fund (example)", fund, std::nullopt,
                      CooperationRole::funder);

    // Other providers of the South, whose offers stand in the same catalogue.
    make.organisation("brazil", "Agência de cooperação, Brasília (exemplo)", agency, country("BRA"),
                      CooperationRole::provider);
    make.organisation("morocco", "Agence de coopération, Rabat (exemple)", agency, country("MAR"),
                      CooperationRole::provider);
    make.organisation("thailand", "Cooperation agency, Bangkok (example)", agency, country("THA"),
                      CooperationRole::provider);
    make.organisation("india", "Cooperation programme, New Delhi (example)", agency, country("IND"),
                      CooperationRole::provider);
    make.organisation("cuba", "Centro de cooperación, La Habana (ejemplo)", agency, country("CUB"),
                      CooperationRole::provider);

    auto const head =
        make.post("Head of the coordination team's secretariat", "team", indonesia, true);
    auto const desk = make.post("Desk officer, Pacific", "team", indonesia, false);
    make.post("Director of the training centre", "training", indonesia, true);
    auto const bureau =
        make.post("Head of the bureau for cooperation", "agriculture", indonesia, true);
    auto const dili = make.post("National focal point for South-South cooperation, Dili", "timor",
                                country("TLS"), true);
    auto const tana =
        make.post("Point focal national, Antananarivo", "madagascar", country("MDG"), true);
    make.focal_point("TLS", "timor", dili, "Note No. 114/MNEC/2024 of 1 March 2024 (example)");
    make.focal_point("MDG", "madagascar", tana, "Note n° 27/AE/SG du 1er mars 2024 (example)");

    auto const suva = make.mission("Embassy in Suva (example)", "IDN", "FJI", "Suva");
    for (auto const *const where : {"TUV", "KIR", "NRU"}) {
        make.concurrent(suva, where);
    }
    make.mission("Embassy in Dili (example)", "IDN", "TLS", "Dili");
    make.mission("Embassy of Timor-Leste in Jakarta (example)", "TLS", "IDN", "Jakarta");
    make.mission("Permanent Mission in New York (example)", "IDN", "USA", "New York",
                 MissionType::permanent_mission);
    ExampleOffices offices;
    offices.bureau = bureau;
    offices.head = head;
    offices.desk = desk;
    for (auto const *const key :
         {"team", "agency", "agriculture", "training", "fisheries", "disaster", "timor",
          "madagascar", "fiji", "sudan", "mozambique", "facilitator", "multilateral", "brazil",
          "morocco", "thailand", "india", "cuba"}) {
        offices.organisations.emplace(key, make.at(key));
    }
    return offices;
}

struct ExampleAccount {
    std::string_view email;
    std::string_view name;
    Language language;
    std::string_view time_zone;
    std::string_view office;
    Role role;
    std::string_view country; ///< the grant's scope; empty: everywhere, or the office's records
    bool scoped_by_office = false;
};

constexpr std::array accounts{
    ExampleAccount{"administrator@example.org", "Administrator", Language::en, "Asia/Jakarta",
                   "team", Role::administrator, ""},
    ExampleAccount{"coordinator@example.org", "Coordination team", Language::en, "Asia/Jakarta",
                   "team", Role::coordinator, ""},
    ExampleAccount{"desk.pacific@example.org", "Pacific desk", Language::id, "Asia/Jakarta", "team",
                   Role::desk_officer, ""},
    ExampleAccount{"finance@example.org", "Finance officer", Language::en, "Asia/Jakarta", "agency",
                   Role::finance_officer, ""},
    ExampleAccount{"approver@example.org", "Director of finance", Language::id, "Asia/Jakarta",
                   "agency", Role::approver, ""},
    ExampleAccount{"ministry@example.org", "Ministry of Agriculture, cooperation bureau",
                   Language::id, "Asia/Jakarta", "agriculture", Role::line_ministry, ""},
    ExampleAccount{"focal.tls@example.org", "Focal point, Dili", Language::pt, "Asia/Dili", "timor",
                   Role::focal_point, "TLS"},
    ExampleAccount{"focal.mdg@example.org", "Point focal, Antananarivo", Language::fr,
                   "Indian/Antananarivo", "madagascar", Role::focal_point, "MDG"},
    ExampleAccount{"mission.suva@example.org", "Embassy in Suva", Language::en, "Pacific/Fiji",
                   "team", Role::own_mission, "FJI"},
    ExampleAccount{"training@example.org", "Centre for Agricultural Training", Language::id,
                   "Asia/Jakarta", "training", Role::implementer, "", true},
    ExampleAccount{"applicant@example.org", "Applicant (example)", Language::pt, "Asia/Dili", "",
                   Role::participant, ""},
    ExampleAccount{"facilitator@example.org", "Facilitating agency", Language::en, "Asia/Tokyo",
                   "facilitator", Role::facilitator, "", true},
    ExampleAccount{"auditor@example.org", "Auditor", Language::ar, "Asia/Jakarta", "agency",
                   Role::auditor, ""},
};

using ExampleUsers = std::map<std::string, Id<auth::User>, std::less<>>; ///< by address

/// Opinions, initials and signatures are given by posts.
std::optional<Uuid> post_of(Role role, ExampleOffices const &offices)
{
    switch (role) {
    case Role::line_ministry:
        return offices.bureau;
    case Role::coordinator:
        return offices.head;
    case Role::desk_officer:
        return offices.desk;
    default:
        return std::nullopt;
    }
}

ExampleUsers make_accounts(storage::Tx &tx, auth::Identity const &by,
                           auth::PasswordHash const &hash, ExampleOffices const &offices)
{
    ExampleUsers made;
    for (auto const &account : accounts) {
        // An applicant is of no office.
        auto const office = account.office.empty()
                                ? std::optional<Uuid>{}
                                : offices.organisations.at(std::string{account.office});
        auto const post = post_of(account.role, offices);
        auto const user = auth::create_account(tx, by,
                                               {.email = std::string{account.email},
                                                .name = std::string{account.name},
                                                .language = account.language,
                                                .time_zone = std::string{account.time_zone},
                                                .office = office,
                                                .post = post},
                                               hash);
        ENSURE(user.has_value());
        auth::Scope scope = auth::Everywhere{};
        if (!account.country.empty()) {
            scope = country(account.country);
        } else if (account.scoped_by_office) {
            scope = *office;
        }
        auto const granted = auth::grant(
            tx, by,
            {.user = *user, .role = account.role, .scope = scope, .valid_from = tx.today()});
        ENSURE(granted.has_value());
        made.emplace(account.email, *user);
    }
    return made;
}

/// Requests in many states, made by the verbs that people use; two ministries are asked about one,
/// and letters are written about two.
requests::ExampleRequests make_requests(storage::Store &store, ManualClock &clock,
                                        ExampleUsers const &made, ExampleOffices const &offices)
{
    auto const identity = [&](std::string_view email) {
        auto found = store.read([&](storage::Reader &reader) {
            return auth::load_identity(reader, made.find(email)->second, "init");
        });
        ENSURE(found.has_value());
        return *found;
    };
    auto const id_of = [&](std::string_view key) {
        return Id<Organisation>{offices.organisations.at(std::string{key})};
    };
    auto const partner = [&](std::string_view where, std::string_view office,
                             std::string_view email) {
        return requests::ExamplePartner{
            .country = country(where),
            .organisation = Id<Organisation>{offices.organisations.at(std::string{office})},
            .focal_point = identity(email)};
    };
    auto const desk = identity("desk.pacific@example.org");
    auto const coordinator = identity("coordinator@example.org");
    auto examples =
        requests::add_examples(store, clock,
                               {.partners = {partner("TLS", "timor", "focal.tls@example.org"),
                                             partner("MDG", "madagascar", "focal.mdg@example.org")},
                                .desk = desk,
                                .coordinator = coordinator});
    auto const screened = store.read([&](storage::Reader &reader) {
        auto const everything = auth::program_identity("init");
        return records::find(reader, requests::requests, &everything,
                             examples.find("screened")->second.to_string());
    });
    ENSURE(screened.has_value());
    approvals::add_examples(store, clock,
                            {.subject = *screened,
                             .desk = desk,
                             .conditional = id_of("agency"),
                             .awaited = id_of("agriculture")});
    store.write([&](storage::Tx &tx) {
        auto const declined = examples.find("declined")->second;
        correspondence::make_examples(tx, {.installation = program::identity_of(tx)->name,
                                           .desk = desk,
                                           .director = coordinator,
                                           .country = country("TLS"),
                                           .sender = id_of("timor"),
                                           .declined = declined});
    });
    return examples;
}

/// Two plan years; the request that is in the portfolio has its line in the next.
void make_plans(storage::Store &store, ExampleUsers const &made, ExampleOffices const &offices,
                Uuid request)
{
    store.write([&](storage::Tx &tx) {
        auto const identity = [&](std::string_view email) {
            auto found = auth::load_identity(tx, made.find(email)->second, "init");
            ENSURE(found.has_value());
            return *found;
        };
        auto const &id_of = offices.organisations;
        programming::make_examples(tx, {.coordinator = identity("coordinator@example.org"),
                                        .ministry = identity("ministry@example.org"),
                                        .agriculture = id_of.at("agriculture"),
                                        .training = id_of.at("training"),
                                        .fisheries = id_of.at("fisheries"),
                                        .disaster = id_of.at("disaster"),
                                        .agency = id_of.at("agency"),
                                        .fund = id_of.at("multilateral"),
                                        .request = request});
    });
}

/// Offers of several providers, and two of them proposed for requests.
void make_offers(storage::Tx &tx, auth::Identity const &by, ExampleOffices const &offices)
{
    // Those of one country take turns, in the order of its examples.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> providers{{
        {"IDN", "training"},
        {"IDN", "fisheries"},
        {"IDN", "disaster"},
        {"IDN", "agriculture"},
        {"IDN", "agency"},
        {"IDN", "agency"},
        {"BRA", "brazil"},
        {"MAR", "morocco"},
        {"THA", "thailand"},
        {"IND", "india"},
        {"CUB", "cuba"},
    }};
    std::vector<offers::ExampleProvider> all;
    all.reserve(providers.size());
    for (auto const &[where, office] : providers) {
        all.push_back({country(where), offices.organisations.at(std::string{office})});
    }
    static_cast<void>(offers::make_examples(tx, by.actor(), all));
    static_cast<void>(matching::make_examples(tx, by));
}

} // namespace

std::span<ExampleUser const> example_users()
{
    return users;
}

void fill_example(Installation &installation)
{
    auto const by = auth::program_identity("init");
    // One password, hashed once: hashing is slow on purpose.
    auto const hash = installation.auth().hasher.hash(example_password);
    // What the examples tell did not happen in one instant: it is written through a store whose
    // clock stands where each act does.
    auto const present = installation.app().clock.now();
    ManualClock clock{present.plus(-std::chrono::days{100}), office_ahead(installation.settings())};
    auto const store = open_store(installation.settings(), clock);
    ExampleOffices offices;
    ExampleUsers accounts_made;
    store->write([&](storage::Tx &tx) {
        offices = make_partners(tx, by.actor());
        accounts_made = make_accounts(tx, by, hash, offices);
    });
    clock.set(present);
    auto const requests_made = make_requests(*store, clock, accounts_made, offices);
    make_plans(*store, accounts_made, offices, requests_made.find("in_portfolio")->second);
    installation.store().write([&](storage::Tx &tx) {
        make_offers(tx, by, offices);
        auto const identity = [&](std::string_view email) {
            auto found = auth::load_identity(tx, accounts_made.find(email)->second, "init");
            ENSURE(found.has_value());
            return *found;
        };
        auto const coordinator = identity("coordinator@example.org");
        static_cast<void>(projects::make_examples(
            tx, coordinator, Id<Organisation>{offices.organisations.at("facilitator")}));
        static_cast<void>(
            activities::make_examples(tx, {.coordinator = coordinator,
                                           .desk = identity("desk.pacific@example.org"),
                                           .implementer = identity("training@example.org")}));
        funds::make_examples(
            tx,
            {.finance = identity("finance@example.org"),
             .approver = identity("approver@example.org"),
             .coordinator = coordinator,
             .implementer = identity("training@example.org")},
            {.home = country("IDN"),
             .fund = Id<Organisation>{offices.organisations.at("multilateral")},
             .contributor = Id<Organisation>{offices.organisations.at("facilitator")}});
        cost_sharing::make_examples(tx, {.coordinator = coordinator,
                                         .finance = identity("finance@example.org"),
                                         .facilitator = identity("facilitator@example.org")});
        auto const project =
            results::make_examples(tx, {.coordinator = coordinator,
                                        .desk = identity("desk.pacific@example.org"),
                                        .focal_point = identity("focal.mdg@example.org")});
        knowledge::make_examples(tx, {.coordinator = coordinator,
                                      .desk = identity("desk.pacific@example.org"),
                                      .focal_point = identity("focal.mdg@example.org"),
                                      .project = project});
        training::make_schemes(tx, by);
        std::array const invited{country("TLS"), country("MDG"), country("FJI"), country("MOZ")};
        if (auto const call = training::make_call(tx, coordinator, invited)) {
            training::make_draft(tx, identity("applicant@example.org"), *call);
        }
        participants::make_completed_course(tx, installation.vault(), coordinator, invited);
        training::make_call_to_select(tx, coordinator, invited);
        portal::make_examples(tx, coordinator);
        iati_out::make_examples(tx, coordinator, Id<Organisation>{offices.organisations.at("team")},
                                installation.settings().base_url);
    });
    // A small real extract, with its source, beside the invented records.
    auto const imported = spreadsheet::import_example(installation.importer(), by);
    ENSURE(imported.has_value());
    auto const coordinator = installation.store().read([&](storage::Reader &reader) {
        return auth::load_identity(reader, accounts_made.find("coordinator@example.org")->second,
                                   "init");
    });
    ENSURE(coordinator.has_value());
    // What others tell: of cooperation of the South, and of two projects of ours.
    reported_flows::make_examples(installation.store(), *coordinator);
    reconciliation::make_examples(installation.store(), *coordinator);
}

} // namespace selatan::program
