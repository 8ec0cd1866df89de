#include "cooperation/funds/pages.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "platform/i18n/format.hpp"
#include "platform/i18n/words/words.hpp"
#include "words/funds.hpp"

#include <algorithm>

namespace selatan::funds {

namespace word = words::funds;

namespace {

template <typename T>
std::vector<html::Notice>
excess_among(web::Context const &context, storage::Reader &reader, records::NounOf<T> const &noun,
             std::span<Uuid const> proposals,
             std::optional<Problem> (*foresee_it)(storage::Reader &, T const &))
{
    std::vector<html::Notice> notices;
    for (auto const &id : proposals) {
        auto const value = records::load(reader, noun, id);
        auto const label = records::label_of(reader, id);
        ENSURE(value.has_value() && label.has_value());
        auto const before = notices.size();
        tell_excess(notices, context, foresee_it(reader, *value));
        if (notices.size() > before) {
            notices.back().body = html::p(web::link_to_record(context.app(), label->kind,
                                                              label->reference, label->reference)) +
                                  notices.back().body;
        }
    }
    return notices;
}

template <typename T, std::optional<Problem> (*Foresee)(storage::Reader &, T const &)>
Problems foresee_approval(storage::Reader &reader, Head const &head, void const *value)
{
    auto const problem =
        is_undecided(head) ? Foresee(reader, *static_cast<T const *>(value)) : std::nullopt;
    return problem ? Problems{*problem} : Problems{};
}

} // namespace

std::span<web::Foresight const> foresights()
{
    static std::array const all{
        web::Foresight{allocations.kind, foresee_approval<Allocation, foresee_allocation>},
        web::Foresight{obligations.kind, foresee_approval<Obligation, foresee_obligation>},
        web::Foresight{disbursements.kind, foresee_approval<Disbursement, foresee_disbursement>},
    };
    return all;
}

bool is_undecided(Head const &head)
{
    return head.state == promise_states::proposed || head.state == disbursement_states::requested ||
           head.state == disbursement_states::verified;
}

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

std::vector<html::Notice> tell_amount(web::Context const &context, std::optional<Money> asked)
{
    if (!asked) {
        return {};
    }
    auto const language = context.language();
    return {{.tone = html::Tone::neutral,
             .title = std::string{word::field_amount(language)} + ": " +
                      i18n::format_money(language, *asked),
             .body = {}}};
}

void tell_excess(std::vector<html::Notice> &notices, web::Context const &context,
                 std::optional<Problem> const &foreseen)
{
    if (foreseen) {
        auto const language = context.language();
        notices.push_back({.tone = html::Tone::waiting,
                           .title = std::string{word::page_not_to_approve(language)},
                           .body = html::p(words::problem(language, *foreseen))});
    }
}

std::vector<html::Notice> excess_under_line(web::Context const &context, storage::Reader &reader,
                                            Uuid line)
{
    return excess_among(context, reader, allocations, open_allocations(reader, line),
                        foresee_allocation);
}

std::vector<html::Notice> excess_under_project(web::Context const &context, storage::Reader &reader,
                                               Uuid project)
{
    return excess_among(context, reader, obligations, open_obligations(reader, project),
                        foresee_obligation);
}

std::vector<html::Notice> excess_under_obligation(web::Context const &context,
                                                  storage::Reader &reader, Uuid obligation)
{
    return excess_among(context, reader, disbursements, open_disbursements(reader, obligation),
                        foresee_disbursement);
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
