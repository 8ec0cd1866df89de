/// \file
/// Mail to the lead before a request is due, and after it was: once each.
#pragma once

#include "platform/jobs/runner.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <string>
#include <string_view>

namespace selatan::requests {

enum class Occasion { before, after };
inline constexpr std::array<std::string_view, 2> occasions{"before", "after"};
[[nodiscard]] constexpr std::string_view to_code(Occasion occasion)
{
    return occasions[static_cast<std::size_t>(occasion)];
}

struct Reminder {
    Uuid request;
    std::string reference;
    std::string title;
    std::string state;
    Date due_on;
    Occasion occasion = Occasion::before;
    std::string email;
    std::string name;
    Language language = Language::en;
};

/// Queues the mails that are due today; returns how many. `base_url` is where people reach this
/// installation. A new due date is a new reminder.
int send_reminders(storage::Tx &tx, std::string_view base_url);

/// Handles "requests.remind" and lets it recur every hour.
void register_jobs(jobs::Runner &runner, std::string base_url);

} // namespace selatan::requests
