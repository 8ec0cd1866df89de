#include "cooperation/approvals/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/approvals/opinion.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/workdays/calendar.hpp"

#include <chrono>

namespace selatan::approvals {

namespace {

constexpr std::chrono::hours three_days_ago{-72};
constexpr std::chrono::hours yesterday{-24};

} // namespace

void add_examples(storage::Store &store, ManualClock &clock, ExampleConsultation const &wanted)
{
    auto const present = clock.now();
    clock.set(present.plus(three_days_ago));
    auto const consultation = store.write([&](storage::Tx &tx) {
        return ask(tx, wanted.desk, wanted.subject,
                   {.subject = {},
                    .purpose = Purpose::screening,
                    .question = "Example: can your office support this, and under what conditions?",
                    .deadline = workdays::Calendar{}.after(clock.day_of(present), days_to_answer),
                    .offices = {wanted.conditional, wanted.awaited}});
    });
    ENSURE(consultation.has_value());

    clock.set(present.plus(yesterday));
    auto const answered = store.write([&](storage::Tx &tx) {
        auto const id = opinion_asked_of(tx, consultation->id, wanted.conditional.uuid());
        ENSURE(id.has_value());
        auto const head = records::head_of(tx, opinions, *id);
        return record_answer(tx, wanted.desk, head, head.version,
                             {.stance = Stance::conditional,
                              .conditions = "Example: the tests end before the rains begin.",
                              .reason = {},
                              .given_by = {},
                              .document = "Example letter"});
    });
    ENSURE(answered.has_value());
    clock.set(present);
}

} // namespace selatan::approvals
