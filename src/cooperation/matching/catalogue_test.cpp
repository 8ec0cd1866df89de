#include "cooperation/matching/alphabet.hpp"
#include "cooperation/matching/catalogue.hpp"
#include "cooperation/matching/prose.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/reference/rates.hpp"
#include "cooperation/reference/shipped.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace selatan::matching {
namespace {

using ranking::Criterion;
using reference::Codelists;
using selatan::testing::country;
using selatan::testing::day;

TEST(Prose, is_read_in_the_language_that_its_small_words_tell)
{
    EXPECT_EQ(language_of("Training of teachers for the primary schools of our islands"),
              Language::en);
    EXPECT_EQ(language_of("Formation des enseignants pour les écoles primaires"), Language::fr);
    EXPECT_EQ(language_of("Formación de docentes para las escuelas y los centros"), Language::es);
    EXPECT_EQ(language_of("Formação de professores para as escolas do ensino"), Language::pt);
    EXPECT_EQ(language_of("Pelatihan guru untuk sekolah dasar di daerah kami"), Language::id);
    EXPECT_EQ(language_of("تدريب المعلمين في المدارس"), Language::ar);
    EXPECT_EQ(language_of(""), Language::en);
}

TEST(Prose, keeps_each_word_once_and_as_it_was_written)
{
    Prose prose;
    prose.add("The schools, and the School!");
    ASSERT_EQ(prose.tokens().size(), 1U) << "small words say nothing";
    EXPECT_EQ(prose.word(0), "schools");
}

TEST(Alphabet, reads_codes_as_the_ranking_wants_them)
{
    EXPECT_EQ(sector_number("11220"), 11220);
    EXPECT_EQ(sector_number("112"), 11200);
    EXPECT_EQ(sector_number("1122x"), std::nullopt);
    EXPECT_EQ(sector_number(""), std::nullopt);
    for (auto const *const code : {"4", "4.1", "17.19", "2.a", "12.c"}) {
        auto const sdg = sdg_number(code);
        ASSERT_TRUE(sdg) << code;
        EXPECT_EQ(sdg_code(*sdg), code);
    }
    for (auto const *const code : {"", "0", "18.1", "4.", "4.1.1", "x"}) {
        EXPECT_EQ(sdg_number(code), std::nullopt) << code;
    }
}

TEST(Alphabet, gives_bits_until_there_are_none_left)
{
    BitMap bits;
    std::set<ranking::Bits> given;
    for (int i = 0; i < 63; ++i) {
        given.insert(bits.assign(std::to_string(i)));
    }
    EXPECT_EQ(given.size(), 63U);
    EXPECT_EQ(bits.assign("one too many"), 0U);
    EXPECT_EQ(bits.find("one too many"), 0U);
    EXPECT_EQ(bits.codes(bits.find("7") | bits.find("62")), (std::vector<std::string>{"7", "62"}));
}

/// With the lists that ship, loaded once.
class Catalogues : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        testing::TestDatabase const database{storage::Engine::sqlite, testing::with_code_lists};
        SystemClock const clock;
        storage::Store store{{.url = database.url(), .connections = 1}, clock};
        store.read([](storage::Reader &reader) {
            s_lists = std::make_shared<Codelists const>(reader);
            s_rates = std::make_shared<reference::Rates const>(reader);
            return true;
        });
    }
    static void TearDownTestSuite()
    {
        s_lists.reset();
        s_rates.reset();
    }

    [[nodiscard]] static Codelists const &lists() { return *s_lists; }
    [[nodiscard]] static Catalogue catalogue_of(std::vector<offers::Published> offers)
    {
        return Catalogue{std::move(offers), s_lists, today(), [](Currency currency) {
                             return s_rates->rate(currency, *Currency::parse("USD"), today());
                         }};
    }
    [[nodiscard]] static Date today() { return day("2026-11-21"); }

    /// What Timor-Leste asks for.
    [[nodiscard]] static requests::Request asked()
    {
        requests::Request request;
        request.title = "Training of primary school teachers";
        request.problem = "Teachers in our rural schools need training in mathematics.";
        request.country = country("TLS");
        request.sector = "11220";
        request.sdgs = {"4.1", "4.c"};
        request.modalities = {"training"};
        request.languages = {"pt"};
        request.people = 25;
        request.starts = day("2027-03-01");
        request.ends = day("2027-06-30");
        return request;
    }
    /// Numbered, so that tests can tell them apart.
    [[nodiscard]] static offers::Published fitting(std::uint32_t number)
    {
        offers::Published one;
        one.id = Uuid::make(number, {});
        one.reference = "OFR-2026-" + std::to_string(number);
        one.offer.title = "Mathematics for primary school teachers";
        one.offer.offered = "Four weeks of training with practice in schools.";
        one.offer.country = country("BRA");
        one.offer.modality = "training";
        one.offer.sectors = {"11220"};
        one.offer.sdgs = {"4.1"};
        one.offer.languages = {"pt", "en"};
        one.offer.places = 30;
        one.offer.unit_cost_usd = 1200;
        one.years = {{.year = 2027, .capacity = 30, .held = 18}};
        one.delivered_to = {country("MOZ"), country("IDN")};
        return one;
    }
    [[nodiscard]] static std::string told(Suggestion const &suggestion, Criterion criterion,
                                          Language language = Language::en)
    {
        auto const found = std::ranges::find(suggestion.reasons, criterion, &Reason::criterion);
        return found == suggestion.reasons.end() ? std::string{}
                                                 : sentence(*found, lists(), language);
    }

private:
    static inline std::shared_ptr<Codelists const> s_lists;
    static inline std::shared_ptr<reference::Rates const> s_rates;
};

TEST_F(Catalogues, say_in_words_why_an_offer_fits)
{
    auto const found = catalogue_of({fitting(1)}).for_request(asked(), today(), 10);
    ASSERT_EQ(found.best.size(), 1U);
    auto const &best = found.best.front();
    EXPECT_GT(best.score, 70);
    EXPECT_EQ(told(best, Criterion::sector), "Same sector: 11220 Primary education");
    EXPECT_EQ(told(best, Criterion::language), "Both can work in Portuguese");
    EXPECT_EQ(told(best, Criterion::capacity), "12 of 30 places left in 2027");
    EXPECT_EQ(told(best, Criterion::sdg), "Same SDG targets: 4.1");
    EXPECT_NE(told(best, Criterion::modality).find("Same modality"), std::string::npos);
    EXPECT_NE(told(best, Criterion::likeness).find("Together in"), std::string::npos);
    EXPECT_EQ(told(best, Criterion::track_record), "2 matches agreed before, 1 in the region");
    EXPECT_NE(told(best, Criterion::words).find("words in common"), std::string::npos);
}

TEST_F(Catalogues, judge_every_criterion_once_and_say_it_in_six_languages)
{
    auto other = fitting(2);
    other.offer.modality = "equipment";
    other.offer.sectors = {"31120"};
    other.offer.sdgs = {"2.3"};
    other.offer.languages = {"id"};
    other.offer.places.reset();
    other.offer.country = country("NPL");
    other.offer.unit_cost_usd.reset();
    other.delivered_to.clear();
    other.years.clear();
    auto silent = fitting(3);
    silent.offer.sectors.clear();
    silent.offer.sdgs.clear();
    silent.offer.languages.clear();
    silent.offer.unit_cost_usd.reset();
    auto near_by = fitting(4);
    near_by.offer.modality = "seminar";
    near_by.offer.sectors = {"11230"};
    near_by.offer.sdgs = {"4.7"};
    near_by.offer.unit = offers::Unit::expert_days;
    auto const all = catalogue_of({fitting(1), other, silent, near_by});
    auto const found = all.for_request(asked(), today(), 10);
    ASSERT_EQ(found.best.size(), 4U);
    for (auto const &suggestion : found.best) {
        std::set<Criterion> judged;
        int weight = 0;
        for (auto const &reason : suggestion.reasons) {
            EXPECT_TRUE(judged.insert(reason.criterion).second);
            weight += reason.weight;
            for (auto const language : languages) {
                auto const text = sentence(reason, lists(), language);
                EXPECT_FALSE(text.empty())
                    << ranking::to_code(reason.criterion) << ' ' << to_code(language);
                EXPECT_EQ(text.find('{'), std::string::npos) << text;
                EXPECT_FALSE(criterion_name(reason.criterion, language).empty());
            }
        }
        EXPECT_EQ(judged.size(), ranking::criterion_count)
            << "the request says something about each";
        EXPECT_NEAR(weight, 1000, 5);
    }
    EXPECT_EQ(found.best.front().index, 0U);
}

TEST_F(Catalogues, keep_reasons_as_they_were)
{
    auto const found = catalogue_of({fitting(1)}).for_request(asked(), today(), 10);
    ASSERT_EQ(found.best.size(), 1U);
    EXPECT_EQ(parse_reasons(to_json(found.best.front().reasons)), found.best.front().reasons);
    EXPECT_TRUE(parse_reasons("[]").empty());
}

TEST_F(Catalogues, rank_the_same_whatever_the_order)
{
    std::vector<offers::Published> many;
    for (std::uint32_t i = 0; i < 40; ++i) {
        auto one = fitting(i + 10);
        one.offer.sdgs = {i % 3 == 0 ? "4.1" : "4.2"};
        one.offer.country = country(i % 2 == 0 ? "BRA" : "FJI");
        many.push_back(std::move(one));
    }
    auto backwards = many;
    std::ranges::reverse(backwards);
    auto const forwards = catalogue_of(many);
    auto const turned = catalogue_of(backwards);
    auto const a = forwards.for_request(asked(), today(), 40);
    auto const b = turned.for_request(asked(), today(), 40);
    ASSERT_EQ(a.best.size(), 40U);
    ASSERT_EQ(b.best.size(), 40U);
    for (std::size_t i = 0; i < 40; ++i) {
        EXPECT_EQ(forwards.offers()[a.best[i].index].id, turned.offers()[b.best[i].index].id);
        EXPECT_EQ(a.best[i].reasons, b.best[i].reasons);
    }
}

TEST_F(Catalogues, leave_out_with_a_reason)
{
    auto for_landlocked = fitting(1);
    for_landlocked.offer.eligible_groups = {"LLDC"};
    auto for_islands = fitting(2);
    for_islands.offer.eligible_groups = {"SIDS"};
    auto by_name = fitting(3);
    by_name.offer.eligible_groups = {"LLDC"};
    by_name.offer.eligible_countries = {"TLS"};
    auto full = fitting(4);
    full.years = {{.year = 2027, .capacity = 30, .held = 30}};
    auto ended = fitting(5);
    ended.offer.valid_until = day("2027-02-28");
    auto const all = catalogue_of({for_landlocked, for_islands, by_name, full, ended});
    auto const found = all.for_request(asked(), today(), 10);
    std::vector<std::pair<std::size_t, ranking::Exclusion>> left_out;
    for (auto const &one : found.left_out) {
        left_out.emplace_back(one.index, one.why);
    }
    EXPECT_EQ(left_out, (std::vector<std::pair<std::size_t, ranking::Exclusion>>{
                            {0, ranking::Exclusion::not_eligible},
                            {3, ranking::Exclusion::no_capacity},
                            {4, ranking::Exclusion::not_in_period}}));
    EXPECT_EQ(found.considered, 2U);

    auto earlier = asked();
    earlier.starts.reset();
    earlier.ends.reset();
    EXPECT_EQ(all.for_request(earlier, day("2027-03-01"), 10).considered, 2U)
        << "without a period the request means from today on: the last is over, the full year is "
           "that of today";
}

TEST_F(Catalogues, count_what_nobody_speaks_as_a_wish)
{
    auto request = asked();
    request.languages = {"tet"};
    auto const found = catalogue_of({fitting(1)}).for_request(request, today(), 1);
    ASSERT_EQ(found.best.size(), 1U);
    EXPECT_EQ(told(found.best.front(), Criterion::language), "No language in common");
}

TEST_F(Catalogues, find_requests_for_an_offer_by_the_same_criteria)
{
    OpenRequest fits{
        .id = Uuid::make(1, {}), .reference = "REQ-2026-0001", .version = 1, .request = asked()};
    auto elsewhere = fits;
    elsewhere.id = Uuid::make(2, {});
    elsewhere.request.sector = "31120";
    elsewhere.request.modalities = {"equipment"};
    elsewhere.request.sdgs = {"2.3"};
    auto barred = fits;
    barred.id = Uuid::make(3, {});
    barred.request.country = country("NPL");
    auto offer = fitting(1).offer;
    offer.eligible_groups = {"SIDS"};
    auto const found = for_offer(offer, {elsewhere, fits, barred}, lists(), today(), 10);
    ASSERT_EQ(found.best.size(), 2U);
    EXPECT_EQ(found.best.front().index, 1U);
    EXPECT_EQ(told(found.best.front(), Criterion::sector), "Same sector: 11220 Primary education");
    EXPECT_TRUE(told(found.best.front(), Criterion::track_record).empty());
    ASSERT_EQ(found.left_out.size(), 1U);
    EXPECT_EQ(found.left_out.front().why, ranking::Exclusion::not_eligible);
}

} // namespace
} // namespace selatan::matching
