/// \file
/// Requests and responses as handlers see them: plain values, no sockets.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::http {

enum class Method { get, head, post, put, patch, del, options };

[[nodiscard]] std::string_view to_code(Method method);
[[nodiscard]] bool from_code(std::string_view code, Method &method);

/// Names compare without case (RFC 9110, 5.1); order and repeats are kept.
class Headers {
public:
    void add(std::string name, std::string value);
    /// Replaces every header of that name.
    void set(std::string name, std::string value);
    void remove(std::string_view name);
    /// The first of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] auto begin() const { return m_all.begin(); }
    [[nodiscard]] auto end() const { return m_all.end(); }

private:
    std::vector<std::pair<std::string, std::string>> m_all;
};

/// Decoded `name=value` pairs of a query string or a form body, in order, repeats kept.
/// Parsed ones are UTF-8 without NUL.
class Parameters {
public:
    /// application/x-www-form-urlencoded (WHATWG URL, 5.1). Never fails: malformed escapes stay as
    /// they are; NUL, which no text column holds, and bytes that are not UTF-8 become U+FFFD.
    [[nodiscard]] static Parameters parse(std::string_view encoded);
    void add(std::string name, std::string value);
    /// The first of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] std::string encode() const;
    [[nodiscard]] auto begin() const { return m_all.begin(); }
    [[nodiscard]] auto end() const { return m_all.end(); }
    [[nodiscard]] bool empty() const { return m_all.empty(); }

    friend bool operator==(Parameters const &, Parameters const &) = default;

private:
    std::vector<std::pair<std::string, std::string>> m_all;
};

/// Percent-encodes everything but RFC 3986's unreserved characters.
[[nodiscard]] std::string encode_component(std::string_view text);
/// Percent-decodes; nothing when an escape is malformed or the result holds NUL or is not UTF-8.
[[nodiscard]] std::optional<std::string> decode_component(std::string_view text);
/// The same text with U+FFFD for NUL and for what is not UTF-8.
[[nodiscard]] std::string repaired_text(std::string text);

/// A file that arrived with a form, staged on disk; deleted with the last owner of it.
struct Upload {
    std::string field;
    std::string name; ///< the client's name for it, no path, not to be trusted
    std::string type; ///< the client's claim
    std::string path; ///< where it is staged
    std::uint64_t size = 0;
    std::shared_ptr<void> keeps_staged;
};

struct Request {
    Method method = Method::get;
    std::string path;  ///< percent-encoded, as it came, without the query; starts with '/'
    std::string query; ///< without the '?'
    Headers headers;   ///< values are bytes: not necessarily UTF-8
    std::string body;  ///< at most Limits::body_in_memory; empty for multipart forms
    std::vector<Upload> uploads;
    Parameters form;     ///< fields of a urlencoded or multipart body
    std::string client;  ///< the peer's address, or the one a trusted proxy reports
    bool secure = false; ///< TLS, here or at a trusted proxy
    std::string id;      ///< for logs and the X-Request-Id header

    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
    [[nodiscard]] Parameters query_parameters() const { return Parameters::parse(query); }
};

/// The server adds Date, X-Request-Id, the framing headers (ignoring any set here) and, for text
/// over a kilobyte without a Content-Encoding, compression. A 200 whose ETag the client already
/// holds (If-None-Match) goes out as 304.
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    /// A body that many answers share, such as a static asset; used instead of `body` when set.
    std::shared_ptr<std::string const> shared_body;
    /// A body too large to hold: appends the next piece, false when that was the last. Runs on a
    /// worker thread, not always the same one, and never on the loop; the next piece is asked for
    /// only when the client has taken this one. Used instead of both bodies when set.
    std::function<bool(std::string &piece)> stream;
};

/// A cookie for the whole site that scripts cannot read (RFC 6265).
struct Cookie {
    std::string name;
    std::string value;                           ///< cookie-octets (RFC 6265, 4.1.1)
    std::optional<std::chrono::seconds> max_age; ///< absent: until the browser closes; 0 removes it
    bool secure = true;                          ///< sent over TLS only

    /// The value of a Set-Cookie header.
    [[nodiscard]] std::string to_header() const;
};

} // namespace selatan::http
