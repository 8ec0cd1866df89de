/// \file
/// Which accounts tell of one and the same cooperation, and what it comes to. No database.
#pragma once

#include "base/coded.hpp"
#include "base/country.hpp"
#include "exchange/flows/figures.hpp"
#include "exchange/flows/told.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace selatan::reported_flows {

/// What is thought of an account's being cooperation of the South.
enum class Standing : std::uint8_t {
    open,      ///< the program found it
    confirmed, ///< an officer says that it is
    perhaps,   ///< the program found it mentioned, and nobody has judged it
    refused,   ///< an officer says that it is not
};
inline constexpr std::array<std::string_view, 4> standings{"open", "confirmed", "perhaps",
                                                           "refused"};
[[nodiscard]] constexpr std::string_view to_code(Standing standing)
{
    return code_in(standings, standing);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Standing &standing)
{
    return value_in(standings, code, standing);
}

struct PartOfCountry {
    bool provides = false;
    bool receives = false;
};

/// What was found of one activity.
struct FoundAccount {
    Standing standing = Standing::open;
    bool is_supported = false;
    std::map<CountryCode, PartOfCountry> countries; ///< in whatever role
};

struct CooperationMoney {
    std::int64_t spent = 0; ///< US cents, counted once
    std::int64_t committed = 0;
    std::int64_t in_kind = 0; ///< transactions that give other than money
};

struct Cooperation {
    std::vector<std::int64_t> accounts; ///< activities; who tells it as its own first, then newest
    Standing standing = Standing::open;
    bool is_supported = false;
    std::map<CountryCode, PartOfCountry> countries;
    CooperationMoney money;
    std::map<std::int64_t, CooperationMoney> years;

    /// The number of its newest activity.
    [[nodiscard]] std::int64_t id() const;
    [[nodiscard]] bool is_received() const;
};

/// `found` by activity. Accounts of one identifier, and those that name each other as parent, part,
/// payer or paid, are of one cooperation; what an officer refused, and what is only perhaps, joins
/// none that counts. Who tells the same activity without a word of the South is a teller, too: what
/// others say of it may be left out instead of what that one says. In the order of their numbers.
[[nodiscard]] std::vector<Cooperation>
cooperations_of(std::map<std::int64_t, FoundAccount> const &found, Told const &told,
                Figures const &figures);

} // namespace selatan::reported_flows
