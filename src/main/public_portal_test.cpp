// What capabilities tell the public through the portal: only what is released, only where every
// party consents to its topic, and nothing of it from the moment that one of them does no longer.
#include "cooperation/activities/activities.hpp"
#include "cooperation/funds/obligation.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/training/call.hpp"
#include "main/public_portal.hpp"
#include "tests/support/portal.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace selatan::program {
namespace {

using portal::Topic;
using storage::Tx;
using testing::country;
using testing::day;

class ToldToThePublic : public testing::PortalTest {
protected:
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        projects::add_routes(router);
        portal::add_routes(router, portal_extensions());
    }
    Uuid agreed(Uuid project, std::string title, results::Origin origin, std::string state)
    {
        results::Indicator indicator;
        indicator.title = std::move(title);
        indicator.project = Id<projects::Project>{project};
        indicator.unit = "people";
        indicator.origin = origin;
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, results::indicators, indicator,
                                   {.state = std::move(state)})
                .id;
        });
    }
    void measure(Uuid indicator, std::int64_t value, std::string state)
    {
        results::Figure figure;
        figure.indicator = Id<results::Indicator>{indicator};
        figure.measured_on = day("2026-06-30");
        figure.value = results::Quantity::of(value);
        figure.women = 4711; // of men nothing is said
        store().write([&](Tx &tx) {
            static_cast<void>(
                records::create(tx, {}, results::figures, figure, {.state = std::move(state)}));
        });
    }
    /// A verified activity that reached 5,501 women and 2 men.
    void reach_people(Uuid project)
    {
        activities::Activity activity;
        activity.title = "Field days";
        activity.project = Id<projects::Project>{project};
        activity.modality = "training";
        activity.reached_women = 5501;
        activity.reached_men = 2;
        activity.delivered_on = day("2026-05-01");
        store().write([&](Tx &tx) {
            static_cast<void>(
                records::create(tx, {}, activities::activities, activity, {.state = "verified"}));
        });
    }
    /// An obligation of the project, and a payment under it.
    void pay(Uuid project, std::string_view digits, Date on)
    {
        store().write([&](Tx &tx) {
            funds::Fund fund;
            fund.title = "Fund";
            fund.currency = Currency::parse("USD");
            auto const fund_id = records::create(tx, {}, funds::funds, fund).id;
            funds::Allocation allocation;
            allocation.fund = Id<funds::Fund>{fund_id};
            allocation.line = Id<programming::PlanLine>{project}; // any record will do
            allocation.amount = *funds::Amount::parse(digits);
            allocation.document = "Memo";
            funds::Obligation obligation;
            obligation.title = "Course";
            obligation.allocation =
                Id<funds::Allocation>{records::create(tx, {}, funds::allocations, allocation).id};
            obligation.project = Id<projects::Project>{project};
            obligation.amount = allocation.amount;
            obligation.document = "Contract";
            auto const id = records::create(tx, {}, funds::obligations, obligation).id;
            auto const account = [&](funds::Role role, Uuid subject) {
                return funds::account_of(fund_id, fund, role, subject);
            };
            EXPECT_TRUE(funds::book(tx, coordinator,
                                    {.id = tx.new_id<ledger::Transfer>(),
                                     .fund = fund_id,
                                     .act = funds::Act::payment,
                                     .record = id,
                                     .on = on,
                                     .document = "Order of the treasury",
                                     .legs = {{account(funds::Role::advance, id),
                                               account(funds::Role::spent, id),
                                               *allocation.amount.in(*fund.currency)}}})
                            .has_value());
        });
    }
    Uuid rate(Uuid project)
    {
        return store().write([&](Tx &tx) {
            results::Round round;
            round.project = Id<projects::Project>{project};
            round.period_from = day("2026-01-01");
            round.period_until = day("2026-06-30");
            round.closes_on = day("2026-07-31");
            auto const id = records::create(tx, {}, results::rounds, round,
                                            {.audience = Audience::partner, .state = "disclosed"})
                                .id;
            for (auto row :
                 tx.query("SELECT id FROM project_party WHERE project = ? ORDER BY id", project)) {
                results::Rating rating;
                rating.round = Id<results::Round>{id};
                rating.party = Id<projects::Party>{row.next<Uuid>()};
                rating.horizontality = results::Score::largely;
                rating.horizontality_why = "We wrote the curriculum as equals";
                parties_ratings.push_back(rating);
            }
            for (auto const &rating : parties_ratings) {
                static_cast<void>(records::create(tx, {}, results::ratings, rating));
            }
            return id;
        });
    }
    Uuid learn(std::string title, std::optional<Uuid> source, knowledge::Reach reach)
    {
        knowledge::Lesson lesson;
        lesson.title = std::move(title);
        lesson.happened = i18n::MultilingualText{Language::en, "Bags stood in the rain"};
        lesson.nature = knowledge::Nature::negative;
        lesson.countries = {"MDG"};
        lesson.not_to_do = i18n::MultilingualText{Language::en, "Do not store seed in the open"};
        lesson.reach = reach;
        lesson.our_consent = "Our memo 9";
        lesson.validation = "Two visits";
        if (source) {
            lesson.source = Id<records::AnyRecord>{*source};
        }
        auto const audience =
            reach == knowledge::Reach::everybody ? Audience::everyone : Audience::partner;
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, knowledge::lessons, lesson,
                                   {.audience = audience, .state = "released"})
                .id;
        });
    }
    void set(Uuid record, std::string_view state, std::string_view audience)
    {
        store().write([&](Tx &tx) {
            tx.run("UPDATE record SET state = ?, audience = ? WHERE id = ?", state, audience,
                   record);
        });
    }
    std::string page(std::string const &path, int status = 200)
    {
        auto visitor = browser();
        auto const response = visitor.get(path);
        EXPECT_EQ(response.status, status) << path;
        return response.body;
    }
    /// Everything that the public can open about it.
    std::string everywhere(Uuid project)
    {
        std::string all;
        for (auto const &path :
             {"/public/en/projects/" + reference_of(project), std::string{"/public/en"},
              std::string{"/public/en/practices"}, std::string{"/open/results.csv"},
              std::string{"/open/results.json"}, std::string{"/open/practices.json"},
              std::string{"/open/practices.csv"}, std::string{"/sitemap.xml"}}) {
            auto visitor = browser();
            all += visitor.get(path).body;
        }
        return all;
    }

    std::vector<results::Rating> parties_ratings;
};
INSTANTIATE_ENGINES(ToldToThePublic);

bool has(std::string const &text, std::string_view what)
{
    return text.find(what) != std::string::npos;
}

TEST_P(ToldToThePublic, are_results_that_were_agreed_on_and_verified_where_all_consent_to_it)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    auto const teaching =
        agreed(project, "Trainers who teach", results::Origin::measured, "agreed");
    measure(teaching, 31, "verified");
    measure(teaching, 97531, "entered");
    measure(agreed(project, "Not agreed yet", results::Origin::measured, "draft"), 7, "verified");
    static_cast<void>(
        agreed(project, "People of the districts", results::Origin::people_reached, "agreed"));
    reach_people(project);
    auto const consent = [&](records::Codes const &topics) {
        ASSERT_EQ(gives(dili, asked[0], topics), "");
        ASSERT_EQ(gives(trainer, asked[1], topics), "");
    };
    consent({"summary", "ratings", "people"});
    EXPECT_FALSE(has(everywhere(project), "Trainers who teach"));

    consent({"summary", "results"});
    auto all = everywhere(project);
    EXPECT_TRUE(has(all, "Trainers who teach"));
    EXPECT_FALSE(has(all, "97531") || has(all, "97,531")) << "nobody has verified it";
    EXPECT_FALSE(has(all, "Not agreed yet"));
    EXPECT_FALSE(has(all, "People of the districts") || has(all, "4711") || has(all, "4,711"))
        << "numbers of people are a topic of their own";

    consent({"summary", "results", "people"});
    all = everywhere(project);
    EXPECT_TRUE(has(all, "People of the districts") && has(all, "5,501"));
    EXPECT_TRUE(has(all, "4,711 women") && has(all, "\"women\":4711"));
    EXPECT_FALSE(has(all, "0 men") || has(all, "\"men\":0")) << "nobody said that";
    auto const rows = boost::json::parse(page("/open/results.json")).at("rows").as_array();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("project").as_string(), reference_of(project));

    ASSERT_EQ(gives(dili, asked[0], {"summary", "people"}), "");
    EXPECT_FALSE(has(everywhere(project), "Trainers who teach")) << "one of them alone";
}

TEST_P(ToldToThePublic, are_both_sides_ratings_once_the_round_is_published_and_all_consent_to_it)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    auto const round = rate(project);
    auto const tells = [&] {
        auto const all = everywhere(project);
        EXPECT_EQ(has(all, "as equals"), has(all, "Largely"));
        return has(all, "as equals");
    };
    ASSERT_EQ(gives(dili, asked[0], {"summary", "ratings"}), "");
    ASSERT_EQ(gives(trainer, asked[1], {"summary", "ratings"}), "");
    EXPECT_FALSE(tells()) << "the parties alone have seen them";
    set(round, "published", "public");
    EXPECT_TRUE(tells());
    auto const shown = page("/public/en/projects/" + reference_of(project));
    EXPECT_TRUE(has(shown, "Centre for Agricultural Training")) << "each side has its column";
    ASSERT_EQ(gives(trainer, asked[1], {"summary"}), "");
    EXPECT_FALSE(tells());
    ASSERT_EQ(gives(trainer, asked[1], {"summary", "ratings"}), "");
    EXPECT_TRUE(tells());
    set(round, "disclosed", "partner");
    EXPECT_FALSE(tells()) << "a party took its written consent back";
}

TEST_P(ToldToThePublic, is_what_was_paid_with_the_payments_that_it_is_the_sum_of)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    pay(project, "1500.25", day("2026-05-04"));
    pay(project, "300", day("2026-06-05"));
    auto const shown_with = [&](records::Codes const &topics) {
        EXPECT_EQ(gives(dili, asked[0], topics), "");
        EXPECT_EQ(gives(trainer, asked[1], topics), "");
        return page("/public/en/projects/" + reference_of(project));
    };
    EXPECT_FALSE(has(shown_with({"summary", "dates"}), "1,800.25"));
    auto shown = shown_with({"summary", "dates", "money"});
    EXPECT_TRUE(has(shown, "<a href=\"#payments\">USD\u00a01,800.25</a>"));
    auto const table = shown.substr(shown.find("<table id=\"payments\""));
    EXPECT_TRUE(has(table, "1,500.25") && has(table, "300.00") && has(table, "4 May 2026"));
    EXPECT_FALSE(has(shown, "Order of the treasury")) << "no topic has the documents of payments";
    shown = shown_with({"summary", "money"});
    EXPECT_TRUE(has(shown, "1,500.25"));
    EXPECT_FALSE(has(shown, "May 2026"));
    EXPECT_TRUE(has(shown, "The days are not shown"));
}

TEST_P(ToldToThePublic, are_calls_until_their_last_day_has_ended_where_they_say)
{
    auto const project = make_project();
    auto const call = [&](std::string title, Date closes_on, std::string zone) {
        training::Call value;
        value.title = std::move(title);
        // Any record will do for what a call hangs on.
        value.activity = Id<activities::Activity>{project};
        value.scheme = Id<training::Scheme>{project};
        value.places = 10;
        value.closes_on = closes_on;
        value.time_zone = std::move(zone);
        store().write([&](Tx &tx) {
            static_cast<void>(records::create(tx, {}, training::calls, value,
                                              {.audience = Audience::everyone, .state = "open"}));
        });
    };
    auto const today = store().read([](storage::Reader &reader) { return reader.today(); });
    call("Rice on dry land", today, "Pacific/Honolulu");
    call("Cattle of the hills", today.plus_days(-2), "Pacific/Honolulu");
    auto const list = page("/public/en/calls");
    EXPECT_TRUE(has(list, "Rice on dry land"));
    EXPECT_FALSE(has(list, "Cattle of the hills"));
}

TEST_P(ToldToThePublic, are_lessons_that_were_released_to_everybody_and_never_where_they_come_from)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    auto const open = learn("Seed spoils in the open", project, knowledge::Reach::everybody);
    static_cast<void>(learn("A thing among partners", project, knowledge::Reach::partners));
    static_cast<void>(learn("Learned elsewhere", {}, knowledge::Reach::everybody));
    auto const reference = reference_of(open);
    auto const of_practice = "/public/en/practices/" + reference;
    ASSERT_EQ(gives(dili, asked[0], {"summary"}), "");
    ASSERT_EQ(gives(trainer, asked[1], {"summary"}), "");

    auto const list = page("/public/en/practices");
    EXPECT_TRUE(has(list, "Seed spoils in the open") && has(list, "Learned elsewhere"));
    EXPECT_FALSE(has(list, "A thing among partners"));
    EXPECT_TRUE(has(page("/public/en/practices?kind=negative"), "Seed spoils"));
    EXPECT_FALSE(has(page("/public/en/practices?kind=positive"), "Seed spoils"));
    auto const one = page(of_practice);
    EXPECT_TRUE(has(one, "Bags stood in the rain") && has(one, "Do not store seed in the open"));
    for (auto const &text : {one, page("/open/practices.json")}) {
        EXPECT_FALSE(has(text, reference_of(project))) << "whose failure it was";
        EXPECT_FALSE(has(text, "Our memo 9") || has(text, "Two visits"));
        EXPECT_FALSE(has(text, "Madagascar") || has(text, "MDG")) << "where it was learned";
    }
    auto const of_project = "/public/en/projects/" + reference_of(project);
    EXPECT_FALSE(has(page(of_project), "Seed spoils")) << "its parties have not consented to that";
    ASSERT_EQ(gives(dili, asked[0], {"summary", "lessons"}), "");
    EXPECT_FALSE(has(page(of_project), "Seed spoils"));
    ASSERT_EQ(gives(trainer, asked[1], {"summary", "lessons"}), "");
    auto const shown = page(of_project);
    EXPECT_TRUE(has(shown, "Seed spoils") && has(shown, reference));
    EXPECT_FALSE(has(shown, "Learned elsewhere") || has(shown, "A thing among partners"));

    set(open, "kept", "internal");
    page(of_practice, 404);
    EXPECT_FALSE(has(everywhere(project), "Seed spoils")) << "it came back into the house";
}

TEST_P(ToldToThePublic, is_read_in_six_languages)
{
    auto const open = learn("Seed spoils in the open", {}, knowledge::Reach::everybody);
    for (auto const language : languages) {
        auto const base = "/public/" + std::string{to_code(language)} + "/practices";
        EXPECT_TRUE(has(page(base), "Seed spoils")) << to_code(language);
        auto const one = page(base + "/" + reference_of(open));
        EXPECT_EQ(has(one, "<div lang=\"en\""), language != Language::en)
            << "another's language is marked";
    }
    EXPECT_TRUE(has(page("/sitemap.xml"), "/public/ar/practices/" + reference_of(open)));
    EXPECT_TRUE(has(page("/open/dictionary.json"), "\"practices\""));
}

} // namespace
} // namespace selatan::program
