#include "platform/http/server.hpp"

#include "platform/clock/clock.hpp"
#include "platform/http/server_connection.hpp"
#include "platform/http/server_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <cstdio>
#include <latch>
#include <system_error>

namespace selatan::http {

namespace {

constexpr std::chrono::milliseconds tick{250};

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

void report_to_standard_error(std::string_view request_id, std::string_view what)
{
    std::fprintf(stderr, "request %.*s: %.*s\n", static_cast<int>(request_id.size()),
                 request_id.data(), static_cast<int>(what.size()), what.data());
}

/// IPv4 stays IPv4 on a socket that takes both.
asio::ip::address plain_address(asio::ip::address const &address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    return address;
}

/// What counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber is given.
std::string client_key(asio::ip::address const &address)
{
    return address.is_v4()
               ? address.to_string()
               : asio::ip::network_v6{address.to_v6(), 64}.canonical().address().to_string();
}

void listen(Acceptor &acceptor, Tcp::endpoint const &endpoint, bool shares_port)
{
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Acceptor::reuse_address{true}); // past connections in TIME_WAIT
    if (shares_port) {
        acceptor.set_option(ReusePort{true});
    }
    acceptor.bind(endpoint);
    acceptor.listen();
}

asio::ssl::context make_tls(ServerSettings const &settings)
{
    asio::ssl::context context{asio::ssl::context::tls_server};
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_options(asio::ssl::context::no_compression | SSL_OP_NO_RENEGOTIATION |
                        SSL_OP_IGNORE_UNEXPECTED_EOF);
    context.use_certificate_chain_file(settings.tls_certificate);
    context.use_private_key_file(settings.tls_key, asio::ssl::context::pem);
    return context;
}

Task<void> serve(std::unique_ptr<Connection> connection)
{
    co_await connection->serve();
}

} // namespace

class Server::Core {
public:
    Core(ServerSettings settings, AcceptsUpload accepts_upload, Handler handler)
        : m_service{.settings = std::move(settings),
                    .accepts_upload = std::move(accepts_upload),
                    .handler = std::move(handler)}
    {
        m_service.trusted = TrustedProxies{m_service.settings.trusted_proxies};
        m_service.id_prefix = random_token(6) + "-";
        if (!m_service.settings.on_failure) {
            m_service.settings.on_failure = report_to_standard_error;
        }
        if (!m_service.accepts_upload) {
            m_service.accepts_upload = [](Method, std::string_view) {
                return false;
            };
        }
    }

    void start()
    {
        auto const &settings = m_service.settings;
        if (!settings.staging_directory.empty()) {
            m_service.staging.emplace(settings.staging_directory);
        }
        if (!settings.tls_certificate.empty()) {
            m_service.tls.emplace(make_tls(settings));
        }
        m_service.workers.emplace(static_cast<std::size_t>(std::max(1, settings.workers)));
        bind();
        for (auto const &loop : m_loops) {
            loop->date = http_date(SystemClock{}.now());
            asio::co_spawn(loop->io, accept_all(*loop), asio::detached);
            asio::co_spawn(loop->io, watch(*loop), asio::detached);
            loop->thread = std::thread{[&io = loop->io] {
                io.run();
            }};
        }
    }

    void stop(std::chrono::seconds grace)
    {
        if (m_loops.empty()) {
            return;
        }
        on_every_loop([](Loop &loop) {
            loop.stopping = true;
            loop.acceptor.close();
            for (auto *const connection : loop.connections) {
                connection->wind_down();
            }
        });
        {
            std::unique_lock lock{m_service.open_mutex};
            m_service.none_open.wait_for(lock, grace, [this] { return m_service.open == 0; });
        }
        on_every_loop([](Loop &loop) {
            for (auto *const connection : loop.connections) {
                connection->cut();
            }
        });
        {
            // Whoever is left waits for a handler, and a thread cannot be cut.
            std::unique_lock lock{m_service.open_mutex};
            m_service.none_open.wait(lock, [this] { return m_service.open == 0; });
        }
        for (auto const &loop : m_loops) {
            loop->io.stop();
            loop->thread.join();
        }
        m_service.workers->join();
        m_loops.clear();
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] Figures figures() const
    {
        return {m_service.open, m_service.requests, m_service.refused, m_service.queued};
    }

private:
    void bind()
    {
        auto const &settings = m_service.settings;
        Tcp::endpoint endpoint{asio::ip::make_address(settings.address), settings.port};
        std::vector<std::unique_ptr<Loop>> loops;
        for (int i = 0; i < std::max(1, settings.loops); ++i) {
            loops.push_back(std::make_unique<Loop>());
        }
        bool const shares_port = loops.size() > 1;
        if (shares_port) {
            // Sockets that share a port also share it with another server of this user, who would
            // get half of our requests: so one that does not share asks for it first.
            Acceptor sole{loops.front()->io};
            listen(sole, endpoint, false);
            endpoint.port(sole.local_endpoint().port());
        }
        for (auto const &loop : loops) {
            listen(loop->acceptor, endpoint, shares_port);
            endpoint.port(loop->acceptor.local_endpoint().port());
        }
        m_port = endpoint.port();
        m_loops = std::move(loops);
    }

    /// Returns when each loop has done it.
    template <typename Work>
    void on_every_loop(Work work)
    {
        std::latch done{static_cast<std::ptrdiff_t>(m_loops.size())};
        for (auto const &loop : m_loops) {
            asio::post(loop->io, [&work, &done, &loop = *loop] {
                work(loop);
                done.count_down();
            });
        }
        done.wait();
    }

    Task<void> accept_all(Loop &loop)
    {
        while (!loop.stopping) {
            auto [error, socket] = co_await loop.acceptor.async_accept(use_tuple);
            if (!error) {
                admit(loop, std::move(socket));
            } else if (!loop.stopping) {
                // Out of descriptors, most likely: one will be free soon.
                Timer pause{loop.io, std::chrono::milliseconds{100}};
                co_await pause.async_wait(use_tuple);
            }
        }
    }

    void admit(Loop &loop, Socket socket)
    {
        error_code error;
        auto const endpoint = socket.remote_endpoint(error);
        if (error) {
            return; // already gone
        }
        socket.set_option(Tcp::no_delay{true}, error);
        auto const address = plain_address(endpoint.address());
        auto const peer = address.to_string();
        // Behind a proxy, one address is many clients.
        std::optional<std::string> client;
        if (!m_service.trusted.contains(peer)) {
            client = client_key(address);
        }
        auto const &limits = m_service.settings.limits;
        if (m_service.open >= limits.connections ||
            (client && !m_service.clients.enter(*client, limits.connections_per_client))) {
            ++m_service.refused;
            turn_away(socket);
            return;
        }
        std::unique_ptr<Stream> stream;
        if (m_service.tls) {
            stream = std::make_unique<TlsStream>(std::move(socket), *m_service.tls);
        } else {
            stream = std::make_unique<PlainStream>(std::move(socket));
        }
        asio::co_spawn(loop.io,
                       serve(std::make_unique<Connection>(m_service, loop, std::move(stream), peer,
                                                          std::move(client))),
                       asio::detached);
    }

    /// A word to whoever is one too many, if it fits into the socket's buffer.
    void turn_away(Socket &socket) const
    {
        if (m_service.tls) {
            return;
        }
        static constexpr std::string_view words = "HTTP/1.1 503 Service Unavailable\r\n"
                                                  "Retry-After: 1\r\n"
                                                  "Content-Length: 0\r\n"
                                                  "Connection: close\r\n\r\n";
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(words), ignored);
    }

    /// The loop's tick: cuts whoever has let a deadline pass.
    static Task<void> watch(Loop &loop)
    {
        for (;;) {
            loop.timer.expires_after(tick);
            co_await loop.timer.async_wait(use_tuple);
            loop.date = http_date(SystemClock{}.now());
            auto const now = SteadyClock::now();
            for (auto *const connection : loop.connections) {
                connection->look_at(now);
            }
        }
    }

    Service m_service;
    std::vector<std::unique_ptr<Loop>> m_loops;
    std::uint16_t m_port = 0;
};

Server::Server(ServerSettings settings, AcceptsUpload accepts_upload, Handler handler)
    : m_core{std::make_unique<Core>(std::move(settings), std::move(accepts_upload),
                                    std::move(handler))}
{
}

Server::~Server()
{
    m_core->stop(std::chrono::seconds{10});
}

void Server::start()
{
    try {
        m_core->start();
    } catch (boost::system::system_error const &failure) {
        // Boost's is no std::system_error, and callers need not know it.
        throw std::system_error{failure.code(), failure.what()};
    }
}

std::uint16_t Server::port() const
{
    return m_core->port();
}

void Server::stop(std::chrono::seconds grace)
{
    m_core->stop(grace);
}

Server::Figures Server::figures() const
{
    return m_core->figures();
}

} // namespace selatan::http
