#include "platform/i18n/negotiate.hpp"

#include <gtest/gtest.h>
#include <string>

namespace selatan::i18n {
namespace {

TEST(Negotiate, the_best_of_our_languages_is_chosen)
{
    struct Row {
        std::string_view header;
        std::optional<Language> expected;
    };
    auto const none = std::nullopt;
    Row const rows[] = {
        {"fr", Language::fr},
        {"pt-BR,pt;q=0.9,en;q=0.8", Language::pt},
        {"de-DE,de;q=0.9,es;q=0.4,en;q=0.3", Language::es},
        {"en;q=0.5, ar;q=0.7", Language::ar},
        {"fr, es", Language::fr},
        {"es;q=0.5, fr;q=0.5", Language::es},
        {"EN-us", Language::en},
        {"in", Language::id}, // Java's name for Indonesian
        {"in-ID, en;q=0.5", Language::id},
        {"id ; q=1.000", Language::id},
        {"fr;Q=0.3, en;q=0.2", Language::fr},
        {"ms, de", none},
        {"", none},
        {"*", none},
        {"fr;q=0.1, *;q=0.9", none},
        {"fr;q=0.9, *;q=0.1", Language::fr},
        {"fr, *", Language::fr},
        {"fr;q=0", none},
        {"fr;q=0.000, en;q=0.001", Language::en},
        {"fr;q=2, en;q=0.1", Language::en},
        {"fr;q=0.1234, en;q=0.1", Language::en},
        {"fr;q=, en;q=0.1", Language::en},
        {"fr;level=1, en;q=0.1", Language::en},
        {"fr;q=1.001, en;q=0.1", Language::en},
        {",,;;q=,  ,\t es ,", Language::es},
        {"french", none},
        {"e", none},
        {"-", none},
    };
    for (auto const &row : rows) {
        EXPECT_EQ(negotiate(row.header), row.expected) << row.header;
    }
}

TEST(Negotiate, a_long_header_costs_no_more_than_its_length)
{
    std::string header;
    for (int i = 0; i < 10'000; ++i) {
        header += "xx;q=0.5,";
    }
    EXPECT_EQ(negotiate(header + "ar;q=0.1"), Language::ar);
}

} // namespace
} // namespace selatan::i18n
