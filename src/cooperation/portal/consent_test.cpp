#include "cooperation/portal/consent_store.hpp"
#include "cooperation/portal/portal.hpp"
#include "tests/support/portal.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace selatan::portal {
namespace {

using auth::Role;
using http::Method;
using storage::Reader;
using storage::Tx;
using testing::code_of;
using testing::country;
using testing::day;
using testing::shows;
namespace verbs = records::verbs;

records::Codes const everything{topics.begin(), topics.end()};

// -- Rules ----------------------------------------------------------------------------------------

PartyConsent consent(std::string_view state, records::Codes named,
                     std::string_view party_state = "bound")
{
    PartyConsent one;
    one.party_state = party_state;
    one.state = state;
    one.consent.topics = std::move(named);
    return one;
}

std::string open_topics(std::string_view project, std::vector<PartyConsent> const &parties)
{
    std::string text;
    for (auto const topic : decide_public(project, parties)) {
        text += (text.empty() ? "" : " ") + std::string{to_code(topic)};
    }
    return text;
}

TEST(ConsentRules, a_topic_is_public_while_every_party_says_so)
{
    auto const all = consent("given", everything);
    auto const title = consent("given", {"summary"});
    auto const dates = consent("given", {"summary", "dates", "money"});
    struct Case {
        std::string_view project;
        std::vector<PartyConsent> parties;
        std::string_view open;
    };
    std::vector<Case> const cases{
        {"active", {}, ""},    // nobody to ask is nobody's consent
        {"active", {all}, ""}, // nor is one party's
        {"active", {all, title}, "summary"},
        {"active", {all, dates}, "summary dates money"},
        {"active", {all, dates, title}, "summary"},
        {"active", {all, consent("", {})}, ""},
        {"active", {all, consent("asked", {})}, ""},
        {"active", {all, consent("withdrawn", everything)}, ""},
        {"active", {all, consent("declined", {})}, ""},
        {"active", {all, consent("given", {"ratings"})}, ""},            // no page without a title
        {"active", {all, consent("", {}, "refused")}, ""},               // one is left
        {"active", {all, title, consent("", {}, "refused")}, "summary"}, // it has no part in it
        {"active", {all, title, consent("", {}, "invited")}, ""},
        {"active", {all, title, consent("", {}, "withdrawn")}, ""},
        {"suspended", {all, title}, "summary"},
        {"legal_basis_in_force", {all, title}, "summary"},
        {"approved", {all, all}, ""},
        {"idea", {all, all}, ""},
        {"cancelled", {all, all}, ""},
    };
    for (auto const &[project, parties, open] : cases) {
        EXPECT_EQ(open_topics(project, parties), open) << project << ", " << parties.size();
    }
    EXPECT_EQ(open_topics("active", {all, all}),
              "summary dates places money people results documents ratings lessons");
}

TEST(ConsentRules, what_a_party_gives_is_its_own_to_tell)
{
    auto const tells = consent("given", {"summary", "contribution"});
    auto const silent = consent("given", {"summary"});
    std::vector const both{tells, silent};
    EXPECT_TRUE(decide_contribution("active", both, tells));
    EXPECT_FALSE(decide_contribution("active", both, silent));
    EXPECT_FALSE(decide_contribution("active", std::vector{tells, consent("asked", {})}, tells))
        << "there is no page to tell it on";
}

TEST(ConsentRules, are_refused_in_this_order)
{
    projects::Party party;
    party.country = country("TLS");
    auth::Identity dili;
    dili.grants = {{.role = Role::focal_point, .scope = country("TLS")}};
    auth::Identity suva;
    suva.grants = {{.role = Role::focal_point, .scope = country("FJI")}};
    auth::Identity desk;
    desk.grants = {{.role = Role::desk_officer, .scope = auth::Everywhere{}}};

    EXPECT_EQ(code_of(decide_give(party, suva, {})), "portal.not_your_consent");
    EXPECT_EQ(code_of(decide_give(party, desk, {})), "portal.not_your_consent");
    EXPECT_EQ(code_of(decide_give(party, dili, {.topics = {"dates"}})), "portal.summary_missing");
    EXPECT_EQ(code_of(decide_give(party, dili, {.topics = {"summary"}})), "");

    auto const today = day("2026-11-22");
    WrittenGiving written{
        .topics = {"money"}, .given_by = "Ministry", .given_on = day("2026-11-23")};
    EXPECT_EQ(code_of(decide_record(written, today)), "portal.summary_missing");
    written.topics = {"summary"};
    EXPECT_EQ(code_of(decide_record(written, today)), "common.in_the_future");
    written.given_on = today;
    EXPECT_EQ(code_of(decide_record(written, today)), "");

    EXPECT_EQ(code_of(decide_end(party, suva, {.document = "Note 7"})), "portal.not_your_consent");
    EXPECT_EQ(code_of(decide_end(party, desk, {})), "portal.letter_missing");
    EXPECT_EQ(code_of(decide_end(party, desk, {.document = "Note 7"})), "");
    EXPECT_EQ(code_of(decide_end(party, dili, {})), "");

    std::vector const fresh{consent("", {}), consent("given", everything)};
    EXPECT_EQ(code_of(decide_ask("approved", fresh)), "portal.not_publishable");
    EXPECT_EQ(code_of(decide_ask("cancelled", fresh)), "portal.not_publishable");
    EXPECT_EQ(code_of(decide_ask("active", fresh)), "");
    EXPECT_EQ(code_of(decide_ask("active", std::vector{fresh[1], consent("", {}, "refused")})),
              "portal.all_asked");
}

// -- The whole way --------------------------------------------------------------------------------

class Consents : public testing::PortalTest {
protected:
    records::Codes stored_topics(Uuid project)
    {
        return store().read([&](Reader &reader) { return public_topics_of(reader, project); });
    }
    void set_state(Uuid record, std::string_view state)
    {
        store().write(
            [&](Tx &tx) { tx.run("UPDATE record SET state = ? WHERE id = ?", state, record); });
    }
    std::string may(auth::Identity const &who, Uuid id, std::string_view verb)
    {
        return store().read([&](Reader &reader) {
            return code_of(records::find(reader, consents, &who, id.to_string(), verb));
        });
    }
};
INSTANTIATE_ENGINES(Consents);

TEST_P(Consents, are_asked_of_each_party_and_spoken_by_each_for_itself)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    ASSERT_EQ(asked.size(), 2U);
    auto const timor = asked[0];
    auto const centre = asked[1];
    EXPECT_EQ(may(dili, timor, verbs::see), "");
    EXPECT_EQ(may(dili, centre, verbs::see), "common.not_found");
    EXPECT_EQ(may(trainer, centre, "give"), "");
    EXPECT_EQ(may(desk, timor, "give"), "common.forbidden") << "the desk has its letter or nothing";
    EXPECT_EQ(may(suva, timor, verbs::see), "common.not_found");

    EXPECT_EQ(gives(dili, timor, {"summary", "dates"}), "");
    EXPECT_EQ(stored_topics(project), records::Codes{}) << "one party is not all";
    EXPECT_EQ(gives(dili, centre, {"summary"}), "portal.not_your_consent");
    EXPECT_EQ(gives(trainer, centre, {"summary", "dates", "money"}), "");
    EXPECT_EQ(stored_topics(project), (records::Codes{"dates", "summary"}));

    // Another word replaces the first; a withdrawal ends it at once.
    EXPECT_EQ(gives(dili, timor, {"summary", "money"}), "");
    EXPECT_EQ(stored_topics(project), (records::Codes{"money", "summary"}));
    EXPECT_EQ(ends(dili, timor, withdraw), "");
    EXPECT_EQ(stored_topics(project), records::Codes{});
    EXPECT_EQ(gives(dili, timor, {"summary"}), "") << "it may think again";
    EXPECT_EQ(stored_topics(project), records::Codes{"summary"});
    EXPECT_EQ(ends(desk, timor, withdraw), "portal.letter_missing");
    EXPECT_EQ(ends(desk, timor, withdraw, "Note 12 of Dili"), "");
    EXPECT_EQ(stored_topics(project), records::Codes{});
}

TEST_P(Consents, come_with_a_letter_where_the_party_has_no_account)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    for (auto const &id : asked) {
        EXPECT_EQ(act(consents, id,
                      [&](Tx &tx, Head const &head, std::int64_t version) {
                          return record_consent(tx, desk, head, version,
                                                {.topics = {"summary"},
                                                 .given_by = "Ministry, Dili",
                                                 .given_on = day("2026-11-20"),
                                                 .document = "Note 3"});
                      }),
                  "");
    }
    EXPECT_EQ(stored_topics(project), records::Codes{"summary"});
    EXPECT_EQ(ends(dili, asked[0], decline), "records.wrong_state");
}

TEST_P(Consents, of_a_party_that_joins_later_are_needed_too)
{
    auto const project = make_public(everything);
    EXPECT_EQ(stored_topics(project).size(), topics.size() - 1);
    projects::Party late;
    late.country = country("FJI");
    late.roles = {"requester"};
    invite(project, late);
    EXPECT_EQ(stored_topics(project), records::Codes{});
    auto const asked = ask_all(project);
    EXPECT_EQ(gives(suva, asked.at(2), {"summary"}), "");
    EXPECT_EQ(stored_topics(project), records::Codes{"summary"});
}

/// Every combination of what two parties say about each topic, and of their states: SQL and C++
/// have the one rule.
TEST_P(Consents, the_database_and_the_rule_agree_about_every_combination)
{
    auto const project = make_project();
    auto const asked = ask_all(project);
    std::vector<records::Codes> words{{"summary"}};
    for (auto const topic : topics) {
        if (topic != "summary") {
            words.push_back({"summary", std::string{topic}});
        }
    }
    words.push_back(everything);
    for (auto const &first : words) {
        ASSERT_EQ(gives(dili, asked[0], first), "");
        for (auto const &second : words) {
            ASSERT_EQ(gives(trainer, asked[1], second), "");
            auto const decided = store().read([&](Reader &reader) {
                records::Codes codes;
                for (auto const topic : decide_public("active", consents_of(reader, project))) {
                    codes.emplace_back(to_code(topic));
                }
                std::ranges::sort(codes);
                return codes;
            });
            EXPECT_EQ(stored_topics(project), decided) << first.back() << " with " << second.back();
        }
    }
    for (auto const *const state : {"idea", "concept", "formulated", "appraised", "approved",
                                    "legal_basis_in_force", "active", "suspended", "cancelled"}) {
        set_state(project, state);
        EXPECT_EQ(!stored_topics(project).empty(), is_publishable(state)) << state;
    }
}

TEST_P(Consents, on_the_web_the_desk_sees_who_is_missing_and_asks)
{
    auto const project = make_project();
    auto officer = signed_in("desk@agency.example");
    auto const list = officer.get("/publication");
    EXPECT_EQ(list.status, 200);
    EXPECT_TRUE(shows(list, "0 of 2"));
    auto const url = "/publication/" + reference_of(project);
    EXPECT_TRUE(shows(officer.get(url), "Not asked yet"));
    EXPECT_EQ(officer.post(url + "/asking").status, 303);
    EXPECT_EQ(officer.post(url + "/asking").status, 409) << "all have been asked";
    EXPECT_TRUE(shows(officer.get(url), "Asked"));

    auto focal = signed_in("focal@dili.example");
    EXPECT_EQ(focal.get("/publication").status, 403);
    auto const mine = focal.get("/publication-consents");
    auto const reference = testing::between(mine.body, "/publication-consents/PUB", "\"");
    ASSERT_FALSE(reference.empty());
    auto const page = "/publication-consents/PUB" + reference;
    EXPECT_TRUE(shows(focal.get(page), "Say what may be public"));
    auto const form = focal.get(page + "/giving");
    EXPECT_TRUE(shows(form, "Title, summary and parties"));
    auto const version = testing::between(form.body, "name=\"version\" value=\"", "\"");
    EXPECT_EQ(focal
                  .post(page + "/giving",
                        {{"version", version}, {"topics", "dates"}, {"given_by", "Ministry, Dili"}})
                  .status,
              422);
    EXPECT_EQ(focal
                  .post(page + "/giving", {{"version", version},
                                           {"topics", "summary"},
                                           {"topics", "dates"},
                                           {"given_by", "Ministry, Dili"}})
                  .status,
              303);
    EXPECT_TRUE(shows(officer.get(url), "Given"));
    EXPECT_TRUE(shows(officer.get("/publication"), "1 of 2"));
    EXPECT_EQ(browser().get("/publication").status, 303) << "the public is asked to sign in";
}

} // namespace
} // namespace selatan::portal
