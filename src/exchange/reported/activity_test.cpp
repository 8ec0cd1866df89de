#include "exchange/reported/activity.hpp"

#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/decimal.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/reported_testing.hpp"
#include "exchange/reported/sources.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <limits>

namespace selatan::reported {
namespace {

Activity read(std::string_view more)
{
    return read_activity(testing::activity("XX-1", "XX-1-A", "Wells", more), "2.03");
}

bool notes(Activity const &activity, std::string_view path, std::string_view why)
{
    return std::ranges::any_of(
        activity.notes, [&](Note const &note) { return note.path == path && note.why == why; });
}

TEST(Hundredths, are_exact_or_say_that_they_are_not)
{
    struct Case {
        std::string_view text;
        std::int64_t value;
        bool is_exact = true;
        bool had_separators = false;
    };
    for (auto const &[text, value, is_exact, had_separators] :
         {Case{"0", 0}, Case{"1250.5", 125050}, Case{"-3.01", -301}, Case{"+7", 700},
          Case{"1.005", 101, false}, Case{"1.004", 100, false}, Case{"-1.005", -101, false},
          Case{"0.999999", 100, false}, Case{"12.3400", 1234}, Case{".5", 50}, Case{"5.", 500},
          Case{"8,702", 870200, true, true}, Case{"1,234,567.8", 123456780, true, true},
          Case{"92233720368547758.07", 9223372036854775807}}) {
        auto const found = hundredths_of(text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->value, value) << text;
        EXPECT_EQ(found->is_exact, is_exact) << text;
        EXPECT_EQ(found->had_separators, had_separators) << text;
    }
    for (auto const *const text : {"", "-", ".", "1e5", "12,5", "1,23", ",123", "1.2.3", "USD 5",
                                   "92233720368547759", "x", "1 000"}) {
        EXPECT_FALSE(hundredths_of(text)) << text;
    }
}

TEST(Activity, says_what_its_elements_say)
{
    auto const activity = read(testing::water);
    EXPECT_EQ(activity.identifier, "XX-1-A");
    EXPECT_EQ(activity.reporter.ref, "XX-1");
    EXPECT_EQ(activity.reporter.name, "Agency of XX-1");
    EXPECT_EQ(activity.language, "en");
    ASSERT_EQ(activity.countries.size(), 2U);
    EXPECT_EQ(activity.countries[0].code, "TL");
    EXPECT_EQ(activity.countries[0].of_million, 600'000);
    ASSERT_EQ(activity.sectors.size(), 1U);
    EXPECT_EQ(activity.sectors[0].vocabulary, "1") << "the standard's default";
    EXPECT_FALSE(activity.sectors[0].of_million) << "none was said";
    ASSERT_EQ(activity.transactions.size(), 2U);
    auto const &paid = activity.transactions[0];
    EXPECT_EQ(paid.type, "3");
    EXPECT_EQ(paid.on, Date::of(2019, 3, 5));
    ASSERT_TRUE(paid.amount);
    EXPECT_EQ(paid.amount->hundredths, 125050);
    EXPECT_EQ(paid.amount->currency, Currency::parse("EUR"));
    EXPECT_EQ(paid.amount->valued_on, Date::of(2019, 3, 1));
    EXPECT_EQ(paid.provider_activity, "AA-1-P");
    EXPECT_EQ(paid.receiver.name, "Water Works");
    EXPECT_EQ(paid.description, "First part");
    EXPECT_EQ(activity.transactions[1].amount->currency, Currency::parse("USD"))
        << "what the transaction does not say, its activity does";
    EXPECT_TRUE(activity.notes.empty());
}

TEST(Activity, keeps_every_description_with_what_it_describes)
{
    auto const activity =
        read("<description type=\"1\"><narrative>Wells.</narrative></description>"
             "<description type=\"2\"><narrative>South-South cooperation.</narrative>"
             "<narrative xml:lang=\"fr\">Sud-Sud.</narrative></description>");
    ASSERT_EQ(activity.descriptions.size(), 2U);
    EXPECT_EQ(activity.descriptions[0].type, "1");
    EXPECT_EQ(activity.descriptions[1].type, "2");
    ASSERT_EQ(activity.descriptions[1].text.size(), 2U);
    EXPECT_EQ(activity.descriptions[1].text[1].text, "Sud-Sud.");
}

TEST(Activity, takes_results_with_what_they_are_measured_by)
{
    auto const activity =
        read("<result type=\"2\"><title><narrative>Clean water</narrative></title>"
             "<indicator measure=\"1\"><title><narrative>Wells</narrative></title>"
             "<baseline iso-date=\"2018-06-30\" year=\"2018\" value=\"3\"/>"
             "<period><period-start iso-date=\"2019-01-01\"/><period-end iso-date=\"2019-12-31\"/>"
             "<target value=\"12\"><dimension name=\"place\" value=\"rural\"/></target>"
             "<actual/></period><period><period-end iso-date=\"2020-13-31\"/></period></indicator>"
             "</result><result type=\"1\"/>");
    ASSERT_EQ(activity.results.size(), 2U);
    ASSERT_EQ(activity.results[0].indicators.size(), 1U);
    auto const &indicator = activity.results[0].indicators[0];
    EXPECT_EQ(indicator.measure, "1");
    EXPECT_EQ(text_for(indicator.title, "en"), "Wells");
    ASSERT_EQ(indicator.baselines.size(), 1U);
    EXPECT_EQ(indicator.baselines[0].on, "2018-06-30") << "a day says more than a year";
    EXPECT_EQ(indicator.baselines[0].value, "3");
    ASSERT_EQ(indicator.periods.size(), 2U);
    auto const &period = indicator.periods[0];
    EXPECT_EQ(period.starts, Date::of(2019, 1, 1));
    ASSERT_EQ(period.targets.size(), 1U);
    EXPECT_EQ(period.targets[0].value, "12");
    ASSERT_EQ(period.targets[0].dimensions.size(), 1U);
    EXPECT_EQ(period.targets[0].dimensions[0].name, "place");
    ASSERT_EQ(period.actuals.size(), 1U);
    EXPECT_EQ(period.actuals[0].value, "") << "not yet counted";
    EXPECT_FALSE(indicator.periods[1].ends);
    EXPECT_TRUE(notes(activity, "result[1]/indicator[1]/period/period-end", "bad_date"));
    EXPECT_TRUE(activity.results[1].indicators.empty());
}

TEST(Activity, notes_what_it_cannot_believe_and_takes_the_rest)
{
    auto const activity =
        read("<activity-date type=\"1\" iso-date=\"2019-02-30\"/>"
             "<activity-date type=\"7\" iso-date=\"2019-02-03\"/>"
             "<activity-date type=\"3\" iso-date=\"2020-01-01Z\"/>"
             "<recipient-country code=\"TL\" percentage=\"140\"/>"
             "<policy-marker code=\"1\" significance=\"much\"/>"
             "<transaction><transaction-type code=\"3\"/><value>n/a</value></transaction>"
             "<transaction><transaction-type code=\"3\"/><value currency=\"dollars\">8,702</value>"
             "</transaction><transaction><transaction-type code=\"3\"/></transaction>"
             "<budget><value>1.23456</value></budget>");
    EXPECT_TRUE(notes(activity, "activity-date/@iso-date", "bad_date"));
    EXPECT_TRUE(notes(activity, "activity-date/@type", "bad_code"));
    EXPECT_EQ(activity.date(DateKind::planned_end), Date::of(2020, 1, 1)) << "xsd:date has zones";
    EXPECT_TRUE(notes(activity, "recipient-country/@percentage", "bad_percentage"));
    EXPECT_EQ(activity.countries.at(0).code, "TL");
    EXPECT_TRUE(notes(activity, "policy-marker/@significance", "bad_number"));
    EXPECT_TRUE(notes(activity, "transaction[1]/value", "bad_amount"));
    EXPECT_TRUE(notes(activity, "transaction[2]/value", "separators"));
    EXPECT_TRUE(notes(activity, "transaction[2]/value/@currency", "bad_currency"));
    EXPECT_TRUE(notes(activity, "transaction[3]/value", "no_amount"));
    ASSERT_EQ(activity.transactions.size(), 3U);
    EXPECT_EQ(activity.transactions[1].amount->hundredths, 870200);
    EXPECT_EQ(activity.budgets.at(0).amount->exact, "1.23456");
    EXPECT_EQ(activity.budgets.at(0).amount->hundredths, 123);
}

TEST(Activity, without_identifier_or_reporter_is_one_nevertheless)
{
    auto const activity = read_activity("<iati-activity/>", "2.03");
    EXPECT_TRUE(notes(activity, "iati-identifier", "no_identifier"));
    EXPECT_TRUE(notes(activity, "reporting-org", "no_reporter"));
}

TEST(Activity, of_an_older_version_is_raised_first)
{
    auto const activity = read_activity("<iati-activity default-currency=\"GBP\" xml:lang=\"en\">"
                                        "<iati-identifier>GB-1-1</iati-identifier>"
                                        "<title>Roads</title>"
                                        "<transaction><transaction-type code=\"D\"/>"
                                        "<value value-date=\"2012-01-01\">12</value>"
                                        "<transaction-date iso-date=\"2012-01-01\"/>"
                                        "</transaction></iati-activity>",
                                        "1.03");
    EXPECT_EQ(text_for(activity.title, "en"), "Roads");
    ASSERT_EQ(activity.transactions.size(), 1U);
    EXPECT_EQ(activity.transactions[0].type, "3");
    EXPECT_EQ(activity.transactions[0].amount->currency, Currency::parse("GBP"));
}

TEST(Activity, of_a_version_that_is_none_is_left_as_it_is)
{
    // As in the import, which raises only what says to be old; the code is one of 1.0x.
    auto const activity =
        read_activity("<iati-activity><title>Wells</title><transaction>"
                      "<transaction-type code=\"D\"/></transaction></iati-activity>",
                      "0.03");
    ASSERT_EQ(activity.transactions.size(), 1U);
    EXPECT_EQ(activity.transactions[0].type, "D");
}

TEST(Activity, speaks_to_readers_in_their_language_where_it_can)
{
    auto const activity = read_activity(
        "<iati-activity xml:lang=\"FR\"><title><narrative xml:lang=\"en-GB\">Wells</narrative>"
        "<narrative>Puits</narrative></title></iati-activity>",
        "2.03");
    EXPECT_EQ(text_for(activity.title, "en", "fr"), "Wells");
    EXPECT_EQ(text_for(activity.title, "id", "fr"), "Puits") << "else in its own";
}

TEST(Facets, are_what_an_activity_is_found_by)
{
    auto const all = facets_of(read(testing::water));
    auto const has = [&](std::string_view kind, std::string_view code) {
        return std::ranges::binary_search(all, Facet{std::string{kind}, std::string{code}});
    };
    EXPECT_TRUE(has("country", "TL"));
    EXPECT_TRUE(has("sector", "1:14030"));
    EXPECT_TRUE(has("year", "2019"));
    EXPECT_TRUE(has("year", "2018"));
    EXPECT_TRUE(has("role1", "AA-1"));
    EXPECT_TRUE(has("organisation", "water works")) << "by its folded name where it has no ref";
    EXPECT_TRUE(has("word", "well")) << "stemmed in the title's language";
    EXPECT_TRUE(has("publisher", "XX-1"));
}

TEST(Numbers, packed_are_unpacked)
{
    std::vector<std::int64_t> const numbers{1, 2, 127, 128, 300, 1'000'000'007};
    EXPECT_EQ(unpack(pack({300, 1'000'000'007, 1, 128, 2, 127})), numbers);
    std::vector<std::uint8_t> const cut{0x80, 0x80};
    EXPECT_TRUE(unpack(cut).empty());
}

TEST(Numbers, those_furthest_apart_are_packed_too)
{
    std::vector<std::int64_t> const numbers{std::numeric_limits<std::int64_t>::min(), -1, 0,
                                            std::numeric_limits<std::int64_t>::max()};
    EXPECT_EQ(unpack(pack(numbers)), numbers);
}

TEST(Numbers, damaged_ones_wrap_around)
{
    auto bytes = pack({std::numeric_limits<std::int64_t>::max()});
    bytes.push_back(44);
    EXPECT_EQ(unpack(bytes).back(), std::numeric_limits<std::int64_t>::min() + 43);
}

TEST(Sources, come_back_as_they_were)
{
    std::string const dictionary(1000, 'x');
    for (auto const *const text : {"", "<a/>", "<iati-activity>\xC3\xA9\r\n</iati-activity>"}) {
        EXPECT_EQ(Decompressor{}.decompress(Compressor{}.compress(text)), text);
        EXPECT_EQ(Decompressor{dictionary}.decompress(Compressor{dictionary}.compress(text)), text);
    }
    auto bytes = Compressor{}.compress(std::string(5000, 'a') + "b");
    bytes.resize(bytes.size() - 1);
    EXPECT_THROW(static_cast<void>(Decompressor{}.decompress(bytes)), DamagedSource);
}

} // namespace
} // namespace selatan::reported
