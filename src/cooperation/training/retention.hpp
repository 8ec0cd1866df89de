/// \file
/// How long passport and medical part of applications are kept: as the scheme's rules say, counted
/// from the course's last day. Then they are erased for good, and the history tells it.
#pragma once

#include "cooperation/training/application.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/secrets/vault.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::training {

/// What is kept of the applications to one call.
struct Kept {
    Uuid call;
    std::string reference;
    std::string title;
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
