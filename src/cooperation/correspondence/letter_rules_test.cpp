#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/shipped_templates.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <set>

namespace selatan::correspondence {
namespace {

using selatan::testing::code_of;
using selatan::testing::day;

std::string codes_of(Problems const &problems)
{
    std::string all;
    for (auto const &problem : problems) {
        all += (all.empty() ? "" : " ") + problem.field + ":" + problem.code;
    }
    return all;
}

Id<partners::Post> post(std::int64_t number)
{
    return Id<partners::Post>{Uuid::make(number, {})};
}

Letter complete()
{
    Letter letter;
    letter.country = *CountryCode::parse("TLS");
    letter.signatory = post(9);
    letter.first_language = Language::en;
    letter.second_language = Language::pt;
    letter.subject.set(Language::en, "Reply");
    letter.subject.set(Language::pt, "Resposta");
    letter.body.set(Language::en, "The agency presents its compliments.");
    letter.body.set(Language::pt, "A agência cumprimenta.");
    return letter;
}

TEST(LetterRules, a_letter_has_an_addressee_and_a_text_in_each_of_its_languages)
{
    EXPECT_EQ(codes_of(check_letter(complete())), "");
    auto letter = complete();
    letter.country.reset();
    EXPECT_EQ(codes_of(check_letter(letter)), "country:correspondence.addressee_missing");
    letter = complete();
    letter.second_language = Language::en;
    EXPECT_EQ(codes_of(check_letter(letter)), "second_language:correspondence.same_language");
    letter = complete();
    letter.second_language = Language::ar;
    EXPECT_EQ(codes_of(check_letter(letter)),
              "subject:correspondence.text_missing body:correspondence.text_missing");
    letter = complete();
    letter.body.set(Language::en, "");
    EXPECT_EQ(codes_of(check_letter(letter)), "body:correspondence.text_missing");
}

TEST(LetterRules, a_letter_goes_round_when_nothing_is_left_open)
{
    std::array const initials{InitialPlace{.post = post(1)}};
    EXPECT_EQ(code_of(decide_circulate(complete(), initials)), "");
    auto letter = complete();
    letter.signatory.reset();
    EXPECT_EQ(code_of(decide_circulate(letter, {})), "correspondence.no_signatory");
    EXPECT_EQ(code_of(decide_circulate(complete(), {})), "correspondence.nobody_initials");
    letter = complete();
    letter.body.set(Language::pt, "Referência: […]");
    EXPECT_EQ(code_of(decide_circulate(letter, initials)), "correspondence.blank_left");
    letter = complete();
    letter.subject.set(Language::en, "Re: […]");
    EXPECT_EQ(code_of(decide_circulate(letter, initials)), "correspondence.blank_left");
}

TEST(LetterRules, initials_are_given_in_order_by_whoever_acts_for_the_post)
{
    std::array const initials{InitialPlace{post(1), 1, true}, InitialPlace{post(2), 2, false},
                              InitialPlace{post(3), 3, false}};
    struct Case {
        std::vector<Id<partners::Post>> acts_for;
        std::string refusal;
    };
    for (auto const &[acts_for, refusal] :
         {Case{{post(2)}, ""}, Case{{post(7), post(2)}, ""},
          Case{{post(3)}, "correspondence.not_your_turn"},
          Case{{post(1)}, "correspondence.not_your_initial"}, // given already
          Case{{post(9)}, "correspondence.not_your_initial"},
          Case{{}, "correspondence.not_your_initial"}}) {
        auto const place = decide_initial(initials, acts_for);
        EXPECT_EQ(code_of(place), refusal);
        if (place) {
            EXPECT_EQ(*place, 1U);
        }
    }
}

TEST(LetterRules, the_signatory_signs_or_whoever_acts_for_it)
{
    auto const today = day("2026-11-21");
    std::array const signs{post(9)};
    std::array const other{post(8)};
    EXPECT_EQ(code_of(decide_sign(complete(), {.number = {}, .dated = today}, signs, today)), "");
    EXPECT_EQ(code_of(decide_sign(complete(), {.number = {}, .dated = today}, other, today)),
              "correspondence.not_your_signature");
    EXPECT_EQ(
        code_of(decide_sign(complete(), {.number = {}, .dated = day("2026-11-22")}, signs, today)),
        "common.in_the_future");
}

TEST(LetterRules, a_letter_leaves_on_or_after_its_date)
{
    auto letter = complete();
    letter.dated = day("2026-11-20");
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_dispatch(letter, {.dispatched_on = day("2026-11-20")}, today)), "");
    EXPECT_EQ(code_of(decide_dispatch(letter, {.dispatched_on = day("2026-11-22")}, today)),
              "common.in_the_future");
    EXPECT_EQ(code_of(decide_dispatch(letter, {.dispatched_on = day("2026-11-19")}, today)),
              "correspondence.before_signature");
}

TEST(LetterRules, roles_try_what_is_theirs)
{
    struct Case {
        auth::Role role;
        std::string_view verbs; ///< of the letter's policy
    };
    constexpr std::string_view all =
        "see create change comment ask_initial circulate initial object "
        "take_back sign import_signed dispatch cancel";
    for (auto const &[role, verbs] :
         {Case{auth::Role::coordinator, all}, Case{auth::Role::desk_officer, all},
          Case{auth::Role::signatory, "see comment initial object sign"},
          Case{auth::Role::approver, "see comment initial object sign"},
          Case{auth::Role::own_mission, "see"}, Case{auth::Role::line_ministry, "see"},
          Case{auth::Role::focal_point, "see comment"},
          Case{auth::Role::partner_mission, "see comment"},
          Case{auth::Role::implementer, "see comment"}, Case{auth::Role::participant, ""},
          Case{auth::Role::auditor, "see"}}) {
        auth::Identity who;
        who.grants.push_back(
            {.id = {}, .role = role, .scope = {}, .valid_from = {}, .valid_until = {}});
        std::string may;
        for (std::string_view rest = all; !rest.empty();) {
            auto const verb = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(verb.size() + 1, rest.size()));
            if (records::could(letter_policy, &who, verb)) {
                may += (may.empty() ? "" : " ") + std::string{verb};
            }
        }
        EXPECT_EQ(may, verbs) << auth::to_code(role);
    }
}

TEST(NoteRules, a_note_has_a_sender_and_dates_that_can_be)
{
    auto const today = day("2026-11-21");
    IncomingNote note;
    note.received_on = today;
    EXPECT_EQ(codes_of(check_note(note, today)), "country:correspondence.sender_missing");
    note.country = *CountryCode::parse("TLS");
    EXPECT_EQ(codes_of(check_note(note, today)), "");
    note.dated = day("2026-11-22");
    EXPECT_EQ(codes_of(check_note(note, today)),
              "dated:common.in_the_future received_on:correspondence.received_before_written");
    note.dated = today;
    note.received_on = day("2026-11-23");
    EXPECT_EQ(codes_of(check_note(note, today)), "received_on:common.in_the_future");
}

TEST(NoteRules, a_note_is_given_to_somebody_in_time)
{
    auto const today = day("2026-11-21");
    EXPECT_EQ(code_of(decide_assign({}, today)), "correspondence.assigned_to_nobody");
    EXPECT_EQ(code_of(decide_assign({.post = post(1)}, today)), "");
    EXPECT_EQ(code_of(decide_assign({.officer = "desk@agency.example"}, today)), "");
    EXPECT_EQ(code_of(decide_assign({.post = post(1), .deadline = day("2026-11-20")}, today)),
              "common.in_the_past");
}

TEST(Templates, name_their_places_and_are_filled)
{
    EXPECT_EQ(placeholders_in("{country} and {title}, {"),
              (std::vector<std::string>{"country", "title"}));
    EXPECT_EQ(filled("To {addressee}: {title} {", {{"addressee", "Dili"}, {"title", ""}}),
              "To Dili: […] {");
    EXPECT_EQ(filled("nothing", {}), "nothing");
    // What is filled in is text: braces in a title are no places.
    EXPECT_EQ(filled("{title}", {{"title", "{country}"}}), "{country}");
}

TEST(Templates, with_a_place_that_nobody_knows_are_refused_by_its_name)
{
    LetterTemplate value;
    value.subject.set(Language::en, "{reference}");
    value.body.set(Language::en, "Dear {addressee}");
    EXPECT_TRUE(check_template(value).empty());
    value.body.set(Language::ar, "إلى {adressee}");
    auto const problems = check_template(value);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems.front().field, "body");
    EXPECT_EQ(problems.front().arguments.front().second, "adressee");
}

TEST(Templates, that_are_shipped_are_whole_in_six_languages)
{
    EXPECT_EQ(shipped_templates().size(), 5U);
    for (auto const text : shipped_templates()) {
        auto const parsed = boost::json::parse(text);
        for (auto const *const part : {"subject", "body"}) {
            auto const content =
                i18n::MultilingualText::parse(boost::json::serialize(parsed.as_object().at(part)));
            ASSERT_TRUE(content);
            auto places = placeholders_in(content->in(Language::en));
            std::ranges::sort(places);
            for (auto const language : languages) {
                EXPECT_TRUE(content->has(language)) << part << " " << to_code(language);
                // Each language says the same; it may do so in another order, and name somebody
                // once more or less.
                auto const said = placeholders_in(content->in(language));
                std::set<std::string> const same{said.begin(), said.end()};
                std::set<std::string> const unique{places.begin(), places.end()};
                EXPECT_EQ(same, unique) << text.substr(0, 80) << to_code(language);
            }
        }
    }
}

} // namespace
} // namespace selatan::correspondence
