/// \file
/// By what reported money is added up, and which money.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace selatan::reported_flows {

/// The numbers are stored.
enum class Dimension : std::uint8_t {
    all = 0, ///< one key: everything
    country = 1,
    sector = 2,   ///< DAC purpose, or category where the publisher names no purpose
    category = 3, ///< the purpose's first three digits
    goal = 4,
    provider = 5, ///< organisation that pays: who is named, else who reports
    receiver = 6, ///< organisation that is paid
    publisher = 7,
    corridor = 8, ///< provider and country: code "provider>country"
    in_kind = 9,  ///< what is given other than money, as far as the standard can say it
};
inline constexpr std::array<std::string_view, 10> dimension_codes{
    "all",      "country",  "sector",    "category", "goal",
    "provider", "receiver", "publisher", "corridor", "in_kind"};
[[nodiscard]] constexpr std::string_view to_code(Dimension dimension)
{
    return dimension_codes[static_cast<std::size_t>(dimension)];
}
[[nodiscard]] constexpr std::optional<Dimension> parse_dimension(std::string_view code)
{
    for (std::size_t i = 0; i < dimension_codes.size(); ++i) {
        if (dimension_codes[i] == code) {
            return static_cast<Dimension>(i);
        }
    }
    return std::nullopt;
}
[[nodiscard]] constexpr bool is_organisation(Dimension dimension)
{
    return dimension == Dimension::provider || dimension == Dimension::receiver ||
           dimension == Dimension::publisher;
}

/// Each is a total of its own: what was planned, promised and paid are never added. Other kinds of
/// transactions (interest, repayment, guarantees …) are in no total.
enum class Money : std::uint8_t {
    committed = 0, ///< IATI transaction type 2
    spent = 1,     ///< 3 disbursement, 4 expenditure
    incoming = 2,  ///< 1
    budget = 3,    ///< no transactions: budgets
};
inline constexpr std::array<std::string_view, 4> money_codes{"committed", "spent", "incoming",
                                                             "budget"};
[[nodiscard]] constexpr std::string_view to_code(Money money)
{
    return money_codes[static_cast<std::size_t>(money)];
}
[[nodiscard]] constexpr std::optional<Money> parse_money(std::string_view code)
{
    for (std::size_t i = 0; i < money_codes.size(); ++i) {
        if (money_codes[i] == code) {
            return static_cast<Money>(i);
        }
    }
    return std::nullopt;
}

} // namespace selatan::reported_flows
