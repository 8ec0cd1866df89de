/// \file
/// The rules on small trees that break them: a rule that cannot fail keeps nothing.
#include "tests/architecture/cpp_text.hpp"
#include "tests/architecture/rules.hpp"

#include <gtest/gtest.h>

namespace selatan::architecture {
namespace {

Order const &small_house()
{
    static Order const order = parse_order("# Map\n\n```order\n"
                                           "base\n"
                                           "engine: ranking ledger\n"
                                           "platform: clock storage i18n\n"
                                           "   web\n"
                                           "cooperation: partners requests\n"
                                           "exchange: iati\n"
                                           "main\n"
                                           "```\n");
    return order;
}

/// What the arrows say of one file with one include.
std::string arrow(std::string path, std::string_view include)
{
    return to_text(check_arrows(
        {{.path = std::move(path), .text = "#include \"" + std::string{include} + "\"\n"}},
        small_house()));
}

// -- Reading C++ --------------------------------------------------------------------------------

TEST(CppText, comments_and_literals_are_no_code)
{
    auto const cpp =
        take_apart("int a; // getenv\n/* getenv\n*/ char const *b = \"getenv \\\" \";\n"
                   "auto c = R\"sql(getenv\n)sql\"; int d = 1'000; char e = '\"'; f();\n");
    EXPECT_EQ(cpp.code.find("getenv"), std::string::npos);
    EXPECT_NE(cpp.code.find("f();"), std::string::npos);
    EXPECT_NE(cpp.code.find("1'000"), std::string::npos);
    ASSERT_EQ(cpp.strings.size(), 2U);
    EXPECT_EQ(cpp.strings[0].line, 3);
    EXPECT_EQ(cpp.strings[1].text, "getenv\n");
    EXPECT_EQ(cpp.strings[1].line, 4);
}

TEST(CppText, includes_are_found_where_the_compiler_finds_them)
{
    auto const cpp =
        take_apart("#pragma once\n// #include \"no.hpp\"\n  # include \"a/b.hpp\" // why\n"
                   "#include <vector>\nchar const *text = \"#include <no>\";\n");
    ASSERT_EQ(cpp.includes.size(), 2U);
    EXPECT_EQ(cpp.includes[0].path, "a/b.hpp");
    EXPECT_TRUE(cpp.includes[0].is_own);
    EXPECT_EQ(cpp.includes[0].line, 3);
    EXPECT_EQ(cpp.includes[1].path, "vector");
    EXPECT_FALSE(cpp.includes[1].is_own);
}

TEST(CppText, what_is_cut_off_ends_with_the_file)
{
    for (auto const *const text :
         {"/* never", "\"never", "'\\", "R\"x(never", "R\"never", "#include", "#include <never"}) {
        EXPECT_LE(take_apart(text).code.size(), std::string_view{text}.size()) << text;
    }
}

// -- The order ----------------------------------------------------------------------------------

TEST(Order, is_read_from_the_fenced_block)
{
    ASSERT_EQ(small_house().size(), 6U);
    EXPECT_EQ(small_house()[2].folders,
              (std::vector<std::string>{"clock", "storage", "i18n", "web"}));
    EXPECT_TRUE(small_house()[5].folders.empty());
    EXPECT_TRUE(parse_order("# A map without one\n").empty());
}

// -- Arrows -------------------------------------------------------------------------------------

TEST(Arrows, point_down)
{
    EXPECT_EQ(arrow("src/main/serve.cpp", "exchange/iati/iati.hpp"), "");
    EXPECT_EQ(arrow("src/exchange/iati/iati.cpp", "cooperation/requests/request.hpp"), "");
    EXPECT_EQ(arrow("src/cooperation/requests/request.cpp", "engine/ranking/ranking.hpp"), "");
    EXPECT_EQ(arrow("src/cooperation/requests/request.cpp", "platform/web/route.hpp"), "");
    EXPECT_EQ(arrow("src/platform/clock/clock.cpp", "base/date.hpp"), "");
    EXPECT_NE(arrow("src/base/date.cpp", "platform/clock/clock.hpp"), "");
    EXPECT_NE(arrow("src/platform/web/web.cpp", "cooperation/requests/request.hpp"), "");
    EXPECT_NE(arrow("src/cooperation/partners/post.cpp", "exchange/iati/iati.hpp"), "");
    EXPECT_NE(arrow("src/exchange/iati/iati.cpp", "main/serve.hpp"), "");
}

TEST(Arrows, engine_and_platform_never_see_each_other)
{
    EXPECT_EQ(arrow("src/platform/web/web.cpp", "engine/ranking/ranking.hpp"),
              "src/platform/web/web.cpp:1: engine and platform never see each other: "
              "engine/ranking/ranking.hpp\n");
    EXPECT_NE(arrow("src/engine/ranking/ranking.cpp", "platform/clock/clock.hpp"), "");
}

TEST(Arrows, within_a_layer_follow_the_list)
{
    EXPECT_EQ(arrow("src/platform/web/web.cpp", "platform/storage/store.hpp"), "");
    EXPECT_EQ(arrow("src/platform/storage/store.cpp", "platform/web/route.hpp"),
              "src/platform/storage/store.cpp:1: platform/storage comes before platform/web in "
              "ARCHITECTURE.md and cannot see it\n");
    EXPECT_NE(arrow("src/cooperation/partners/post.cpp", "cooperation/requests/request.hpp"), "");
    EXPECT_NE(arrow("src/engine/ranking/ranking.cpp", "engine/ledger/ledger.hpp"), "");
    EXPECT_EQ(arrow("src/platform/web/parts/x.cpp", "platform/web/route.hpp"), "");
}

TEST(Arrows, generated_words_are_i18n)
{
    EXPECT_EQ(arrow("src/platform/web/web.cpp", "words/common.hpp"), "");
    EXPECT_NE(arrow("src/platform/storage/store.cpp", "words/common.hpp"), "");
    EXPECT_NE(arrow("src/engine/ranking/ranking.cpp", "words/common.hpp"), "");
}

TEST(Arrows, only_tests_include_tests)
{
    EXPECT_EQ(arrow("src/platform/web/web_test.cpp", "tests/support/engines.hpp"), "");
    EXPECT_NE(arrow("src/platform/web/web.cpp", "tests/support/engines.hpp"), "");
    // A test is no way around the arrows.
    EXPECT_NE(arrow("src/base/date_test.cpp", "platform/clock/clock.hpp"), "");
}

TEST(Arrows, paths_start_at_src)
{
    EXPECT_NE(arrow("src/platform/web/web.cpp", "route.hpp"), "");
    EXPECT_NE(arrow("src/platform/web/web.cpp", "../storage/store.hpp"), "");
    EXPECT_NE(arrow("src/platform/web/web.cpp", "platform/unheard/of.hpp"), "");
}

// -- Folders ------------------------------------------------------------------------------------

TEST(Folders, are_in_the_map_and_on_the_disk)
{
    Order const order = parse_order("\n```order\nbase\nengine: ranking\nmain\n```\n");
    Tree const whole{
        {"src/base/a.cpp", ""}, {"src/engine/ranking/a.hpp", ""}, {"src/main/a.cpp", ""}};
    EXPECT_EQ(to_text(check_folders(whole, order)), "");
    auto more = whole;
    more.push_back({"src/engine/ledger/a.hpp", ""});
    EXPECT_EQ(to_text(check_folders(more, order)),
              "src/engine/ledger: is not in the order of ARCHITECTURE.md\n");
    EXPECT_EQ(to_text(check_folders({whole[0], whole[2]}, order)),
              "ARCHITECTURE.md: lists src/engine/ranking, which has no source\n");
}

TEST(Folders, have_a_page)
{
    EXPECT_EQ(to_text(check_explained(
                  {{"src/CMakeLists.txt", ""}, {"src/platform/http/CMakeLists.txt", ""}})),
              "src/platform/http: has no page: src/platform/http/http.md\n");
    EXPECT_EQ(to_text(check_explained({{"src/base/CMakeLists.txt", ""}, {"src/base/base.md", ""}})),
              "");
}

// -- The outside world --------------------------------------------------------------------------

std::string outside(std::string path, std::string text)
{
    return to_text(check_outside_world({{.path = std::move(path), .text = std::move(text)}}));
}

TEST(OutsideWorld, is_platforms)
{
    for (auto const *const text :
         {"#include <fstream>\n", "#include <sys/socket.h>\n",
          "auto n = std::chrono::system_clock::now();\n", "auto *p = ::getenv(\"HOME\");\n",
          "std::random_device d;\n", "auto t = std::time(nullptr);\n",
          "auto day = reader.now().date();\n"}) {
        EXPECT_NE(outside("src/base/x.cpp", text), "") << text;
        EXPECT_NE(outside("src/engine/ranking/x.hpp", text), "") << text;
        EXPECT_NE(outside("src/cooperation/requests/x.cpp", text), "") << text;
        EXPECT_NE(outside("src/exchange/iati/x.cpp", text), "") << text;
        EXPECT_EQ(outside("src/platform/clock/x.cpp", text), "") << text;
        EXPECT_EQ(outside("src/main/x.cpp", text), "") << text;
        EXPECT_EQ(outside("src/base/x_test.cpp", text), "") << text;
    }
}

TEST(OutsideWorld, may_be_spoken_of)
{
    EXPECT_EQ(outside("src/base/x.cpp",
                      "// as getenv would\nchar const *s = \"fopen\"; int my_getenv;\n"),
              "");
    EXPECT_EQ(outside("src/base/x.cpp", "#include <chrono>\n#include \"base/random.hpp\"\n"), "");
}

// -- SQL ----------------------------------------------------------------------------------------

std::string sql(std::string path, std::string_view literal)
{
    return to_text(check_sql(
        {{.path = std::move(path), .text = "auto s = R\"(" + std::string{literal} + ")\";\n"}}));
}

TEST(Sql, stands_in_the_stores)
{
    for (auto const *const statement :
         {"SELECT id FROM record", "\n  SELECT\n id", "INSERT INTO event (id)",
          "UPDATE event SET a = ?", "DELETE FROM event", "WITH x AS (SELECT 1)",
          "(SELECT 1 FROM x)", "UPDATE event "}) {
        EXPECT_NE(sql("src/cooperation/requests/request.cpp", statement), "") << statement;
        EXPECT_EQ(sql("src/cooperation/requests/request_store.cpp", statement), "") << statement;
        EXPECT_EQ(sql("src/cooperation/requests/request_test.cpp", statement), "") << statement;
    }
}

TEST(Sql, is_not_every_word_in_capitals)
{
    for (auto const *const text :
         {"SELECT", "SELECT 1", "UPDATE", "WITH ALL", "select a file", "Select a file",
          "r.audience = 'public'", "UPDATE your profile now"}) {
        EXPECT_EQ(sql("src/cooperation/requests/request.cpp", text), "") << text;
    }
}

// -- Text ---------------------------------------------------------------------------------------

std::string text(std::string path, std::string line)
{
    return to_text(check_text({{.path = std::move(path), .text = "first\n" + std::move(line)}}));
}

TEST(Text, has_no_tabs)
{
    EXPECT_EQ(text("src/base/x.cpp", "\tint a;\n"), "src/base/x.cpp:2: has a tab\n");
}

TEST(Text, is_at_most_120_characters_wide_where_it_is_code)
{
    EXPECT_EQ(text("src/base/x.cpp", std::string(120, 'x')), "");
    EXPECT_NE(text("src/base/x.cpp", std::string(121, 'x')), "");
    EXPECT_NE(text("script/run", std::string(121, 'x')), "");
    EXPECT_EQ(text("README.md", std::string(500, 'x')), "");
    EXPECT_EQ(text("assets/selatan.css", std::string(500, 'x')), "");
    std::string arrows; // characters, not bytes
    for (int i = 0; i < 120; ++i) {
        arrows += "→";
    }
    EXPECT_EQ(text("src/base/x.cpp", arrows), "");
}

TEST(Text, leaves_nothing_for_later)
{
    EXPECT_NE(text("src/base/x.cpp", "// TO"
                                     "DO: more"),
              "");
    EXPECT_NE(text("README.md", "FIX"
                                "ME"),
              "");
    EXPECT_EQ(text("src/base/x.cpp", "int TO"
                                     "DOS;"),
              "");
}

TEST(Text, names_no_path_of_one_machine)
{
    EXPECT_NE(text("README.md", "see /ho"
                                "me/ana/selatan"),
              "");
    EXPECT_NE(text("script/run", "x=/wo"
                                 "rk/main"),
              "");
    EXPECT_EQ(text("README.md", "https://example.org/ho"
                                "me/page"),
              "");
    EXPECT_EQ(text("README.md", "a/wo"
                                "rk/b and ./wo"
                                "rk/b"),
              "");
}

} // namespace
} // namespace selatan::architecture
