/// \file
/// Who bears what: the matrix and the statements, both put together from the same entries. Pure.
/// Nothing of different units, and nothing of different currencies, is ever added up here.
#pragma once

#include "cooperation/cost_sharing/cost_item.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/reference/exchange_rate.hpp"
#include "platform/sheets/table_writer.hpp"

#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::cost_sharing {

/// What a figure counts: minor units of a currency, or ten-thousandths of a unit of one grade.
struct Measure {
    std::optional<Currency> currency;
    Unit unit = Unit::item;
    std::string grade;

    [[nodiscard]] int digits() const;
    friend auto operator<=>(Measure const &, Measure const &) = default;
    friend bool operator==(Measure const &, Measure const &) = default;
};
[[nodiscard]] Measure measure_of(CostItem const &item);
/// An amount as this measure counts it; nothing where the currency has fewer digits.
[[nodiscard]] std::optional<std::int64_t> count_of(Amount const &amount, Measure const &measure);
[[nodiscard]] sheets::Decimal decimal_of(std::int64_t count, Measure const &measure);

/// How a figure is known.
enum class Known {
    planned,
    obligated, ///< on the ledger, with what was paid of it
    paid,      ///< on the ledger, less what came back
    reported,  ///< by the party's word: never passed our books
    paid_in,   ///< received by the pool's fund, whatever it is spent for
};
inline constexpr std::array<std::string_view, 5> ways_of_knowing{"planned", "obligated", "paid",
                                                                 "reported", "paid_in"};
[[nodiscard]] constexpr std::string_view to_code(Known known)
{
    return code_in(ways_of_knowing, known);
}

/// One figure with the record that it comes from.
struct Entry {
    std::string line; ///< empty: paid for the project and not on a line yet
    std::int64_t line_number = 0;
    Measure measure;
    std::optional<Uuid> party; ///< nothing: the pool, or the money of no party
    Known known = Known::planned;
    std::int64_t count = 0;
    std::optional<Date> on;
    std::string document;
    funds::RecordName record;
    std::optional<ledger::TransferId> entry;
};

struct PartyColumn {
    Uuid id;
    std::string reference;
    std::string name;
    std::optional<std::int64_t> share; ///< percent
    projects::Party party;
    std::string state;
};

struct Figures {
    std::int64_t planned = 0;
    std::int64_t obligated = 0;
    std::int64_t paid = 0;
    std::int64_t reported = 0;

    Figures &operator+=(Figures const &more);
    [[nodiscard]] bool is_empty() const;
    friend bool operator==(Figures const &, Figures const &) = default;
};

struct Row {
    std::string line; ///< empty in the sums
    std::int64_t line_number = 0;
    Measure measure;
    std::vector<Figures> by_party; ///< in the order of the parties
    Figures pool;                  ///< undivided, or of no party
    Figures whole;
};

struct Matrix {
    std::vector<PartyColumn> parties;
    bool is_pool_divided = false; ///< shares make 100: the parties' figures hold their parts of it
    bool has_pool = false;        ///< something stands outside the parties' columns
    std::int64_t sum_of_shares = 0;
    std::vector<Row> rows;   ///< by the number of the line, its name and the measure
    std::vector<Row> totals; ///< one for each measure
};

/// The parts of a whole by shares of a hundred, exactly: what rounding leaves goes, one by one, to
/// those who lost most by it, the first first.
[[nodiscard]] std::vector<std::int64_t> divided(std::int64_t whole,
                                                std::span<std::int64_t const> shares);

[[nodiscard]] Matrix make_matrix(Arrangement arrangement, std::vector<PartyColumn> parties,
                                 std::span<Entry const> entries);

/// The party whose money it is: the one that the office is; else the country itself; else the one
/// office of that country that takes part. Several, or none: nobody can tell.
[[nodiscard]] std::optional<Uuid>
party_of_money(std::span<PartyColumn const> parties, std::optional<Uuid> office,
               std::optional<CountryCode> country,
               std::function<std::optional<CountryCode>(Uuid)> const &country_of_office);

/// A party's planned column in words that compare: what it confirms.
[[nodiscard]] std::string column_text(Arrangement arrangement, PartyColumn const &party,
                                      std::span<Entry const> entries);

/// Sums in one currency, with the rates that they were made with; nothing where a rate is missing.
struct Converted {
    std::vector<Money> planned_by_party;
    Money planned;
    Money paid;
    Money reported;
    std::vector<reference::ExchangeRate> rates;
};
struct MissingRate {
    Currency from;
};
using RateOf = std::function<std::optional<reference::ExchangeRate>(Currency from)>;
[[nodiscard]] std::variant<Converted, MissingRate> converted(Matrix const &matrix, Currency to,
                                                             RateOf const &rate_of);

} // namespace selatan::cost_sharing
