/// \file
/// What HTTP says, apart from sockets: pure functions that the server applies to every message.
/// Stricter than RFC 9112 allows a server to be, because every leniency is a way for two programs
/// to read one stream of bytes differently (request smuggling).
#pragma once

#include "base/date.hpp"
#include "platform/http/message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::http {

/// The phrase of RFC 9110, 15; "Unknown" for others.
[[nodiscard]] std::string_view reason(int status);

/// `Sat, 21 Nov 2026 18:29:00 GMT` (RFC 9110, 5.6.7).
[[nodiscard]] std::string http_date(Instant instant);

/// Finds the end of a request's header in bytes that arrive bit by bit, looking at each once.
class HeaderScanner {
public:
    enum class State { incomplete, complete, malformed };

    /// `received` is all that has come of this request, longer with each call. Malformed are: a
    /// line end other than CRLF, control characters, folded lines, names that are not tokens (a
    /// space before the colon among them), and a request line not in three parts.
    [[nodiscard]] State scan(std::string_view received);
    /// Bytes of the header with its empty line, once complete.
    [[nodiscard]] std::size_t size() const { return m_line; }

private:
    std::size_t m_line = 0; ///< where the current line begins
    std::size_t m_seen = 0;
};

enum class Version { http_1_0, http_1_1 };

/// How a request's body is delimited, or with which status the request is refused.
struct Framing {
    int refused = 0;
    bool chunked = false;
    std::uint64_t length = 0;
    bool expects_continue = false;
};
/// RFC 9112, 3.2 and 6: exactly one Host; at most one Content-Length, all digits; no
/// Transfer-Encoding but `chunked`, never beside a Content-Length, never from HTTP/1.0.
[[nodiscard]] Framing framing_of(Headers const &headers, Version version);

/// Origin form only (RFC 9112, 3.2.1): a path from '/', visible ASCII, without an escaped NUL.
[[nodiscard]] bool is_origin_form(std::string_view target);

/// A media type's name in lower case, without its parameters.
[[nodiscard]] std::string media_type(std::string_view content_type);
/// The boundary of a multipart type (RFC 2046, 5.1.1); nothing when it has none that is allowed.
[[nodiscard]] std::optional<std::string> boundary_of(std::string_view content_type);
/// Types that shrink: text, JSON, XML, scripts, SVG.
[[nodiscard]] bool is_compressible(std::string_view content_type);

enum class Coding { identity, gzip, brotli };
/// The best of ours that Accept-Encoding allows (RFC 9110, 12.5.3); brotli when equal.
[[nodiscard]] Coding preferred_coding(std::string_view accept_encoding);

/// Does If-None-Match name this entity tag? Weak comparison (RFC 9110, 13.1.2).
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// May this go into a header as it is? Line ends would start another one.
[[nodiscard]] bool is_header_value(std::string_view value);
[[nodiscard]] bool is_token(std::string_view text);

/// Addresses and networks whose word about the client is taken.
class TrustedProxies {
public:
    TrustedProxies() = default;
    /// Throws std::invalid_argument when one is neither an address nor a network.
    explicit TrustedProxies(std::vector<std::string> const &networks);

    [[nodiscard]] bool contains(std::string_view address) const;
    /// The right-most hop of X-Forwarded-For that is not trusted itself: what stands left of it
    /// anyone may have written. The peer, when it is not trusted or reports nothing usable.
    [[nodiscard]] std::string client(std::string_view peer, Headers const &headers) const;
    /// Did a trusted peer take the request over TLS (X-Forwarded-Proto)?
    [[nodiscard]] bool secure(std::string_view peer, Headers const &headers) const;

private:
    using Address = std::array<std::uint8_t, 16>; ///< IPv6; IPv4 as ::ffff:a.b.c.d
    static std::optional<Address> parse(std::string_view text);

    struct Network {
        Address address{};
        unsigned bits = 128;
    };
    std::vector<Network> m_networks;
};

} // namespace selatan::http
