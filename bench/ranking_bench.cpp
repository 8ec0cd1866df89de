// uses: engine_ranking
//
// Ranks 1,000, 10,000 and 100,000 made-up offers for one request, the best 50 with their reasons.
// Offers are as rich as real ones: two sectors, three SDG targets, 60 words of a Zipf vocabulary.
// Prints the median of several runs and the time for each offer, which shows whether cost is
// linear.

#include "engine/ranking/ranking.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

namespace {

using namespace selatan;
using namespace selatan::ranking;

class Maker {
public:
    Candidate candidate(std::uint32_t number)
    {
        Candidate made{
            .id = Uuid::make(number, {}),
            .modalities = bit(13) | bit(13),
            .sectors = {sector(), sector()},
            .sdgs = {sdg(), sdg(), sdg()},
            .languages = bit(6) | bit(6),
            .country = country(),
            .capacity_left = below(40),
            .track_record = {static_cast<std::int32_t>(below(20)),
                             static_cast<std::int32_t>(below(5))},
            .unit_cost = 20.0 + static_cast<double>(below(400)),
        };
        words(made.tokens, 60);
        return made;
    }

    Wanted wanted()
    {
        Wanted made{.modalities = bit(13) | bit(13),
                    .sectors = {sector()},
                    .sdgs = {sdg(), sdg()},
                    .languages = bit(6) | bit(6),
                    .country = country(),
                    .places = 20};
        words(made.tokens, 120);
        return made;
    }

private:
    std::int64_t below(std::int64_t limit)
    {
        return std::uniform_int_distribution<std::int64_t>{0, limit - 1}(m_random);
    }
    Bits bit(int count) { return Bits{1} << static_cast<unsigned>(below(count)); }
    SectorCode sector()
    {
        return static_cast<SectorCode>(10000 * (1 + below(4)) + 1000 * below(7) + 100 * below(4) +
                                       10 * below(9));
    }
    Sdg sdg()
    {
        return {static_cast<std::uint8_t>(1 + below(17)), static_cast<std::uint8_t>(1 + below(10))};
    }
    Country country()
    {
        return {.position = Position{static_cast<double>(below(140)) - 60,
                                     static_cast<double>(below(360)) - 180},
                .climates = bit(5) | bit(5),
                .income = static_cast<int>(1 + below(4)),
                .island = below(5) == 0,
                .landlocked = below(5) == 0,
                .groups = bit(12) | bit(12) | bit(12)};
    }
    void words(std::vector<std::uint64_t> &tokens, int count)
    {
        // Rank by inverse power: few words are everywhere, most are rare.
        for (int i = 0; i < count; ++i) {
            auto const uniform = std::uniform_real_distribution{0.0, 1.0}(m_random);
            auto const rank = static_cast<std::uint64_t>(std::exp(uniform * std::log(20000.0)));
            tokens.push_back(rank * 0x9E3779B97F4A7C15U);
        }
    }

    std::mt19937_64 m_random{20261121};
};

double median_ms(Wanted const &wanted, std::vector<Candidate> const &candidates, int runs)
{
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        auto const start = std::chrono::steady_clock::now();
        auto const ranking = rank(wanted, candidates, 50);
        auto const end = std::chrono::steady_clock::now();
        if (ranking.best.size() != 50) {
            std::abort();
        }
        times.push_back(std::chrono::duration<double, std::milli>(end - start).count());
    }
    std::ranges::nth_element(times, times.begin() + runs / 2);
    return times[static_cast<std::size_t>(runs / 2)];
}

} // namespace

int main()
{
    Maker maker;
    auto const wanted = maker.wanted();
    std::printf("%10s %12s %16s\n", "offers", "median ms", "ns an offer");
    for (std::uint32_t const count : {1'000U, 10'000U, 100'000U}) {
        std::vector<Candidate> candidates;
        candidates.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            candidates.push_back(maker.candidate(i));
        }
        auto const ms = median_ms(wanted, candidates, count > 10'000 ? 9 : 41);
        std::printf("%10u %12.2f %16.0f\n", count, ms, ms * 1e6 / count);
    }
}
