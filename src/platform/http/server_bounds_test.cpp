// What the server cuts, refuses and puts off, so that nobody takes it from the others.
#include "platform/http/client.hpp"
#include "platform/http/server_fixture.hpp"

#include <fstream>
#include <thread>
#include <vector>

namespace selatan::http {
namespace {

long resident_bytes()
{
    std::ifstream file{"/proc/self/statm"};
    long pages = 0;
    long resident = 0;
    file >> pages >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

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

} // namespace
} // namespace selatan::http
