#include "platform/web/context.hpp"

#include "base/ensure.hpp"
#include "platform/i18n/format.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/records/record.hpp"
#include "platform/web/frame.hpp"
#include "platform/web/problems_json.hpp"
#include "platform/web/route.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <sodium.h>

namespace selatan::web {

namespace {

namespace json = boost::json;

/// Names that the frame adds to forms; no noun has a field of these names.
constexpr std::array<std::string_view, 4> frame_fields{"token", "command", "version", "next"};

storage::Bytes digest_of(std::initializer_list<std::string_view> parts)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
    for (auto const part : parts) {
        auto const size = std::to_string(part.size()) + ":";
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const *>(size.data()),
                                  size.size());
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const *>(part.data()),
                                  part.size());
    }
    storage::Bytes out(crypto_generichash_BYTES);
    crypto_generichash_final(&state, out.data(), out.size());
    return out;
}

/// A command's id is what the client says, bound to who says it: nobody can guess or block
/// another's.
Uuid command_id(std::string_view key, auth::Identity const *identity)
{
    auto const who = identity == nullptr ? std::string{} : identity->user.to_string();
    auto const digest = digest_of({key, who});
    auto const id = Uuid::from_bytes(std::span{digest}.first(Uuid::size));
    ENSURE(id.has_value());
    return *id;
}

std::string to_json(Outcome const &outcome)
{
    return json::serialize(json::object{
        {"location", outcome.location}, {"json", outcome.json}, {"status", outcome.status}});
}

Outcome outcome_from_json(std::string_view text)
{
    auto const value = json::parse(text);
    auto const &object = value.as_object();
    return {.location = std::string{object.at("location").as_string()},
            .json = std::string{object.at("json").as_string()},
            .status = static_cast<int>(object.at("status").as_int64())};
}

} // namespace

int status_of(Decline decline)
{
    switch (decline) {
    case Decline::invalid:
        return 422;
    case Decline::forbidden:
        return 403;
    case Decline::not_found:
        return 404;
    case Decline::conflict:
        return 409;
    case Decline::stale:
        return 412;
    case Decline::too_large:
        return 413;
    case Decline::too_often:
        return 429;
    }
    return 500;
}

Context::Context(App &app, http::Request &&request, Route const &route,
                 std::vector<std::pair<std::string_view, std::string>> path_parts,
                 std::optional<auth::SignedInUser> user, std::optional<auth::Identity> program,
                 Language language)
    : m_app{&app}, m_request{std::move(request)}, m_route{&route},
      m_path_parts{std::move(path_parts)}, m_query{http::Parameters::parse(m_request.query)},
      m_user{std::move(user)}, m_program{std::move(program)},
      m_language{language}, m_is_api{m_request.path.starts_with("/api/")}
{
}

auth::Identity const *Context::identity() const
{
    if (m_user) {
        return &m_user->identity;
    }
    return m_program ? &*m_program : nullptr;
}

auth::Identity const &Context::who() const
{
    auto const *const who = identity();
    ENSURE(who != nullptr);
    return *who;
}

std::string_view Context::part(std::string_view name) const
{
    auto const found =
        std::ranges::find_if(m_path_parts, [&](auto const &part) { return part.first == name; });
    ENSURE(found != m_path_parts.end());
    return found->second;
}

html::Words const &Context::words() const
{
    return component_words(m_language);
}

std::string Context::say(Problem const &problem) const
{
    return words::problem(m_language, problem);
}

std::string Context::date(Date date) const
{
    return i18n::format_date_short(m_language, date);
}

std::string Context::instant(Instant instant) const
{
    auto const *const who = identity();
    return i18n::format_instant(m_language, instant,
                                who == nullptr ? m_app->settings.time_zone : who->time_zone);
}

html::Moment Context::moment(Instant when) const
{
    return {.iso = when.to_string(), .text = instant(when)};
}

Result<records::Input> Context::input() const
{
    auto const type = m_request.headers.find("Content-Type").value_or("");
    if (m_is_api && !type.starts_with("multipart/form-data")) {
        return records::Input::from_json(m_request.body.empty() ? "{}" : m_request.body);
    }
    http::Parameters fields;
    for (auto const &[name, text] : m_request.form) {
        if (std::ranges::find(frame_fields, name) == frame_fields.end()) {
            fields.add(name, text);
        }
    }
    return records::Input::from_form(fields);
}

std::optional<std::int64_t> Context::version() const
{
    std::string text;
    if (auto const sent = m_request.form.find("version")) {
        text = *sent;
    } else if (auto const match = m_request.headers.find("If-Match")) {
        // A weak tag is what a compressed answer had: the same version in other bytes.
        text = match->starts_with("W/") ? match->substr(2) : *match;
        std::erase_if(text, [](char c) { return c == '"'; });
    }
    std::int64_t version = 0;
    return !text.empty() && records::Text<std::int64_t>::parse(text, version) == nullptr
               ? std::optional{version}
               : std::nullopt;
}

std::vector<html::Hidden> Context::hidden() const
{
    if (!m_user) {
        return {};
    }
    return {{.name = "token", .value = m_user->session.csrf},
            {.name = "command", .value = new_uuid(m_app->clock.now()).to_string()}};
}

std::vector<html::Hidden> Context::hidden(std::int64_t version) const
{
    auto fields = hidden();
    fields.push_back({.name = "version", .value = std::to_string(version)});
    return fields;
}

html::Frame Context::frame(std::string title, html::Html content) const
{
    return frame_of(*this, std::move(title), std::move(content));
}

http::Response Context::page(html::Frame frame, int status) const
{
    http::Response response;
    response.status = status;
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Cache-Control", identity() == nullptr ? "no-cache" : "private, no-store");
    response.headers.set("Content-Language", std::string{to_code(m_language)});
    response.body = html::page(frame, words()).take();
    return response;
}

http::Response Context::page(std::string title, html::Html content, std::vector<html::Link> trail,
                             int status) const
{
    auto made = frame(std::move(title), std::move(content));
    made.trail = std::move(trail);
    return page(std::move(made), status);
}

http::Response Context::redirect(std::string_view location) const
{
    ENSURE(location.starts_with('/') && !location.starts_with("//"));
    http::Response response;
    response.status = 303;
    response.headers.set("Location", std::string{location});
    return response;
}

http::Response Context::json(std::string body, int status) const
{
    http::Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/json");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = std::move(body);
    return response;
}

http::Response Context::refused(Refusal const &refusal, std::optional<int> wanted) const
{
    auto const status = wanted.value_or(status_of(refusal.decline));
    if (m_is_api) {
        // RFC 9457: problem details.
        auto response = json(
            json::serialize(json::object{
                {"type", "about:blank"},
                {"title", refusal.problems.empty() ? std::string{} : say(refusal.problems.front())},
                {"status", status},
                {"instance", "urn:request:" + m_request.id},
                {"problems", problems_json(m_language, refusal.problems)}}),
            status);
        response.headers.set("Content-Type", "application/problem+json");
        return response;
    }
    return page(error_title(m_language, refusal.decline), error_content(*this, refusal), {},
                status);
}

http::Response Context::version_wanted() const
{
    constexpr int precondition_required = 428; // RFC 6585, 3
    return refused({Decline::invalid, {{"", "web.version_required", {}}}}, precondition_required);
}

http::Response Context::act(std::function<Result<Outcome>(storage::Tx &)> const &verb,
                            std::function<http::Response(Refusal const &)> const &again) const
{
    if (auto const may = identity() == nullptr ? Result<void>{} : auth::decide_change(*identity());
        !may) {
        return refused(may.error());
    }
    auto const key = std::string{m_is_api ? m_request.headers.find("Idempotency-Key").value_or("")
                                          : m_request.form.find("command").value_or("")};
    http::Parameters sent;
    for (auto const &[name, text] : m_request.form) {
        if (name != "token") {
            sent.add(name, text);
        }
    }
    auto const digest =
        digest_of({http::to_code(m_request.method), m_request.path, sent.encode(), m_request.body});
    auto const command = command_id(key, identity());

    auto const outcome = store().write([&](storage::Tx &tx) -> Result<Outcome> {
        if (!key.empty()) {
            auto const earlier = records::earlier_outcome(tx, command, digest);
            if (!earlier) {
                return refuse(earlier.error());
            }
            if (*earlier) {
                return outcome_from_json(**earlier);
            }
        }
        auto done = verb(tx);
        if (done && !key.empty()) {
            std::optional<Uuid> who;
            if (identity() != nullptr && !identity()->is_program) {
                who = identity()->user.uuid();
            }
            records::remember_outcome(tx, command, who, digest, to_json(*done));
        }
        return done;
    });
    if (!outcome) {
        return again && !m_is_api ? again(outcome.error()) : refused(outcome.error());
    }
    if (!m_is_api) {
        return redirect(outcome->location);
    }
    auto response = json(outcome->json.empty() ? "{}" : outcome->json, outcome->status);
    if (!outcome->location.empty()) {
        response.headers.set("Location", "/api" + outcome->location);
    }
    return response;
}

} // namespace selatan::web
