/// \file
/// How long passport and medical part of applications are kept: as the scheme's rules say, counted
/// from the course's last day. Then they are erased for good, and the history tells it.
#pragma once

#include "cooperation/training/application.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/secrets/vault.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::training {

/// What is kept of the applications to one call.
struct Kept {
    Uuid call;
    std::string reference;
    std::string title;
    std::string state;
    std::int64_t people = 0;
    std::optional<Date> course_ends;
    std::optional<std::int64_t> months; ///< after it; none: until somebody erases it

    /// The day on which it goes.
    [[nodiscard]] std::optional<Date> erased_on() const
    {
        return course_ends && months
                   ? std::optional{course_ends->plus_months(static_cast<int>(*months))}
                   : std::nullopt;
    }
};
/// Of the calls that `identity` may see, by reference.
[[nodiscard]] std::vector<Kept> kept_restricted(storage::Reader &reader,
                                                auth::Identity const &identity);

/// `training.papers_still_needed`: whoever is still to come needs a visa and an insurance. One
/// person's papers are erased on that person's page at any time.
[[nodiscard]] Result<void> decide_erasure(Kept const &kept, Date today);

/// Somebody of whom something is kept.
struct KeptPerson {
    Uuid application;
    std::string reference;
    std::string name;
    std::optional<CountryCode> country;
    Uuid call;
    std::string call_reference;
};
/// So many are erased in one transaction, and no more.
inline constexpr int erased_at_most = 500;
/// Of these calls those whose papers `identity` may erase, by call and name; the first
/// `erased_at_most`.
[[nodiscard]] std::vector<KeptPerson> kept_people(storage::Reader &reader,
                                                  auth::Identity const &identity,
                                                  std::span<Uuid const> of_calls);
/// Erases what is kept of these applications, all or none; of how many something was kept. Refuses
/// `training.erased_at_most` and `common.required` on "applications", `decide_erasure`'s, and what
/// `erase_restricted` refuses.
[[nodiscard]] Result<std::int64_t> erase_chosen(storage::Tx &tx, secrets::Vault &vault,
                                                auth::Identity const &by,
                                                records::Codes const &references);

/// As programs read it; with how many were erased just now.
[[nodiscard]] std::string as_json(std::vector<Kept> const &all,
                                  std::optional<std::int64_t> erased = std::nullopt);

/// Erases whatever is due, each in a transaction of its own, some hundreds at once; how many.
/// `via`: on whose behalf the history tells it: a job's, or the command line's.
std::int64_t erase_due(storage::Store &store, secrets::Vault &vault,
                       std::string const &via = "job");
/// Every day. `vault` must outlive the runner.
void handle_retention(jobs::Runner &runner, secrets::Vault &vault);

} // namespace selatan::training
