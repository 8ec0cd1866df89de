// What the server hears and answers, and how it starts and stops.
#include "platform/http/client.hpp"
#include "platform/http/server_fixture.hpp"

#include <thread>
#include <vector>

namespace selatan::http {
namespace {

TEST_F(Serving, requests_on_one_connection_are_answered_in_order)
{
    start();
    Wire const wire{port()};
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";
        all += "POST /c" + std::to_string(i) +
               " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
               "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
    }
    all += "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    wire.say(all);
    auto const heard = wire.hear();
    std::size_t at = 0;
    for (int i = 0; i < 50; ++i) {
        at = heard.find("POST /" + std::to_string(i) + " body:ab", at);
        ASSERT_NE(at, std::string::npos) << i;
        at = heard.find("POST /c" + std::to_string(i) + " body:abcde", at);
        ASSERT_NE(at, std::string::npos) << i;
    }
    EXPECT_NE(heard.find("GET /last", at), std::string::npos);
}

TEST_F(Serving, a_request_may_arrive_byte_by_byte)
{
    start();
    Wire const wire{port()};
    for (char const c : std::string_view{"\r\nPOST /a?b=c HTTP/1.1\r\nHost: x\r\n"
                                         "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                         "3\r\nabc\r\n0\r\n\r\n"}) {
        wire.say({&c, 1});
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_NE(wire.hear().find("POST /a?b=c body:abc"), std::string::npos);
}

TEST_F(Serving, a_connection_is_kept_as_its_client_wishes)
{
    start();
    {
        Wire const old{port()};
        old.say("GET / HTTP/1.0\r\n\r\n");
        EXPECT_NE(old.hear().find("Connection: close"), std::string::npos);
        Wire const keeping{port()};
        keeping.say("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_NE(keeping.hear("body:").find("Connection: keep-alive"), std::string::npos);
        keeping.say("GET /again HTTP/1.0\r\n\r\n");
        EXPECT_NE(keeping.hear().find("GET /again"), std::string::npos);
    }
    while (m_server->figures().connections_open > 0) {
        std::this_thread::sleep_for(1ms);
    }
    Client client{port()};
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(client.get("/").status, 200);
    }
    EXPECT_EQ(m_server->figures().connections_open, 1);
}

TEST_F(Serving, head_is_answered_without_a_body)
{
    start();
    Wire const wire{port()};
    wire.say("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"
             "HEAD /numbers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    auto const heard = wire.hear();
    EXPECT_NE(heard.find("Content-Length: 12\r\n"), std::string::npos);
    EXPECT_EQ(heard.find("body:"), std::string::npos);
    EXPECT_TRUE(heard.ends_with("\r\n\r\n"));
    EXPECT_EQ(heard.find("999"), std::string::npos);
}

TEST_F(Serving, a_page_that_the_client_holds_is_not_sent_again)
{
    start();
    Client client{port()};
    Headers held;
    held.add("If-None-Match", "\"v1\"");
    EXPECT_EQ(client.get("/tagged").body, "tagged");
    auto const answer = client.get("/tagged", held);
    EXPECT_EQ(answer.status, 304);
    EXPECT_EQ(answer.header("ETag"), "\"v1\"");
    EXPECT_EQ(client.get("/tagged").status, 200) << "the connection is still in step";
}

TEST_F(Serving, a_stream_arrives_in_chunks_or_until_the_end)
{
    start();
    std::string wanted;
    for (int i = 0; i < 1000; ++i) {
        wanted += std::to_string(i) + ",";
    }
    Client client{port()};
    auto const answer = client.get("/numbers");
    EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(answer.body, wanted);
    EXPECT_EQ(client.get("/").status, 200);
    auto const old = exchange("GET /numbers HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(old.ends_with("\r\n\r\n" + wanted));
    EXPECT_THROW(client.get("/broken-stream"), std::runtime_error)
        << "a stream that fails must not look complete";
    EXPECT_EQ(failure(), "in the middle");
}

TEST_F(Serving, a_client_that_asks_first_is_told_to_go_on)
{
    start();
    Wire const wire{port()};
    wire.say("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n"
             "Content-Length: 3\r\n\r\n");
    EXPECT_EQ(wire.hear("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    wire.say("abc");
    EXPECT_NE(wire.hear().find("body:abc"), std::string::npos);
    auto const refused = exchange("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                  "Content-Length: 99999999\r\n\r\n");
    EXPECT_EQ(status_of(refused), 413);
}

TEST_F(Serving, forms_are_read_wherever_they_are_sent)
{
    start();
    Client client{port()};
    EXPECT_EQ(client.post("/", Parameters::parse("a=b+c&d=%C3%A9")).body,
              "POST / a=b c d=\xC3\xA9 body:a=b+c&d=%C3%A9");
    EXPECT_EQ(client.upload("/", Parameters::parse("a=b+c&d=1"), {}).body,
              "POST / a=b c d=1 body:");
    EXPECT_EQ(client.upload("/", {}, {{"f", "x.txt", "text/plain", "content"}}).status, 415);
    EXPECT_EQ(
        client
            .upload("/uploads", Parameters::parse("a=1"), {{"f", "x.txt", "text/plain", "content"}})
            .body,
        "POST /uploads a=1 f[x.txt]7 body:");
    EXPECT_TRUE(std::filesystem::is_empty(m_settings.staging_directory));
    std::string fields;
    for (int i = 0; i < 10'001; ++i) {
        fields += "a&";
    }
    Headers form;
    form.add("Content-Type", "application/x-www-form-urlencoded");
    EXPECT_EQ(client.send(Method::post, "/", fields, form).status, 413);
}

TEST_F(Serving, a_body_may_be_a_file_where_one_is_expected)
{
    start();
    Client client{port()};
    auto const sent = [&](std::string const &path, std::string const &type,
                          std::string const &body) {
        Headers headers;
        headers.set("Content-Type", type);
        return client.send(Method::post, path, body, headers).body;
    };
    EXPECT_EQ(sent("/uploads", "application/xml; charset=utf-8", "<a/>"),
              "POST /uploads file[file.xml]4 body:");
    EXPECT_EQ(sent("/uploads", "application/gzip", ""), "POST /uploads body:");
    EXPECT_EQ(sent("/", "text/xml", "<a/>"), "POST / body:<a/>");
    EXPECT_EQ(sent("/uploads", "text/plain", "<a/>"), "POST /uploads body:<a/>")
        << "other sites' pages may send that";
    auto const large = std::string(m_settings.limits.body_in_memory + 1, ' ');
    EXPECT_EQ(sent("/uploads", "text/xml", large),
              "POST /uploads file[file.xml]" + std::to_string(large.size()) + " body:");
    EXPECT_TRUE(std::filesystem::is_empty(m_settings.staging_directory));
}

TEST_F(Serving, a_trusted_proxy_says_who_asks_and_others_do_not)
{
    Headers forwarded;
    forwarded.add("X-Forwarded-For", "6.6.6.6, 198.51.100.7");
    forwarded.add("X-Forwarded-Proto", "https");
    start();
    EXPECT_TRUE(Client{port()}.get("/who", forwarded).body.starts_with("127.0.0.1 plain "));
    m_settings.trusted_proxies = {"127.0.0.0/8"};
    start();
    EXPECT_TRUE(Client{port()}.get("/who", forwarded).body.starts_with("198.51.100.7 secure "));
}

TEST_F(Serving, an_exception_is_500_with_the_id_to_ask_for_and_nothing_of_it)
{
    start();
    Client client{port()};
    auto const answer = client.get("/failure");
    EXPECT_EQ(answer.status, 500);
    EXPECT_NE(answer.body.find(answer.header("X-Request-Id")), std::string::npos);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(failure(), "the handler's secret");
    auto const next = client.get("/who");
    EXPECT_EQ(next.status, 200);
    EXPECT_TRUE(next.body.ends_with(" " + next.header("X-Request-Id")));
    EXPECT_NE(next.header("X-Request-Id"), answer.header("X-Request-Id"));
}

TEST_F(Serving, stopping_lets_a_running_request_finish)
{
    start();
    auto const bound = port();
    Client idle{bound};
    idle.get("/");
    std::thread running{[bound] {
        auto const answer = Client{bound}.get("/wait");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("Connection"), "close");
    }};
    m_gate.await(1);
    std::thread stopping{[this] {
        m_server->stop();
    }};
    std::this_thread::sleep_for(100ms);
    EXPECT_THROW(Wire{bound}, std::runtime_error) << "no new connections";
    m_gate.open();
    running.join();
    auto const before = SteadyClock::now();
    stopping.join();
    EXPECT_LT(SteadyClock::now() - before, 1s);
    EXPECT_EQ(m_server->figures().connections_open, 0);
}

TEST_F(Serving, stopping_cuts_whoever_takes_longer_than_the_grace)
{
    start();
    Wire const wire{port()};
    wire.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    while (m_server->figures().connections_open < 1) {
        std::this_thread::sleep_for(1ms);
    }
    std::this_thread::sleep_for(50ms);
    m_server->stop(0s);
    EXPECT_EQ(wire.hear(), "");
}

TEST_F(Serving, an_address_that_is_taken_is_refused)
{
    start();
    for (int const loops : {1, 2}) {
        auto settings = m_settings;
        settings.port = port();
        settings.loops = loops;
        Server other{settings, {}, [](Request &&) {
                         return Response{};
                     }};
        EXPECT_THROW(other.start(), std::system_error) << loops;
    }
}

TEST_F(Serving, several_loops_share_the_work)
{
    m_settings.loops = 2;
    start();
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([this] {
            Client client{port()};
            for (int j = 0; j < 50; ++j) {
                EXPECT_EQ(client.get("/").status, 200);
            }
        });
    }
    for (auto &client : clients) {
        client.join();
    }
    EXPECT_EQ(m_server->figures().requests, 400);
    Server taken{ServerSettings{.port = port(), .loops = 2}, {}, [](Request &&) {
                     return Response{};
                 }};
    EXPECT_THROW(taken.start(), std::system_error);
}

TEST_F(Serving, the_client_keeps_cookies)
{
    m_server = std::make_unique<Server>(m_settings, AcceptsUpload{}, [](Request &&request) {
        Response response;
        response.body = request.cookie("session").value_or("none");
        if (request.path == "/in") {
            response.headers.add("Set-Cookie",
                                 Cookie{.name = "session", .value = "abc"}.to_header());
        } else if (request.path == "/out") {
            response.headers.add(
                "Set-Cookie",
                Cookie{.name = "session", .max_age = std::chrono::seconds{0}}.to_header());
        }
        return response;
    });
    m_server->start();
    Client client{port()};
    EXPECT_EQ(client.get("/in").body, "none");
    EXPECT_EQ(client.get("/").body, "abc");
    EXPECT_EQ(client.get("/out").body, "abc");
    EXPECT_EQ(client.get("/").body, "none");
}

} // namespace
} // namespace selatan::http
