/// \file
/// Schemes and calls for an example installation.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace selatan::training {

/// Four real schemes with the rules that are told of them, and one of the example's own.
void make_schemes(storage::Tx &tx, auth::Identity const &by);
/// An open call for the example's training course, with places for these countries; of the first
/// two, applications on their way. Nothing where the example has no training course.
[[nodiscard]] std::optional<Uuid> make_call(storage::Tx &tx, auth::Identity const &by,
                                            std::span<CountryCode const> countries);
/// What an applicant has written for it so far: one part, and half of another.
void make_draft(storage::Tx &tx, auth::Identity const &applicant, Uuid call);
/// A call whose nominations are closed: two nominees of each of these countries, a place for each
/// country. Nothing where the example has no training course.
void make_call_to_select(storage::Tx &tx, auth::Identity const &by,
                         std::span<CountryCode const> countries);

struct ExampleNames {
    std::string_view en;
    std::string_view fr;
    std::string_view pt;
};
/// A course of twelve days beside the one that is open now, like it in all else.
struct ExampleCourse {
    ExampleNames names;
    std::string_view information;
    Date starts;
    std::string_view activity_state;
    std::string_view call_state;
    std::int64_t places_each = 1; ///< of every country
};
/// Its call; nothing where the example has no training course.
[[nodiscard]] std::optional<Uuid> make_course(storage::Tx &tx, auth::Identity const &by,
                                              ExampleCourse const &wanted,
                                              std::span<CountryCode const> countries);
/// One of each country, in the languages that their letters are then written in; nobody's names.
[[nodiscard]] std::vector<Uuid> make_confirmed_applications(storage::Tx &tx,
                                                            auth::Identity const &by, Uuid call,
                                                            std::span<CountryCode const> countries);

} // namespace selatan::training
