// Publishing as officers and the public meet it: who may, what is told, and that what a party takes
// back is gone.
#include "cooperation/activities/activities.hpp"
#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/results/results.hpp"
#include "exchange/iati_out/iati_out.hpp"
#include "exchange/iati_out/publication.hpp"
#include "exchange/iati_out/read_back_testing.hpp"
#include "exchange/iati_out/self_check.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "platform/web/desk.hpp"
#include "tests/support/portal.hpp"

#include <gtest/gtest.h>

namespace selatan::iati_out {
namespace {

using selatan::testing::day;
using storage::Reader;
using storage::Tx;
using testing::read_back;
using testing::ReadBack;
using testing::Values;

records::Codes const everything{portal::topics.begin(), portal::topics.end()};
constexpr std::string_view activities_url = "/open/iati/activities.xml";
constexpr std::string_view organisation_url = "/open/iati/organisation.xml";
constexpr std::string_view publishing_url = "/iati/publishing";

class Publishing : public selatan::testing::PortalTest {
protected:
    void add_routes(web::Router &router) override
    {
        PortalTest::add_routes(router);
        iati_out::add_routes(router, {});
    }
    void set_up(web::App &app) override
    {
        PortalTest::set_up(app);
        for (auto const nouns : {activities::nouns(), funds::nouns(), cost_sharing::nouns(),
                                 results::nouns(), iati_out::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    void name_publisher(std::string identifier = "XI-IATI-EXAMPLE",
                        std::string_view since = "2020-01-01")
    {
        partners::Organisation office;
        office.name = "Coordination team";
        office.type = partners::OrganisationType::coordinating_body;
        office.website = "https://agency.example/";
        Publisher publisher;
        publisher.since = day(since);
        publisher.identifier = std::move(identifier);
        publisher.currency = Currency::parse("USD");
        store().write([&](Tx &tx) {
            publisher.organisation = Id<partners::Organisation>{
                records::create(tx, {}, partners::organisations, office).id};
            static_cast<void>(records::create(tx, coordinator.actor(), publishers, publisher));
        });
    }
    projects::Project rice()
    {
        projects::Project project;
        project.title = "Seed of Maliana";
        project.objective = "Growers keep their own seed";
        project.results = "Forty growers trained";
        project.sector = "31163";
        project.sdgs = {"2.3"};
        project.modalities = {"training"};
        project.starts = day("2024-03-01");
        project.ends = day("2025-09-30");
        return project;
    }
    Result<Published> publish_now()
    {
        return store().write(
            [&](Tx &tx) { return publish(tx, coordinator, "https://selatan.example"); });
    }
    std::string file(std::string_view url, int status = 200)
    {
        auto visitor = browser();
        auto const response = visitor.get(url);
        EXPECT_EQ(response.status, status) << url << ": " << response.body;
        return response.body;
    }
    std::string etag()
    {
        auto visitor = browser();
        auto const response = visitor.get(activities_url);
        return std::string{response.headers.find("ETag").value_or("")};
    }
    Values identifiers()
    {
        Values all;
        auto visitor = browser();
        auto const response = visitor.get(activities_url);
        if (response.status == 200) {
            read_back(response.body, [&](ReadBack const &read) {
                for (auto &one : read.at("iati-identifier")) {
                    all.push_back(std::move(one));
                }
            });
        }
        return all;
    }
    Values instants()
    {
        Values all;
        read_back(file(activities_url), [&](ReadBack const &read) {
            all.push_back(read.at("@last-updated-datetime").front());
        });
        return all;
    }
    void expect_sound(std::string_view url)
    {
        auto const today = store().read([](Reader &reader) { return reader.today(); });
        EXPECT_EQ(findings_in(file(url), today), std::vector<std::string>{}) << file(url);
    }
};
INSTANTIATE_ENGINES(Publishing);

TEST_P(Publishing, begins_when_somebody_said_who_publishes)
{
    make_public(everything, rice());
    auto const refused = publish_now();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().problems.front().code, "publishing.no_publisher");
    file(activities_url, 404);
    name_publisher();
    file(organisation_url, 404); // nothing before the first act
    auto const published = publish_now();
    ASSERT_TRUE(published.has_value());
    EXPECT_EQ(published->activities, 1);
    EXPECT_EQ(published->fresh, 1);
    EXPECT_EQ(publish_now()->fresh, 0);
    expect_sound(activities_url);
    expect_sound(organisation_url);
}

TEST_P(Publishing, tells_nothing_that_the_parties_did_not_make_public)
{
    name_publisher();
    auto const id = make_public({"summary", "dates"}, rice());
    store().write([&](Tx &tx) {
        tx.run("UPDATE project_party SET basis = 'memorandum', basis_document = 'MoU 3/2024',"
               " in_force_on = '2024-02-01' WHERE project = ?",
               id);
    });
    ASSERT_TRUE(publish_now().has_value());
    auto const closed = file(activities_url);
    for (auto const *const secret : {"Forty growers", "MoU 3/2024", "30 expert-days", "share-60"}) {
        EXPECT_EQ(closed.find(secret), std::string::npos) << secret;
    }
    auto const asked = store().read([&](Reader &reader) {
        std::vector<Uuid> all;
        for (auto const &one : portal::consents_of(reader, id)) {
            all.push_back(*records::resolve(reader, "publication_consent", one.reference));
        }
        return all;
    });
    ASSERT_EQ(gives(dili, asked[0], everything), "");
    ASSERT_EQ(gives(trainer, asked[1], everything), "");
    auto const open = file(activities_url);
    for (auto const *const told : {"Forty growers", "MoU 3/2024", "30 expert-days", "share-60"}) {
        EXPECT_NE(open.find(told), std::string::npos) << told;
    }
    expect_sound(activities_url);
}

TEST_P(Publishing, lets_go_at_once_of_what_a_party_withdraws)
{
    name_publisher();
    auto const stays = make_public({"summary", "dates"}, rice());
    auto other = rice();
    other.title = "Water of Maliana";
    auto const goes = make_public(everything, other);
    ASSERT_TRUE(publish_now().has_value());
    EXPECT_EQ(identifiers().size(), 2U);
    auto const consent = store().read([&](Reader &reader) {
        return *records::resolve(reader, "publication_consent",
                                 portal::consents_of(reader, goes).front().reference);
    });
    ASSERT_EQ(ends(dili, consent, portal::withdraw), "");
    EXPECT_EQ(identifiers(), Values{"XI-IATI-EXAMPLE-" + reference_of(stays)});
    EXPECT_EQ(file(activities_url).find("Water of Maliana"), std::string::npos);
    // Consented to again, it is the same activity, without anybody publishing anew.
    ASSERT_EQ(gives(dili, consent, everything), "");
    EXPECT_EQ(identifiers().size(), 2U);
}

TEST_P(Publishing, leaves_what_did_not_change_as_it_was_to_the_byte)
{
    name_publisher();
    auto const first = make_public(everything, rice());
    auto other = rice();
    other.title = "Water of Maliana";
    make_public(everything, other);
    ASSERT_TRUE(publish_now().has_value());
    auto const before = file(activities_url);
    auto const tag = etag();
    auto const told = instants();
    clock().advance(std::chrono::hours{30});
    ASSERT_TRUE(publish_now().has_value());
    EXPECT_EQ(file(activities_url), before);
    EXPECT_EQ(etag(), tag);
    // What nobody outside is told changes nothing outside.
    auto const change = [&](auto const &what) {
        auto const head = head_of(projects::projects, first);
        auto const changed = store().write([&](Tx &tx) {
            auto const is = *records::load(tx, projects::projects, first);
            auto becomes = is;
            what(becomes);
            return records::change(tx, desk.actor(), projects::projects, head, head.version, is,
                                   becomes);
        });
        ASSERT_TRUE(changed.has_value());
    };
    change([](projects::Project &project) { project.conditions = "None"; });
    EXPECT_EQ(file(activities_url), before);
    change([](projects::Project &project) { project.title = "Seed of Bobonaro"; });
    auto const after = instants();
    EXPECT_NE(file(activities_url), before);
    EXPECT_EQ(after.front(), told.front()); // the newer one, untouched
    EXPECT_GT(after.back(), told.back());
    // What was read before the next act is what it remembers.
    ASSERT_TRUE(publish_now().has_value());
    EXPECT_EQ(instants(), after);
    expect_sound(activities_url);
}

TEST_P(Publishing, keeps_an_identifier_when_the_publisher_gets_another)
{
    name_publisher();
    auto const id = make_public(everything, rice());
    ASSERT_TRUE(publish_now().has_value());
    name_publisher("XM-DAC-77777", "2021-01-01");
    ASSERT_TRUE(publish_now().has_value());
    EXPECT_EQ(identifiers(), Values{"XI-IATI-EXAMPLE-" + reference_of(id)});
    read_back(file(activities_url), [](ReadBack const &read) {
        EXPECT_EQ(read.at("reporting-org/@ref"), Values{"XM-DAC-77777"});
        EXPECT_EQ(read.at("other-identifier/@ref"), Values{"XI-IATI-EXAMPLE"});
    });
    expect_sound(activities_url);
    expect_sound(organisation_url);
}

TEST_P(Publishing, leaves_out_what_would_break_the_standard_and_says_why)
{
    name_publisher();
    auto flawed = rice();
    flawed.sector = "";
    auto const id = make_public(everything, flawed);
    auto const published = publish_now();
    ASSERT_TRUE(published.has_value());
    EXPECT_EQ(published->activities, 0);
    EXPECT_EQ(published->left_out, 1);
    file(activities_url, 404); // the standard has no file without activities
    auto head = signed_in("head@agency.example");
    auto const page = head.get(publishing_url);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("It has no sector of five digits"), std::string::npos) << page.body;
    auto const one = head.get(std::string{publishing_url} + "/" + reference_of(id));
    EXPECT_EQ(one.status, 200);
    EXPECT_NE(one.body.find("Left out until this is mended"), std::string::npos);
}

TEST_P(Publishing, is_the_coordinators_act_and_everybodys_to_read)
{
    name_publisher();
    make_public(everything, rice());
    auto officer = signed_in("desk@agency.example");
    EXPECT_EQ(officer.get(publishing_url).status, 200);
    EXPECT_EQ(officer.post(publishing_url, {}).status, 403);
    auto focal = signed_in("focal@dili.example");
    EXPECT_EQ(focal.get(publishing_url).status, 403);
    auto head = signed_in("head@agency.example");
    EXPECT_EQ(head.get(publishing_url).status, 200);
    EXPECT_EQ(head.post(publishing_url, {}).status, 428);
    EXPECT_EQ(head.post(publishing_url, {{"version", "1"}}).status, 412);
    EXPECT_EQ(head.post(publishing_url, {{"version", "0"}}).status, 303);
    EXPECT_EQ(identifiers().size(), 1U);
    auto const page = head.get(publishing_url);
    EXPECT_NE(page.body.find("Published"), std::string::npos);
    EXPECT_EQ(focal.get("/public/en/iati").status, 200);
}

TEST_P(Publishing, refuses_a_publisher_that_nobody_registered)
{
    Publisher publisher;
    publisher.identifier = "OUR-OFFICE";
    auto const problems = decide_publisher(publisher, true);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].code, "publishing.since_taken");
    EXPECT_EQ(problems[1].code, "publishing.not_an_identifier");
    publisher.identifier = "ID-KDN-12";
    EXPECT_TRUE(decide_publisher(publisher, false).empty());
}

/// The view public_contribution says what the portal's own queries say.
TEST_P(Publishing, shows_the_same_shares_and_contributions_as_the_portal)
{
    name_publisher();
    auto const id = make_public({"summary", "dates"}, rice());
    auto const compare = [&](std::size_t told_contributions) {
        store().read([&](Reader &reader) {
            auto const publisher = publisher_of(reader, "https://selatan.example");
            auto const told = find_told(reader, *publisher, reference_of(id));
            auto const shown = portal::public_parties(reader, id);
            ASSERT_TRUE(told.has_value());
            ASSERT_EQ(told->parties.size(), shown.size());
            std::size_t contributions = 0;
            for (std::size_t i = 0; i < shown.size(); ++i) {
                EXPECT_EQ(told->parties[i].contribution, shown[i].contribution);
                EXPECT_EQ(told->parties[i].share, shown[i].share);
                contributions += shown[i].contribution.empty() ? 0 : 1;
            }
            EXPECT_EQ(contributions, told_contributions);
        });
    };
    compare(0);
    auto const consent = store().read([&](Reader &reader) {
        return *records::resolve(reader, "publication_consent",
                                 portal::consents_of(reader, id).front().reference);
    });
    ASSERT_EQ(gives(dili, consent, {"summary", "dates", "contribution"}), "");
    compare(1);
}

TEST_P(Publishing, makes_files_with_a_log_for_people)
{
    name_publisher();
    make_public(everything, rice());
    auto flawed = rice();
    flawed.sector = "311";
    flawed.title = "Wells";
    make_public(everything, flawed);
    auto const files = store().write(
        [&](Tx &tx) { return make_files(tx, coordinator, "https://selatan.example"); });
    ASSERT_TRUE(files.has_value());
    EXPECT_EQ(read_back(files->activities, [](ReadBack const & /*read*/) {}), 1U);
    EXPECT_NE(files->log.find("1 project published, 1 for the first time."), std::string::npos)
        << files->log;
    EXPECT_NE(files->log.find("Wells: It has no sector of five digits that the standard knows "
                              "(311)"),
              std::string::npos)
        << files->log;
}

/// The job that publishes, at hand.
class PublishingItself : public Publishing {
protected:
    void add_routes(web::Router &router) override
    {
        Publishing::add_routes(router);
        web::add_desk_route(router);
    }
    void set_up(web::App &app) override
    {
        Publishing::set_up(app);
        app.desk.assign(iati_out::desk().begin(), iati_out::desk().end());
    }
    void run_job()
    {
        jobs::Runner runner{store()};
        register_jobs(runner, "https://selatan.example", std::chrono::hours{24});
        store().write([](Tx &tx) { jobs::enqueue(tx, {.kind = "iati_out.publish"}); });
        runner.drain();
    }
    std::int64_t publications()
    {
        return store().read([](Reader &reader) {
            auto const last = last_publication(reader);
            return last ? last->number : 0;
        });
    }
    std::int64_t rows_of_history()
    {
        return store().read([](Reader &reader) {
            return reader.one<std::int64_t>("SELECT count(*) FROM event").value_or(0);
        });
    }
    std::string desk_of(std::string const &who)
    {
        auto officer = signed_in(who);
        return officer.get("/desk").body;
    }
};
INSTANTIATE_ENGINES(PublishingItself);

TEST_P(PublishingItself, begins_after_a_persons_first_publication_and_writes_what_changed_alone)
{
    make_public(everything, rice());
    run_job();
    EXPECT_EQ(publications(), 0) << "nobody is named as who publishes";
    name_publisher();
    run_job();
    EXPECT_EQ(publications(), 0) << "nobody has published yet";
    ASSERT_TRUE(publish_now().has_value());
    auto const history = rows_of_history();
    run_job();
    EXPECT_EQ(publications(), 1);
    EXPECT_EQ(rows_of_history(), history) << "nothing changed";
    auto second = rice();
    second.title = "Seed of Suai";
    auto const project = make_public(everything, second);
    run_job();
    EXPECT_EQ(publications(), 2);
    EXPECT_EQ(identifiers().size(), 2U);
    run_job();
    EXPECT_EQ(publications(), 2);
    // What is public no more is a change too.
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'cancelled' WHERE id = ?", project); });
    run_job();
    EXPECT_EQ(publications(), 3);
}

TEST_P(PublishingItself, tells_who_can_mend_it_what_failed_until_it_goes_through)
{
    make_public(everything, rice());
    name_publisher();
    ASSERT_TRUE(publish_now().has_value());
    auto const by = auth::program_identity("job");
    for (int i = 0; i < 2; ++i) { // told once, however often it fails
        store().write([&](Tx &tx) { note_failure(tx, by, {}, "The disk is full."); });
    }
    EXPECT_NE(desk_of("head@agency.example").find("Mend the publication"), std::string::npos);
    EXPECT_EQ(desk_of("desk@agency.example").find("Mend the publication"), std::string::npos);
    auto coordinator_browser = signed_in("head@agency.example");
    EXPECT_NE(
        coordinator_browser.get("/iati-publishers/IPU-2026-0001").body.find("The disk is full."),
        std::string::npos);
    run_job();
    EXPECT_EQ(desk_of("head@agency.example").find("Mend the publication"), std::string::npos);
}

} // namespace
} // namespace selatan::iati_out
