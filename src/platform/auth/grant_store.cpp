#include "platform/auth/grant_store.hpp"

namespace selatan::auth {

namespace {

#define GRANT_COLUMNS "id, role, organisation, country, valid_from, valid_until"

Grant read_grant(storage::Row &row)
{
    Grant grant{.id = row.next<Id<Grant>>(), .role = row.next<Role>()};
    auto const organisation = row.next<std::optional<Uuid>>();
    auto const country = row.next<std::optional<CountryCode>>();
    if (organisation) {
        grant.scope = *organisation;
    } else if (country) {
        grant.scope = *country;
    }
    grant.valid_from = row.next<Date>();
    grant.valid_until = row.next<std::optional<Date>>();
    return grant;
}

std::string_view kind_of(Scope const &scope)
{
    constexpr std::array<std::string_view, 3> kinds{"everywhere", "organisation", "country"};
    return kinds.at(scope.index());
}

template <typename T>
std::optional<T> get_optional(Scope const &scope)
{
    auto const *const value = std::get_if<T>(&scope);
    return value == nullptr ? std::nullopt : std::optional<T>{*value};
}

} // namespace

namespace store {

std::vector<Grant> live_grants(storage::Reader &reader, Id<User> user)
{
    std::vector<Grant> grants;
    for (auto row :
         reader.query("SELECT " GRANT_COLUMNS " FROM access_grant WHERE account = ?"
                      " AND revoked IS NULL AND (valid_until IS NULL OR valid_until >= ?)"
                      " ORDER BY id",
                      user, reader.today())) {
        grants.push_back(read_grant(row));
    }
    return grants;
}

void insert(storage::Tx &tx, Grant const &grant, Id<User> user, std::optional<Uuid> by)
{
    tx.run("INSERT INTO access_grant (id, account, role, scope, organisation, country, valid_from,"
           " valid_until, granted, granted_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
           grant.id, user, grant.role, kind_of(grant.scope), get_optional<Uuid>(grant.scope),
           get_optional<CountryCode>(grant.scope), grant.valid_from, grant.valid_until, tx.now(),
           by);
}

std::optional<OwnedGrant> find_unrevoked(storage::Reader &reader, Id<Grant> grant)
{
    for (auto row : reader.query("SELECT " GRANT_COLUMNS ", account FROM access_grant"
                                 " WHERE id = ? AND revoked IS NULL",
                                 grant)) {
        auto found = read_grant(row);
        return OwnedGrant{.grant = std::move(found), .user = row.next<Id<User>>()};
    }
    return std::nullopt;
}

void revoke(storage::Tx &tx, Id<Grant> grant, std::optional<Uuid> by)
{
    tx.run("UPDATE access_grant SET revoked = ?, revoked_by = ? WHERE id = ?", tx.now(), by, grant);
}

bool has_other_administrator(storage::Reader &reader, Id<User> user)
{
    auto const today = reader.today();
    return reader
        .one<Id<Grant>>("SELECT g.id FROM access_grant g JOIN user_account a ON a.id = g.account"
                        " WHERE g.role = ? AND g.revoked IS NULL AND g.valid_from <= ?"
                        " AND (g.valid_until IS NULL OR g.valid_until >= ?)"
                        " AND a.status = 'active' AND a.id <> ? LIMIT 1",
                        Role::administrator, today, today, user)
        .has_value();
}

GrantsOfTwo grants_of_two(storage::Reader &reader, Id<User> first, Id<User> second)
{
    GrantsOfTwo both;
    auto const today = reader.today();
    for (auto row : reader.query("SELECT " GRANT_COLUMNS ", account FROM access_grant"
                                 " WHERE account IN (?, ?) AND revoked IS NULL AND valid_from <= ?"
                                 " AND (valid_until IS NULL OR valid_until >= ?) ORDER BY id",
                                 first, second, today, today)) {
        auto grant = read_grant(row);
        auto const account = row.next<Id<User>>();
        if (account == first) {
            both.first.push_back(grant);
        }
        if (account == second) {
            both.second.push_back(std::move(grant));
        }
    }
    return both;
}

} // namespace store

std::vector<Grant> grants_of(storage::Reader &reader, Id<User> user)
{
    return store::grants_of_two(reader, user, user).first;
}

std::vector<GrantEntry> grant_history_of(storage::Reader &reader, Id<User> user)
{
    std::vector<GrantEntry> entries;
    for (auto row : reader.query("SELECT " GRANT_COLUMNS ", granted, granted_by, revoked"
                                 " FROM access_grant WHERE account = ? ORDER BY id DESC",
                                 user)) {
        auto grant = read_grant(row);
        entries.push_back({.grant = std::move(grant),
                           .granted = row.next<Instant>(),
                           .granted_by = row.next<std::optional<Id<User>>>(),
                           .revoked = row.next<std::optional<Instant>>()});
    }
    return entries;
}

} // namespace selatan::auth
