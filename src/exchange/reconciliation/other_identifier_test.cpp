#include "exchange/reconciliation/other_identifier.hpp"

#include <gtest/gtest.h>

namespace selatan::reconciliation {
namespace {

using Texts = std::vector<std::string>;

TEST(OtherIdentifiers, are_told_with_their_type_and_whose_they_are)
{
    auto const all = other_identifiers(
        R"(<iati-activity><iati-identifier>XX-1-7</iati-identifier>
        <other-identifier ref=" P084404 " type="A9"><owner-org ref="44000">
            <narrative>World Bank</narrative><narrative xml:lang="fr">Banque mondiale</narrative>
        </owner-org></other-identifier>
        <other-identifier ref="XX-0" type="B1"/>
        <other-identifier ref="P084404" type="A9"/></iati-activity>)");
    ASSERT_EQ(all.size(), 2U) << "each once";
    EXPECT_EQ(all[0].text, "P084404");
    EXPECT_EQ(all[0].type, "A9");
    EXPECT_EQ(all[0].owner_ref, "44000");
    EXPECT_EQ(all[0].owner_name, "World Bank");
    EXPECT_FALSE(all[0].is_of_organisation());
    EXPECT_TRUE(all[1].is_of_organisation());
}

TEST(OtherIdentifiers, of_the_first_versions_are_text)
{
    auto const all = other_identifiers(
        R"(<iati-activity><other-identifier owner-ref="GB-1" owner-name="DFID">103262-&#49;01
        </other-identifier><other-identifier/></iati-activity>)");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].text, "103262-101");
    EXPECT_EQ(all[0].type, "");
    EXPECT_EQ(all[0].owner_name, "DFID");
}

TEST(OtherIdentifiers, are_the_activitys_and_no_mention_of_the_word)
{
    EXPECT_TRUE(other_identifiers(R"(<iati-activity><!-- <other-identifier ref="A-12345"/> -->
        <x:list xmlns:x="x"><other-identifier ref="A-12345"/></x:list></iati-activity>)")
                    .empty());
    EXPECT_EQ(
        other_identifiers(R"(<iati-activity><other-identifier ref="A-12345"/><broken)").size(), 1U);
    EXPECT_TRUE(other_identifiers("").empty());
}

TEST(OtherIdentifiers, tell_what_an_activity_was_called_before)
{
    std::vector<OtherIdentifier> const others{
        {.text = "OLD-0-9", .type = "A3", .owner_ref = {}, .owner_name = {}},
        {.text = "XX-0", .type = "B1", .owner_ref = {}, .owner_name = {}},
        {.text = "P084404", .type = "A9", .owner_ref = {}, .owner_name = {}}};
    EXPECT_EQ(former_identifiers(others, "XX-1-7", "XX-1"), (Texts{"OLD-0-9", "XX-0-7"}));
    EXPECT_EQ(former_identifiers(others, "YY-7", "XX-1"), (Texts{"OLD-0-9"}));
    EXPECT_EQ(former_identifiers(others, "XX-1-7", ""), (Texts{"OLD-0-9"}));
}

TEST(OtherIdentifiers, that_are_short_tell_nothing)
{
    EXPECT_TRUE(is_telling("PRJ-2026-0001"));
    EXPECT_TRUE(is_telling("P084404"));
    EXPECT_FALSE(is_telling("1.2.3-4"));
    EXPECT_FALSE(is_telling("n/a"));
    EXPECT_FALSE(is_telling(""));
}

} // namespace
} // namespace selatan::reconciliation
