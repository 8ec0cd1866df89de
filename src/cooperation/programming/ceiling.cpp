#include "cooperation/programming/ceiling.hpp"

#include "base/ensure.hpp"
#include "cooperation/programming/commitment.hpp"
#include "cooperation/programming/plan_store.hpp"
#include "cooperation/programming/programming.hpp"
#include "words/programming.hpp"

namespace selatan::programming {

namespace {

namespace word = words::programming;
using records::field;
using records::Kind;
constexpr auto internal = Audience::internal;

constexpr std::array ceiling_fields{
    field<&Ceiling::plan>("plan", word::field_plan)
        .of("plan_year")
        .required()
        .seen_by(internal)
        .listed(),
    field<&Ceiling::scope>("scope", word::field_scope)
        .among(scopes, word::scopes)
        .required()
        .seen_by(internal)
        .listed(),
    field<&Ceiling::fund>("fund", word::field_fund)
        .of("organisation")
        .hinted(word::field_ceiling_fund_hint)
        .seen_by(internal),
    field<&Ceiling::country_group>("country_group", word::field_country_group)
        .as(Kind::code)
        .of("group")
        .hinted(word::field_country_group_hint)
        .seen_by(internal),
    field<&Ceiling::stage>("stage", word::field_stage)
        .among(stages, word::stages)
        .required()
        .seen_by(internal)
        .listed(),
    field<&Ceiling::amount>("amount", word::field_ceiling_amount)
        .required()
        .at_most(largest_amount)
        .hinted(word::field_ceiling_amount_hint)
        .seen_by(internal)
        .listed(),
    field<&Ceiling::from_day>("from_day", word::field_from_day)
        .required()
        .seen_by(internal)
        .listed(),
    field<&Ceiling::document>("document", word::field_source_document)
        .required()
        .at_most(300)
        .hinted(word::field_source_document_hint)
        .seen_by(internal)
        .listed(),
};

/// A ceiling has no name of its own: that of the plan, the fund or the group that it limits.
std::string name_of_ceiling(storage::Reader &reader, void const *value)
{
    auto const &ceiling = *static_cast<Ceiling const *>(value);
    if (ceiling.scope == Scope::country_group) {
        return ceiling.country_group;
    }
    auto const limited = ceiling.fund ? ceiling.fund->uuid() : ceiling.plan->uuid();
    auto const label = records::label_of(reader, limited);
    return label ? label->title : std::string{};
}

} // namespace

constinit records::NounOf<Ceiling> const ceilings{{
    .kind = "ceiling",
    .table = "plan_ceiling",
    .path = "/ceilings",
    .prefix = "CEI",
    .singular = word::ceiling_singular,
    .plural = word::ceiling_plural,
    .fields = ceiling_fields,
    .type = &records::value_type<Ceiling>,
    .policy = &ceiling_policy,
    .machine = nullptr,
    .parent_field = "plan",
    .audience = Audience::internal,
    .name = name_of_ceiling,
    .sort = "-from_day",
}};

std::string Ceiling::code() const
{
    return scope == Scope::fund && fund ? fund->to_string() : country_group;
}

Problems decide_ceiling(Ceiling const &wanted, bool fund_funds, Date today)
{
    Problems problems;
    auto const check = [&](std::string_view field, bool is_given, bool is_wanted) {
        if (is_given != is_wanted) {
            problems.push_back({std::string{field},
                                is_wanted ? "common.required" : "programming.not_of_this_scope",
                                {}});
        }
    };
    check("fund", wanted.fund.has_value(), wanted.scope == Scope::fund);
    check("country_group", !wanted.country_group.empty(), wanted.scope == Scope::country_group);
    if (problems.empty() && wanted.fund && !fund_funds) {
        problems.push_back({"fund", "programming.not_a_fund", {}});
    }
    if (today < wanted.from_day) {
        problems.push_back({"from_day", "common.in_the_future", {}});
    }
    return problems;
}

Problems check_ceiling(storage::Reader &reader, Ceiling const &wanted)
{
    if (!wanted.plan || is_closed(state_of(reader, wanted.plan->uuid()))) {
        return {{"plan", "programming.plan_closed", {}}};
    }
    auto const today = reader.today();
    bool const fund_funds = wanted.fund && funds(reader, wanted.fund->uuid(), today);
    return decide_ceiling(wanted, fund_funds, today);
}

void ceiling_recorded(storage::Tx &tx, auth::Identity const &by, Ceiling const &recorded)
{
    restate(tx, by, recorded.plan->uuid(), recorded.scope, recorded.code());
}

Result<Saved> add_ceiling(storage::Tx &tx, auth::Identity const &by, Ceiling const &wanted)
{
    if (auto problems = check_ceiling(tx, wanted); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto saved = records::create(tx, by.actor(), ceilings, wanted);
    ceiling_recorded(tx, by, wanted);
    return saved;
}

} // namespace selatan::programming
