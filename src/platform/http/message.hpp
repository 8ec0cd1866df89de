/// \file
/// Requests and responses as handlers see them: plain values, no sockets.
#pragma once

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

/// Names compare without case (RFC 9110, 5.1); order and repeats are kept.
class Headers {
public:
    void add(std::string name, std::string value);
    /// Replaces every header of that name.
    void set(std::string name, std::string value);
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] auto begin() const { return m_all.begin(); }
    [[nodiscard]] auto end() const { return m_all.end(); }

private:
    std::vector<std::pair<std::string, std::string>> m_all;
};

/// Decoded `name=value` pairs of a query string or a form body, in order, repeats kept.
class Parameters {
public:
    /// application/x-www-form-urlencoded (WHATWG URL, 5.1). Never fails: malformed escapes stay as
    /// they are; bytes that are not UTF-8 become U+FFFD.
    [[nodiscard]] static Parameters parse(std::string_view encoded);
    void add(std::string name, std::string value);
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] std::string encode() const;
    [[nodiscard]] auto begin() const { return m_all.begin(); }
    [[nodiscard]] auto end() const { return m_all.end(); }
    [[nodiscard]] bool empty() const { return m_all.empty(); }

private:
    std::vector<std::pair<std::string, std::string>> m_all;
};

/// Percent-encodes everything but RFC 3986's unreserved characters.
[[nodiscard]] std::string encode_component(std::string_view text);
/// Percent-decodes; nothing when an escape is malformed or the result holds NUL or is not UTF-8.
[[nodiscard]] std::optional<std::string> decode_component(std::string_view text);

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
    std::string path;  ///< percent-encoded, as it came, without the query
    std::string query; ///< without the '?'
    Headers headers;
    std::string body; ///< at most Limits::body_in_memory; empty for multipart forms
    std::vector<Upload> uploads;
    Parameters form; ///< fields of a urlencoded or multipart body
    std::string client; ///< the peer's address, or the one a trusted proxy reports
    bool secure = false; ///< TLS, here or at a trusted proxy
    std::string id;      ///< for logs and the X-Request-Id header

    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    /// A body too large to hold: appends the next piece, false when that was the last. Runs on a
    /// worker thread, never on the loop. Used instead of `body` when set.
    std::function<bool(std::string &piece)> stream;
};

} // namespace selatan::http
