#include "cooperation/matching/examples.hpp"
#include "cooperation/matching/match_store.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/examples.hpp"
#include "cooperation/partners/partners.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace selatan::matching {
namespace {

using auth::Role;
using selatan::testing::code_of;
using selatan::testing::country;
using selatan::testing::day;
using storage::Reader;
using storage::Tx;
namespace verbs = records::verbs;

auth::Identity someone(Role role, auth::Scope const &scope = auth::Everywhere{})
{
    auth::Identity who;
    who.grants.push_back(
        {.id = {}, .role = role, .scope = scope, .valid_from = {}, .valid_until = {}});
    return who;
}

// -- Rules ----------------------------------------------------------------------------------------

TEST(MatchRules, each_party_answers_for_itself)
{
    auto const provider = Uuid::make(1, {});
    auto const facilitator = Uuid::make(2, {});
    Match match;
    match.country = country("TLS");
    match.organisation = Id<partners::Organisation>{provider};
    match.facilitator = Id<partners::Organisation>{facilitator};
    auto connector = someone(Role::facilitator);
    connector.office = facilitator;
    struct Case {
        auth::Identity who;
        bool requester, provider, facilitator;
    };
    for (auto const &[who, requester, provides, facilitates] :
         {Case{someone(Role::focal_point, country("TLS")), true, false, false},
          Case{someone(Role::partner_mission, country("TLS")), true, false, false},
          Case{someone(Role::focal_point, country("FJI")), false, false, false},
          Case{someone(Role::focal_point), false, false, false},
          Case{someone(Role::implementer, provider), false, true, false},
          Case{someone(Role::line_ministry, provider), false, true, false},
          Case{someone(Role::implementer, facilitator), false, false, false},
          Case{connector, false, false, true},
          Case{someone(Role::facilitator, facilitator), false, false, true},
          Case{someone(Role::facilitator, country("TLS")), false, false, false},
          Case{someone(Role::coordinator), false, false, false},
          Case{someone(Role::desk_officer), false, false, false}}) {
        EXPECT_EQ(speaks_for(who, Party::requester, match), requester);
        EXPECT_EQ(speaks_for(who, Party::provider, match), provides);
        EXPECT_EQ(speaks_for(who, Party::facilitator, match), facilitates);
    }
    match.facilitator.reset();
    EXPECT_FALSE(speaks_for(connector, Party::facilitator, match));
}

TEST(MatchRules, an_answer_is_new_and_a_refusal_has_a_reason)
{
    Match match;
    match.requester_answer = Answer::accepted;
    EXPECT_EQ(code_of(decide_answer(match, Party::facilitator, {Answer::accepted, ""})),
              "matching.no_facilitator");
    EXPECT_EQ(code_of(decide_answer(match, Party::requester, {Answer::accepted, ""})),
              "matching.answered_already");
    EXPECT_EQ(code_of(decide_answer(match, Party::requester, {Answer::refused, ""})),
              "common.required");
    EXPECT_EQ(code_of(decide_answer(match, Party::requester, {Answer::refused, "No time"})), "");
    EXPECT_EQ(code_of(decide_answer(match, Party::provider, {Answer::accepted, ""})), "");
}

TEST(MatchRules, agreeing_needs_every_acceptance_and_the_terms)
{
    Match match;
    match.requester_answer = Answer::accepted;
    EXPECT_EQ(code_of(decide_agree(match)), "matching.acceptance_missing");
    match.provider_answer = Answer::accepted;
    EXPECT_EQ(code_of(decide_agree(match)), "matching.terms_missing");
    match.places = 5;
    EXPECT_EQ(code_of(decide_agree(match)), "matching.terms_missing");
    match.starts = day("2027-03-01");
    EXPECT_EQ(code_of(decide_agree(match)), "");
    match.facilitator = Id<partners::Organisation>{Uuid::make(1, {})};
    EXPECT_EQ(code_of(decide_agree(match)), "matching.acceptance_missing");
}

TEST(MatchRules, terms_end_after_they_begin)
{
    EXPECT_TRUE(decide_terms({}));
    EXPECT_EQ(code_of(decide_terms({.starts = day("2027-03-01"), .ends = day("2027-02-28")})),
              "records.period_reversed");
}

// -- On both engines ------------------------------------------------------------------------------

class Matches : public testing::CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        partners::Organisation centre;
        centre.name = "Centre for Primary Education";
        centre.country = country("IDN");
        provider = store().write(
            [&](Tx &tx) { return records::create(tx, {}, partners::organisations, centre).id; });
        request = make_request("TLS");
        offer_id = make_offer(1);
        officer = identity(make_user("desk@agency.example", {{Role::desk_officer}}));
        focal_point =
            identity(make_user("focal@mne.example", {{Role::focal_point, country("TLS")}}));
        implementer = identity(make_user("ibu@centre.example", {{Role::implementer, provider}}));
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        requests::add_routes(router);
        offers::add_routes(router);
        matching::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        auto const add = [&](std::span<records::Noun const *const> nouns) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        };
        add(partners::nouns());
        add(requests::nouns());
        add(offers::nouns());
        add(matching::nouns());
    }

    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    /// The desk reads in its account's language.
    void speak(Language language)
    {
        store().write([&](Tx &tx) {
            tx.run("UPDATE user_account SET language = ? WHERE id = ?", to_code(language),
                   officer.user);
        });
    }
    Uuid make_request(std::string_view where)
    {
        requests::Request value;
        value.title = "Training of primary school teachers";
        value.problem = "Teachers in rural schools need training.";
        value.country = country(where);
        value.sector = "11220";
        value.modalities = {"training"};
        value.people = 10;
        value.starts = day("2027-03-01");
        return store().write([&](Tx &tx) {
            return records::create(tx, {}, requests::requests, value,
                                   {.audience = Audience::partner, .state = "screened"})
                .id;
        });
    }
    Uuid make_offer(std::int64_t places)
    {
        offers::Offer value;
        value.title = "Mathematics for teachers";
        value.offered = "Four weeks in our schools.";
        value.country = country("IDN");
        value.organisation = Id<partners::Organisation>{provider};
        value.modality = "training";
        value.sectors = {"11220"};
        value.places = places;
        return store().write([&](Tx &tx) {
            offers::renew_stamp(tx);
            return records::create(tx, {}, offers::offers, value,
                                   {.audience = Audience::everyone, .state = "published"})
                .id;
        });
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read(
            [&](Reader &reader) { return records::find(reader, noun, &program, id.to_string()); });
    }
    /// Runs a verb on the match as it stands now.
    template <typename Verb>
    std::string act(Uuid match, Verb const &verb)
    {
        auto const head = head_of(matches, match);
        return code_of(store().write([&](Tx &tx) { return verb(tx, head); }));
    }
    std::string say(Uuid match, auth::Identity const &who, Party party, Answer given,
                    std::string reason = {})
    {
        return act(match, [&](Tx &tx, Head const &head) {
            return answer(tx, who, head, head.version, party, {given, reason});
        });
    }
    Uuid proposed(Uuid for_request, Uuid what)
    {
        auto const head = head_of(requests::requests, for_request);
        auto const saved = store().write([&](Tx &tx) { return propose(tx, officer, head, what); });
        EXPECT_TRUE(saved) << code_of(saved);
        return saved ? saved->id : Uuid{};
    }
    Uuid offered()
    {
        auto const match = proposed(request, offer_id);
        EXPECT_EQ(
            act(match,
                [&](Tx &tx, Head const &head) { return offer(tx, officer, head, head.version); }),
            "");
        return match;
    }
    /// Accepted by both, with terms for one place.
    Uuid ready(Uuid for_request)
    {
        auto const match = proposed(for_request, offer_id);
        store().write([&](Tx &tx) {
            tx.run("UPDATE request_match SET requester_answer = 'accepted', provider_answer = "
                   "'accepted',"
                   " places = 1, starts = '2027-03-01' WHERE id = ?",
                   match);
            tx.run("UPDATE record SET state = 'negotiating', audience = 'partner' WHERE id = ?",
                   match);
        });
        return match;
    }
    std::string state_of(Uuid match) { return head_of(matches, match).state; }
    std::string may(auth::Identity const &who, Uuid match, std::string_view verb)
    {
        return code_of(store().read([&](Reader &reader) {
            return records::find(reader, matches, &who, match.to_string(), verb);
        }));
    }

    Uuid provider;
    Uuid request;
    Uuid offer_id;
    auth::Identity officer;
    auth::Identity focal_point;
    auth::Identity implementer;
};
INSTANTIATE_ENGINES(Matches);

TEST_P(Matches, keep_score_and_reasons_as_they_were_when_proposed)
{
    auto const match = proposed(request, offer_id);
    EXPECT_EQ(state_of(match), "scored");
    auto const reasons = store().read([&](Reader &reader) { return reasons_of(reader, match); });
    EXPECT_GE(reasons.size(), 6U);
    auto const stored =
        *store().read([&](Reader &reader) { return records::load(reader, matches, match); });
    EXPECT_GT(stored.score.value_or(0), 0);
    EXPECT_EQ(stored.scored_on, day("2026-11-21"));

    auto const head = head_of(requests::requests, request);
    auto const again = store().write([&](Tx &tx) { return propose(tx, officer, head, offer_id); });
    EXPECT_EQ(code_of(again), "matching.proposed_already");
}

TEST_P(Matches, are_refused_where_the_ranking_leaves_out)
{
    auto const head = head_of(requests::requests, request);
    store().write([&](Tx &tx) {
        tx.run("UPDATE offer SET eligible_groups = 'LLDC' WHERE id = ?", offer_id);
        offers::renew_stamp(tx);
    });
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return propose(tx, officer, head, offer_id); })),
              "matching.not_eligible");
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'suspended' WHERE id = ?", offer_id); });
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return propose(tx, officer, head, offer_id); })),
              "offers.not_published");
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'draft' WHERE id = ?", request); });
    auto const draft = head_of(requests::requests, request);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return propose(tx, officer, draft, offer_id); })),
              "matching.request_not_open");
}

TEST_P(Matches, are_the_parties_to_see_once_offered)
{
    auto const match = proposed(request, offer_id);
    EXPECT_EQ(may(focal_point, match, verbs::see), "common.not_found");
    EXPECT_EQ(may(implementer, match, verbs::see), "common.not_found");
    ASSERT_EQ(act(match,
                  [&](Tx &tx, Head const &head) { return offer(tx, officer, head, head.version); }),
              "");
    struct Case {
        auth::Identity who;
        std::string_view verb;
        std::string_view answer;
    };
    auto const elsewhere = someone(Role::focal_point, country("FJI"));
    auto const rival = someone(Role::implementer, Uuid::make(9, {}));
    for (auto const &[who, verb, wanted] : {
             Case{focal_point, verbs::see, ""},
             Case{implementer, verbs::see, ""},
             Case{elsewhere, verbs::see, "common.not_found"},
             Case{rival, verbs::see, "common.not_found"},
             Case{focal_point, "answer_requester", ""},
             Case{focal_point, "answer_provider", "common.forbidden"},
             Case{implementer, "answer_provider", ""},
             Case{implementer, "answer_requester", "common.forbidden"},
             Case{officer, "answer_requester", "common.forbidden"},
             Case{officer, "record_answer", ""},
             Case{officer, "agree", "records.wrong_state"},
             Case{officer, verbs::change, "common.forbidden"},
             Case{focal_point, verbs::comment, ""},
             Case{focal_point, "lapse", "common.forbidden"},
             Case{officer, "lapse", ""},
         }) {
        EXPECT_EQ(may(who, match, verb), wanted) << verb;
    }
}

TEST_P(Matches, are_accepted_by_each_party_then_agreed)
{
    auto const match = offered();
    EXPECT_EQ(say(match, implementer, Party::requester, Answer::accepted),
              "matching.not_your_answer");
    EXPECT_EQ(say(match, officer, Party::requester, Answer::accepted), "matching.not_your_answer");
    EXPECT_EQ(say(match, focal_point, Party::requester, Answer::accepted, "It is in our plan."),
              "");
    EXPECT_EQ(state_of(match), "offered") << "the provider has not answered";
    EXPECT_EQ(say(match, focal_point, Party::requester, Answer::accepted),
              "matching.answered_already");
    EXPECT_EQ(say(match, implementer, Party::provider, Answer::accepted), "");
    EXPECT_EQ(state_of(match), "accepted");

    auto const terms = [&](Terms const &wanted) {
        return act(match, [&](Tx &tx, Head const &head) {
            return negotiate(tx, officer, head, head.version, wanted);
        });
    };
    auto const agreeing = [&](Tx &tx, Head const &head) {
        return agree(tx, officer, head, head.version);
    };
    EXPECT_EQ(act(match, agreeing), "matching.terms_missing");
    EXPECT_EQ(terms({.cost_shares = "Provider: fees. Requester: travel."}), "");
    EXPECT_EQ(state_of(match), "negotiating");
    EXPECT_EQ(terms({.places = 2, .starts = day("2027-03-01")}), "");
    EXPECT_EQ(act(match, agreeing), "offers.no_places_left");
    EXPECT_EQ(state_of(match), "negotiating") << "nothing of a refused agreement stays";
    EXPECT_EQ(terms({.places = 1, .starts = day("2027-03-01")}), "");
    EXPECT_EQ(act(match, agreeing), "");
    EXPECT_EQ(state_of(match), "agreed");
    EXPECT_EQ(head_of(requests::requests, request).state, "matched");
    EXPECT_EQ(store().read([&](Reader &reader) {
        return offers::capacity_in(reader, Id<offers::Offer>{offer_id}, 2027)->left();
    }),
              0);
}

TEST_P(Matches, lapse_when_any_party_refuses)
{
    auto const match = offered();
    EXPECT_EQ(say(match, implementer, Party::provider, Answer::accepted), "");
    EXPECT_EQ(say(match, focal_point, Party::requester, Answer::refused), "common.required");
    EXPECT_EQ(
        say(match, focal_point, Party::requester, Answer::refused, "Another provider answered."),
        "");
    EXPECT_EQ(state_of(match), "lapsed");
    static_cast<void>(proposed(request, offer_id)); // and may be proposed anew
}

TEST_P(Matches, wait_for_the_facilitator_too)
{
    auto const match = proposed(request, offer_id);
    store().write([&](Tx &tx) {
        tx.run("UPDATE request_match SET facilitator = ? WHERE id = ?", provider, match);
    });
    ASSERT_EQ(act(match,
                  [&](Tx &tx, Head const &head) { return offer(tx, officer, head, head.version); }),
              "");
    EXPECT_EQ(say(match, focal_point, Party::requester, Answer::accepted), "");
    EXPECT_EQ(say(match, implementer, Party::provider, Answer::accepted), "");
    EXPECT_EQ(state_of(match), "offered");
    auto const letter = [&](Tx &tx, Head const &head) {
        return record_answer(
            tx, officer, head, head.version,
            {.party = Party::facilitator, .answer = Answer::accepted, .document = "Note 12/2026"});
    };
    EXPECT_EQ(act(match, letter), "");
    EXPECT_EQ(state_of(match), "accepted");
}

TEST_P(Matches, of_two_that_want_the_last_place_one_is_agreed)
{
    std::array<Uuid, 2> const both{ready(request), ready(make_request("FJI"))};
    std::array<Head, 2> const heads{head_of(matches, both[0]), head_of(matches, both[1])};
    std::array<std::string, 2> answers_of_both;
    auto const server = another_store();
    auto const race = [&](storage::Store &mine, std::size_t which) {
        answers_of_both[which] = code_of(mine.write(
            [&](Tx &tx) { return agree(tx, officer, heads[which], heads[which].version); }));
    };
    std::thread first{[&] {
        race(store(), 0);
    }};
    std::thread second{[&] {
        race(*server, 1);
    }};
    first.join();
    second.join();
    std::ranges::sort(answers_of_both);
    EXPECT_EQ(answers_of_both[0], "");
    EXPECT_EQ(answers_of_both[1], "offers.no_places_left");
}

TEST_P(Matches, have_pages_for_both_directions_in_every_language)
{
    auto const asked = head_of(requests::requests, request);
    auto const given = head_of(offers::offers, offer_id);
    auto desk = signed_in("desk@agency.example");
    auto const url = "/requests/" + asked.reference + "/matches";
    for (auto const language : languages) {
        speak(language);
        auto const page = desk.get(url);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(testing::shows(page, criterion_name(ranking::Criterion::sector, language)));
        EXPECT_EQ(desk.get("/offers/" + given.reference + "/requests").status, 200);
        EXPECT_EQ(desk.get("/matches").status, 200);
    }
    speak(Language::en);
    auto const page = desk.get(url);
    EXPECT_TRUE(testing::shows(page, "Same sector: 11220 Primary education"));
    EXPECT_TRUE(testing::shows(page, "1 of 1 place left in 2027"));
    EXPECT_EQ(signed_in("focal@mne.example").get(url).status, 403);

    auto const made = desk.post(url, {{"offer", given.reference}});
    ASSERT_EQ(made.status, 303) << made.body;
    auto const match = testing::header(made, "Location");
    for (auto const language : languages) {
        speak(language);
        auto const shown = desk.get(match);
        EXPECT_EQ(shown.status, 200);
        EXPECT_TRUE(testing::shows(shown, *matches.machine->state_name(language, "scored")));
    }
    EXPECT_TRUE(testing::shows(desk.get(url), match)) << "what is proposed says so";
    EXPECT_EQ(desk.post(match + "/offer", {{"version", "2"}}).status, 303);
    // Nobody answers for a party without its letter.
    EXPECT_EQ(desk.get(match + "/written-answer").status, 200);
    EXPECT_EQ(desk.post(match + "/written-answer",
                        {{"version", "3"}, {"party", "requester"}, {"answer", "accepted"}})
                  .status,
              422);

    auto centre = signed_in("ibu@centre.example");
    EXPECT_EQ(centre.get(match + "/provider-answer").status, 200);
    EXPECT_EQ(
        centre.post(match + "/provider-answer", {{"version", "3"}, {"answer", "accepted"}}).status,
        303);
}

TEST_P(Matches, stand_in_the_example_installation_in_two_states)
{
    static_cast<void>(make_request("FJI"));
    std::array const providers{offers::ExampleProvider{country("IDN"), provider},
                               offers::ExampleProvider{country("BRA"), provider}};
    auto const made =
        store().write([&](Tx &tx) { return offers::make_examples(tx, {}, providers); });
    EXPECT_EQ(made.size(), 8U) << "those of the others have no provider here";
    EXPECT_EQ(store().write([&](Tx &tx) { return make_examples(tx, officer); }), 2);
    auto const in_state = [&](std::string const &state) {
        return store().read([&](Reader &reader) {
            return *reader.one<std::int64_t>(
                "SELECT count(*) FROM record WHERE kind = 'match' AND state = ?", state);
        });
    };
    EXPECT_EQ(in_state("offered"), 1);
    EXPECT_EQ(in_state("negotiating"), 1);
}

TEST_P(Matches, say_what_is_left_out_and_why)
{
    store().write([&](Tx &tx) {
        tx.run("UPDATE offer SET eligible_groups = 'LLDC' WHERE id = ?", offer_id);
        offers::renew_stamp(tx);
    });
    auto const asked = head_of(requests::requests, request);
    auto desk = signed_in("desk@agency.example");
    auto const page = desk.get("/requests/" + asked.reference + "/matches");
    EXPECT_TRUE(testing::shows(page, "No offer comes into question"));
    EXPECT_TRUE(testing::shows(page, "Open only to Landlocked developing countries"));
}

TEST_P(Matches, are_ranked_for_programs)
{
    auto const asked = head_of(requests::requests, request);
    auto const user = make_user("program@agency.example", {{Role::desk_officer}});
    auto const token = bearer(user, "*:read");
    auto const answer =
        api(http::Method::get, "/api/requests/" + asked.reference + "/matches", token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(testing::shows(answer, "\"criterion\":\"sector\""));
}

} // namespace
} // namespace selatan::matching
