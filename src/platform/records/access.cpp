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

struct Requirement {
    std::string sql;
    std::vector<storage::Value> values;
    friend bool operator==(Requirement const &, Requirement const &) = default;
};

/// One way of being allowed: what must all hold. Without any requirement, every record.
class Piece {
public:
    void require(std::string_view condition, std::vector<storage::Value> values = {})
    {
        m_requirements.push_back({.sql = std::string{condition}, .values = std::move(values)});
    }
    [[nodiscard]] bool is_unconditional() const { return m_requirements.empty(); }
    [[nodiscard]] std::vector<Requirement> const &requirements() const { return m_requirements; }
    /// Takes the first requirement away.
    void relax() { m_requirements.erase(m_requirements.begin()); }
    friend bool operator==(Piece const &, Piece const &) = default;

private:
    std::vector<Requirement> m_requirements;
};

/// Both SQL and values, in the order in which the engine meets them.
void append(Filter &filter, std::string_view between, std::string_view sql,
            std::vector<storage::Value> const &values)
{
    if (!filter.sql.empty()) {
        filter.sql += between;
    }
    filter.sql += sql;
    filter.values.insert(filter.values.end(), values.begin(), values.end());
}

Filter all_of(Piece const &piece)
{
    Filter filter;
    for (auto const &requirement : piece.requirements()) {
        append(filter, " AND ", requirement.sql, requirement.values);
    }
    return filter;
}

/// What every one of them requires first, taken out of them: most people have one scope, and an
/// engine that sees it once, before every alternative, finds its records by one index.
std::optional<Requirement> common_scope(std::vector<Piece> &pieces)
{
    if (pieces.empty() || pieces.front().is_unconditional()) {
        return std::nullopt;
    }
    auto scope = pieces.front().requirements().front();
    bool const is_common = std::ranges::all_of(pieces, [&](Piece const &piece) {
        return !piece.is_unconditional() && piece.requirements().front() == scope;
    });
    if (!is_common) {
        return std::nullopt;
    }
    std::ranges::for_each(pieces, &Piece::relax);
    return scope;
}

/// Any of them is enough.
Filter any_of(std::vector<Piece> const &pieces)
{
    Filter filter;
    for (auto const &piece : pieces) {
        if (piece.is_unconditional()) {
            return {.sql = "1 = 1", .values = {}};
        }
        auto const all = all_of(piece);
        append(filter, " OR ", "(" + all.sql + ")", all.values);
    }
    return filter;
}

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
        // Both sides of the OR are found by an index; EXISTS would look at every record.
        piece.require("(r." + column +
                          " = ? OR r.id IN (SELECT p.record FROM record_party p"
                          " WHERE p." +
                          column + " = ?))",
                      {value, value});
    }
};

void require_condition(Piece &piece, Condition condition, Identity const &identity)
{
    switch (condition) {
    case Condition::any:
    case Condition::common:
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
    if (rule.condition != Condition::common) {
        std::visit(RequireScope{piece, policy.has_parties}, grant.scope);
    }
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
    auto pieces = pieces_of(policy, *identity, verb);
    if (policy.public_sees_published && verb == verbs::see) {
        Piece published;
        require_condition(published, Condition::published, *identity);
        pieces.push_back(std::move(published));
    }
    if (pieces.empty()) {
        return nothing;
    }
    if (std::ranges::any_of(pieces, &Piece::is_unconditional)) {
        return everything;
    }
    auto const scope = common_scope(pieces);
    auto const any = any_of(pieces);
    Filter filter;
    if (scope) {
        append(filter, "", scope->sql, scope->values);
    }
    append(filter, " AND ", "(" + any.sql + ")", any.values);
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
    if (officer) {
        return Audience::internal;
    }
    // Anybody may open an account to apply for a course: that makes nobody a partner.
    bool const only_for_oneself =
        !identity->grants.empty() &&
        std::ranges::all_of(identity->grants, [](auth::Grant const &grant) {
            return grant.role == Role::participant;
        });
    return only_for_oneself ? Audience::everyone : Audience::partner;
}

} // namespace selatan::records
