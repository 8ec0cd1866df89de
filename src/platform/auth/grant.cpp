#include "platform/auth/grant.hpp"

#include "platform/auth/account.hpp"
#include "platform/auth/grant_store.hpp"
#include "platform/auth/identity.hpp"
#include "platform/events/event.hpp"

#include <algorithm>

namespace selatan::auth {

namespace {

constexpr std::string_view organisation_prefix = "organisation:";
constexpr std::string_view country_prefix = "country:";

bool overlap(Grant const &held, NewGrant const &wanted)
{
    return (!wanted.valid_until || held.valid_from <= *wanted.valid_until) &&
           (!held.valid_until || wanted.valid_from <= *held.valid_until);
}

/// "desk_officer country:TLS from 2026-11-21 until 2027-11-20", as history shows it.
std::string describe(Grant const &grant)
{
    auto text = std::string{to_code(grant.role)} + ' ' + to_text(grant.scope) + " from " +
                grant.valid_from.to_string();
    if (grant.valid_until) {
        text += " until " + grant.valid_until->to_string();
    }
    return text;
}

bool administers(Grant const &grant)
{
    return grant.role == Role::administrator;
}

} // namespace

std::string_view to_code(Role role)
{
    constexpr std::array<std::string_view, roles.size()> codes{
        "administrator", "coordinator",     "desk_officer",    "line_ministry", "appraiser",
        "approver",      "signatory",       "finance_officer", "implementer",   "focal_point",
        "own_mission",   "partner_mission", "facilitator",     "participant",   "auditor"};
    return codes.at(static_cast<std::size_t>(role));
}

bool from_code(std::string_view code, Role &role)
{
    for (auto const candidate : roles) {
        if (to_code(candidate) == code) {
            role = candidate;
            return true;
        }
    }
    return false;
}

std::string to_text(Scope const &scope)
{
    if (auto const *const organisation = std::get_if<Uuid>(&scope)) {
        return std::string{organisation_prefix} + organisation->to_string();
    }
    if (auto const *const country = std::get_if<CountryCode>(&scope)) {
        return std::string{country_prefix} + country->to_string();
    }
    return "everywhere";
}

std::optional<Scope> parse_scope(std::string_view text)
{
    if (text == "everywhere") {
        return Scope{Everywhere{}};
    }
    if (text.starts_with(organisation_prefix)) {
        auto const organisation = Uuid::parse(text.substr(organisation_prefix.size()));
        return organisation ? std::optional<Scope>{*organisation} : std::nullopt;
    }
    if (text.starts_with(country_prefix)) {
        auto const country = CountryCode::parse(text.substr(country_prefix.size()));
        return country ? std::optional<Scope>{*country} : std::nullopt;
    }
    return std::nullopt;
}

Result<void> decide_grant(Identity const &by, std::span<Grant const> held, NewGrant const &wanted,
                          Date today)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    if (wanted.valid_until && *wanted.valid_until < wanted.valid_from) {
        return refuse(Decline::invalid, "valid_until", "common.ends_before_start");
    }
    if (wanted.valid_until && *wanted.valid_until < today) {
        return refuse(Decline::invalid, "valid_until", "common.in_the_past");
    }
    bool const only_everywhere = wanted.role == Role::administrator || wanted.role == Role::auditor;
    if (only_everywhere && !std::holds_alternative<Everywhere>(wanted.scope)) {
        return refuse(Decline::invalid, "scope", "auth.scope_everywhere");
    }
    if (std::ranges::any_of(held, [&](Grant const &grant) {
            return grant.role == wanted.role && grant.scope == wanted.scope &&
                   overlap(grant, wanted);
        })) {
        return refuse(Decline::conflict, "role", "auth.grant_exists");
    }
    return {};
}

Result<Id<Grant>> grant(storage::Tx &tx, Identity const &by, NewGrant const &wanted)
{
    auto const held = store::live_grants(tx, wanted.user);
    if (auto may = decide_grant(by, held, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    if (!find_account(tx, wanted.user)) {
        return not_found();
    }
    Grant const made{.id = tx.new_id<Grant>(),
                     .role = wanted.role,
                     .scope = wanted.scope,
                     .valid_from = wanted.valid_from,
                     .valid_until = wanted.valid_until};
    store::insert(tx, made, wanted.user, by.actor().user);
    events::append(tx, {.actor = by.actor(),
                        .kind = "user_account",
                        .record = wanted.user.uuid(),
                        .verb = "granted",
                        .changes = {{.field = "grant", .after = describe(made)}}});
    return made.id;
}

Result<void> revoke(storage::Tx &tx, Identity const &by, Id<Grant> grant, std::string const &reason)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    auto const found = store::find_unrevoked(tx, grant);
    if (!found) {
        return not_found();
    }
    if (administers(found->grant) && !store::has_other_administrator(tx, found->user)) {
        return refuse(Decline::conflict, "", "auth.last_administrator");
    }
    store::revoke(tx, grant, by.actor().user);
    events::append(tx, {.actor = by.actor(),
                        .kind = "user_account",
                        .record = found->user.uuid(),
                        .verb = "revoked",
                        .reason = reason,
                        .changes = {{.field = "grant", .before = describe(found->grant)}}});
    return {};
}

} // namespace selatan::auth
