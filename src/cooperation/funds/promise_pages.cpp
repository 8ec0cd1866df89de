// Allocations, obligations and corrections: proposed by one person, approved by another.
#include "cooperation/funds/funds_store.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/reason.hpp"
#include "platform/web/steps.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;

constexpr std::array refusal_fields{
    reason_field<&MoneyRefusal::reason>(),
};

template <typename T, Problems (*Check)(storage::Reader &, T const &)>
Problems check(web::Draft const &draft)
{
    return Check(draft.reader, *static_cast<T const *>(draft.after));
}

/// In the currency of the fund that an allocation is of.
std::optional<Money> asked_of(storage::Reader &reader, Amount const &amount, Uuid fund)
{
    return amount.in(*load_fund(reader, fund).currency);
}

web::RecordExtras show_promise(web::Context const &context, storage::Reader &reader,
                               Head const &head, std::optional<Money> asked,
                               std::optional<Problem> const &foreseen)
{
    constexpr std::array path{promise_states::proposed, promise_states::in_force,
                              promise_states::closed};
    web::RecordExtras extras;
    extras.steps = web::steps_along(allocations, path, head.state, context.language());
    if (is_undecided(head)) {
        tell_excess(extras.notices, context, foreseen);
    }
    extras.sections = money_block(context, reader, head.id, asked);
    extras.drawn = {"amount"}; // above, with its currency
    return extras;
}

web::RecordExtras show_allocation(web::Context const &context, storage::Reader &reader,
                                  Head const &head, void const *value)
{
    auto const &allocation = *static_cast<Allocation const *>(value);
    return show_promise(context, reader, head,
                        asked_of(reader, allocation.amount, allocation.fund->uuid()),
                        foresee_allocation(reader, allocation));
}

web::RecordExtras show_obligation(web::Context const &context, storage::Reader &reader,
                                  Head const &head, void const *value)
{
    auto const &obligation = *static_cast<Obligation const *>(value);
    auto const allocation = load_allocation(reader, obligation.allocation->uuid());
    auto extras = show_promise(context, reader, head,
                               asked_of(reader, obligation.amount, allocation.fund->uuid()),
                               foresee_obligation(reader, obligation));
    for (auto &one : excess_under_obligation(context, reader, head.id)) {
        extras.notices.push_back(std::move(one));
    }
    return extras;
}

web::RecordExtras show_correction(web::Context const &context, storage::Reader &reader,
                                  Head const &head, void const *value)
{
    auto const &correction = *static_cast<Correction const *>(value);
    web::RecordExtras extras;
    extras.sections = money_block(context, reader, head.id);
    if (auto const entry = find_entry(reader, correction.fund->uuid(), correction.number)) {
        extras.actions.push_back({.label = std::string{word::see_entry(context.language())},
                                  .url = entry_url(entry->transfer.id),
                                  .emphasis = html::Emphasis::quiet});
    }
    return extras;
}

web::VerbPage approval(Result<Saved> (*run)(storage::Tx &, auth::Identity const &, Head const &,
                                            std::int64_t, void const *))
{
    return {.verb = "approve",
            .path = "approval",
            .label = word::verb_approve,
            .emphasis = html::Emphasis::primary,
            .run = run};
}

web::VerbPage refusal(Result<Saved> (*run)(storage::Tx &, auth::Identity const &, Head const &,
                                           std::int64_t, void const *))
{
    return {.verb = "refuse",
            .path = "refusal",
            .label = word::verb_refuse,
            .fields = refusal_fields,
            .type = &records::value_type<MoneyRefusal>,
            .run = run};
}

std::optional<std::vector<Uuid>> offered_to_allocate(storage::Reader &reader, Head const * /*head*/,
                                                     records::Field const &field, void const *value)
{
    auto const &allocation = *static_cast<Allocation const *>(value);
    auto const fund =
        allocation.fund ? std::optional{allocation.fund->uuid()} : std::optional<Uuid>{};
    if (field.name == "line") {
        return lines_to_allocate(reader, fund);
    }
    return field.name == "contribution" && fund ? std::optional{earmarked_of(reader, *fund)}
                                                : std::nullopt;
}

std::optional<std::vector<Uuid>> offered_to_promise(storage::Reader &reader, Head const * /*head*/,
                                                    records::Field const &field,
                                                    void const * /*value*/)
{
    return field.name == "allocation" ? std::optional{allocations_in_force(reader)} : std::nullopt;
}

} // namespace

web::NounPages const allocation_pages{
    .noun = &allocations,
    .picture = html::Icon::money,
    .add = word::allocation_add,
    .empty_title = word::allocation_empty_title,
    .empty_text = word::allocation_empty_text,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check<Allocation, check_allocation>,
    .created = signed_by_maker,
    .offered = offered_to_allocate,
    .extras = show_allocation,
    .parts = {{.pages = &obligation_pages,
               .field = "allocation",
               .title = word::obligation_plural}},
    .verbs = {approval(run_at_once<approve_allocation>),
              refusal(run<MoneyRefusal, refuse_allocation>),
              {.verb = "close",
               .path = "closing",
               .label = word::verb_close_allocation,
               .run = run_at_once<close_allocation>}},
};

web::NounPages const obligation_pages{
    .noun = &obligations,
    .picture = html::Icon::money,
    .add = word::obligation_add,
    .empty_title = word::obligation_empty_title,
    .empty_text = word::obligation_empty_text,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check<Obligation, check_obligation>,
    .created = signed_by_maker,
    .offered = offered_to_promise,
    .extras = show_obligation,
    .verbs = {approval(run_at_once<approve_obligation>),
              refusal(run<MoneyRefusal, refuse_obligation>),
              {.verb = "close",
               .path = "closing",
               .label = word::verb_close_obligation,
               .run = run_at_once<close_obligation>}},
};

web::NounPages const correction_pages{
    .noun = &corrections,
    .picture = html::Icon::money,
    .add = word::correction_add,
    .empty_title = word::correction_empty_title,
    .empty_text = word::correction_empty_text,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check<Correction, check_correction>,
    .created = signed_by_maker,
    .extras = show_correction,
    .verbs = {approval(run_at_once<approve_correction>),
              refusal(run<MoneyRefusal, refuse_correction>)},
};

} // namespace selatan::funds
