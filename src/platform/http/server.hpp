/// \file
/// The HTTP/1.1 server: a thin core over Boost.Beast's parser and Asio. Parsing, limits and
/// time-outs here; meaning in the handler, which runs on a pool of worker threads.
#pragma once

#include "platform/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace selatan::http {

struct Limits {
    std::uint32_t header_bytes = 16U * 1024;
    std::uint64_t body_in_memory = 1024U * 1024;
    std::uint64_t upload_bytes = 512ULL * 1024 * 1024; ///< a multipart body, staged on disk
    std::chrono::seconds header_time{10}; ///< for the whole header, however it trickles
    std::chrono::seconds idle_time{60};   ///< between two requests on one connection
    std::uint32_t body_bytes_per_second = 512; ///< a sender slower than this, after 10 s, is cut
    std::chrono::seconds write_time{30}; ///< without progress
    int connections = 4096;
    int connections_per_client = 256;
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; ///< 0 takes a free one
    int loops = 1;
    int workers = 4;
    std::string staging_directory; ///< for uploads; made if absent
    std::vector<std::string> trusted_proxies; ///< addresses whose X-Forwarded-* headers are believed
    Limits limits;
};

/// May this request's body be as large as Limits::upload_bytes (multipart, staged)? Others are
/// bounded by body_in_memory. Asked with the header only, before any of the body is read.
using AcceptsUpload = std::function<bool(Method method, std::string_view path)>;
using Handler = std::function<Response(Request &&request)>;

class Server {
public:
    Server(ServerSettings settings, AcceptsUpload accepts_upload, Handler handler);
    ~Server(); ///< stops gracefully
    Server(Server const &) = delete;
    Server &operator=(Server const &) = delete;

    /// Binds and starts; throws std::system_error when the address is taken.
    void start();
    [[nodiscard]] std::uint16_t port() const;
    /// No new connections; running requests finish, up to `grace`.
    void stop(std::chrono::seconds grace = std::chrono::seconds{10});

    struct Figures {
        std::int64_t connections_open = 0;
        std::int64_t requests = 0;
        std::int64_t refused = 0; ///< malformed, too large, too slow, too many
        std::int64_t queued = 0;
    };
    [[nodiscard]] Figures figures() const;

private:
    class Core;
    std::unique_ptr<Core> m_core;
};

} // namespace selatan::http
