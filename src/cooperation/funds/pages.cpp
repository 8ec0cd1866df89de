#include "cooperation/funds/pages.hpp"

#include "base/ensure.hpp"
#include "words/funds.hpp"

#include <algorithm>

namespace selatan::funds {

namespace word = words::funds;

html::Tone tone_of(std::string_view state)
{
    constexpr std::array<std::string_view, 5> done{"reconciled", "received", "in_force", "booked",
                                                   "liquidated"};
    constexpr std::array<std::string_view, 2> ended{"refused", "written_off"};
    constexpr std::array<std::string_view, 4> waits{"proposed", "requested", "verified", "called"};
    auto const among = [&](auto const &states) {
        return std::ranges::find(states, state) != states.end();
    };
    if (among(done)) {
        return html::Tone::good;
    }
    if (among(ended)) {
        return html::Tone::bad;
    }
    if (among(waits)) {
        return html::Tone::waiting;
    }
    return state == "closed" ? html::Tone::neutral : html::Tone::active;
}

void signed_by_maker(storage::Tx &tx, auth::Identity const &by, Saved const &saved,
                     void const * /*value*/)
{
    // What a program made has no first person; the verbs that want a second say so.
    if (!by.is_program) {
        auto const signed_by = sign(tx, by, saved.id, Hand::asked);
        ENSURE(signed_by.has_value());
    }
}

std::vector<html::Notice> warn_same_person(web::Context const &context, storage::Reader &reader,
                                           Head const &head)
{
    auto const signatures = signatures_of(reader, head.id);
    auto const user = context.who().user.uuid();
    if (signatures.asked_by != user && signatures.verified_by != user) {
        return {};
    }
    return {{.tone = html::Tone::waiting,
             .title = {},
             .body = html::p(word::problem_two_people(context.language()))}};
}

} // namespace selatan::funds
