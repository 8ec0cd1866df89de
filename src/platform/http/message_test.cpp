#include "platform/http/message.hpp"

#include "base/ensure.hpp"

#include <gtest/gtest.h>

namespace selatan::http {
namespace {

TEST(Headers, are_found_whatever_their_case_and_set_replaces_all_of_a_name)
{
    Headers headers;
    headers.add("Content-Type", "text/plain");
    headers.add("X-Many", "1");
    headers.add("x-many", "2");
    EXPECT_EQ(headers.find("content-type"), "text/plain");
    EXPECT_EQ(headers.count("X-MANY"), 2U);
    headers.set("X-MANY", "3");
    EXPECT_EQ(headers.find("x-many"), "3");
    EXPECT_EQ(headers.count("x-many"), 1U);
    EXPECT_FALSE(headers.find("absent"));
}

TEST(Parameters, are_read_as_browsers_write_them)
{
    struct Case {
        std::string_view encoded;
        std::vector<std::pair<std::string, std::string>> wanted;
    };
    for (auto const &[encoded, wanted] : std::vector<Case>{
             {"", {}},
             {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
             {"a=1&a=2", {{"a", "1"}, {"a", "2"}}},
             {"&&a=1&", {{"a", "1"}}},
             {"a", {{"a", ""}}},
             {"=1", {{"", "1"}}},
             {"a=b=c", {{"a", "b=c"}}},
             {"q=two+words%21", {{"q", "two words!"}}},
             {"%61%3D=%26", {{"a=", "&"}}},
             {"name=%D8%A7%D9%84", {{"name", "\xD8\xA7\xD9\x84"}}},
             {"bad=%4&worse=%zz%", {{"bad", "%4"}, {"worse", "%zz%"}}},
             {"latin=caf%E9", {{"latin", "caf\xEF\xBF\xBD"}}},
             {"nul=a%00b",
              {{"nul", "a\xEF\xBF\xBD"
                       "b"}}},
         }) {
        auto const parsed = Parameters::parse(encoded);
        std::vector<std::pair<std::string, std::string>> const got{parsed.begin(), parsed.end()};
        EXPECT_EQ(got, wanted) << encoded;
    }
}

TEST(Parameters, that_are_written_read_back_the_same)
{
    Parameters parameters;
    parameters.add("plain", "value");
    parameters.add("sp ace", "a+b&c=d%");
    parameters.add("arabic", "\xD9\x85");
    parameters.add("empty", "");
    EXPECT_EQ(parameters.encode(), "plain=value&sp+ace=a%2Bb%26c%3Dd%25&arabic=%D9%85&empty=");
    EXPECT_EQ(Parameters::parse(parameters.encode()), parameters);
    EXPECT_EQ(parameters.find("empty"), "");
    EXPECT_FALSE(parameters.find("absent"));
}

TEST(Parameters, with_one_name_are_all_given_in_order)
{
    auto const parameters = Parameters::parse("state=draft&x=1&state=received");
    EXPECT_EQ(parameters.all("state"), (std::vector<std::string_view>{"draft", "received"}));
    EXPECT_EQ(parameters.find("state"), "draft");
}

TEST(Component, survives_encoding_and_a_malformed_one_is_nothing)
{
    std::string const text = "a b/\xC3\xA9~-._?";
    EXPECT_EQ(encode_component(text), "a%20b%2F%C3%A9~-._%3F");
    EXPECT_EQ(decode_component(encode_component(text)), text);
    EXPECT_EQ(decode_component("1+1"), "1+1");
    for (auto const *const malformed : {"%", "%4", "%zz", "a%00", "%E9", "%ED%A0%80", "%C0%AF"}) {
        EXPECT_FALSE(decode_component(malformed)) << malformed;
    }
}

TEST(Text, is_repaired_one_replacement_per_ill_formed_sequence)
{
    EXPECT_EQ(repaired_text("sound"), "sound");
    // Unicode 3.9, table 3-8
    EXPECT_EQ(repaired_text("\x61\xF1\x80\x80\xE1\x80\xC2\x62"), "a\uFFFD\uFFFD\uFFFD"
                                                                 "b");
    EXPECT_EQ(repaired_text(std::string{"a\0b", 3}), "a\uFFFD"
                                                     "b");
}

TEST(Cookie, is_found_among_several)
{
    Request request;
    request.headers.add("Cookie", "first=1; session=abc=def;last=");
    request.headers.add("cookie", "other=2");
    EXPECT_EQ(request.cookie("session"), "abc=def");
    EXPECT_EQ(request.cookie("last"), "");
    EXPECT_EQ(request.cookie("other"), "2");
    EXPECT_FALSE(request.cookie("sess"));
    EXPECT_FALSE(request.cookie("Session"));
}

TEST(Cookie, that_would_break_out_of_its_header_is_a_bug)
{
    EXPECT_EQ((Cookie{.name = "session", .value = "x"}.to_header()),
              "session=x; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(
        (Cookie{.name = "s", .max_age = std::chrono::seconds{0}, .secure = false}.to_header()),
        "s=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    for (auto const *const value : {"a;b", "a b", "a\r\nb", "a,b", "\"a\""}) {
        EXPECT_THROW((void)(Cookie{.name = "s", .value = value}.to_header()), Bug) << value;
    }
    EXPECT_THROW((void)(Cookie{.name = "s=", .value = "v"}.to_header()), Bug);
}

TEST(Method, has_a_code_that_leads_back)
{
    for (auto const method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::del, Method::options}) {
        auto other = Method::options;
        EXPECT_TRUE(from_code(to_code(method), other));
        EXPECT_EQ(other, method);
    }
    auto method = Method::get;
    EXPECT_FALSE(from_code("TRACE", method));
    EXPECT_FALSE(from_code("get", method)); // RFC 9110, 9.1: case matters
}

} // namespace
} // namespace selatan::http
