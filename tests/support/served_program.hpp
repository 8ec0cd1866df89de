/// \file
/// `selatan serve` as another process, and somebody who talks to it over a real connection.
#pragma once

#include "tests/support/program_process.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace selatan::testing {

/// The port that a server says it listens on; 0 when it ended before it said so.
inline std::uint16_t port_of(Process &server)
{
    if (!server.read_until("Listening on port ").ends_with("port ")) {
        return 0;
    }
    return static_cast<std::uint16_t>(std::stoi(server.read_until("\n")));
}

/// A browser of few words: one request, one connection.
class Visitor {
public:
    explicit Visitor(std::uint16_t port) : m_port{port} {}

    /// The whole answer; empty when the server went away before all of it was there.
    std::string ask(std::string const &method, std::string const &path,
                    std::string const &body = {},
                    std::string const &type = "application/x-www-form-urlencoded")
    {
        int const fd = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(m_port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::string answer;
        if (connect(fd, reinterpret_cast<sockaddr const *>(&to), sizeof to) == 0) {
            auto const request =
                method + " " + path +
                " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: " + m_cookie +
                "\r\nContent-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body;
            send(fd, request.data(), request.size(), MSG_NOSIGNAL);
            std::array<char, 4096> piece{};
            for (ssize_t got = 0; (got = recv(fd, piece.data(), piece.size(), 0)) > 0;) {
                answer.append(piece.data(), static_cast<std::size_t>(got));
            }
        }
        close(fd);
        if (auto const at = answer.find("Set-Cookie: "); at != std::string::npos) {
            m_cookie = answer.substr(at + 12, answer.find(';', at) - at - 12);
        }
        return answer.find("\r\n\r\n") == std::string::npos ? std::string{} : answer;
    }

    /// Signs in and keeps what forms need to be taken. False when that was not possible.
    bool enter(std::string const &encoded_email, std::string const &encoded_password)
    {
        auto const door = token_in(ask("GET", "/sign-in"));
        auto const entered =
            ask("POST", "/sign-in",
                "token=" + door + "&email=" + encoded_email + "&password=" + encoded_password);
        m_token = token_in(ask("GET", "/desk"));
        return entered.starts_with("HTTP/1.1 303") && !m_token.empty();
    }
    std::string post(std::string const &path, std::string const &fields)
    {
        return ask("POST", path, "token=" + m_token + "&" + fields);
    }
    /// Attaches a text file to a record.
    std::string attach(std::string const &path, std::string const &name, std::string const &text)
    {
        std::string const edge = "--selatan";
        auto const field = [&](std::string const &key, std::string const &value) {
            return edge + "\r\nContent-Disposition: form-data; name=\"" + key + "\"\r\n\r\n" +
                   value + "\r\n";
        };
        auto const body = field("token", m_token) + field("audience", "internal") + edge +
                          "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                          "\"\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n" + edge +
                          "--\r\n";
        return ask("POST", path, body, "multipart/form-data; boundary=selatan");
    }

private:
    static std::string token_in(std::string const &page)
    {
        constexpr std::string_view before = "name=\"token\" value=\"";
        auto const at = page.find(before);
        if (at == std::string::npos) {
            return {};
        }
        auto const from = at + before.size();
        return page.substr(from, page.find('"', from) - from);
    }

    std::uint16_t m_port;
    std::string m_cookie;
    std::string m_token;
};

} // namespace selatan::testing
