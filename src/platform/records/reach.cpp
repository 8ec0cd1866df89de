#include "platform/records/reach.hpp"

#include <algorithm>

namespace selatan::records {

namespace {

struct Scopes {
    std::vector<storage::Value> countries;
    std::vector<storage::Value> organisations;
    bool is_everywhere = false;

    void add(auth::Scope const &scope) { std::visit(*this, scope); }
    void operator()(auth::Everywhere const & /*scope*/) { is_everywhere = true; }
    void operator()(Uuid const &organisation) { add(organisations, organisation); }
    void operator()(CountryCode const &country) { add(countries, storage::to_value(country)); }

private:
    static void add(std::vector<storage::Value> &all, storage::Value const &one)
    {
        if (std::ranges::find(all, one) == all.end()) {
            all.push_back(one);
        }
    }
};

/// "f.country IN (?, ?) OR f.organisation IN (?)"
Filter any_of(Scopes const &scopes, std::string_view alias)
{
    Filter filter;
    auto const add = [&](std::string_view column, std::vector<storage::Value> const &values) {
        if (values.empty()) {
            return;
        }
        filter.sql += (filter.sql.empty() ? "" : " OR ") + std::string{alias} + "." +
                      std::string{column} + " IN (?";
        for (std::size_t i = 1; i < values.size(); ++i) {
            filter.sql += ", ?";
        }
        filter.sql += ")";
        filter.values.insert(filter.values.end(), values.begin(), values.end());
    };
    add("country", scopes.countries);
    add("organisation", scopes.organisations);
    return filter;
}

} // namespace

Filter reach(Policy const &policy, auth::Identity const *identity, std::string_view alias)
{
    static Filter const everything{.sql = "1 = 1", .values = {}};
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
    auto own = any_of(scopes, alias);
    if (scopes.is_everywhere || own.sql.empty()) {
        return everything;
    }
    if (!policy.has_parties) {
        return {.sql = "(" + own.sql + ")", .values = std::move(own.values)};
    }
    auto const parties = any_of(scopes, "p");
    own.sql = "(" + own.sql +
              " OR EXISTS (SELECT 1 FROM record_party p WHERE p.record = " + std::string{alias} +
              ".record AND (" + parties.sql + ")))";
    own.values.insert(own.values.end(), parties.values.begin(), parties.values.end());
    return own;
}

} // namespace selatan::records
