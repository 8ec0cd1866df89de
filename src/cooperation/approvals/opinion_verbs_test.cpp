// How opinions are asked for, given, handed on and concluded, on both engines.
#include "tests/support/opinions.hpp"

#include <thread>

namespace selatan::approvals {
namespace {

TEST_P(Opinions, are_asked_of_several_offices_at_once_in_their_languages)
{
    speak(farmer, Language::id);
    speak(doctor, Language::ar);
    auto const consultation = asked({agriculture, health, health});
    EXPECT_EQ(outstanding(consultation), 2) << "an office chosen twice is asked once";
    auto const head = head_of(consultations, consultation);
    EXPECT_EQ(head.title, "Centre for Seed");
    EXPECT_EQ(head.country, timor_leste);
    EXPECT_EQ(head.due_on, day("2026-12-04"));
    auto const opinion = opinion_of(consultation, agriculture);
    EXPECT_EQ(state_of(opinion), "asked");
    EXPECT_EQ(head_of(opinions, opinion).organisation, agriculture);

    jobs::Runner runner{store()};
    register_jobs(runner, "https://example.org");
    runner.turn();
    auto const to_farmer = newest_mail("farm@ministry.example");
    EXPECT_NE(to_farmer.find("Ministry of Agriculture dimintai pendapat"), std::string::npos);
    EXPECT_NE(to_farmer.find("Is there seed enough?"), std::string::npos);
    EXPECT_NE(to_farmer.find("https://example.org/opinions/OPN-2026-"), std::string::npos);
    EXPECT_NE(newest_mail("health@ministry.example").find("يُطلب رأي"), std::string::npos);
    EXPECT_EQ(newest_mail("money@ministry.example"), "") << "nobody asked them";
    EXPECT_EQ(letters(), 0) << "an office is asked once";
}

TEST_P(Opinions, are_read_and_answered_by_the_office_asked_alone)
{
    auto const consultation = asked({agriculture, health});
    auto const opinion = opinion_of(consultation, agriculture);
    auto const approver = identity(make_user("approver@team.example", {{Role::approver}}));
    auto const partner =
        identity(make_user("focal@mne.example", {{Role::focal_point, timor_leste}}));
    auto const pacific =
        identity(make_user("tls@team.example", {{Role::desk_officer, timor_leste}}), team);
    auto const fiji = identity(
        make_user("fji@team.example", {{Role::desk_officer, *CountryCode::parse("FJI")}}), team);
    auto const homeless = identity(make_user("nowhere@ministry.example", {{Role::line_ministry}}));
    auto const auditor = identity(make_user("auditor@audit.example", {{Role::auditor}}));
    struct Case {
        auth::Identity const &who;
        std::string_view verb, answer;
    };
    constexpr std::string_view hidden = "common.not_found";
    constexpr std::string_view barred = "common.forbidden";
    for (auto const &[who, verb, answer] : {
             Case{farmer, verbs::see, ""},          Case{farmer, "give", ""},
             Case{farmer, "delegate", ""},          Case{farmer, verbs::comment, ""},
             Case{farmer, "record_answer", barred}, Case{farmer, "withdraw", barred},
             Case{farmer, "fall_silent", barred},   Case{doctor, verbs::see, hidden},
             Case{doctor, "give", hidden},          Case{treasurer, verbs::see, hidden},
             Case{homeless, verbs::see, hidden},    Case{partner, verbs::see, hidden},
             Case{partner, "give", hidden},         Case{officer, verbs::see, ""},
             Case{officer, "give", barred},         Case{officer, "delegate", barred},
             Case{officer, "record_answer", ""},    Case{officer, "withdraw", ""},
             Case{officer, verbs::change, barred},  Case{pacific, verbs::see, ""},
             Case{pacific, "record_answer", ""},    Case{fiji, verbs::see, hidden},
             Case{approver, verbs::see, ""},        Case{approver, "give", barred},
             Case{auditor, verbs::see, ""},         Case{auditor, "withdraw", barred},
         }) {
        EXPECT_EQ(may(who, opinion, verb), answer) << who.name << " " << verb;
    }
    EXPECT_EQ(say(opinion, doctor, {}), "approvals.not_your_office");
    EXPECT_EQ(say(opinion, officer, {}), "approvals.not_your_office");
    EXPECT_EQ(hand_over(opinion, doctor, finance), "approvals.not_your_office");
    EXPECT_EQ(may(farmer, opinion_of(consultation, health), verbs::see), hidden);
    EXPECT_TRUE(store().read([&](Reader &reader) {
        return code_of(records::find(reader, consultations, &farmer, consultation.to_string())) ==
               hidden;
    })) << "a consultation tells what the others were asked";
}

TEST_P(Opinions, are_given_and_changed_until_the_consultation_is_concluded)
{
    auto const consultation = asked({agriculture, health});
    auto const opinion = opinion_of(consultation, agriculture);
    EXPECT_EQ(say(opinion, farmer, {.stance = Stance::conditional}), "common.required");
    EXPECT_EQ(say(opinion, farmer, {.stance = Stance::unfavourable}), "common.required");
    EXPECT_EQ(say(opinion, farmer, {.stance = Stance::unfavourable, .reason = "No seed is left."}),
              "");
    EXPECT_EQ(state_of(opinion), "unfavourable");
    EXPECT_EQ(outstanding(consultation), 1);
    EXPECT_EQ(value_of(opinion).given_on, day("2026-11-21"));
    EXPECT_FALSE(head_of(opinions, opinion).due_on) << "nobody needs to act";
    EXPECT_EQ(finish(consultation), "approvals.outstanding");

    auto const concluding = head_of(consultations, consultation);
    EXPECT_EQ(
        say(opinion, farmer, {.stance = Stance::conditional, .conditions = "After the harvest."}),
        "");
    EXPECT_EQ(value_of(opinion).reason, "");
    EXPECT_EQ(say(opinion_of(consultation, health), doctor, {}), "");
    EXPECT_EQ(outstanding(consultation), 0);
    EXPECT_EQ(code_of(store().write([&](Tx &tx) {
                  return conclude(tx, officer, records::head_of(tx, consultations, consultation),
                                  concluding.version, {});
              })),
              "common.stale")
        << "nobody concludes on opinions that have changed";
    EXPECT_EQ(finish(consultation), "");
    EXPECT_EQ(say(opinion, farmer, {}), "approvals.consultation_closed");
    EXPECT_EQ(hand_over(opinion, farmer, finance), "approvals.consultation_closed");
    auto browser = signed_in("farm@ministry.example");
    EXPECT_FALSE(shows(browser.get(page_of(opinion)), "Give your opinion"));
    EXPECT_EQ(browser
                  .post(page_of(opinion) + "/answer",
                        {{"version", version_of(opinions, opinion)}, {"stance", "favourable"}})
                  .status,
              409);

    auto const now = stands();
    EXPECT_EQ(now.favourable, 1);
    EXPECT_EQ(now.conditional, 1);
    ASSERT_EQ(now.conditions.size(), 1U);
    EXPECT_EQ(now.conditions.front().office, "Ministry of Agriculture");
    EXPECT_EQ(now.conditions.front().text, "After the harvest.");
    auto desk = signed_in("desk@team.example");
    auto const history = desk.get(page_of(opinion));
    EXPECT_TRUE(shows(history, "gave an unfavourable opinion"));
    EXPECT_TRUE(shows(history, "No seed is left."));
}

TEST_P(Opinions, that_do_not_come_are_silence_and_count_late_when_they_do)
{
    auto const consultation = asked({agriculture, health});
    auto const opinion = opinion_of(consultation, agriculture);
    EXPECT_EQ(letters(), 2);
    // 4 December 2026 is a Friday: two business days before it is Wednesday.
    wait_until("2026-12-01");
    EXPECT_EQ(letters(), 0);
    wait_until("2026-12-02");
    EXPECT_EQ(say(opinion_of(consultation, health), doctor, {}), "");
    EXPECT_EQ(letters(), 1) << "who has answered needs no reminder";
    EXPECT_NE(newest_mail("farm@ministry.example").find("has not yet given its opinion"),
              std::string::npos);
    EXPECT_EQ(letters(), 0);
    wait_until("2026-12-04");
    EXPECT_EQ(silence(), 0) << "the day itself is still in time";
    wait_until("2026-12-05");
    EXPECT_EQ(silence(), 1);
    EXPECT_EQ(silence(), 0);
    EXPECT_EQ(state_of(opinion), "silent");
    EXPECT_EQ(stands().silent, 1);
    EXPECT_EQ(code_of(decide_go_ahead(stands(), "Urgent")), "approvals.outstanding");
    EXPECT_EQ(finish(consultation), "approvals.outstanding");

    EXPECT_EQ(say(opinion, farmer, {}), "");
    EXPECT_TRUE(value_of(opinion).late);
    EXPECT_FALSE(value_of(opinion_of(consultation, health)).late);
    EXPECT_EQ(code_of(decide_go_ahead(stands(), "")), "");
    EXPECT_TRUE(shows(signed_in("farm@ministry.example").get(page_of(opinion)),
                      "Given after the deadline"));
}

TEST_P(Opinions, asked_for_at_the_last_moment_need_no_reminder)
{
    wait_until("2026-12-03");
    static_cast<void>(asked({agriculture}));
    EXPECT_EQ(letters(), 1);
    EXPECT_EQ(letters(), 0);
}

TEST_P(Opinions, are_handed_on_from_office_to_office)
{
    auto const consultation = asked({agriculture, health});
    auto const opinion = opinion_of(consultation, agriculture);
    static_cast<void>(letters());
    auto const institute =
        organisation("Seed Institute", partners::OrganisationType::agency, indonesia);
    auto const expert =
        identity(make_user("seed@institute.example", {{Role::appraiser, institute}}));
    EXPECT_EQ(hand_over(opinion, farmer, agriculture), "approvals.same_office");
    EXPECT_EQ(hand_over(opinion, farmer, health), "approvals.asked_already");
    EXPECT_EQ(hand_over(opinion, farmer, finance), "");
    EXPECT_EQ(letters(), 1);
    EXPECT_NE(newest_mail("money@ministry.example"), "");
    EXPECT_EQ(hand_over(opinion, treasurer, institute), "");
    EXPECT_EQ(letters(), 1);

    struct Case {
        auth::Identity const &who;
        std::string_view verb, answer;
    };
    for (auto const &[who, verb, answer] : {
             Case{farmer, verbs::see, ""}, // who was asked follows it
             Case{farmer, "give", "common.forbidden"},
             Case{farmer, "delegate", "common.forbidden"},
             Case{treasurer, verbs::see, "common.not_found"},
             Case{expert, verbs::see, ""},
             Case{expert, "give", ""},
             Case{doctor, verbs::see, "common.not_found"},
         }) {
        EXPECT_EQ(may(who, opinion, verb), answer) << who.name << " " << verb;
    }
    EXPECT_EQ(say(opinion, farmer, {}), "approvals.not_your_office");
    EXPECT_EQ(say(opinion, expert, {}), "");
    EXPECT_EQ(value_of(opinion).asked->uuid(), agriculture);
    EXPECT_TRUE(shows(signed_in("farm@ministry.example").get(page_of(opinion)),
                      "Seed Institute answers for Ministry of Agriculture"));
    EXPECT_EQ(act(consultations, consultation,
                  [&](Tx &tx, Head const &head) {
                      return ask_more(tx, officer, head, head.version,
                                      {day("2026-12-11"), offices({institute})});
                  }),
              "approvals.asked_already");
}

TEST_P(Opinions, leave_the_page_of_whoever_hands_them_on)
{
    auto const opinion = opinion_of(asked({agriculture}), agriculture);
    EXPECT_EQ(hand_over(opinion, farmer, finance), "");
    auto browser = signed_in("money@ministry.example");
    auto const form = browser.get(page_of(opinion) + "/delegation");
    EXPECT_TRUE(shows(form, "Ministry of Health")) << "though its record is not theirs to read";
    EXPECT_EQ(browser
                  .post(page_of(opinion) + "/delegation",
                        {{"version", version_of(opinions, opinion)}, {"reason", "Theirs."}})
                  .status,
              422);
    auto const answer =
        browser.post(page_of(opinion) + "/delegation", {{"version", version_of(opinions, opinion)},
                                                        {"organisation", health.to_string()},
                                                        {"reason", "Theirs to know."}});
    EXPECT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(testing::header(answer, "Location"), "/opinions") << "the record is out of sight now";
}

TEST_P(Opinions, are_given_in_the_name_of_a_post_by_whoever_acts_for_it)
{
    auto const make_post = [&](std::string name, Uuid office) {
        partners::Post post;
        post.name = std::move(name);
        post.organisation = Id<partners::Organisation>{office};
        return store().write(
            [&](Tx &tx) { return records::create(tx, {}, partners::posts, post).id; });
    };
    auto const director = make_post("Director for Seed", agriculture);
    auto const deputy = make_post("Deputy director", agriculture);
    auto const stranger = make_post("Chief physician", health);
    store().write([&](Tx &tx) {
        partners::Delegation delegation;
        delegation.post = Id<partners::Post>{director};
        delegation.delegate = Id<partners::Post>{deputy};
        delegation.powers = "Opinions";
        delegation.since = day("2026-11-01");
        delegation.until = day("2026-11-30");
        static_cast<void>(records::create(tx, {}, partners::delegations, delegation));
        partners::Person person;
        person.name = "Example person";
        partners::PostHolding holding;
        holding.post = Id<partners::Post>{deputy};
        holding.person = Id<partners::Person>{records::create(tx, {}, partners::people, person).id};
        holding.capacity = partners::Capacity::acting;
        holding.since = day("2026-11-01");
        static_cast<void>(records::create(tx, {}, partners::post_holdings, holding));
    });
    auto const consultation = asked({agriculture});
    auto const opinion = opinion_of(consultation, agriculture);
    EXPECT_EQ(say(opinion, farmer, {.in_name_of = Id<partners::Post>{director}}),
              "approvals.not_your_post")
        << "an account without a post acts for nobody";
    auto const acting = identity(farmer.user, agriculture, deputy);
    EXPECT_EQ(say(opinion, acting, {.in_name_of = Id<partners::Post>{stranger}}),
              "approvals.not_your_post");
    EXPECT_EQ(say(opinion, acting, {.in_name_of = Id<partners::Post>{director}}), "");
    EXPECT_EQ(value_of(opinion).given_by->uuid(), deputy);
    EXPECT_EQ(value_of(opinion).in_name_of->uuid(), director);
    auto const page = signed_in("desk@team.example").get(page_of(opinion));
    EXPECT_TRUE(shows(page, "Given by Deputy director, in which Example person acted that day"));
    EXPECT_TRUE(shows(page, "In the name of Director for Seed"));
    EXPECT_EQ(say(opinion, acting, {.in_name_of = Id<partners::Post>{deputy}}), "");
    EXPECT_FALSE(value_of(opinion).in_name_of) << "in one's own name";

    wait_until("2026-12-01");
    EXPECT_EQ(say(opinion, acting, {.in_name_of = Id<partners::Post>{director}}),
              "approvals.not_your_post")
        << "the delegation has ended";
}

TEST_P(Opinions, may_come_in_writing)
{
    auto const opinion = opinion_of(asked({agriculture}), agriculture);
    partners::Post post;
    post.name = "Chief physician";
    post.organisation = Id<partners::Organisation>{health};
    auto const elsewhere =
        store().write([&](Tx &tx) { return records::create(tx, {}, partners::posts, post).id; });
    auto desk = signed_in("desk@team.example");
    auto const url = page_of(opinion) + "/written-answer";
    EXPECT_EQ(desk.get(url).status, 200);
    auto const version = version_of(opinions, opinion);
    EXPECT_EQ(desk.post(url, {{"version", version}, {"stance", "favourable"}}).status, 422)
        << "nobody answers for an office without its letter";
    EXPECT_EQ(desk.post(url, {{"version", version},
                              {"stance", "favourable"},
                              {"document", "Letter 7 of 20 November"},
                              {"given_by", elsewhere.to_string()}})
                  .status,
              422);
    EXPECT_EQ(desk.post(url, {{"version", version},
                              {"stance", "conditional"},
                              {"conditions", "After the harvest."},
                              {"document", "Letter 7 of 20 November"}})
                  .status,
              303);
    EXPECT_EQ(state_of(opinion), "conditional");
    EXPECT_EQ(value_of(opinion).document, "Letter 7 of 20 November");
}

TEST_P(Opinions, no_longer_needed_are_withdrawn_with_a_reason)
{
    auto const consultation = asked({agriculture, health});
    auto const needless = opinion_of(consultation, health);
    auto const withdraw_it = [&](Uuid opinion) {
        return act(opinions, opinion, [&](Tx &tx, Head const &head) {
            return withdraw_opinion(tx, officer, head, head.version, {"Not their field."});
        });
    };
    EXPECT_EQ(withdraw_it(needless), "");
    EXPECT_EQ(state_of(needless), "withdrawn");
    EXPECT_EQ(outstanding(consultation), 1);
    EXPECT_EQ(stands().offices(), 1);
    EXPECT_EQ(say(needless, doctor, {}), "records.wrong_state");
    auto const given = opinion_of(consultation, agriculture);
    EXPECT_EQ(say(given, farmer, {.stance = Stance::unfavourable, .reason = "No."}), "");
    EXPECT_EQ(withdraw_it(given), "records.wrong_state")
        << "what was said is not withdrawn because of what it says";
}

TEST_P(Opinions, end_with_their_consultation)
{
    auto const consultation = asked({agriculture, health});
    EXPECT_EQ(say(opinion_of(consultation, health), doctor, {}), "");
    EXPECT_EQ(act(consultations, consultation,
                  [&](Tx &tx, Head const &head) {
                      return withdraw(tx, officer, head, head.version, {"Asked too early."});
                  }),
              "");
    EXPECT_EQ(state_of(opinion_of(consultation, agriculture)), "withdrawn");
    EXPECT_EQ(state_of(opinion_of(consultation, health)), "favourable");
    EXPECT_EQ(stands().offices(), 0);
    EXPECT_EQ(act(consultations, consultation,
                  [&](Tx &tx, Head const &head) {
                      return ask_more(tx, officer, head, head.version,
                                      {day("2026-12-11"), offices({finance})});
                  }),
              "approvals.consultation_closed");
    EXPECT_EQ(code_of(store().read([&](Reader &reader) {
                  return records::find(reader, consultations, &officer, consultation.to_string(),
                                       "ask_more");
              })),
              "common.forbidden");
}

TEST_P(Opinions, of_an_office_asked_again_count_once_for_each_purpose)
{
    auto const first = asked({agriculture, health});
    EXPECT_EQ(say(opinion_of(first, agriculture), farmer,
                  {.stance = Stance::unfavourable, .reason = "Not this year."}),
              "");
    EXPECT_EQ(say(opinion_of(first, health), doctor, {}), "");
    EXPECT_EQ(finish(first), "");
    EXPECT_EQ(code_of(decide_go_ahead(stands(), "")), "approvals.unfavourable");
    auto const second = asked({agriculture});
    EXPECT_EQ(stands().outstanding(), 1);
    EXPECT_EQ(say(opinion_of(second, agriculture), farmer, {}), "");
    EXPECT_EQ(stands().favourable, 2);
    EXPECT_EQ(stands().unfavourable, 0);
    EXPECT_EQ(stands(Purpose::approval).offices(), 0);
    static_cast<void>(asked({agriculture}, Purpose::approval));
    EXPECT_EQ(stands(Purpose::approval).outstanding(), 1);
    EXPECT_EQ(stands().favourable, 2);
}

TEST_P(Opinions, given_at_the_same_moment_are_all_counted)
{
    auto const consultation = asked({agriculture, health});
    std::array const their{opinion_of(consultation, agriculture), opinion_of(consultation, health)};
    std::array const heads{head_of(opinions, their[0]), head_of(opinions, their[1])};
    auto const server = another_store();
    std::array<std::string, 2> said;
    auto const race = [&](storage::Store &mine, std::size_t which, auth::Identity const &who,
                          Head const &head) {
        said[which] = code_of(mine.write([&](Tx &tx) {
            return give(tx, who, records::head_of(tx, opinions, head.id), head.version, Giving{});
        }));
    };
    {
        std::thread first{[&] {
            race(store(), 0, farmer, heads[0]);
        }};
        std::thread second{[&] {
            race(*server, 1, doctor, heads[1]);
        }};
        first.join();
        second.join();
    }
    EXPECT_EQ(said[0], "");
    EXPECT_EQ(said[1], "");
    EXPECT_EQ(outstanding(consultation), 0);

    // Two people of one office: the second is told.
    auto const again = head_of(opinions, their[0]);
    {
        std::thread first{[&] {
            race(store(), 0, farmer, again);
        }};
        std::thread second{[&] {
            race(*server, 1, farmer, again);
        }};
        first.join();
        second.join();
    }
    std::ranges::sort(said);
    EXPECT_EQ(said[0], "");
    EXPECT_EQ(said[1], "common.stale");
}

} // namespace
} // namespace selatan::approvals
