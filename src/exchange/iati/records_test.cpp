#include "exchange/iati/records.hpp"

#include "exchange/iati/decoded_input.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

namespace selatan::iati {
namespace {

constexpr std::string_view first =
    "<iati-activity hierarchy='1'>\r\n <title>\n<narrative>Caf\xC3\xA9 "
    "&amp; bar</narrative></title><!-- kept --></iati-activity>";
constexpr std::string_view second = "<iati-activity/>";

std::string file_of(std::string_view between)
{
    return "<?xml version='1.0'?>\n<iati-activities version='2.03' generated-datetime='2026-01-02' "
           "x='y'>\n  " +
           std::string{first} + std::string{between} + std::string{second} +
           "\n</iati-activities>\n";
}

/// Gives a few bytes at a time, so that records are cut everywhere.
class Trickle final : public xml::Input {
public:
    explicit Trickle(std::string_view text) : m_rest{text} {}
    std::size_t read(std::span<char> into) override
    {
        auto const size = std::min({m_rest.size(), into.size(), std::size_t{7}});
        std::copy_n(m_rest.data(), size, into.data());
        m_rest.remove_prefix(size);
        return size;
    }

private:
    std::string_view m_rest;
};

TEST(IatiRecords, each_comes_with_its_tree_and_its_exact_bytes)
{
    auto const text = file_of("");
    Trickle input{text};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    ASSERT_TRUE(reader.next_record());
    EXPECT_EQ(reader.source(), first);
    EXPECT_EQ(reader.begin(), text.find(first));
    EXPECT_EQ(reader.end(), text.find(first) + first.size());
    EXPECT_EQ(reader.place(), (xml::Place{3, 3}));
    auto const &names = standard().names;
    auto const &tree = reader.tree();
    auto const narrative = tree.child(tree.child(0, names.find("title")), names.find("narrative"));
    ASSERT_NE(narrative, no_node);
    std::string title;
    tree.append_text(narrative, title);
    EXPECT_EQ(title, "Caf\xC3\xA9 & bar");
    EXPECT_EQ(tree.size(), 5U); // blanks between elements are no nodes
    ASSERT_TRUE(reader.next_record());
    EXPECT_EQ(reader.source(), second);
    EXPECT_EQ(reader.records(), 2U);
    EXPECT_FALSE(reader.next_record());
    EXPECT_EQ(reader.fault(), nullptr);
}

TEST(IatiRecords, the_files_own_element_tells_kind_version_and_whatever_else_it_has)
{
    auto const text = file_of("");
    xml::TextInput input{text};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    ASSERT_EQ(reader.next(), RecordReader::Item::head);
    EXPECT_EQ(reader.head().kind, FileKind::activities);
    EXPECT_EQ(reader.head().version(), "2.03");
    EXPECT_EQ(reader.head().attribute("generated-datetime"), "2026-01-02");
    EXPECT_EQ(reader.head().attribute("x"), "y");
    EXPECT_EQ(reader.head().attribute("z"), "");
}

TEST(IatiRecords, what_stands_between_records_is_told_apart)
{
    auto const text = file_of("<x:more xmlns:x='urn:x' x:a='1'/>words<iati-organisation/>");
    xml::TextInput input{text};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    using Item = RecordReader::Item;
    EXPECT_EQ(reader.next(), Item::head);
    EXPECT_EQ(reader.next(), Item::record);
    EXPECT_EQ(reader.next(), Item::stranger);
    auto const &tree = reader.tree();
    EXPECT_EQ(tree.name_of(0, standard().names), "x:more");
    EXPECT_EQ(tree.node(0).space(), Space::foreign);
    ASSERT_EQ(tree.size(), 2U);
    EXPECT_EQ(tree.name_of(1, standard().names), "x:a");
    EXPECT_EQ(tree.string(1), "1");
    EXPECT_EQ(reader.next(), Item::text);
    EXPECT_EQ(reader.text(), "words");
    EXPECT_EQ(reader.next(), Item::stranger);
    EXPECT_EQ(reader.next(), Item::record);
    EXPECT_EQ(reader.next(), Item::done);
    EXPECT_EQ(reader.next(), Item::done);
}

TEST(IatiRecords, blanks_are_text_where_there_is_nothing_else_or_more_of_it)
{
    struct Row {
        std::string_view title;
        std::string_view text;
    };
    for (auto const &row :
         {Row{"<title> </title>", " "}, Row{"<title> \n<![CDATA[ ]]></title>", " \n "},
          Row{"<title> &#32;a</title>", "  a"}, Row{"<title>a<!-- --> </title>", "a "},
          Row{"<title> <narrative/> </title>", ""},
          Row{"<title>\n<narrative>b</narrative> c</title>", "b c"}}) {
        auto const text = "<iati-activities><iati-activity>" + std::string{row.title} +
                          "</iati-activity></iati-activities>";
        xml::TextInput input{text};
        RecordReader reader{input, xml::Encoding::must_be_utf8};
        ASSERT_TRUE(reader.next_record());
        std::string told;
        reader.tree().append_text(0, told);
        EXPECT_EQ(told, row.text) << row.title;
    }
}

TEST(IatiRecords, records_larger_than_any_buffer_keep_their_bytes_and_let_go_of_them)
{
    std::string large{"<iati-activity><title><narrative>"};
    large += std::string(300'000, 'x') + "</narrative></title></iati-activity>";
    auto const text =
        "<iati-activities>" + large + "<iati-activity/>" + large + "</iati-activities>";
    xml::TextInput input{text};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    ASSERT_TRUE(reader.next_record());
    EXPECT_EQ(reader.source(), large);
    ASSERT_TRUE(reader.next_record());
    EXPECT_EQ(reader.source(), second);
    ASSERT_TRUE(reader.next_record());
    EXPECT_EQ(reader.source(), large);
}

TEST(IatiRecords, decoded_files_give_the_bytes_that_were_decoded)
{
    std::string const text = "<?xml version='1.0' encoding='ISO-8859-1'?><iati-activities>"
                             "<iati-activity a='\xE9'/></iati-activities>";
    xml::TextInput raw{text};
    DecodedInput input{raw};
    RecordReader reader{input, input.encoding()};
    ASSERT_TRUE(reader.next_record());
    EXPECT_EQ(reader.source(), "<iati-activity a='\xC3\xA9'/>");
}

TEST(IatiRecords, a_file_that_breaks_off_gives_what_is_whole_and_says_why)
{
    auto const text =
        "<iati-activities>" + std::string{first} + "<iati-activity><a></iati-activity>";
    xml::TextInput input{text};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    EXPECT_TRUE(reader.next_record());
    EXPECT_FALSE(reader.next_record());
    ASSERT_NE(reader.fault(), nullptr);
    EXPECT_EQ(reader.fault()->kind, xml::FaultKind::wrong_end_tag);
    EXPECT_EQ(reader.records(), 1U);
}

TEST(IatiRecords, another_file_has_none)
{
    xml::TextInput input{"<html><iati-activity/></html>"};
    RecordReader reader{input, xml::Encoding::must_be_utf8};
    EXPECT_FALSE(reader.next_record());
    EXPECT_EQ(reader.fault(), nullptr);
    EXPECT_FALSE(reader.head().kind.has_value());
}

TEST(IatiTree, children_of_one_name_are_found_in_their_order_at_any_depth)
{
    auto const &names = standard().names;
    auto const title = names.find("title");
    auto const narrative = names.find("narrative");
    Tree tree;
    for (int time = 0; time < 2; ++time) { // the second time over, as reading does
        tree.clear();
        tree.add_element(no_node, names.find("iati-activity"), {});
        auto const one = tree.add_element(0, title, {});
        auto const inner = tree.add_element(one, narrative, {});
        auto const last = tree.add_element(one, narrative, {});
        tree.add_element(0, unknown_name, {}, "x");
        auto const other = tree.add_element(0, narrative, {});
        auto const two = tree.add_element(0, title, {});
        EXPECT_THROW(tree.add_element(one, narrative, {}), Bug) << "that one is closed";
        auto const all = [&](NodeIndex element, NameId name) {
            std::vector<NodeIndex> found;
            tree.each_child(element, name, [&](NodeIndex child) {
                found.push_back(child);
                return true;
            });
            return found;
        };
        using Children = std::vector<NodeIndex>;
        EXPECT_EQ(all(0, title), (Children{one, two}));
        EXPECT_EQ(all(0, narrative), (Children{other}));
        EXPECT_EQ(all(one, narrative), (Children{inner, last}));
        EXPECT_EQ(all(two, narrative), (Children{}));
        EXPECT_EQ(all(0, names.find("budget")), (Children{}));
        EXPECT_EQ(tree.child(0, title), one);
        EXPECT_EQ(tree.child(one, narrative), inner);
        EXPECT_EQ(tree.child(two, narrative), no_node);
        EXPECT_EQ(tree.next(inner), last);
        EXPECT_EQ(tree.next(last), no_node);
        EXPECT_EQ(tree.next(two), no_node);
    }
}

/// Walked in order and out of it: parents are searched for from where one was found last.
TEST(IatiTree, every_node_knows_its_place_its_parent_and_its_string)
{
    auto const &names = standard().names;
    auto const title = names.find("title");
    auto const ref = names.find("ref");
    struct Expected {
        NodeIndex parent;
        xml::Place place;
        std::string_view name;
        std::string_view string;
    };
    std::vector<Expected> const expected{
        {no_node, {7, 1}, "iati-activity", ""},
        {0, {7, 20}, "ref", "a"},
        {0, {7, 300}, "x:y", ""},
        {2, {7, 320}, "x:z", "b"},
        {2, {7, 5'000'000'000}, "title", ""},
        {4, {8, 3}, "", "text and more"},
        {2, {8, 40}, "title", ""},
        {6, {8, 50}, "ref", ""},
        {0, {7, 2}, "title", ""},
    };
    constexpr std::uint64_t most = 0xFFFFFFFF; // columns that are told
    Tree tree;
    for (int time = 0; time < 2; ++time) {
        tree.clear();
        tree.add_element(no_node, names.find("iati-activity"), {7, 1});
        tree.add_attribute(ref, "a", {7, 20}, "ref");
        tree.add_element(0, unknown_name, {7, 300}, "x:y", Space::foreign);
        tree.add_attribute(unknown_name, "b", {7, 320}, "x:z", Space::foreign);
        tree.add_element(2, title, {7, 5'000'000'000});
        tree.add_text(4, "text", {8, 3});
        tree.add_text(4, " and more", {8, 10});
        tree.add_element(2, title, {8, 40});
        tree.add_attribute(ref, "", {8, 50}, "ref");
        tree.add_element(0, title, {7, 2}); // raising moves elements
        ASSERT_EQ(tree.size(), expected.size());
        for (NodeIndex const i : {5U, 1U, 7U, 3U, 0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 2U}) {
            EXPECT_EQ(tree.parent(i), expected[i].parent) << i;
            EXPECT_EQ(tree.place(i).line, expected[i].place.line) << i;
            EXPECT_EQ(tree.place(i).column, std::min(expected[i].place.column, most)) << i;
            EXPECT_EQ(tree.node(i).is_text() ? "" : tree.name_of(i, names), expected[i].name) << i;
            EXPECT_EQ(tree.node(i).is_element() ? "" : tree.string(i), expected[i].string) << i;
        }
    }
}

} // namespace
} // namespace selatan::iati
