/// \file
/// What an applicant tells that only those read who need it: passport and medical part. Sealed at
/// rest with a key of the person's own; every look is an act in the history; erased by destroying
/// the key.
#pragma once

#include "cooperation/training/application.hpp"
#include "platform/secrets/vault.hpp"

#include <optional>
#include <string>

namespace selatan::training {

struct Restricted {
    std::string passport; ///< its number
    std::string expiry;   ///< its last day, ISO 8601; may be empty
    std::string medical;
};

/// `common.required` on "passport"; `common.not_a_date` and `training.passport_expired` on
/// "expiry": nobody travels with it; `common.too_long` on "medical" (10,000 bytes).
[[nodiscard]] Problems decide_restricted(Restricted const &value, Date today);

/// Replaces what was there. Refuses what `decide_restricted` refuses, `auth.view_only`, and
/// `secrets.person_erased`. History: "write_restricted", without any value.
[[nodiscard]] Result<void> write_restricted(storage::Tx &tx, secrets::Vault &vault,
                                            auth::Identity const &by, Head const &head,
                                            Restricted const &value);
/// Nothing when nothing was told, or it was erased. Refuses `auth.view_only`: who looks through
/// another's eyes does not look here. History: "look_restricted".
[[nodiscard]] Result<std::optional<Restricted>>
look_restricted(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by, Head const &head);
/// For good, copies too: no backup brings it back. Refuses `auth.view_only`. History:
/// "erase_restricted".
[[nodiscard]] Result<void> erase_restricted(storage::Tx &tx, secrets::Vault &vault,
                                            auth::Identity const &by, Head const &head);
/// Is something kept, written or a copy? Tells nothing of what.
[[nodiscard]] bool has_restricted(storage::Reader &reader, Uuid application);
/// The day on which it was erased for good: nothing is kept of this person any more.
[[nodiscard]] std::optional<Date> restricted_erased_on(storage::Reader &reader, Uuid application);
/// Of that, the part that was written.
[[nodiscard]] bool has_written_part(storage::Reader &reader, Uuid application);

} // namespace selatan::training
