#include "tests/support/web.hpp"

#include "platform/account/account.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/api_token.hpp"
#include "platform/auth/sign_in.hpp"
#include "platform/mail/mail.hpp"
#include "platform/web/log.hpp"

#include <algorithm>
#include <cstdlib>

namespace selatan::testing {

namespace {

namespace fs = std::filesystem;

class FewLists final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language /*language*/) const override
    {
        if (list == "country") {
            return {{.code = "IDN", .label = "Indonesia", .group = {}},
                    {.code = "TLS", .label = "Timor-Leste", .group = {}},
                    {.code = "TUN", .label = "Tunisia", .group = {}}};
        }
        if (list == "language") {
            return {{.code = "en", .label = "English", .group = {}}};
        }
        return {};
    }
    [[nodiscard]] std::string name(std::string_view list, std::string_view code,
                                   Language language) const override
    {
        for (auto const &option : options(list, language)) {
            if (option.code == code) {
                return option.label;
            }
        }
        return {};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        for (auto const &option : options(list, Language::en)) {
            if (option.code == text || option.label == text) {
                return option.code;
            }
        }
        return std::nullopt;
    }
};

http::Request request_of(http::Method method, std::string_view url)
{
    auto const question = std::min(url.find('?'), url.size());
    http::Request request;
    request.method = method;
    request.path = url.substr(0, question);
    request.query = url.substr(std::min(question + 1, url.size()));
    request.headers.set("Host", "selatan.example");
    request.id = "test";
    return request;
}

} // namespace

std::string header(http::Response const &response, std::string_view name)
{
    return std::string{response.headers.find(name).value_or("")};
}

std::string between(std::string_view text, std::string_view before, std::string_view after)
{
    auto const begin = text.find(before);
    if (begin == std::string_view::npos) {
        return {};
    }
    auto const rest = text.substr(begin + before.size());
    return std::string{rest.substr(0, rest.find(after))};
}

bool shows(http::Response const &response, std::string_view text)
{
    return response.body.find(text) != std::string::npos;
}

http::Response Browser::get(std::string_view url)
{
    return send(request_of(http::Method::get, url));
}

http::Response Browser::post(std::string_view url, Fields fields)
{
    auto request = request_of(http::Method::post, url);
    request.headers.set("Sec-Fetch-Site", "same-origin");
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    bool const has_token =
        std::ranges::any_of(fields, [](auto const &field) { return field.first == "token"; });
    if (!has_token && !m_token.empty()) {
        fields.emplace_back("token", m_token);
    }
    for (auto &[name, value] : fields) {
        request.form.add(std::move(name), std::move(value));
    }
    return send(std::move(request));
}

http::Response Browser::send(http::Request request)
{
    std::string cookies;
    for (auto const &[name, value] : m_cookies) {
        cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!cookies.empty()) {
        request.headers.set("Cookie", cookies);
    }
    request.headers.set("Accept-Language", language);
    request.headers.set("User-Agent", "Firefox");
    request.client = address;
    auto response = (*m_dispatch)(std::move(request));
    for (auto const &[name, value] : response.headers) {
        if (name != "Set-Cookie") {
            continue;
        }
        auto const equals = value.find('=');
        auto const cookie = value.substr(0, equals);
        if (value.find("Max-Age=0") != std::string::npos) {
            remove_cookie(cookie);
        } else {
            set_cookie(cookie, value.substr(equals + 1, value.find(';') - equals - 1));
        }
    }
    constexpr std::string_view field = "name=\"token\" value=\"";
    if (auto const token = between(response.body, field, "\""); !token.empty()) {
        m_token = token;
    }
    return response;
}

std::optional<std::string> Browser::cookie(std::string_view name) const
{
    auto const found = std::ranges::find(m_cookies, name, &Fields::value_type::first);
    return found == m_cookies.end() ? std::nullopt : std::optional{found->second};
}

void Browser::set_cookie(std::string_view name, std::string_view value)
{
    remove_cookie(name);
    m_cookies.emplace_back(name, value);
}

void Browser::remove_cookie(std::string_view name)
{
    std::erase_if(m_cookies, [&](auto const &cookie) { return cookie.first == name; });
}

void WebTest::SetUp()
{
    EngineTest::SetUp();
    if (IsSkipped()) {
        return;
    }
    web::set_logging(web::Logging::errors);
    auto pattern = (fs::temp_directory_path() / "selatan-web-XXXXXX").string();
    m_directory = mkdtemp(pattern.data());
    auto const keyring = (m_directory / "keyring").string();
    secrets::Keyring::create(keyring, clock().now());
    m_vault = std::make_unique<secrets::Vault>(keyring);
    auth::Settings settings;
    settings.secure_cookies = false;
    settings.password_cost = {.passes = 1, .memory_bytes = 8192, .concurrent = 2};
    m_services.reset(new auth::Services{account::make_services(
        settings, *m_vault, {.product = "Selatan", .base_url = "https://selatan.example"})});
    m_codes = make_code_lists();
    m_app.reset(new web::App{.store = store(),
                             .clock = clock(),
                             .codes = *m_codes,
                             .auth = *m_services,
                             .settings = {.base_url = "https://selatan.example",
                                          .staging_directory = m_directory.string()},
                             .navigation = {},
                             .nouns = {}});
    account::add_routes(m_router);
    add_routes(m_router);
    m_app->router = &m_router;
    set_up(*m_app);
    m_dispatch = std::make_unique<web::Dispatch>(*m_app, m_router);
}

void WebTest::TearDown()
{
    if (!m_directory.empty()) {
        fs::remove_all(m_directory);
    }
    EngineTest::TearDown();
}

std::unique_ptr<records::CodeLists> WebTest::make_code_lists()
{
    return std::make_unique<FewLists>();
}

Id<auth::User> WebTest::make_user(std::string const &email, std::vector<Granted> const &grants)
{
    auto const program = auth::program_identity("test");
    auto const hash = services().hasher.hash(password);
    auto const user = store().write([&](storage::Tx &tx) {
        auto made =
            auth::create_account(tx, program, {.email = email, .name = "The " + email}, hash);
        for (auto const &one : grants) {
            EXPECT_TRUE(auth::grant(
                tx, program,
                {.user = *made, .role = one.role, .scope = one.scope, .valid_from = tx.today()}));
        }
        return made;
    });
    EXPECT_TRUE(user);
    return *user;
}

Browser WebTest::signed_in(std::string const &email)
{
    auto visitor = browser();
    visitor.get("/sign-in");
    auto const response =
        visitor.post("/sign-in", {{"email", email}, {"password", std::string{password}}});
    EXPECT_EQ(response.status, 303) << email;
    // Any page with the frame shows the session's token.
    visitor.get("/account");
    return visitor;
}

std::string WebTest::bearer(Id<auth::User> user, std::string const &scopes)
{
    auto const account =
        store().read([&](storage::Reader &reader) { return auth::find_account(reader, user); });
    auto const opened = auth::sign_in(
        store(), services(), {.email = account->email.text(), .password = std::string{password}},
        {.address = "192.0.2.8", .agent = "test"});
    auto const issued = store().write([&](storage::Tx &tx) {
        auto const session = auth::resolve_session(tx, services().settings, opened->token);
        return auth::issue_api_token(tx, services(), *session, {.name = "test", .scopes = scopes});
    });
    EXPECT_TRUE(issued);
    return issued->secret;
}

http::Response WebTest::api(http::Method method, std::string_view url, std::string const &token,
                            std::string body, Fields const &headers)
{
    auto request = request_of(method, url);
    request.headers.set("Content-Type", "application/json");
    if (!token.empty()) {
        request.headers.set("Authorization", "Bearer " + token);
    }
    for (auto const &[name, value] : headers) {
        request.headers.set(name, value);
    }
    request.body = std::move(body);
    return dispatch()(std::move(request));
}

std::string WebTest::newest_mail(std::string const &to)
{
    return store().read([&](storage::Reader &reader) -> std::string {
        auto const lines = mail::list(reader, {.to = to, .limit = 1});
        return lines.empty() ? "" : mail::read(reader, lines.front().id)->text;
    });
}

} // namespace selatan::testing
