#include "exchange/flows/triangle.hpp"

#include "cooperation/reference/code_list.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/refresh.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/flows.hpp"

namespace selatan::reported_flows {
namespace {

using south_south::PartyRole;

std::string const brazilian =
    R"(<participating-org role="1" type="10" ref="BR-ABC"><narrative>Brazilian Cooperation Agency
       </narrative></participating-org>)";

std::string supported(std::string const &inside)
{
    return brazilian + R"(<participating-org role="1" type="40" ref="XM-DAC-41301"><narrative>FAO
        </narrative></participating-org>)" +
           inside;
}

class Triangles : public testing::CodeListTest {
protected:
    void SetUp() override
    {
        CodeListTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        reported::set_watchers({&refresher()});
        import_text(
            store(), "file.xml",
            iati_file(iati_activity(
                          "BR-1-A", "Family farming",
                          supported(R"(<recipient-country code="MZ"/>)") +
                              iati_payment({.amount = "5", .currency = "EUR"}) +
                              iati_payment({.type = "2", .day = "2020-01-01", .amount = "7"}) +
                              iati_payment({.amount = "3", .inside = R"(<aid-type code="D01"/>)"}),
                          "BR-1") +
                      iati_activity("BR-1-B", "School meals",
                                    brazilian + R"(<recipient-country code="AO"/>)" +
                                        iati_payment({.amount = "11"}),
                                    "BR-1") +
                      iati_activity("XX-1-C", "Roads", iati_payment({.amount = "9"}))));
        refresh(store());
    }
    void TearDown() override { reported::set_watchers({}); }

    void judge(std::int64_t activity, Verdict verdict)
    {
        store().write([&](storage::Tx &tx) {
            EXPECT_TRUE(say(tx, {}, activity, verdict, "A test").has_value());
        });
        refresh(store());
    }

    std::vector<Triangle> found(TriangleFilter const &filter)
    {
        return store().read([&](storage::Reader &reader) { return triangles(reader, filter); });
    }
    std::vector<std::string> titles(TriangleFilter const &filter)
    {
        std::vector<std::string> all;
        for (auto const &one : found(filter)) {
            all.push_back(one.accounts.front().title);
        }
        return all;
    }
};
INSTANTIATE_ENGINES(Triangles);

using Titles = std::vector<std::string>;

TEST_P(Triangles, say_who_pays_who_provides_who_receives_and_how_much)
{
    auto const all = found({});
    ASSERT_EQ(all.size(), 1U);
    auto const &one = all.front();
    ASSERT_EQ(one.as(PartyRole::supporter).size(), 1U);
    EXPECT_EQ(one.as(PartyRole::supporter)[0]->name, "FAO");
    ASSERT_GE(one.as(PartyRole::provider).size(), 1U);
    EXPECT_EQ(one.as(PartyRole::provider)[0]->country, CountryCode::parse("BRA"));
    ASSERT_EQ(one.as(PartyRole::recipient).size(), 1U);
    EXPECT_EQ(one.as(PartyRole::recipient)[0]->country, CountryCode::parse("MOZ"));
    EXPECT_EQ(one.committed, 700);
    EXPECT_GT(one.spent, 300 + 500);
    EXPECT_EQ(one.reported, (std::map<std::string, std::int64_t>{{"EUR", 500}, {"USD", 300}}));
    EXPECT_EQ(one.in_kind, 1);
}

TEST_P(Triangles, are_read_from_the_tags_by_which_selatan_publishes_them)
{
    auto const tag = [](std::string const &code, std::string const &text) {
        return "<tag vocabulary=\"99\" vocabulary-uri=\"https://example.org/public/en/iati\" "
               "code=\"" +
               code + "\"><narrative>" + text + "</narrative></tag>";
    };
    auto const coordinated =
        R"(<participating-org role="1" type="40" ref="XM-DAC-41301"><narrative>FAO</narrative>
           </participating-org><participating-org role="3" type="10" ref="ID-KSS"><narrative>
           National Coordination Team</narrative></participating-org><recipient-country code="TL"/>)" +
        tag("role-provider-IDN", "Provider: Indonesia") +
        tag("role-requester-TLS", "Requester: Timor-Leste");
    import_text(store(), "own.xml",
                iati_file(iati_activity("ID-1-A", "Fish breeding",
                                        coordinated + tag("arrangement-south_south", "South-South"),
                                        "ID-1") +
                          iati_activity("ID-1-B", "Rice",
                                        coordinated + tag("arrangement-triangular", "Triangular") +
                                            tag("role-facilitator", "Facilitator: FAO"),
                                        "ID-1") +
                          // The same code of another vocabulary says nothing.
                          iati_activity("ID-1-C", "Roads",
                                        R"(<tag vocabulary="99" code="arrangement-triangular"
                                            vocabulary-uri="https://example.org/tags"/>)",
                                        "ID-1")));
    refresh(store());
    std::map<std::string, std::vector<std::pair<PartyRole, std::string>>> told;
    TriangleFilter all;
    all.with_support_only = false;
    for (auto const &one : found(all)) {
        if (auto const &title = one.accounts.front().title; title != "School meals") {
            for (auto const &party : one.parties) {
                told[title].emplace_back(party.role, party.name.empty() ? party.country->to_string()
                                                                        : party.name);
            }
        }
    }
    using Expected = std::vector<std::pair<PartyRole, std::string>>;
    EXPECT_EQ(told["Fish breeding"],
              (Expected{{PartyRole::provider, "IDN"}, {PartyRole::recipient, "TLS"}}));
    EXPECT_EQ(told["Rice"], (Expected{{PartyRole::supporter, "FAO"},
                                      {PartyRole::provider, "IDN"},
                                      {PartyRole::recipient, "TLS"}}));
    EXPECT_FALSE(told.contains("Roads"));
}

TEST_P(Triangles, are_chosen_by_country_year_support_and_verdict)
{
    EXPECT_EQ(titles({}), (Titles{"Family farming"}));
    EXPECT_EQ(titles({.with_support_only = false}), (Titles{"School meals", "Family farming"}));
    EXPECT_EQ(titles({.country = CountryCode::parse("AGO"), .with_support_only = false}),
              (Titles{"School meals"}));
    EXPECT_EQ(titles({.country = CountryCode::parse("BRA"), .with_support_only = false}),
              (Titles{"School meals", "Family farming"}));
    EXPECT_EQ(titles({.year = 2020, .with_support_only = false}), (Titles{"Family farming"}));
    EXPECT_EQ(found({.year = 2020}).front().spent, 0);
    EXPECT_EQ(titles({.with_support_only = false, .limit = 1}), (Titles{"School meals"}));
    EXPECT_EQ(titles({.which = Which::confirmed}), Titles{});
    judge(found({}).front().accounts.front().id, Verdict::neither);
    EXPECT_EQ(titles({}), Titles{});
    EXPECT_EQ(titles({.which = Which::refused}), (Titles{"Family farming"}));
    judge(found({.which = Which::refused}).front().accounts.front().id, Verdict::triangular);
    EXPECT_EQ(titles({}), (Titles{"Family farming"}));
    EXPECT_EQ(titles({.which = Which::confirmed}), (Titles{"Family farming"}));
    EXPECT_EQ(titles({.which = Which::open}), Titles{});
}

TEST_P(Triangles, are_in_pages_of_the_newest_first)
{
    auto const first = found({.with_support_only = false, .limit = 1});
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(titles({.with_support_only = false, .before = first.front().id, .limit = 1}),
              (Titles{"Family farming"}));
}

TEST_P(Triangles, what_several_tell_is_one_row_counted_once)
{
    import_text(store(), "funder.xml",
                iati_file(iati_activity("BR-1-A", "Family farming, as FAO tells it",
                                        supported("<recipient-country code=\"MZ\"/>") +
                                            iati_payment({.amount = "3"}),
                                        "XM-DAC-41301") +
                          iati_activity("XM-9", "Triangular cooperation fund",
                                        supported("<recipient-country code=\"AO\"/>") +
                                            iati_payment({.day = "2019-05-01",
                                                          .amount = "3",
                                                          .inside = R"(<receiver-org
                                                receiver-activity-id="BR-1-A"/>)"}),
                                        "XM-9")));
    refresh(store());
    auto const all = found({});
    ASSERT_EQ(all.size(), 1U) << "two words on one activity, and who pays for it";
    auto const &one = all.front();
    ASSERT_EQ(one.accounts.size(), 3U);
    EXPECT_EQ(one.accounts[0].publisher, "Office XM-9") << "their own, and the newest";
    EXPECT_EQ(one.accounts[1].publisher, "Office BR-1") << "their own, too";
    EXPECT_EQ(one.as(PartyRole::recipient).size(), 2U);
    EXPECT_EQ(one.in_kind, 1);
    EXPECT_EQ(one.reported, (std::map<std::string, std::int64_t>{{"EUR", 500}, {"USD", 300}}))
        << "what FAO repeats and what the fund passed on is not told again";
    auto const provided = store().read([](storage::Reader &reader) { return providers(reader); });
    ASSERT_FALSE(provided.empty());
    EXPECT_EQ(provided[0].cooperations, 2);
    EXPECT_EQ(store().read([](storage::Reader &reader) { return check(reader); }),
              std::vector<std::string>{});
    // What an officer says of one account parts it from those that count.
    judge(one.accounts[2].id, Verdict::neither);
    EXPECT_EQ(found({}).front().accounts.size(), 2U);
    EXPECT_EQ(found({.which = Which::refused}).size(), 1U);
}

TEST_P(Triangles, who_tells_it_without_a_word_of_the_south_is_a_teller_too)
{
    import_text(
        store(), "own.xml",
        iati_file(iati_activity("KE-2-W", "Wells", iati_payment({.amount = "40"}), "KE-2") +
                  iati_activity("KE-2-W", "South-South cooperation on wells",
                                "<recipient-country code=\"KE\"/>" + iati_payment({.amount = "40"}),
                                "XX-5")));
    refresh(store());
    auto const all = found({.country = CountryCode::parse("KEN"), .with_support_only = false});
    ASSERT_EQ(all.size(), 1U);
    ASSERT_EQ(all.front().accounts.size(), 2U);
    EXPECT_EQ(all.front().accounts[0].publisher, "Office KE-2");
    EXPECT_EQ(all.front().spent, 4000) << "once, and as its own publisher tells it";
    EXPECT_EQ(all.front().surest().publisher, "Office XX-5");
}

TEST_P(Triangles, tell_what_each_southern_country_provides)
{
    auto const all = store().read([](storage::Reader &reader) { return providers(reader); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].country, CountryCode::parse("BRA"));
    EXPECT_EQ(all[0].cooperations, 2);
    EXPECT_EQ(all[0].supported, 1);
    EXPECT_EQ(all[0].recipients.size(), 2U);
    EXPECT_EQ(all[0].committed, 700);
    EXPECT_EQ(all[0].in_kind, 1);
}

} // namespace
} // namespace selatan::reported_flows
