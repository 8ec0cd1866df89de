// What holds for every route, whoever added it: walked over the program's own table.
#include "main/nouns.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/identity.hpp"
#include "platform/events/event.hpp"
#include "platform/records/record.hpp"
#include "tests/support/web.hpp"
#include "words/auth.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace selatan::program {
namespace {

namespace json = boost::json;
using auth::Role;
using http::Method;
using records::Kind;
using testing::Browser;
using testing::Fields;
using testing::header;

constexpr std::string_view some_id = "019a9e3e-7c00-7000-8000-000000000000";
constexpr std::string_view attack = "'\"><script>alert(1)</script>";

/// One code or two in every list.
class SmallLists final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language /*language*/) const override
    {
        if (list == "country") {
            return {{"IDN", "Indonesia", {}}, {"TLS", "Timor-Leste", {}}};
        }
        if (list == "currency") {
            return {{"USD", "US dollar", {}}};
        }
        if (list == "language") {
            return {{"en", "English", {}}};
        }
        return {{"31120", "One", {}}};
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
        auto const all = options(list, Language::en);
        return text == all.front().label ? std::optional{all.front().code} : std::nullopt;
    }
};

bool is_unsafe(web::Route const &route)
{
    return route.method != Method::get;
}

class Program : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (!IsSkipped()) {
            make_records();
        }
    }
    void set_up(web::App &app) override
    {
        m_importer.emplace(store(), app.codes, import_targets());
        program::add_routes(m_routes, *m_importer);
        app.nouns = all_nouns();
        app.navigation = navigation();
        app.desk = desk();
        app.router = &m_routes;
        m_everything.emplace(app, m_routes);
    }
    std::unique_ptr<records::CodeLists> make_code_lists() override
    {
        return std::make_unique<SmallLists>();
    }
    [[nodiscard]] std::vector<web::Route> const &routes() const { return m_routes.routes(); }
    [[nodiscard]] web::NounPages const *pages_of(std::string_view kind) const
    {
        return m_routes.pages_of(kind);
    }
    /// The reference of a record that was made.
    [[nodiscard]] std::string const &made(std::string const &kind) const
    {
        return m_made.at(kind).front();
    }

    // -- Records ---------------------------------------------------------------------------------

    /// What a form needs to make a record of the noun; nothing while records that it names are
    /// missing.
    std::optional<Fields> valid_fields(records::Noun const &noun)
    {
        Fields fields;
        auto const number = m_made[std::string{noun.kind}].size();
        std::map<std::string_view, std::size_t> named;
        for (auto const &field : noun.fields) {
            if (field.is_acted || field.audience > Audience::internal) {
                continue;
            }
            if (field.kind != Kind::record) {
                auto value = value_of(field, number);
                records::AnyValue scratch{*noun.type};
                // Some texts have a form of their own: an amount.
                bool const is_short =
                    field.kind != Kind::text || field.most == 0 || std::ssize(value) <= field.most;
                bool const fits = is_short && field.parse(scratch.get(), value) == nullptr;
                fields.emplace_back(field.name, fits              ? std::move(value)
                                                : field.most == 3 ? "USD"
                                                                  : "7");
                continue;
            }
            if (!field.is_required) {
                continue;
            }
            // Two fields of one kind name two records: a post does not delegate to itself. Two
            // records name two, where there are: a project has one plan of its costs.
            bool const any = field.list == records::any_kind;
            auto const kind = any ? std::string_view{"organisation"} : field.list;
            auto const which = named[kind]++;
            auto const &there = m_made[std::string{kind}];
            if (which >= there.size()) {
                return std::nullopt;
            }
            fields.emplace_back(field.name, there[(which + number) % there.size()]);
        }
        return fields;
    }
    /// Another for each record of a noun: some are one of a kind on a day or in a country.
    static std::string value_of(records::Field const &field, std::size_t number)
    {
        switch (field.kind) {
        case Kind::text:
        case Kind::long_text:
            return number == 0 ? "Sample" : "Sample " + std::to_string(number + 1);
        case Kind::email:
            return "a@b.example";
        case Kind::url:
            return "https://a.example";
        case Kind::integer:
            return std::to_string(
                std::min(std::max<std::int64_t>(field.least, 1) + static_cast<std::int64_t>(number),
                         field.most));
        case Kind::date:
            return "2026-11-" + std::to_string(21 + number);
        case Kind::yes_no:
            return "yes";
        case Kind::choice:
        case Kind::choices:
            return std::string{field.own_codes[number % field.own_codes.size()]};
        case Kind::code:
        case Kind::codes: {
            auto const options = SmallLists{}.options(field.list, Language::en);
            return options[number % options.size()].code;
        }
        case Kind::multilingual:
            return R"({"en":"Sample"})";
        case Kind::record:
            break;
        }
        return {};
    }
    /// Nouns without a form come from verbs of others: their routes answer that there is no such
    /// record.
    [[nodiscard]] bool is_entered(records::Noun const &noun) const
    {
        return std::ranges::any_of(routes(), [&](web::Route const &route) {
            return route.method == Method::post && route.pattern == noun.path;
        });
    }
    /// Two records of every noun, past the noun's own rules: routes have something to answer.
    void make_records()
    {
        std::size_t left = 1;
        for (int pass = 0; pass < 8 && left != 0; ++pass) {
            left = 0;
            for (auto const *noun : all_nouns()) {
                while (is_entered(*noun) && m_made[std::string{noun->kind}].size() < 2) {
                    auto const fields = valid_fields(*noun);
                    if (!fields) {
                        ++left;
                        break;
                    }
                    m_made[std::string{noun->kind}].push_back(make_any(*noun, *fields));
                }
            }
        }
        ASSERT_EQ(left, 0U) << "nouns that name each other in a circle";
    }
    /// With every field; or, where some exclude others, with those that are required and as many
    /// of the rest, in their order, as go together, each choice the first.
    std::string make_any(records::Noun const &noun, Fields const &fields)
    {
        try {
            return make_record(noun, fields);
        } catch (storage::Violation const &) {
            auto const is_required = [&](auto const &one) {
                return records::field_named(noun, one.first).is_required;
            };
            for (auto rest = fields.size() -
                             static_cast<std::size_t>(std::ranges::count_if(fields, is_required));
                 ; --rest) {
                Fields fewer;
                std::size_t taken = 0;
                for (auto const &one : fields) {
                    if (!is_required(one) && taken++ >= rest) {
                        continue;
                    }
                    auto const &field = records::field_named(noun, one.first);
                    fewer.emplace_back(one.first, field.kind == Kind::choice
                                                      ? std::string{field.own_codes.front()}
                                                      : one.second);
                }
                try {
                    return make_record(noun, fewer);
                } catch (storage::Violation const &) {
                    if (rest == 0) {
                        throw;
                    }
                }
            }
        }
    }
    std::string make_record(records::Noun const &noun, Fields const &fields)
    {
        records::Input input;
        for (auto const &[name, text] : fields) {
            input.set(name, text);
        }
        return store().write([&](storage::Tx &tx) {
            records::AnyValue value{*noun.type};
            auto const problems =
                records::fill(tx, app().codes, noun.fields, input, records::Missing::kept,
                              Audience::internal, value.get());
            EXPECT_TRUE(problems.empty())
                << noun.kind << ": " << problems.front().field << ' ' << problems.front().code;
            // Records that only verbs name: the table may want them.
            for (auto const &field : noun.fields) {
                if (field.is_acted && (field.is_required || field.is_thread) &&
                    field.kind == Kind::record) {
                    bool const any = field.list == records::any_kind;
                    auto const &there = m_made[any ? "organisation" : std::string{field.list}];
                    auto const id = there.empty() ? std::nullopt
                                                  : records::resolve(tx, field.list, there.front());
                    if (id) {
                        EXPECT_EQ(field.parse(value.get(), id->to_string()), nullptr) << field.name;
                    }
                }
            }
            return records::create_from(tx, {}, noun, value.get(), {.audience = Audience::partner})
                .reference;
        });
    }
    static records::Noun const *noun_of(web::Route const &route)
    {
        records::Noun const *best = nullptr;
        for (auto const *noun : all_nouns()) {
            auto const rest = route.pattern.starts_with(noun->path)
                                  ? route.pattern.substr(noun->path.size())
                                  : "-";
            bool const fits = rest.empty() || rest.starts_with('/') || rest.starts_with('.');
            if (fits && (best == nullptr || noun->path.size() > best->path.size())) {
                best = noun;
            }
        }
        return best;
    }
    /// A path that the route answers; its record is there where the route is a noun's.
    std::string path_of(web::Route const &route)
    {
        auto path = route.pattern;
        auto const *const noun = noun_of(route);
        for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
            auto const part = path.substr(open, path.find('}') - open + 1);
            bool const is_record =
                part == "{id}" && noun != nullptr && !m_made[std::string{noun->kind}].empty();
            path.replace(open, part.size(),
                         is_record ? m_made[std::string{noun->kind}].front()
                                   : std::string{some_id});
        }
        return path;
    }

    // -- Asking ----------------------------------------------------------------------------------

    [[nodiscard]] Browser visitor() const { return Browser{*m_everything}; }
    Browser enter(std::string const &email)
    {
        auto someone = visitor();
        someone.get("/sign-in");
        EXPECT_EQ(someone.post("/sign-in", {{"email", email}, {"password", std::string{password}}})
                      .status,
                  303);
        someone.get("/account");
        return someone;
    }
    static http::Request request(Method method, std::string const &path, Fields const &fields = {})
    {
        http::Request request;
        request.method = method;
        request.path = path;
        request.headers.set("Host", "selatan.example");
        request.id = "test";
        // As the server reads them: decoded, without NUL and what is no UTF-8.
        std::string body;
        for (auto const &[name, value] : fields) {
            body += (body.empty() ? "" : "&") + http::encode_component(name) + "=" +
                    http::encode_component(value);
        }
        request.form = http::Parameters::parse(body);
        return request;
    }
    http::Response call(Method method, std::string const &path, std::string const &token,
                        std::string body = {}, Fields const &headers = {})
    {
        auto sent = request(method, "/api" + path);
        sent.headers.set("Content-Type", "application/json");
        sent.headers.set("Authorization", "Bearer " + token);
        for (auto const &[name, value] : headers) {
            sent.headers.set(name, value);
        }
        sent.body = std::move(body);
        return (*m_everything)(std::move(sent));
    }
    auth::Identity identity_of(Id<auth::User> user)
    {
        return *store().read(
            [&](storage::Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    static bool lets_in(web::Gate const &gate, auth::Identity const *who)
    {
        switch (gate.kind) {
        case web::Gate::Kind::everyone:
            return true;
        case web::Gate::Kind::signed_in:
            return who != nullptr;
        case web::Gate::Kind::policy:
            return records::could(*gate.policy, who, gate.verb);
        case web::Gate::Kind::admin:
            return who != nullptr && who->has_everywhere(Role::administrator);
        }
        return false;
    }

    /// How many rows every table has, and at which versions the records are.
    std::string state()
    {
        return store().read([&](storage::Reader &reader) {
            std::vector<std::string> tables;
            for (auto row :
                 reader.query(reader.engine() == storage::Engine::sqlite
                                  ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name "
                                    "NOT LIKE 'sqlite%'"
                                    " AND name NOT LIKE 'search_tokens%' ORDER BY name"
                                  : "SELECT CAST(table_name AS text) FROM information_schema.tables"
                                    " WHERE table_schema = current_schema() ORDER BY 1")) {
                tables.push_back(row.next<std::string>());
            }
            std::string sql;
            for (auto const &table : tables) {
                sql += (sql.empty() ? "" : " UNION ALL ") +
                       ("SELECT '" + table + "', count(*) FROM " + table);
            }
            // Which rows come first is not said without an order: PostgreSQL may ask in parallel.
            sql += " UNION ALL SELECT 'versions', CAST(sum(version) AS bigint) FROM record"
                   " ORDER BY 1";
            std::string all;
            for (auto row : reader.query(sql)) {
                auto const table = row.next<std::string>();
                all += table + "=" + std::to_string(row.next<std::int64_t>()) + " ";
            }
            EXPECT_GT(tables.size(), 20U);
            return all;
        });
    }

    // -- What every answer keeps -----------------------------------------------------------------

    static void expect_sound(http::Response const &response, std::string const &what)
    {
        EXPECT_LT(response.status, 500) << what << ' ' << response.body.substr(0, 300);
        for (auto const *name :
             {"Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "X-Request-Id",
              "Permissions-Policy", "Cross-Origin-Opener-Policy"}) {
            EXPECT_NE(header(response, name), "") << what << ' ' << name;
        }
        EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << what;
        EXPECT_EQ(header(response, "Content-Security-Policy").find("unsafe"), std::string::npos)
            << what;
        auto const type = header(response, "Content-Type");
        auto const &body = response.body;
        if (type == "application/problem+json") {
            auto const problem = json::parse(body).as_object();
            EXPECT_EQ(problem.at("status").as_int64(), response.status) << what;
            EXPECT_TRUE(problem.contains("title") && problem.contains("instance")) << what << body;
        }
        if (!type.starts_with("text/html")) {
            return;
        }
        EXPECT_EQ(body.find("<style"), std::string::npos) << what;
        EXPECT_EQ(body.find(attack), std::string::npos) << what;
        EXPECT_EQ(body.find("<script>"), std::string::npos) << what;
        // Attributes stand inside tags: text is escaped, so that no "<" is in it.
        for (auto at = body.find('<'); at != std::string::npos; at = body.find('<', at + 1)) {
            auto const tag = std::string_view{body}.substr(at, body.find('>', at) - at);
            EXPECT_EQ(tag.find(" style="), std::string_view::npos) << what << ' ' << tag;
            EXPECT_EQ(tag.find(" onclick="), std::string_view::npos) << what << ' ' << tag;
            EXPECT_EQ(tag.find("javascript:"), std::string_view::npos) << what << ' ' << tag;
        }
    }
    static void expect_gate(http::Response const &response, bool is_in, bool is_nobody,
                            std::string const &what)
    {
        expect_sound(response, what);
        if (is_in) {
            // A record's own state or grant may still refuse.
            static std::set<int> const fine{200, 303, 403, 404, 409, 410, 422};
            EXPECT_TRUE(fine.contains(response.status)) << what << ' ' << response.status;
            return;
        }
        bool const is_api = what.find(" /api/") != std::string::npos;
        EXPECT_EQ(response.status, !is_nobody ? 403 : is_api ? 401 : 303) << what;
        if (response.status == 303) {
            EXPECT_TRUE(header(response, "Location").starts_with("/sign-in")) << what;
        }
    }

private:
    std::optional<spreadsheet::Importer> m_importer;
    web::Router m_routes;
    std::optional<web::Dispatch> m_everything;
    std::map<std::string, std::vector<std::string>> m_made; ///< references by kind
};
INSTANTIATE_ENGINES(Program);

TEST_P(Program, every_gate_is_kept_for_every_role)
{
    struct Caller {
        std::string name;
        Browser browser;
        std::optional<auth::Identity> who;
    };
    std::vector<Caller> callers{{"nobody", visitor(), std::nullopt}};
    for (auto const role : auth::roles) {
        auto const name = std::string{auth::to_code(role)};
        auto const user = make_user(name + "@mfa.example", {{role}});
        callers.push_back({name, enter(name + "@mfa.example"), identity_of(user)});
    }
    for (auto const &route : routes()) {
        if (is_unsafe(route)) {
            continue;
        }
        auto const path = path_of(route);
        for (auto &[name, browser, who] : callers) {
            auto const *const identity = who ? &*who : nullptr;
            bool const is_in = lets_in(route.gate, identity);
            if (route.is_page) {
                expect_gate(browser.get(path), is_in, !who, name + " " + path);
            }
            bool const asks_api =
                !who || name == "coordinator" || name == "focal_point" || name == "administrator";
            if (route.api && asks_api) {
                expect_gate(browser.get("/api" + path), is_in, !who, name + " /api" + path);
            }
        }
    }
}

TEST_P(Program, nothing_acts_without_the_sessions_token)
{
    std::vector<Browser> callers;
    for (auto const role : {Role::administrator, Role::coordinator, Role::focal_point}) {
        auto const email = std::string{auth::to_code(role)} + "@mfa.example";
        make_user(email, {{role}});
        callers.push_back(enter(email));
    }
    auto const before = state();
    for (auto const &route : routes()) {
        if (!is_unsafe(route)) {
            continue;
        }
        std::vector<std::string> paths;
        if (route.is_page) {
            paths.push_back(path_of(route));
        }
        if (route.api) {
            paths.push_back("/api" + path_of(route));
        }
        for (auto const &path : paths) {
            for (auto &caller : callers) {
                auto const response =
                    caller.send(request(route.method, path, {{"version", "1"}, {"name", "x"}}));
                EXPECT_EQ(response.status, 403) << path;
                expect_sound(response, path);
            }
            auto forged = request(route.method, path, {{"version", "1"}, {"name", "x"}});
            forged.headers.set("Sec-Fetch-Site", "cross-site");
            EXPECT_EQ(visitor().send(std::move(forged)).status, 403) << path;
        }
    }
    EXPECT_EQ(state(), before);
}

TEST_P(Program, no_form_breaks_whatever_is_sent)
{
    make_user("root@mfa.example",
              {{Role::administrator}, {Role::coordinator}, {Role::desk_officer}});
    auto root = enter("root@mfa.example");
    std::vector<std::string> const hostile{std::string{attack},    "../../etc/passwd",
                                           std::string{"a\0b", 3}, "\xFF\xC0\xAF",
                                           "\u202Etxt.exe",        std::string(4000, 'x')};
    int number = 0;
    for (auto const &route : routes()) {
        if (!is_unsafe(route) || !route.is_page || route.pattern == "/sign-out") {
            continue;
        }
        root.address =
            "192.0.2." + std::to_string(++number % 250); // nobody is throttled for another's tries
        auto const path = path_of(route);
        std::vector<std::string> names{"name",   "email", "password", "body", "audience",
                                       "reason", "query", "code",     "file"};
        if (auto const *const noun = noun_of(route)) {
            names.clear();
            auto const fields = route.api && !route.api->body.empty() && route.pattern != noun->path
                                    ? route.api->body
                                    : noun->fields;
            for (auto const &field : fields) {
                names.emplace_back(field.name);
            }
        }
        bool const is_policed = route.gate.kind == web::Gate::Kind::policy;
        auto before = state();
        auto const send = [&](Fields fields, std::string const &what) {
            fields.emplace_back("token", root.token());
            auto const response = root.send(request(route.method, path, fields));
            expect_sound(response, path + " " + what);
            if (response.status < 400) {
                before = state();
            }
            return response.status;
        };
        auto const empty = send({}, "nothing");
        if (is_policed && !route.pattern.ends_with("/draft")) {
            EXPECT_GE(empty, 400) << path;
        }
        send({{"version", "1"}, {names.front(), std::string(100'000, 'x')}}, "far too much");
        send({{"version", "x"}, {std::string(300, 'n'), "x"}}, "an unknown field");
        for (auto const &text : hostile) {
            Fields fields{{"version", "1"}};
            for (auto const &name : names) {
                fields.emplace_back(name, text);
            }
            send(fields, text.substr(0, 20));
        }
        if (is_policed) {
            EXPECT_EQ(state(), before) << path << ": what was refused changed something";
        }
        if (route.pattern.starts_with("/account") || route.pattern.starts_with("/sign")) {
            root = enter("root@mfa.example");
        }
    }
    for (auto const &route : routes()) {
        if (!is_unsafe(route) && route.is_page) {
            expect_sound(root.get(path_of(route)), route.pattern);
        }
    }
}

TEST_P(Program, every_new_record_has_each_field_of_its_kind)
{
    auto const who = identity_of(make_user("root@mfa.example", {{Role::coordinator}}));
    auto root = enter("root@mfa.example");
    for (auto const &route : routes()) {
        auto const *const noun = noun_of(route);
        if (route.method != Method::post || noun == nullptr || route.pattern != noun->path ||
            !records::may_create(*noun->policy, who, {}, {})) {
            continue;
        }
        auto const valid = valid_fields(*noun);
        ASSERT_TRUE(valid) << noun->kind;
        auto const before = state();
        for (auto const &field : noun->fields) {
            bool const is_text = field.kind == Kind::text || field.kind == Kind::long_text;
            if (field.is_acted || field.audience > Audience::internal) {
                continue;
            }
            auto fields = *valid;
            std::erase_if(fields, [&](auto const &one) { return one.first == field.name; });
            fields.emplace_back(field.name,
                                is_text ? std::string(static_cast<std::size_t>(field.most) + 1, 'x')
                                        : "\"'<7>");
            fields.emplace_back("token", root.token());
            auto const response = root.send(request(Method::post, route.pattern, fields));
            EXPECT_EQ(response.status, 422) << noun->kind << '.' << field.name;
            EXPECT_NE(response.body.find("notice bad problems"), std::string::npos)
                << noun->kind << '.' << field.name;
            expect_sound(response, route.pattern);
        }
        EXPECT_EQ(state(), before) << noun->kind;
    }
}

TEST_P(Program, no_program_breaks_it_whatever_it_sends)
{
    auto const root = make_user("root@mfa.example",
                                {{Role::administrator}, {Role::coordinator}, {Role::desk_officer}});
    auto const token = bearer(root, "*:admin");
    std::vector<std::string> const bodies{
        "{",
        "[]",
        "null",
        "7",
        "{\"name\":\"\xFF\"}",
        std::string{"{\"name\":\"\0\"}", 13},
        R"({"name":[[1]]})",
        std::string(20'000, '['),
        "{\"name\":\"" + std::string(100'000, 'x') + "\"}",
    };
    for (auto const &route : routes()) {
        if (!is_unsafe(route) || !route.api) {
            continue;
        }
        auto const path = path_of(route);
        auto before = state();
        bool const is_policed = route.gate.kind == web::Gate::Kind::policy;
        for (auto const &body : bodies) {
            for (Fields const &headers :
                 {Fields{}, Fields{{"If-Match", "\"1\""}}, Fields{{"If-Match", "W/\"x\""}}}) {
                auto const response = call(route.method, path, token, body, headers);
                expect_sound(response, path + " " + body.substr(0, 30));
                bool const is_object = body.starts_with("{\"name\":\"xxx");
                if (is_policed && !is_object) {
                    EXPECT_GE(response.status, 400) << path << ' ' << body.substr(0, 30);
                }
                if (response.status < 400) {
                    before = state(); // a verb without fields has acted
                }
            }
        }
        if (route.api->wants_version) {
            auto const status = call(route.method, path, token, "{}").status;
            bool const is_missing = path.find(some_id) != std::string::npos && status == 404;
            EXPECT_TRUE(status == 428 || status == 403 || is_missing) << path << ' ' << status;
        }
        if (is_policed) {
            EXPECT_EQ(state(), before) << path;
        }
    }
}

TEST_P(Program, the_apis_description_says_what_is_served_and_nothing_else)
{
    auto const root = make_user("root@mfa.example", {{Role::administrator}, {Role::coordinator}});
    auto const token = bearer(root, "*:admin");
    auto const answer = call(Method::get, "/openapi.json", token);
    ASSERT_EQ(answer.status, 200);
    auto const description = json::parse(answer.body).as_object();
    EXPECT_EQ(description.at("openapi").as_string(), "3.1.0");
    std::set<std::string> described;
    for (auto const &[path, operations] : description.at("paths").as_object()) {
        for (auto const &[method, operation] : operations.as_object()) {
            described.insert(std::string{method} + " " + std::string{path});
            EXPECT_FALSE(operation.at("summary").as_string().empty()) << path;
        }
    }
    auto const tells_warnings = [&](std::string const &path) {
        return json::serialize(description.at("paths").at(path)).find("\"warnings\"") !=
               std::string::npos;
    };
    EXPECT_TRUE(tells_warnings("/api/allocations/{id}"));
    EXPECT_FALSE(tells_warnings("/api/requests/{id}")) << "nothing is foreseen of it";
    std::set<std::string> served;
    for (auto const &route : routes()) {
        if (!route.api) {
            continue;
        }
        auto method = std::string{http::to_code(route.method)};
        std::ranges::transform(method, method.begin(),
                               [](char c) { return static_cast<char>(c | 0x20); });
        served.insert(method + " /api" + route.pattern);
        if (is_unsafe(route)) {
            continue;
        }
        auto const response = call(Method::get, path_of(route), token);
        // What hangs on a record may hang on its state as well: a drafted call has no class.
        bool const may_be_missing = path_of(route).find(some_id) != std::string::npos ||
                                    route.pattern.find("{id}/") != std::string::npos;
        bool const is_missing = response.status == 404 || response.status == 403;
        EXPECT_TRUE(response.status == 200 || (may_be_missing && is_missing))
            << route.pattern << ' ' << response.status;
        auto const *const noun = noun_of(route);
        if (noun == nullptr || response.status != 200 ||
            route.pattern != std::string{noun->path} + "/{id}") {
            continue;
        }
        std::set<std::string> documented;
        for (auto const &[name, schema] : description.at("paths")
                                              .at("/api" + route.pattern)
                                              .at("get")
                                              .at("responses")
                                              .at("200")
                                              .at("content")
                                              .at("application/json")
                                              .at("schema")
                                              .at("properties")
                                              .as_object()) {
            documented.insert(std::string{name});
        }
        for (auto const &field : noun->fields) {
            if (field.audience > Audience::internal) {
                documented.erase(std::string{field.name});
            }
        }
        auto const record = json::parse(response.body).as_object();
        std::set<std::string> keys;
        for (auto const &[name, value] : record) {
            keys.insert(std::string{name});
        }
        EXPECT_EQ(keys, documented) << route.pattern;
    }
    EXPECT_EQ(described, served);
}

TEST_P(Program, an_auditor_is_shown_what_deserves_a_second_look_and_whether_history_is_whole)
{
    for (auto const &one : notable_acts()) {
        if (one.kind == "user_account") { // no record: its acts have words of their own
            EXPECT_TRUE(words::auth::verb(Language::en, one.verb)) << one.verb;
            continue;
        }
        auto const *const pages = pages_of(one.kind);
        ASSERT_NE(pages, nullptr) << one.kind;
        ASSERT_NE(pages->act_name, nullptr) << one.kind;
        EXPECT_TRUE(pages->act_name(Language::en, one.verb)) << one.kind << ' ' << one.verb;
    }
    make_user("auditor@mfa.example", {{Role::auditor}});
    make_user("desk@mfa.example", {{Role::desk_officer}});
    auto auditor = enter("auditor@mfa.example");
    auto officer = enter("desk@mfa.example");
    EXPECT_TRUE(testing::shows(auditor.get("/audit"), "created the account"));
    clock().advance(std::chrono::days{31}); // the accounts of this test are no news by then
    auditor = enter("auditor@mfa.example");
    officer = enter("desk@mfa.example");
    EXPECT_TRUE(testing::shows(auditor.get("/audit"), "There were none in the last 30 days."));

    auto const &reference = made("project");
    store().write([&](storage::Tx &tx) {
        auto const project = records::resolve(tx, "project", reference);
        for (auto const *const verb : {"start", "reopen"}) {
            events::append(tx, {.kind = "project",
                                .record = *project,
                                .verb = verb,
                                .reason = std::string{"why "} + verb});
        }
    });
    for (auto const *const path : {"/audit", "/desk"}) {
        auto const page = auditor.get(path);
        EXPECT_TRUE(testing::shows(page, "why reopen")) << path;
        EXPECT_TRUE(testing::shows(page, reference)) << path;
        EXPECT_FALSE(testing::shows(page, "why start")) << path;
        EXPECT_FALSE(testing::shows(page, "href=\"/administration\"")) << path;
    }
    EXPECT_FALSE(testing::shows(auditor.get("/audit"), "The chain is intact."));
    EXPECT_TRUE(testing::shows(auditor.get("/audit?verify=1"), "The chain is intact."));
    EXPECT_EQ(officer.get("/audit").status, 403);
    EXPECT_FALSE(testing::shows(officer.get("/desk"), "why reopen"));
}

TEST_P(Program, the_menu_marks_one_entry_the_nearest_above_the_page)
{
    make_user("desk@mfa.example", {{Role::desk_officer}});
    auto officer = enter("desk@mfa.example");
    constexpr std::string_view money = "href=\"/flows\" aria-current=\"page\"";
    constexpr std::string_view found = "href=\"/flows/south-south\" aria-current=\"page\"";
    for (auto const *const path : {"/flows", "/flows/triangles"}) {
        auto const page = officer.get(path);
        EXPECT_TRUE(testing::shows(page, money)) << path;
        EXPECT_FALSE(testing::shows(page, found)) << path;
    }
    auto const page = officer.get("/flows/south-south");
    EXPECT_TRUE(testing::shows(page, found));
    EXPECT_FALSE(testing::shows(page, money));
}

TEST_P(Program, an_auditor_is_shown_what_was_done_to_accounts_and_no_secret)
{
    make_user("admin@mfa.example", {{Role::administrator}});
    auto const reader = make_user("auditor@mfa.example", {{Role::auditor}});
    auto const ana = make_user("ana@mfa.example", {{Role::desk_officer}});
    auto const secret = bearer(ana, "*:read");
    store().write([&](storage::Tx &tx) {
        EXPECT_TRUE(auth::suspend(tx, auth::program_identity("test"), ana, "left the office"));
    });
    auto auditor = enter("auditor@mfa.example");
    for (auto const *const path : {"/audit", "/desk"}) {
        auto const page = auditor.get(path);
        for (auto const *const text :
             {"suspended the account", "left the office", "The ana@mfa.example",
              "created the account", "gave a role", "Desk officer, Everywhere"}) {
            EXPECT_TRUE(testing::shows(page, text)) << path << ' ' << text;
        }
        EXPECT_FALSE(testing::shows(page, secret)) << path;
        EXPECT_FALSE(testing::shows(page, "/administration/users/")) << path;
    }
    auto administrator = enter("admin@mfa.example");
    EXPECT_TRUE(testing::shows(administrator.get("/audit"),
                               "href=\"/administration/users/" + ana.to_string() + "\""));
    auto const answer = call(Method::get, "/audit", bearer(reader, "*:read"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body.find(secret), std::string::npos);
    auto const items = json::parse(answer.body).at("items").as_array();
    ASSERT_FALSE(items.empty());
    EXPECT_EQ(items[0].at("kind").as_string(), "user_account");
    EXPECT_EQ(items[0].at("verb").as_string(), "suspended");
    EXPECT_EQ(items[0].at("account").as_string(), "The ana@mfa.example");
    EXPECT_EQ(items[0].at("reason").as_string(), "left the office");
}

} // namespace
} // namespace selatan::program
