#include "exchange/flows/examples.hpp"

#include "exchange/flows/flows.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/flows/triangle.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reading.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/flows.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace selatan::reported_flows {
namespace {

class FlowExamples : public FiguresTest {
protected:
    void SetUp() override
    {
        FiguresTest::SetUp();
        if (!IsSkipped()) {
            make_examples(store(), auth::program_identity("test"));
        }
    }

    template <typename Ask>
    auto read(Ask const &ask)
    {
        return store().read(ask);
    }
};
INSTANTIATE_ENGINES(FlowExamples);

TEST_P(FlowExamples, are_read_without_a_problem_and_make_sound_figures)
{
    auto const listed =
        read([](storage::Reader &reader) { return reported::list(reader, {.limit = 100}); });
    EXPECT_EQ(listed.size(), 10U);
    for (auto const &one : listed) {
        EXPECT_EQ(one.notes, 0) << one.identifier;
        EXPECT_NE(one.title.find("(example)"), std::string::npos) << one.title;
    }
    EXPECT_EQ(read([](storage::Reader &reader) { return reported::publishers(reader); }).size(),
              2U);
    auto const wrong = read([](storage::Reader &reader) { return check(reader); });
    EXPECT_TRUE(wrong.empty()) << wrong.front();
    EXPECT_TRUE(read([](storage::Reader &reader) { return unrated(reader, {}); }).empty())
        << "every amount has a rate";
    EXPECT_TRUE(read([](storage::Reader &reader) { return overview(reader); }).is_whole);
}

TEST_P(FlowExamples, leave_no_page_of_flows_empty)
{
    auto const all = read([](storage::Reader &reader) { return triangles(reader, {}); });
    std::set<std::multiset<std::string>> told;
    for (auto const &one : all) {
        std::multiset<std::string> identifiers;
        for (auto const &account : one.accounts) {
            identifiers.insert(account.identifier);
        }
        told.insert(identifiers);
    }
    EXPECT_EQ(told,
              (std::set<std::multiset<std::string>>{{"BR-EXAMPLE-1-COTTON", "BR-EXAMPLE-1-COTTON"},
                                                    {"BR-EXAMPLE-1-MILK", "XM-EXAMPLE-2-GRANTS"},
                                                    {"XM-EXAMPLE-2-FISH"}}));
    for (auto const dimension :
         {Dimension::country, Dimension::sector, Dimension::goal, Dimension::provider,
          Dimension::receiver, Dimension::publisher, Dimension::corridor, Dimension::in_kind}) {
        EXPECT_FALSE(read([&](storage::Reader &reader) {
                         return totals(reader, {.dimension = dimension, .only_south = true}, 10);
                     }).empty())
            << to_code(dimension);
    }
    auto const apart =
        read([](storage::Reader &reader) { return left_out(reader, {}, std::nullopt, 100); });
    EXPECT_TRUE(std::ranges::any_of(apart, [](PartOf const &one) {
        return one.instead_title.find("milk banks") != std::string::npos;
    })) << "the chain is counted once";
    EXPECT_TRUE(std::ranges::any_of(apart, [](PartOf const &one) {
        return one.instead_title.find("Cotton") != std::string::npos;
    })) << "what two tell is counted once";
    std::set<flows::Reason> reasons;
    for (auto const &one : read([](storage::Reader &reader) {
             return left_out(reader, {.money = Money::budget}, std::nullopt, 100);
         })) {
        reasons.insert(*one.reason);
    }
    EXPECT_EQ(reasons, (std::set{flows::Reason::told_twice, flows::Reason::passed_on,
                                 flows::Reason::revised}))
        << "budgets are counted once, too";
    EXPECT_EQ(read([](storage::Reader &reader) { return providers(reader); }).size(), 2U)
        << "Brazil and Indonesia";
}

} // namespace
} // namespace selatan::reported_flows
