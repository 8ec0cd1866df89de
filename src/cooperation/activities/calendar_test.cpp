#include "cooperation/activities/activities.hpp"
#include "cooperation/activities/calendar_feed.hpp"
#include "cooperation/activities/icalendar.hpp"
#include "cooperation/projects/projects.hpp"
#include "tests/support/values.hpp"
#include "tests/support/web.hpp"

#include <gtest/gtest.h>

namespace selatan::activities {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::between;
using testing::day;
using testing::shows;

// -- Months ---------------------------------------------------------------------------------------

TEST(Month, is_shown_in_whole_weeks_from_monday)
{
    auto const november = *Month::parse("2026-11");
    EXPECT_EQ(november.first(), day("2026-11-01")); // a Sunday
    EXPECT_EQ(november.last(), day("2026-11-30"));
    EXPECT_EQ(november.first_shown(), day("2026-10-26"));
    EXPECT_EQ(november.last_shown(), day("2026-12-06"));
    EXPECT_EQ(november.next()->to_string(), "2026-12");
    EXPECT_EQ(november.previous()->to_string(), "2026-10");
    // February 2027 is four weeks exactly.
    auto const february = *Month::parse("2027-02");
    EXPECT_EQ(february.first_shown(), february.first());
    EXPECT_EQ(february.last_shown(), february.last());
}

TEST(Month, that_is_none_is_refused)
{
    for (auto const *const text : {"", "2026", "2026-13", "2026-1", "2026-11-01", "9999-12", "x"}) {
        EXPECT_FALSE(Month::parse(text)) << text;
    }
    EXPECT_FALSE(Month::parse("2200-12")->next());
    EXPECT_FALSE(Month::parse("1900-01")->previous());
}

// -- iCalendar ------------------------------------------------------------------------------------

std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = text.find("\r\n");
        EXPECT_NE(end, std::string_view::npos) << "a line without its end: " << text;
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return lines;
}

std::string unfolded(std::string text)
{
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) {
        text.erase(at, 3);
    }
    return text;
}

CalendarItem item(std::string summary)
{
    return {.uid = "a@selatan",
            .changed = *Instant::parse("2026-11-21T08:00:00.250000Z"),
            .revision = 3,
            .first = day("2026-12-30"),
            .last = day("2026-12-31"),
            .summary = std::move(summary),
            .location = "",
            .url = "https://selatan.example/activities/ACT-2026-0001",
            .status = CalendarItem::Status::confirmed};
}

TEST(ICalendar, says_whole_days_of_which_the_end_is_not_included)
{
    std::array const items{item("Course")};
    auto const text = to_icalendar("Agency", items);
    for (auto const *const line :
         {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "UID:a@selatan\r\n", "DTSTAMP:20261121T080000Z\r\n",
          "DTSTART;VALUE=DATE:20261230\r\n", "DTEND;VALUE=DATE:20270101\r\n", "SEQUENCE:3\r\n",
          "STATUS:CONFIRMED\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
    EXPECT_EQ(text.find("LOCATION"), std::string::npos);
}

TEST(ICalendar, escapes_what_has_a_meaning_and_drops_what_cannot_stand)
{
    std::array const items{item("Rice; maize, cassava\\yam\nsecond line\r\x01")};
    EXPECT_NE(
        to_icalendar("A", items).find("SUMMARY:Rice\\; maize\\, cassava\\\\yam\\nsecond line\r\n"),
        std::string::npos);
    // Nobody slips a property in through a title.
    std::array const hostile{item("x\r\nATTENDEE:mailto:a@b.example")};
    EXPECT_EQ(to_icalendar("A", hostile).find("\r\nATTENDEE"), std::string::npos);
}

TEST(ICalendar, folds_at_75_octets_and_never_inside_a_character)
{
    for (auto const &letter : {std::string{"a"}, std::string{"é"}, std::string{"ج"},
                               std::string{"語"}, std::string{"🌾"}}) {
        for (std::size_t count = 1; count < 120; ++count) {
            std::string summary;
            for (std::size_t i = 0; i < count; ++i) {
                summary += letter;
            }
            std::array const items{item(summary)};
            auto const text = to_icalendar("A", items);
            for (auto const &line : lines_of(text)) {
                ASSERT_LE(line.size(), 75U);
                auto const first = line.empty() ? 0U : static_cast<unsigned char>(line[0]);
                ASSERT_NE(first & 0xC0U, 0x80U) << "inside a character: " << line;
            }
            ASSERT_NE(unfolded(text).find("SUMMARY:" + summary + "\r\n"), std::string::npos);
        }
    }
}

// -- Pages and feed -------------------------------------------------------------------------------

class Calendar : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        desk = make_user("desk@agency.example", {{Role::desk_officer}});
        dili = make_user("focal@dili.example", {{Role::focal_point, *CountryCode::parse("TLS")}});
        make_activity("Course in Dili", "TLS", "2026-11-28", "2026-12-03", states::scheduled);
        make_activity("Visit to Suva", "FJI", "2026-11-10", "2026-11-10", states::scheduled);
        make_activity("Called off", "TLS", "2026-11-12", "2026-11-13", states::cancelled);
        make_activity("Not costed yet", "TLS", "2026-11-16", "2026-11-17", states::planned);
    }
    void add_routes(web::Router &router) override
    {
        static std::array const sources{calendar_source()};
        activities::add_routes(router, sources);
    }
    void set_up(web::App &app) override
    {
        app.settings.base_url = "https://selatan.example";
        app.nouns = {&activities, &projects::projects};
    }
    Uuid make_activity(std::string title, std::string_view where, std::string_view starts,
                       std::string_view ends, std::string_view state)
    {
        projects::Project project;
        project.title = "Project of " + title;
        project.country = CountryCode::parse(where);
        Activity activity;
        activity.title = std::move(title);
        activity.modality = "training";
        activity.country = CountryCode::parse(where);
        activity.starts = day(starts);
        activity.ends = day(ends);
        activity.venue = "Maliana";
        return store().write([&](Tx &tx) {
            activity.project = Id<projects::Project>{
                records::create(tx, {}, projects::projects, project,
                                {.audience = Audience::partner, .state = "active"})
                    .id};
            return records::create(tx, {}, activities, activity,
                                   {.audience = Audience::partner, .state = std::string{state}})
                .id;
        });
    }

    Id<auth::User> desk, dili;
};
INSTANTIATE_ENGINES(Calendar);

TEST_P(Calendar, shows_a_month_and_its_neighbours_days_to_each_what_it_may_see)
{
    auto officer = signed_in("desk@agency.example");
    auto const month = officer.get("/calendar");
    EXPECT_TRUE(shows(month, "November 2026"));
    EXPECT_TRUE(shows(month, "Course in Dili"));
    EXPECT_TRUE(shows(month, "Visit to Suva"));
    EXPECT_FALSE(shows(month, "Called off"));
    EXPECT_TRUE(shows(month, "aria-current=\"date\""));
    EXPECT_TRUE(shows(officer.get("/calendar?month=2026-12"), "Course in Dili"));
    EXPECT_FALSE(shows(officer.get("/calendar?month=2026-12"), "Visit to Suva"));
    EXPECT_EQ(officer.get("/calendar?month=2026-13").status, 422);

    auto focal_point = signed_in("focal@dili.example");
    EXPECT_TRUE(shows(focal_point.get("/calendar"), "Course in Dili"));
    EXPECT_FALSE(shows(focal_point.get("/calendar"), "Visit to Suva"));
    EXPECT_EQ(browser().get("/calendar").status, 303) << "to the sign-in";
}

TEST_P(Calendar, shows_a_month_as_a_list_and_to_programs)
{
    auto officer = signed_in("desk@agency.example");
    auto const list = officer.get("/calendar?month=2026-11&view=list");
    EXPECT_TRUE(shows(list, "28 Nov 2026") || shows(list, "28 November 2026")) << list.body;
    EXPECT_TRUE(shows(list, "Maliana"));
    EXPECT_TRUE(shows(officer.get("/calendar?month=2030-01&view=list"), "Nothing takes place"));
    auto const json = api(http::Method::get, "/api/calendar?month=2026-11", bearer(dili, "*:read"));
    EXPECT_TRUE(shows(json, "\"first\":\"2026-11-28\""));
    EXPECT_FALSE(shows(json, "Suva"));
}

TEST_P(Calendar, is_read_at_a_secret_address_until_that_is_withdrawn)
{
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_FALSE(shows(focal_point.get("/calendar/feed"), ".ics"));
    auto const made = focal_point.post("/calendar/feed");
    ASSERT_EQ(made.status, 200);
    auto const secret =
        std::string{between(made.body, "https://selatan.example/calendar/feed/", ".ics")};
    ASSERT_EQ(secret.size(), 43U);
    auto const address = "/calendar/feed/" + secret + ".ics";

    auto anybody = browser();
    auto const feed = anybody.get(address);
    EXPECT_EQ(feed.status, 200);
    EXPECT_EQ(testing::header(feed, "Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_TRUE(shows(feed, "SUMMARY:Course in Dili"));
    EXPECT_TRUE(shows(feed, "URL:https://selatan.example/activities/ACT-2026-"));
    EXPECT_TRUE(shows(feed, "STATUS:CANCELLED"));
    EXPECT_TRUE(shows(feed, "STATUS:TENTATIVE"));
    EXPECT_FALSE(shows(feed, "Suva")) << "it shows what its owner may see";
    EXPECT_FALSE(shows(focal_point.get("/calendar/feed"), secret)) << "it is shown once";
    EXPECT_EQ(anybody.get("/calendar/feed/" + secret).status, 404);

    // A new address takes the former's place; a withdrawn one is like none.
    auto const second = focal_point.post("/calendar/feed");
    auto const newer =
        "/calendar/feed/" +
        std::string{between(second.body, "https://selatan.example/calendar/feed/", ".ics")} +
        ".ics";
    EXPECT_EQ(anybody.get(address).status, 404);
    EXPECT_EQ(anybody.get(newer).status, 200);
    store().write(
        [&](Tx &tx) { tx.run("UPDATE user_account SET status = 'suspended' WHERE id = ?", dili); });
    EXPECT_EQ(anybody.get(newer).status, 404) << "it stops with the account";
    store().write(
        [&](Tx &tx) { tx.run("UPDATE user_account SET status = 'active' WHERE id = ?", dili); });
    EXPECT_EQ(focal_point.post("/calendar/feed/withdrawal").status, 303);
    EXPECT_EQ(anybody.get(newer).status, 404);
}

} // namespace
} // namespace selatan::activities
