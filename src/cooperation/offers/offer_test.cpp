#include "cooperation/offers/offer_store.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "tests/support/values.hpp"
#include "tests/support/web.hpp"

#include <gtest/gtest.h>
#include <map>
#include <thread>

namespace selatan::offers {
namespace {

using auth::Role;
using selatan::testing::code_of;
using selatan::testing::day;
using storage::Reader;
using storage::Tx;
namespace verbs = records::verbs;

TEST(OfferRules, an_offer_is_submitted_when_it_says_what_and_in_which_sectors)
{
    Offer whole;
    whole.offered = "Three weeks on rice";
    whole.sectors = {"31120"};
    auto silent = whole;
    silent.offered.clear();
    auto without_sector = whole;
    without_sector.sectors.clear();
    auto late = whole;
    late.valid_until = day("2026-11-20");
    auto silent_and_late = silent;
    silent_and_late.valid_until = day("2026-11-20");
    struct Case {
        Offer const &offer;
        std::string_view refusal;
    };
    for (auto const &[offer, refusal] :
         {Case{whole, ""}, Case{silent_and_late, "offers.not_ready"},
          Case{silent, "offers.not_ready"}, Case{without_sector, "offers.not_ready"},
          Case{late, "offers.validity_passed"}}) {
        EXPECT_EQ(code_of(decide_submit(offer, day("2026-11-21"))), refusal);
    }
}

TEST(OfferRules, an_offer_is_valid_on_its_last_day)
{
    Offer offer;
    offer.valid_until = day("2026-11-21");
    EXPECT_TRUE(decide_publish(offer, day("2026-11-21")));
    EXPECT_EQ(code_of(decide_publish(offer, day("2026-11-22"))), "offers.validity_passed");
}

TEST(OfferRules, whoever_had_a_hand_in_an_offer_does_not_check_it)
{
    auto const ana = Uuid::make(1, {});
    auto const budi = Uuid::make(2, {});
    EXPECT_EQ(code_of(decide_check({ana}, ana)), "offers.own_check");
    EXPECT_EQ(code_of(decide_check({ana}, std::nullopt)), "offers.own_check")
        << "nobody is not another";
    EXPECT_TRUE(decide_check({ana}, budi));
}

TEST(OfferMachine, names_every_state_in_every_language)
{
    auto const &machine = *offers.machine;
    for (auto const state : machine.states) {
        for (auto const language : languages) {
            EXPECT_TRUE(machine.state_name(language, state)) << state << ' ' << to_code(language);
        }
    }
    EXPECT_EQ(machine.next("checked", "publish"), "published");
    EXPECT_EQ(machine.next("submitted", "publish"), std::nullopt) << "unchecked";
    EXPECT_EQ(machine.next("withdrawn", "resume"), std::nullopt);
}

/// Takes every code for one of the list: what the lists hold is not the matter here.
class AnyCode final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view /*list*/,
                                                       Language /*language*/) const override
    {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view /*list*/, std::string_view code,
                                   Language /*language*/) const override
    {
        return std::string{code};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view /*list*/,
                                                     std::string_view text) const override
    {
        return std::string{text};
    }
};

class Offers : public testing::WebTest {
protected:
    std::unique_ptr<records::CodeLists> make_code_lists() override
    {
        return std::make_unique<AnyCode>();
    }
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        partners::Organisation organisation;
        organisation.name = "National Artificial Insemination Centre";
        organisation.country = *CountryCode::parse("IDN");
        centre = store().write([&](Tx &tx) {
            return records::create(tx, {}, partners::organisations, organisation).id;
        });
        organisation.name = "Another Centre";
        other = store().write([&](Tx &tx) {
            return records::create(tx, {}, partners::organisations, organisation).id;
        });
        implementer = make_user("ibu@centre.example", {{Role::implementer, centre}});
        officer = make_user("desk@agency.example", {{Role::desk_officer}});
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        offers::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const *noun : partners::nouns()) {
            app.nouns.push_back(noun);
        }
        app.nouns.push_back(&offers::offers);
    }

    [[nodiscard]] Offer course() const
    {
        Offer offer;
        offer.title = "Artificial insemination of dairy cattle";
        offer.country = *CountryCode::parse("IDN");
        offer.organisation = Id<partners::Organisation>{centre};
        offer.modality = "training";
        offer.offered = "Three weeks in the barn and the laboratory.";
        offer.sectors = {"31163"};
        offer.places = 1;
        return offer;
    }
    /// Whoever signs in reads in the account's language.
    void speak(Id<auth::User> user, Language language)
    {
        store().write([&](Tx &tx) {
            tx.run("UPDATE user_account SET language = ? WHERE id = ?", to_code(language), user);
        });
    }
    records::Saved make(Offer const &offer, std::string_view state)
    {
        return store().write([&](Tx &tx) {
            return records::create(
                tx, {.user = implementer.uuid()}, offers::offers, offer,
                {.audience = state == "published" ? Audience::everyone : Audience::partner,
                 .state = std::string{state}});
        });
    }
    /// A record of any kind, standing for the match that is agreed.
    Uuid some_match() { return make(course(), "draft").id; }
    Result<void> take_places(Uuid offer, std::int64_t places, int year = 2026)
    {
        auto const match = some_match();
        return store().write([&](Tx &tx) {
            return take(tx, {.offer = Id<Offer>{offer},
                             .agreed_match = match,
                             .country = *CountryCode::parse("TLS"),
                             .year = year,
                             .places = places});
        });
    }
    std::int64_t left(Uuid offer, int year = 2026)
    {
        return store().read([&](Reader &reader) {
            auto const capacity = capacity_in(reader, Id<Offer>{offer}, year);
            return capacity ? capacity->left() : -1;
        });
    }
    std::string may(auth::Identity const *who, Uuid offer, std::string_view verb)
    {
        return store().read([&](Reader &reader) {
            auto const found = records::find(reader, offers::offers, who, offer.to_string(), verb);
            return found ? std::string{"yes"} : found.error().problems.front().code;
        });
    }
    auth::Identity someone(Role role, auth::Scope const &scope = auth::Everywhere{}) const
    {
        auth::Identity who;
        who.user = officer;
        who.grants.push_back(
            {.id = {}, .role = role, .scope = scope, .valid_from = {}, .valid_until = {}});
        return who;
    }

    Uuid centre;
    Uuid other;
    Id<auth::User> implementer;
    Id<auth::User> officer;
};
INSTANTIATE_ENGINES(Offers);

TEST_P(Offers, are_seen_and_moved_by_role_and_state)
{
    constexpr std::string_view yes = "yes";
    constexpr std::string_view hidden = "common.not_found";
    constexpr std::string_view barred = "common.forbidden";
    constexpr std::string_view early = "records.wrong_state";
    auto const draft = make(course(), "draft").id;
    auto const submitted = make(course(), "submitted").id;
    auto const published = make(course(), "published").id;
    auto const desk = someone(Role::desk_officer);
    auto const own = someone(Role::implementer, centre);
    auto const rival = someone(Role::implementer, other);
    auto const ministry = someone(Role::line_ministry, centre);
    auto const focal_point = someone(Role::focal_point, *CountryCode::parse("TLS"));
    auto const auditor = someone(Role::auditor);
    struct Case {
        auth::Identity const *who;
        Uuid offer;
        std::string_view verb;
        std::string_view answer;
    };
    std::vector<Case> const cases{
        {nullptr, draft, verbs::see, hidden},
        {nullptr, published, verbs::see, yes},
        {&focal_point, draft, verbs::see, hidden},
        {&focal_point, published, verbs::see, yes},
        {&rival, draft, verbs::see, hidden},
        {&rival, published, verbs::see, yes},
        {&own, draft, verbs::see, yes},
        {&ministry, draft, verbs::see, yes},
        {&auditor, draft, verbs::see, yes},
        {&auditor, draft, verbs::change, barred},
        {&own, draft, verbs::change, yes},
        {&own, submitted, verbs::change, barred},
        {&desk, draft, verbs::change, yes},
        {&desk, published, verbs::change, barred},
        {&own, draft, "submit", yes},
        {&own, submitted, "submit", early},
        {&own, submitted, "check", barred},
        {&desk, submitted, "check", yes},
        {&desk, draft, "check", early},
        {&desk, submitted, "publish", early},
        {&own, published, "suspend", yes},
        {&rival, published, "suspend", barred},
        {&focal_point, published, "withdraw", barred},
        {&desk, published, "revise", yes},
        {&own, published, "validate", barred},
        {&desk, published, "validate", yes},
        {&desk, published, "expire", barred},
    };
    for (auto const &[who, offer, verb, answer] : cases) {
        EXPECT_EQ(may(who, offer, verb), answer) << verb << " on " << offer.to_string();
    }
}

TEST_P(Offers, are_published_after_a_check_by_somebody_else)
{
    auto author = signed_in("ibu@centre.example");
    EXPECT_EQ(author.get("/offers/new").status, 200);
    auto const made = author.post("/offers", {{"title", "Dairy cattle"},
                                              {"country", "IDN"},
                                              {"organisation", centre.to_string()},
                                              {"modality", "training"},
                                              {"unit", "places"},
                                              {"offered", "Three weeks."}});
    ASSERT_EQ(made.status, 303) << made.body;
    auto const url = testing::header(made, "Location");
    // Nothing says in which sector: it cannot be submitted yet.
    EXPECT_EQ(author.post(url + "/submission", {{"version", "1"}}).status, 409);
    EXPECT_EQ(author.post(url, {{"version", "1"}, {"sectors", "31163"}}).status, 303);
    EXPECT_EQ(author.post(url + "/submission", {{"version", "2"}}).status, 303);

    auto desk = signed_in("desk@agency.example");
    EXPECT_EQ(desk.get(url).status, 200);
    EXPECT_EQ(desk.post(url + "/check", {{"version", "3"}, {"reason", ""}}).status, 422);
    EXPECT_EQ(
        desk.post(url + "/check", {{"version", "3"}, {"reason", "Spoke to the centre."}}).status,
        303);
    EXPECT_EQ(browser().get(url).status, 404);
    EXPECT_EQ(desk.post(url + "/publication", {{"version", "4"}}).status, 303);
    EXPECT_TRUE(testing::shows(browser().get(url), "Dairy cattle"));

    EXPECT_EQ(author.post(url + "/suspension", {{"version", "5"}, {"reason", "Laboratory rebuilt"}})
                  .status,
              303);
    EXPECT_EQ(browser().get(url).status, 404);
    EXPECT_EQ(desk.post(url + "/resumption", {{"version", "6"}}).status, 303);
    EXPECT_EQ(browser().get(url).status, 200);
}

TEST_P(Offers, that_an_officer_changed_are_checked_by_another)
{
    auto const head = make(course(), "draft");
    auto desk = signed_in("desk@agency.example");
    auto const url = "/offers/" + head.reference;
    EXPECT_EQ(desk.get(url + "/edit").status, 200);
    EXPECT_EQ(desk.post(url, {{"version", "1"}, {"track_record", "Twice in Nepal."}}).status, 303);
    EXPECT_EQ(desk.post(url + "/submission", {{"version", "2"}}).status, 303);
    EXPECT_EQ(desk.post(url + "/check", {{"version", "3"}, {"reason", "Looks fine."}}).status, 409);
}

TEST_P(Offers, speak_every_language)
{
    auto const head = make(course(), "published");
    auto desk = signed_in("desk@agency.example");
    for (auto const language : languages) {
        speak(officer, language);
        auto const page = desk.get("/offers/" + head.reference);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(testing::shows(page, *offers.machine->state_name(language, "published")));
        EXPECT_EQ(desk.get("/offers").status, 200);
        EXPECT_EQ(desk.get("/offers/new").status, 200);
    }
}

TEST_P(Offers, state_costs_with_their_basis)
{
    auto author = signed_in("ibu@centre.example");
    static_cast<void>(author.get("/offers/new"));
    auto const made = author.post("/offers", {{"title", "Dairy cattle"},
                                              {"country", "IDN"},
                                              {"organisation", centre.to_string()},
                                              {"modality", "training"},
                                              {"unit", "places"},
                                              {"unit_cost", "20000000"},
                                              {"unit_cost_usd", "1250"}});
    EXPECT_EQ(made.status, 422);
    EXPECT_TRUE(testing::shows(made, "Say how the estimate was made"));
}

TEST_P(Offers, are_taken_while_there_is_capacity_left_in_the_year)
{
    auto offer = course();
    offer.places = 30;
    auto const id = make(offer, "published").id;
    EXPECT_EQ(left(id), 30);
    EXPECT_TRUE(take_places(id, 18));
    EXPECT_EQ(left(id), 12);
    auto const refused = take_places(id, 13);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems.front().code, "offers.no_places_left");
    EXPECT_EQ(refused.error().problems.front().arguments.front().second, "12");
    EXPECT_TRUE(take_places(id, 30, 2027)) << "another year is another capacity";
    EXPECT_TRUE(take_places(id, 12));
    EXPECT_EQ(left(id), 0);

    auto const all = store().read([](Reader &reader) { return published(reader); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().left_in(2026), 0);
    EXPECT_EQ(all.front().left_in(2028), 30);
    EXPECT_EQ(all.front().delivered_to.size(), 3U);
}

TEST_P(Offers, without_a_limit_are_always_left_but_only_while_published)
{
    auto offer = course();
    offer.places.reset();
    auto const id = make(offer, "published").id;
    EXPECT_TRUE(take_places(id, 1000));
    EXPECT_EQ(left(id), -1);
    EXPECT_EQ(code_of(take_places(make(course(), "suspended").id, 1)), "offers.not_published");
}

TEST_P(Offers, give_the_last_place_to_one_of_two_officers)
{
    auto const id = make(course(), "published").id;
    std::array<Uuid, 2> const matches{some_match(), some_match()};
    std::array<bool, 2> got{};
    auto const server = another_store();
    auto const race = [&](storage::Store &mine, std::size_t which) {
        got[which] = mine.write([&](Tx &tx) {
                             return take(tx, {.offer = Id<Offer>{id},
                                              .agreed_match = matches[which],
                                              .country = *CountryCode::parse("TLS"),
                                              .year = 2026,
                                              .places = 1});
                         })
                         .has_value();
    };
    std::thread first{[&] {
        race(store(), 0);
    }};
    std::thread second{[&] {
        race(*server, 1);
    }};
    first.join();
    second.join();
    EXPECT_NE(got[0], got[1]);
    EXPECT_EQ(left(id), 0);
}

TEST_P(Offers, cannot_shrink_below_what_is_promised)
{
    auto offer = course();
    offer.places = 10;
    auto const id = make(offer, "published").id;
    ASSERT_TRUE(take_places(id, 7));
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return restate_capacity(tx, id, 6, 2026); })),
              "offers.below_held");
    EXPECT_TRUE(store().write([&](Tx &tx) { return restate_capacity(tx, id, 8, 2026); }));
    EXPECT_EQ(left(id), 1);
    EXPECT_TRUE(
        store().write([&](Tx &tx) { return restate_capacity(tx, id, std::nullopt, 2026); }));
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return restate_capacity(tx, id, 6, 2026); })),
              "offers.below_held")
        << "what was taken is not forgotten while there was no limit";
}

TEST_P(Offers, expire_after_their_last_day)
{
    auto ended = course();
    ended.valid_until = day("2026-11-20");
    auto lasts = course();
    lasts.valid_until = day("2026-11-21");
    auto const gone = make(ended, "published");
    static_cast<void>(make(lasts, "published"));
    auto const before = store().read([](Reader &reader) { return stamp(reader); });
    EXPECT_EQ(store().write([](Tx &tx) { return expire(tx, {.via = "job"}); }), 1);
    EXPECT_EQ(store().write([](Tx &tx) { return expire(tx, {.via = "job"}); }), 0);
    EXPECT_NE(store().read([](Reader &reader) { return stamp(reader); }), before);
    EXPECT_EQ(may(nullptr, gone.id, verbs::see), "common.not_found");
}

} // namespace
} // namespace selatan::offers
