/// \file
/// A server under test, what its handlers answer, and a socket on which a test says exactly what it
/// wants.
#pragma once

#include "platform/http/server.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>

namespace selatan::http {

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

inline int status_of(std::string_view answer)
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

/// What a request came to, as text.
inline std::string described(Request const &request)
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

} // namespace selatan::http
