/// \file
/// What calls ask the database besides their own fields.
#pragma once

#include "cooperation/training/call.hpp"

#include <optional>
#include <vector>

namespace selatan::training {

[[nodiscard]] CallStanding standing_of(storage::Reader &reader, Uuid call, Call const &value);
/// The scheme's rules that hold on that day.
[[nodiscard]] std::optional<Id<Rules>> rules_on(storage::Reader &reader, Id<Scheme> scheme,
                                                Date day);
/// Other rules of the scheme from that very day.
[[nodiscard]] bool has_rules_since(storage::Reader &reader, Rules const &rules,
                                   std::optional<Uuid> but);
/// Was a call published under these rules?
[[nodiscard]] bool are_in_use(storage::Reader &reader, Uuid rules);
[[nodiscard]] bool has_quota(storage::Reader &reader, Quota const &quota, std::optional<Uuid> but);

struct QuotaRow {
    Uuid id;
    std::optional<CountryCode> country;
    std::int64_t places = 0;
    std::int64_t held = 0;
};
[[nodiscard]] std::vector<QuotaRow> quotas_of(storage::Reader &reader, Uuid call);
/// The quotas of a call become visible with it, each to its own country.
void give_quotas_the_calls_audience(storage::Tx &tx, Uuid call);

/// Calls that are open though their last day has come on somebody's clock.
[[nodiscard]] std::vector<Uuid> open_calls_until(storage::Reader &reader, Date last_day);

/// For the example installation.
[[nodiscard]] std::optional<Uuid> scheduled_training(storage::Reader &reader);

} // namespace selatan::training
