#include "engine/ranking/ranking.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <utility>

namespace selatan::ranking {

namespace {

constexpr std::size_t words_shown = 5;

using Scores = std::array<double, criterion_count>;

double &at(Scores &scores, Criterion criterion)
{
    return scores[static_cast<std::size_t>(criterion)];
}

double divide(std::int64_t a, std::int64_t b)
{
    return static_cast<double>(a) / static_cast<double>(b);
}

bool is_described(Country const &country)
{
    return country.climates != 0 || country.income != 0 || country.island || country.landlocked ||
           country.groups != 0;
}

int common_digits(SectorCode a, SectorCode b)
{
    int digits = 5;
    for (; a != b; a /= 10, b /= 10) {
        --digits;
    }
    return std::max(digits, 0);
}

/// The distinct words wanted, by number. Open addressing, at most a quarter full: a look-up nearly
/// always ends at the first slot, whether the word is wanted or not, and the processor can tell.
class WantedWords {
public:
    explicit WantedWords(std::span<std::uint64_t const> tokens)
        : m_mask{std::bit_ceil(4 * tokens.size() + 4) - 1}, m_slots(m_mask + 1)
    {
        for (std::uint32_t position = 0; position < tokens.size(); ++position) {
            auto &slot = m_slots[slot_of(tokens[position])];
            if (slot.word == empty) {
                slot = {tokens[position], static_cast<std::uint32_t>(m_positions.size())};
                m_positions.push_back(position);
            }
        }
        // Words that are not wanted have a number too, so that counting needs no branch.
        for (auto &slot : m_slots) {
            slot.word = std::min(slot.word, none());
        }
    }

    /// The word's number, from 0 to size() - 1, or none().
    [[nodiscard]] std::uint32_t find(std::uint64_t token) const
    {
        return m_slots[slot_of(token)].word;
    }
    [[nodiscard]] std::uint32_t none() const
    {
        return static_cast<std::uint32_t>(m_positions.size());
    }
    [[nodiscard]] std::size_t size() const { return m_positions.size(); }
    /// Where a word first stood in Wanted::tokens.
    [[nodiscard]] std::uint32_t position(std::uint32_t word) const { return m_positions[word]; }

private:
    static constexpr std::uint32_t empty = std::numeric_limits<std::uint32_t>::max();
    struct Slot {
        std::uint64_t token = 0;
        std::uint32_t word = empty;
    };

    [[nodiscard]] std::size_t slot_of(std::uint64_t token) const
    {
        auto slot = static_cast<std::size_t>(token) & m_mask;
        while (m_slots[slot].token != token && m_slots[slot].word < m_positions.size()) {
            slot = (slot + 1) & m_mask;
        }
        return slot;
    }

    std::size_t m_mask;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_positions;
};

/// One ranking under way: what all candidates share.
class Judge {
public:
    Judge(Wanted const &wanted, std::span<Candidate const> candidates, Parameters const &parameters)
        : m_wanted{wanted}, m_candidates{candidates}, m_parameters{parameters}, m_words{
                                                                                    wanted.tokens}
    {
    }

    Ranking rank(std::size_t count);

private:
    [[nodiscard]] std::optional<Exclusion> excluded(Candidate const &candidate) const;
    void compare_words(std::vector<std::uint32_t> const &considered);
    void find_median_cost(std::vector<std::uint32_t> const &considered);
    void share_weights();

    [[nodiscard]] double modality(Candidate const &candidate) const;
    [[nodiscard]] double sector(Candidate const &candidate) const;
    [[nodiscard]] double sdg(Candidate const &candidate) const;
    [[nodiscard]] double proximity(Candidate const &candidate) const;
    [[nodiscard]] double likeness(Candidate const &candidate) const;
    [[nodiscard]] double capacity(Candidate const &candidate) const;
    [[nodiscard]] double track_record(Candidate const &candidate) const;
    [[nodiscard]] double cost(Candidate const &candidate) const;
    [[nodiscard]] double words(std::size_t considered) const;
    [[nodiscard]] bool shares_family(Candidate const &candidate) const;

    /// `considered` is the candidate's place among those that are not excluded.
    [[nodiscard]] Scores scores(Candidate const &candidate, std::size_t considered) const;
    [[nodiscard]] double total(Scores const &scores) const;
    [[nodiscard]] Facts facts(Criterion criterion, Candidate const &candidate,
                              std::size_t considered) const;
    [[nodiscard]] SectorFacts sector_facts(Candidate const &candidate) const;
    [[nodiscard]] SdgFacts sdg_facts(Candidate const &candidate) const;
    [[nodiscard]] WordsFacts words_facts(std::size_t considered) const;

    Wanted const &m_wanted;
    std::span<Candidate const> m_candidates;
    Parameters const &m_parameters;
    WantedWords m_words;

    Scores m_weights{};
    double m_median_cost = 0;
    bool m_any_cost = false;
    /// Words in common: those of the n-th considered candidate lie from m_common_from[n] on.
    std::vector<std::uint32_t> m_common;
    std::vector<std::size_t> m_common_from;
    /// Inverse document frequency of each wanted word, as an integer: sums of integers do not
    /// depend on the order of a candidate's words.
    std::vector<std::int64_t> m_telling;
    std::int64_t m_telling_sum = 0;
    static constexpr double fixed_point = 1e9;
};

std::optional<Exclusion> Judge::excluded(Candidate const &candidate) const
{
    if (!candidate.eligible) {
        return Exclusion::not_eligible;
    }
    if (candidate.capacity_left && *candidate.capacity_left <= 0) {
        return Exclusion::no_capacity;
    }
    auto const ends_before = [](Period const &a, Period const &b) {
        return a.until && b.from && *a.until < *b.from;
    };
    if (ends_before(candidate.period, m_wanted.period) ||
        ends_before(m_wanted.period, candidate.period)) {
        return Exclusion::not_in_period;
    }
    return std::nullopt;
}

void Judge::compare_words(std::vector<std::uint32_t> const &considered)
{
    std::vector<std::int64_t> frequency(m_words.size() + 1);
    // The last candidate that each word was seen in: a repeated word counts once.
    std::vector<std::size_t> seen_in(m_words.size() + 1, std::numeric_limits<std::size_t>::max());
    m_common_from.reserve(considered.size() + 1);
    std::size_t end = 0;
    for (std::size_t n = 0; n < considered.size(); ++n) {
        auto const &tokens = m_candidates[considered[n]].tokens;
        m_common_from.push_back(end);
        if (m_common.size() < end + tokens.size()) {
            m_common.resize(2 * (end + tokens.size()));
        }
        // The innermost loop of the whole ranking. About every other word is wanted, which no
        // processor predicts: so each is written down, and the next overwrites it if it is not.
        for (auto const token : tokens) {
            auto const word = m_words.find(token);
            bool const first = seen_in[word] != n;
            bool const wanted = word != m_words.none();
            seen_in[word] = n;
            frequency[word] += first ? 1 : 0;
            m_common[end] = word;
            end += first && wanted ? 1U : 0U;
        }
    }
    m_common_from.push_back(end);

    auto const all = static_cast<double>(considered.size());
    m_telling.resize(m_words.size());
    for (std::size_t word = 0; word < m_telling.size(); ++word) {
        if (frequency[word] == 0) {
            continue; // nobody has it: it distinguishes nothing
        }
        auto const has = static_cast<double>(frequency[word]);
        m_telling[word] = std::llround(fixed_point * std::log1p((all - has + 0.5) / (has + 0.5)));
        m_telling_sum += m_telling[word];
    }
}

void Judge::find_median_cost(std::vector<std::uint32_t> const &considered)
{
    std::vector<double> costs;
    for (auto const index : considered) {
        if (auto const &cost = m_candidates[index].unit_cost) {
            ENSURE(std::isfinite(*cost) && *cost >= 0);
            costs.push_back(*cost);
        }
    }
    if (costs.empty()) {
        return;
    }
    // The lower median: a cost that somebody asks.
    auto const middle = costs.begin() + static_cast<std::ptrdiff_t>((costs.size() - 1) / 2);
    std::ranges::nth_element(costs, middle);
    m_median_cost = *middle;
    m_any_cost = true;
}

void Judge::share_weights()
{
    m_weights = m_parameters.weights;
    auto const drop_unless = [&](bool judged, Criterion criterion) {
        if (!judged) {
            at(m_weights, criterion) = 0;
        }
    };
    drop_unless(m_wanted.modalities != 0, Criterion::modality);
    drop_unless(!m_wanted.sectors.empty(), Criterion::sector);
    drop_unless(!m_wanted.sdgs.empty(), Criterion::sdg);
    drop_unless(m_wanted.languages != 0, Criterion::language);
    drop_unless(m_wanted.country.position.has_value(), Criterion::proximity);
    drop_unless(is_described(m_wanted.country), Criterion::likeness);
    drop_unless(m_wanted.places > 0, Criterion::capacity);
    drop_unless(m_any_cost, Criterion::cost);
    drop_unless(m_telling_sum > 0, Criterion::words);
    double sum = 0;
    for (auto const weight : m_weights) {
        ENSURE(std::isfinite(weight) && weight >= 0);
        sum += weight;
    }
    if (sum > 0) {
        for (auto &weight : m_weights) {
            weight /= sum;
        }
    }
}

bool Judge::shares_family(Candidate const &candidate) const
{
    return std::ranges::any_of(m_parameters.modality_families, [&](Bits family) {
        return (family & m_wanted.modalities) != 0 && (family & candidate.modalities) != 0;
    });
}

double Judge::modality(Candidate const &candidate) const
{
    if ((m_wanted.modalities & candidate.modalities) != 0) {
        return 1;
    }
    return shares_family(candidate) ? m_parameters.same_family : 0;
}

double Judge::sector(Candidate const &candidate) const
{
    double sum = 0;
    for (auto const wanted : m_wanted.sectors) {
        int digits = 0;
        for (auto const available : candidate.sectors) {
            digits = std::max(digits, common_digits(wanted, available));
        }
        sum += m_parameters.sector_by_digits[static_cast<std::size_t>(digits)];
    }
    return sum / static_cast<double>(m_wanted.sectors.size());
}

double Judge::sdg(Candidate const &candidate) const
{
    double sum = 0;
    for (auto const wanted : m_wanted.sdgs) {
        double best = 0;
        for (auto const available : candidate.sdgs) {
            if (available.goal != wanted.goal) {
                continue;
            }
            if (available == wanted || wanted.target == 0) {
                best = 1;
                break;
            }
            best = m_parameters.same_goal;
        }
        sum += best;
    }
    return sum / static_cast<double>(m_wanted.sdgs.size());
}

double Judge::proximity(Candidate const &candidate) const
{
    if (!candidate.country.position) {
        return 0;
    }
    return std::exp2(-distance_km(*m_wanted.country.position, *candidate.country.position) /
                     m_parameters.half_distance_km);
}

double Judge::likeness(Candidate const &candidate) const
{
    auto const &wanted = m_wanted.country;
    auto const &country = candidate.country;
    double sum = 0;
    int parts = 0;
    auto const add = [&](double part) {
        sum += part;
        ++parts;
    };
    if (wanted.climates != 0) {
        auto const common = std::popcount(wanted.climates & country.climates);
        auto const either = std::popcount(wanted.climates | country.climates);
        add(divide(common, either));
    }
    if (wanted.income != 0) {
        add(country.income == 0
                ? 0
                : std::max(0.0, 1 - std::abs(wanted.income - country.income) / 3.0));
    }
    // Only who is an island or landlocked needs the experience of others that are.
    if (wanted.island) {
        add(country.island ? 1 : 0);
    }
    if (wanted.landlocked) {
        add(country.landlocked ? 1 : 0);
    }
    if (wanted.groups != 0) {
        add(divide(std::popcount(wanted.groups & country.groups), std::popcount(wanted.groups)));
    }
    return sum / parts;
}

double Judge::capacity(Candidate const &candidate) const
{
    if (!candidate.capacity_left || *candidate.capacity_left >= m_wanted.places) {
        return 1;
    }
    return divide(*candidate.capacity_left, m_wanted.places);
}

double Judge::track_record(Candidate const &candidate) const
{
    auto const &record = candidate.track_record;
    ENSURE(record.delivered >= 0 && record.delivered_in_region >= 0);
    // What was delivered in the region counts twice.
    auto const times = double{1} * record.delivered + record.delivered_in_region;
    return times / (times + m_parameters.half_track_record);
}

double Judge::cost(Candidate const &candidate) const
{
    if (!candidate.unit_cost) {
        return 0;
    }
    auto const sum = m_median_cost + *candidate.unit_cost;
    return sum == 0 ? 1 : 1 - *candidate.unit_cost / sum;
}

double Judge::words(std::size_t considered) const
{
    std::int64_t sum = 0;
    for (auto i = m_common_from[considered]; i < m_common_from[considered + 1]; ++i) {
        sum += m_telling[m_common[i]];
    }
    return std::sqrt(divide(sum, m_telling_sum));
}

Scores Judge::scores(Candidate const &candidate, std::size_t considered) const
{
    Scores all{};
    auto const judge = [&](Criterion criterion, auto const &score) {
        if (m_weights[static_cast<std::size_t>(criterion)] > 0) {
            at(all, criterion) = score();
        }
    };
    judge(Criterion::modality, [&] { return modality(candidate); });
    judge(Criterion::sector, [&] { return sector(candidate); });
    judge(Criterion::sdg, [&] { return sdg(candidate); });
    judge(Criterion::language,
          [&] { return (m_wanted.languages & candidate.languages) != 0 ? 1.0 : 0.0; });
    judge(Criterion::proximity, [&] { return proximity(candidate); });
    judge(Criterion::likeness, [&] { return likeness(candidate); });
    judge(Criterion::capacity, [&] { return capacity(candidate); });
    judge(Criterion::track_record, [&] { return track_record(candidate); });
    judge(Criterion::cost, [&] { return cost(candidate); });
    judge(Criterion::words, [&] { return words(considered); });
    return all;
}

double Judge::total(Scores const &scores) const
{
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        sum += scores[i] * m_weights[i];
    }
    return std::min(sum, 1.0);
}

SectorFacts Judge::sector_facts(Candidate const &candidate) const
{
    SectorFacts closest{.common_digits = -1};
    for (auto const wanted : m_wanted.sectors) {
        for (auto const available : candidate.sectors) {
            auto const digits = common_digits(wanted, available);
            if (digits > closest.common_digits) {
                closest = {wanted, available, digits};
            }
        }
    }
    return closest;
}

SdgFacts Judge::sdg_facts(Candidate const &candidate) const
{
    SdgFacts facts;
    for (auto const wanted : m_wanted.sdgs) {
        if (std::ranges::find(candidate.sdgs, wanted) != candidate.sdgs.end()) {
            facts.targets.push_back(wanted);
        } else if (std::ranges::find(candidate.sdgs, wanted.goal, &Sdg::goal) !=
                       candidate.sdgs.end() &&
                   std::ranges::find(facts.goals, wanted.goal) == facts.goals.end()) {
            facts.goals.push_back(wanted.goal);
        }
    }
    return facts;
}

WordsFacts Judge::words_facts(std::size_t considered) const
{
    std::vector<std::uint32_t> common(
        m_common.begin() + static_cast<std::ptrdiff_t>(m_common_from[considered]),
        m_common.begin() + static_cast<std::ptrdiff_t>(m_common_from[considered + 1]));
    WordsFacts facts{.count = static_cast<std::uint32_t>(common.size())};
    std::ranges::sort(common, {}, [&](std::uint32_t word) {
        return std::pair{-m_telling[word], word};
    });
    common.resize(std::min(common.size(), words_shown));
    for (auto const word : common) {
        facts.wanted.push_back(m_words.position(word));
    }
    return facts;
}

Facts Judge::facts(Criterion criterion, Candidate const &candidate, std::size_t considered) const
{
    auto const &wanted = m_wanted.country;
    auto const &country = candidate.country;
    switch (criterion) {
    case Criterion::modality:
        if (candidate.modalities == 0) {
            return {};
        }
        return ModalityFacts{.common = m_wanted.modalities & candidate.modalities,
                             .family = (m_wanted.modalities & candidate.modalities) == 0 &&
                                       shares_family(candidate)};
    case Criterion::sector:
        return candidate.sectors.empty() ? Facts{} : sector_facts(candidate);
    case Criterion::sdg:
        return candidate.sdgs.empty() ? Facts{} : sdg_facts(candidate);
    case Criterion::language:
        return candidate.languages == 0 ? Facts{}
                                        : LanguageFacts{m_wanted.languages & candidate.languages};
    case Criterion::proximity:
        return country.position ? ProximityFacts{distance_km(*wanted.position, *country.position)}
                                : Facts{};
    case Criterion::likeness:
        if (!is_described(country)) {
            return {};
        }
        return LikenessFacts{
            .common_climates = wanted.climates & country.climates,
            .income_steps = wanted.income != 0 && country.income != 0
                                ? std::optional{country.income - wanted.income}
                                : std::nullopt,
            .both_islands = wanted.island && country.island,
            .both_landlocked = wanted.landlocked && country.landlocked,
            .common_groups = wanted.groups & country.groups,
        };
    case Criterion::capacity:
        return CapacityFacts{.left = candidate.capacity_left, .wanted = m_wanted.places};
    case Criterion::track_record:
        return TrackRecordFacts{candidate.track_record};
    case Criterion::cost:
        return candidate.unit_cost ? CostFacts{*candidate.unit_cost, m_median_cost} : Facts{};
    case Criterion::words:
        return candidate.tokens.empty() ? Facts{} : words_facts(considered);
    }
    return {};
}

Ranking Judge::rank(std::size_t count)
{
    ENSURE(m_candidates.size() < std::numeric_limits<std::uint32_t>::max());
    auto const is_share = [](double value) {
        return value >= 0 && value <= 1;
    };
    ENSURE(is_share(m_parameters.same_goal) && is_share(m_parameters.same_family));
    ENSURE(std::ranges::all_of(m_parameters.sector_by_digits, is_share));
    ENSURE(std::ranges::is_sorted(m_parameters.sector_by_digits));
    ENSURE(m_parameters.half_distance_km > 0 && m_parameters.half_track_record > 0);

    Ranking ranking;
    std::vector<std::uint32_t> considered;
    considered.reserve(m_candidates.size());
    for (std::uint32_t index = 0; index < m_candidates.size(); ++index) {
        if (auto const why = excluded(m_candidates[index])) {
            ranking.excluded.push_back({m_candidates[index].id, index, *why});
        } else {
            considered.push_back(index);
        }
    }
    std::ranges::sort(ranking.excluded, {}, &Excluded::id);
    ranking.considered = considered.size();

    compare_words(considered);
    find_median_cost(considered);
    share_weights();

    struct Standing {
        double score;
        std::uint32_t considered;
    };
    std::vector<Standing> standings;
    standings.reserve(considered.size());
    for (std::uint32_t n = 0; n < considered.size(); ++n) {
        standings.push_back({total(scores(m_candidates[considered[n]], n)), n});
    }
    count = std::min(count, standings.size());
    auto const id = [&](Standing const &standing) -> Uuid const & {
        return m_candidates[considered[standing.considered]].id;
    };
    std::ranges::partial_sort(standings, standings.begin() + static_cast<std::ptrdiff_t>(count),
                              [&](Standing const &a, Standing const &b) {
                                  return a.score != b.score ? a.score > b.score : id(a) < id(b);
                              });
    standings.resize(count);

    ranking.best.reserve(count);
    for (auto const &standing : standings) {
        auto const index = considered[standing.considered];
        auto const &candidate = m_candidates[index];
        auto const parts = scores(candidate, standing.considered);
        Ranked ranked{.id = candidate.id, .index = index, .score = standing.score};
        for (std::size_t i = 0; i < criterion_count; ++i) {
            if (m_weights[i] > 0) {
                auto const criterion = static_cast<Criterion>(i);
                ranked.reasons.push_back({criterion, parts[i], m_weights[i],
                                          facts(criterion, candidate, standing.considered)});
            }
        }
        ranking.best.push_back(std::move(ranked));
    }
    return ranking;
}

} // namespace

double distance_km(Position a, Position b)
{
    constexpr double radius_km = 6371;
    constexpr double radians = std::numbers::pi / 180;
    // The haversine formula: exact enough for near places, where the law of cosines is not.
    auto const half_chord = [](double degrees) {
        auto const sine = std::sin(degrees * radians / 2);
        return sine * sine;
    };
    auto const h = half_chord(b.latitude - a.latitude) + std::cos(a.latitude * radians) *
                                                             std::cos(b.latitude * radians) *
                                                             half_chord(b.longitude - a.longitude);
    return 2 * radius_km * std::asin(std::sqrt(std::min(1.0, h)));
}

std::string_view to_code(Criterion criterion)
{
    static constexpr std::array<std::string_view, criterion_count> codes{
        "modality", "sector",   "sdg",          "language", "proximity",
        "likeness", "capacity", "track_record", "cost",     "words"};
    return codes[static_cast<std::size_t>(criterion)];
}

std::string_view to_code(Exclusion exclusion)
{
    static constexpr std::array<std::string_view, 3> codes{"not_eligible", "no_capacity",
                                                           "not_in_period"};
    return codes[static_cast<std::size_t>(exclusion)];
}

Ranking rank(Wanted const &wanted, std::span<Candidate const> candidates, std::size_t count,
             Parameters const &parameters)
{
    return Judge{wanted, candidates, parameters}.rank(count);
}

} // namespace selatan::ranking
