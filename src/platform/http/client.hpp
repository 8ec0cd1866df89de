/// \file
/// A small blocking HTTP client for tests and journeys: one connection, kept alive, with cookies.
/// It speaks to our own server, over plain HTTP, and trusts what it says.
#pragma once

#include "platform/http/message.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::http {

class Client {
public:
    struct Answer {
        int status = 0;
        Headers headers;
        std::string body; ///< as sent: compressed if the request's Accept-Encoding asked for it

        [[nodiscard]] std::string header(std::string_view name) const
        {
            return std::string{headers.find(name).value_or("")};
        }
    };
    struct File {
        std::string field;
        std::string name;
        std::string type;
        std::string bytes;
    };

    explicit Client(std::uint16_t port, std::string address = "127.0.0.1");
    ~Client();
    Client(Client const &) = delete;
    Client &operator=(Client const &) = delete;

    // Each throws std::runtime_error when there is no answer within 30 seconds. Redirects are
    // answers: nothing follows them.
    Answer send(Method method, std::string_view target, std::string_view body = {},
                Headers const &headers = {});
    Answer get(std::string_view target, Headers const &headers = {});
    /// As a browser sends a form.
    Answer post(std::string_view target, Parameters const &form, Headers const &headers = {});
    Answer upload(std::string_view target, Parameters const &form, std::vector<File> const &files,
                  Headers const &headers = {});

    /// Sent with every request, before the request's own.
    Headers headers;
    /// By name. Set-Cookie fills it, whatever its path; Max-Age=0 takes one out.
    std::map<std::string, std::string> cookies;

private:
    void connect();
    void disconnect();
    [[nodiscard]] bool write(std::string_view bytes);
    [[nodiscard]] bool read_more();
    std::string read_line();
    std::string read_exactly(std::size_t size);
    std::string read_chunks();
    Answer read_answer(Method method);
    void keep_cookies(Answer const &answer);

    std::uint16_t m_port;
    std::string m_address;
    int m_socket = -1;
    std::string m_received;
};

} // namespace selatan::http
