#include "engine/ranking/ranking.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <set>
#include <string_view>

namespace selatan::ranking {
namespace {

using selatan::testing::day;

constexpr Bits training = 1;
constexpr Bits seminar = 2;
constexpr Bits equipment = 4;

Uuid numbered(std::uint32_t number)
{
    return Uuid::make(number, {});
}

std::vector<std::uint64_t> hashed(Language language, std::string_view text)
{
    std::vector<std::uint64_t> hashes;
    for (auto const &token : tokens(language, text)) {
        hashes.push_back(token_hash(token));
    }
    return hashes;
}

Reason const *reason(Ranked const &ranked, Criterion criterion)
{
    auto const found = std::ranges::find(ranked.reasons, criterion, &Reason::criterion);
    return found == ranked.reasons.end() ? nullptr : &*found;
}

/// The score of one criterion for one candidate alone.
double score_of(Criterion criterion, Wanted const &wanted, Candidate const &candidate,
                Parameters const &parameters = {})
{
    auto const ranking = rank(wanted, std::array{candidate}, 1, parameters);
    auto const *const found =
        ranking.best.empty() ? nullptr : reason(ranking.best.front(), criterion);
    return found == nullptr ? -1 : found->score;
}

TEST(Ranking, nothing_is_wanted_of_nobody)
{
    auto const ranking = rank({}, {}, 10);
    EXPECT_TRUE(ranking.best.empty());
    EXPECT_TRUE(ranking.excluded.empty());
    EXPECT_EQ(ranking.considered, 0U);
}

TEST(Ranking, what_is_not_wanted_is_not_judged)
{
    auto const ranking = rank({.sectors = {11220}}, std::array{Candidate{.sectors = {11220}}}, 1);
    ASSERT_EQ(ranking.best.size(), 1U);
    std::set<Criterion> judged;
    for (auto const &part : ranking.best.front().reasons) {
        judged.insert(part.criterion);
    }
    EXPECT_EQ(judged, (std::set{Criterion::sector, Criterion::track_record}));
}

TEST(Ranking, modalities_of_one_family_stand_in_for_each_other)
{
    Parameters const families{.modality_families = {training | seminar}};
    Wanted const wanted{.modalities = training};
    EXPECT_EQ(score_of(Criterion::modality, wanted, {.modalities = training | equipment}, families),
              1);
    EXPECT_EQ(score_of(Criterion::modality, wanted, {.modalities = seminar}, families), 0.5);
    EXPECT_EQ(score_of(Criterion::modality, wanted, {.modalities = equipment}, families), 0);
    EXPECT_EQ(score_of(Criterion::modality, wanted, {}, families), 0);
    EXPECT_EQ(score_of(Criterion::modality, wanted, {.modalities = seminar}), 0);
}

TEST(Ranking, sectors_are_as_near_as_the_digits_that_they_share)
{
    struct Case {
        std::vector<SectorCode> wanted;
        std::vector<SectorCode> available;
        double score;
    };
    std::vector<Case> const cases{
        {{11220}, {11220}, 1},          // primary education
        {{11220}, {11240}, 0.7},        // basic education
        {{11220}, {11420}, 0.4},        // education
        {{11220}, {12110}, 0.1},        // social infrastructure and services
        {{11220}, {31110}, 0},          //
        {{11220}, {11200}, 0.7},        // a whole category
        {{11220}, {31110, 11240}, 0.7}, // the nearest counts
        {{11220, 31110}, {11220}, 0.5}, // half of what is wanted
        {{11220}, {}, 0},
    };
    for (auto const &[wanted, available, score] : cases) {
        EXPECT_DOUBLE_EQ(score_of(Criterion::sector, {.sectors = wanted}, {.sectors = available}),
                         score);
    }
}

TEST(Ranking, another_target_of_the_same_goal_counts_half)
{
    struct Case {
        std::vector<Sdg> wanted;
        std::vector<Sdg> available;
        double score;
    };
    std::vector<Case> const cases{
        {{{6, 1}}, {{6, 1}}, 1},
        {{{6, 1}}, {{6, 2}}, 0.5},
        {{{6, 1}}, {{6, 'a'}}, 0.5},
        {{{6, 1}}, {{6, 0}}, 0.5},
        {{{6, 0}}, {{6, 2}}, 1},
        {{{6, 1}}, {{2, 1}}, 0},
        {{{6, 1}}, {}, 0},
        {{{6, 1}, {2, 4}}, {{6, 1}}, 0.5},
        {{{6, 1}, {6, 2}}, {{6, 1}}, 0.75},
        {{{6, 'b'}}, {{6, 'b'}}, 1},
    };
    for (auto const &[wanted, available, score] : cases) {
        EXPECT_DOUBLE_EQ(score_of(Criterion::sdg, {.sdgs = wanted}, {.sdgs = available}), score);
    }
}

TEST(Ranking, distances_are_great_circles)
{
    constexpr Position jakarta{-6.2, 106.8};
    constexpr Position dili{-8.55, 125.57};
    constexpr Position suva{-18.14, 178.44};
    constexpr Position apia{-13.83, -171.77};
    EXPECT_NEAR(distance_km(jakarta, dili), 2082, 15);
    EXPECT_NEAR(distance_km(suva, apia), 1146, 15); // across the date line
    EXPECT_NEAR(distance_km({90, 0}, {-90, 0}), 20015, 1);
    EXPECT_EQ(distance_km(dili, dili), 0);
    EXPECT_NEAR(distance_km({0, 0}, {0, 180}), 20015, 1);

    Wanted const wanted{.country = {.position = Position{0, 0}}};
    EXPECT_DOUBLE_EQ(
        score_of(Criterion::proximity, wanted, {.country = {.position = Position{0, 0}}}), 1);
    EXPECT_NEAR(
        score_of(Criterion::proximity, wanted, {.country = {.position = Position{0, 26.98}}}), 0.5,
        0.001);
    EXPECT_EQ(score_of(Criterion::proximity, wanted, {}), 0);
}

TEST(Ranking, likeness_weighs_only_what_is_known_of_who_asks)
{
    Country const island{.climates = 1, .income = 2, .island = true, .groups = 0b11};
    auto const alike = [&](Country const &country) {
        return score_of(Criterion::likeness, {.country = island}, {.country = country});
    };
    EXPECT_DOUBLE_EQ(alike(island), 1);
    EXPECT_DOUBLE_EQ(alike({}), 0);
    EXPECT_DOUBLE_EQ(alike({.island = true}), 0.25);
    EXPECT_DOUBLE_EQ(alike({.climates = 0b11}), 0.125);
    EXPECT_DOUBLE_EQ(alike({.groups = 0b101}), 0.125);
    EXPECT_NEAR(alike({.income = 3}), 0.25 * 2 / 3, 1e-9);
    // A continental country is not unlike an island in what it did not ask for.
    EXPECT_DOUBLE_EQ(score_of(Criterion::likeness, {.country = {.income = 1}},
                              {.country = {.income = 1, .island = true, .landlocked = true}}),
                     1);
    EXPECT_EQ(score_of(Criterion::likeness, {}, {.country = island}), -1); // not judged
}

TEST(Ranking, capacity_track_record_and_cost)
{
    Wanted const twenty{.places = 20};
    EXPECT_DOUBLE_EQ(score_of(Criterion::capacity, twenty, {.capacity_left = 5}), 0.25);
    EXPECT_DOUBLE_EQ(score_of(Criterion::capacity, twenty, {.capacity_left = 50}), 1);
    EXPECT_DOUBLE_EQ(score_of(Criterion::capacity, twenty, {}), 1);
    EXPECT_EQ(score_of(Criterion::capacity, {}, {.capacity_left = 5}), -1); // not judged

    EXPECT_DOUBLE_EQ(score_of(Criterion::track_record, {}, {}), 0);
    EXPECT_DOUBLE_EQ(score_of(Criterion::track_record, {}, {.track_record = {3, 0}}), 0.5);
    EXPECT_DOUBLE_EQ(score_of(Criterion::track_record, {}, {.track_record = {3, 3}}), 2.0 / 3);

    std::array const priced{Candidate{.id = numbered(1), .unit_cost = 50.0},
                            Candidate{.id = numbered(2), .unit_cost = 100.0},
                            Candidate{.id = numbered(3), .unit_cost = 300.0},
                            Candidate{.id = numbered(4)},
                            Candidate{.id = numbered(5), .unit_cost = 0.0}};
    auto const ranking = rank({}, priced, priced.size());
    std::vector<double> scores;
    for (auto const &ranked : ranking.best) {
        scores.push_back(reason(ranked, Criterion::cost)->score);
    }
    // The lower median of 0, 50, 100, 300 is 50; who does not say asks too much.
    ASSERT_EQ(scores.size(), 5U);
    EXPECT_DOUBLE_EQ(scores[0], 1);
    EXPECT_DOUBLE_EQ(scores[1], 0.5);
    EXPECT_DOUBLE_EQ(scores[2], 1 - 100.0 / 150);
    EXPECT_DOUBLE_EQ(scores[3], 1 - 300.0 / 350);
    EXPECT_DOUBLE_EQ(scores[4], 0);
    EXPECT_EQ(score_of(Criterion::cost, {}, {.unit_cost = 0.0}), 1);
}

TEST(Ranking, rare_words_in_common_tell_more_than_frequent_ones)
{
    Wanted const wanted{.tokens =
                            hashed(Language::en, "training on the salinity of rice on the coast")};
    std::vector<Candidate> candidates;
    auto const offer = [&](std::string_view text) {
        candidates.push_back({.id = numbered(static_cast<std::uint32_t>(candidates.size())),
                              .tokens = hashed(Language::en, text)});
    };
    offer("planning");
    offer("salinity measurement");
    offer("training on the coast guard");
    for (int i = 0; i < 30; ++i) {
        offer("training on the management of schools");
    }
    auto const ranking = rank(wanted, candidates, candidates.size());
    EXPECT_EQ(ranking.best[0].index, 2U); // coast, with three more
    EXPECT_EQ(ranking.best[1].index, 1U); // salinity alone beats "training on the … of"
    auto const &facts = std::get<WordsFacts>(reason(ranking.best[0], Criterion::words)->facts);
    EXPECT_EQ(facts.count, 4U);
    EXPECT_EQ(facts.wanted.front(), 8U); // "coast", the last word
    EXPECT_EQ(reason(ranking.best.back(), Criterion::words)->score, 0);
}

TEST(Ranking, words_are_found_across_spellings_of_the_same_token)
{
    Wanted const wanted{.tokens = hashed(Language::id, "pembangunan jembatan")};
    std::array const candidates{
        Candidate{.tokens = hashed(Language::id, "membangun jembatan gantung")}};
    EXPECT_DOUBLE_EQ(reason(rank(wanted, candidates, 1).best.front(), Criterion::words)->score, 1);
}

TEST(Ranking, exclusions_are_reported_with_the_first_reason)
{
    Wanted const in_2027{.period = {day("2027-01-01"), day("2027-12-31")}};
    std::array const candidates{
        Candidate{.id = numbered(6)},
        Candidate{.id = numbered(5), .period = {std::nullopt, day("2026-12-31")}},
        Candidate{.id = numbered(4), .period = {day("2028-01-01"), std::nullopt}},
        Candidate{.id = numbered(3), .period = {day("2027-12-31"), std::nullopt}},
        Candidate{
            .id = numbered(2), .period = {std::nullopt, day("2026-12-31")}, .capacity_left = 0},
        Candidate{.id = numbered(1), .eligible = false, .capacity_left = 0},
    };
    auto const ranking = rank(in_2027, candidates, 10);
    EXPECT_EQ(ranking.considered, 2U);
    EXPECT_EQ(ranking.best.size(), 2U);
    std::vector<std::pair<std::size_t, Exclusion>> why;
    for (auto const &excluded : ranking.excluded) {
        why.emplace_back(excluded.index, excluded.why);
    }
    EXPECT_EQ(why, (std::vector<std::pair<std::size_t, Exclusion>>{{5, Exclusion::not_eligible},
                                                                   {4, Exclusion::no_capacity},
                                                                   {2, Exclusion::not_in_period},
                                                                   {1, Exclusion::not_in_period}}));
}

TEST(Ranking, parameters_out_of_range_are_a_bug)
{
    std::array const candidates{Candidate{}};
    for (auto const &wrong : {Parameters{.weights = {-1}}, Parameters{.weights = {NAN}},
                              Parameters{.sector_by_digits = {1, 0}},
                              Parameters{.sector_by_digits = {0, 2, 2, 2, 2, 2}},
                              Parameters{.same_goal = 2}, Parameters{.half_distance_km = 0}}) {
        EXPECT_THROW((void)rank({.modalities = training, .sectors = {1}}, candidates, 1, wrong),
                     Bug);
    }
    EXPECT_THROW((void)rank({}, std::array{Candidate{.unit_cost = NAN}}, 1), Bug);
}

TEST(Ranking, without_any_weight_all_are_equal_and_in_order_of_id)
{
    std::array const candidates{Candidate{.id = numbered(2)}, Candidate{.id = numbered(1)}};
    auto const ranking = rank({}, candidates, 2, {.weights = {}});
    ASSERT_EQ(ranking.best.size(), 2U);
    EXPECT_EQ(ranking.best[0].id, numbered(1));
    EXPECT_EQ(ranking.best[0].score, 0);
    EXPECT_TRUE(ranking.best[0].reasons.empty());
}

// Properties, over random worlds.

class World {
public:
    explicit World(std::uint32_t seed) : m_random{seed}
    {
        wanted = {.modalities = bits(4),
                  .sectors = list<SectorCode>(3, [&] { return sector(); }),
                  .sdgs = list<Sdg>(3, [&] { return sdg(); }),
                  .languages = bits(6),
                  .country = country(),
                  .period = {.from = chance(2) ? std::optional{Date{}.plus_days(below(100))}
                                               : std::nullopt},
                  .places = below(30),
                  .tokens = list<std::uint64_t>(20, [&] { return word(); })};
        auto const count = static_cast<std::uint32_t>(below(60));
        for (std::uint32_t i = 0; i < count; ++i) {
            candidates.push_back(candidate(i));
        }
        parameters.modality_families = {bits(4)};
        for (auto &weight : parameters.weights) {
            weight = below(20);
        }
    }

    Sdg sdg()
    {
        return {static_cast<std::uint8_t>(1 + below(5)), static_cast<std::uint8_t>(below(4))};
    }
    std::mt19937 &random() { return m_random; }

    Wanted wanted;
    std::vector<Candidate> candidates;
    Parameters parameters;

private:
    int below(int limit) { return std::uniform_int_distribution{0, limit - 1}(m_random); }
    bool chance(int one_in) { return below(one_in) == 0; }
    Bits bits(int count) { return chance(4) ? 0 : static_cast<Bits>(below(1 << count)); }
    SectorCode sector()
    {
        return 10000 * (1 + below(3)) + 1000 * below(2) + 100 * below(3) + 10 * below(3);
    }
    std::uint64_t word() { return token_hash(std::to_string(below(40))); }
    template <typename T>
    std::vector<T> list(int limit, auto make)
    {
        std::vector<T> made(static_cast<std::size_t>(below(limit)));
        std::ranges::generate(made, make);
        return made;
    }
    Country country()
    {
        return {.position = chance(5)
                                ? std::nullopt
                                : std::optional{Position{below(180) - 90.0, below(360) - 180.0}},
                .climates = bits(5),
                .income = below(5),
                .island = chance(3),
                .landlocked = chance(3),
                .groups = bits(6)};
    }
    Candidate candidate(std::uint32_t number)
    {
        return {.id = numbered(number),
                .eligible = !chance(10),
                .modalities = bits(4),
                .sectors = list<SectorCode>(3, [&] { return sector(); }),
                .sdgs = list<Sdg>(3, [&] { return sdg(); }),
                .languages = bits(6),
                .country = country(),
                .period = {.until = chance(3) ? std::optional{Date{}.plus_days(below(100))}
                                              : std::nullopt},
                .capacity_left = chance(3) ? std::nullopt : std::optional<std::int64_t>{below(20)},
                .track_record = {below(10), below(3)},
                .unit_cost = chance(3) ? std::nullopt : std::optional<double>{below(500)},
                .tokens = list<std::uint64_t>(30, [&] { return word(); })};
    }

    std::mt19937 m_random;
};

constexpr std::uint32_t worlds = 150;

TEST(Ranking, scores_are_bounded_and_the_contributions_explain_them)
{
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        World const world{seed};
        auto const ranking = rank(world.wanted, world.candidates, 1000, world.parameters);
        EXPECT_EQ(ranking.best.size(), ranking.considered);
        EXPECT_EQ(ranking.best.size() + ranking.excluded.size(), world.candidates.size());
        for (auto const &ranked : ranking.best) {
            double sum = 0;
            double weights = 0;
            for (auto const &part : ranked.reasons) {
                EXPECT_GE(part.score, 0);
                EXPECT_LE(part.score, 1);
                sum += part.contribution();
                weights += part.weight;
            }
            EXPECT_NEAR(sum, ranked.score, 1e-12);
            EXPECT_NEAR(weights, ranked.reasons.empty() ? 0 : 1, 1e-12);
            EXPECT_GE(ranked.score, 0);
            EXPECT_LE(ranked.score, 1);
            EXPECT_EQ(world.candidates[ranked.index].id, ranked.id);
        }
        EXPECT_TRUE(std::ranges::is_sorted(ranking.best, [](Ranked const &a, Ranked const &b) {
            return a.score != b.score ? a.score > b.score : a.id < b.id;
        }));
    }
}

TEST(Ranking, the_order_in_which_candidates_come_changes_nothing)
{
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        World world{seed};
        auto const before = rank(world.wanted, world.candidates, 20, world.parameters);
        std::ranges::shuffle(world.candidates, world.random());
        for (auto &candidate : world.candidates) {
            std::ranges::shuffle(candidate.tokens, world.random());
        }
        auto const after = rank(world.wanted, world.candidates, 20, world.parameters);
        ASSERT_EQ(before.best.size(), after.best.size());
        for (std::size_t i = 0; i < before.best.size(); ++i) {
            EXPECT_EQ(before.best[i].id, after.best[i].id);
            EXPECT_EQ(before.best[i].score, after.best[i].score); // to the bit
        }
        EXPECT_TRUE(
            std::ranges::equal(before.excluded, after.excluded, {}, &Excluded::id, &Excluded::id));
    }
}

TEST(Ranking, fewer_asked_for_are_the_first_of_more)
{
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        World const world{seed};
        auto const all = rank(world.wanted, world.candidates, 1000, world.parameters);
        auto const few = rank(world.wanted, world.candidates, 5, world.parameters);
        ASSERT_EQ(few.best.size(), std::min<std::size_t>(5, all.best.size()));
        EXPECT_TRUE(std::equal(few.best.begin(), few.best.end(), all.best.begin(),
                               [](Ranked const &a, Ranked const &b) { return a.id == b.id; }));
    }
}

TEST(Ranking, offering_more_of_what_is_wanted_never_lowers_a_score)
{
    auto const score = [](World const &world, Uuid id) {
        auto const ranking = rank(world.wanted, world.candidates, 1000, world.parameters);
        auto const found = std::ranges::find(ranking.best, id, &Ranked::id);
        return found == ranking.best.end() ? -1 : found->score;
    };
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        World world{seed};
        if (world.candidates.empty()) {
            continue;
        }
        auto &candidate = world.candidates.front();
        auto const id = candidate.id;
        auto before = score(world, id);
        auto const not_lower = [&](char const *what) {
            auto const after = score(world, id);
            EXPECT_GE(after, before - 1e-12) << what << ", seed " << seed;
            before = after;
        };
        candidate.sdgs.push_back(world.wanted.sdgs.empty() ? world.sdg()
                                                           : world.wanted.sdgs.front());
        not_lower("a matching target");
        candidate.sdgs.push_back(world.sdg());
        not_lower("any target");
        candidate.sectors.push_back(11220);
        not_lower("a sector");
        candidate.languages |= world.wanted.languages;
        not_lower("the languages wanted");
        candidate.modalities |= world.wanted.modalities;
        not_lower("the modalities wanted");
        candidate.track_record.delivered += 1;
        not_lower("a delivery");
        if (candidate.capacity_left && *candidate.capacity_left > 0) {
            *candidate.capacity_left += 1;
            not_lower("a place");
        }
    }
}

} // namespace
} // namespace selatan::ranking
