/// \file
/// From transactions to figures (flows.md): each amount in dollars, counted once, divided among
/// countries, sectors, goals and organisations. No database.
#pragma once

#include "engine/flows/counted_once.hpp"
#include "exchange/flows/dimension.hpp"
#include "exchange/flows/sides.hpp"
#include "exchange/flows/told.hpp"
#include "exchange/reported/in_dollars.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::reported_flows {

using reported::InDollars;
using reported::UsedRate;

/// Where a key stands in Keys.
using Place = std::uint32_t;
inline constexpr Place nowhere = 0xFFFFFFFF;

struct Key {
    Dimension dimension = Dimension::all;
    std::string code;
    friend bool operator==(Key const &, Key const &) = default;
};

/// Each key once.
class Keys {
public:
    Place place(Dimension dimension, std::string_view code);
    /// `places_on` is "provider>country".
    Place corridor(Place provider, Place country);
    /// A purpose's first three digits.
    Place category(Place sector);
    [[nodiscard]] Key const &at(Place place) const { return m_keys[place]; }
    [[nodiscard]] std::size_t size() const { return m_keys.size(); }

private:
    std::vector<Key> m_keys;
    std::unordered_map<std::string, Place> m_places; ///< the dimension's number, then the code
    std::map<std::pair<Place, Place>, Place> m_corridors;
    std::unordered_map<Place, Place> m_categories;
};

/// What has a key for each transaction; of the last three it has none where several share it.
enum class Owner : std::uint8_t { publisher, provider, receiver, in_kind, country, sector, goal };
inline constexpr std::size_t owner_count = 7;
inline constexpr std::array<Dimension, owner_count> dimensions_of_owners{
    Dimension::publisher, Dimension::provider, Dimension::receiver, Dimension::in_kind,
    Dimension::country,   Dimension::sector,   Dimension::goal};

/// A row of flow_transaction.
struct Figured {
    std::int64_t identifier = 0;
    std::int64_t activity = 0;
    std::int64_t number = 0;
    Money money = Money::spent;
    std::int64_t year = 0;
    bool is_south = false;
    std::optional<std::int64_t> usd;  ///< cents
    std::optional<std::int64_t> rate; ///< of InDollars; as it is kept, of flow_rate
    std::int64_t left_out = 0;
    std::optional<flows::Reason> reason;
    std::optional<std::int64_t> instead;
    std::array<Place, owner_count> owners{nowhere, nowhere, nowhere, nowhere,
                                          nowhere, nowhere, nowhere};
    std::optional<std::string> currency; ///< of what has no rate
    std::int64_t hundredths = 0;         ///< of what has no rate
    std::optional<std::int64_t> budget;  ///< its number; what it is for in one year
    std::optional<std::int64_t> days;    ///< of the budget

    [[nodiscard]] Place owner(Owner one) const { return owners[static_cast<std::size_t>(one)]; }
};

/// A row of flow_part.
struct Part {
    std::size_t transaction = 0; ///< position among the transactions
    Place key = nowhere;
    std::int64_t counted = 0;
    std::int64_t left_out = 0;
    bool is_even = false; ///< no percentage was given for it
};

struct Figures {
    std::vector<Figured> transactions; ///< and then budgets, year by year
    std::vector<Part> parts;           ///< by transaction
};

/// `dollars` and `sides` remember what they were asked: one of each for many calls.
[[nodiscard]] Figures figure(Told const &told, InDollars &dollars, Sides const &sides, Keys &keys);

// -- Sums ---------------------------------------------------------------------------------------

struct Sum {
    std::int64_t counted = 0;
    std::int64_t left_out = 0;
    std::int64_t transactions = 0;
    [[nodiscard]] bool is_nothing() const
    {
        return counted == 0 && left_out == 0 && transactions == 0;
    }
};

/// A row of flow_total.
struct Cell {
    Place key = nowhere;
    Money money = Money::spent;
    bool only_south = false;
    std::int64_t year = 0; ///< 0: every year
    friend bool operator==(Cell const &, Cell const &) = default;
};
struct CellHash {
    std::size_t operator()(Cell const &cell) const;
};

struct Unrated {
    std::string currency;
    Money money = Money::spent;
    std::int64_t year = 0;
    auto operator<=>(Unrated const &) const = default;
};
struct UnratedSum {
    std::int64_t hundredths = 0;
    std::int64_t transactions = 0;
};

/// By how much figures add to the sums.
struct Difference {
    std::unordered_map<Cell, Sum, CellHash> cells;
    std::map<Unrated, UnratedSum> unrated;
    std::int64_t transactions = 0;
};
enum class Sign { plus = 1, minus = -1 };
/// What several share is added up here: corridors and groups of sectors are not kept apart.
void add(Figures const &figures, Sign sign, Keys &keys, Difference &difference);

} // namespace selatan::reported_flows
