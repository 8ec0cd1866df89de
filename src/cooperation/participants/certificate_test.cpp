#include "cooperation/participants/certificate.hpp"

#include "cooperation/participants/certificate_paper.hpp"
#include "cooperation/participants/certificate_store.hpp"
#include "tests/support/course.hpp"

#include <chrono>

namespace selatan::participants {
namespace {

using storage::Reader;
using storage::Tx;
using testing::between;
using testing::shows;
namespace states = certificate_states;

class Certificates : public CourseTest {
protected:
    secrets::Vault &vault() { return services().vault; }
    Result<Saved> issued(Uuid participant)
    {
        auto const head = head_of(participants, participant);
        return store().write([&](Tx &tx) { return issue(tx, vault(), desk, head); });
    }
    std::string token_of(Uuid certificate)
    {
        auto const head = head_of(certificates, certificate);
        return store()
            .read([&](Reader &reader) { return certificate_to_draw(reader, vault(), head); })
            ->token;
    }
    void correct_name(Uuid participant, std::string name)
    {
        auto const head = head_of(participants, participant);
        store().write([&](Tx &tx) {
            auto const before = *records::load(tx, participants, participant);
            auto after = before;
            after.title = std::move(name);
            static_cast<void>(
                records::change(tx, desk.actor(), participants, head, head.version, before, after));
        });
    }
    void run_jobs()
    {
        jobs::Runner runner{store()};
        register_jobs(runner, vault(), "https://example.org");
        runner.drain();
    }
};
INSTANTIATE_ENGINES(Certificates);

TEST_P(Certificates, are_for_whoever_completed_the_course_once)
{
    auto const not_yet = enrolled("Participant (example) 1");
    EXPECT_EQ(code_of(issued(not_yet)), "records.wrong_state");
    auto const id = completed("Participant (example) 2", {"fr"});
    auto const saved = issued(id);
    ASSERT_TRUE(saved);
    EXPECT_TRUE(saved->reference.starts_with("CERT-")) << saved->reference;
    EXPECT_EQ(head_of(participants, id).state, participant_states::certified);
    EXPECT_EQ(code_of(issued(id)), "records.wrong_state");
    auto const certificate = *store().read(
        [&](Reader &reader) { return records::load(reader, certificates, saved->id); });
    EXPECT_EQ(certificate.course, "Le riz pour formateurs") << "in the certificate’s language";
    EXPECT_EQ(certificate.institute, "Centre for Agricultural Training");
}

TEST_P(Certificates, name_who_signs_as_it_was_said_when_they_were_issued)
{
    begin_course();
    auto const first = completed("Participant (example) 1");
    auto officer = signed_in("desk@agency.example");
    auto const url = "/calls/" + head_of(calls, call).reference + "/certificates";
    EXPECT_TRUE(shows(officer.get(url), "name=\"signatory\""));
    auto const paper = [&](Uuid participant) {
        auto const drawn = store().read([&](Reader &reader) {
            auto const id = reader.one<Uuid>(
                "SELECT id FROM training_certificate WHERE participant = ?", participant);
            return *certificate_to_draw(reader, vault(),
                                        records::head_of(reader, certificates, *id));
        });
        return paper_of({drawn}, "Agency", "https://example.org", clock().now())
            .sheets.front()
            .signature.value();
    };
    EXPECT_EQ(officer.post(url).status, 303);
    run_jobs();
    EXPECT_EQ(paper(first).name, "Agency") << "nobody was named";
    auto const second = completed("Participant (example) 2");
    static_cast<void>(officer.get(url));
    EXPECT_EQ(
        officer.post(url, {{"signatory", "Head of office"}, {"signatory_post", "Director"}}).status,
        303);
    run_jobs();
    EXPECT_EQ(paper(second).name, "Head of office");
    EXPECT_EQ(paper(second).post, "Director");
    EXPECT_EQ(paper(first).name, "Agency") << "a paper stays as it was issued";
}

TEST_P(Certificates, are_checked_by_anybody_who_learns_what_the_paper_says_and_nothing_else)
{
    auto const participant = completed("Participant (example) 1");
    auto const saved = issued(participant);
    auto anybody = browser();
    anybody.language = "fr";
    auto const url = "/certificates/" + token_of(saved->id);
    auto const page = anybody.get(url);
    EXPECT_EQ(page.status, 200);
    for (auto const &wanted :
         {std::string{"Ce certificat est valable"}, saved->reference,
          std::string{"Participant (example) 1"}, std::string{"Rice for trainers"},
          std::string{"Centre for Agricultural Training"}}) {
        EXPECT_TRUE(shows(page, wanted)) << wanted;
    }
    auto const facts = between(page.body, "<main", "</main>");
    for (auto const &hidden :
         {participant.to_string(), saved->id.to_string(), call.to_string(), std::string{"@"},
          std::string{"PAR-"}, std::string{"APP-"}, std::string{"CAL-"}, std::string{"1990"},
          std::string{"Timor"}, std::string{"Ministry"}}) {
        EXPECT_EQ(facts.find(hidden), std::string::npos) << hidden;
    }
    EXPECT_EQ(testing::header(page, "Cache-Control"), "no-store");
    EXPECT_EQ(testing::header(page, "X-Robots-Tag"), "noindex, nofollow");

    auto const wrong = anybody.get("/certificates/" + auth::Token::make().text());
    EXPECT_EQ(wrong.status, 404);
    EXPECT_TRUE(shows(wrong, "Ce certificat n’existe pas"));
    EXPECT_EQ(anybody.get("/certificates/" + saved->reference).status, 404);
}

TEST_P(Certificates, are_not_found_by_guessing_and_guessers_hinder_nobody_else)
{
    auto const saved = issued(completed("Participant (example) 1"));
    ASSERT_TRUE(saved);
    auto const good = "/certificates/" + token_of(saved->id);
    auto guesser = browser();
    guesser.address = "198.51.100.9";
    auto const free = services().settings.throttle.free_per_client;
    for (int i = 0; i <= free; ++i) {
        EXPECT_EQ(guesser.get("/certificates/guess" + std::to_string(i)).status, 404);
        EXPECT_EQ(browser().get(good).status, 200);
    }
    EXPECT_EQ(guesser.get("/certificates/another").status, 429);
    EXPECT_EQ(guesser.get(good).status, 429) << "nor learns a guesser that this one is right";
    EXPECT_EQ(browser().get(good).status, 200);
    clock().advance(services().settings.throttle.window);
    EXPECT_EQ(guesser.get(good).status, 200);
}

TEST_P(Certificates, keep_their_secret_from_the_database)
{
    auto const saved = issued(completed("Participant (example) 1"));
    auto const token = token_of(saved->id);
    auto const stored = store().read([&](Reader &reader) {
        auto const sealed = *sealed_token(reader, saved->id);
        return std::string{sealed.begin(), sealed.end()};
    });
    EXPECT_EQ(stored.find(token), std::string::npos);
    EXPECT_EQ(token.size(), 43U);
}

TEST_P(Certificates, are_revoked_with_a_reason_that_stays_inside)
{
    auto const participant = completed("Participant (example) 1");
    auto const saved = issued(participant);
    auto const url = "/certificates/" + token_of(saved->id);
    auto officer = signed_in("desk@agency.example");
    auto const own = "/training-certificates/" + saved->reference;
    EXPECT_EQ(officer.post(own + "/revocation", {{"version", "1"}}).status, 422);
    EXPECT_EQ(
        officer.post(own + "/revocation", {{"version", "1"}, {"reason", "Copied work"}}).status,
        303);
    auto const page = browser().get(url);
    EXPECT_TRUE(shows(page, "This certificate was revoked"));
    EXPECT_FALSE(shows(page, "Copied work"));
    EXPECT_EQ(head_of(participants, participant).state, participant_states::completed);
    EXPECT_TRUE(issued(participant)) << "a new one may be issued";
    EXPECT_EQ(signed_in("focal@dili.example").post(own + "/revocation", {{"reason", "x"}}).status,
              403);
}

TEST_P(Certificates, are_replaced_when_something_was_corrected)
{
    auto const participant = completed("Participant (exmaple) 1");
    auto const saved = issued(participant);
    auto officer = signed_in("desk@agency.example");
    auto const own = "/training-certificates/" + saved->reference;
    EXPECT_EQ(officer.post(own + "/replacement", {{"version", "1"}}).status, 409)
        << "nothing differs";
    correct_name(participant, "Participant (example) 1");
    EXPECT_TRUE(shows(officer.get(own), "Issue it anew"));
    EXPECT_EQ(officer.post(own + "/replacement", {{"version", "1"}}).status, 303);
    EXPECT_EQ(head_of(certificates, saved->id).state, states::replaced);
    auto const page = browser().get("/certificates/" + token_of(saved->id));
    EXPECT_TRUE(shows(page, "This certificate was replaced"));
    EXPECT_TRUE(shows(page, "Participant (exmaple) 1")) << "what stands on that paper";
    auto const fresh = store().read(
        [&](Reader &reader) { return certificates_to_draw(reader, vault(), desk, call); });
    ASSERT_EQ(fresh.size(), 1U);
    EXPECT_EQ(fresh.front().value.title, "Participant (example) 1");
    EXPECT_NE(fresh.front().token, token_of(saved->id));
}

TEST_P(Certificates, of_a_class_are_issued_in_the_background_and_printed_as_one)
{
    completed("Participant (example) 1");
    completed("Participant (example) 2", {"ar"});
    begin_course();
    auto officer = signed_in("desk@agency.example");
    auto const url = url_of_call() + "/certificates";
    EXPECT_TRUE(shows(officer.get(url), "2 people completed the course"));
    EXPECT_EQ(officer.get(url + ".pdf").status, 404) << "there are none yet";
    EXPECT_EQ(signed_in("ibu@centre.example").post(url).status, 403);
    auto const asked = officer.post(url);
    EXPECT_EQ(asked.status, 303);
    auto const progress = testing::header(asked, "Location");
    EXPECT_TRUE(shows(officer.get(progress), "data-poll"));
    run_jobs();
    EXPECT_FALSE(shows(officer.get(progress), "data-poll"));
    EXPECT_TRUE(shows(officer.get(url), "2 certificates are valid"));
    auto const paper = signed_in("ibu@centre.example").get(url + ".pdf");
    EXPECT_EQ(paper.status, 200);
    EXPECT_TRUE(paper.body.starts_with("%PDF-"));
    EXPECT_NE(paper.body.find("/Count 2"), std::string::npos);
    EXPECT_EQ(signed_in("other@centre.example").get(url + ".pdf").status, 404);
}

TEST_P(Certificates, a_thousand_are_issued_and_drawn_in_a_minute)
{
    constexpr int count = 1000;
    auto const first = completed("Participant (example) 0");
    store().write([&](Tx &tx) {
        auto const participant = *records::load(tx, participants, first);
        auto value = *records::load(tx, applications, participant.application->uuid());
        for (int i = 1; i < count; ++i) {
            value.title = "Participant (example) " + std::to_string(i);
            auto const one = records::create(tx, {}, applications, value);
            static_cast<void>(enrol(tx, desk, one.id, value));
        }
        tx.run("UPDATE record SET state = 'completed' WHERE kind = 'training_participant'");
        static_cast<void>(issue_to_class(tx, desk, call));
    });
    auto const began = std::chrono::steady_clock::now();
    run_jobs();
    auto const issued_at = std::chrono::steady_clock::now();
    auto const drawn = store().read(
        [&](Reader &reader) { return certificates_to_draw(reader, vault(), desk, call); });
    auto const file = pdf::render(paper_of(drawn, "Example agency", "https://example.org", {}));
    auto const ended = std::chrono::steady_clock::now();
    EXPECT_EQ(file.pages, static_cast<std::size_t>(count));
    auto const seconds = [](auto from, auto until) {
        return std::chrono::duration<double>(until - from).count();
    };
    std::printf("issued %d certificates in %.1f s, drew them in %.1f s (%zu kB)\n", count,
                seconds(began, issued_at), seconds(issued_at, ended), file.bytes.size() / 1000);
    EXPECT_LT(seconds(began, ended), 60);
}

TEST(CertificatePaper, is_written_in_each_language_with_a_glyph_for_everything)
{
    CourseCertificate value;
    value.title = "Participant (example) 1";
    value.course = "Rice for trainers";
    value.institute = "Centre for Agricultural Training";
    value.starts = *Date::parse("2027-04-01");
    value.ends = *Date::parse("2027-04-14");
    value.issued_on = *Date::parse("2027-04-15");
    for (auto const code : letter_languages) {
        value.language = code;
        auto const file =
            pdf::render(paper_of({{.number = "CERT-2027-0001", .value = value, .token = "secret"}},
                                 "Example agency", "https://example.org", {}));
        EXPECT_EQ(file.missing_glyphs, 0) << code;
        EXPECT_EQ(file.pages, 1U);
        EXPECT_NE(file.bytes.find("/Lang (" + std::string{code} + ")"), std::string::npos);
    }
}

} // namespace
} // namespace selatan::participants
