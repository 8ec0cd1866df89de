#include "platform/http/message.hpp"
#include "platform/records/input.hpp"
#include "tests/support/sample_noun.hpp"

#include <gtest/gtest.h>

namespace selatan::records {
namespace {

using testing::Sample;
using testing::sample_fields;

class Fill : public testing::SampleTest {
protected:
    Problems fill(Input const &input, Sample &sample, Missing missing = Missing::kept,
                  Audience audience = Audience::internal)
    {
        return store().read([&](storage::Reader &reader) {
            return records::fill(reader, lists, sample_fields, input, missing, audience, &sample);
        });
    }
    /// The code of the one problem with `name` set to `text`; else what the field then prints.
    std::string result(std::string const &name, std::string const &text)
    {
        Input input;
        input.set(name, text);
        Sample sample;
        auto const problems = fill(input, sample);
        if (!problems.empty()) {
            EXPECT_EQ(problems.size(), 1U) << name;
            EXPECT_EQ(problems.front().field, name);
            return problems.front().code;
        }
        return field_named(testing::samples, name.substr(0, name.find('.'))).print(&sample);
    }
};
INSTANTIATE_ENGINES(Fill);

TEST_P(Fill, believes_what_is_right_and_names_what_is_wrong)
{
    auto const parent = make(testing::SampleTest::named("Ministry of Rice"));
    auto const id = parent.id.to_string();
    std::string const letters_40 = [] {
        std::string text;
        for (int i = 0; i < 40; ++i) {
            text += "ع";
        }
        return text;
    }();
    struct Case {
        std::string_view field;
        std::string typed;
        std::string result;
    };
    for (auto const &[field, typed, expected] : std::vector<Case>{
             {"name", "  Rice \t terraces ", "Rice terraces"},
             {"name", " ", "common.required"},
             {"name", std::string(301, 'x'), "common.too_long"},
             {"summary", "One.\r\n\r\n\r\nTwo.", "One.\n\nTwo."},
             {"summary", letters_40, letters_40}, // letters, not bytes
             {"summary", letters_40 + "x", "common.too_long"},
             {"summary", "", ""},
             {"email", "ana@mfa.example", "ana@mfa.example"},
             {"email", "ana", "common.not_an_email"},
             {"email", "a@b@c", "common.not_an_email"},
             {"email", "@mfa.example", "common.not_an_email"},
             {"email", "ana maria@mfa.example", "common.not_an_email"},
             {"email", std::string(500, 'a') + "@b.example", "common.too_long"},
             {"website", "https://a.example", "https://a.example"},
             {"website", "javascript:alert(1)", "common.not_a_link"},
             {"website", "https://", "common.not_a_link"},
             {"website", "https://a.example/" + std::string(30, 'x'), "common.too_long"},
             {"places", "7", "7"},
             {"places", "", ""},
             {"places", "0", "common.out_of_range"},
             {"places", "101", "common.out_of_range"},
             {"places", "7.5", "common.not_a_number"},
             {"places", "seven", "common.not_a_number"},
             {"places", "99999999999999999999", "common.not_a_number"},
             {"since", "2026-02-28", "2026-02-28"},
             {"since", "2026-02-30", "common.not_a_date"},
             {"since", "28/02/2026", "common.not_a_date"},
             {"is_open", "yes", "yes"},
             {"is_open", "false", "no"},
             {"is_open", "perhaps", "common.unknown_choice"},
             {"colour", "green", "green"},
             {"colour", "blue", "common.unknown_choice"},
             {"colour", "", "common.required"},
             {"days", "monday sunday monday", "monday sunday"},
             {"days", "monday friday", "common.unknown_choice"},
             {"country", "TLS", "TLS"},
             {"country", "Timor-Leste", "TLS"},
             {"country", "Atlantis", "common.unknown_country"},
             {"languages", "en tet", "en tet"},
             {"languages", "French, Tetum", "fr tet"},
             {"languages", "fr;English;", "fr en"},
             {"languages", "en klingon", "common.unknown_choice"},
             {"parent", id, id},
             {"parent", parent.reference, id},
             {"parent", parent.reference + " Ministry of Rice", id},
             {"parent", "Ministry of Rice", id},
             {"parent", "SMP-1999-0001", "records.unknown_record"},
             {"parent", officer.to_string(), "records.unknown_record"},
             {"names", R"({"fr":"Riz"})", R"({"fr":"Riz"})"},
             {"names", "Riz", "common.invalid_text"},
             {"names", R"({"xx":"Riz"})", "common.invalid_text"},
             {"names", R"({"fr":"0123456789A"})", "common.too_long"},
             // Each language has the whole length.
             {"names", R"({"en":"0123456789","fr":"0123456789","original":"en"})",
              R"({"en":"0123456789","fr":"0123456789","original":"en"})"},
             {"notes", "Seen by officers", "Seen by officers"},
             {"secret", "x", "records.forbidden_field"},
             {"verdict", "x", "records.forbidden_field"},
             {"unheard_of", "x", "records.unknown_field"},
             {"name.fr", "x", "records.unknown_field"},
         }) {
        EXPECT_EQ(result(std::string{field}, typed), expected)
            << field << ": " << typed.substr(0, 60);
    }
}

TEST_P(Fill, does_not_guess_between_two_records_of_one_title)
{
    make(testing::SampleTest::named("Ministry"));
    make(testing::SampleTest::named("Ministry"));
    EXPECT_EQ(result("parent", "Ministry"), "records.unknown_record");
}

TEST_P(Fill, takes_content_in_several_languages_as_the_parts_of_a_form)
{
    Input input;
    input.set("names.fr", "Riz");
    input.set("names.en", "Rice");
    input.set("names.ar", "");
    Sample sample;
    EXPECT_TRUE(fill(input, sample).empty());
    EXPECT_EQ(sample.names.in(Language::fr), "Riz");
    EXPECT_EQ(sample.names.in(Language::en), "Rice");
    EXPECT_FALSE(sample.names.has(Language::ar));

    Input cleared;
    cleared.set("names.fr", " ");
    EXPECT_TRUE(fill(cleared, sample).empty());
    EXPECT_TRUE(sample.names.empty());
}

TEST_P(Fill, refuses_what_is_missing_in_a_new_record_and_keeps_it_in_an_old_one)
{
    Input input;
    input.set("summary", "Only this");
    Sample sample;
    sample.name = "Kept";
    auto const problems = fill(input, sample, Missing::refused);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0], (Problem{"name", "common.required", {}}));
    EXPECT_EQ(problems[1], (Problem{"colour", "common.required", {}}));
    EXPECT_TRUE(fill(input, sample, Missing::kept).empty());
    EXPECT_EQ(sample.name, "Kept");
    EXPECT_EQ(sample.summary, "Only this");
}

TEST_P(Fill, lets_nobody_set_what_they_may_not_see)
{
    Input input;
    input.set("notes", "x");
    Sample sample;
    auto const problems = fill(input, sample, Missing::kept, Audience::partner);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems.front().code, "records.forbidden_field");
    EXPECT_EQ(sample.notes, "");
}

TEST_P(Fill, reports_every_field_at_once)
{
    Input input;
    input.set("email", "x");
    input.set("places", "x");
    input.set("country", "x");
    Sample sample;
    EXPECT_EQ(fill(input, sample).size(), 3U);
}

// -- Input --------------------------------------------------------------------------------------

TEST(Input, joins_what_a_form_repeats)
{
    auto const input =
        Input::from_form(http::Parameters::parse("days=monday&days=&name=Rice&days=sunday&empty="));
    EXPECT_EQ(input.get("days"), "monday sunday");
    EXPECT_EQ(input.get("name"), "Rice");
    EXPECT_TRUE(input.has("empty"));
    EXPECT_FALSE(input.has("absent"));
    EXPECT_EQ(input.get("absent"), "");
}

TEST(Input, reads_one_json_object)
{
    auto const input = Input::from_json(
        R"({"text":"Rice","none":null,"yes":true,"number":-7,"codes":["a","b"],"names":{"fr":"Riz"}})");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->get("text"), "Rice");
    EXPECT_TRUE(input->has("none"));
    EXPECT_EQ(input->get("none"), "");
    EXPECT_EQ(input->get("yes"), "yes");
    EXPECT_EQ(input->get("number"), "-7");
    EXPECT_EQ(input->get("codes"), "a b");
    EXPECT_EQ(input->get("names"), R"({"fr":"Riz"})");
}

TEST(Input, refuses_what_is_no_object_of_texts)
{
    using namespace std::string_literals;
    struct Case {
        std::string body;
        std::string_view code;
    };
    for (auto const &[body, code] : std::vector<Case>{
             {"", "records.not_json"},
             {"{", "records.not_json"},
             {"[]", "records.not_json"},
             {"\"text\"", "records.not_json"},
             {"null", "records.not_json"},
             {R"({"a":1} x)", "records.not_json"},
             {R"({"a":1,"b":2,"a":3})", "records.repeated_key"},
             {R"({"a":{"en":"Rice","fr":"Riz","\u0065n":"Corn"}})", "records.repeated_key"},
             {"{\"a\":\"\xFF\"}", "records.not_json"},
             {"{\"a\":\"\0\"}"s, "records.not_json"},
             {std::string(100'000, '['), "records.not_json"},
             {R"({"a":[1]})", "common.invalid_text"},
             {R"({"a":[["x"]]})", "common.invalid_text"},
             {R"({"a":[{"b":"c"}]})", "common.invalid_text"},
         }) {
        auto const input = Input::from_json(body);
        ASSERT_FALSE(input) << body.substr(0, 40);
        EXPECT_EQ(input.error().problems.front().code, code) << body.substr(0, 40);
    }
}

TEST(Input, reports_every_json_value_that_no_field_takes)
{
    auto const input = Input::from_json(R"({"a":[1],"b":"fine","c":[null]})");
    ASSERT_FALSE(input);
    ASSERT_EQ(input.error().problems.size(), 2U);
    EXPECT_EQ(input.error().problems[0].field, "a");
    EXPECT_EQ(input.error().problems[1].field, "c");
}

} // namespace
} // namespace selatan::records
