#include "platform/web/log.hpp"

#include <array>
#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>

namespace selatan::web {

namespace {

/// Upper bounds of the histogram's buckets, in microseconds.
constexpr std::array<std::int64_t, 10> bounds{500,    1'000,   2'500,   5'000,     10'000,
                                              25'000, 100'000, 500'000, 2'000'000, 10'000'000};

struct Figures {
    std::array<std::atomic<std::int64_t>, 6> by_class{};
    std::array<std::atomic<std::int64_t>, bounds.size() + 1> buckets{};
    std::atomic<std::int64_t> micros{0};
    std::atomic<std::int64_t> count{0};
};

Figures &figures()
{
    static Figures all;
    return all;
}

std::atomic<Logging> &logging()
{
    static std::atomic<Logging> chosen{Logging::all};
    return chosen;
}

void count(RequestLine const &line)
{
    auto &all = figures();
    auto const status_class = static_cast<std::size_t>(line.status / 100);
    if (status_class < all.by_class.size()) {
        ++all.by_class[status_class];
    }
    std::size_t bucket = 0;
    while (bucket < bounds.size() && line.micros.count() > bounds[bucket]) {
        ++bucket;
    }
    ++all.buckets[bucket];
    all.micros += line.micros.count();
    ++all.count;
}

} // namespace

void set_logging(Logging chosen)
{
    logging() = chosen;
}

void log_request(RequestLine const &line)
{
    count(line);
    auto const wanted = logging().load();
    if (wanted == Logging::none || (wanted == Logging::errors && line.status < 500)) {
        return;
    }
    boost::json::object object{{"event", "request"},
                               {"at", std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::system_clock::now().time_since_epoch())
                                          .count()},
                               {"id", line.id},
                               {"method", line.method},
                               {"path", line.path},
                               {"status", line.status},
                               {"micros", line.micros.count()},
                               {"client", line.client}};
    if (!line.user.empty()) {
        object["user"] = line.user;
    }
    if (!line.error.empty()) {
        object["error"] = line.error;
    }
    auto const text = boost::json::serialize(object) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string request_metrics()
{
    auto const &all = figures();
    std::string text = "# HELP selatan_requests_total Answers by status class.\n"
                       "# TYPE selatan_requests_total counter\n";
    for (std::size_t i = 1; i < all.by_class.size(); ++i) {
        text += "selatan_requests_total{class=\"" + std::to_string(i) + "xx\"} " +
                std::to_string(all.by_class[i].load()) + "\n";
    }
    text += "# HELP selatan_request_seconds Time from request to answer, in seconds.\n"
            "# TYPE selatan_request_seconds histogram\n";
    std::int64_t so_far = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        so_far += all.buckets[i].load();
        text += "selatan_request_seconds_bucket{le=\"" +
                std::to_string(static_cast<double>(bounds[i]) / 1e6) + "\"} " +
                std::to_string(so_far) + "\n";
    }
    auto const total = std::to_string(all.count.load());
    text += "selatan_request_seconds_bucket{le=\"+Inf\"} " + total + "\n";
    text += "selatan_request_seconds_sum " +
            std::to_string(static_cast<double>(all.micros.load()) / 1e6) + "\n";
    return text + "selatan_request_seconds_count " + total + "\n";
}

} // namespace selatan::web
