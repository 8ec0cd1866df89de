/// \file
/// A connection's bytes, plain or through TLS. Included by server.cpp alone, the only unit that
/// compiles Asio.
#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <tuple>
#include <utility>

namespace selatan::http {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

// One concrete executor everywhere: the polymorphic default costs an indirect call per operation.
using Executor = asio::io_context::executor_type;
using UseTask = asio::use_awaitable_t<Executor>;
inline constexpr UseTask use_task{};
/// Errors come back as values, since most of them are a peer that left.
inline constexpr auto use_tuple = asio::as_tuple(use_task);
template <typename T>
using Task = asio::awaitable<T, Executor>;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

using Moved = std::tuple<error_code, std::size_t>; ///< and how many bytes
using Pieces = std::array<asio::const_buffer, 2>;

/// Virtual, so that what reads and writes is compiled once and not per kind of stream.
class Stream {
public:
    virtual ~Stream() = default;
    virtual Task<bool> open() = 0;
    virtual Task<Moved> read_some(asio::mutable_buffer into) = 0;
    virtual Task<Moved> write_some(Pieces const &from) = 0;
    /// Tells the peer that nothing more will come.
    virtual Task<void> finish() = 0;
    [[nodiscard]] virtual Socket &socket() = 0;
    [[nodiscard]] virtual bool is_secure() const = 0;
};

class PlainStream final : public Stream {
public:
    explicit PlainStream(Socket socket) : m_socket{std::move(socket)} {}
    Task<bool> open() override { co_return true; }
    Task<Moved> read_some(asio::mutable_buffer into) override
    {
        return m_socket.async_read_some(into, use_tuple);
    }
    Task<Moved> write_some(Pieces const &from) override
    {
        return m_socket.async_write_some(from, use_tuple);
    }
    Task<void> finish() override
    {
        error_code ignored;
        m_socket.shutdown(Socket::shutdown_send, ignored);
        co_return;
    }
    [[nodiscard]] Socket &socket() override { return m_socket; }
    [[nodiscard]] bool is_secure() const override { return false; }

private:
    Socket m_socket;
};

class TlsStream final : public Stream {
public:
    TlsStream(Socket socket, asio::ssl::context &context) : m_stream{std::move(socket), context} {}
    Task<bool> open() override
    {
        auto const [error] =
            co_await m_stream.async_handshake(asio::ssl::stream_base::server, use_tuple);
        co_return !error;
    }
    Task<Moved> read_some(asio::mutable_buffer into) override
    {
        return m_stream.async_read_some(into, use_tuple);
    }
    Task<Moved> write_some(Pieces const &from) override
    {
        return m_stream.async_write_some(from, use_tuple);
    }
    Task<void> finish() override
    {
        // Waits for the peer's close_notify too; the connection's deadline bounds that.
        co_await m_stream.async_shutdown(use_tuple);
        error_code ignored;
        socket().shutdown(Socket::shutdown_send, ignored);
    }
    [[nodiscard]] Socket &socket() override { return m_stream.next_layer(); }
    [[nodiscard]] bool is_secure() const override { return true; }

private:
    asio::ssl::stream<Socket> m_stream;
};

} // namespace selatan::http
