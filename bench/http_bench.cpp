// uses: platform_http
//
// What the server itself costs: `http_bench [SECONDS]` serves a greeting and a static 20 kB body
// and lets wrk(1) ask for each over 32 connections. The figure to keep is CPU time per request:
// unlike requests per second it hardly moves with what else the machine is doing.
#include "platform/http/server.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>

namespace {

using namespace selatan;

/// Of this process, without wrk.
double cpu_seconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval const &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

http::Response answer(http::Request const &request)
{
    static auto const page = std::make_shared<std::string const>(20'000, 'x');
    http::Response response;
    response.headers.add("Content-Type", "text/plain");
    if (request.path == "/static") {
        response.headers.add("Cache-Control", "max-age=31536000, immutable");
        response.shared_body = page;
    } else {
        response.body = "Hello";
    }
    return response;
}

} // namespace

int main(int argc, char **argv)
{
    int const seconds = argc > 1 ? std::atoi(argv[1]) : 3;
    http::Server server{
        http::ServerSettings{.port = 0, .workers = 2}, {}, [](http::Request &&request) {
            return answer(request);
        }};
    server.start();
    for (auto const *const path : {"/hello", "/static"}) {
        auto const requests_before = server.figures().requests;
        auto const cpu_before = cpu_seconds();
        auto const command = "wrk -t1 -c32 -d" + std::to_string(seconds) +
                             " http://127.0.0.1:" + std::to_string(server.port()) + path +
                             " > /dev/null";
        if (std::system(command.c_str()) != 0) {
            std::fputs("wrk is needed: apt-get install wrk\n", stderr);
            return 1;
        }
        auto const requests = static_cast<double>(server.figures().requests - requests_before);
        std::printf("%-8s %8.0f requests/s  %6.2f us of CPU each\n", path, requests / seconds,
                    (cpu_seconds() - cpu_before) / requests * 1e6);
    }
    return 0;
}
