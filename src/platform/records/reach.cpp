#include "platform/records/reach.hpp"

#include <algorithm>

namespace selatan::records {

namespace {

struct Scopes {
    std::vector<std::string> tokens;
    bool is_everywhere = false;

    void add(auth::Scope const &scope) { std::visit(*this, scope); }
    void operator()(auth::Everywhere const & /*scope*/) { is_everywhere = true; }
    void operator()(Uuid const &organisation)
    {
        auto digits = organisation.to_string();
        std::erase(digits, '-');
        tokens.push_back(std::move(digits));
    }
    void operator()(CountryCode const &country) { tokens.push_back(country.to_string()); }
};

std::string reach_of_kind(std::string_view kind)
{
    std::string token{"kind"};
    std::ranges::copy_if(kind, std::back_inserter(token), [](char c) { return c != '_'; });
    return token;
}

std::vector<std::string> reach(std::string_view kind, Policy const &policy,
                               auth::Identity const *identity)
{
    std::vector<std::string> everything{reach_of_kind(kind)};
    bool const sees_more = identity == nullptr || identity->is_program ||
                           policy.public_sees_published || identity->has(auth::Role::auditor) ||
                           identity->has(auth::Role::administrator);
    if (sees_more) {
        return everything;
    }
    Scopes scopes;
    for (auto const &rule : policy.rules) {
        for (auto const &grant : identity->grants) {
            if (rule.verb != verbs::see || grant.role != rule.role) {
                continue;
            }
            if (rule.condition == Condition::common) {
                return everything;
            }
            scopes.add(grant.scope);
        }
    }
    bool const decides = !scopes.is_everywhere && !scopes.tokens.empty();
    return decides ? std::move(scopes.tokens) : everything;
}

} // namespace

SearchWithin search_within(std::span<Noun const *const> nouns, auth::Identity const *identity)
{
    SearchWithin within{.kinds = {}, .audience = audience_of(identity), .reach = {}};
    within.kinds.reserve(nouns.size());
    bool reaches_all = true;
    for (auto const *const noun : nouns) {
        within.kinds.push_back(noun->kind);
        for (auto &token : reach(noun->kind, *noun->policy, identity)) {
            reaches_all = reaches_all && token == reach_of_kind(noun->kind);
            if (std::ranges::find(within.reach, token) == within.reach.end()) {
                within.reach.push_back(std::move(token));
            }
        }
    }
    if (reaches_all) {
        within.reach.clear(); // the kinds say it
    }
    return within;
}

} // namespace selatan::records
