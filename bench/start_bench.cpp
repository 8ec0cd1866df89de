// uses: platform_http
//
// From nothing to the first page, and what the program holds in memory: once it has started, once
// people have used it, and when it has been left alone since.
//
//     SELATAN_DATA=portal build/release/bench/start_bench build/release/src/main/selatan

#include "platform/http/client.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace selatan;
using Clock = std::chrono::steady_clock;

constexpr std::uint16_t port = 18'473;

/// `selatan serve` with this process's environment, until it goes out of scope.
class Program {
public:
    explicit Program(char const *path) : m_child{fork()}
    {
        if (m_child == 0) {
            // NOLINTNEXTLINE(concurrency-mt-unsafe): a process of one thread
            setenv("SELATAN_PORT", std::to_string(port).c_str(), 1);
            std::freopen("/dev/null", "w", stdout);
            std::freopen("/dev/null", "w", stderr);
            execl(path, path, "serve", nullptr);
            _exit(127);
        }
    }
    ~Program()
    {
        kill(m_child, SIGTERM);
        waitpid(m_child, nullptr, 0);
    }
    Program(Program const &) = delete;
    Program &operator=(Program const &) = delete;
    Program(Program &&) = delete;
    Program &operator=(Program &&) = delete;

    [[nodiscard]] double resident_megabytes() const
    {
        std::ifstream status{"/proc/" + std::to_string(m_child) + "/status"};
        for (std::string word; status >> word;) {
            if (word == "VmRSS:") {
                double kilobytes = 0;
                status >> kilobytes;
                return kilobytes / 1024;
            }
        }
        throw std::runtime_error{"the program is gone"};
    }

private:
    pid_t m_child;
};

/// Asks until somebody answers.
void wait_for(std::string const &page)
{
    for (;;) {
        try {
            http::Client client{port};
            if (client.get(page).status < 400) {
                return;
            }
        } catch (std::runtime_error const &) {
            // not yet
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
}

double milliseconds_to_first_page(char const *path, std::string const &page)
{
    auto const start = Clock::now();
    Program const program{path};
    wait_for(page);
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Four at a time, as many as there are workers.
void use(std::string const &page)
{
    std::vector<std::thread> people;
    people.reserve(4);
    for (int person = 0; person < 4; ++person) {
        people.emplace_back([&page] {
            http::Client client{port};
            for (int i = 0; i < 200; ++i) {
                client.get(page);
            }
        });
    }
    for (auto &person : people) {
        person.join();
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: start_bench PROGRAM [PAGE…]\n");
        return 2;
    }
    std::vector<std::string> pages{argv + 2, argv + argc};
    if (pages.empty()) {
        pages = {"/public/en", "/public/en/projects", "/public/en/countries", "/public/en/flows",
                 "/sign-in"};
    }
    std::vector<double> starts;
    for (int i = 0; i < 11; ++i) {
        starts.push_back(milliseconds_to_first_page(argv[1], pages.front()));
    }
    std::ranges::sort(starts);
    std::printf("first page %.0f ms (median of 11)\n", starts[5]);

    Program const program{argv[1]};
    wait_for(pages.front());
    constexpr std::chrono::seconds at_rest{3};
    std::this_thread::sleep_for(at_rest);
    std::printf("resident, started %.0f MB\n", program.resident_megabytes());
    for (auto const &page : pages) {
        use(page);
    }
    std::printf("resident, used %.0f MB\n", program.resident_megabytes());
    constexpr std::chrono::seconds left_alone{75};
    std::this_thread::sleep_for(left_alone);
    std::printf("resident, left alone %.0f MB\n", program.resident_megabytes());
    return 0;
}
