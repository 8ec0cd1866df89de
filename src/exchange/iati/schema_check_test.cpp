#include "exchange/iati/schema_check.hpp"

#include "exchange/iati/validator_testing.hpp"

#include <gtest/gtest.h>

namespace selatan::iati {
namespace {

using testing::changed;
using testing::validated;

TEST(IatiSchemaCheck, of_the_schemas_own_attributes_nil_and_types_that_do_not_exist_are_faults)
{
    auto const with = [](std::string const &attribute) {
        return validated(
            changed("<title>", "<title\nxmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" " +
                                   attribute + ">"));
    };
    for (auto const *const good :
         {"i:schemaLocation=\"urn:x x.xsd\"", "i:noNamespaceSchemaLocation=\"x.xsd\"",
          "i:type=\" textRequiredType \"", "i:type=\"xs:string\""}) {
        EXPECT_TRUE(with(good).groups.empty()) << good;
    }
    for (auto const *const bad :
         {"i:nil=\"true\"", "i:nil=\"false\"", "i:type=\"bogus\"", "i:type=\"xs:bogus\""}) {
        auto const found = with(bad).findings("0.3.1");
        ASSERT_EQ(found.size(), 1U) << bad;
        EXPECT_EQ(found[0].word, "attribute_not_allowed");
        EXPECT_EQ(found[0].places, (std::vector<xml::Place>{{5, 1}})) << "the element's";
    }
}

} // namespace
} // namespace selatan::iati
