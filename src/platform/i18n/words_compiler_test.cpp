#include "base/country.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <string>
#include <unistd.h>

/// The words compiler as the build runs it: on a small locale/ of one capability, "boats".
namespace selatan {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    int status = 0;
    std::string said;   ///< on standard error
    std::string header; ///< words/boats.hpp, if it was written
};

/// `english` in every language, but for those in `others`. An empty text means: no file.
Outcome compile(std::string const &english, std::map<Language, std::string> const &others = {})
{
    static int count = 0;
    auto const root = fs::temp_directory_path() / ("selatan-words-" + std::to_string(::getpid()) +
                                                   "-" + std::to_string(++count));
    for (auto const language : languages) {
        auto const folder = root / "locale" / to_code(language);
        fs::create_directories(folder);
        auto const other = others.find(language);
        auto const &text = other != others.end() ? other->second : english;
        if (!text.empty()) {
            std::ofstream{folder / "boats.json"} << text;
        }
    }
    auto const command = std::string{WORDS_COMPILER} + " '" + (root / "locale").string() + "' '" +
                         (root / "words").string() + "' 2>&1";
    Outcome outcome;
    FILE *const pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    while (auto const read = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        outcome.said.append(buffer.data(), read);
    }
    outcome.status = ::pclose(pipe);
    std::ostringstream header;
    if (std::ifstream const file{root / "words" / "boats.hpp"}) {
        header << file.rdbuf();
    }
    outcome.header = header.str();
    fs::remove_all(root);
    return outcome;
}

/// A plural with every category that any of the six languages needs, and none that one never uses.
std::string const arabic_boats =
    R"({"n":"{count, plural, zero {z} one {o} two {t} few {#} many {#} other {#}}"})";
std::string const id_boats = R"({"n":"{count, number} perahu"})";
std::string const english_boats = R"({"n":"{count, plural, one {# boat} other {# boats}}"})";

void expect_refused(Outcome const &outcome, std::string const &file, std::string const &text)
{
    EXPECT_NE(outcome.status, 0);
    EXPECT_NE(outcome.said.find(file), std::string::npos) << outcome.said;
    EXPECT_NE(outcome.said.find(text), std::string::npos) << outcome.said;
    EXPECT_EQ(outcome.header, "") << "nothing may be written";
}

TEST(WordsCompiler, writes_one_typed_accessor_a_key)
{
    auto const outcome = compile(
        R"({"save":"Save","delete":"Delete","by":"By {who} on {day, date} at {at, time}",)"
        R"("ranks":{"mate":"Mate","cook":"Cook"},"dock":{"title":"Dock","state":{"free":"Free"}},)"
        R"("read":"Read <1>this</1>"})");
    EXPECT_EQ(outcome.status, 0) << outcome.said;
    for (std::string_view const expected :
         {"std::string_view save(Language language);",
          "std::string_view delete_(Language language);",
          "std::string by(Language language, std::string_view who, Date day, Instant at, "
          "std::string_view time_zone);",
          "std::optional<std::string_view> ranks(Language language, std::string_view code);",
          "std::string_view ranks_mate(Language language);", "namespace dock {",
          "std::string_view state_free(Language language);",
          "i18n::Slotted read(Language language);"}) {
        EXPECT_NE(outcome.header.find(expected), std::string::npos) << expected;
    }
}

TEST(WordsCompiler, refuses_a_missing_key)
{
    expect_refused(compile(R"({"a":"A","b":"B"})", {{Language::fr, R"({"a":"A"})"}}),
                   "fr/boats.json: b: is missing", "in English: B");
}

TEST(WordsCompiler, refuses_an_extra_key)
{
    expect_refused(compile(R"({"a":"A"})", {{Language::pt, R"({"a":"A","b":"B"})"}}),
                   "pt/boats.json: b: is not in English", "B");
}

TEST(WordsCompiler, refuses_a_missing_file)
{
    expect_refused(compile(R"({"a":"A"})", {{Language::ar, ""}}), "ar/boats.json",
                   "cannot be read");
    expect_refused(compile(R"({"a":"A"})", {{Language::en, ""}}), "en/boats.json",
                   "cannot be read");
}

TEST(WordsCompiler, names_every_problem_at_once)
{
    auto const outcome = compile(R"({"a":"A","b":"B"})",
                                 {{Language::fr, R"({"a":"A"})"}, {Language::es, R"({"b":"B"})"}});
    EXPECT_NE(outcome.said.find("fr/boats.json: b:"), std::string::npos);
    EXPECT_NE(outcome.said.find("es/boats.json: a:"), std::string::npos);
}

TEST(WordsCompiler, refuses_what_is_not_a_sentence)
{
    struct Row {
        std::string json;
        std::string_view why;
    };
    Row const rows[] = {
        {R"({"a":"{"})", "not ICU MessageFormat"},
        {R"({"a":"{n, plural, one {x}}"})", "not ICU MessageFormat"},
        {R"({"a":"{n, plural, one {x} one {y} other {z}}"})", "there twice"},
        {R"({"a":"{n, plural, offset:1 one {x} other {z}}"})", "offset"},
        {R"({"a":"{0} boats"})", "a name is"},
        {R"({"a":"{Count} boats"})", "a name is"},
        {R"({"a":"{n, choice, 0#x|1#y}"})", "choice"},
        {R"({"a":"{n, number, percent}"})", "use number"},
        {R"({"a":"{n, spellout}"})", "use number"},
        {R"({"a":"{n, number} {n, date}"})", "a number and a date"},
        {R"({"a":""})", "is empty"},
        {R"({"a":" x"})", "space"},
        {R"({"a":"<1>x"})", "not closed"},
        {R"({"a":"x</1>"})", "slot"},
        {R"({"a":"<1><2>x</2></1>"})", "nest"},
        {R"({"a":"e\u0301"})", "normalization"},
        {R"({"a":"A","a":"B"})", "there twice"},
        {R"({"a":1})", "must be a sentence"},
        {R"({"a":["x"]})", "must be a sentence"},
        {R"(["x"])", "must be a sentence"},
        {R"("x")", "must be a sentence"},
        {R"({"A":"x"})", "a key is"},
        {R"({"a":"x)", "not JSON"},
        {R"({"a":"x"} y)", "follows"},
        {R"({"a_b":"x","a":{"b":"y"}})", "the same C++ name"},
    };
    for (auto const &row : rows) {
        auto const outcome = compile(row.json);
        expect_refused(outcome, "en/boats.json", std::string{row.why});
    }
}

TEST(WordsCompiler, refuses_arguments_that_differ_from_english)
{
    auto const english = std::string{R"({"a":"{who} came on {day, date}"})"};
    expect_refused(compile(english, {{Language::es, R"({"a":"{who}"})"}}),
                   "es/boats.json: a:", "lacks argument {day}");
    expect_refused(compile(english, {{Language::es, R"({"a":"{who} {day, date} {x}"})"}}),
                   "es/boats.json: a:", "{x} is not in the English sentence");
    expect_refused(compile(english, {{Language::es, R"({"a":"{who} {day, number}"})"}}),
                   "es/boats.json: a:", "is a number here and a date in English");
    expect_refused(compile(R"({"a":"{x, select, f {F} other {O}}"})",
                           {{Language::es, R"({"a":"{x, select, m {M} other {O}}"})"}}),
                   "es/boats.json: a:", "chooses among m, other here");
    expect_refused(compile(R"({"a":"<1>x</1>"})", {{Language::es, R"({"a":"x"})"}}),
                   "es/boats.json: a:", "slots");
}

TEST(WordsCompiler, wants_the_plural_categories_that_each_language_uses)
{
    std::map<Language, std::string> good{{Language::ar, arabic_boats}, {Language::id, id_boats}};
    EXPECT_EQ(compile(english_boats, good).status, 0);

    auto const with = [&](Language language, std::string const &json) {
        auto others = good;
        others[language] = json;
        return compile(english_boats, others);
    };
    expect_refused(with(Language::ar,
                        R"({"n":"{count, plural, zero {z} one {o} two {t} many {#} other {#}}"})"),
                   "ar/boats.json: n:", "lacks \"few\"");
    expect_refused(with(Language::fr, R"({"n":"{count, plural, =1 {un} other {#}}"})"),
                   "fr/boats.json: n:", "lacks \"one\"");
    expect_refused(with(Language::id, R"({"n":"{count, plural, one {satu} other {#}}"})"),
                   "id/boats.json: n:", "never uses \"one\"");
    expect_refused(with(Language::en, R"({"n":"{count, plural, zero {no} one {#} other {#}}"})"),
                   "en/boats.json: n:", "never uses \"zero\"");
    // Exact numbers stand for a category that has no others; a million needs no "many" but may have
    // it.
    EXPECT_EQ(with(Language::ar,
                   R"({"n":"{count, plural, =0 {z} =1 {o} =2 {t} few {#} many {#} other {#}}"})")
                  .status,
              0);
    EXPECT_EQ(
        with(Language::es, R"({"n":"{count, plural, one {#} many {# de} other {#}}"})").status, 0);
}

TEST(WordsCompiler, an_apostrophe_is_a_letter_unless_it_quotes_a_brace)
{
    auto const outcome = compile(R"({"a":"l'offre d'Indonésie '{'x'}'"})");
    EXPECT_EQ(outcome.status, 0) << outcome.said;
}

} // namespace
} // namespace selatan
