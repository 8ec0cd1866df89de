#include "platform/http/server.hpp"

#include "platform/http/client.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <mutex>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace selatan::http {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// A socket on which a test says exactly what it wants.
class Wire {
public:
    explicit Wire(std::uint16_t port) : m_socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval const patience{.tv_sec = 20};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(m_socket, reinterpret_cast<sockaddr const *>(&address), sizeof address)) {
            throw std::runtime_error{"cannot connect"};
        }
    }
    ~Wire() { ::close(m_socket); }
    Wire(Wire const &) = delete;
    Wire &operator=(Wire const &) = delete;

    /// False once the server has closed.
    bool say(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            auto const sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// What comes until the text has been seen, or the server closes.
    std::string hear(std::string_view until = {}) const
    {
        std::string heard;
        std::array<char, 4096> piece{};
        while (until.empty() || heard.find(until) == std::string::npos) {
            auto const got = ::recv(m_socket, piece.data(), piece.size(), 0);
            if (got <= 0) {
                break;
            }
            heard.append(piece.data(), static_cast<std::size_t>(got));
        }
        return heard;
    }
    [[nodiscard]] int descriptor() const { return m_socket; }

private:
    int m_socket;
};

int status_of(std::string_view answer)
{
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(std::string{answer.substr(9, 3)}) : 0;
}

/// Holds handlers until a test lets them go.
class Gate {
public:
    void pass()
    {
        std::unique_lock lock{m_mutex};
        ++m_waiting;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_open; });
    }
    void await(int waiting)
    {
        std::unique_lock lock{m_mutex};
        m_changed.wait(lock, [this, waiting] { return m_waiting >= waiting; });
    }
    void open()
    {
        std::lock_guard const lock{m_mutex};
        m_open = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_waiting = 0;
    bool m_open = false;
};

long resident_bytes()
{
    std::ifstream file{"/proc/self/statm"};
    long pages = 0;
    long resident = 0;
    file >> pages >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

/// What a request came to, as text.
std::string described(Request const &request)
{
    std::string text = std::string{to_code(request.method)} + " " + request.path;
    if (!request.query.empty()) {
        text += "?" + request.query;
    }
    for (auto const &[name, value] : request.form) {
        text += " " + name + "=" + value;
    }
    for (auto const &upload : request.uploads) {
        text += " " + upload.field + "[" + upload.name + "]" + std::to_string(upload.size);
    }
    return text + " body:" +
           (request.body.size() > 100 ? std::to_string(request.body.size()) : request.body);
}

class Serving : public testing::Test {
protected:
    ~Serving() override
    {
        m_gate.open();
        m_server.reset();
        std::filesystem::remove_all(m_settings.staging_directory);
    }

    void start()
    {
        m_server = std::make_unique<Server>(
            m_settings, [](Method, std::string_view path) { return path == "/uploads"; },
            [this](Request &&request) { return answer(std::move(request)); });
        m_server->start();
    }

    Response answer(Request &&request)
    {
        Response response;
        response.headers.add("Content-Type", "text/plain");
        if (request.path == "/wait") {
            m_gate.pass();
        } else if (request.path == "/failure") {
            throw std::runtime_error{"the handler's secret"};
        } else if (request.path == "/numbers") {
            response.stream = [i = 0](std::string &piece) mutable {
                piece += std::to_string(i) + ",";
                return ++i < 1000;
            };
        } else if (request.path == "/broken-stream") {
            response.stream = [i = 0](std::string &piece) mutable -> bool {
                piece += "piece";
                if (++i == 3) {
                    throw std::runtime_error{"in the middle"};
                }
                return true;
            };
        } else if (request.path == "/endless") {
            response.stream = [this](std::string &piece) {
                ++m_pieces;
                piece.assign(100'000, 'x');
                return true;
            };
        } else if (request.path == "/tagged") {
            response.headers.add("ETag", "\"v1\"");
            response.body = "tagged";
        } else if (request.path == "/who") {
            response.body = request.client + (request.secure ? " secure " : " plain ") + request.id;
        } else {
            response.body = described(request);
        }
        return response;
    }

    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }
    /// What the server was last told to log.
    [[nodiscard]] std::string failure()
    {
        std::lock_guard const lock{m_failure_mutex};
        return m_failure;
    }

    /// Says it on a connection of its own, and hears until the server closes.
    [[nodiscard]] std::string exchange(std::string_view request) const
    {
        Wire const wire{port()};
        wire.say(request);
        return wire.hear();
    }

    ServerSettings m_settings{.port = 0,
                              .staging_directory = testing::TempDir() + "selatan-server-test-" +
                                                   std::to_string(::getpid()),
                              .on_failure = [this](std::string_view, std::string_view what) {
                                  std::lock_guard const lock{m_failure_mutex};
                                  m_failure = what;
                              }};
    Gate m_gate;
    std::mutex m_failure_mutex;
    std::string m_failure;
    std::atomic<int> m_pieces = 0;
    std::unique_ptr<Server> m_server;
};

TEST_F(Serving, a_malformed_request_is_refused_with_its_status)
{
    m_settings.limits.body_grace = 1s;
    start();
    std::string const get = "GET / HTTP/1.1\r\nHost: x\r\n";
    std::string const post = "POST / HTTP/1.1\r\nHost: x\r\n";
    struct Case {
        std::string request;
        int status;
    };
    for (auto const &[request, status] : std::vector<Case>{
             {post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
             {post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
             {post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
             {post + "Content-Length: -1\r\n\r\n", 400},
             {post + "Content-Length: 5x\r\n\r\nabcde", 400},
             {get + "X : y\r\n\r\n", 400},
             {post + "Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n", 400},
             {get + "X: " + std::string(32 * 1024, 'x') + "\r\n\r\n", 431},
             {post + "Transfer-Encoding: chunked\r\n\r\n2\nab\n0\n\n", 408},
             {post + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400},
             {post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
             {post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(40'000, 'x'), 400},
             {post + "Transfer-Encoding: gzip\r\n\r\n", 501},
             {"GET / HTTP/1.1\r\n\r\n", 400},
             {"GET / HTTP/1.1\nHost: x\n\n", 400},
             {get + "X: a\r\n folded\r\n\r\n", 400},
             {"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
             {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
             {"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
             {"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
             {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
             {post + "Expect: more\r\nContent-Length: 1\r\n\r\na", 417},
             {post + "Content-Length: 1048577\r\n\r\n", 413},
             {post + "Content-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\na", 400},
         }) {
        auto const heard = exchange(request);
        EXPECT_EQ(status_of(heard), status) << request.substr(0, 100);
        EXPECT_NE(heard.find("Connection: close"), std::string::npos) << request.substr(0, 100);
        EXPECT_NE(heard.find("X-Request-Id: "), std::string::npos);
    }
    EXPECT_EQ(Client{port()}.get("/").status, 200);
    EXPECT_EQ(m_server->figures().requests, 1);
}

TEST_F(Serving, an_endless_header_is_cut)
{
    start();
    Wire const wire{port()};
    wire.say("GET / HTTP/1.1\r\nX: ");
    std::string const more(64 * 1024, 'x');
    std::size_t taken = 0;
    while (taken < 300U * 1024 * 1024 && wire.say(more)) {
        taken += more.size();
    }
    EXPECT_LT(taken, 32U * 1024 * 1024);
}

TEST_F(Serving, slow_clients_delay_nobody)
{
    m_settings.limits.header_time = 1s;
    start();
    std::vector<std::unique_ptr<Wire>> drips;
    for (int i = 0; i < 200; ++i) {
        drips.push_back(std::make_unique<Wire>(port()));
        drips.back()->say("GET / HTTP/1.1\r\nX: ");
    }
    std::atomic<bool> enough = false;
    std::thread dripping{[&] {
        while (!enough) {
            for (auto const &drip : drips) {
                drip->say("x");
            }
            std::this_thread::sleep_for(100ms);
        }
    }};
    Client client{port()};
    for (int i = 0; i < 20; ++i) {
        auto const before = SteadyClock::now();
        EXPECT_EQ(client.get("/").status, 200);
        EXPECT_LT(SteadyClock::now() - before, 500ms);
    }
    std::this_thread::sleep_for(1500ms);
    enough = true;
    dripping.join();
    EXPECT_EQ(status_of(drips.front()->hear()), 408) << "however it trickles";
    drips.clear();
    EXPECT_GE(m_server->figures().refused, 200);
}

TEST_F(Serving, a_body_that_trickles_is_cut_and_one_that_flows_is_not)
{
    m_settings.limits.body_grace = 1s;
    m_settings.limits.body_bytes_per_second = 1000;
    start();
    Wire const slow{port()};
    Wire const steady{port()};
    slow.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n");
    steady.say("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9000\r\n\r\n");
    for (int i = 0; i < 18; ++i) {
        slow.say("x");
        steady.say(std::string(500, 'y'));
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_EQ(status_of(slow.hear()), 408);
    EXPECT_EQ(status_of(steady.hear()), 200);
}

TEST_F(Serving, an_idle_connection_is_closed_without_a_word)
{
    m_settings.limits.idle_time = 1s;
    start();
    Wire const wire{port()};
    wire.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const heard = wire.hear();
    EXPECT_EQ(status_of(heard), 200);
    EXPECT_EQ(heard.rfind("HTTP/1.1"), 0U);
}

TEST_F(Serving, a_client_that_does_not_read_is_cut_and_the_stream_waits_for_it)
{
    m_settings.limits.write_time = 1s;
    start();
    Wire const wire{port()};
    wire.say("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int i = 0; i < 100 && m_server->figures().connections_open == 0; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    for (int i = 0; i < 40 && m_server->figures().connections_open > 0; ++i) {
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_EQ(m_server->figures().connections_open, 0);
    EXPECT_LT(m_pieces, 500) << "the kernel's buffers, no more";
}

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

TEST_F(Serving, a_large_body_is_refused_where_it_is_not_expected)
{
    start();
    Client client{port()};
    std::string const large(2U * 1024 * 1024, 'x');
    EXPECT_EQ(client.send(Method::post, "/", large).status, 413);
    std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 32; ++i) {
        chunked += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    }
    EXPECT_EQ(status_of(exchange(chunked)), 413);
    EXPECT_EQ(client.send(Method::post, "/", large.substr(0, 1024U * 1024)).body,
              "POST / body:1048576");
}

TEST_F(Serving, an_upload_of_200_megabytes_takes_no_memory)
{
    start();
    constexpr std::size_t size = 200U * 1024 * 1024;
    std::string const head = "--b\r\nContent-Disposition: form-data; name=f; filename=big\r\n\r\n";
    std::string const tail = "\r\n--b--\r\n";
    std::string const piece(256U * 1024, 'x');
    Wire const wire{port()};
    auto const before = resident_bytes();
    long most = 0;
    wire.say("POST /uploads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
             "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " +
             std::to_string(head.size() + size + tail.size()) + "\r\n\r\n" + head);
    for (std::size_t sent = 0; sent < size; sent += piece.size()) {
        ASSERT_TRUE(wire.say(piece));
        most = std::max(most, resident_bytes());
    }
    wire.say(tail);
    EXPECT_NE(wire.hear().find("f[big]209715200"), std::string::npos);
    EXPECT_LT(most - before, 24L * 1024 * 1024)
        << "3 MB, and what a sanitizer keeps of freed memory";
    EXPECT_TRUE(std::filesystem::is_empty(m_settings.staging_directory));
}

TEST_F(Serving, an_upload_that_breaks_off_leaves_nothing_behind)
{
    start();
    {
        Wire const wire{port()};
        wire.say("POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; "
                 "boundary=b\r\nContent-Length: 900000\r\n\r\n"
                 "--b\r\nContent-Disposition: form-data; name=f; filename=big\r\n\r\n" +
                 std::string(500'000, 'x'));
        for (int i = 0; i < 100 && std::filesystem::is_empty(m_settings.staging_directory); ++i) {
            std::this_thread::sleep_for(10ms);
        }
        EXPECT_FALSE(std::filesystem::is_empty(m_settings.staging_directory));
    }
    for (int i = 0; i < 100 && !std::filesystem::is_empty(m_settings.staging_directory); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_TRUE(std::filesystem::is_empty(m_settings.staging_directory));
}

TEST_F(Serving, a_full_queue_is_503_and_the_connection_stays)
{
    m_settings.workers = 1;
    m_settings.limits.queued = 1;
    start();
    std::thread running{[this] {
        EXPECT_EQ(Client{port()}.get("/wait").status, 200);
    }};
    m_gate.await(1);
    std::thread queued{[this] {
        EXPECT_EQ(Client{port()}.get("/").status, 200);
    }};
    while (m_server->figures().queued < 1) {
        std::this_thread::sleep_for(1ms);
    }
    Client client{port()};
    auto const answer = client.get("/");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_EQ(answer.header("Connection"), "");
    m_gate.open();
    running.join();
    queued.join();
    EXPECT_EQ(client.get("/").status, 200);
}

TEST_F(Serving, one_client_has_only_so_many_connections)
{
    m_settings.limits.connections_per_client = 2;
    start();
    Client first{port()};
    first.get("/");
    {
        Client second{port()};
        second.get("/");
        EXPECT_EQ(status_of(exchange("")), 503);
    }
    while (m_server->figures().connections_open > 1) {
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(Client{port()}.get("/").status, 200);
}

TEST_F(Serving, all_clients_together_have_only_so_many_connections)
{
    m_settings.limits.connections = 2;
    m_settings.trusted_proxies = {"127.0.0.1"}; // which is not counted as one client
    m_settings.limits.connections_per_client = 1;
    start();
    Client first{port()};
    Client second{port()};
    EXPECT_EQ(first.get("/").status, 200);
    EXPECT_EQ(second.get("/").status, 200);
    EXPECT_EQ(status_of(exchange("")), 503);
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

/// A key and a certificate for localhost, in two files.
void make_certificate(std::string const &certificate_path, std::string const &key_path)
{
    auto *const key = EVP_EC_gen("P-256");
    auto *const certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    auto *const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const *>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    auto *const certificate_file = std::fopen(certificate_path.c_str(), "w");
    PEM_write_X509(certificate_file, certificate);
    std::fclose(certificate_file);
    auto *const key_file = std::fopen(key_path.c_str(), "w");
    PEM_write_PrivateKey(key_file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(key_file);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

TEST_F(Serving, tls_carries_requests_and_says_that_they_are_secure)
{
    auto const certificate = testing::TempDir() + "selatan-certificate.pem";
    auto const key = testing::TempDir() + "selatan-key.pem";
    make_certificate(certificate, key);
    m_settings.tls_certificate = certificate;
    m_settings.tls_key = key;
    m_settings.limits.header_time = 1s;
    start();
    {
        Wire const wire{port()};
        auto *const context = SSL_CTX_new(TLS_client_method());
        auto *const tls = SSL_new(context);
        SSL_set_fd(tls, wire.descriptor());
        ASSERT_EQ(SSL_connect(tls), 1);
        auto const talk = [tls](std::string_view request, std::string_view until) {
            SSL_write(tls, request.data(), static_cast<int>(request.size()));
            std::string heard;
            std::array<char, 65536> piece{};
            while (heard.find(until) == std::string::npos) {
                auto const got = SSL_read(tls, piece.data(), static_cast<int>(piece.size()));
                if (got <= 0) {
                    break;
                }
                heard.append(piece.data(), static_cast<std::size_t>(got));
            }
            return heard;
        };
        EXPECT_NE(talk("GET /who HTTP/1.1\r\nHost: x\r\n\r\n", "secure").find("127.0.0.1 secure"),
                  std::string::npos);
        EXPECT_NE(talk("GET /numbers HTTP/1.1\r\nHost: x\r\n\r\n", "0\r\n\r\n").find("999,"),
                  std::string::npos);
        EXPECT_NE(talk("POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                       "Content-Length: 900000\r\n\r\n" +
                           std::string(900'000, 'x'),
                       "body:900000")
                      .find("body:900000"),
                  std::string::npos);
        SSL_shutdown(tls);
        SSL_free(tls);
        SSL_CTX_free(context);
    }
    Wire const mute{port()};
    EXPECT_EQ(mute.hear(), "") << "who never shakes hands is cut";
    auto const plain = exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(status_of(plain), 200);
    std::filesystem::remove(certificate);
    std::filesystem::remove(key);
}

TEST_F(Serving, a_certificate_that_is_not_there_is_refused)
{
    m_settings.tls_certificate = "/nowhere/certificate.pem";
    m_settings.tls_key = "/nowhere/key.pem";
    EXPECT_THROW(start(), std::system_error);
}

} // namespace
} // namespace selatan::http
