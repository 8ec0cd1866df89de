// One's profile; language and appearance, which the frame offers on every page; the end of "view
// as".
#include "platform/account/pages.hpp"
#include "platform/auth/api_token.hpp"
#include "platform/auth/totp.hpp"
#include "platform/i18n/format.hpp"
#include "platform/records/record.hpp"
#include "words/account.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"

#include <algorithm>

namespace selatan::account {

namespace {

namespace word = words::auth;
namespace common = words::common;
using web::Gate;

constexpr std::array themes{auth::Theme::system, auth::Theme::light, auth::Theme::dark};

std::string_view name_of(auth::Theme theme, Language language)
{
    switch (theme) {
    case auth::Theme::light:
        return common::theme_light(language);
    case auth::Theme::dark:
        return common::theme_dark(language);
    case auth::Theme::system:
        break;
    }
    return common::theme_system(language);
}

/// Each in itself: whoever is lost in a foreign language finds the own one.
std::vector<html::Option> language_options()
{
    std::vector<html::Option> options;
    for (auto const one : languages) {
        auto const code = to_code(one);
        options.push_back({.value = std::string{code},
                           .label = std::string{common::language(one, code).value_or(code)}});
    }
    return options;
}

html::Html profile_form(Context const &context, auth::Account const &account,
                        Refusal const *refusal)
{
    auto const language = context.language();
    std::vector<html::Option> theme_options;
    for (auto const theme : themes) {
        theme_options.push_back({.value = std::string{auth::to_code(theme)},
                                 .label = std::string{name_of(theme, language)}});
    }
    web::Entry entry{context, "/account", refusal};
    entry.version(account.version)
        .text({.name = "name",
               .label = std::string{word::account_name(language)},
               .is_required = true,
               .autocomplete = "name"},
              account.name)
        .choice(
            {.name = "language", .label = std::string{word::account_interface_language(language)}},
            language_options(), to_code(account.language))
        .text({.name = "time_zone",
               .label = std::string{word::account_zone(language)},
               .hint = std::string{word::account_zone_hint(language)},
               .is_required = true},
              account.time_zone, {.width = html::Width::half})
        .choice({.name = "theme", .label = std::string{word::account_theme(language)}},
                theme_options, auth::to_code(account.theme))
        .submit(std::string{common::action_save(language)});
    return entry.html();
}

html::Html linked_figure(std::string const &url, std::string_view text)
{
    return html::a(html::href(url), text);
}

html::Html security_facts(Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const user = context.who().user;
    auto const totp = auth::totp_state_of(reader, user);
    auto const open = auth::sessions_of(reader, context.app().auth.settings, user).size();
    auto const tokens = auth::api_tokens_of(reader, user);
    auto const valid = std::ranges::count_if(tokens, [&](auth::ApiTokenEntry const &token) {
        return !token.revoked && token.expires > reader.now();
    });
    return html::facts(
        {{std::string{word::sign_in_password(language)},
          linked_figure("/account/password", word::password_title(language))},
         {std::string{word::totp_title(language)},
          linked_figure("/account/second-factor",
                        totp.is_on ? word::totp_is_on(language) : word::totp_is_off(language))},
         {std::string{word::sessions_title(language)},
          linked_figure("/account/sessions",
                        words::account::open_sessions(language, static_cast<std::int64_t>(open)))},
         {std::string{word::tokens::title(language)},
          linked_figure("/account/tokens", words::account::valid_tokens(language, valid))}});
}

/// The name of the record that the account belongs to.
html::Html label_of(storage::Reader &reader, std::optional<Uuid> const &id)
{
    auto const label = id ? records::label_of(reader, *id) : std::nullopt;
    return label ? html::bdi(label->title) : html::Html{};
}

html::Html account_facts(Context const &context, storage::Reader &reader,
                         auth::Account const &account)
{
    auto const language = context.language();
    std::vector<html::Fact> facts{
        {std::string{word::account_email(language)}, html::bdi(account.email.text())}};
    if (account.office) {
        facts.push_back(
            {std::string{word::account_office(language)}, label_of(reader, account.office)});
    }
    if (account.post) {
        facts.push_back(
            {std::string{word::account_post(language)}, label_of(reader, account.post)});
    }
    facts.push_back({std::string{word::account_last_sign_in(language)},
                     account.last_sign_in ? html::moment(context.moment(*account.last_sign_in))
                                          : html::fragment(word::account_never(language))});
    return html::facts(facts) +
           html::when(account.office.has_value(),
                      [&] {
                          return html::p(html::cls("hint"),
                                         word::account_belongs_to_office(language));
                      }) +
           html::p(html::cls("hint"), word::account_email_hint(language));
}

http::Response profile_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const account = own_account(reader, context);
        auto const title = std::string{word::account_title(language)};
        auto frame = context.frame(title, html::page_head({.title = title}) +
                                              account_facts(context, reader, account) +
                                              html::block(word::account_profile(language),
                                                          profile_form(context, account, refusal)) +
                                              html::block(word::account_security(language),
                                                          security_facts(context, reader)));
        frame.flash = web::said(context, {{"saved", std::string{word::account_saved(language)}}});
        return context.page(std::move(frame), status_of(refusal));
    });
}

http::Response show_profile(Context &context)
{
    return profile_page(context, nullptr);
}

/// Every field's problem, beyond what the verb itself looks at: choices, and whether the zone
/// exists (ICU knows).
Result<auth::Profile> profile_from(http::Parameters const &form)
{
    auto const get = [&](std::string_view name) {
        return form.find(name).value_or("");
    };
    auth::Profile profile{.name = std::string{get("name")},
                          .time_zone = std::string{get("time_zone")}};
    Problems problems = auth::check(profile);
    if (auto const language = parse_language(get("language"))) {
        profile.language = *language;
    } else {
        problems.push_back({"language", "common.unknown_choice", {}});
    }
    if (!auth::from_code(get("theme"), profile.theme)) {
        problems.push_back({"theme", "common.unknown_choice", {}});
    }
    bool const zone_is_told = std::ranges::any_of(
        problems, [](Problem const &problem) { return problem.field == "time_zone"; });
    if (!zone_is_told && !i18n::is_time_zone(profile.time_zone)) {
        problems.push_back({"time_zone", "common.unknown_choice", {}});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return profile;
}

http::Response save_profile(Context &context)
{
    auto const again = [&](Refusal const &refusal) {
        return profile_page(context, &refusal);
    };
    auto const profile = profile_from(context.request().form);
    if (!profile) {
        return again(profile.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const who = context.who();
            if (auto done = auth::change_profile(tx, who, who.user, context.version().value_or(0),
                                                 *profile);
                !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = "/account?said=saved"};
        },
        again);
}

// -- Preferences --------------------------------------------------------------------------------

/// Where the menus of the frame bring one back to: the page that one was on.
http::Response change_own(Context const &context, auto const &choose)
{
    auto const &who = context.who();
    auto const done = context.store().write([&](storage::Tx &tx) -> Result<void> {
        auto const account = own_account(tx, context);
        auth::Profile profile{.name = account.name,
                              .language = account.language,
                              .time_zone = account.time_zone,
                              .theme = account.theme};
        choose(profile);
        return auth::change_profile(tx, who, who.user, account.version, profile);
    });
    return done ? context.redirect(web::next_of(context)) : context.refused(done.error());
}

http::Response choose_language(Context &context)
{
    auto const chosen = parse_language(context.request().form.find("language").value_or(""));
    if (!chosen) {
        return context.refused({Decline::invalid, {{"language", "common.unknown_language", {}}}});
    }
    if (context.session() != nullptr) {
        return change_own(context, [&](auth::Profile &profile) { profile.language = *chosen; });
    }
    auto response = context.redirect(web::next_of(context));
    http::Cookie const cookie{.name = "language",
                              .value = std::string{to_code(*chosen)},
                              .max_age = std::chrono::days{365},
                              .secure = context.app().settings.secure};
    response.headers.add("Set-Cookie", cookie.to_header());
    return response;
}

http::Response choose_theme(Context &context)
{
    // The frame's button for "as the device" sends an empty value.
    auto const wanted = context.request().form.find("theme").value_or("");
    auto theme = auth::Theme::system;
    if (!wanted.empty() && !auth::from_code(wanted, theme)) {
        return context.refused({Decline::invalid, {{"theme", "common.unknown_choice", {}}}});
    }
    return change_own(context, [&](auth::Profile &profile) { profile.theme = theme; });
}

// -- View as ------------------------------------------------------------------------------------

http::Response end_viewing(Context &context)
{
    auto const viewed = context.who().user;
    bool const was_viewing = context.who().viewed_by.has_value();
    context.store().write(
        [&](storage::Tx &tx) { return auth::end_view_as(tx, *context.session()); });
    return context.redirect(was_viewing ? "/administration/users/" + viewed.to_string() : "/");
}

} // namespace

void add_profile_routes(web::Router &router)
{
    router.add(get("/account", Gate::Kind::signed_in, show_profile));
    router.add(post("/account", Gate::Kind::signed_in, save_profile));
    router.add(post("/preferences/language", Gate::Kind::everyone, choose_language));
    router.add(post("/preferences/theme", Gate::Kind::signed_in, choose_theme));
    router.add(post("/account/viewing/end", Gate::Kind::signed_in, end_viewing));
}

} // namespace selatan::account
