/// \file
/// Mail to the people of an office when it is asked and before its deadline; and what becomes of an
/// opinion whose deadline passes.
#pragma once

#include "platform/jobs/runner.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <string>
#include <string_view>

namespace selatan::approvals {

enum class Occasion { asked, before };
inline constexpr std::array<std::string_view, 2> occasions{"asked", "before"};
[[nodiscard]] constexpr std::string_view to_code(Occasion occasion)
{
    return occasions[static_cast<std::size_t>(occasion)];
}

/// A deadline is announced this many business days before.
inline constexpr int remind_days = 2;

/// Has the offices that were asked just now written to as soon as this transaction commits.
void write_soon(storage::Tx &tx);
/// Queues the letters that are due; returns how many. `base_url` is where people reach this
/// installation. Each office is asked once and reminded once.
int write_to_offices(storage::Tx &tx, std::string_view base_url);
/// Marks opinions whose deadline has passed as silent; returns how many.
int fall_silent(storage::Tx &tx);

/// Handles "approvals.remind" and lets it recur every hour.
void register_jobs(jobs::Runner &runner, std::string base_url);

} // namespace selatan::approvals
