// Decoding gives UTF-8 without NUL or nothing; encoding undoes it.
#include "base/text.hpp"
#include "platform/http/message.hpp"

#include <cstdint>
#include <cstdlib>

namespace http = selatan::http;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    auto const decoded = http::decode_component(text);
    if (decoded) {
        bool const sound =
            selatan::is_valid_utf8(*decoded) && decoded->find('\0') == std::string::npos;
        if (!sound || http::decode_component(http::encode_component(*decoded)) != decoded) {
            std::abort();
        }
    }
    auto const repaired = http::repaired_text(std::string{text});
    if (!selatan::is_valid_utf8(repaired) || http::repaired_text(repaired) != repaired) {
        std::abort();
    }
    return 0;
}
