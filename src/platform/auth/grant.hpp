/// \file
/// Grants: who may do what, where, for how long. Access to records is compiled from these.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace selatan::auth {

struct User; ///< names the identity of an account
struct Identity;

enum class Role {
    administrator,
    coordinator,
    desk_officer,
    line_ministry,
    appraiser,
    approver,
    signatory,
    finance_officer,
    implementer,
    focal_point,
    own_mission,
    partner_mission,
    facilitator,
    participant,
    auditor,
};
inline constexpr std::array<Role, 15> roles{
    Role::administrator, Role::coordinator, Role::desk_officer, Role::line_ministry,
    Role::appraiser,     Role::approver,    Role::signatory,    Role::finance_officer,
    Role::implementer,   Role::focal_point, Role::own_mission,  Role::partner_mission,
    Role::facilitator,   Role::participant, Role::auditor,
};
[[nodiscard]] std::string_view to_code(Role role);
[[nodiscard]] bool from_code(std::string_view code, Role &role);

/// Where a grant holds: everywhere, for one organisation's records (a Uuid), for one country's.
struct Everywhere {
    friend bool operator==(Everywhere const &, Everywhere const &) = default;
};
using Scope = std::variant<Everywhere, Uuid, CountryCode>;

struct Grant {
    Id<Grant> id;
    Role role = Role::participant;
    Scope scope;
    Date valid_from;
    std::optional<Date> valid_until; ///< its last day, in UTC

    [[nodiscard]] bool holds_on(Date day) const
    {
        return valid_from <= day && (!valid_until || day <= *valid_until);
    }
};

/// A grant as the administrator's page lists it, past ones included.
struct GrantEntry {
    Grant grant;
    Instant granted;
    std::optional<Id<User>> granted_by;
    std::optional<Instant> revoked;
};

struct NewGrant {
    Id<User> user;
    Role role = Role::participant;
    Scope scope;
    Date valid_from;
    std::optional<Date> valid_until;
};

/// First broken, first reported: forbidden (administrators only; nobody while viewing as another),
/// `common.ends_before_start`, `common.in_the_past`, `auth.grant_exists` (same role and scope, days
/// that overlap). Administrators and auditors are such everywhere or not at all:
/// `auth.scope_everywhere`.
[[nodiscard]] Result<void> decide_grant(Identity const &by, std::span<Grant const> held,
                                        NewGrant const &wanted, Date today);

/// Refuses as decide_grant, and when there is no such account. History: user_account "granted".
Result<Id<Grant>> grant(storage::Tx &tx, Identity const &by, NewGrant const &wanted);
/// Takes effect with the next request. Refuses `auth.last_administrator`: somebody must be left
/// who can grant. History: user_account "revoked".
Result<void> revoke(storage::Tx &tx, Identity const &by, Id<Grant> grant,
                    std::string const &reason);

/// Those that hold today.
[[nodiscard]] std::vector<Grant> grants_of(storage::Reader &reader, Id<User> user);
/// All there ever were, newest first.
[[nodiscard]] std::vector<GrantEntry> grant_history_of(storage::Reader &reader, Id<User> user);

/// `everywhere`, `organisation:UUID` or `country:TLS`, as history shows it and `parse_scope` reads
/// it.
[[nodiscard]] std::string to_text(Scope const &scope);
[[nodiscard]] std::optional<Scope> parse_scope(std::string_view text);

} // namespace selatan::auth
