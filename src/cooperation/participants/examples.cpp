#include "cooperation/participants/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/follow_up_store.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/session.hpp"
#include "cooperation/training/examples.hpp"

#include <utility>
#include <vector>

namespace selatan::participants {

namespace {

} // namespace

void make_completed_course(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                           std::span<CountryCode const> countries)
{
    // Over for half a year, so that its first follow-up has been asked.
    auto const call = training::make_course(
        tx, by,
        {.names = {.en = "Rice seed production for trainers, first course (example)",
                   .fr = "Production de semences de riz pour formateurs (exemple)",
                   .pt = "Produção de sementes de arroz para formadores (exemplo)"},
         .information = "Example: a course that is over.",
         .starts = tx.today().plus_days(-211),
         .activity_state = activities::states::delivered,
         .call_state = training::call_states::completed,
         .places_each = 2},
        countries);
    if (!call) {
        return;
    }
    std::vector<Uuid> people;
    for (auto const &application :
         training::make_confirmed_applications(tx, by, *call, countries)) {
        auto const participant = participant_of(tx, application);
        ENSURE(participant.has_value());
        people.push_back(*participant);
    }
    auto const head = records::head_of(tx, calls, *call);
    ENSURE(plan_sessions(tx, by, head, 1).has_value());
    // The last of them was away for half of the course.
    std::vector<Attendance> attendance;
    for (auto const &session : sessions_of(tx, *call, by.language)) {
        auto present = people;
        if (attendance.size() % 2 == 1) {
            present.pop_back();
        }
        attendance.push_back(
            {.session = session.id, .version = session.version, .present = std::move(present)});
    }
    ENSURE(record_attendance(tx, by, head, attendance).has_value());
    std::vector<Conclusion> conclusions;
    conclusions.reserve(people.size());
    for (auto const &id : people) {
        conclusions.push_back({.participant = id, .shortfall = {}});
    }
    conclusions.back().shortfall = Shortfall::attendance;
    ENSURE(conclude(tx, by, conclusions, {}).has_value());
    for (auto const &id : people) {
        if (id != people.back()) {
            ENSURE(issue(tx, vault, by, records::head_of(tx, participants, id)).has_value());
        }
    }
    // Nobody has an address here, so nothing is mailed.
    ask_due(tx, {});
    if (auto const asked = first_follow_up(tx, people.front())) {
        auto const follow_up = records::head_of(tx, follow_ups, *asked);
        ENSURE(answer(tx, by, follow_up, follow_up.version,
                      {.work_now = Work::same_employer,
                       .post_now = "Head of extension services (example)",
                       .promoted = true,
                       .used = Use::fully,
                       .account = "Example: two villages multiply their own seed."})
                   .has_value());
    }
}

} // namespace selatan::participants
