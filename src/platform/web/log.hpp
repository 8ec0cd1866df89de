/// \file
/// One JSON line per request on standard error, and the figures that /metrics shows.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace selatan::web {

struct RequestLine {
    std::string id;
    std::string method;
    std::string path; ///< without the query: it may hold what people searched for
    std::string client;
    std::string user; ///< an id, never a name
    int status = 0;
    std::chrono::microseconds micros{0};
    std::string error; ///< what failed, when the answer is 500 or 503
};

enum class Logging { all, errors, none };
/// Process-wide; `all` unless told otherwise.
void set_logging(Logging logging);

/// Writes the line and counts the request. Safe to call from several threads.
void log_request(RequestLine const &line);

/// Requests by status class and a histogram of their time, in Prometheus' text format.
[[nodiscard]] std::string request_metrics();

} // namespace selatan::web
