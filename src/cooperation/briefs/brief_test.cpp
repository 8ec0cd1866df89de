#include "cooperation/briefs/brief_paper.hpp"
#include "cooperation/briefs/briefs.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reports/reports.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/results/results.hpp"
#include "tests/support/values.hpp"
#include "tests/support/web.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <gtest/gtest.h>

namespace selatan::briefs {
namespace {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::country;
using testing::day;
using testing::shows;

std::string text_of(pdf::Document const &document)
{
    std::string text;
    auto const add = [&](std::vector<pdf::Run> const &runs) {
        for (auto const &run : runs) {
            text += run.text;
        }
        text += '\n';
    };
    for (auto const &block : document.blocks) {
        if (auto const *const paragraph = std::get_if<pdf::Paragraph>(&block)) {
            add(paragraph->runs);
        } else if (auto const *const table = std::get_if<pdf::Table>(&block)) {
            for (auto const &row : table->rows) {
                std::ranges::for_each(row, add);
            }
        }
    }
    return text;
}

/// Timor-Leste with requests in several states, Tunisia with one.
class Briefs : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        store().write([&](Tx &tx) {
            for (auto const *const code : {"TLS", "TUN"}) {
                partners::CountryProfile profile;
                profile.country = country(code);
                static_cast<void>(records::create(tx, {}, partners::country_profiles, profile,
                                                  {.reference = std::string{code}}));
            }
        });
        make_request("TLS", "screened", day("2026-11-01"), Audience::partner);
        make_request("TLS", "screened", day("2026-12-01"), Audience::internal);
        make_request("TLS", "returned", std::nullopt, Audience::partner);
        make_request("TLS", "closed", std::nullopt, Audience::partner);
        make_request("TUN", "screened", day("2026-11-01"), Audience::partner);
        desk = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        focal = identity(make_user("focal@mne.example", {{Role::focal_point, country("TLS")}}));
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        requests::add_routes(router);
        briefs::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), requests::nouns(), offers::nouns(), matching::nouns(),
              programming::nouns(), projects::nouns(), reports::nouns(), correspondence::nouns(),
              participants::nouns(), results::nouns(), knowledge::nouns(), funds::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
        app.settings.installation = "National Coordination Team";
    }

    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    void make_request(std::string_view where, std::string state, std::optional<Date> due,
                      Audience audience)
    {
        requests::Request value;
        value.title = "Training of midwives, one more of a long series, in the districts";
        value.country = country(where);
        value.letter_number = "114/MNEC";
        value.letter_date = day("2026-10-01");
        store().write([&](Tx &tx) {
            return records::create(
                tx, {}, requests::requests, value,
                {.audience = audience, .state = std::move(state), .due_on = std::optional{due}});
        });
    }
    /// Another one each time: any will do for what a participant hangs on.
    Uuid some_record()
    {
        return store().read([&](Reader &reader) {
            return *reader.one<Uuid>("SELECT id FROM record WHERE kind = 'request'"
                                     " ORDER BY id LIMIT 1 OFFSET ?",
                                     next_record++);
        });
    }
    void make_participant(std::string name, std::string_view state)
    {
        participants::Participant value;
        value.title = std::move(name);
        value.country = country("TLS");
        auto const record = some_record();
        value.call = Id<training::Call>{record};
        value.application = Id<training::Application>{record};
        value.scheme = Id<training::Scheme>{record};
        value.post_now = "Head of inspection";
        value.concluded_on = day("2026-10-30");
        store().write([&](Tx &tx) {
            return records::create(tx, {}, participants::participants, value,
                                   {.audience = Audience::partner, .state = std::string{state}});
        });
    }
    /// A project whose indicator has one figure that was verified and one that was not.
    void make_results()
    {
        store().write([&](Tx &tx) {
            auto const create = [&](auto const &noun, auto const &value, std::string_view state) {
                return records::create(tx, {}, noun, value,
                                       {.audience = Audience::partner, .state = std::string{state}})
                    .id;
            };
            projects::Project project;
            project.title = "Fishery inspection";
            project.country = country("TLS");
            results::Indicator indicator;
            indicator.title = "Inspectors at work";
            indicator.unit = "people";
            indicator.project =
                Id<projects::Project>{create(projects::projects, project, "active")};
            results::Figure figure;
            figure.indicator =
                Id<results::Indicator>{create(results::indicators, indicator, "agreed")};
            figure.measured_on = day("2026-10-30");
            figure.value = results::Quantity::of(2);
            create(results::figures, figure, "verified");
            figure.measured_on = day("2026-11-01");
            figure.value = results::Quantity::of(9);
            create(results::figures, figure, "entered");
        });
    }
    void make_lesson(std::string_view state)
    {
        knowledge::Lesson lesson;
        lesson.title = "Boats first, then inspectors";
        lesson.countries = {"TLS"};
        store().write([&](Tx &tx) {
            return records::create(tx, {}, knowledge::lessons, lesson,
                                   {.audience = Audience::partner, .state = std::string{state}});
        });
    }
    pdf::Document paper(Brief const &found, std::span<Language const> languages)
    {
        return store().read([&](Reader &reader) {
            return paper_of(reader, found,
                            {.installation = "National Coordination Team",
                             .base_url = "https://selatan.example",
                             .reader = desk.name,
                             .made = reader.now()},
                            languages);
        });
    }
    Brief brief(auth::Identity const &who, std::string_view where = "TLS")
    {
        return store().read([&](Reader &reader) {
            return brief_of(reader, {.identity = &who, .codes = app().codes}, country(where));
        });
    }
    /// What the list itself counts, for the same person.
    std::int64_t count_of(auth::Identity const &who, Figure const &figure)
    {
        http::Parameters parameters;
        parameters.add("q", figure.query);
        return store().read([&](Reader &reader) {
            auto const page = records::list(
                reader, {.noun = *figure.noun, .identity = &who, .codes = app().codes},
                records::parse_list(parameters));
            EXPECT_TRUE(page.problems.empty()) << figure.query;
            return page.count;
        });
    }

    auth::Identity desk, focal;
    std::int64_t next_record = 0;
};
INSTANTIATE_ENGINES(Briefs);

TEST_P(Briefs, count_what_the_lists_count)
{
    auto const found = brief(desk);
    ASSERT_TRUE(found.asked && found.overdue && found.waits_for_us && found.waits_for_them);
    EXPECT_EQ(found.asked->figure.count, 4);
    EXPECT_EQ(found.overdue->figure.count, 1);
    EXPECT_EQ(found.waits_for_us->count, 2);
    EXPECT_EQ(found.waits_for_them->count, 1);
    EXPECT_EQ(found.asked->entries.front().cell("letter_number"), "114/MNEC");
    std::int64_t by_state = 0;
    for (auto const &[state, figure] : found.asked_by_state) {
        by_state += figure.count;
        EXPECT_EQ(figure.count, count_of(desk, figure)) << state;
    }
    EXPECT_EQ(by_state, found.asked->figure.count);
    for (auto const *const listed :
         {&found.asked, &found.agreed, &found.lines, &found.projects, &found.overdue,
          &found.letters_in, &found.letters_out, &found.focal_points, &found.missions_there,
          &found.missions_theirs, &found.people, &found.lessons}) {
        ASSERT_TRUE(listed->has_value());
        EXPECT_EQ((*listed)->figure.count, count_of(desk, (*listed)->figure))
            << (*listed)->figure.query;
    }
    for (auto const *const figure :
         {&found.reported, &found.waits_for_us, &found.waits_for_them, &found.offered,
          &found.deferred, &found.unsettled, &found.certified, &found.enrolled}) {
        ASSERT_TRUE(figure->has_value());
        EXPECT_EQ((*figure)->count, count_of(desk, **figure)) << (*figure)->query;
    }
}

TEST_P(Briefs, are_seen_with_the_readers_eyes)
{
    auto const found = brief(focal);
    ASSERT_TRUE(found.asked);
    EXPECT_EQ(found.asked->figure.count, 3); // one is internal
    EXPECT_FALSE(found.letters_in);          // a partner has no list of what came in to us
    EXPECT_FALSE(found.unsettled);
    EXPECT_EQ(brief(focal, "TUN").asked->figure.count, 0);
}

TEST_P(Briefs, say_which_list_a_figure_opens)
{
    auto const found = brief(desk);
    EXPECT_EQ(found.waits_for_them->url(), "/requests?q=country%3ATLS%20state%3Areturned");
    auto officer = signed_in("desk@agency.example");
    auto const list = officer.get(found.waits_for_them->url());
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(shows(list, "Training of midwives"));
}

TEST_P(Briefs, take_one_page_for_each_language_however_much_there_is)
{
    for (int i = 0; i < 30; ++i) {
        make_request("TLS", "screened", day("2026-11-02"), Audience::partner);
    }
    for (auto const &languages :
         {std::vector{Language::en, Language::ar}, std::vector{Language::fr, Language::pt},
          std::vector{Language::id}}) {
        auto const began = std::chrono::steady_clock::now();
        auto const document = paper(brief(desk), languages);
        auto const file = pdf::render(document);
        auto const took = std::chrono::steady_clock::now() - began;
        EXPECT_EQ(file.pages, languages.size());
        EXPECT_EQ(file.missing_glyphs, 0);
        // A person waits for a fifth of a second; a sanitized build on a busy machine takes longer.
        EXPECT_LT(took, std::chrono::seconds{4});
        EXPECT_NE(file.bytes.find("/URI (https://selatan.example/requests?q=country%3ATLS"),
                  std::string::npos);
    }
}

TEST_P(Briefs, tell_what_was_delivered)
{
    make_participant("Rosa Amaral", "certified");
    make_participant("Pedro Amaral", "completed");
    make_participant("Ana Amaral", "enrolled");
    make_participant("Rui Amaral", "not_completed");
    make_results();
    make_lesson("released");
    make_lesson("captured");
    auto const found = brief(desk);
    ASSERT_TRUE(found.people && found.certified && found.enrolled && found.lessons);
    EXPECT_EQ(found.people->figure.count, 2);
    EXPECT_EQ(found.people->entries.front().cell("post_now"), "Head of inspection");
    EXPECT_EQ(found.certified->count, 1);
    EXPECT_EQ(found.enrolled->count, 1);
    ASSERT_EQ(found.outcomes.size(), 1U);
    EXPECT_EQ(found.outcomes[0].statement, "Inspectors at work");
    EXPECT_EQ(found.outcomes[0].measured, "2"); // the newer one nobody verified
    EXPECT_EQ(found.lessons->figure.count, 1);
    auto const nothing = brief(desk, "TUN");
    EXPECT_EQ(nothing.people->figure.count, 0);
    EXPECT_TRUE(nothing.outcomes.empty());
    EXPECT_EQ(nothing.lessons->figure.count, 0);
    auto const text = text_of(paper(found, std::array{Language::en}));
    for (auto const *const said : {"2 people completed a course", "1 with a certificate",
                                   "Inspectors at work", "2 people", "Boats first"}) {
        EXPECT_NE(text.find(said), std::string::npos) << said;
    }
}

TEST_P(Briefs, fill_the_page_and_say_how_many_more_there_are)
{
    for (int i = 0; i < 30; ++i) {
        make_request("TLS", "screened", day("2026-11-02"), Audience::partner);
    }
    auto const document = paper(brief(desk), std::array{Language::en, Language::ar});
    EXPECT_EQ(pdf::count_pages(document), 2U);
    std::vector<std::size_t> rows; // of each page's first table
    bool begins = true;
    for (auto const &block : document.blocks) {
        begins = begins || std::holds_alternative<pdf::PageBreak>(block);
        auto const *const table = std::get_if<pdf::Table>(&block);
        if (begins && table != nullptr) {
            rows.push_back(table->rows.size());
            begins = false;
        }
    }
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_GE(rows[0], 6U);
    EXPECT_GE(rows[1], 2U);
    EXPECT_NE(text_of(document).find("and " + std::to_string(34 - rows[0]) + " more"),
              std::string::npos)
        << text_of(document);
}

TEST_P(Briefs, are_fetched_from_the_countrys_page)
{
    auto officer = signed_in("desk@agency.example");
    EXPECT_TRUE(shows(officer.get("/countries/TLS"), "/countries/TLS/brief.pdf"));
    auto const served = officer.get("/countries/TLS/brief.pdf?languages=en,ar");
    EXPECT_EQ(served.status, 200);
    EXPECT_EQ(testing::header(served, "Content-Type"), "application/pdf");
    EXPECT_TRUE(served.body.starts_with("%PDF-"));
    EXPECT_EQ(officer.get("/countries/TLS/brief.pdf").status, 200);
    EXPECT_EQ(officer.get("/countries/XXX/brief.pdf").status, 404);
    for (auto const *const wrong : {"de", "en,en", "en,fr,ar", ","}) {
        auto const status =
            officer.get(std::string{"/countries/TLS/brief.pdf?languages="} + wrong).status;
        EXPECT_EQ(status, 422) << wrong;
    }
    auto stranger = browser();
    EXPECT_EQ(stranger.get("/countries/TLS/brief.pdf").status, 303);
}

} // namespace
} // namespace selatan::briefs
