#include "cooperation/programming/plan_slice.hpp"

#include "base/ensure.hpp"
#include "cooperation/programming/plan_store.hpp"
#include "cooperation/programming/programming.hpp"
#include "words/programming.hpp"

namespace selatan::programming {

namespace {

namespace word = words::programming;
using records::field;
constexpr auto internal = Audience::internal;

constexpr std::array slice_fields{
    field<&PlanSlice::line>("line", word::field_line)
        .of("plan_line")
        .required()
        .seen_by(internal)
        .listed(),
    field<&PlanSlice::year>("year", word::field_year)
        .required()
        .at_least(first_year)
        .at_most(last_year)
        .seen_by(internal)
        .listed(),
    field<&PlanSlice::amount>("amount", word::field_amount)
        .required()
        .at_least(1)
        .at_most(largest_amount)
        .hinted(word::field_slice_amount_hint)
        .seen_by(internal)
        .listed(),
    field<&PlanSlice::note>("note", word::field_note).at_most(1000).seen_by(internal).listed(),
};

std::string name_of_slice(storage::Reader &reader, void const *value)
{
    auto const &slice = *static_cast<PlanSlice const *>(value);
    auto const line = slice.line ? records::label_of(reader, slice.line->uuid()) : std::nullopt;
    return std::to_string(slice.year) + " · " + (line ? line->title : std::string{});
}

} // namespace

constinit records::NounOf<PlanSlice> const plan_slices{{
    .kind = "plan_slice",
    .table = "plan_slice",
    .path = "/plan-slices",
    .prefix = "SLI",
    .singular = word::slice_singular,
    .plural = word::slice_plural,
    .fields = slice_fields,
    .type = &records::value_type<PlanSlice>,
    .policy = &slice_policy,
    .machine = nullptr,
    .parent_field = "line",
    .audience = Audience::internal,
    .name = name_of_slice,
    .sort = "year",
    .hides_title = true,
}};

Problems decide_slice(PlanSlice const &slice, SliceContext const &context)
{
    bool const has_ended = context.line_state == line_states::dropped ||
                           context.line_state == line_states::deferred || context.is_own_budget;
    if (has_ended) {
        return {{"line", "programming.line_ended", {}}};
    }
    if (context.is_carried) {
        return {{"year", "programming.slice_carried", {}}};
    }
    if (slice.year <= context.plan_year) {
        return {{"year", "programming.not_a_later_year", {}}};
    }
    if (context.year_is_taken) {
        return {{"year", "programming.slice_taken", {}}};
    }
    return {};
}

Problems check_slice(storage::Reader &reader, std::optional<Uuid> slice, PlanSlice const &wanted)
{
    auto const line = records::load(reader, plan_lines, wanted.line->uuid());
    ENSURE(line.has_value());
    auto const plan = records::load(reader, plan_years, line->plan->uuid());
    ENSURE(plan.has_value());
    auto const id = wanted.line->uuid();
    bool carried = is_carried_to(reader, id, wanted.year);
    if (slice) {
        // Neither the year that it had nor the one that it gets may be another plan's already.
        auto const before = records::load(reader, plan_slices, *slice);
        carried = carried || (before && is_carried_to(reader, id, before->year));
    }
    auto const state = state_of(reader, id);
    return decide_slice(wanted, {.line_state = state,
                                 .plan_year = plan->year,
                                 .year_is_taken = has_slice_for(reader, id, wanted.year, slice),
                                 .is_carried = carried,
                                 .is_own_budget = line->is_own_budget()});
}

} // namespace selatan::programming
