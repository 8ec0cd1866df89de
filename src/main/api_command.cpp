#include "main/api_command.hpp"

#include "main/installation.hpp"
#include "platform/auth/account.hpp"
#include "platform/web/command.hpp"

#include <cstdio>

namespace selatan::program {

namespace {

/// The account that acts; nothing when it is not active.
std::optional<auth::Identity> who_acts(Installation &installation, std::string const &address)
{
    return installation.store().read([&](storage::Reader &reader) -> std::optional<auth::Identity> {
        auto const email = auth::Email::parse(address);
        auto const account = email ? auth::find_account(reader, *email) : std::nullopt;
        return account ? auth::load_identity(reader, account->id, "cli") : std::nullopt;
    });
}

http::Request request_of(ApiOptions const &options, http::Method method)
{
    http::Request request;
    request.method = method;
    auto const mark = options.path.find('?');
    request.path = options.path.substr(0, mark);
    if (!request.path.starts_with('/')) {
        request.path.insert(0, "/");
    }
    if (!request.path.starts_with("/api/")) {
        request.path.insert(0, "/api");
    }
    if (mark != std::string::npos) {
        request.query = options.path.substr(mark + 1);
    }
    request.headers.set("Content-Type", "application/json");
    if (options.version) {
        request.headers.set("If-Match", "\"" + std::to_string(*options.version) + "\"");
    }
    if (!options.key.empty()) {
        request.headers.set("Idempotency-Key", options.key);
    }
    request.body = options.body;
    request.client = "cli";
    request.id = "cli";
    return request;
}

void print(http::Response const &response, FILE *out)
{
    auto const &body = response.shared_body ? *response.shared_body : response.body;
    std::fwrite(body.data(), 1, body.size(), out);
    if (response.stream) {
        for (bool more = true; more;) {
            std::string piece;
            more = response.stream(piece);
            std::fwrite(piece.data(), 1, piece.size(), out);
        }
    }
    if (!body.empty() && body.back() != '\n') {
        std::fputc('\n', out);
    }
}

} // namespace

int ask_api(Settings const &settings, ApiOptions const &options)
{
    http::Method method{};
    if (!http::from_code(options.method, method)) {
        std::fprintf(stderr, "selatan: %s is no method of HTTP\n", options.method.c_str());
        return 2;
    }
    Installation installation{settings};
    auto who = who_acts(installation, options.as);
    if (!who) {
        std::fprintf(stderr, "selatan: there is no active account %s\n", options.as.c_str());
        return 2;
    }
    auto const response = web::answer_command(installation.app(), installation.router(),
                                              std::move(*who), request_of(options, method));
    constexpr int refused = 400;
    constexpr int failed = 500;
    print(response, response.status < refused ? stdout : stderr);
    if (response.status < refused) {
        return 0;
    }
    return response.status < failed ? 2 : 1;
}

} // namespace selatan::program
