/// Multilingual content and Accept-Language, as strangers send them.
#include "platform/i18n/multilingual.hpp"
#include "platform/i18n/negotiate.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    using namespace selatan;
    std::string_view const input{reinterpret_cast<char const *>(data), size};
    (void)i18n::negotiate(input);

    auto const text = i18n::MultilingualText::parse(input);
    if (!text) {
        return 0;
    }
    // What was understood is written in one form, and that form means the same.
    auto const json = text->to_json();
    auto const again = i18n::MultilingualText::parse(json);
    if (!again || *again != *text || again->to_json() != json) {
        std::abort();
    }
    for (auto const language : languages) {
        auto const picked = text->pick(language);
        if (picked.text.empty() != text->empty()) {
            std::abort();
        }
    }
    return 0;
}
