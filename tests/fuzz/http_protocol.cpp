// A header is judged the same however it arrives; the readers of single fields take anything.
#include "platform/http/protocol.hpp"

#include <cstdint>
#include <cstdlib>

namespace http = selatan::http;
using State = http::HeaderScanner::State;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    http::HeaderScanner whole;
    auto const judged = whole.scan(text);
    http::HeaderScanner growing;
    auto state = State::incomplete;
    for (std::size_t end = 1; end <= text.size() && state == State::incomplete; ++end) {
        state = growing.scan(text.substr(0, end));
    }
    if (state != judged || (state == State::complete && growing.size() != whole.size())) {
        std::abort();
    }

    std::string const value{text};
    (void)http::is_origin_form(text);
    (void)http::boundary_of(text);
    (void)http::is_compressible(text);
    (void)http::preferred_coding(text);
    (void)http::matches_etag(text, "\"a\"");
    static http::TrustedProxies const proxies{{"10.0.0.0/8", "::1"}};
    http::Headers headers;
    headers.add("X-Forwarded-For", value);
    headers.add("X-Forwarded-Proto", value);
    headers.add("Content-Length", value);
    headers.add("Expect", value);
    (void)proxies.client("10.1.2.3", headers);
    (void)proxies.secure("10.1.2.3", headers);
    (void)http::framing_of(headers, http::Version::http_1_0);
    return 0;
}
