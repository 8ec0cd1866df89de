// No subject, name or body adds a header, a part or a line that is too long or not ASCII. The input
// is split at its NULs into subject, name, text and markup.
#include "platform/mail/mail.hpp"
#include "platform/mail/mime.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

using namespace selatan;

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    std::string_view rest{reinterpret_cast<char const *>(data), size};
    std::array<std::string_view, 4> parts;
    for (auto &part : parts) {
        auto const end = std::min(rest.find('\0'), rest.size());
        part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    auto const [subject, name, text, html] = parts;
    if (mail::is_address(subject)) {
        require(subject.find_first_of(" \r\n<>") == std::string_view::npos);
    }
    if (!mail::is_one_line(subject) || !mail::is_one_line(name)) {
        return 0;
    }
    auto const letter = mail::compose({.from = "office@selatan.example",
                                       .from_name = std::string{name},
                                       .to = "someone@example.org",
                                       .to_name = std::string{name},
                                       .subject = std::string{subject},
                                       .text = std::string{text},
                                       .html = std::string{html}});
    int headers = 0;
    int boundaries = 0;
    bool in_headers = true;
    for (std::string_view left = letter; !left.empty();) {
        auto const end = left.find("\r\n");
        require(end != std::string_view::npos);
        auto const line = left.substr(0, end);
        left.remove_prefix(end + 2);
        require(line.size() <= 90);
        require(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; }));
        in_headers = in_headers && !line.empty();
        headers += in_headers && !line.starts_with(' ') ? 1 : 0;
        boundaries += line.starts_with("--=_") ? 1 : 0;
    }
    require(headers == (html.empty() ? 10 : 9));
    require(boundaries == (html.empty() ? 0 : 3));
    return 0;
}
