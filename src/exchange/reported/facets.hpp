/// \file
/// By what activities are found: which countries, years, organisations, words … each has.
#pragma once

#include "exchange/reported/activity.hpp"
#include "platform/storage/value.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported {

/// The kinds, as the tables and addresses name them.
namespace facets {
inline constexpr std::string_view publisher = "publisher";
inline constexpr std::string_view country = "country";
inline constexpr std::string_view region = "region";
inline constexpr std::string_view sector = "sector"; ///< "1:15110": with its vocabulary
inline constexpr std::string_view year = "year"; ///< in which money moved; else that of the start
inline constexpr std::string_view status = "status";
inline constexpr std::string_view organisation = "organisation"; ///< its ref, else the folded name
inline constexpr std::string_view word = "word";                 ///< of the title
inline constexpr std::string_view note = "note"; ///< "yes": something in it was not believed
/// "role1" to "role4": the organisation in that role.
[[nodiscard]] std::string role(std::string_view code);
} // namespace facets

struct Facet {
    std::string kind;
    std::string code;
    friend auto operator<=>(Facet const &, Facet const &) = default;
};

/// Sorted, without repeats.
[[nodiscard]] std::vector<Facet> facets_of(Activity const &activity);
/// How an organisation is found: by its ref, else by its name as readers take it for the same.
[[nodiscard]] std::string organisation_key(Organisation const &organisation);
/// Every way in which the index may have a word that somebody looks for.
[[nodiscard]] std::vector<std::vector<std::string>> sought_words(std::string_view text);

/// Numbers of facets, as an activity's row holds them: sorted, as differences.
[[nodiscard]] storage::Bytes pack(std::vector<std::int64_t> numbers);
[[nodiscard]] std::vector<std::int64_t> unpack(std::span<std::uint8_t const> bytes);

/// Whole numbers, small ones in few bytes: seven bits each, the lowest first.
void append_number(storage::Bytes &into, std::uint64_t number);
/// Takes one from the front; false when there is none that is whole.
[[nodiscard]] bool take_number(std::span<std::uint8_t const> &from, std::uint64_t &number);

} // namespace selatan::reported
