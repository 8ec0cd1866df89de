#include "platform/web/command.hpp"

#include "base/ensure.hpp"
#include "platform/auth/api_token.hpp"
#include "platform/html/assets.hpp"
#include "platform/i18n/negotiate.hpp"
#include "platform/web/frame.hpp"
#include "platform/web/log.hpp"
#include "words/common.hpp"

#include <algorithm>
#include <chrono>

namespace selatan::web {

namespace {

constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'";

bool is_unsafe(http::Method method)
{
    return method != http::Method::get && method != http::Method::head &&
           method != http::Method::options;
}

void set_security_headers(http::Response &response, Settings const &settings, std::string_view id)
{
    auto &headers = response.headers;
    headers.set("Content-Security-Policy", std::string{content_security_policy});
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("X-Request-Id", std::string{id});
    if (settings.secure) {
        headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}

http::Response serve(html::assets::Asset const &asset, http::Request const &request)
{
    auto const accepts = request.headers.find("Accept-Encoding").value_or("");
    http::Response response;
    auto &headers = response.headers;
    headers.set("Content-Type", std::string{asset.type});
    headers.set("Cache-Control", "public, max-age=31536000, immutable");
    headers.set("ETag", std::string{asset.etag});
    headers.set("Vary", "Accept-Encoding");
    if (!asset.br.empty() && accepts.find("br") != std::string_view::npos) {
        headers.set("Content-Encoding", "br");
        response.body = asset.br;
    } else if (!asset.gz.empty() && accepts.find("gzip") != std::string_view::npos) {
        headers.set("Content-Encoding", "gzip");
        response.body = asset.gz;
    } else {
        response.body = asset.bytes;
    }
    return response;
}

/// Browsers say where a request comes from (Fetch Metadata; Origin, RFC 6454): another site's page
/// may not act with our cookies, signed in or not.
bool comes_from_elsewhere(http::Request const &request)
{
    if (auto const site = request.headers.find("Sec-Fetch-Site")) {
        return *site != "same-origin" && *site != "none";
    }
    auto const origin = request.headers.find("Origin");
    if (!origin) {
        return false;
    }
    auto const scheme_end = origin->find("://");
    auto const host = request.headers.find("Host").value_or("");
    return scheme_end == std::string_view::npos || origin->substr(scheme_end + 3) != host;
}

/// Who asks, before the route is considered.
struct Caller {
    std::optional<auth::SignedInUser> user; ///< a browser's session
    std::optional<auth::Identity> program;  ///< a bearer token
    bool token_refused = false;             ///< a token was sent, and is not good (any more)
};

Caller caller_of(App &app, http::Request const &request)
{
    Caller caller;
    if (auto const header = request.headers.find("Authorization")) {
        caller.token_refused = true;
        if (auto const token = auth::parse_bearer(*header)) {
            auto user = app.store.read([&](storage::Reader &reader) {
                return auth::resolve_api_token(reader, app.auth.settings, *token);
            });
            if (user) {
                if (user->due_for_touch) {
                    app.store.write(
                        [&](storage::Tx &tx) { auth::touch_api_token(tx, user->token); });
                }
                caller.program = std::move(user->identity);
                caller.token_refused = false;
            }
        }
        return caller;
    }
    auto const cookie = request.cookie(auth::session_cookie_name(app.auth.settings));
    if (!cookie) {
        return caller;
    }
    if (auto const token = auth::Token::parse(*cookie)) {
        caller.user = app.store.read([&](storage::Reader &reader) {
            return auth::resolve_session(reader, app.auth.settings, *token);
        });
        if (caller.user && caller.user->session.due_for_touch) {
            app.store.write([&](storage::Tx &tx) { auth::touch(tx, caller.user->session.id); });
        }
    }
    return caller;
}

Language language_of(Caller const &caller, http::Request const &request)
{
    if (caller.user) {
        return caller.user->identity.language;
    }
    if (caller.program) {
        return caller.program->language;
    }
    if (auto const cookie = request.cookie("language")) {
        if (auto const language = parse_language(*cookie)) {
            return *language;
        }
    }
    return i18n::negotiate(request.headers.find("Accept-Language").value_or(""))
        .value_or(Language::en);
}

bool lets_in(Gate const &gate, auth::Identity const *who)
{
    switch (gate.kind) {
    case Gate::Kind::everyone:
        return true;
    case Gate::Kind::signed_in:
        return who != nullptr;
    case Gate::Kind::policy:
        return records::could(*gate.policy, who, gate.verb);
    case Gate::Kind::admin:
        return who != nullptr && who->has_everywhere(auth::Role::administrator);
    }
    return false;
}

/// What a bearer token must allow for a route, besides its user's grants.
bool token_allows(auth::Identity const &who, Route const &route)
{
    auto const access = route.gate.kind == Gate::Kind::admin ? auth::TokenAccess::admin
                        : is_unsafe(route.method)            ? auth::TokenAccess::write
                                                             : auth::TokenAccess::read;
    auto const capability = route.api ? route.api->tag : std::string_view{};
    return auth::decide_token_use(who, capability, access).has_value();
}

http::Response to_sign_in(http::Request const &request)
{
    http::Response response;
    response.status = 303;
    std::string location = "/sign-in";
    if (request.method == http::Method::get && request.path != "/") {
        auto next = request.path + (request.query.empty() ? "" : "?" + request.query);
        location += "?next=" + http::encode_component(next);
    }
    response.headers.set("Location", location);
    return response;
}

} // namespace

bool Dispatch::accepts_upload(http::Method method, std::string_view path) const
{
    auto const match = m_router->match(method, path);
    return match.route != nullptr && match.route->takes_uploads;
}

namespace {

/// Nowhere to stage a file: the request is told apart from one that sent none.
bool lacks_room(http::Request const &request)
{
    return std::ranges::any_of(request.uploads,
                               [](http::Upload const &upload) { return upload.path.empty(); });
}

/// What somebody who looks through another's eyes may send: the end of it.
bool ends_viewing(Route const &route)
{
    return route.pattern == "/account/viewing/end" || route.pattern == "/sign-out";
}

/// Where the form stood that was sent to this address: there, or one step above it.
std::string page_before(Router const &router, std::string const &path)
{
    if (router.match(http::Method::get, path).route != nullptr) {
        return path;
    }
    auto const above = path.substr(0, path.rfind('/'));
    return router.match(http::Method::get, above).route != nullptr ? above : "/";
}

http::Response answer(App &app, Router const &router, http::Request &request, Caller &caller,
                      Language language, RequestLine &line)
{
    bool const is_api = request.path.starts_with("/api/");
    auto const match = router.match(request.method, request.path);
    if (match.route == nullptr) {
        auto response = bare_error(language, match.allowed.empty() ? 404 : 405, request.id, is_api);
        if (!match.allowed.empty()) {
            std::string allowed;
            for (auto const method : match.allowed) {
                allowed += (allowed.empty() ? "" : ", ") + std::string{http::to_code(method)};
            }
            response.headers.set("Allow", allowed);
        }
        return response;
    }
    auto const &route = *match.route;
    if (std::ranges::any_of(match.parts, [](auto const &part) { return part.first == "token"; })) {
        line.path = route.pattern; // mailed secrets are not logged
    }
    if (is_unsafe(request.method) && !caller.program && comes_from_elsewhere(request)) {
        return bare_error(language, 403, request.id, is_api);
    }
    auto const id = request.id;
    Context context{app,         std::move(request),     route,
                    match.parts, std::move(caller.user), std::move(caller.program),
                    language};
    auto const *const who = context.identity();
    if (caller.token_refused || (who == nullptr && !lets_in(route.gate, who))) {
        if (is_api) {
            auto response = bare_error(language, 401, id, true);
            response.headers.set("WWW-Authenticate", "Bearer");
            return response;
        }
        bool const has_typed = std::ranges::any_of(
            context.request().form, [](auto const &field) { return field.first != "token"; });
        if (is_unsafe(context.request().method) && has_typed) {
            return session_over_page(context, page_before(router, context.request().path));
        }
        return to_sign_in(context.request());
    }
    if (context.session() != nullptr && is_unsafe(context.request().method)) {
        auto const sent = context.request().form.find("token");
        auto const header = context.request().headers.find("X-CSRF-Token");
        auto const &expected = context.session()->session.csrf;
        if (sent.value_or("") != expected && header.value_or("") != expected) {
            return context.refused({Decline::forbidden, {{"", "common.csrf", {}}}});
        }
    }
    if (!lets_in(route.gate, who)) {
        return context.refused({Decline::forbidden, {{"", "common.forbidden", {}}}});
    }
    if (who != nullptr && who->viewed_by && is_unsafe(context.request().method) &&
        !ends_viewing(route)) {
        return context.refused({Decline::forbidden, {{"", "auth.view_only", {}}}});
    }
    if (who != nullptr && !token_allows(*who, route)) {
        return context.refused({Decline::forbidden, {{"", "web.token_scope", {}}}});
    }
    if (context.session() != nullptr && route.gate.kind != Gate::Kind::everyone &&
        !route.pattern.starts_with("/account") && route.pattern != "/sign-out" &&
        auth::needs_second_factor(*who, app.auth.settings)) {
        return context.redirect("/account/second-factor");
    }
    if (lacks_room(context.request())) {
        constexpr int insufficient_storage = 507; // RFC 4918, 11.5
        return context.refused({Decline::too_large, {{"file", "files.no_room", {}}}},
                               insufficient_storage);
    }
    return route.handler(context);
}

} // namespace

namespace {

/// As `sent` tells; without it, as the request does.
http::Response respond(App &app, Router const &router, http::Request &request, RequestLine &line,
                       std::optional<auth::Identity> sent = {})
{
    auto const id = request.id;
    bool const is_api = request.path.starts_with("/api/");
    auto language = Language::en;
    http::Response response;
    try {
        auto caller = caller_of(app, request);
        if (sent) {
            caller = {.user = {}, .program = std::move(sent)};
        }
        language = language_of(caller, request);
        if (caller.user) {
            line.user = caller.user->identity.user.to_string();
        } else if (caller.program) {
            line.user = caller.program->user.to_string();
        }
        response = answer(app, router, request, caller, language, line);
    } catch (storage::Unavailable const &error) {
        line.error = error.what();
        response = bare_error(language, 503, id, is_api);
        response.headers.set("Retry-After", "5");
    } catch (std::exception const &error) {
        line.error = error.what();
        response = bare_error(language, 500, id, is_api);
    }
    if (response.status == 429 && !response.headers.find("Retry-After")) {
        response.headers.set("Retry-After", "60");
    }
    line.status = response.status;
    return response;
}

RequestLine line_of(http::Request const &request)
{
    return {.id = request.id,
            .method = std::string{http::to_code(request.method)},
            .path = request.path,
            .client = request.client};
}

} // namespace

http::Response Dispatch::operator()(http::Request &&request) const
{
    auto const began = std::chrono::steady_clock::now();
    auto const id = request.id;
    if (request.path.starts_with("/assets/")) {
        auto const *const asset = html::assets::find(request.path);
        auto response =
            asset != nullptr ? serve(*asset, request) : bare_error(Language::en, 404, id, false);
        set_security_headers(response, m_app->settings, id);
        return response;
    }
    auto line = line_of(request);
    auto response = respond(*m_app, *m_router, request, line);
    set_security_headers(response, m_app->settings, id);
    line.micros = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    log_request(line);
    return response;
}

http::Response answer_command(App &app, Router const &router, auth::Identity who,
                              http::Request &&request)
{
    auto line = line_of(request);
    auto response = respond(app, router, request, line, std::move(who));
    if (!line.error.empty()) {
        log_request(line);
    }
    return response;
}

} // namespace selatan::web
