// What is written is read back as it was, by our own reader and by libxml2.
#include "engine/xml/writer.hpp"

#include "base/ensure.hpp"
#include "engine/xml/libxml2_testing.hpp"

#include <gtest/gtest.h>
#include <random>

namespace selatan::xml {
namespace {

std::string written(std::function<void(Writer &)> const &content)
{
    std::string all;
    Writer writer{[&all](std::string_view piece) {
        all += piece;
    }};
    content(writer);
    writer.done();
    return all;
}

/// The text and the attribute of `<a b="…">…</a>` as the reader has them.
std::pair<std::string, std::string> read_back(std::string_view document)
{
    TextInput input{document};
    Reader reader{input};
    std::pair<std::string, std::string> found;
    for (;;) {
        switch (reader.next()) {
        case Event::start:
            found.second = reader.attributes().front().value;
            break;
        case Event::text:
        case Event::cdata:
            found.first += reader.text();
            break;
        case Event::done:
            return found;
        case Event::broken:
            ADD_FAILURE() << document;
            return found;
        case Event::end:
            break;
        }
    }
}

std::string document_of(std::string_view text)
{
    return written([&](Writer &writer) {
        writer.declaration();
        writer.open("a");
        writer.attribute("b", text);
        writer.text(text);
        writer.close();
    });
}

TEST(Writer, closes_what_it_opened_and_empties_what_has_no_content)
{
    EXPECT_EQ(written([](Writer &writer) {
                  writer.open("a");
                  writer.line();
                  writer.open("b");
                  writer.attribute("c", "1");
                  writer.close();
                  writer.open("d");
                  writer.text("x");
                  writer.close();
                  writer.close();
              }),
              "<a>\n<b c=\"1\"/><d>x</d></a>");
}

TEST(Writer, indents_elements_but_adds_nothing_to_text)
{
    std::string all;
    Writer writer{[&all](std::string_view piece) { all += piece; }, Layout::indented};
    writer.open("a");
    writer.open("b");
    writer.open("c");
    writer.text("x");
    writer.close();
    writer.close();
    writer.open("mixed");
    writer.text("x");
    writer.open("c");
    writer.close();
    writer.close();
    writer.close();
    writer.done();
    EXPECT_EQ(all, "<a>\n  <b>\n    <c>x</c>\n  </b>\n  <mixed>x<c/></mixed>\n</a>");
}

TEST(Writer, lets_no_text_out_of_its_place)
{
    for (std::string_view const text :
         {"<script>", "]]>", "&amp;", "\"'", " two  blanks ", "tab\tand\nline\rends\r\n",
          "وزارة الزراعة", "𝄞", "-->", "<!DOCTYPE x>", "<![CDATA["}) {
        auto const document = document_of(text);
        auto const [inside, attribute] = read_back(document);
        EXPECT_EQ(inside, text);
        EXPECT_EQ(attribute, text);
        EXPECT_EQ(testing::told_by_us(document), testing::told_by_libxml2(document)) << document;
    }
}

TEST(Writer, replaces_what_xml_does_not_allow_and_counts_it)
{
    struct Case {
        std::string_view text;
        std::string_view allowed;
        std::uint64_t replaced;
    };
    using namespace std::string_view_literals;
    for (auto const &one :
         {Case{"a\0b"sv,
               "a\xEF\xBF\xBD"
               "b",
               1},
          Case{"\x01\x1F", "\xEF\xBF\xBD\xEF\xBF\xBD", 2},
          Case{"\xED\xA0\x80", "\xEF\xBF\xBD", 1}, // U+D800 on its own
          Case{"\xEF\xBF\xBE", "\xEF\xBF\xBD", 1}, // U+FFFE
          Case{"\xC3", "\xEF\xBF\xBD", 1},         // cut short
          Case{"\xC3(", "\xEF\xBF\xBD(", 1}, Case{"é", "é", 0}, Case{"", "", 0}}) {
        std::uint64_t replaced = 0;
        EXPECT_EQ(allowed_text(one.text, &replaced), one.allowed);
        EXPECT_EQ(replaced, one.replaced);
    }
}

/// Seeded: any bytes at all give a document that both readers take, with the same content.
TEST(Writer, gives_well_formed_documents_whatever_the_bytes)
{
    std::mt19937 random{20261122};
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto left = random() % 12; left > 0; --left) {
            static constexpr std::string_view spicy = "<>&]]>\"' \t\r\n\x01\xED\xA0\x80\xC3\xA9";
            text += random() % 3 == 0 ? static_cast<char>(random() % 256)
                                      : spicy[random() % spicy.size()];
        }
        auto const document = document_of(text);
        auto const [inside, attribute] = read_back(document);
        EXPECT_EQ(inside, allowed_text(text));
        EXPECT_EQ(attribute, allowed_text(text));
        EXPECT_EQ(testing::told_by_us(document), testing::told_by_libxml2(document)) << document;
    }
}

TEST(Writer, passes_on_what_is_large_in_pieces)
{
    std::size_t largest = 0;
    std::size_t all = 0;
    Writer writer{[&](std::string_view piece) {
        largest = std::max(largest, piece.size());
        all += piece.size();
    }};
    writer.open("a");
    for (int i = 0; i < 100'000; ++i) {
        writer.open("b");
        writer.text("some text");
        writer.close();
    }
    writer.close();
    writer.done();
    EXPECT_GT(all, 1'500'000U);
    EXPECT_LT(largest, 64U * 1024);
}

TEST(Writer, takes_what_is_left_open_for_a_bug)
{
    Writer writer{[](std::string_view /*piece*/) {
    }};
    writer.open("a");
    EXPECT_THROW(writer.done(), Bug);
    writer.close();
    EXPECT_THROW(writer.close(), Bug);
    EXPECT_THROW(writer.attribute("b", "c"), Bug);
}

} // namespace
} // namespace selatan::xml
