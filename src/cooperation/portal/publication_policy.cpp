#include "cooperation/portal/publication_policy.hpp"

#include "cooperation/portal/pages.hpp"
#include "cooperation/portal/policy_store.hpp"
#include "cooperation/portal/portal.hpp"
#include "words/portal.hpp"

#include <array>

namespace selatan::portal {

namespace {

namespace word = words::portal;
using records::field;
using records::Kind;

constexpr std::int64_t earliest_plan = 2000;
constexpr std::int64_t latest_plan = 2100;

constexpr std::array policy_fields{
    field<&PublicationPolicy::since>("since", word::field_since).required().listed(),
    field<&PublicationPolicy::about>("about", word::field_about).hinted(word::field_about_hint),
    field<&PublicationPolicy::map_viewpoint>("map_viewpoint", word::field_map_viewpoint)
        .hinted(word::field_map_viewpoint_hint)
        .listed(),
    field<&PublicationPolicy::map_disclaimer>("map_disclaimer", word::field_map_disclaimer)
        .hinted(word::field_map_disclaimer_hint),
    field<&PublicationPolicy::licence>("licence", word::field_licence)
        .hinted(word::field_licence_hint)
        .listed(),
    field<&PublicationPolicy::licence_url>("licence_url", word::field_licence_url).as(Kind::url),
    field<&PublicationPolicy::budget_from>("budget_from", word::field_budget_from)
        .at_least(earliest_plan)
        .at_most(latest_plan)
        .hinted(word::field_budget_from_hint)
        .listed(),
};

std::string name_of_policy(storage::Reader & /*reader*/, void const *value)
{
    return static_cast<PublicationPolicy const *>(value)->since.to_string();
}

Problems check(web::Draft const &draft)
{
    auto const &policy = *static_cast<PublicationPolicy const *>(draft.after);
    auto const own = draft.head == nullptr ? std::nullopt : std::optional{draft.head->id};
    return decide_policy(policy, has_policy_since(draft.reader, policy.since, own));
}

/// The policy that holds is where the next one begins.
void begin(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    auto &policy = *static_cast<PublicationPolicy *>(value);
    policy = policy_on(reader, reader.today());
    policy.since = reader.today();
}

} // namespace

constinit records::NounOf<PublicationPolicy> const publication_policies{{
    .kind = "publication_policy",
    .table = "publication_policy",
    .path = "/publication-policies",
    .prefix = "PPO",
    .singular = word::policy_singular,
    .plural = word::policy_plural,
    .fields = policy_fields,
    .type = &records::value_type<PublicationPolicy>,
    .policy = &settings_policy,
    .name = name_of_policy,
    .sort = "-since",
}};

web::NounPages const policy_pages{
    .noun = &publication_policies,
    .picture = html::Icon::settings,
    .add = word::policy_add,
    .empty_title = word::policy_empty_title,
    .empty_text = word::policy_empty_text,
    .about = word::policy_about,
    .check = check,
    .prefill = begin,
};

Problems decide_policy(PublicationPolicy const &policy, bool is_taken)
{
    Problems problems;
    if (is_taken) {
        problems.push_back({"since", "portal.since_taken", {}});
    }
    if (!policy.map_viewpoint.empty() && policy.map_disclaimer.empty()) {
        problems.push_back({"map_disclaimer", "portal.disclaimer_missing", {}});
    }
    return problems;
}

} // namespace selatan::portal
