/// \file
/// The HTTP/1.1 server: a thin core over Boost.Beast's parser and Asio. Parsing, limits and
/// time-outs here; meaning in the handler, which runs on a pool of worker threads.
#pragma once

#include "platform/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::http {

/// What one client may ask of us. http.md says what happens beyond each.
struct Limits {
    std::uint32_t header_bytes = 16U * 1024;
    std::uint64_t body_in_memory = 1024U * 1024;
    std::uint64_t upload_bytes = 512ULL * 1024 * 1024; ///< a multipart body, staged on disk
    std::size_t form_fields = 10'000;                  ///< fields and files of one form
    std::chrono::seconds header_time{10};      ///< for the whole header, however it trickles
    std::chrono::seconds idle_time{60};        ///< between two requests on one connection
    std::chrono::seconds body_grace{10};       ///< before the rate of a body is looked at
    std::uint32_t body_bytes_per_second = 512; ///< a sender slower than this is cut
    std::chrono::seconds write_time{30};       ///< without progress
    int connections = 4096;
    int connections_per_client = 256; ///< trusted proxies excepted
    int queued = 256;                 ///< requests waiting for a worker
};

/// Told of what a handler or the disk threw; runs on any thread.
using FailureLog = std::function<void(std::string_view request_id, std::string_view what)>;

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; ///< 0 takes a free one
    int loops = 1;
    int workers = 4;
    std::string staging_directory; ///< for uploads; made if absent. Empty: no files are accepted
    /// Addresses or networks ("10.0.0.7", "10.1.0.0/16", "fd00::/8") whose X-Forwarded-* headers
    /// are believed.
    std::vector<std::string> trusted_proxies;
    std::string tls_certificate; ///< PEM chain; empty: plain HTTP
    std::string tls_key;         ///< PEM
    Limits limits;
    FailureLog on_failure; ///< default: a line on standard error
};

/// May this request's body be as large as Limits::upload_bytes (multipart, or a file, staged)?
/// Others are bounded by body_in_memory and may not carry files. Asked on the loop, with the header
/// only, before any of the body is read: answer at once.
using AcceptsUpload = std::function<bool(Method method, std::string_view path)>;
using Handler = std::function<Response(Request &&request)>;

class Server {
public:
    /// Throws std::invalid_argument when a trusted proxy is not an address or network.
    Server(ServerSettings settings, AcceptsUpload accepts_upload, Handler handler);
    ~Server(); ///< stops gracefully
    Server(Server const &) = delete;
    Server &operator=(Server const &) = delete;

    /// Binds and starts; throws std::system_error when the address is taken or the certificate or
    /// the staging directory cannot be used.
    void start();
    /// The one bound, once started.
    [[nodiscard]] std::uint16_t port() const;
    /// No new connections; running requests finish, up to `grace`, after which their connections
    /// are cut. Returns when the last handler has returned.
    void stop(std::chrono::seconds grace = std::chrono::seconds{10});

    struct Figures {
        std::int64_t connections_open = 0;
        std::int64_t requests = 0; ///< given to the handler
        std::int64_t refused = 0;  ///< malformed, too large, too slow, too many
        std::int64_t queued = 0;
    };
    [[nodiscard]] Figures figures() const;

private:
    class Core;
    std::unique_ptr<Core> m_core;
};

} // namespace selatan::http
