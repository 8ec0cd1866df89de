#include "platform/http/client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace selatan::http {

namespace {

template <typename Number>
Number parse_number(std::string_view text, int base = 10)
{
    Number number = 0;
    auto const *const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number, base).ptr == text.data()) {
        throw std::runtime_error{"not a number in an answer: " + std::string{text}};
    }
    return number;
}

bool has_token(Headers const &headers, std::string_view name, std::string_view token)
{
    auto const value = headers.find(name);
    return value && value->find(token) != std::string_view::npos;
}

} // namespace

Client::Client(std::uint16_t port, std::string address)
    : m_port{port}, m_address{std::move(address)}
{
}

Client::~Client()
{
    disconnect();
}

Client::Answer Client::get(std::string_view target, Headers const &extra)
{
    return send(Method::get, target, {}, extra);
}

Client::Answer Client::post(std::string_view target, Parameters const &form, Headers const &extra)
{
    auto all = extra;
    all.set("Content-Type", "application/x-www-form-urlencoded");
    return send(Method::post, target, form.encode(), all);
}

Client::Answer Client::upload(std::string_view target, Parameters const &form,
                              std::vector<File> const &files, Headers const &extra)
{
    static constexpr std::string_view boundary = "selatan-client-7b1f4c0e93";
    std::string body;
    auto const part = [&body](std::string const &disposition, std::string_view bytes) {
        body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; ");
        body.append(disposition).append("\r\n\r\n").append(bytes).append("\r\n");
    };
    for (auto const &[name, value] : form) {
        part("name=\"" + name + "\"", value);
    }
    for (auto const &file : files) {
        part("name=\"" + file.field + "\"; filename=\"" + file.name +
                 "\"\r\nContent-Type: " + file.type,
             file.bytes);
    }
    body.append("--").append(boundary).append("--\r\n");
    auto all = extra;
    all.set("Content-Type", "multipart/form-data; boundary=" + std::string{boundary});
    return send(Method::post, target, body, all);
}

Client::Answer Client::send(Method method, std::string_view target, std::string_view body,
                            Headers const &extra)
{
    std::string request{to_code(method)};
    request.append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(m_address);
    request.append(":").append(std::to_string(m_port)).append("\r\n");
    auto const append = [&request](Headers const &some) {
        for (auto const &[name, value] : some) {
            request.append(name).append(": ").append(value).append("\r\n");
        }
    };
    append(headers);
    append(extra);
    std::string sent_cookies;
    for (auto const &[name, value] : cookies) {
        sent_cookies += (sent_cookies.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!sent_cookies.empty()) {
        request.append("Cookie: ").append(sent_cookies).append("\r\n");
    }
    if (!body.empty() || method == Method::post || method == Method::put) {
        request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    }
    request += "\r\n";
    bool const reused = m_socket >= 0;
    if (!reused) {
        connect();
    }
    m_received.clear();
    // A refusal may come while we still write: then there is an answer to read all the same.
    bool const written = write(request) && write(body);
    bool const answered = read_more();
    if (!answered) {
        disconnect();
        if (!reused) {
            throw std::runtime_error{written ? "the server closed without an answer"
                                             : "the server closed while we were writing"};
        }
        // The server may have closed an idle connection just now; on a fresh one it may not.
        return send(method, target, body, extra);
    }
    auto answer = read_answer(method);
    keep_cookies(answer);
    if (!written || has_token(answer.headers, "connection", "close")) {
        disconnect();
    }
    return answer;
}

void Client::connect()
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    timeval const patience{.tv_sec = 30};
    int const on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::inet_pton(AF_INET, m_address.c_str(), &address.sin_addr) != 1 ||
        ::connect(m_socket, reinterpret_cast<sockaddr const *>(&address), sizeof address) != 0) {
        disconnect();
        throw std::runtime_error{"cannot connect to " + m_address + ":" + std::to_string(m_port)};
    }
}

void Client::disconnect()
{
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

bool Client::write(std::string_view bytes)
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

bool Client::read_more()
{
    std::array<char, 64U * 1024> piece; // NOLINT: filled by recv
    auto const got = ::recv(m_socket, piece.data(), piece.size(), 0);
    if (got <= 0) {
        return false;
    }
    m_received.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

std::string Client::read_line()
{
    for (;;) {
        if (auto const end = m_received.find("\r\n"); end != std::string::npos) {
            auto line = m_received.substr(0, end);
            m_received.erase(0, end + 2);
            return line;
        }
        if (!read_more()) {
            throw std::runtime_error{"the server closed in the middle of an answer"};
        }
    }
}

std::string Client::read_exactly(std::size_t size)
{
    while (m_received.size() < size) {
        if (!read_more()) {
            throw std::runtime_error{"the server closed in the middle of an answer"};
        }
    }
    auto bytes = m_received.substr(0, size);
    m_received.erase(0, size);
    return bytes;
}

std::string Client::read_chunks()
{
    std::string body;
    for (;;) {
        auto const size = parse_number<std::size_t>(read_line(), 16);
        if (size == 0) {
            break;
        }
        body += read_exactly(size);
        read_line();
    }
    while (!read_line().empty()) { // trailers
    }
    return body;
}

Client::Answer Client::read_answer(Method method)
{
    Answer answer;
    do {
        auto const status_line = read_line();
        if (!status_line.starts_with("HTTP/1.1 ") || status_line.size() < 12) {
            throw std::runtime_error{"not an answer: " + status_line};
        }
        answer.status = parse_number<int>(std::string_view{status_line}.substr(9, 3));
        answer.headers = {};
        for (auto line = read_line(); !line.empty(); line = read_line()) {
            auto const colon = line.find(':');
            auto const value = line.find_first_not_of(' ', colon + 1);
            answer.headers.add(line.substr(0, colon),
                               value == std::string::npos ? std::string{} : line.substr(value));
        }
    } while (answer.status == 100);
    if (method == Method::head || answer.status == 204 || answer.status == 304) {
        return answer;
    }
    if (has_token(answer.headers, "transfer-encoding", "chunked")) {
        answer.body = read_chunks();
    } else if (auto const length = answer.headers.find("content-length")) {
        answer.body = read_exactly(parse_number<std::size_t>(*length));
    } else {
        while (read_more()) {
        }
        answer.body.swap(m_received);
    }
    return answer;
}

void Client::keep_cookies(Answer const &answer)
{
    for (auto const &[name, value] : answer.headers) {
        if (!std::ranges::equal(name, std::string_view{"Set-Cookie"})) {
            continue;
        }
        auto const pair = value.substr(0, value.find(';'));
        auto const equals = pair.find('=');
        if (equals == std::string::npos) {
            continue;
        }
        if (value.find("Max-Age=0") != std::string::npos) {
            cookies.erase(pair.substr(0, equals));
        } else {
            cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
        }
    }
}

} // namespace selatan::http
