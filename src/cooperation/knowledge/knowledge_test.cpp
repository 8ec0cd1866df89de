#include "cooperation/approvals/approvals.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/knowledge/lesson_store.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>

namespace selatan::knowledge {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::between;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;
namespace verbs = records::verbs;

// -- Rules ----------------------------------------------------------------------------------------

TEST(LessonRules, whoever_wrote_it_does_not_validate_it)
{
    auth::Identity by;
    by.user = Id<auth::User>{Uuid::make(7, {})};
    EXPECT_EQ(code_of(decide_validate({by.user.uuid()}, by)), "knowledge.own_lesson");
    EXPECT_EQ(code_of(decide_validate({Uuid::make(8, {})}, by)), "");
}

TEST(LessonRules, silence_is_never_consent)
{
    auto const today = day("2026-11-21");
    auto const answered = [](Reach reach, bool in_writing) {
        return Answer{.state = "answered",
                      .deadline = *Date::parse("2026-11-01"),
                      .reach = reach,
                      .in_writing = in_writing};
    };
    Answer const silent{
        .state = "asked", .deadline = day("2026-11-20"), .reach = {}, .in_writing = false};
    Answer const awaited{.state = "asked", .deadline = today, .reach = {}, .in_writing = false};
    Answer const taken_back{
        .state = "taken_back", .deadline = day("2026-11-01"), .reach = {}, .in_writing = true};
    EXPECT_EQ(code_of(decide_conclude({}, today)), "knowledge.nobody_consulted");
    EXPECT_EQ(code_of(decide_conclude(std::array{awaited}, today)), "knowledge.answer_awaited");
    EXPECT_EQ(code_of(decide_conclude(std::array{silent}, today)), "");

    struct Case {
        std::string_view what;
        std::vector<Answer> answers;
        Reach reach;
        std::string ours;
        std::string_view refused;
    };
    std::vector<Case> const cases{
        {"inside the house, always", {silent}, Reach::internal, "", ""},
        {"to partners", {answered(Reach::partners, false)}, Reach::partners, "", ""},
        {"one is silent",
         {answered(Reach::everybody, true), silent},
         Reach::partners,
         "",
         "knowledge.partner_not_agreed"},
        {"one took it back",
         {answered(Reach::everybody, true), taken_back},
         Reach::partners,
         "",
         "knowledge.partner_not_agreed"},
        {"further than agreed",
         {answered(Reach::partners, true)},
         Reach::everybody,
         "Decree",
         "knowledge.partner_not_agreed"},
        {"public, not in writing",
         {answered(Reach::everybody, false)},
         Reach::everybody,
         "Decree",
         "knowledge.written_consent_missing"},
        {"public, without ours",
         {answered(Reach::everybody, true)},
         Reach::everybody,
         "",
         "common.required"},
        {"public", {answered(Reach::everybody, true)}, Reach::everybody, "Decree", ""},
    };
    for (auto const &one : cases) {
        EXPECT_EQ(
            code_of(decide_release(one.answers, {.reach = one.reach, .our_consent = one.ours})),
            one.refused)
            << one.what;
    }
}

TEST(LessonRules, partners_are_asked_about_what_was_validated_and_answer_for_themselves)
{
    Consultation consultation;
    consultation.deadline = day("2026-12-01");
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_consultation(consultation, "captured", today)),
              "knowledge.not_yet_validated");
    EXPECT_EQ(code_of(decide_consultation(consultation, "validated", today)),
              "knowledge.party_empty");
    consultation.country = country("TLS");
    EXPECT_EQ(code_of(decide_consultation(consultation, "validated", today)), "");
    EXPECT_EQ(code_of(decide_consultation(consultation, "validated", day("2026-12-02"))),
              "knowledge.deadline_passed");
    auth::Identity dili;
    dili.grants.push_back({.role = Role::focal_point, .scope = country("TLS")});
    auth::Identity suva;
    suva.grants.push_back({.role = Role::focal_point, .scope = country("FJI")});
    auth::Identity desk;
    desk.grants.push_back({.role = Role::desk_officer});
    ConsultationAnswer wanted{.reach = Reach::partners, .answer = {}, .answer_document = {}};
    EXPECT_EQ(code_of(decide_answer(dili, consultation, wanted)), "");
    EXPECT_EQ(code_of(decide_answer(suva, consultation, wanted)), "knowledge.not_your_answer");
    EXPECT_EQ(code_of(decide_answer(desk, consultation, wanted)), "common.required");
    wanted.reach = Reach::everybody;
    EXPECT_EQ(code_of(decide_answer(dili, consultation, wanted)), "common.required")
        << "for the public it is written";
    auto const self = Uuid::make(3, {});
    EXPECT_EQ(code_of(decide_supersede(self, {.superseded_by = Id<Lesson>{self}, .reason = "x"})),
              "knowledge.supersedes_itself");
}

// -- The whole way --------------------------------------------------------------------------------

class Knowledge : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        web::set_advisers(advisers());
        desk = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        coordinator = identity(make_user("head@agency.example", {{Role::coordinator}}));
        dili = identity(make_user("focal@dili.example", {{Role::focal_point, country("TLS")}}));
        suva = identity(make_user("focal@suva.example", {{Role::focal_point, country("FJI")}}));
    }
    void TearDown() override
    {
        web::set_advisers({});
        CodeListWebTest::TearDown();
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        requests::add_routes(router);
        projects::add_routes(router);
        knowledge::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), approvals::nouns(), requests::nouns(), offers::nouns(),
              matching::nouns(), programming::nouns(), projects::nouns(), knowledge::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    Uuid capture(auth::Identity const &by, std::string title = "Pumps stand still without parts")
    {
        Lesson lesson;
        lesson.title = std::move(title);
        lesson.happened = {Language::en, "Nobody had ordered spare parts for the pumps."};
        lesson.happened.set(Language::fr, "Personne n’avait commandé de pièces.");
        lesson.to_do = {Language::en, "Order spare parts with the pumps."};
        lesson.not_to_do = {Language::en, "Do not hand pumps over without parts."};
        lesson.sector = "31140";
        lesson.modalities = {"equipment"};
        lesson.countries = {"TLS"};
        return store().write(
            [&](Tx &tx) { return records::create(tx, by.actor(), lessons, lesson).id; });
    }
    static Head head_of(Reader &reader, records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *records::find(reader, noun, &program, id.to_string());
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        return store().read([&](Reader &reader) { return head_of(reader, noun, id); });
    }
    template <typename Verb, typename Wanted>
    std::string act(records::Noun const &noun, Uuid id, auth::Identity const &by, Verb const &verb,
                    Wanted const &wanted)
    {
        return code_of(store().write([&](Tx &tx) -> Result<Saved> {
            auto const head = head_of(tx, noun, id);
            return verb(tx, by, head, head.version, wanted);
        }));
    }
    std::string concludes(Uuid id)
    {
        return code_of(store().write([&](Tx &tx) -> Result<Saved> {
            auto const head = head_of(tx, lessons, id);
            return conclude(tx, desk, head, head.version);
        }));
    }
    std::string may(auth::Identity const *who, records::Noun const &noun, Uuid id,
                    std::string_view verb = verbs::see)
    {
        return store().read([&](Reader &reader) {
            return code_of(records::find(reader, noun, who, id.to_string(), verb));
        });
    }
    Uuid ask(Uuid lesson, std::string_view where)
    {
        Consultation consultation;
        consultation.lesson = Id<Lesson>{lesson};
        consultation.country = country(where);
        consultation.asked_on = day("2026-11-21");
        consultation.deadline = day("2026-12-01");
        return store().write([&](Tx &tx) {
            auto const id = records::create(tx, desk.actor(), consultations, consultation,
                                            {.audience = Audience::partner})
                                .id;
            share_with_consulted(tx, lesson);
            return id;
        });
    }
    /// As far as classified, with one partner's answer.
    Uuid classified(Nature nature, Reach agreed, std::string document)
    {
        auto const id = capture(desk);
        EXPECT_EQ(act(lessons, id, desk, anonymise, Anonymising{"A firm’s name"}), "");
        EXPECT_EQ(act(lessons, id, coordinator, validate, Validation{"Two evaluations"}), "");
        auto const asked = ask(id, "TLS");
        EXPECT_EQ(
            act(consultations, asked, dili, answer,
                ConsultationAnswer{.reach = agreed, .answer = "Yes", .answer_document = document}),
            "");
        EXPECT_EQ(concludes(id), "");
        EXPECT_EQ(act(lessons, id, desk, classify, Classification{nature}), "");
        asked_about = asked;
        return id;
    }

    auth::Identity desk, coordinator, dili, suva;
    Uuid asked_about;
};
INSTANTIATE_ENGINES(Knowledge);

TEST_P(Knowledge, goes_from_captured_to_released_as_far_as_the_partner_lets_it)
{
    auto const id = capture(desk);
    EXPECT_EQ(act(lessons, id, desk, anonymise, Anonymising{"A firm’s name"}), "");
    EXPECT_EQ(act(lessons, id, desk, validate, Validation{"Mine"}), "knowledge.own_lesson");
    EXPECT_EQ(act(lessons, id, coordinator, validate, Validation{"Two evaluations"}), "");
    EXPECT_EQ(concludes(id), "knowledge.nobody_consulted");
    EXPECT_EQ(may(&dili, lessons, id), "common.not_found");
    auto const asked = ask(id, "TLS");
    EXPECT_EQ(may(&dili, lessons, id), "") << "who is asked reads it";
    EXPECT_EQ(may(&suva, lessons, id), "common.not_found");
    EXPECT_EQ(may(&suva, consultations, asked), "common.not_found");
    EXPECT_EQ(concludes(id), "knowledge.answer_awaited");
    EXPECT_EQ(act(consultations, asked, dili, answer,
                  ConsultationAnswer{.reach = Reach::partners,
                                     .answer = "Others should know",
                                     .answer_document = ""}),
              "");
    EXPECT_EQ(concludes(id), "");
    EXPECT_EQ(act(lessons, id, desk, classify, Classification{Nature::negative}), "");
    EXPECT_EQ(may(&desk, lessons, id, "release"), "common.forbidden");
    EXPECT_EQ(act(lessons, id, coordinator, release,
                  Release{.reach = Reach::everybody, .our_consent = "Decree 3"}),
              "knowledge.partner_not_agreed");
    EXPECT_EQ(act(lessons, id, coordinator, release,
                  Release{.reach = Reach::partners, .our_consent = ""}),
              "");
    EXPECT_EQ(may(&suva, lessons, id), "") << "every partner, whatever country it comes from";
    EXPECT_EQ(may(nullptr, lessons, id), "common.not_found");

    // Somebody more is asked: nobody has agreed for that side yet.
    auto const head = head_of(lessons, id);
    auto browser = signed_in("desk@agency.example");
    static_cast<void>(browser.get("/lesson-consultations/new"));
    EXPECT_EQ(browser
                  .post("/lesson-consultations", {{"lesson", head.reference},
                                                  {"country", "FJI"},
                                                  {"asked_on", "2026-11-21"},
                                                  {"deadline", "2026-12-01"}})
                  .status,
              303);
    EXPECT_EQ(head_of(lessons, id).state, "kept");
}

TEST_P(Knowledge, of_a_failure_is_public_only_with_both_written_consents_and_no_longer_without)
{
    auto const id = classified(Nature::negative, Reach::everybody, "Note 12 of 3 November");
    EXPECT_EQ(act(lessons, id, coordinator, release,
                  Release{.reach = Reach::everybody, .our_consent = ""}),
              "common.required");
    EXPECT_EQ(act(lessons, id, coordinator, release,
                  Release{.reach = Reach::everybody, .our_consent = "Decree 3"}),
              "");
    auto const url = "/lessons/" + head_of(lessons, id).reference;
    auto const page = browser().get(url);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(shows(page, "Decree 3")) << "whence it is known stays inside";
    EXPECT_TRUE(shows(page, "What happened"));
    EXPECT_FALSE(shows(page, "Timor-Leste")) << "where it was learned";
    EXPECT_EQ(act(consultations, asked_about, suva, take_back, TakingBack{"x"}),
              "knowledge.not_your_answer");
    EXPECT_EQ(act(consultations, asked_about, dili, take_back, TakingBack{"Elections"}), "");
    EXPECT_NE(browser().get(url).status, 200);
    EXPECT_EQ(head_of(lessons, id).state, "kept");
    EXPECT_EQ(may(&suva, lessons, id), "common.not_found");
    EXPECT_EQ(may(&desk, lessons, id), "");
}

TEST_P(Knowledge, tells_the_house_alone_where_it_was_learned)
{
    auto const released = [&](std::string title, std::optional<Id<records::AnyRecord>> source) {
        Lesson lesson;
        lesson.title = std::move(title);
        lesson.happened = {Language::en, "Nobody had ordered spare parts."};
        lesson.source = source;
        lesson.reach = Reach::everybody;
        return store().write([&](Tx &tx) {
            return records::create(tx, desk.actor(), lessons, lesson,
                                   {.audience = Audience::everyone, .state = "released"})
                .id;
        });
    };
    // Any record will do as the place where it was learned, one that everybody may read too.
    auto const place = released("Pumps", std::nullopt);
    auto const learned = released("Parts", Id<records::AnyRecord>{place});
    auto const story = [&](Uuid of, auth::Identity const *who) {
        std::array<records::Noun const *, 1> const nouns{&lessons};
        return store().read(
            [&](Reader &reader) { return records::thread_of(reader, nouns, who, of).size(); });
    };
    for (auto const id : {place, learned}) {
        EXPECT_EQ(story(id, &desk), 2U);
        EXPECT_EQ(story(id, &dili), 1U);
        EXPECT_EQ(story(id, nullptr), 1U);
    }
}

TEST_P(Knowledge, comes_to_whoever_writes_something_similar_with_the_reason_and_as_a_warning)
{
    auto const bad = classified(Nature::negative, Reach::partners, "");
    EXPECT_EQ(act(lessons, bad, coordinator, release,
                  Release{.reach = Reach::partners, .our_consent = ""}),
              "");
    auto const captured = capture(desk, "Pumps and parts, not validated");
    static_cast<void>(captured);
    requests::Request request;
    request.title = "Pumps for irrigation in Ainaro";
    request.problem = "Farmers need pumps and spare parts for them.";
    request.country = country("TLS");
    request.sector = "31140";
    request.modalities = {"equipment"};
    auto const reference = store().write([&](Tx &tx) {
        return records::create(tx, dili.actor(), requests::requests, request,
                               {.audience = Audience::partner, .state = "registered"})
            .reference;
    });
    projects::Project project;
    project.title = "Radio for fishers";
    project.country = country("FJI");
    project.arrangement = "south_south";
    project.geography = "bilateral";
    project.sector = "22030";
    project.modalities = {"equipment"};
    auto const other = store().write([&](Tx &tx) {
        return records::create(tx, desk.actor(), projects::projects, project).reference;
    });
    auto officer = signed_in("desk@agency.example");
    auto const page = officer.get("/requests/" + reference);
    EXPECT_TRUE(shows(page, "Others had trouble with this")) << page.body;
    EXPECT_TRUE(shows(page, "Do not hand pumps over without parts."));
    EXPECT_TRUE(shows(page, "same sector"));
    EXPECT_TRUE(shows(page, "learned in Timor-Leste"));
    EXPECT_FALSE(shows(page, "not validated"));
    EXPECT_TRUE(shows(officer.get("/requests/" + reference + "/edit"), "same sector"));
    EXPECT_FALSE(shows(officer.get("/projects/" + other), "Others had trouble"))
        << "a modality alone is chance";
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_TRUE(shows(focal_point.get("/requests/" + reference), "Others had trouble"));
    // Before anything is saved: chosen by the address, or typed and asked about by a button.
    EXPECT_TRUE(shows(focal_point.get("/requests/new?country=TLS&sector=31140"), "same sector"));
    EXPECT_FALSE(shows(focal_point.get("/requests/new?country=TLS"), "Others had trouble"));
    EXPECT_FALSE(shows(focal_point.get("/requests/new?sector=%27"), "Others had trouble"));
    auto const counted = [&] {
        return store().read([](Reader &reader) {
            return *reader.one<std::int64_t>("SELECT count(*) FROM record WHERE kind = 'request'");
        });
    };
    auto const before = counted();
    auto const asked = focal_point.post(
        "/requests", {{"title", "A pump for Same"}, {"sector", "31140"}, {"advise", "yes"}});
    EXPECT_EQ(asked.status, 200);
    EXPECT_TRUE(shows(asked, "Others had trouble with this"));
    EXPECT_TRUE(shows(asked, "A pump for Same")) << "what was typed stays";
    EXPECT_EQ(counted(), before);
    EXPECT_EQ(act(lessons, bad, coordinator, release,
                  Release{.reach = Reach::internal, .our_consent = ""}),
              "");
    EXPECT_FALSE(shows(focal_point.get("/requests/" + reference), "Others had trouble"));
}

TEST_P(Knowledge, that_is_rewritten_is_asked_about_again)
{
    auto const id = classified(Nature::mixed, Reach::everybody, "Note 12");
    EXPECT_EQ(act(lessons, id, coordinator, send_back, SendingBack{"One more case"}), "");
    EXPECT_EQ(head_of(lessons, id).state, "captured");
    EXPECT_EQ(may(&dili, lessons, id), "common.not_found");
    EXPECT_EQ(head_of(consultations, asked_about).state, "asked");
    EXPECT_EQ(act(lessons, id, desk, anonymise, Anonymising{"A place"}), "");
    EXPECT_EQ(act(lessons, id, coordinator, validate, Validation{"Three cases"}), "");
    EXPECT_EQ(may(&dili, lessons, id), "") << "the new text is for whoever is asked";
    EXPECT_EQ(concludes(id), "knowledge.answer_awaited");
    clock().set(*Instant::parse("2027-02-01T08:00:00Z"));
    EXPECT_EQ(concludes(id), "");
    EXPECT_EQ(act(lessons, id, desk, classify, Classification{Nature::mixed}), "");
    EXPECT_EQ(act(lessons, id, coordinator, release,
                  Release{.reach = Reach::partners, .our_consent = ""}),
              "knowledge.partner_not_agreed");
}

TEST_P(Knowledge, that_was_applied_says_where_and_what_is_newer_takes_its_place)
{
    auto const id = classified(Nature::positive, Reach::partners, "");
    EXPECT_EQ(act(lessons, id, coordinator, release,
                  Release{.reach = Reach::partners, .our_consent = ""}),
              "");
    requests::Request request;
    request.title = "Pumps";
    request.country = country("TLS");
    auto const used = store().write(
        [&](Tx &tx) { return records::create(tx, dili.actor(), requests::requests, request).id; });
    Application const wanted{.used_in = Id<records::AnyRecord>{used}, .how = "Parts are asked for"};
    EXPECT_EQ(act(lessons, id, desk, apply, wanted), "");
    EXPECT_EQ(head_of(lessons, id).state, "applied");
    EXPECT_EQ(act(lessons, id, desk, apply, wanted), "knowledge.used_already");
    EXPECT_EQ(may(&suva, lessons, id), "") << "applied, it is still released";
    auto const newer = capture(desk, "Parts for five years");
    EXPECT_EQ(act(lessons, id, coordinator, supersede,
                  Supersession{.superseded_by = Id<Lesson>{newer}, .reason = "Longer experience"}),
              "");
    EXPECT_EQ(may(&suva, lessons, id), "common.not_found");
    auto officer = signed_in("desk@agency.example");
    EXPECT_TRUE(
        shows(officer.get("/lessons/" + head_of(lessons, id).reference), "Newer knowledge"));
}

TEST_P(Knowledge, is_captured_by_a_form_in_several_languages)
{
    auto focal_point = signed_in("focal@dili.example");
    static_cast<void>(focal_point.get("/lessons/new"));
    EXPECT_EQ(focal_point.post("/lessons", {{"title", "Water first"}, {"country", "TLS"}}).status,
              422);
    static_cast<void>(focal_point.get("/lessons/new"));
    auto const made =
        focal_point.post("/lessons", {{"title", "Water first"},
                                      {"country", "TLS"},
                                      {"happened.en", "The wells came before the seed."},
                                      {"happened.pt", "Os poços vieram antes das sementes."}});
    ASSERT_EQ(made.status, 303) << made.body;
    auto const url = testing::header(made, "Location");
    EXPECT_TRUE(shows(focal_point.get(url), "wells"));
    EXPECT_EQ(signed_in("focal@suva.example").get(url).status, 404);
}

} // namespace
} // namespace selatan::knowledge
