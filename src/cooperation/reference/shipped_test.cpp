// What ships: read, and found by what people write.
#include "base/money.hpp"
#include "cooperation/reference/codelists.hpp"
#include "cooperation/reference/rates.hpp"
#include "cooperation/reference/snapshot.hpp"
#include "tests/support/engines.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <set>

namespace selatan::reference {
namespace {

using selatan::testing::country;
using selatan::testing::day;
using storage::Reader;
using storage::Tx;

Currency currency(std::string_view code)
{
    return *Currency::parse(code);
}

/// What ships, loaded once an engine: for tests that only read.
class Shipped : public ::testing::TestWithParam<storage::Engine> {
protected:
    void SetUp() override
    {
        if (!testing::TestDatabase::is_available(GetParam())) {
            GTEST_SKIP() << "no such engine here";
        }
        auto &loaded = s_loaded[static_cast<std::size_t>(GetParam())];
        if (!loaded) {
            testing::TestDatabase const database{GetParam(),
                                                 testing::TestDatabase::Contents::migrated};
            SystemClock const clock;
            storage::Store store{{.url = database.url(), .connections = 1}, clock};
            store.write([](Tx &tx) { load_shipped(tx); });
            loaded = store.read(
                [](Reader &reader) { return std::make_shared<Codelists const>(reader); });
        }
        m_lists = loaded;
    }
    static void TearDownTestSuite() { s_loaded = {}; }
    std::shared_ptr<Codelists const> const &lists() { return m_lists; }
    std::string first_code(std::string_view text)
    {
        auto const found = lists()->resolve_country(text);
        return found.empty() ? "" : found.front().code;
    }

private:
    std::shared_ptr<Codelists const> m_lists;
    static inline std::array<std::shared_ptr<Codelists const>, 2> s_loaded;
};
INSTANTIATE_ENGINES(Shipped);

std::size_t count(Codelists const &lists, List list, std::string_view level,
                  Status status = Status::active)
{
    return static_cast<std::size_t>(std::ranges::count_if(lists.items(list), [&](Item const &item) {
        return item.status == status && item.value("level") == level;
    }));
}

TEST_P(Shipped, lists_hold_what_their_sources_say)
{
    auto const all = lists();
    EXPECT_EQ(all->items(List::country).size(), 249U); // ISO 3166-1
    EXPECT_EQ(all->items(List::country_fact).size(), 249U);
    EXPECT_EQ(count(*all, List::sdg, "goal"), 17U); // A/RES/70/1
    EXPECT_EQ(count(*all, List::sdg, "target"), 169U);
    EXPECT_EQ(count(*all, List::sdg, "indicator"), 251U); // framework of 2025
    EXPECT_EQ(count(*all, List::sector, "purpose") + count(*all, List::sector, "voluntary"), 296U);
    EXPECT_EQ(count(*all, List::sector, "purpose", Status::withdrawn), 30U);
    EXPECT_EQ(count(*all, List::sector, "category"), 49U);
    EXPECT_EQ(all->items(List::modality).size(), 13U);
    EXPECT_EQ(all->items(List::domain).size(), 6U);
    EXPECT_EQ(all->items(List::arrangement).size(), 2U);
    EXPECT_EQ(all->items(List::geography).size(), 5U);
    EXPECT_EQ(all->items(List::region).size(), 30U);
    EXPECT_EQ(all->items(List::channel).size(), 409U);
}

TEST_P(Shipped, every_country_has_a_name_in_all_six_languages)
{
    auto const all = lists();
    for (auto const &item : all->items(List::country)) {
        for (auto const language : languages) {
            auto const name = all->name(country(item.code), language);
            EXPECT_FALSE(name.is_fallback) << item.code << " in " << to_code(language);
            EXPECT_FALSE(name.source.empty()) << item.code;
        }
    }
    for (auto const list : {List::group, List::modality, List::domain, List::purpose,
                            List::arrangement, List::geography, List::climate, List::region}) {
        for (auto const &item : all->items(list)) {
            for (auto const language : languages) {
                EXPECT_FALSE(all->name(list, item.code, language).is_fallback)
                    << to_code(list) << " " << item.code << " " << to_code(language);
            }
        }
    }
}

TEST_P(Shipped, codes_refer_to_codes_that_are_there)
{
    auto const all = lists();
    for (auto const code : list_codes) {
        List list{};
        ASSERT_TRUE(from_code(code, list));
        for (auto const &item : all->items(list)) {
            auto const parents = list == List::country ? List::region : list;
            EXPECT_TRUE(item.parent.empty() || all->find(parents, item.parent) != nullptr)
                << code << " " << item.code;
            EXPECT_LT(all->path(list, item.code).size(), 6U);
        }
    }
    for (auto const *const found : all->countries(Language::en)) {
        EXPECT_TRUE(!found->currency || all->find(List::currency, found->currency->view()))
            << found->code.view();
        for (auto const &spoken : found->spoken) {
            EXPECT_NE(all->find(List::language, spoken.code), nullptr) << spoken.code;
        }
        for (auto const &climate : found->climates) {
            EXPECT_NE(all->find(List::climate, climate.code), nullptr) << climate.code;
        }
        for (auto const neighbour : found->neighbours) {
            auto const *const other = all->country(neighbour);
            ASSERT_NE(other, nullptr) << neighbour.view();
            EXPECT_TRUE(std::ranges::count(other->neighbours, found->code))
                << found->code.view() << " " << neighbour.view();
        }
        for (auto const &membership : all->memberships(found->code)) {
            EXPECT_NE(all->find(List::group, membership.group), nullptr) << membership.group;
        }
    }
}

TEST_P(Shipped, minor_units_of_the_list_are_those_of_money)
{
    for (auto const &item : lists()->items(List::currency)) {
        auto const minor = item.value("minor");
        if (!minor.empty()) { // special drawing rights have none
            EXPECT_EQ(std::to_string(minor_digits(currency(item.code))), minor) << item.code;
        }
    }
}

TEST_P(Shipped, a_country_says_what_it_is)
{
    auto const all = lists();
    auto const *const indonesia = all->country(country("IDN"));
    ASSERT_NE(indonesia, nullptr);
    EXPECT_EQ(indonesia->alpha2, "ID");
    EXPECT_EQ(indonesia->m49, "360");
    EXPECT_EQ(indonesia->region, "142");
    EXPECT_EQ(indonesia->sub_region, "035");
    EXPECT_EQ(indonesia->capital, "Jakarta");
    EXPECT_EQ(indonesia->currency, currency("IDR"));
    EXPECT_TRUE(indonesia->is_island);
    EXPECT_FALSE(indonesia->is_landlocked);
    EXPECT_EQ(indonesia->dialling, "62");
    EXPECT_EQ(indonesia->official_languages, std::vector<std::string>{"id"});
    EXPECT_EQ(indonesia->standing, Standing::un_member);
    EXPECT_EQ(indonesia->climates.front().code, "Af");
    EXPECT_EQ(indonesia->neighbours.size(), 3U); // Malaysia, Papua New Guinea, Timor-Leste
    ASSERT_TRUE(indonesia->population.has_value());
    EXPECT_GT(indonesia->population->value, 250'000'000);
    EXPECT_TRUE(all->country(country("LAO"))->is_landlocked);
    auto const landlocked = std::ranges::count_if(
        all->countries(Language::en), [](Country const *found) { return found->is_landlocked; });
    EXPECT_EQ(landlocked, 44);
    auto const *const timor = all->country(country("TLS"));
    ASSERT_TRUE(indonesia->at && timor->at);
    EXPECT_NEAR(distance_km(*indonesia->at, *timor->at), 2080, 60);
}

TEST_P(Shipped, countries_stand_in_the_order_of_their_names)
{
    auto const all = lists();
    auto const &english = all->countries(Language::en);
    EXPECT_EQ(english.size(), 249U);
    EXPECT_EQ(english.front()->code, country("AFG"));
    // Åland is among the names with A, not after Z.
    EXPECT_EQ(english[1]->code, country("ALA"));
    EXPECT_EQ(english.back()->code, country("ZWE"));
    EXPECT_EQ(all->countries(Language::fr).front()->code, country("AFG"));
    EXPECT_NE(all->countries(Language::id).back()->code, country("ZMB"));
}

TEST_P(Shipped, a_missing_name_says_in_which_language_it_answers)
{
    auto const all = lists();
    auto const french = all->name(List::sector, "11220", Language::fr);
    EXPECT_EQ(french.text, "Enseignement primaire");
    EXPECT_FALSE(french.is_fallback);
    auto const indonesian = all->name(List::sector, "11230", Language::id);
    EXPECT_EQ(indonesian.text, "Basic life skills for adults");
    EXPECT_TRUE(indonesian.is_fallback);
    EXPECT_EQ(indonesian.language, Language::en);
    auto const formal = all->name(country("IDN"), Language::ar, NameKind::formal);
    EXPECT_FALSE(formal.is_fallback);
    EXPECT_EQ(all->name(country("IDN"), Language::en, NameKind::formal).text,
              "the Republic of Indonesia");
    auto const unknown = all->name(List::sector, "99999", Language::en);
    EXPECT_TRUE(unknown.is_code);
    EXPECT_EQ(unknown.text, "99999");
    EXPECT_TRUE(
        all->name(List::modality, "training", Language::id, NameKind::description).text.empty());
}

TEST_P(Shipped, every_category_of_sectors_is_named_in_six_languages)
{
    auto const all = lists();
    for (auto const &item : all->items(List::sector)) {
        auto const level = item.code.size();
        constexpr std::size_t category_digits = 3;
        for (auto const language : languages) {
            auto const name = all->name(List::sector, item.code, language);
            EXPECT_FALSE(name.is_code) << item.code;
            EXPECT_FALSE(level == category_digits && name.is_fallback)
                << item.code << " in " << to_code(language);
        }
    }
    EXPECT_EQ(all->name(List::sector, "31120", Language::ar).text, "التنمية الزراعية");
    EXPECT_EQ(all->name(List::sector, "43060", Language::pt).text,
              "Redução do risco de catástrofes");
}

TEST_P(Shipped, sectors_and_goals_are_trees)
{
    auto const all = lists();
    std::vector<std::string> path;
    for (auto const *const item : all->path(List::sector, "12196")) {
        path.push_back(item->code);
    }
    EXPECT_EQ(path, (std::vector<std::string>{"12196", "12110", "121", "120"}));
    EXPECT_EQ(all->children(List::sdg, "").size(), 17U);
    EXPECT_EQ(all->children(List::sdg, "17").size(), 19U);
    EXPECT_EQ(all->children(List::sdg, "3").back()->code, "3.d");
    EXPECT_TRUE(all->children(List::sdg, "18").empty());
}

TEST_P(Shipped, groups_are_dated)
{
    auto const all = lists();
    auto const today = day("2026-11-21");
    struct {
        std::string_view group;
        std::string_view country;
        std::string_view date;
        bool is_member;
    } const cases[]{
        {"LDC", "TLS", "2026-11-21", true},
        {"LDC", "BTN", "2023-12-12", true}, // left on the 13th
        {"LDC", "BTN", "2023-12-13", false},
        {"LDC", "STP", "2026-11-21", false}, // a source still has it
        {"LDC", "IDN", "2026-11-21", false},
        {"BRICS", "IDN", "2025-01-05", false},
        {"BRICS", "IDN", "2025-01-06", true},
        {"ASEAN", "TLS", "2025-10-25", false}, // an observer until then
        {"ASEAN", "TLS", "2025-10-26", true},
        {"ASEAN", "PNG", "2026-11-21", false},
        {"AU", "MAR", "2026-11-21", true},
        {"PIF", "NCL", "2026-11-21", true},
        {"EU", "GBR", "2020-01-31", true},
        {"EU", "GBR", "2020-02-01", false},
        {"NAM", "CYP", "2026-11-21", false},
        {"MIKTA", "IDN", "2026-11-21", true},
    };
    for (auto const &row : cases) {
        EXPECT_EQ(all->is_member(country(row.country), row.group, day(row.date)), row.is_member)
            << row.group << " " << row.country << " " << row.date;
    }
    struct {
        std::string_view group;
        std::size_t members;
    } const sizes[]{{"LDC", 44},   {"LLDC", 32},   {"UN", 193},   {"NAM", 120},
                    {"OIC", 57},   {"AU", 55},     {"G77", 135},  {"ISDB", 57},
                    {"ASEAN", 11}, {"BRICS", 10},  {"D8", 9},     {"PIF", 18},
                    {"LAS", 22},   {"ECOWAS", 12}, {"CELAC", 33}, {"CARICOM", 15}};
    for (auto const &[group, members] : sizes) {
        EXPECT_EQ(all->members(group, today).size(), members) << group;
    }
}

TEST_P(Shipped, sources_that_disagree_are_all_kept)
{
    auto const all = lists();
    std::set<std::string> sources;
    for (auto const &membership : all->memberships(country("STP"))) {
        if (membership.group == "LDC") {
            sources.insert(membership.source);
            EXPECT_EQ(membership.decides, membership.source == "selatan");
        }
    }
    EXPECT_EQ(sources, (std::set<std::string>{"country-codes", "dac", "selatan"}));
    // One income class by the sources that decide, whatever the DAC's older list says.
    for (auto const *const found : all->countries(Language::en)) {
        auto const groups = all->groups(found->code, day("2026-11-21"));
        EXPECT_LE(std::ranges::count_if(groups,
                                        [](Membership const *membership) {
                                            return membership->group.ends_with("IC") &&
                                                   membership->group != "OIC";
                                        }),
                  1)
            << found->code.view();
    }
}

TEST_P(Shipped, what_others_write_finds_the_country)
{
    struct {
        std::string_view text;
        std::string_view code;
    } const cases[]{
        {"IDN", "IDN"},
        {"id", "IDN"},
        {"360", "IDN"},
        {"4", "AFG"},
        {"LA", "LAO"}, // a code, though it is an article too
        {" indonesia ", "IDN"},
        {"Ivory Coast", "CIV"},
        {"COTE D IVOIRE", "CIV"},
        {"Côte d’Ivoire", "CIV"},
        {"Pantai Gading", "CIV"},
        {"ساحل العاج", "CIV"},
        {"Tanzania, United Republic of", "TZA"},
        {"United Republic of Tanzania", "TZA"},
        {"Congo, DRC", "COD"},
        {"DR Congo", "COD"},
        {"Democratic Republic of Congo", "COD"},
        {"Congo, Dem. Rep.", "COD"},
        {"Republic of Congo", "COG"},
        {"Timor Leste", "TLS"},
        {"East Timor", "TLS"},
        {"Turki", "TUR"},
        {"TURKEY", "TUR"},
        {"Türkiye", "TUR"},
        {"Burma", "MMR"},
        {"Lao PDR", "LAO"},
        {"Lao People's Democratic Republic", "LAO"},
        {"Iran (Islamic Republic of)", "IRN"},
        {"Korea, Republic of", "KOR"},
        {"Korea (Republic of)", "KOR"},
        {"Viet Nam", "VNM"},
        {"St. Kitts & Nevis", "KNA"},
        {"Saint Kitts and Nevis", "KNA"},
        {"Bahamas, The", "BHS"},
        {"Gambia", "GMB"},
        {"Cape Verde", "CPV"},
        {"Swaziland", "SWZ"},
        {"State of Palestine", "PSE"},
        {"West Bank and Gaza Strip", "PSE"},
        {"Bolivia", "BOL"},
        {"Papua Nugini", "PNG"},
        {"Alemania", "DEU"},
        {"Alemanha", "DEU"},
        {"Jerman", "DEU"},
        {"U.S.A.", "USA"},
        {"Kyrgyz Republic", "KGZ"},
        {"Guinea", "GIN"},
        {"Guinea-Bissau", "GNB"},
        {"Niger", "NER"},
    };
    for (auto const &[text, code] : cases) {
        auto const found = lists()->resolve_country(text);
        ASSERT_EQ(found.size(), 1U) << text << " → " << first_code(text);
        EXPECT_EQ(found.front().code, code) << text;
        EXPECT_NE(found.front().match, Match::similar) << text;
    }
}

TEST_P(Shipped, what_is_misspelt_or_unclear_is_left_to_a_person)
{
    auto const misspelt = lists()->resolve_country("Indonesa");
    ASSERT_FALSE(misspelt.empty());
    EXPECT_EQ(misspelt.front().code, "IDN");
    EXPECT_EQ(misspelt.front().match, Match::similar);
    EXPECT_LT(misspelt.front().similarity, 1);
    EXPECT_EQ(lists()->resolve_country("Korea").size(), 2U);
    EXPECT_TRUE(lists()->resolve_country("").empty());
    EXPECT_TRUE(lists()->resolve_country("the").empty());
    EXPECT_TRUE(lists()->resolve_country("Bilateral, unspecified").empty());
    EXPECT_TRUE(lists()->resolve_country("\xff\xfe(,").empty());
}

TEST_P(Shipped, sectors_goals_and_currencies_are_found_by_what_people_write)
{
    struct {
        List list;
        std::string_view text;
        std::string_view code;
    } const cases[]{
        {List::sector, "11220", "11220"},
        {List::sector, "11220 - Primary education", "11220"},
        {List::sector, "CRS 11220", "11220"},
        {List::sector, "primary education", "11220"},
        {List::sector, "Enseignement primaire", "11220"},
        {List::sector, "Basic Education", "112"},
        {List::sdg, "3", "3"},
        {List::sdg, "SDG 3", "3"},
        {List::sdg, "SDG3", "3"},
        {List::sdg, "Goal 3. Ensure healthy lives", "3"},
        {List::sdg, "3.c", "3.c"},
        {List::sdg, "Target 3.C", "3.c"},
        {List::sdg, "ODS 17.9", "17.9"},
        {List::sdg, "Tujuan 17", "17"},
        {List::sdg, "الهدف 4", "4"},
        {List::sdg, "17.9.1", "17.9.1"},
        {List::sdg, "Zero hunger", "2"},
        {List::sdg, "Tanpa kemiskinan", "1"},
        {List::currency, "IDR", "IDR"},
        {List::currency, "idr", "IDR"},
        {List::currency, "Rupiah Indonesia", "IDR"},
        {List::currency, "Rp", "IDR"},
        {List::currency, "US$", "USD"},
        {List::language, "Bahasa Indonesia", "id"},
        {List::language, "Prancis", "fr"},
        {List::modality, "Kunjungan belajar", "study_visit"},
        {List::modality, "bourse d'études", "scholarship"},
    };
    for (auto const &[list, text, code] : cases) {
        auto const found = lists()->resolve(list, text);
        ASSERT_EQ(found.size(), 1U) << text;
        EXPECT_EQ(found.front().code, code) << text;
    }
    for (auto const &candidate : lists()->resolve(List::sdg, "5 star hotels")) {
        EXPECT_EQ(candidate.match, Match::similar);
    }
}

} // namespace
} // namespace selatan::reference
