// Roles: what an account may do, where and for how long. Given and revoked, never edited.
#include "cooperation/administration/users.hpp"
#include "platform/i18n/format.hpp"
#include "words/administration.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace selatan::administration {

namespace {

namespace word = words::auth::grants;
namespace common = words::common;
namespace json = boost::json;
using auth::Account;
using records::field;
using records::Kind;

/// A role as it is typed in. Where it holds is said, never taken from what was left empty.
struct NewRole {
    auth::Role role = auth::Role::participant;
    std::string scope;
    std::optional<Id<struct Organisation>> organisation;
    std::optional<CountryCode> country;
    Date valid_from;
    std::optional<Date> valid_until;
};

std::array<std::string_view, auth::roles.size()> const role_codes = [] {
    std::array<std::string_view, auth::roles.size()> codes;
    std::ranges::transform(auth::roles, codes.begin(),
                           [](auth::Role role) { return auth::to_code(role); });
    return codes;
}();
constexpr std::array<std::string_view, 3> scope_codes{"everywhere", "organisation", "country"};

std::array const role_fields{
    field<&NewRole::role>("role", word::role).among(role_codes, common::role).required(),
    field<&NewRole::scope>("scope", word::scope)
        .as(Kind::choice)
        .among(scope_codes, word::scopes)
        .required(),
    field<&NewRole::organisation>("organisation", words::administration::users_which_organisation)
        .of("organisation"),
    field<&NewRole::country>("country", words::administration::users_which_country).of("country"),
    field<&NewRole::valid_from>("valid_from", word::valid_from).required(),
    field<&NewRole::valid_until>("valid_until", word::valid_until),
};

/// The scope that is meant: exactly what its kind wants, and nothing else beside it.
Result<auth::Scope> scope_of(NewRole const &wanted)
{
    Problems problems;
    auto const check = [&](std::string_view kind, bool is_given) {
        if (wanted.scope == kind && !is_given) {
            problems.push_back({std::string{kind}, "common.required", {}});
        } else if (wanted.scope != kind && is_given) {
            problems.push_back({std::string{kind}, "administration.scope_unused", {}});
        }
    };
    check("organisation", wanted.organisation.has_value());
    check("country", wanted.country.has_value());
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    if (wanted.organisation) {
        return auth::Scope{wanted.organisation->uuid()};
    }
    if (wanted.country) {
        return auth::Scope{*wanted.country};
    }
    return auth::Scope{auth::Everywhere{}};
}

std::string grants_url(Id<auth::User> user)
{
    return url_of(user) + "/grants";
}

http::Response new_role_page(Context const &context, records::Input const *typed,
                             Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const account = account_in_path(context, reader);
        if (!account) {
            return context.refused(account.error());
        }
        NewRole role;
        role.valid_from = reader.today();
        // An empty form chooses no role by itself.
        records::Input blank;
        blank.set("role", "");
        return show(context, {.title = std::string{word::add(language)},
                              .lead = std::string{word::intro(language)},
                              .content = input_form(context, reader,
                                                    {.url = grants_url(account->id),
                                                     .fields = role_fields,
                                                     .value = &role,
                                                     .typed = typed == nullptr ? &blank : typed,
                                                     .refusal = refusal,
                                                     .submit = std::string{word::add(language)},
                                                     .cancel = url_of(account->id)}),
                              .above = trail_to(context, *account),
                              .status = status_of(refusal)});
    });
}

http::Response show_new_role(Context &context)
{
    return new_role_page(context, nullptr, nullptr);
}

http::Response give_role(Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const account = account_in_path(context, tx);
            if (!account) {
                return refuse(account.error());
            }
            NewRole wanted;
            if (auto problems = read_input(context, tx, role_fields, *input, &wanted);
                !problems.empty()) {
                return refuse_input(std::move(problems));
            }
            auto const scope = scope_of(wanted);
            if (!scope) {
                return refuse(scope.error());
            }
            auto const given = auth::grant(tx, context.who(),
                                           {.user = account->id,
                                            .role = wanted.role,
                                            .scope = *scope,
                                            .valid_from = wanted.valid_from,
                                            .valid_until = wanted.valid_until});
            if (!given) {
                return refuse(given.error());
            }
            return web::Outcome{.location = url_of(account->id) + "?said=granted",
                                .json = user_json(tx, account->id),
                                .status = 201};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::not_found
                       ? context.refused(refusal)
                       : new_role_page(context, &*input, &refusal);
        });
}

// -- Revoking -----------------------------------------------------------------------------------

/// The role in the path, if it is this account's.
Result<auth::GrantEntry> grant_in_path(Context const &context, storage::Reader &reader,
                                       Account const &account)
{
    auto const id = id_of<auth::Grant>(context, "grant");
    auto const held = auth::grant_history_of(reader, account.id);
    auto const found = std::ranges::find_if(
        held, [&](auth::GrantEntry const &entry) { return id && entry.grant.id == *id; });
    if (found == held.end()) {
        return not_found();
    }
    return *found;
}

std::vector<Uuid> organisations_of(std::span<auth::GrantEntry const> entries)
{
    std::vector<Uuid> all;
    for (auto const &entry : entries) {
        if (auto const *const organisation = std::get_if<Uuid>(&entry.grant.scope)) {
            all.push_back(*organisation);
        }
    }
    return all;
}

std::string role_name(auth::Role role, Language language)
{
    return std::string{common::role(language, auth::to_code(role)).value_or("")};
}

std::string period_of(auth::Grant const &grant, Language language)
{
    return grant.valid_until ? word::period(language, grant.valid_from, *grant.valid_until)
                             : word::since(language, grant.valid_from);
}

http::Response revocation_page(Context const &context, records::Input const *typed,
                               Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const account = account_in_path(context, reader);
        if (!account) {
            return context.refused(account.error());
        }
        auto const entry = grant_in_path(context, reader, *account);
        if (!entry) {
            return context.refused(entry.error());
        }
        auto const &grant = entry->grant;
        auto const titles = titles_of(reader, organisations_of({&*entry, 1}));
        Reason const reason;
        return show(context, {.title = std::string{word::revoke(language)},
                              .lead = role_name(grant.role, language) + ": " +
                                      scope_name(context, titles, grant.scope) + ". " +
                                      std::string{word::revoke_confirm(language)},
                              .content = input_form(context, reader,
                                                    {.url = grants_url(account->id) + "/" +
                                                            grant.id.to_string() + "/revocation",
                                                     .fields = reason_fields(),
                                                     .value = &reason,
                                                     .typed = typed,
                                                     .refusal = refusal,
                                                     .submit = std::string{word::revoke(language)},
                                                     .emphasis = html::Emphasis::danger,
                                                     .cancel = url_of(account->id)}),
                              .above = trail_to(context, *account),
                              .status = status_of(refusal)});
    });
}

http::Response show_revocation(Context &context)
{
    return revocation_page(context, nullptr, nullptr);
}

http::Response revoke_role(Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const account = account_in_path(context, tx);
            if (!account) {
                return refuse(account.error());
            }
            auto const entry = grant_in_path(context, tx, *account);
            if (!entry) {
                return refuse(entry.error());
            }
            Reason reason;
            if (auto problems = read_input(context, tx, reason_fields(), *input, &reason);
                !problems.empty()) {
                return refuse_input(std::move(problems));
            }
            if (auto done = auth::revoke(tx, context.who(), entry->grant.id, reason.reason);
                !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = url_of(account->id) + "?said=revoked",
                                .json = user_json(tx, account->id)};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::not_found
                       ? context.refused(refusal)
                       : revocation_page(context, &*input, &refusal);
        });
}

// -- The list of them ---------------------------------------------------------------------------

enum class Standing { present, future, past, revoked };

Standing standing_of(auth::GrantEntry const &entry, Date today)
{
    if (entry.revoked) {
        return Standing::revoked;
    }
    if (today < entry.grant.valid_from) {
        return Standing::future;
    }
    return entry.grant.holds_on(today) ? Standing::present : Standing::past;
}

std::string_view to_code(Standing standing)
{
    constexpr std::array<std::string_view, 4> codes{"present", "future", "past", "revoked"};
    return codes[static_cast<std::size_t>(standing)];
}

html::Tone tone_of(Standing standing)
{
    switch (standing) {
    case Standing::present:
        return html::Tone::good;
    case Standing::future:
        return html::Tone::waiting;
    case Standing::past:
    case Standing::revoked:
        break;
    }
    return html::Tone::neutral;
}

http::Response list_grants(Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const account = account_in_path(context, reader);
        if (!account) {
            return context.refused(account.error());
        }
        return context.json(
            json::serialize(json::object{{"items", grants_json(reader, account->id)}}));
    });
}

} // namespace

std::string scope_name(Context const &context, Titles const &titles, auth::Scope const &scope)
{
    struct Name {
        Context const &context;
        Titles const &titles;
        std::string operator()(auth::Everywhere const & /*scope*/) const
        {
            return std::string{word::scopes_everywhere(context.language())};
        }
        std::string operator()(Uuid const &organisation) const
        {
            auto const found = titles.find(organisation);
            return found != titles.end()
                       ? found->second
                       : std::string{word::scopes_organisation(context.language())};
        }
        std::string operator()(CountryCode const &country) const
        {
            auto const name =
                context.app().codes.name("country", country.view(), context.language());
            return name.empty() ? country.to_string() : name;
        }
    };
    return std::visit(Name{context, titles}, scope);
}

std::optional<auth::Grant> grant_in(std::string_view text)
{
    // What auth::grant writes: role, scope, "from", a day, and perhaps "until" and another.
    records::Codes words;
    records::Text<records::Codes>::parse(text, words);
    auth::Grant grant;
    auto const word = [&](std::size_t i) {
        return i < words.size() ? std::string_view{words[i]} : std::string_view{};
    };
    auto const scope = auth::parse_scope(word(1));
    auto const from = Date::parse(word(3));
    if (!auth::from_code(word(0), grant.role) || !scope || word(2) != "from" || !from) {
        return std::nullopt;
    }
    grant.scope = *scope;
    grant.valid_from = *from;
    grant.valid_until = Date::parse(word(5));
    return grant;
}

std::string describe(Context const &context, Titles const &titles, auth::Grant const &grant)
{
    auto const language = context.language();
    return role_name(grant.role, language) + ", " + scope_name(context, titles, grant.scope) +
           ": " + period_of(grant, language);
}

json::array grants_json(storage::Reader &reader, Id<auth::User> user)
{
    auto const today = reader.today();
    json::array all;
    for (auto const &entry : auth::grant_history_of(reader, user)) {
        auto const &grant = entry.grant;
        all.push_back(json::object{
            {"id", grant.id.to_string()},
            {"role", auth::to_code(grant.role)},
            {"scope", auth::to_text(grant.scope)},
            {"valid_from", grant.valid_from.to_string()},
            {"valid_until", grant.valid_until ? json::value(grant.valid_until->to_string())
                                              : json::value(nullptr)},
            {"state", to_code(standing_of(entry, today))},
            {"granted", entry.granted.to_string()},
            {"granted_by", entry.granted_by ? json::value(entry.granted_by->to_string())
                                            : json::value(nullptr)}});
    }
    return all;
}

html::Html grants_block(Context const &context, storage::Reader &reader, Account const &account)
{
    auto const language = context.language();
    auto const today = reader.today();
    auto const held = auth::grant_history_of(reader, account.id);
    std::vector<Uuid> givers;
    for (auto const &entry : held) {
        if (entry.granted_by) {
            givers.push_back(entry.granted_by->uuid());
        }
    }
    auto const names = web::names_of_users(reader, givers);
    auto const titles = titles_of(reader, organisations_of(held));
    html::List list;
    list.id = "roles";
    list.caption = word::title(language);
    list.columns = {
        {.key = "role", .label = std::string{word::role(language)}},
        {.key = "scope", .label = std::string{word::scope(language)}},
        {.key = "period", .label = std::string{word::valid_from(language)}},
        {.key = "by", .label = std::string{word::granted_by(language)}},
        {.key = "state", .label = std::string{words::administration::users_state(language)}}};
    for (auto const &entry : held) {
        auto const &grant = entry.grant;
        auto const standing = standing_of(entry, today);
        auto const giver = entry.granted_by ? names.find(entry.granted_by->uuid()) : names.end();
        bool const can_end = standing == Standing::present || standing == Standing::future;
        auto const revoke = html::when(can_end, [&] {
            return html::action_button(
                {.label = std::string{word::revoke(language)},
                 .url = grants_url(account.id) + "/" + grant.id.to_string() + "/revocation",
                 .emphasis = html::Emphasis::quiet});
        });
        list.rows.push_back(
            {.key = grant.id.to_string(),
             .label = role_name(grant.role, language),
             .cells = {
                 html::fragment(role_name(grant.role, language)),
                 html::bdi(scope_name(context, titles, grant.scope)),
                 html::fragment(period_of(grant, language)),
                 html::bdi(giver == names.end() ? std::string{common::history_by_program(language)}
                                                : giver->second),
                 html::badge({std::string{word::state(language, to_code(standing)).value_or("")},
                              tone_of(standing)}) +
                     html::fragment(" ", revoke)}});
    }
    list.empty = {.picture = html::Icon::lock, .title = std::string{word::empty(language)}};
    return html::block(word::title(language), html::list(list, context.words()),
                       {{.label = std::string{word::add(language)},
                         .url = grants_url(account.id) + "/new",
                         .picture = html::Icon::plus}});
}

void add_grant_routes(web::Router &router)
{
    auto const grants = std::string{users_path} + "/{id}/grants";
    auto list = get(grants, list_grants, about("Every role that the account has or had."));
    list.is_page = false; // the account's page shows them
    router.add(std::move(list));
    router.add(get(grants + "/new", show_new_role));
    router.add(post(
        grants, give_role,
        about("Gives a role: everywhere, for an organisation or for a country.", role_fields)));
    router.add(get(grants + "/{grant}/revocation", show_revocation));
    router.add(post(grants + "/{grant}/revocation", revoke_role,
                    about("Revokes a role; it stops at once.", reason_fields())));
}

} // namespace selatan::administration
