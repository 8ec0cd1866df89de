/// \file
/// One request, once it is known who asks and what for.
#pragma once

#include "base/result.hpp"
#include "platform/auth/session.hpp"
#include "platform/html/frame.hpp"
#include "platform/http/message.hpp"
#include "platform/records/input.hpp"
#include "platform/web/app.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::web {

struct Route;

/// What a verb that acted has to say.
struct Outcome {
    std::string location; ///< where its record is: the page's path, without "/api"
    std::string json;     ///< the record, for programs
    int status = 200;     ///< for programs: 201 when something was made
};

class Context {
public:
    Context(App &app, http::Request &&request, Route const &route,
            std::vector<std::pair<std::string_view, std::string>> path_parts,
            std::optional<auth::SignedInUser> user, std::optional<auth::Identity> program,
            Language language);

    [[nodiscard]] App &app() const { return *m_app; }
    [[nodiscard]] storage::Store &store() const { return m_app->store; }
    [[nodiscard]] http::Request const &request() const { return m_request; }
    [[nodiscard]] http::Parameters const &query() const { return m_query; }
    [[nodiscard]] Route const &route() const { return *m_route; }
    [[nodiscard]] Language language() const { return m_language; }
    /// Nobody: the public.
    [[nodiscard]] auth::Identity const *identity() const;
    /// For routes whose gate lets nobody else in.
    [[nodiscard]] auth::Identity const &who() const;
    /// The session of a person who signed in with a browser.
    [[nodiscard]] auth::SignedInUser const *session() const { return m_user ? &*m_user : nullptr; }
    /// The part of the path that the route's pattern names.
    [[nodiscard]] std::string_view part(std::string_view name) const;
    /// Does a program ask? Then answers are JSON.
    [[nodiscard]] bool is_api() const { return m_is_api; }

    // -- Words ----------------------------------------------------------------------------------

    [[nodiscard]] html::Words const &words() const;
    [[nodiscard]] std::string say(Problem const &problem) const;
    [[nodiscard]] std::string date(Date date) const;
    [[nodiscard]] std::string instant(Instant instant) const;
    [[nodiscard]] html::Moment moment(Instant instant) const;

    // -- Input ----------------------------------------------------------------------------------

    /// The form or the JSON object that was sent, without what the frame added to it.
    [[nodiscard]] Result<records::Input> input() const;
    /// The version that a change was made on: a form's field, or If-Match.
    [[nodiscard]] std::optional<std::int64_t> version() const;
    /// Hidden fields of a form that acts: the session's token and a fresh command id.
    [[nodiscard]] std::vector<html::Hidden> hidden() const;
    [[nodiscard]] std::vector<html::Hidden> hidden(std::int64_t version) const;

    // -- Answers --------------------------------------------------------------------------------

    /// A page of work in the frame.
    [[nodiscard]] http::Response page(std::string title, html::Html content,
                                      std::vector<html::Link> trail = {}, int status = 200) const;
    [[nodiscard]] http::Response page(html::Frame frame, int status = 200) const;
    /// The frame, filled with what every page has; for pages that change some of it.
    [[nodiscard]] html::Frame frame(std::string title, html::Html content) const;
    [[nodiscard]] http::Response redirect(std::string_view location) const;
    [[nodiscard]] http::Response json(std::string body, int status = 200) const;
    /// A refusal without a form to go back to: an error page, or problem+json (RFC 9457).
    /// `status`: instead of the one that the refusal has by itself.
    [[nodiscard]] http::Response refused(Refusal const &refusal,
                                         std::optional<int> status = {}) const;
    /// The answer to a change that names no version it was made on: 428 (RFC 6585, 3).
    [[nodiscard]] http::Response version_wanted() const;

    /// Runs `verb` once per command id in a transaction, and answers its outcome: a redirect for
    /// people, JSON for programs. The same command again answers the same and does nothing. When it
    /// refuses, `again` makes the page with the form and its problems; without it, `refused`
    /// answers.
    [[nodiscard]] http::Response
    act(std::function<Result<Outcome>(storage::Tx &)> const &verb,
        std::function<http::Response(Refusal const &)> const &again = {}) const;

private:
    App *m_app;
    http::Request m_request;
    Route const *m_route;
    std::vector<std::pair<std::string_view, std::string>> m_path_parts;
    http::Parameters m_query;
    std::optional<auth::SignedInUser> m_user;
    std::optional<auth::Identity> m_program;
    Language m_language;
    bool m_is_api;
};

/// The HTTP status of a refusal.
[[nodiscard]] int status_of(Decline decline);

} // namespace selatan::web
