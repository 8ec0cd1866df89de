#include "engine/xml/libxml2_testing.hpp"
#include "engine/xml/reader.hpp"
#include "engine/xml/runs.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>

namespace selatan::xml {
namespace {

using testing::told_by_libxml2;
using testing::told_by_us;

Fault fault_of(std::string_view document, Encoding encoding = Encoding::must_be_utf8)
{
    TextInput input{document};
    Reader reader{input, encoding};
    for (;;) {
        auto const event = reader.next();
        if (event == Event::broken) {
            EXPECT_EQ(reader.next(), Event::broken);
            return reader.fault();
        }
        if (event == Event::done) {
            ADD_FAILURE() << "nothing is wrong with " << document;
            return {};
        }
    }
}

/// Gives a byte at a time: every cut that a file could have.
class Trickle final : public Input {
public:
    explicit Trickle(std::string_view text) : m_rest{text} {}
    std::size_t read(std::span<char> into) override
    {
        if (m_rest.empty()) {
            return 0;
        }
        into[0] = m_rest.front();
        m_rest.remove_prefix(1);
        return 1;
    }

private:
    std::string_view m_rest;
};

TEST(Runs, end_where_the_table_of_characters_says)
{
    auto const table = [](std::uint8_t what, char const *at) {
        while (is(what, *at)) {
            ++at;
        }
        return at;
    };
    for (std::size_t before = 0; before < 40; ++before) {
        for (int c = 0; c < 256; ++c) {
            auto text = std::string(before, 'x') + static_cast<char>(c) + "yz";
            text.append(overread, '\0');
            auto const *const at = text.data();
            ASSERT_EQ(behind_text(at), table(byte::text, at)) << before << " " << c;
            ASSERT_EQ(behind_value(at), table(byte::value, at)) << before << " " << c;
            bool has_colon = false;
            ASSERT_EQ(behind_name(at, has_colon), table(byte::name, at)) << before << " " << c;
            ASSERT_EQ(has_colon, c == ':');
        }
    }
    bool has_colon = false;
    std::string const behind = "name=a:b" + std::string(overread, '\0');
    EXPECT_EQ(behind_name(behind.data(), has_colon), behind.data() + 4);
    EXPECT_FALSE(has_colon) << "one behind the name is none of its";
}

TEST(XmlReader, tells_elements_attributes_and_text_in_order)
{
    EXPECT_EQ(told_by_us("<?xml version='1.0'?><!-- c --><a x='1' y=\"2 &lt; 3\">t<b/>u</a>\n"),
              "start {}a\n  {}x=1\n  {}y=2 < 3\nt\nstart {}b\nend\nu\nend\n");
}

TEST(XmlReader, tells_what_namespaces_make_of_names)
{
    EXPECT_EQ(told_by_us("<a xmlns='one' xmlns:p='two' p:x='1' y='2'><p:b/><q:c/><d xmlns=''/>"
                         "<e xml:lang='fr'/></a>"),
              "start {one}a\n  {two}x=1\n  {}y=2\nstart {two}b\nend\nstart {}q:c\nend\nstart {}d\n"
              "end\nstart {one}e\n  {http://www.w3.org/XML/1998/namespace}lang=fr\nend\nend\n");
}

TEST(XmlReader, a_colon_that_parts_nothing_is_a_letter_of_a_name_without_prefix)
{
    for (std::string_view const document :
         {"<a xmlns='u'><:b/></a>", "<a xmlns='u'><b:/></a>", "<a xmlns='u'><b:-c/></a>",
          "<a xmlns='u' :b='1' b:='2'/>", "<:a/>",
          "<a xmlns='u' xmlns:b='v'><b:-c b:-d='1'/></a>"}) {
        EXPECT_EQ(told_by_us(document), told_by_libxml2(document)) << document;
    }
    EXPECT_EQ(told_by_us("<a xmlns='u'><:b/></a>"), "start {u}a\nstart {u}:b\nend\nend\n");
}

TEST(XmlReader, keeps_cdata_apart_and_markup_in_it_is_text)
{
    TextInput input{"<a>x<![CDATA[</a><b>&amp;]]]></a>"};
    Reader reader{input};
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_EQ(reader.next(), Event::text);
    EXPECT_EQ(reader.next(), Event::cdata);
    EXPECT_EQ(reader.text(), "</a><b>&amp;]");
    EXPECT_EQ(reader.next(), Event::end);
    EXPECT_EQ(reader.next(), Event::done);
    EXPECT_EQ(reader.next(), Event::done);
}

TEST(XmlReader, line_ends_are_made_one_and_white_space_in_values_is_blanks)
{
    EXPECT_EQ(told_by_us("<a x='1\r\n2\t3\r4&#10;5'>\r\nb\rc</a>"),
              "start {}a\n  {}x=1 2 3 4\n5\n\nb\nc\nend\n");
}

TEST(XmlReader, places_count_characters_and_any_line_end)
{
    TextInput input{"<a>\r\n  \xC3\xA9<b\n  c='1'\r d=\"2\"/></a>"};
    Reader reader{input};
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_EQ(reader.place(), (Place{1, 1}));
    EXPECT_EQ(reader.next(), Event::text);
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_EQ(reader.place(), (Place{2, 4}));
    ASSERT_EQ(reader.attributes().size(), 2U);
    EXPECT_EQ(reader.attributes()[0].place, (Place{3, 5}));
    EXPECT_EQ(reader.attributes()[1].place, (Place{4, 4}));
    EXPECT_EQ(reader.place_behind(), (Place{4, 9}));
}

TEST(XmlReader, says_what_is_wrong_and_where)
{
    struct Row {
        std::string_view document;
        FaultKind kind;
        Place place;
    };
    std::string_view const nul{"<a>\0</a>", 8};
    std::array const rows{
        Row{"", FaultKind::empty, {1, 1}},
        Row{"plain", FaultKind::root_expected, {1, 1}},
        Row{"<a/>\n<b/>", FaultKind::content_after_root, {2, 1}},
        Row{"<a>\n<b>", FaultKind::premature_end, {2, 4}},
        Row{"<a x='1", FaultKind::premature_end, {1, 8}},
        Row{"<1/>", FaultKind::bad_name, {1, 2}},
        Row{nul, FaultKind::bad_character, {1, 4}},
        Row{"<a>\x01</a>", FaultKind::bad_character, {1, 4}},
        Row{"<a>\xFF</a>", FaultKind::bad_encoding, {1, 4}},
        Row{"<a>\xED\xA0\x80</a>", FaultKind::bad_character, {1, 4}},
        Row{"<?xml version='1.0' encoding='latin1'?><a/>", FaultKind::unknown_encoding, {1, 38}},
        Row{"<a b/>", FaultKind::attribute_without_value, {1, 5}},
        Row{"<a b=c/>", FaultKind::attribute_without_value, {1, 6}},
        Row{"<a b='c'd='e'/>", FaultKind::attributes_not_apart, {1, 9}},
        Row{"<a b='c' b='d'/>", FaultKind::attribute_twice, {1, 12}},
        Row{"<a b='<'/>", FaultKind::less_in_attribute, {1, 7}},
        Row{"<a /x>", FaultKind::tag_not_closed, {1, 5}},
        Row{"<a>\n</b>", FaultKind::wrong_end_tag, {2, 1}},
        Row{"<a></ab>", FaultKind::wrong_end_tag, {1, 4}},
        Row{"<a>&nbsp;</a>", FaultKind::unknown_entity, {1, 4}},
        Row{"<a>&#0;</a>", FaultKind::bad_reference, {1, 4}},
        Row{"<a>& b</a>", FaultKind::bad_name, {1, 5}},
        Row{"<a>]]></a>", FaultKind::cdata_end_in_text, {1, 4}},
        Row{"<a><!-- -- --></a>", FaultKind::hyphens_in_comment, {1, 11}},
        Row{"<a><?p+?></a>", FaultKind::bad_instruction, {1, 7}},
        Row{" <?xml version='1.0'?><a/>", FaultKind::bad_declaration, {1, 2}},
        Row{"<?xml version='2.0'?><a/>", FaultKind::bad_declaration, {1, 20}},
        Row{"\n<!DOCTYPE a [\n <!ENTITY b 'c'>]><a/>", FaultKind::entity_declared, {3, 2}},
        Row{"\n<!DOCTYPE a [<!ENTITY % b SYSTEM 'c'> %b;]><a/>",
            FaultKind::entity_declared,
            {2, 14}},
        Row{"<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>", FaultKind::attributes_declared, {1, 1}},
        Row{"\n<!DOCTYPE a [<!ELEMENT a>]><a/>", FaultKind::doctype, {2, 1}},
        Row{"<!DOCTYPE a>\n<!DOCTYPE a><a/>", FaultKind::doctype, {2, 1}},
        Row{"<!DOCTYPE a>[]><a/>", FaultKind::root_expected, {1, 13}},
        Row{"<a xmlns:b='d' xmlns:c='d' b:e='' c:e='' c:e=''/>",
            FaultKind::attribute_twice,
            {1, 46}},
        Row{"<a/><!DOCTYPE a>", FaultKind::content_after_root, {1, 5}},
        Row{"<a><!DOCTYPE a></a>", FaultKind::bad_name, {1, 4}},
        Row{"<!DOCTYPE a", FaultKind::premature_end, {1, 12}},
    };
    for (auto const &row : rows) {
        auto const fault = fault_of(row.document);
        EXPECT_EQ(to_code(fault.kind), to_code(row.kind)) << row.document;
        EXPECT_EQ(fault.place, row.place)
            << row.document << ' ' << fault.place.line << ':' << fault.place.column;
    }
}

TEST(XmlReader, reads_past_a_doctype_that_changes_nothing)
{
    for (std::string_view const document :
         {"<!DOCTYPE a><a>b</a>",
          "<?xml version='1.0'?>\n<!-- c --><!DOCTYPE a SYSTEM 'file:///etc/passwd'>\n<a>b</a>",
          "<!DOCTYPE a PUBLIC \"-//X//\" 'http://x.example/[.dtd' [\n<!-- ]> <!ENTITY --> <?p ]> "
          "?>\n<!ELEMENT a (#PCDATA)> <!ATTLIST a c CDATA #IMPLIED>\r\n<!NOTATION n SYSTEM "
          "']>'>\n] ><a>b</a>"}) {
        EXPECT_EQ(told_by_us(document), "start {}a\nb\nend\n") << document;
        EXPECT_EQ(told_by_libxml2(document), "start {}a\nb\nend\n") << document;
        Trickle input{document};
        Reader reader{input};
        EXPECT_EQ(reader.next(), Event::start) << to_code(reader.fault().kind);
    }
    TextInput input{"<!DOCTYPE\n a [\r\n<!-- \xC3\xA9 --> ]> <a/>"};
    Reader reader{input};
    ASSERT_EQ(reader.next(), Event::start);
    EXPECT_EQ(reader.place(), (Place{3, 15}));
}

TEST(XmlReader, bombs_are_refused_before_they_are_expanded)
{
    std::string bomb = "<!DOCTYPE a [\n<!ENTITY l0 'lol'>\n";
    for (int i = 1; i < 20; ++i) {
        auto const one = "&l" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY l" + std::to_string(i) + " '" + one + one + one + one + "'>\n";
    }
    bomb += "]><a>&l19;</a>";
    auto const fault = fault_of(bomb);
    EXPECT_EQ(fault.kind, FaultKind::entity_declared);
    EXPECT_EQ(fault.place, (Place{2, 1}));
    // One that never ends has no more room than a tag.
    std::string const endless = "<!DOCTYPE a [" + std::string(2'000'000, ' ');
    TextInput input{endless};
    Reader reader{input, Encoding::must_be_utf8, {.tag = 1'000'000}};
    EXPECT_EQ(reader.next(), Event::broken);
    EXPECT_EQ(reader.fault().kind, FaultKind::too_long);
}

TEST(XmlReader, bounds_depth_and_the_size_of_a_tag)
{
    std::string deep;
    for (int i = 0; i < 300; ++i) {
        deep += "<a>";
    }
    EXPECT_EQ(fault_of(deep).kind, FaultKind::too_deep);
    auto const long_name = "<" + std::string(60'000, 'a') + "/>";
    EXPECT_EQ(fault_of(long_name).kind, FaultKind::too_long);
    TextInput input{"<a b='" + std::string(2'000'000, 'x') + "'/>"};
    std::string const long_value = "<a b='" + std::string(2'000'000, 'x') + "'/>";
    TextInput whole{long_value};
    Reader reader{whole, Encoding::must_be_utf8, {.tag = 1'000'000}};
    EXPECT_EQ(reader.next(), Event::broken);
    EXPECT_EQ(reader.fault().kind, FaultKind::too_long);
    EXPECT_TRUE(told_by_us(long_value).has_value());
}

TEST(XmlReader, cuts_in_the_input_change_nothing)
{
    std::string_view const document =
        "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\r\n<?p x?><!-- a\r\nb - c -->\r\n"
        "<a x='&amp;\r\n\xC3\xA9'>]] ]>&lt;\r\n\xE2\x82\xAC<![CDATA[]]\r\n>&]]><b\r\n/></a >\r\n";
    auto const whole = told_by_us(document);
    ASSERT_TRUE(whole.has_value());
    EXPECT_EQ(whole, told_by_libxml2(document));
    Trickle trickle{document};
    Reader reader{trickle};
    std::string text;
    for (auto event = reader.next(); event != Event::done; event = reader.next()) {
        ASSERT_NE(event, Event::broken) << to_code(reader.fault().kind);
        if (event == Event::text || event == Event::cdata) {
            text += reader.text();
        }
    }
    EXPECT_EQ(text, "]] ]><\n\xE2\x82\xAC]]\n>&");
    EXPECT_EQ(reader.place_behind().line, 9U);
}

// What mutations are made of: the places where parsers differ.
constexpr std::array<std::string_view, 52> pieces{"<!DOCTYPE a>",
                                                  "<!DOCTYPE a [",
                                                  "<!ELEMENT a ANY>",
                                                  "<!ATTLIST a b CDATA #IMPLIED>",
                                                  "[",
                                                  "]",
                                                  "<",
                                                  ">",
                                                  "/>",
                                                  "</",
                                                  "&",
                                                  "&amp;",
                                                  "&#x41;",
                                                  "&#65;",
                                                  "&#0;",
                                                  "&#x110000;",
                                                  "]]>",
                                                  "<![CDATA[",
                                                  "<!--",
                                                  "-->",
                                                  "--",
                                                  "<?p ?>",
                                                  "<?xml ?>",
                                                  "<?XML a?>",
                                                  "?>",
                                                  "'",
                                                  "\"",
                                                  "=",
                                                  " ",
                                                  "\t",
                                                  "\n",
                                                  "\r",
                                                  "\r\n",
                                                  ":",
                                                  "xmlns='u'",
                                                  "xmlns:p='v'",
                                                  "p:",
                                                  "xml:lang='en'",
                                                  "a='b'",
                                                  "\xC3\xA9",
                                                  "\xE2\x82\xAC",
                                                  "\xF0\x9F\x98\x80",
                                                  "\xEF\xBF\xBE",
                                                  "\xC0\x80",
                                                  "\x80",
                                                  "\xED\xA0\x80",
                                                  "\x01",
                                                  "\xCC\x80",
                                                  "<b>",
                                                  "</b>",
                                                  "<c/>",
                                                  "\xEF\xBB\xBF"};

std::string mutated(std::string text, std::mt19937_64 &random)
{
    auto const below = [&](std::size_t n) {
        return n == 0 ? 0 : random() % n;
    };
    for (auto times = 1 + below(3); times > 0; --times) {
        auto const at = below(text.size() + 1);
        switch (below(5)) {
        case 0:
            text.insert(at, pieces[below(pieces.size())]);
            break;
        case 1:
            text.erase(at, 1 + below(8));
            break;
        case 2:
            text.insert(at, text.substr(below(text.size()), below(20)));
            break;
        case 3:
            if (at < text.size()) {
                text[at] = static_cast<char>(random());
            }
            break;
        default:
            text.replace(at, std::min<std::size_t>(1 + below(3), text.size() - at),
                         pieces[below(pieces.size())]);
        }
    }
    return text;
}

/// The documents' small pieces that mutations begin with.
std::vector<std::string> seeds()
{
    std::vector<std::string> all{
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes'?>\n<a x=\"1\">t</a>",
        "<a>\r\n<b><![CDATA[]]></b>\r\n</a>",
        "<!-- c --><?p q?><a:b xmlns:a='u' a:c='1' c='2'>&lt;<![CDATA[x]]>y</a:b><!-- d -->\r\n",
        "<iati-activities version='2.03'>\n <iati-activity xml:lang=\"en\">\r\n  <title>"
        "<narrative>R\xC3\xA9sum\xC3\xA9 &amp; more</narrative></title>\n </iati-activity>\n"
        "</iati-activities>\n",
        "<!DOCTYPE a PUBLIC 'p' \"s\" [<!ELEMENT a (b|c)*>\n<!-- d --><?e f?>\n<!ATTLIST a g CDATA "
        "#REQUIRED>]>\n<a g='h'/>",
        "<\xC3\xA9l\xC3\xA9ment \xCE\xB1='\xE2\x82\xAC\xF0\x9F\x98\x80'/>",
    };
    // Where the real files are, the first activity of each that is not too long.
    char const *const data = std::getenv("SELATAN_DATA");
    if (data == nullptr || *data == '\0') {
        return all;
    }
    for (auto const &entry :
         std::filesystem::directory_iterator{std::filesystem::path{data} / "iati/real"}) {
        std::ifstream file{entry.path(), std::ios::binary};
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        auto const from = text.find("<iati-activity ");
        auto const until = text.find("</iati-activity>", from);
        if (until < text.size() && until - from < 6000) {
            all.push_back(text.substr(from, until - from + 16));
        }
    }
    return all;
}

TEST(XmlReader, accepts_and_reads_what_libxml2_does)
{
    std::mt19937_64 random{2026};
    auto const all = seeds();
    std::size_t accepted = 0;
    std::size_t compared = 0;
    for (int i = 0; i < 60'000; ++i) {
        auto const document = mutated(all[random() % all.size()], random);
        // Refused here on purpose: what a DOCTYPE declares (references to entities that one
        // elsewhere could declare, too), and what somebody else has to transcode.
        TextInput input{document};
        Reader reader{input};
        auto last = reader.next();
        while (last != Event::done && last != Event::broken) {
            last = reader.next();
        }
        if (!testing::is_comparable(document)) {
            continue;
        }
        if (last == Event::broken && testing::is_left_to_others(reader, document)) {
            continue;
        }
        ++compared;
        auto const theirs = told_by_libxml2(document);
        accepted += theirs ? 1U : 0U;
        ASSERT_EQ(told_by_us(document), theirs) << ::testing::PrintToString(document) << '\n'
                                                << to_code(reader.fault().kind);
    }
    EXPECT_GT(compared, 50'000U);
    EXPECT_GT(accepted, 2'000U);
}

} // namespace
} // namespace selatan::xml
