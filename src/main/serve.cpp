#include "main/serve.hpp"

#include "main/example.hpp"
#include "main/installation.hpp"
#include "main/jobs.hpp"
#include "platform/http/server.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>

namespace selatan::program {

namespace {

/// Signals are taken by this thread alone, so that no handler runs in the middle of anything.
class StopSignals {
public:
    StopSignals()
    {
        sigemptyset(&m_set);
        sigaddset(&m_set, SIGTERM);
        sigaddset(&m_set, SIGINT);
        pthread_sigmask(SIG_BLOCK, &m_set, nullptr);
    }
    void wait() const
    {
        int signal = 0;
        sigwait(&m_set, &signal);
    }

private:
    sigset_t m_set{};
};

void greet(Installation const &installation, std::uint16_t port)
{
    auto const &settings = installation.settings();
    std::printf("Selatan serves %s at %s\n",
                installation.identity().name.empty() ? "an installation"
                                                     : installation.identity().name.c_str(),
                settings.base_url.c_str());
    if (settings.server.port == 0) {
        std::printf("Listening on port %d\n", port);
    }
    if (installation.identity().is_example) {
        std::printf("\nThis is the example installation. Sign in as:\n");
        for (auto const &user : example_users()) {
            std::printf("  %-34s %s\n", std::string{user.email}.c_str(),
                        std::string{user.what}.c_str());
        }
        std::printf("The password of each is: %s\n\n", std::string{example_password}.c_str());
    }
    std::fflush(stdout);
}

} // namespace

int serve(Settings const &settings)
{
    StopSignals const stop;
    Installation installation{settings};
    std::filesystem::create_directories(settings.server.staging_directory);

    auto const runner = make_runner(installation);
    web::Dispatch const dispatch{installation.app(), installation.router()};
    http::Server server{settings.server,
                        [&](http::Method method, std::string_view path) {
                            return dispatch.accepts_upload(method, path);
                        },
                        [&](http::Request &&request) {
                            return dispatch(std::move(request));
                        }};
    server.start();
    runner->start();
    greet(installation, server.port());
    stop.wait();
    server.stop();
    runner->stop();
    return 0;
}

} // namespace selatan::program
