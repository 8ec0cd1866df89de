/// \file
/// Questions about requests that only SQL answers.
#pragma once

#include "cooperation/requests/duplicates.hpp"
#include "cooperation/requests/reminder.hpp"
#include "cooperation/requests/service_clock.hpp"
#include "platform/auth/identity.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::requests {

[[nodiscard]] Standards stored_standards(storage::Reader &reader);
/// The record that sets the standard of a state.
[[nodiscard]] std::optional<Uuid> standard_of(storage::Reader &reader, std::string_view state);

/// Requests that a new one may repeat: of the country, not closed, not older than `since`, that
/// this identity may see; the newest `candidates_most`.
[[nodiscard]] std::vector<Candidate> duplicate_candidates(storage::Reader &reader,
                                                          auth::Identity const *identity,
                                                          CountryCode country, Instant since,
                                                          std::optional<Uuid> except);

/// Does a document hang on it that its parties may read?
[[nodiscard]] bool has_letter(storage::Reader &reader, Uuid request);
[[nodiscard]] std::string lead_name(storage::Reader &reader, Uuid account);

/// Requests with a lead that are due until `until` (or were, before `today`) and whose lead was not
/// reminded of that yet; at most `most`.
[[nodiscard]] std::vector<Reminder> reminders_to_send(storage::Reader &reader, Date today,
                                                      Date until, int most);
void mark_reminded(storage::Tx &tx, Reminder const &reminder);

} // namespace selatan::requests
