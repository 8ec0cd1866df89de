/// \file
/// One client's connection, request by request. Included by server.cpp alone.
#pragma once

#include "platform/http/answer.hpp"
#include "platform/http/protocol.hpp"
#include "platform/http/server.hpp"
#include "platform/http/server_stream.hpp"
#include "platform/http/staging.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>

namespace selatan::http {

/// How many connections each client has open.
class ClientCounts {
public:
    [[nodiscard]] bool enter(std::string const &client, int most)
    {
        std::lock_guard const lock{m_mutex};
        if (m_counts[client] >= most) {
            return false;
        }
        ++m_counts[client];
        return true;
    }
    void leave(std::string const &client)
    {
        std::lock_guard const lock{m_mutex};
        auto const found = m_counts.find(client);
        if (--found->second == 0) {
            m_counts.erase(found);
        }
    }

private:
    std::mutex m_mutex;
    std::map<std::string, int> m_counts;
};

/// What all connections of a server share.
struct Service {
    ServerSettings settings;
    AcceptsUpload accepts_upload;
    Handler handler;
    TrustedProxies trusted;
    std::string id_prefix;
    std::optional<StagingDirectory> staging;
    std::optional<asio::ssl::context> tls;
    std::optional<asio::thread_pool> workers;
    ClientCounts clients;
    std::atomic<std::uint64_t> last_id = 0;
    std::atomic<std::int64_t> requests = 0;
    std::atomic<std::int64_t> refused = 0;
    std::atomic<std::int64_t> queued = 0;
    std::atomic<std::int64_t> open = 0;
    std::mutex open_mutex;
    std::condition_variable none_open;
};

class Connection;

/// One thread with its own acceptor. A connection stays on the loop that accepted it, so that
/// nothing of it needs a lock.
struct Loop {
    asio::io_context io{1};
    asio::executor_work_guard<Executor> guard{io.get_executor()};
    Acceptor acceptor{io};
    Timer timer{io};
    std::unordered_set<Connection *> connections;
    bool stopping = false;
    std::string date; ///< of this tick
    std::thread thread;
};

/// Reads requests one after the other and answers each before it looks at the next: pipelined
/// ones wait in the buffer.
///
/// No condition of an `if` or a `while` awaits: g++ 12 makes wrong code of some that do.
///
/// Every wait for the peer has a deadline, which is only a field: the loop's tick looks at all of
/// them, so that no read or write starts a timer.
class Connection {
public:
    /// `counted_as` is the client that entered Service::clients, if one did.
    Connection(Service &service, Loop &loop, std::unique_ptr<Stream> stream, std::string peer,
               std::optional<std::string> counted_as)
        : m_service{service}, m_loop{loop}, m_stream{std::move(stream)}, m_peer{std::move(peer)},
          m_counted_as{std::move(counted_as)}
    {
        ++m_service.open;
        m_loop.connections.insert(this);
    }
    ~Connection()
    {
        m_loop.connections.erase(this);
        if (m_counted_as) {
            m_service.clients.leave(*m_counted_as);
        }
        std::lock_guard const lock{m_service.open_mutex};
        if (--m_service.open == 0) {
            m_service.none_open.notify_all();
        }
    }
    Connection(Connection const &) = delete;
    Connection &operator=(Connection const &) = delete;

    Task<void> serve()
    {
        wait_at_most(limits().header_time);
        bool open = co_await m_stream->open();
        while (open) {
            open = co_await serve_one();
        }
    }

    /// The loop's tick.
    void look_at(SteadyClock::time_point now)
    {
        if (now >= m_deadline) {
            m_deadline = SteadyClock::time_point::max();
            m_expired = true;
            error_code ignored;
            m_stream->socket().cancel(ignored); // the waiting read or write ends with an error
        }
    }
    /// The server stops: whoever has asked for nothing goes at once.
    void wind_down()
    {
        if (m_is_idle) {
            cut();
        }
    }
    void cut()
    {
        error_code ignored;
        m_stream->socket().close(ignored);
    }

private:
    /// How a step went: on to the next, or the status to refuse the request with.
    using Step = int;
    static constexpr Step proceed = 0;
    static constexpr Step hang_up = -1; ///< there is nobody to answer

    using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

    struct Exchange {
        Request request;
        Asked asked;
        Framing framing;
        bool may_upload = false;
    };

    [[nodiscard]] Limits const &limits() const { return m_service.settings.limits; }

    Task<bool> serve_one()
    {
        Exchange exchange;
        auto step = co_await read_header(exchange);
        if (step == proceed) {
            step = co_await read_body(exchange);
        }
        if (step == hang_up) {
            co_return false;
        }
        bool keeps_alive = exchange.asked.keeps_alive && step == proceed;
        Answer answer;
        if (step != proceed) {
            ++m_service.refused;
            answer = plain_answer(step, exchange.asked.id);
        } else if (m_service.queued >= limits().queued) {
            ++m_service.refused;
            answer = plain_answer(503, exchange.asked.id);
        } else {
            co_await handle(exchange, answer);
        }
        // A body without a length ends with the connection (RFC 9112, 6.3) unless it is chunked.
        keeps_alive = keeps_alive && !m_loop.stopping &&
                      !(answer.is_streamed() && exchange.asked.version == Version::http_1_0);
        bool const sent = co_await send(answer, exchange.asked, keeps_alive);
        if (sent && !keeps_alive) {
            co_await linger();
        }
        co_return sent &&keeps_alive;
    }

    Task<Step> read_header(Exchange &exchange)
    {
        if (pending().empty()) {
            if (m_buffer.size() > usual_buffer) {
                m_buffer = std::vector<char>(usual_buffer); // a large body was here
            }
            if (m_loop.stopping) {
                co_return hang_up;
            }
            m_is_idle = true;
            wait_at_most(m_is_first ? limits().header_time : limits().idle_time);
            bool const asked = co_await fill(limits().header_bytes);
            m_is_idle = false;
            if (!asked) {
                co_return hang_up;
            }
        }
        m_is_first = false;
        exchange.asked.id = next_id();
        wait_at_most(limits().header_time);
        // RFC 9112, 2.2: one empty line before the request line is passed over.
        if (pending() == "\r") {
            bool const came = co_await fill(limits().header_bytes);
            if (!came) {
                co_return hang_up;
            }
        }
        if (pending().starts_with("\r\n")) {
            consume(2);
        }
        HeaderScanner scanner;
        for (;;) {
            auto const state = scanner.scan(pending());
            if (state == HeaderScanner::State::malformed) {
                co_return 400;
            }
            if (scanner.size() > limits().header_bytes) {
                co_return 431;
            }
            if (state == HeaderScanner::State::complete) {
                break;
            }
            if (pending().size() >= limits().header_bytes) {
                co_return 431;
            }
            bool const came = co_await fill(limits().header_bytes);
            if (!came) {
                co_return m_expired ? 408 : hang_up;
            }
        }
        auto const step = parse_header(pending().substr(0, scanner.size()), exchange);
        consume(scanner.size());
        co_return step;
    }

    Step parse_header(std::string_view header, Exchange &exchange)
    {
        m_parser.emplace();
        m_parser->header_limit(limits().header_bytes + 1); // ours has been applied
        m_parser->body_limit(boost::none);                 // ours depends on the header
        error_code error;
        m_parser->put(asio::buffer(header), error);
        auto const &message = m_parser->get();
        if (error == boost::beast::http::error::bad_version ||
            (!error && message.version() != 10 && message.version() != 11)) {
            return 505;
        }
        if (error || !m_parser->is_header_done()) {
            return 400;
        }
        auto &[request, asked, framing, may_upload] = exchange;
        asked.version = message.version() == 11 ? Version::http_1_1 : Version::http_1_0;
        asked.keeps_alive = message.keep_alive();
        if (!from_code(message.method_string(), request.method)) {
            return 501;
        }
        asked.method = request.method;
        std::string_view const target = message.target();
        if (!is_origin_form(target)) {
            return 400;
        }
        request.path = target.substr(0, target.find('?'));
        request.query = target.substr(std::min(target.size(), request.path.size() + 1));
        for (auto const &field : message) {
            request.headers.add(std::string{field.name_string()}, std::string{field.value()});
        }
        framing = framing_of(request.headers, asked.version);
        if (framing.refused != 0) {
            return framing.refused;
        }
        asked.if_none_match = request.headers.find("if-none-match").value_or("");
        asked.accept_encoding = request.headers.find("accept-encoding").value_or("");
        request.id = asked.id;
        request.client = m_service.trusted.client(m_peer, request.headers);
        request.secure = m_stream->is_secure() || m_service.trusted.secure(m_peer, request.headers);
        may_upload = !m_parser->is_done() &&
                     (is_multipart(request) || FileReader::reads(type_of(request))) &&
                     m_service.accepts_upload(request.method, request.path);
        return framing.length > body_limit(exchange) ? 413 : proceed;
    }

    [[nodiscard]] static std::string type_of(Request const &request)
    {
        return media_type(request.headers.find("content-type").value_or(""));
    }
    [[nodiscard]] static bool is_multipart(Request const &request)
    {
        return type_of(request) == "multipart/form-data";
    }

    [[nodiscard]] std::uint64_t body_limit(Exchange const &exchange) const
    {
        return exchange.may_upload ? limits().upload_bytes : limits().body_in_memory;
    }

    /// Reads the body into `request.body`, a multipart form into its fields and files, or a file
    /// where one is expected.
    Task<Step> read_body(Exchange &exchange)
    {
        if (m_parser->is_done()) {
            co_return proceed;
        }
        auto &request = exchange.request;
        std::unique_ptr<BodyReader> reader;
        if (is_multipart(request)) {
            auto const boundary = boundary_of(*request.headers.find("content-type"));
            if (!boundary) {
                co_return 400;
            }
            reader = std::make_unique<FormReader>(
                *boundary, FormReader::Bounds{limits().body_in_memory, limits().form_fields},
                exchange.may_upload && m_service.staging ? &*m_service.staging : nullptr, request);
        } else if (exchange.may_upload && m_service.staging) {
            reader = std::make_unique<FileReader>(type_of(request), *m_service.staging, request);
        }
        if (exchange.framing.expects_continue && pending().empty()) {
            bool const told = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
            if (!told) {
                co_return hang_up;
            }
        }
        auto const buffer_size = exchange.may_upload ? upload_buffer : body_buffer;
        m_buffer.resize(std::max(m_buffer.size(), buffer_size));
        std::string piece(buffer_size, '\0');
        std::size_t filled = 0;
        std::uint64_t total = 0;
        Patience patience{limits()};
        m_parser->eager(true);
        for (bool starved = pending().empty(); !m_parser->is_done();) {
            if (starved) {
                if (pending().size() >= buffer_size) {
                    co_return 400; // a chunk's header or trailer without an end
                }
                wait_until(patience.begin());
                bool const came = co_await fill(buffer_size);
                patience.end(m_last_read);
                if (!came) {
                    co_return m_expired ? 408 : hang_up;
                }
            }
            auto &body = m_parser->get().body();
            body.data = piece.data() + filled;
            body.size = piece.size() - filled;
            body.more = true;
            error_code error;
            consume(m_parser->put(asio::buffer(pending()), error));
            if (error && error != boost::beast::http::error::need_more &&
                error != boost::beast::http::error::need_buffer) {
                co_return 400;
            }
            auto const now_filled = piece.size() - body.size;
            total += now_filled - filled;
            filled = now_filled;
            starved = pending().empty() || error == boost::beast::http::error::need_more;
            if (total > body_limit(exchange)) {
                co_return 413;
            }
            if (filled < piece.size() && !m_parser->is_done()) {
                continue;
            }
            std::string_view const bytes{piece.data(), filled};
            filled = 0;
            if (!reader) {
                request.body += bytes;
                continue;
            }
            auto const step = co_await take(*reader, bytes, exchange.asked.id);
            if (step != proceed) {
                co_return step;
            }
        }
        co_return reader ? reader->finish() : proceed;
    }

    /// Hands a piece to a worker: the disk may be slow, and the loop must not be.
    Task<Step> take(BodyReader &reader, std::string_view bytes, std::string const &id)
    {
        Step step = proceed;
        auto work = [&]() noexcept {
            try {
                step = reader.feed(bytes);
            } catch (std::exception const &failure) {
                m_service.settings.on_failure(id, failure.what());
                step = 503;
            }
        };
        co_await on_worker(work);
        co_return step;
    }

    Task<void> handle(Exchange &exchange, Answer &answer)
    {
        auto work = [&]() noexcept {
            --m_service.queued;
            auto const &id = exchange.asked.id;
            try {
                answer = produce(exchange);
            } catch (std::exception const &failure) {
                m_service.settings.on_failure(id, failure.what());
                answer = plain_answer(500, id);
            } catch (...) {
                m_service.settings.on_failure(id, "an exception of unknown type");
                answer = plain_answer(500, id);
            }
        };
        ++m_service.requests;
        ++m_service.queued;
        co_await on_worker(work);
    }

    Answer produce(Exchange &exchange)
    {
        // Its files go with it, as soon as the handler has returned.
        auto request = std::move(exchange.request);
        auto const type = request.headers.find("content-type");
        if (type && media_type(*type) == "application/x-www-form-urlencoded") {
            auto const pairs = std::ranges::count(request.body, '&') + 1;
            if (static_cast<std::size_t>(pairs) > limits().form_fields) {
                ++m_service.refused;
                return plain_answer(413, exchange.asked.id);
            }
            request.form = Parameters::parse(request.body);
        }
        return answer_with(m_service.handler(std::move(request)), exchange.asked);
    }

    Task<bool> send(Answer &answer, Asked const &asked, bool keeps_alive)
    {
        auto const header = header_of(answer, asked, keeps_alive, m_loop.date);
        if (!answer.has_body(asked)) {
            co_return co_await write(header, {});
        }
        if (!answer.is_streamed()) {
            co_return co_await write(header, answer.body());
        }
        bool sent = co_await write(header, {});
        bool const chunked = asked.version == Version::http_1_1;
        StreamedPiece piece;
        auto work = [&]() noexcept {
            make_piece(answer, asked.id, piece);
        };
        while (sent && piece.more) {
            co_await on_worker(work);
            if (piece.failed) {
                co_return false; // an end without the last chunk tells the client
            }
            std::string chunk_header;
            if (chunked) {
                frame_chunk(piece, chunk_header);
            }
            sent = co_await write(chunk_header, piece.bytes);
        }
        co_return sent;
    }

    struct StreamedPiece {
        std::string bytes;
        bool more = true;
        bool failed = false;
    };

    void make_piece(Answer &answer, std::string const &id, StreamedPiece &piece) noexcept
    {
        piece.bytes.clear();
        try {
            std::string made;
            while (piece.more && piece.bytes.empty()) {
                made.clear();
                piece.more = answer.response.stream(made);
                if (!answer.compressor) {
                    piece.bytes.swap(made);
                    continue;
                }
                if (!made.empty()) {
                    answer.compressor->add(made, piece.bytes);
                }
                if (!piece.more) {
                    answer.compressor->finish(piece.bytes);
                }
            }
        } catch (std::exception const &failure) {
            m_service.settings.on_failure(id, failure.what());
            piece.failed = true;
        }
    }

    /// RFC 9112, 7.1. An empty chunk would be the last: one is written only at the end.
    static void frame_chunk(StreamedPiece &piece, std::string &chunk_header)
    {
        if (!piece.bytes.empty()) {
            std::array<char, 20> text{};
            auto const length =
                std::snprintf(text.data(), text.size(), "%zx\r\n", piece.bytes.size());
            chunk_header.assign(text.data(), static_cast<std::size_t>(length));
            piece.bytes += "\r\n";
        }
        if (!piece.more) {
            piece.bytes += "0\r\n\r\n";
        }
    }

    Task<bool> write(std::string_view first, std::string_view second)
    {
        Pieces pieces{asio::buffer(first), asio::buffer(second)};
        while (asio::buffer_size(pieces) > 0) {
            wait_at_most(limits().write_time);
            auto [error, count] = co_await m_stream->write_some(pieces);
            if (error) {
                co_return false;
            }
            for (auto &piece : pieces) {
                auto const written = std::min(count, piece.size());
                piece += written;
                count -= written;
            }
        }
        co_return true;
    }

    /// Ends the connection so that the last answer arrives: closing a socket that has unread
    /// bytes makes the kernel reset it, and the peer forget what it had not read.
    Task<void> linger()
    {
        constexpr std::size_t most = 16U * 1024 * 1024;
        wait_at_most(std::chrono::seconds{2});
        co_await m_stream->finish();
        m_buffer.resize(body_buffer);
        for (std::size_t discarded = 0; discarded < most;) {
            auto const [error, count] =
                co_await m_stream->socket().async_read_some(asio::buffer(m_buffer), use_tuple);
            if (error) {
                co_return;
            }
            discarded += count;
        }
    }

    /// Runs `work` on a worker thread; no deadline holds meanwhile.
    template <typename Work>
    Task<void> on_worker(Work &work)
    {
        m_deadline = SteadyClock::time_point::max();
        UseTask token;
        co_await asio::async_initiate<UseTask, void()>(
            [this, &work](auto resume) {
                asio::post(*m_service.workers, [&work, resume = std::move(resume)]() mutable {
                    work();
                    auto const executor = asio::get_associated_executor(resume);
                    asio::post(executor, std::move(resume));
                });
            },
            token);
    }

    /// Bounds how long a body may take: a grace, and then what the lowest rate allows. Time that
    /// we spend ourselves does not count.
    class Patience {
    public:
        explicit Patience(Limits const &limits)
            : m_left{limits.body_grace}, m_rate{std::max(1U, limits.body_bytes_per_second)}
        {
        }
        SteadyClock::time_point begin()
        {
            m_began = SteadyClock::now();
            return m_began + m_left;
        }
        void end(std::size_t bytes)
        {
            std::chrono::duration<double> const earned{static_cast<double>(bytes) / m_rate};
            m_left += std::chrono::duration_cast<SteadyClock::duration>(earned) -
                      (SteadyClock::now() - m_began);
        }

    private:
        SteadyClock::duration m_left;
        std::uint32_t m_rate;
        SteadyClock::time_point m_began;
    };

    // The buffer of what came and has not been looked at.
    static constexpr std::size_t usual_buffer = 4U * 1024;
    static constexpr std::size_t body_buffer = 16U * 1024;
    static constexpr std::size_t upload_buffer = 128U * 1024;

    [[nodiscard]] std::string_view pending() const
    {
        return {m_buffer.data() + m_from, m_to - m_from};
    }
    void consume(std::size_t bytes) { m_from += bytes; }

    /// Reads more; `most` is how large the buffer may become, more than is pending. False when the
    /// peer is gone or the deadline has passed.
    Task<bool> fill(std::size_t most)
    {
        std::memmove(m_buffer.data(), m_buffer.data() + m_from, m_to - m_from);
        m_to -= m_from;
        m_from = 0;
        if (m_to == m_buffer.size()) {
            m_buffer.resize(most);
        }
        auto const [error, count] = co_await m_stream->read_some(
            asio::buffer(m_buffer.data() + m_to, m_buffer.size() - m_to));
        m_last_read = count;
        m_to += count;
        co_return !error;
    }

    void wait_at_most(std::chrono::seconds span) { wait_until(SteadyClock::now() + span); }
    void wait_until(SteadyClock::time_point deadline)
    {
        m_deadline = deadline;
        m_expired = false;
    }

    std::string next_id()
    {
        std::array<char, 20> text{};
        auto const number = ++m_service.last_id;
        auto const length = std::snprintf(text.data(), text.size(), "%06llx",
                                          static_cast<unsigned long long>(number));
        return m_service.id_prefix + std::string{text.data(), static_cast<std::size_t>(length)};
    }

    Service &m_service;
    Loop &m_loop;
    std::unique_ptr<Stream> m_stream;
    std::string m_peer;
    std::optional<std::string> m_counted_as;
    std::vector<char> m_buffer = std::vector<char>(usual_buffer);
    std::size_t m_from = 0;
    std::size_t m_to = 0;
    std::size_t m_last_read = 0;
    std::optional<Parser> m_parser;
    SteadyClock::time_point m_deadline = SteadyClock::time_point::max();
    bool m_expired = false;
    bool m_is_idle = true; ///< nothing of a request has come
    bool m_is_first = true;
};

} // namespace selatan::http
