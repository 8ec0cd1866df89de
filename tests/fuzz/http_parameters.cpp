// What is parsed is UTF-8 without NUL, and written it reads back the same.
#include "base/text.hpp"
#include "platform/http/message.hpp"

#include <cstdint>
#include <cstdlib>

using selatan::http::Parameters;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    auto const parsed = Parameters::parse(text);
    for (auto const &[name, value] : parsed) {
        for (auto const &one : {name, value}) {
            if (!selatan::is_valid_utf8(one) || one.find('\0') != std::string::npos) {
                std::abort();
            }
        }
    }
    if (Parameters::parse(parsed.encode()) != parsed) {
        std::abort();
    }
    selatan::http::Request request;
    request.headers.add("Cookie", std::string{text});
    (void)request.cookie("session");
    return 0;
}
