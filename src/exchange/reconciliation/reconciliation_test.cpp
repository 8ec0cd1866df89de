#include "exchange/reconciliation/reconciliation.hpp"

#include "cooperation/reference/code_list.hpp"
#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/difference_store.hpp"
#include "exchange/reconciliation/search.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reported_testing.hpp"
#include "tests/support/code_lists.hpp"

#include <algorithm>

namespace selatan::reconciliation {
namespace {

using storage::Reader;
using storage::Tx;

class Reconciliation : public testing::CodeListTest {
protected:
    Uuid make_project(std::string title, std::string_view country, std::string_view starts)
    {
        projects::Project project;
        project.title = std::move(title);
        project.country = CountryCode::parse(country);
        project.sector = "31161";
        project.arrangement = "south_south";
        project.starts = Date::parse(starts);
        project.ends = project.starts->plus_days(900);
        return store().write([&](Tx &tx) {
            return records::create(tx, officer.actor(), projects::projects, project).id;
        });
    }

    void import(std::string_view activities, std::string const &name = "others.xml")
    {
        reported::testing::File const file{reported::testing::file(activities)};
        auto const done = reported::Importer{store()}.import_file(
            {.path = file.path(), .name = name, .by = &officer});
        ASSERT_TRUE(done.has_value());
    }

    std::vector<Known> of(Uuid project)
    {
        return store().read([&](Reader &reader) { return counterparts_of(reader, project); });
    }

    template <typename Value, typename Verb, typename... Wanted>
    std::string act(records::NounOf<Value> const &noun, Uuid id, Verb verb, Wanted const &...wanted)
    {
        auto const done = store().write([&](Tx &tx) -> Result<Saved> {
            auto const head = records::find(tx, noun, &officer, id.to_string());
            return verb(tx, officer, *head, head->version, wanted...);
        });
        return done ? std::string{} : done.error().problems.front().code;
    }

    std::vector<std::pair<std::string, Difference>> differences_now(Uuid counterpart)
    {
        return store().read([&](Reader &reader) {
            std::vector<std::pair<std::string, Difference>> all;
            for (auto const &one : differences_of(reader, counterpart)) {
                all.emplace_back(one.state, *records::load(reader, differences, one.id));
            }
            return all;
        });
    }

    auth::Identity officer = auth::program_identity("test");
};
INSTANTIATE_ENGINES(Reconciliation);

constexpr std::string_view in_guinea =
    "<activity-status code=\"2\"/><activity-date type=\"2\" iso-date=\"2024-06-01\"/>"
    "<recipient-country code=\"GN\"/><sector code=\"31161\"/>"
    "<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"2024-07-01\"/>"
    "<value value-date=\"2024-07-01\">120000</value></transaction>";

std::string rice(std::string_view more = in_guinea)
{
    return reported::testing::activity("XX-1", "XX-1-77",
                                       "Multiplication of rice seeds in Upper Guinea", more);
}

std::string others()
{
    std::string all;
    for (auto const *const title :
         {"Support to the health programme", "Support to schools of the north",
          "Programme of rural roads", "Rural health support", "Water in towns"}) {
        all += reported::testing::activity("XX-2", std::string{"XX-2-"} + title, title);
    }
    return all;
}

TEST_P(Reconciliation, proposes_what_tells_of_a_project_and_says_why)
{
    auto const project =
        make_project("Rice seed multiplication in Upper Guinea", "GIN", "2024-03-01");
    make_project("Fisheries training for islands", "FJI", "2024-03-01");
    import(rice() + others());
    auto const searched = search(store());
    EXPECT_EQ(searched.looked_at, 6);
    EXPECT_EQ(searched.proposed, 1);
    auto const found = of(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].state, "proposed");
    EXPECT_EQ(found[0].counterpart.identifier, "XX-1-77");
    EXPECT_EQ(found[0].counterpart.teller, "Agency of XX-1");
    EXPECT_GE(found[0].counterpart.score, 90);
    auto const reasons =
        store().read([&](Reader &reader) { return reasons_of(reader, found[0].id); });
    EXPECT_EQ(reasons.front().sign, linkage::Sign::title);
    EXPECT_EQ(search(store()).proposed, 0) << "once is enough";
}

TEST_P(Reconciliation, finds_an_activity_that_names_our_reference)
{
    auto const project = make_project("Seeds", "GIN", "2024-03-01");
    auto const reference =
        store().read([&](Reader &reader) { return records::label_of(reader, project)->reference; });
    import(reported::testing::activity("XX-1", "XX-1-8", "Quelque chose",
                                       "<recipient-country code=\"GN\"/><related-activity "
                                       "type=\"4\" ref=\"" +
                                           reference + "\"/>") +
           others());
    search(store());
    ASSERT_EQ(of(project).size(), 1U);
}

TEST_P(Reconciliation, finds_an_activity_that_lists_our_reference_among_its_other_identifiers)
{
    auto const project = make_project("Seeds", "GIN", "2024-03-01");
    auto const reference =
        store().read([&](Reader &reader) { return records::label_of(reader, project)->reference; });
    import(reported::testing::activity("XX-1", "XX-1-8", "Quelque chose",
                                       "<recipient-country code=\"GN\"/>"
                                       "<other-identifier type=\"A9\" ref=\"" +
                                           reference + "\"/>") +
           others());
    search(store());
    auto const found = of(project);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].counterpart.identifier, "XX-1-8");
    auto const reasons =
        store().read([&](Reader &reader) { return reasons_of(reader, found[0].id); });
    EXPECT_EQ(reasons.front().sign, linkage::Sign::names_the_other);
    // The next version no longer says so, and nothing else speaks for it.
    import(reported::testing::activity("XX-1", "XX-1-8", "Quelque chose",
                                       "<recipient-country code=\"GN\"/>") +
           others());
    EXPECT_EQ(search(store()).lapsed, 1);
}

TEST_P(Reconciliation, who_reports_under_another_code_now_is_known_by_the_former)
{
    auto const project =
        make_project("Rice seed multiplication in Upper Guinea", "GIN", "2024-03-01");
    import(rice() + others());
    search(store());
    ASSERT_EQ(of(project).size(), 1U);
    EXPECT_EQ(act(counterparts, of(project).front().id, confirm, Confirmation{"Their letter"}), "");
    import(reported::testing::activity("YY-9", "YY-9-77", "Quelque chose",
                                       "<recipient-country code=\"GN\"/>"
                                       "<other-identifier type=\"B1\" ref=\"XX-1\"/>"),
           "new-code.xml");
    search(store());
    auto const found = of(project);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[1].counterpart.identifier, "YY-9-77");
    auto const reasons =
        store().read([&](Reader &reader) { return reasons_of(reader, found[1].id); });
    EXPECT_EQ(reasons.front().sign, linkage::Sign::same_identifier);
}

TEST_P(Reconciliation, what_was_refused_comes_again_only_with_something_new)
{
    auto const project =
        make_project("Rice seed multiplication in Upper Guinea", "GIN", "2024-03-01");
    import(rice("<recipient-country code=\"GN\"/>") + others());
    search(store());
    ASSERT_EQ(of(project).size(), 1U);
    auto const id = of(project).front().id;
    EXPECT_EQ(act(counterparts, id, refuse_counterpart, Refusing{"Their second phase"}), "");
    auto again = search(store());
    EXPECT_EQ(again.proposed_again, 0);
    EXPECT_EQ(of(project).front().state, "refused");

    import(rice() + others()); // now it says when it began, and its sector
    again = search(store());
    EXPECT_EQ(again.proposed_again, 1);
    EXPECT_EQ(of(project).front().state, "proposed");
}

TEST_P(Reconciliation, a_proposal_lapses_with_what_it_was_made_of_and_a_judgement_stays)
{
    auto const project =
        make_project("Rice seed multiplication in Upper Guinea", "GIN", "2024-03-01");
    // A file without a publisher's name says nothing of what that one told before.
    auto const rest =
        others() + reported::testing::activity("XX-1", "XX-1-1", "Annual audit of accounts");
    import(rice() + rest);
    search(store());
    import(rest);
    EXPECT_EQ(search(store()).lapsed, 1);
    EXPECT_TRUE(of(project).empty());
    import(rice() + rest);
    EXPECT_EQ(search(store()).proposed_again, 1);
    auto const id = of(project).front().id;
    EXPECT_EQ(act(counterparts, id, confirm, Confirmation{}), "");
    import(rest);
    EXPECT_EQ(search(store()).lapsed, 0);
    EXPECT_EQ(of(project).front().state, "confirmed");
    EXPECT_EQ(of(project).front().open, 0) << "nobody tells it, so nothing differs";
}

TEST_P(Reconciliation, lists_what_a_confirmed_one_says_differently_until_it_does_not)
{
    auto const project =
        make_project("Rice seed multiplication in Upper Guinea", "GIN", "2024-03-01");
    import(rice() + others());
    search(store());
    auto const id = of(project).front().id;
    EXPECT_TRUE(differences_now(id).empty()) << "a proposal is not compared";
    ASSERT_EQ(act(counterparts, id, confirm, Confirmation{"Same workplan"}), "");
    auto found = differences_now(id);
    ASSERT_EQ(found.size(), 2U) << "begins three months later; the state: ours is an idea";
    EXPECT_EQ(found[0].second.topic, Topic::starts);
    EXPECT_EQ(found[0].second.days, 92);
    EXPECT_EQ(found[0].second.ours, "2024-03-01");
    auto const difference =
        store().read([&](Reader &reader) { return differences_of(reader, id).front().id; });

    EXPECT_EQ(act(differences, difference, keep_ours,
                  OursRight{"The note of 1 March", store().read([](Reader &reader) {
                                return std::optional{reader.today().plus_days(1)};
                            })}),
              "common.in_the_future");
    EXPECT_EQ(act(differences, difference, keep_ours, OursRight{"The note of 1 March", {}}), "");
    search(store());
    EXPECT_EQ(differences_now(id)[0].first, "ours_right") << "nothing changed";

    auto later = rice();
    later.replace(later.find("2024-06-01"), 10, "2024-08-01");
    import(later + others());
    search(store());
    found = differences_now(id);
    EXPECT_EQ(found[0].first, "open") << "they say something else now";
    EXPECT_EQ(found[0].second.theirs, "2024-08-01");
    EXPECT_EQ(act(differences, difference, accept_theirs, TheirsRight{"The desk mends it"}), "");

    auto same = rice();
    same.replace(same.find("2024-06-01"), 10, "2024-03-10");
    import(same + others());
    search(store());
    EXPECT_EQ(differences_now(id)[0].first, "gone");

    EXPECT_EQ(act(counterparts, id, reconsider, Refusing{"Not sure"}), "");
    EXPECT_EQ(differences_now(id)[1].first, "gone");
    EXPECT_EQ(search(store()).lapsed, 0) << "an officer wants it judged";
}

TEST_P(Reconciliation, an_officer_links_by_hand_what_no_search_finds)
{
    auto const project = make_project("Seeds", "GIN", "2024-03-01");
    auto const reference =
        store().read([&](Reader &reader) { return records::label_of(reader, project)->reference; });
    import(rice() + others());
    auto const number = store().read([&](Reader &reader) {
        return *reader.one<std::int64_t>("SELECT a.id FROM iati_activity a JOIN iati_identifier i"
                                         " ON i.id = a.identifier WHERE i.text = 'XX-1-77'");
    });
    auto const link_it = [&](std::string const &which, std::string const &told) {
        auto const done = store().write([&](Tx &tx) {
            return link(tx, officer, {which, told, "The annual report"});
        });
        return done ? std::string{} : done.error().problems.front().code;
    };
    auto const told = "iati:" + std::to_string(number);
    EXPECT_EQ(link_it("PRJ-1999-0001", told), "reconciliation.project_missing");
    for (auto const *const wrong : {"", "iati:", "iati:999999", "reported:RPT-1999-0001", "x"}) {
        EXPECT_EQ(link_it(reference, wrong), "reconciliation.told_missing") << wrong;
    }
    EXPECT_EQ(link_it(reference, told), "");
    EXPECT_EQ(link_it(reference, told), "reconciliation.linked_already");
    ASSERT_EQ(of(project).size(), 1U);
    EXPECT_EQ(of(project).front().state, "confirmed");
    EXPECT_GT(of(project).front().open, 0);
}

TEST_P(Reconciliation, registers_take_part)
{
    auto const project =
        make_project("Rice seed multiplication in Upper Guinea", "GIN", "2024-03-01");
    reports::ReportedActivity row;
    row.title = "Upper Guinea rice seed multiplication";
    row.reported_by = "Register of Guinea (example)";
    row.reported_id = "G-12";
    row.country = CountryCode::parse("GIN");
    row.start_on = Date::parse("2024-03-15");
    row.amount_usd = 250'000;
    store().write([&](Tx &tx) {
        static_cast<void>(records::create(tx, officer.actor(), reports::reported_activities, row));
    });
    import(others());
    search(store());
    ASSERT_EQ(of(project).size(), 1U);
    EXPECT_EQ(of(project).front().counterpart.source, Source::reported);
    EXPECT_EQ(of(project).front().counterpart.teller, "Register of Guinea (example)");
}

TEST_P(Reconciliation, a_registers_payments_stand_by_year_instead_of_its_whole)
{
    reports::ReportedActivity row;
    row.title = "Upper Guinea rice seed multiplication";
    row.reported_by = "Register of Guinea (example)";
    row.reported_id = "G-12";
    row.country = CountryCode::parse("GIN");
    row.amount_usd = 250'000;
    auto const told = store().write([&](Tx &tx) {
        auto const make = [&](funds::FlowKind kind, std::int64_t year, std::string const &amount) {
            funds::ReportedFlow flow;
            flow.reported_by = row.reported_by;
            flow.reported_id = "F-" + std::to_string(year) + amount;
            flow.activity_id = row.reported_id;
            flow.kind = kind;
            flow.year = year;
            flow.amount.digits = amount;
            flow.currency = "USD";
            static_cast<void>(records::create(tx, officer.actor(), funds::reported_flows, flow));
        };
        make(funds::FlowKind::disbursement, 2024, "1000.5");
        make(funds::FlowKind::disbursement, 2024, "99.50");
        make(funds::FlowKind::disbursement, 2025, "400");
        auto const id = records::create(tx, officer.actor(), reports::reported_activities, row).id;
        return told_by_text(tx, officer, "reported:" + records::label_of(tx, id)->reference);
    });
    ASSERT_TRUE(told.has_value());
    auto const facts = store().read([&](Reader &reader) { return told_facts(reader, *told); });
    ASSERT_TRUE(facts.has_value());
    EXPECT_EQ(amounts_of(of_year(*facts, 2024), Measure::spent), "USD 1100.00");
    EXPECT_EQ(amounts_of(*facts, Measure::spent), "USD 1500.00");
    EXPECT_EQ(amounts_of(*facts, Measure::committed), "USD 250000.00")
        << "promises are not told one by one";
}

TEST(SpeaksAnew, only_by_a_sign_that_was_not_there)
{
    using linkage::Reason;
    using linkage::Sign;
    std::vector<Reason> const before{{Sign::title, 8, 80}, {Sign::other_sector, -1, 0}};
    std::vector<Reason> const stronger{{Sign::title, 10, 95}, {Sign::other_sector, -1, 0}};
    std::vector<Reason> const sector{{Sign::title, 8, 80}, {Sign::sector, 1, 0}};
    std::vector<Reason> const against{{Sign::title, 8, 80}, {Sign::other_country, -6, 0}};
    EXPECT_FALSE(speaks_anew(before, before));
    EXPECT_FALSE(speaks_anew(before, stronger));
    EXPECT_FALSE(speaks_anew(before, against));
    EXPECT_TRUE(speaks_anew(before, sector));
}

} // namespace
} // namespace selatan::reconciliation
