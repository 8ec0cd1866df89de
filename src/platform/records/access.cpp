#include "platform/records/access.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <iterator>

namespace selatan::records {

namespace {

using auth::Identity;
using auth::Role;

bool is_officer(Role role)
{
    switch (role) {
    case Role::administrator:
    case Role::coordinator:
    case Role::desk_officer:
    case Role::line_ministry:
    case Role::appraiser:
    case Role::approver:
    case Role::signatory:
    case Role::finance_officer:
    case Role::own_mission:
    case Role::auditor:
        return true;
    case Role::implementer:
    case Role::focal_point:
    case Role::partner_mission:
    case Role::facilitator:
    case Role::participant:
        return false;
    }
    return false;
}

/// One way of being allowed; an empty text stands for "every record".
class Piece {
public:
    void require(std::string_view condition, std::vector<storage::Value> values = {})
    {
        if (!m_sql.empty()) {
            m_sql += " AND ";
        }
        m_sql += condition;
        std::ranges::move(values, std::back_inserter(m_values));
    }
    [[nodiscard]] bool is_unconditional() const { return m_sql.empty(); }
    [[nodiscard]] std::string const &sql() const { return m_sql; }
    [[nodiscard]] std::vector<storage::Value> const &values() const { return m_values; }
    friend bool operator==(Piece const &, Piece const &) = default;

private:
    std::string m_sql;
    std::vector<storage::Value> m_values;
};

struct RequireScope {
    Piece &piece;
    bool has_parties;
    void operator()(auth::Everywhere const & /*scope*/) const {}
    void operator()(Uuid const &organisation) const { require("organisation", organisation); }
    void operator()(CountryCode const &country) const
    {
        require("country", storage::to_value(country));
    }
    void require(std::string const &column, storage::Value const &value) const
    {
        if (!has_parties) {
            piece.require("r." + column + " = ?", {value});
            return;
        }
        piece.require("(r." + column +
                          " = ? OR EXISTS (SELECT 1 FROM record_party p"
                          " WHERE p.record = r.id AND p." +
                          column + " = ?))",
                      {value, value});
    }
};

void require_condition(Piece &piece, Condition condition, Identity const &identity)
{
    switch (condition) {
    case Condition::any:
        return;
    case Condition::own:
        piece.require("r.created_by = ?", {identity.user.uuid()});
        return;
    case Condition::assigned:
        piece.require("r.assignee = ?", {identity.user.uuid()});
        return;
    case Condition::published:
        piece.require("r.audience = 'public'");
        return;
    case Condition::shared:
        piece.require("r.audience IN ('public', 'partner')");
        return;
    case Condition::office:
    case Condition::party:
        return; // they need the grant: piece_of
    }
}

bool is_about_office(Condition condition)
{
    return condition == Condition::office || condition == Condition::party;
}

/// The office that somebody speaks for by this grant.
std::optional<Uuid> office_of(auth::Grant const &grant, Identity const &identity)
{
    auto const *const organisation = std::get_if<Uuid>(&grant.scope);
    return organisation != nullptr ? std::optional{*organisation} : identity.office;
}

Piece piece_of(Policy const &policy, Rule const &rule, auth::Grant const &grant,
               Identity const &identity)
{
    Piece piece;
    std::visit(RequireScope{piece, policy.has_parties}, grant.scope);
    require_condition(piece, rule.condition, identity);
    if (is_about_office(rule.condition)) {
        auto const office = office_of(grant, identity);
        ENSURE(office.has_value());
        RequireScope{piece, rule.condition == Condition::party}(*office);
    }
    if (!rule.states.empty()) {
        std::string condition = "r.state IN (";
        std::vector<storage::Value> states;
        for (auto const state : rule.states) {
            condition += states.empty() ? "?" : ", ?";
            states.emplace_back(std::string{state});
        }
        piece.require(condition + ")", std::move(states));
    }
    return piece;
}

/// May this identity use `verb` at all, before any record is looked at?
bool is_barred(Identity const &identity, std::string_view verb)
{
    return verb != verbs::see && identity.viewed_by.has_value();
}

bool sees_everything(Identity const &identity, std::string_view verb)
{
    return verb == verbs::see && (identity.has(Role::auditor) || identity.has(Role::administrator));
}

std::vector<Piece> pieces_of(Policy const &policy, Identity const &identity, std::string_view verb)
{
    std::vector<Piece> pieces;
    for (auto const &rule : policy.rules) {
        if (rule.verb != verb) {
            continue;
        }
        for (auto const &grant : identity.grants) {
            bool const speaks_for_none =
                is_about_office(rule.condition) && !office_of(grant, identity);
            if (grant.role != rule.role || speaks_for_none) {
                continue;
            }
            auto piece = piece_of(policy, rule, grant, identity);
            if (std::ranges::find(pieces, piece) == pieces.end()) {
                pieces.push_back(std::move(piece));
            }
        }
    }
    return pieces;
}

} // namespace

Filter compile(Policy const &policy, Identity const *identity, std::string_view verb)
{
    static Filter const everything{.sql = "1 = 1", .values = {}};
    static Filter const nothing{.sql = "1 = 0", .values = {}};
    if (identity == nullptr) {
        bool const open = policy.public_sees_published && verb == verbs::see;
        return open ? Filter{.sql = "r.audience = 'public'", .values = {}} : nothing;
    }
    if (is_barred(*identity, verb)) {
        return nothing;
    }
    if (identity->is_program || sees_everything(*identity, verb)) {
        return everything;
    }
    Filter filter;
    for (auto const &piece : pieces_of(policy, *identity, verb)) {
        if (piece.is_unconditional()) {
            return everything;
        }
        filter.sql += filter.sql.empty() ? "(" : " OR (";
        filter.sql += piece.sql() + ")";
        filter.values.insert(filter.values.end(), piece.values().begin(), piece.values().end());
    }
    if (policy.public_sees_published && verb == verbs::see) {
        filter.sql += filter.sql.empty() ? "r.audience = 'public'" : " OR r.audience = 'public'";
    }
    if (filter.sql.empty()) {
        return nothing;
    }
    filter.sql = "(" + filter.sql + ")";
    return filter;
}

bool could(Policy const &policy, Identity const *identity, std::string_view verb)
{
    return compile(policy, identity, verb).sql != "1 = 0";
}

bool may_create(Policy const &policy, Identity const &identity, std::optional<CountryCode> country,
                std::optional<Uuid> organisation)
{
    if (is_barred(identity, verbs::create)) {
        return false;
    }
    if (identity.is_program) {
        return true;
    }
    struct Covers {
        std::optional<CountryCode> country;
        std::optional<Uuid> organisation;
        bool operator()(auth::Everywhere const & /*scope*/) const { return true; }
        bool operator()(Uuid const &scope) const { return organisation == scope; }
        bool operator()(CountryCode const &scope) const { return country == scope; }
    };
    return std::ranges::any_of(policy.rules, [&](Rule const &rule) {
        return rule.verb == verbs::create &&
               std::ranges::any_of(identity.grants, [&](auth::Grant const &grant) {
                   return grant.role == rule.role &&
                          std::visit(Covers{country, organisation}, grant.scope);
               });
    });
}

Audience audience_of(Identity const *identity)
{
    if (identity == nullptr) {
        return Audience::everyone;
    }
    if (identity->is_program) {
        return Audience::restricted;
    }
    bool const officer = std::ranges::any_of(
        identity->grants, [](auth::Grant const &grant) { return is_officer(grant.role); });
    return officer ? Audience::internal : Audience::partner;
}

} // namespace selatan::records
