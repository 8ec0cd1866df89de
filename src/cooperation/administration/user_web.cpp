// Accounts: the list, one of them, inviting.
#include "cooperation/administration/users.hpp"
#include "platform/auth/totp.hpp"
#include "platform/events/event.hpp"
#include "platform/i18n/words/words.hpp"
#include "words/administration.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace selatan::administration {

namespace {

namespace word = words::administration;
namespace auth_word = words::auth;
namespace common = words::common;
namespace json = boost::json;
using auth::Account;
using auth::AccountStatus;
using records::field;
using records::Kind;

constexpr int rows_on_a_page = 50;

html::Badge badge_of(AccountStatus status, Language language)
{
    auto const label = std::string{auth_word::status(language, auth::to_code(status)).value_or("")};
    switch (status) {
    case AccountStatus::invited:
        return {label, html::Tone::waiting};
    case AccountStatus::active:
        return {label, html::Tone::good};
    case AccountStatus::suspended:
        break;
    }
    return {label, html::Tone::bad};
}

std::vector<html::Link> trail_to_users(Context const &context)
{
    return {{.label = std::string{auth_word::users_title(context.language())},
             .url = std::string{users_path}}};
}

// -- The list -----------------------------------------------------------------------------------

/// The filters as the URL has them; what is unknown is left out.
auth::AccountFilter filter_of(http::Parameters const &query)
{
    auto const get = [&](std::string_view name) {
        return std::string{query.find(name).value_or("")};
    };
    // One row more than is shown tells whether there is another page.
    auth::AccountFilter filter{
        .words = get("words"), .after = get("after"), .limit = rows_on_a_page + 1};
    if (AccountStatus status{}; auth::from_code(get("state"), status)) {
        filter.status = status;
    }
    if (auth::Role role{}; auth::from_code(get("role"), role)) {
        filter.role = role;
    }
    return filter;
}

/// The list's URL with the same filters, behind an address.
std::string url_behind(auth::AccountFilter const &filter, std::string_view after)
{
    http::Parameters query;
    if (!filter.words.empty()) {
        query.add("words", filter.words);
    }
    if (filter.status) {
        query.add("state", std::string{auth::to_code(*filter.status)});
    }
    if (filter.role) {
        query.add("role", std::string{auth::to_code(*filter.role)});
    }
    if (!after.empty()) {
        query.add("after", std::string{after});
    }
    return std::string{users_path} + (query.empty() ? "" : "?" + query.encode());
}

html::Html filter_form(Context const &context, auth::AccountFilter const &filter)
{
    auto const language = context.language();
    std::vector<html::Option> states{
        {.value = "", .label = std::string{words::administration::any(language)}}};
    for (auto const status :
         {AccountStatus::active, AccountStatus::invited, AccountStatus::suspended}) {
        states.push_back({.value = std::string{auth::to_code(status)},
                          .label = badge_of(status, language).label});
    }
    std::vector<html::Option> roles{
        {.value = "", .label = std::string{words::administration::any(language)}}};
    for (auto const role : auth::roles) {
        roles.push_back(
            {.value = std::string{auth::to_code(role)},
             .label = std::string{common::role(language, auth::to_code(role)).value_or("")}});
    }
    return html::field_row(
        html::text_field({.name = "words", .label = std::string{auth_word::users_search(language)}},
                         filter.words, context.words(), {.kind = html::TextKind::search}) +
        html::select_field({.name = "state", .label = std::string{word::users_state(language)}},
                           states, filter.status ? auth::to_code(*filter.status) : "",
                           context.words(), false) +
        html::select_field(
            {.name = "role", .label = std::string{auth_word::grants::role(language)}}, roles,
            filter.role ? auth::to_code(*filter.role) : "", context.words(), false));
}

http::Response list_page(Context const &context, auth::AccountFilter const &filter,
                         std::vector<Account> const &accounts, bool has_more)
{
    auto const language = context.language();
    html::List list;
    list.caption = auth_word::users_title(language);
    list.columns = {{.key = "name", .label = std::string{auth_word::account_name(language)}},
                    {.key = "email", .label = std::string{auth_word::account_email(language)}},
                    {.key = "state", .label = std::string{word::users_state(language)}},
                    {.key = "seen", .label = std::string{word::users_since_sign_in(language)}}};
    for (auto const &account : accounts) {
        list.rows.push_back(
            {.key = account.id.to_string(),
             .label = account.name,
             .cells = {html::a(html::href(url_of(account.id)), html::bdi(account.name)),
                       html::bdi(account.email.text()),
                       html::badge(badge_of(account.status, language)),
                       account.last_sign_in ? when_at(context, account.last_sign_in)
                                            : html::fragment(auth_word::account_never(language))}});
    }
    list.empty = {.picture = html::Icon::people,
                  .title = std::string{auth_word::users_empty(language)}};
    if (has_more) {
        list.paging.next = url_behind(filter, accounts.back().email.text());
    }
    if (!filter.after.empty()) {
        list.paging.previous = url_behind(filter, "");
    }
    auto const narrow =
        html::form(html::cls("entry"), html::attr<"method">("get"), html::action(users_path),
                   filter_form(context, filter),
                   html::div(html::cls("actions"),
                             html::button(html::cls("button"), common::action_filter(language))));
    return show(context, {.title = std::string{auth_word::users_title(language)},
                          .lead = std::string{word::users_about(language)},
                          .actions = {{.label = std::string{auth_word::users_invite(language)},
                                       .url = std::string{users_path} + "/new",
                                       .emphasis = html::Emphasis::primary,
                                       .picture = html::Icon::plus}},
                          .content = narrow + html::list(list, context.words())});
}

json::object json_of(Account const &account)
{
    auto const text_of = [](std::optional<Uuid> const &id) -> json::value {
        return id ? json::value(id->to_string()) : json::value(nullptr);
    };
    return {{"id", account.id.to_string()},
            {"email", account.email.text()},
            {"name", account.name},
            {"language", to_code(account.language)},
            {"time_zone", account.time_zone},
            {"status", auth::to_code(account.status)},
            {"office", text_of(account.office)},
            {"post", text_of(account.post)},
            {"created", account.created.to_string()},
            {"last_sign_in", account.last_sign_in ? json::value(account.last_sign_in->to_string())
                                                  : json::value(nullptr)},
            {"version", account.version}};
}

http::Response list_users(Context &context)
{
    auto const filter = filter_of(context.query());
    auto accounts = context.store().read(
        [&](storage::Reader &reader) { return auth::list_accounts(reader, filter); });
    bool const has_more = accounts.size() > static_cast<std::size_t>(rows_on_a_page);
    if (has_more) {
        accounts.pop_back();
    }
    if (!context.is_api()) {
        return list_page(context, filter, accounts, has_more);
    }
    json::array items;
    for (auto const &account : accounts) {
        items.push_back(json_of(account));
    }
    json::object out{{"items", std::move(items)}};
    std::string next;
    if (has_more) {
        next = "/api" + url_behind(filter, accounts.back().email.text());
        out["next"] = next;
    }
    auto response = context.json(json::serialize(out));
    if (!next.empty()) {
        response.headers.set("Link", "<" + next + ">; rel=\"next\""); // RFC 8288
    }
    return response;
}

// -- Inviting -----------------------------------------------------------------------------------

struct Invitation {
    std::string name;
    std::string email;
    std::string language = "en";
    std::string time_zone = "UTC";
    std::optional<Id<struct Office>> office;
    std::optional<Id<struct Post>> post;
};

constexpr std::array<std::string_view, languages.size()> language_codes{"en", "id", "fr",
                                                                        "es", "pt", "ar"};
constexpr std::array invitation_fields{
    field<&Invitation::name>("name", auth_word::account_name).required().at_most(200),
    field<&Invitation::email>("email", auth_word::account_email).as(Kind::email).required(),
    field<&Invitation::language>("language", auth_word::account_interface_language)
        .as(Kind::choice)
        .among(language_codes, common::language)
        .required(),
    field<&Invitation::time_zone>("time_zone", auth_word::account_zone)
        .hinted(auth_word::account_zone_hint)
        .at_most(60),
    field<&Invitation::office>("office", auth_word::account_office).of("organisation"),
    field<&Invitation::post>("post", auth_word::account_post).of("post"),
};

http::Response invitation_page(Context const &context, records::Input const *typed,
                               Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        Invitation invitation;
        invitation.language = to_code(language);
        invitation.time_zone = context.who().time_zone;
        return show(context, {.title = std::string{auth_word::users_invite(language)},
                              .lead = std::string{auth_word::users_invite_intro(language)},
                              .content = input_form(
                                  context, reader,
                                  {.url = std::string{users_path},
                                   .fields = invitation_fields,
                                   .value = &invitation,
                                   .typed = typed,
                                   .refusal = refusal,
                                   .submit = std::string{auth_word::users_invite_submit(language)},
                                   .cancel = std::string{users_path}}),
                              .above = trail_to_users(context),
                              .status = status_of(refusal)});
    });
}

http::Response show_invitation(Context &context)
{
    return invitation_page(context, nullptr, nullptr);
}

http::Response invite(Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            Invitation wanted;
            if (auto problems = read_input(context, tx, invitation_fields, *input, &wanted);
                !problems.empty()) {
                return refuse_input(std::move(problems));
            }
            auto const uuid = [](auto const &id) {
                return id ? std::optional{id->uuid()} : std::nullopt;
            };
            auto const user = auth::invite(
                tx, context.app().auth, context.who(),
                {.email = wanted.email,
                 .name = wanted.name,
                 .language = parse_language(wanted.language).value_or(Language::en),
                 .time_zone =
                     wanted.time_zone.empty() ? context.app().settings.time_zone : wanted.time_zone,
                 .office = uuid(wanted.office),
                 .post = uuid(wanted.post)});
            if (!user) {
                return refuse(user.error());
            }
            return web::Outcome{.location = url_of(*user) + "?said=invited",
                                .json = user_json(tx, *user),
                                .status = 201};
        },
        [&](Refusal const &refusal) { return invitation_page(context, &*input, &refusal); });
}

// -- One of them --------------------------------------------------------------------------------

/// The name of a record, if there is one.
html::Html title_of(Titles const &titles, std::optional<Uuid> const &id)
{
    auto const found = id ? titles.find(*id) : titles.end();
    return found == titles.end() ? html::Html{} : html::bdi(found->second);
}

std::vector<html::Fact> particulars(Context const &context, storage::Reader &reader,
                                    Account const &account)
{
    auto const language = context.language();
    auto const totp = auth::totp_state_of(reader, account.id);
    std::vector<Uuid> records;
    for (auto const &id : {account.office, account.post}) {
        if (id) {
            records.push_back(*id);
        }
    }
    auto const titles = titles_of(reader, records);
    auto const fact = [](std::string_view label, html::Html value) {
        return html::Fact{.label = std::string{label}, .value = std::move(value)};
    };
    return {
        fact(auth_word::account_email(language), html::bdi(account.email.text())),
        fact(auth_word::account_office(language), title_of(titles, account.office)),
        fact(auth_word::account_post(language), title_of(titles, account.post)),
        fact(auth_word::account_interface_language(language),
             html::fragment(common::language(language, to_code(account.language)).value_or(""))),
        fact(auth_word::account_zone(language), html::bdi(account.time_zone)),
        fact(word::users_second_step(language),
             html::fragment(totp.is_on ? auth_word::totp_is_on(language)
                                       : auth_word::totp_is_off(language))),
        fact(auth_word::account_created(language), when_at(context, account.created)),
        fact(auth_word::account_last_sign_in(language),
             account.last_sign_in ? when_at(context, account.last_sign_in)
                                  : html::fragment(auth_word::account_never(language)))};
}

http::Response show_user(Context &context)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const account = account_in_path(context, reader);
        if (!account) {
            return context.refused(account.error());
        }
        if (context.is_api()) {
            auto response = context.json(user_json(reader, account->id));
            response.headers.set("ETag", "\"" + std::to_string(account->version) + "\"");
            return response;
        }
        html::Record record{.kind = std::string{word::users_singular(language)},
                            .reference = account->email.text(),
                            .title = account->name,
                            .state = badge_of(account->status, language),
                            .actions = actions_on(context, reader, *account),
                            .particulars = particulars(context, reader, *account),
                            .sections = grants_block(context, reader, *account),
                            .history = {}};
        for (auto &[at, item] : acts_on_accounts(
                 context, reader,
                 events::history(reader, account_kind, account->id.uuid(), Audience::internal))) {
            record.history.push_back(std::move(item));
        }
        auto frame = context.frame(account->name, html::record(record, context.words()));
        frame.trail = {{.label = std::string{common::nav_administration(language)},
                        .url = std::string{base_path}},
                       trail_to_users(context).front(),
                       {.label = account->name, .url = {}, .current = true}};
        frame.flash = said_of_user(context, *account);
        return context.page(std::move(frame));
    });
}

} // namespace

std::string url_of(Id<auth::User> user)
{
    return std::string{users_path} + "/" + user.to_string();
}

Result<Account> account_in_path(Context const &context, storage::Reader &reader)
{
    auto const id = id_of<auth::User>(context, "id");
    auto account = id ? auth::find_account(reader, *id) : std::nullopt;
    if (!account) {
        return not_found();
    }
    return std::move(*account);
}

std::vector<html::Link> trail_to(Context const &context, Account const &account)
{
    auto trail = trail_to_users(context);
    trail.push_back({.label = account.name, .url = url_of(account.id)});
    return trail;
}

std::string user_json(storage::Reader &reader, Id<auth::User> user)
{
    auto const account = auth::find_account(reader, user);
    auto out = json_of(*account);
    out["second_factor"] = auth::totp_state_of(reader, user).is_on;
    out["grants"] = grants_json(reader, user);
    return json::serialize(out);
}

void add_user_routes(web::Router &router)
{
    std::string const users{users_path};
    router.add(
        get(users, list_users,
            about("Accounts in the order of their addresses; words, state and role narrow.")));
    router.add(get(users + "/new", show_invitation));
    router.add(
        post(users, invite, about("Makes an account and mails an invitation.", invitation_fields)));
    router.add(get(users + "/{id}", show_user, about("One account with its roles.")));
}

} // namespace selatan::administration
