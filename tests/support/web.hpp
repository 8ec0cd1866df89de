/// \file
/// Tests that ask pages and the API as browsers and programs do, without sockets: the request goes
/// straight to Dispatch, on both engines.
///
///     class Users : public WebTest {
///         void add_routes(web::Router &router) override { administration::add_routes(router); }
///     };
///     INSTANTIATE_ENGINES(Users);
///     TEST_P(Users, are_for_administrators)
///     {
///         make_user("ana@mfa.example", {{auth::Role::desk_officer}});
///         auto ana = signed_in("ana@mfa.example");
///         EXPECT_EQ(ana.get("/administration/users").status, 403);
///     }
///
/// Link `tests_support_web` for it.
#pragma once

#include "platform/auth/grant.hpp"
#include "platform/auth/services.hpp"
#include "platform/records/codes.hpp"
#include "platform/web/route.hpp"
#include "tests/support/engines.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::testing {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A person's browser: keeps cookies, and sends the token of the page that it saw last.
class Browser {
public:
    explicit Browser(web::Dispatch const &dispatch) : m_dispatch{&dispatch} {}

    http::Response get(std::string_view url);
    /// A form of our own page: urlencoded, from the same origin, with the last page's token.
    http::Response post(std::string_view url, Fields fields = {});
    /// A request made by hand, with this browser's cookies.
    http::Response send(http::Request request);

    [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
    void set_cookie(std::string_view name, std::string_view value);
    void remove_cookie(std::string_view name);
    [[nodiscard]] std::string const &token() const { return m_token; }
    void forget_token() { m_token.clear(); }

    std::string language = "en";       ///< Accept-Language
    std::string address = "192.0.2.7"; ///< whence it calls

private:
    web::Dispatch const *m_dispatch;
    Fields m_cookies;
    std::string m_token;
};

/// A role, everywhere unless said otherwise.
struct Granted {
    auth::Role role = auth::Role::participant;
    auth::Scope scope = auth::Everywhere{};
};

class WebTest : public EngineTest {
protected:
    static constexpr std::string_view password = "green rice terraces";

    void SetUp() override;
    void TearDown() override;

    /// The routes under test, besides those of signing in.
    virtual void add_routes(web::Router & /*router*/) {}
    virtual void set_up(web::App & /*app*/) {}
    /// A few countries and languages, unless a fixture has better.
    virtual std::unique_ptr<records::CodeLists> make_code_lists();

    [[nodiscard]] web::App &app() { return *m_app; }
    [[nodiscard]] web::Router const &router() const { return m_router; }
    [[nodiscard]] auth::Services &services() { return *m_services; }
    [[nodiscard]] web::Dispatch const &dispatch() const { return *m_dispatch; }

    /// An active account with `password`.
    Id<auth::User> make_user(std::string const &email, std::vector<Granted> const &grants = {});
    [[nodiscard]] Browser browser() const { return Browser{*m_dispatch}; }
    /// Through the sign-in form.
    [[nodiscard]] Browser signed_in(std::string const &email);
    /// A new API token of the user's.
    [[nodiscard]] std::string bearer(Id<auth::User> user, std::string const &scopes);
    /// A program's request, with a token unless that is empty.
    http::Response api(http::Method method, std::string_view url, std::string const &token,
                       std::string body = {}, Fields const &headers = {});

    /// The text of the newest mail to an address; empty when there is none.
    [[nodiscard]] std::string newest_mail(std::string const &to);

private:
    std::filesystem::path m_directory;
    std::unique_ptr<secrets::Vault> m_vault;
    std::unique_ptr<auth::Services> m_services;
    std::unique_ptr<records::CodeLists> m_codes;
    std::unique_ptr<web::App> m_app;
    web::Router m_router;
    std::unique_ptr<web::Dispatch> m_dispatch;
};

/// A header of a response; empty when it has none.
[[nodiscard]] std::string header(http::Response const &response, std::string_view name);
/// The first piece of `text` between `before` and `after`; empty when there is none.
[[nodiscard]] std::string between(std::string_view text, std::string_view before,
                                  std::string_view after);
[[nodiscard]] bool shows(http::Response const &response, std::string_view text);

} // namespace selatan::testing
