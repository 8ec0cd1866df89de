// Opinions as browsers and programs meet them, on both engines.
#include "tests/support/opinions.hpp"

namespace selatan::approvals {
namespace {

INSTANTIATE_ENGINES(Opinions);

TEST_P(Opinions, are_asked_for_by_a_form_that_keeps_what_was_typed)
{
    auto desk = signed_in("desk@team.example");
    auto const reference = subject_head().reference;
    auto const form = desk.get("/consultations/new?subject=" + reference);
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(shows(form, "Centre for Seed"));
    EXPECT_TRUE(shows(form, "Ministry of Agriculture"));
    EXPECT_TRUE(shows(form, "Coordination Team (nobody here has an account: write a letter)"));
    EXPECT_TRUE(shows(form, "2026-12-04")) << "ten business days";
    struct Case {
        std::string subject, deadline, office, problem;
    };
    for (auto const &[about, deadline, office, problem] : {
             Case{reference, "2026-12-04", "", "Choose at least one office."},
             Case{reference, "2026-11-20", agriculture.to_string(),
                  "The deadline must be a day after today."},
             Case{reference, "2026-12-04", "ORG-2026-9999", "ORG-2026-9999"},
             Case{reference, "tomorrow", agriculture.to_string(), "date"},
             Case{"REQ-2026-9999", "2026-12-04", agriculture.to_string(), "REQ-2026-9999"},
             Case{"", "2026-12-04", agriculture.to_string(), ""},
         }) {
        auto const refused = desk.post("/consultations", {{"subject", about},
                                                          {"purpose", "screening"},
                                                          {"question", "Is there seed enough?"},
                                                          {"deadline", deadline},
                                                          {"offices", office}});
        EXPECT_EQ(refused.status, 422) << problem;
        EXPECT_TRUE(shows(refused, problem)) << problem;
        EXPECT_TRUE(shows(refused, "Is there seed enough?"));
    }
    EXPECT_EQ(store().read([](Reader &reader) {
        return *reader.one<std::int64_t>("SELECT count(*) FROM opinion");
    }),
              0)
        << "a refusal leaves nothing";
    auto const made = desk.post("/consultations", {{"subject", reference},
                                                   {"purpose", "screening"},
                                                   {"question", "Is there seed enough?"},
                                                   {"deadline", "2026-12-04"},
                                                   {"offices", agriculture.to_string()},
                                                   {"offices", health.to_string()}});
    ASSERT_EQ(made.status, 303) << made.body;
    auto const place = testing::header(made, "Location");
    auto const page = desk.get(place);
    EXPECT_TRUE(shows(page, "Ask more offices"));
    EXPECT_FALSE(shows(page, "All offices have answered"));
    auto const more = desk.get(place + "/offices");
    EXPECT_FALSE(shows(more, "Ministry of Health")) << "is asked already";
    EXPECT_EQ(desk.post(place + "/offices", {{"version", "1"}, {"deadline", "2026-12-04"}}).status,
              422);
    EXPECT_EQ(
        desk.post(place + "/offices",
                  {{"version", "1"}, {"deadline", "2026-12-11"}, {"offices", finance.to_string()}})
            .status,
        303);
    EXPECT_EQ(
        desk.post(place + "/offices",
                  {{"version", "1"}, {"deadline", "2026-12-11"}, {"offices", team.to_string()}})
            .status,
        412);
    EXPECT_EQ(signed_in("farm@ministry.example").get("/consultations/new").status, 403);
}

TEST_P(Opinions, can_be_asked_of_sixty_offices)
{
    testing::Fields fields{{"subject", subject_head().reference},
                           {"purpose", "appraisal"},
                           {"question", "Does your ministry take part?"},
                           {"deadline", "2026-12-04"}};
    for (int i = 0; i < 60; ++i) {
        auto const office = organisation("Ministry " + std::to_string(i),
                                         partners::OrganisationType::ministry, indonesia);
        fields.emplace_back("offices", office.to_string());
    }
    auto desk = signed_in("desk@team.example");
    auto const form = desk.get("/consultations/new?subject=" + subject_head().reference);
    EXPECT_TRUE(shows(form, "Ministry 59"));
    EXPECT_TRUE(shows(form, "data-narrow")) << "many are searched, where scripts run";
    auto const made = desk.post("/consultations", fields);
    ASSERT_EQ(made.status, 303) << made.body;
    EXPECT_EQ(stands(Purpose::appraisal).asked, 60);
    auto const page = desk.get(testing::header(made, "Location"));
    EXPECT_TRUE(shows(page, "60 offices"));
    for (int i = 0; i < 150; ++i) {
        fields.emplace_back("offices", new_uuid(clock().now()).to_string());
    }
    EXPECT_TRUE(shows(desk.post("/consultations", fields), "At most 200 offices"));
}

TEST_P(Opinions, are_asked_for_and_given_by_programs)
{
    auto const asking = bearer(officer.user, "*:write");
    auto const body = R"({"subject": ")" + subject_head().reference +
                      R"(", "purpose": "approval", "question": "May it go ahead?",)"
                      R"( "deadline": "2026-12-04", "offices": [")" +
                      head_of(partners::organisations, agriculture).reference + R"("]})";
    auto const made = api(http::Method::post, "/api/consultations", asking, body);
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_TRUE(shows(made, R"("outstanding":1)"));
    auto const opinions_seen =
        api(http::Method::get, "/api/opinions", bearer(farmer.user, "*:read"));
    EXPECT_TRUE(shows(opinions_seen, "May it go ahead?") || shows(opinions_seen, "OPN-2026-0001"));
    auto const given =
        api(http::Method::post, "/api/opinions/OPN-2026-0001/answer",
            bearer(farmer.user, "*:write"), R"({"stance": "favourable"})", {{"If-Match", "\"1\""}});
    EXPECT_EQ(given.status, 200) << given.body;
    EXPECT_TRUE(shows(given, R"("state":"favourable")"));
    EXPECT_EQ(
        api(http::Method::get, "/api/opinions/OPN-2026-0001", bearer(doctor.user, "*:read")).status,
        404);
    auto const missing = api(http::Method::post, "/api/consultations", asking, "{}");
    EXPECT_EQ(missing.status, 422);
    EXPECT_TRUE(shows(missing, "subject"));
    EXPECT_TRUE(shows(missing, "deadline"));
}

TEST_P(Opinions, wait_on_the_desks_of_those_who_must_act)
{
    auto const consultation = asked({agriculture});
    auto const opinion = opinion_of(consultation, agriculture);
    auto ministry = signed_in("farm@ministry.example");
    auto desk = signed_in("desk@team.example");
    EXPECT_TRUE(shows(ministry.get("/desk"), "Give your opinion"));
    EXPECT_FALSE(shows(signed_in("health@ministry.example").get("/desk"), "Give your opinion"));
    EXPECT_FALSE(shows(desk.get("/desk"), "Conclude"));
    EXPECT_EQ(ministry.get(page_of(opinion) + "/answer").status, 200);
    EXPECT_EQ(ministry
                  .post(page_of(opinion) + "/answer",
                        {{"version", "1"}, {"stance", "favourable"}, {"in_name_of", ""}})
                  .status,
              303);
    EXPECT_FALSE(shows(ministry.get("/desk"), "Give your opinion"));
    EXPECT_TRUE(shows(desk.get("/desk"), "Conclude"));
    auto const place = "/consultations/" + head_of(consultations, consultation).reference;
    EXPECT_EQ(desk.get(place + "/conclusion").status, 200);
    EXPECT_EQ(
        desk.post(place + "/conclusion", {{"version", version_of(consultations, consultation)},
                                          {"conclusion", "Go ahead."}})
            .status,
        303);
    EXPECT_FALSE(shows(desk.get("/desk"), "Conclude"));
}

TEST_P(Opinions, show_what_they_are_about_to_offices_that_cannot_open_it)
{
    // The grant is for the ministry's own records: the organisation asked about is not one of them.
    auto const opinion = opinion_of(asked({agriculture}), agriculture);
    auto const page = signed_in("farm@ministry.example").get(page_of(opinion));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "What it is about"));
    EXPECT_TRUE(shows(page, "Training centre"));
    EXPECT_TRUE(shows(page, "Is there seed enough?"));
    EXPECT_FALSE(shows(page, "href=\"/consultations/")) << "nobody is led to what is never theirs";
    EXPECT_FALSE(shows(signed_in("desk@team.example").get(page_of(opinion)), "What it is about"));
}

TEST_P(Opinions, have_pages_in_every_language)
{
    auto const consultation = asked({agriculture, health});
    EXPECT_EQ(say(opinion_of(consultation, agriculture), farmer,
                  {.stance = Stance::conditional, .conditions = "After the harvest."}),
              "");
    auto const opinion = opinion_of(consultation, agriculture);
    auto const place = "/consultations/" + head_of(consultations, consultation).reference;
    auto desk = signed_in("desk@team.example");
    for (auto const language : languages) {
        speak(officer, language);
        for (auto const &url :
             {std::string{"/opinions"}, std::string{"/consultations"}, place, place + "/offices",
              place + "/withdrawal", page_of(opinion), page_of(opinion) + "/written-answer",
              "/consultations/new?subject=" + subject_head().reference}) {
            EXPECT_EQ(desk.get(url).status, 200) << url << " " << to_code(language);
        }
        EXPECT_TRUE(shows(desk.get(page_of(opinion)),
                          *opinions.machine->state_name(language, "conditional")));
    }
    speak(officer, Language::ar);
    auto const arabic = desk.get(place);
    EXPECT_TRUE(shows(arabic, "dir=\"rtl\""));
    EXPECT_TRUE(shows(arabic, "مؤيد بشروط"));
}

} // namespace
} // namespace selatan::approvals
