/// \file
/// The table of routes: what the server answers, to whom, and how it is described to programs.
/// Tests walk this table: every route × role, and the OpenAPI description against it.
#pragma once

#include "platform/web/context.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::web {

/// Who is let in, before any record is looked at.
struct Gate {
    enum class Kind {
        everyone,  ///< no account needed
        signed_in, ///< any account
        policy,    ///< those for whom `could(policy, verb)` holds
        admin,     ///< administrators
    };
    Kind kind = Kind::signed_in;
    records::Policy const *policy = nullptr;
    std::string_view verb = {};
};

/// What OpenAPI says of a route. Routes without one are not part of the API.
struct ApiDoc {
    std::string_view summary;                    ///< one English sentence
    std::string_view tag;                        ///< the noun's kind, or a capability
    std::span<records::Field const> body = {};   ///< fields of the request's JSON object
    bool body_is_partial = false;                ///< what is left out stays as it is
    std::span<records::Field const> answer = {}; ///< fields of the answered record
    enum class Shape { record, page_of_records, object, text } shape = Shape::object;
    bool wants_version = false; ///< If-Match is required
};

struct Route {
    http::Method method = http::Method::get;
    std::string pattern; ///< "/organisations/{id}"
    Gate gate;
    std::function<http::Response(Context &)> handler;
    std::optional<ApiDoc> api; ///< also answers at "/api" + pattern, in JSON
    bool takes_uploads = false;
    bool is_page = true; ///< answers people at `pattern`; false: programs only
};

struct Elsewhere; ///< search.hpp

/// A place besides the records in which the one search box looks, for those who may see it.
struct Searched {
    records::Policy const *policy = nullptr;
    Elsewhere (*search)(Context const &context, storage::Reader &reader, std::string const &words);
};

class Router {
public:
    /// Two routes that would answer the same request are a Bug, and a pattern whose first segment
    /// has no name of its own.
    void add(Route route);

    struct Match {
        Route const *route = nullptr; ///< nothing: 404, or 405 when `allowed` is not empty
        std::vector<std::pair<std::string_view, std::string>> parts;
        std::vector<http::Method> allowed;
    };
    /// Literal segments come before named ones: "/requests/new" before "/requests/{id}".
    [[nodiscard]] Match match(http::Method method, std::string_view path) const;
    [[nodiscard]] std::vector<Route> const &routes() const { return m_routes; }

    /// How a kind of record shows itself, for pages that show records of many kinds; null when it
    /// has no pages.
    [[nodiscard]] NounPages const *pages_of(std::string_view kind) const;
    void remember(NounPages const &pages) { m_pages.push_back(&pages); }

    void search_in(Searched place) { m_searched.push_back(place); }
    [[nodiscard]] std::vector<Searched> const &searched() const { return m_searched; }

private:
    std::vector<Route> m_routes;
    /// Of the patterns' first segment, which is literal: so a request looks at a noun's routes
    /// only.
    std::map<std::string, std::vector<std::size_t>, std::less<>> m_by_first;
    std::vector<NounPages const *> m_pages;
    std::vector<Searched> m_searched;
};

/// Answers a request: finds the route, who asks and in what language, keeps the gate, catches what
/// fails, sets the security headers, and logs one line.
class Dispatch {
public:
    Dispatch(App &app, Router const &router) : m_app{&app}, m_router{&router} {}
    [[nodiscard]] http::Response operator()(http::Request &&request) const;
    [[nodiscard]] bool accepts_upload(http::Method method, std::string_view path) const;

private:
    App *m_app;
    Router const *m_router;
};

/// The OpenAPI 3.1 description of the routes that programs may use.
[[nodiscard]] std::string openapi(App const &app, Router const &router);

} // namespace selatan::web
