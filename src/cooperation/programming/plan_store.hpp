#pragma once

#include "cooperation/programming/plan_line.hpp"
#include "cooperation/programming/plan_slice.hpp"
#include "platform/records/access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::programming {

// -- Plans ----------------------------------------------------------------------------------------

[[nodiscard]] bool is_year_taken(storage::Reader &reader, std::int64_t year);
/// Has it ceilings or lines, whose amounts are in its currency?
[[nodiscard]] bool counts_something(storage::Reader &reader, Uuid plan);
[[nodiscard]] LineCounts count_lines(storage::Reader &reader, Uuid plan);
/// A plan that was just made waits for what its calendar says.
void set_due(storage::Tx &tx, Uuid record, std::optional<Date> due);
/// Plans in these states, the latest year first.
[[nodiscard]] std::vector<records::Label> plans_in(storage::Reader &reader,
                                                   std::vector<std::string_view> const &states);

// -- Organisations that fund ----------------------------------------------------------------------

/// Is it a fund, or a funder on that day?
[[nodiscard]] bool funds(storage::Reader &reader, Uuid organisation, Date day);
/// All that do.
[[nodiscard]] std::vector<Uuid> funding(storage::Reader &reader, Date day);

// -- Lines ----------------------------------------------------------------------------------------

/// A line as totals and pictures need it.
struct LineRow {
    Uuid id;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    std::optional<Uuid> fund;
    Source source = Source::proposal;
    std::string sector;
    std::int64_t amount = 0;
    Currency currency;
    std::optional<std::int64_t> plan_amount;
    bool included = false;
    records::Codes countries;
};
/// The lines of a plan that `may_see` lets through, by rank.
[[nodiscard]] std::vector<LineRow> lines_of(storage::Reader &reader, Uuid plan,
                                            records::Filter const &may_see);
/// The rank behind all that are given.
[[nodiscard]] std::int64_t next_rank(storage::Reader &reader, Uuid plan);
/// The ranked lines of a plan that are included, the first ranks first.
[[nodiscard]] std::vector<Uuid> lines_to_establish(storage::Reader &reader, Uuid plan);
/// The states of the plan and the line, for rules that ask for both.
[[nodiscard]] std::string state_of(storage::Reader &reader, Uuid record);

/// A line that a plan takes over from an earlier one, with the amount that was promised.
struct CarriedLine {
    Uuid from;
    std::int64_t amount = 0;
    bool is_deferred = false; ///< else it is a slice of a line of several years
};
/// What earlier plans promised to this one, and it has not taken over yet.
[[nodiscard]] std::vector<CarriedLine> lines_to_carry(storage::Reader &reader, Uuid plan,
                                                      std::int64_t year);

// -- Slices ---------------------------------------------------------------------------------------

struct SliceRow {
    std::int64_t year = 0;
    std::int64_t amount = 0;
};
[[nodiscard]] bool has_slices(storage::Reader &reader, Uuid line);
[[nodiscard]] bool has_slice_for(storage::Reader &reader, Uuid line, std::int64_t year,
                                 std::optional<Uuid> except);
/// Has that year's plan a line that carries this one on?
[[nodiscard]] bool is_carried_to(storage::Reader &reader, Uuid line, std::int64_t year);

// -- Revisions ------------------------------------------------------------------------------------

struct KeptRevision {
    std::int64_t number = 0;
    Instant kept_at;
    std::string reason;
    std::string document;
    std::string content; ///< JSON; empty in lists
};
void keep_revision(storage::Tx &tx, Uuid plan, KeptRevision const &revision);
/// Without their content, the first first.
[[nodiscard]] std::vector<KeptRevision> revisions_of(storage::Reader &reader, Uuid plan);
[[nodiscard]] std::optional<KeptRevision> find_revision(storage::Reader &reader, Uuid plan,
                                                        std::int64_t number);

} // namespace selatan::programming
