// The second step: setting it up, recovery codes, switching it off.
#include "platform/account/pages.hpp"
#include "platform/account/qr.hpp"
#include "platform/auth/totp.hpp"
#include "words/auth.hpp"

namespace selatan::account {

namespace {

namespace word = words::auth;
using web::Gate;

constexpr std::string_view path = "/account/second-factor";

/// A button that acts at once.
html::Action act_of(Context const &context, std::string_view below, std::string_view label,
                    html::Emphasis emphasis)
{
    return {.label = std::string{label},
            .url = std::string{path} + std::string{below},
            .emphasis = emphasis,
            .posts = true,
            .hidden = context.hidden()};
}

html::Html refusal_notice(Context const &context, Refusal const *refusal)
{
    return html::when(refusal != nullptr, [&] {
        return html::notice({.tone = html::Tone::bad,
                             .body = html::each(refusal->problems,
                                                [&](Problem const &problem) {
                                                    return html::p(context.say(problem));
                                                }),
                             .live = true});
    });
}

html::Html when_on(Context const &context, auth::TotpState const &state)
{
    auto const language = context.language();
    return html::notice({.tone = html::Tone::good, .body = html::p(word::totp_is_on(language))}) +
           html::block(word::totp_codes_title(language),
                       html::p(word::totp_codes_left(language, state.recovery_codes_left)) +
                           html::action_row(
                               {act_of(context, "/recovery-codes", word::totp_codes_renew(language),
                                       html::Emphasis::normal)})) +
           html::block(
               word::totp_remove(language),
               html::p(word::totp_remove_confirm(language)) +
                   html::action_row({act_of(context, "/removal", word::totp_remove(language),
                                            html::Emphasis::danger)}));
}

html::Html when_begun(Context const &context, auth::TotpEnrolment const &enrolment,
                      Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, std::string{path} + "/confirmation", refusal};
    entry.note(html::p(word::totp_step_scan(language)) +
               html::figure(qr_picture(enrolment.uri, word::totp_picture(language))) +
               html::p(word::totp_step_type(language)) +
               html::p(html::copyable(enrolment.secret, context.words())) +
               html::p(word::totp_step_confirm(language)));
    entry
        .text({.name = "code",
               .label = std::string{word::second_factor_code(language)},
               .is_required = true,
               .autocomplete = "one-time-code"},
              {}, {.kind = html::TextKind::one_time_code, .width = html::Width::third})
        .submit(std::string{word::totp_submit(language)})
        .cancel("/account");
    return entry.html();
}

html::Html when_off(Context const &context)
{
    auto const language = context.language();
    bool const is_required = auth::needs_second_factor(context.who(), context.app().auth.settings);
    return html::notice({.tone = is_required ? html::Tone::waiting : html::Tone::neutral,
                         .body = html::p(is_required ? word::totp_required(language)
                                                     : word::totp_is_off(language))}) +
           html::action_row(
               {act_of(context, "", word::totp_begin(language), html::Emphasis::primary)});
}

http::Response second_factor_page(Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const &services = context.app().auth;
        auto const user = context.who().user;
        auto const state = auth::totp_state_of(reader, user);
        // The secret is the account's key: shown to nobody who could not have begun just now, an
        // administrator looking through the user's eyes least of all.
        auto const enrolment =
            auth::decide_sensitive(*context.session(), services.settings, reader.now())
                ? auth::pending_totp(reader, services, user)
                : std::nullopt;
        auto const content = state.is_on
                                 ? refusal_notice(context, refusal) + when_on(context, state)
                             : enrolment ? when_begun(context, *enrolment, refusal)
                                         : refusal_notice(context, refusal) + when_off(context);
        return account_page(
            context, std::string{word::totp_title(language)},
            std::string{word::totp_explain(language)}, content,
            web::said(context, {{"removed", std::string{word::totp_removed(language)}}}),
            status_of(refusal));
    });
}

/// The only time that the codes are seen.
http::Response codes_page(Context const &context, std::vector<std::string> const &codes,
                          std::string_view news)
{
    auto const language = context.language();
    auto const title = std::string{word::totp_codes_title(language)};
    return account_page(
        context, title, std::string{word::totp_codes_intro(language)},
        html::ul(
            html::attr<"dir">("ltr"),
            html::each(codes, [](std::string const &code) { return html::li(html::code(code)); })) +
            html::action_row({{.label = std::string{word::totp_codes_kept(language)},
                               .url = std::string{path},
                               .emphasis = html::Emphasis::primary}}),
        html::Notice{.tone = html::Tone::good, .body = html::p(news), .live = true});
}

http::Response refused(Context const &context, Refusal const &refusal)
{
    return wants_confirmation(refusal) ? to_confirmation(context, path)
                                       : second_factor_page(context, &refusal);
}

http::Response show(Context &context)
{
    return second_factor_page(context, nullptr);
}

http::Response begin(Context &context)
{
    auto const begun = context.store().write([&](storage::Tx &tx) {
        return auth::begin_totp(tx, context.app().auth, *context.session());
    });
    return begun ? context.redirect(path) : refused(context, begun.error());
}

http::Response confirm(Context &context)
{
    auto const codes = auth::confirm_totp(
        context.store(), context.app().auth, *context.session(),
        std::string{context.request().form.find("code").value_or("")}, client_of(context));
    return codes ? codes_page(context, *codes, word::totp_added(context.language()))
                 : refused(context, codes.error());
}

http::Response renew_codes(Context &context)
{
    auto const codes = context.store().write([&](storage::Tx &tx) {
        return auth::renew_recovery_codes(tx, context.app().auth, *context.session());
    });
    return codes ? codes_page(context, *codes, word::totp_codes_renewed(context.language()))
                 : refused(context, codes.error());
}

http::Response remove(Context &context)
{
    auto const removed = context.store().write([&](storage::Tx &tx) {
        return auth::remove_totp(tx, context.app().auth, *context.session());
    });
    return removed ? context.redirect(std::string{path} + "?said=removed")
                   : refused(context, removed.error());
}

} // namespace

void add_second_factor_routes(web::Router &router)
{
    std::string const base{path};
    router.add(get(base, Gate::Kind::signed_in, show));
    router.add(post(base, Gate::Kind::signed_in, begin));
    router.add(post(base + "/confirmation", Gate::Kind::signed_in, confirm));
    router.add(post(base + "/recovery-codes", Gate::Kind::signed_in, renew_codes));
    router.add(post(base + "/removal", Gate::Kind::signed_in, remove));
}

} // namespace selatan::account
