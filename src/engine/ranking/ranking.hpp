/// \file
/// Ranks what is available against what is wanted, and says why (ranking.md has the formulae).
/// Pure: no database, no clock, and no knowledge of what the bits and codes stand for.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace selatan::ranking {

/// A set of up to 64 things (modalities, languages, groups); the caller says what each bit means.
using Bits = std::uint64_t;

/// A code in a tree whose levels are its leading digits, as DAC purpose codes are: 11220 lies in
/// 112, in 11, in 1. A shorter code (a whole category) is written with zeros behind it: 11200.
using SectorCode = std::int32_t;

/// A target of a goal. `target` 0 is the goal as a whole; lettered targets ('a', 'b' …) are their
/// letter's ASCII code.
struct Sdg {
    std::uint8_t goal = 0;
    std::uint8_t target = 0;
    friend auto operator<=>(Sdg const &, Sdg const &) = default;
};

/// Degrees, north and east positive.
struct Position {
    double latitude = 0;
    double longitude = 0;
    friend bool operator==(Position const &, Position const &) = default;
};
/// Along the great circle of a sphere of 6,371 km.
[[nodiscard]] double distance_km(Position a, Position b);

/// What makes one country's experience useful to another. Empty sets and 0 mean: not known.
struct Country {
    std::optional<Position> position;
    Bits climates = 0; ///< climate classes that cover a good part of it
    int income = 0;    ///< 1 low, 2 lower middle, 3 upper middle, 4 high
    bool island = false;
    bool landlocked = false;
    Bits groups = 0; ///< regions and organisations that it belongs to
};

/// First and last day; a missing end is open.
struct Period {
    std::optional<Date> from;
    std::optional<Date> until;
};

/// What is asked for. What it leaves empty is not judged: the other criteria share its weight.
struct Wanted {
    Bits modalities = 0;
    std::vector<SectorCode> sectors;
    std::vector<Sdg> sdgs;
    Bits languages = 0; ///< in which those to be reached can work
    Country country;
    Period period;
    std::int64_t places = 0;           ///< how many people or items; 0 where not said
    std::vector<std::uint64_t> tokens; ///< token_hash() of its words; repeats do no harm
};

struct TrackRecord {
    std::int32_t delivered = 0;           ///< times that it was delivered, anywhere
    std::int32_t delivered_in_region = 0; ///< of these, in the region of who asks
};

/// What is available. What it does not state scores nothing: silence is never an advantage.
struct Candidate {
    Uuid id;
    bool eligible = true; ///< whether who asks may have it, as the caller judged
    Bits modalities = 0;
    std::vector<SectorCode> sectors;
    std::vector<Sdg> sdgs;
    Bits languages = 0;
    Country country;
    Period period;
    std::optional<std::int64_t> capacity_left; ///< places; nothing where it is not limited
    TrackRecord track_record;
    std::optional<double> unit_cost; ///< in one unit and currency for all candidates
    std::vector<std::uint64_t> tokens;
};

enum class Criterion {
    modality,
    sector,
    sdg,
    language,
    proximity, ///< how near the two countries are
    likeness,  ///< how alike: climate, income, island, landlocked, groups
    capacity,
    track_record,
    cost,
    words,
};
inline constexpr std::size_t criterion_count = 10;
/// "modality", "sector" …: for message keys and the API.
[[nodiscard]] std::string_view to_code(Criterion criterion);

/// The knobs; the defaults are argued in ranking.md.
struct Parameters {
    /// In the order of Criterion; only their proportions matter. Finite, none negative.
    std::array<double, criterion_count> weights{14, 22, 12, 10, 4, 8, 4, 8, 4, 14};
    /// Score of a sector that shares 0, 1 … 5 leading digits with a wanted one; never falling.
    std::array<double, 6> sector_by_digits{0, 0.1, 0.4, 0.7, 0.7, 1};
    double same_goal = 0.5; ///< another target of the goal wanted
    /// Sets of modalities that can stand in for each other (training and seminar), and their score.
    std::vector<Bits> modality_families;
    double same_family = 0.5;
    double half_distance_km = 3000; ///< at this distance proximity is one half
    double half_track_record = 3;   ///< after so many deliveries the track record is one half
};

// What stood behind a score, for a caller that puts it into words. Each says what the two have in
// common; `std::monostate` says that the candidate does not state it.
struct ModalityFacts {
    Bits common = 0;     ///< empty when only the family is shared
    bool family = false; ///< nothing in common but a family
};
struct SectorFacts { ///< the closest pair
    SectorCode wanted = 0;
    SectorCode available = 0;
    int common_digits = 0;
};
struct SdgFacts {
    std::vector<Sdg> targets;        ///< wanted and available alike
    std::vector<std::uint8_t> goals; ///< of other wanted targets, touched by another target
};
struct LanguageFacts {
    Bits common = 0;
};
struct ProximityFacts {
    double km = 0;
};
struct LikenessFacts {
    Bits common_climates = 0;
    std::optional<int> income_steps; ///< candidate's minus wanted's; nothing where one is unknown
    bool both_islands = false;
    bool both_landlocked = false;
    Bits common_groups = 0;
};
struct CapacityFacts {
    std::optional<std::int64_t> left; ///< nothing: not limited
    std::int64_t wanted = 0;
};
struct TrackRecordFacts {
    TrackRecord record;
};
struct CostFacts {
    double unit_cost = 0;
    double median = 0; ///< of the candidates that are not excluded
};
struct WordsFacts {
    std::vector<std::uint32_t> wanted; ///< positions in Wanted::tokens, the most telling first, ≤ 5
    std::uint32_t count = 0;           ///< distinct words in common, of all
};
using Facts = std::variant<std::monostate, ModalityFacts, SectorFacts, SdgFacts, LanguageFacts,
                           ProximityFacts, LikenessFacts, CapacityFacts, TrackRecordFacts,
                           CostFacts, WordsFacts>;

/// One criterion's part in a score.
struct Reason {
    Criterion criterion{};
    double score = 0;  ///< 0 to 1
    double weight = 0; ///< its share; the weights of a candidate's reasons sum to 1
    Facts facts;
    [[nodiscard]] double contribution() const { return score * weight; }
};

struct Ranked {
    Uuid id;
    std::size_t index = 0;       ///< position in the candidates given
    double score = 0;            ///< 0 to 1: the sum of the contributions
    std::vector<Reason> reasons; ///< what was judged, in the order of Criterion
};

/// Why a candidate is not ranked at all; the first that holds, in this order.
enum class Exclusion { not_eligible, no_capacity, not_in_period };
[[nodiscard]] std::string_view to_code(Exclusion exclusion);

struct Excluded {
    Uuid id;
    std::size_t index = 0;
    Exclusion why{};
};

struct Ranking {
    std::vector<Ranked> best;       ///< highest score first; equal scores by id
    std::vector<Excluded> excluded; ///< by id; all of them, so that nothing disappears silently
    std::size_t considered = 0;     ///< candidates that were not excluded
};

/// The best `count` candidates with their reasons. The order of `candidates` changes nothing but
/// the indexes. Linear in the candidates and their words.
[[nodiscard]] Ranking rank(Wanted const &wanted, std::span<Candidate const> candidates,
                           std::size_t count, Parameters const &parameters = {});

} // namespace selatan::ranking
