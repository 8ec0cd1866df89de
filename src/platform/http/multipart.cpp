#include "platform/http/multipart.hpp"

#include "platform/http/message.hpp"
#include "platform/http/protocol.hpp"

#include <algorithm>

namespace selatan::http {

namespace {

std::string_view trim(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// A parameter's value at the front of `rest`: a token or a quoted string, which it takes off.
/// Browsers escape a quote as %22 (WHATWG HTML, 4.10.21.8) and leave backslashes alone, others
/// write \" and \\: so a backslash escapes only those two.
std::optional<std::string> take_value(std::string_view &rest)
{
    std::string value;
    if (!rest.starts_with('"')) {
        value = trim(rest.substr(0, rest.find(';')));
        rest.remove_prefix(std::min(rest.find(';'), rest.size()));
        return is_token(value) ? std::optional{value} : std::nullopt;
    }
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return value;
        }
        bool const escapes =
            rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\');
        i += escapes ? 1 : 0;
        value += rest[i];
    }
    return std::nullopt;
}

/// `form-data; name="…"; filename="…"` (RFC 7578, 4.2). `filename*` must not be used there and is
/// passed over, as is any other parameter; a repeated one is refused.
bool read_disposition(std::string_view value, Part &part)
{
    auto const type = value.substr(0, value.find(';'));
    if (media_type(type) != "form-data") {
        return false;
    }
    value.remove_prefix(type.size());
    bool named = false;
    while (!(value = trim(value)).empty()) {
        if (value.front() != ';') {
            return false;
        }
        value = trim(value.substr(1));
        auto const equals = value.find('=');
        if (equals == std::string_view::npos) {
            return value.empty() && named;
        }
        auto const name = media_type(value.substr(0, equals)); // lower case, trimmed
        value = trim(value.substr(equals + 1));
        auto text = take_value(value);
        if (!text) {
            return false;
        }
        if (name == "name") {
            if (named) {
                return false;
            }
            named = true;
            part.name = repaired_text(std::move(*text));
        } else if (name == "filename") {
            if (part.file_name) {
                return false;
            }
            part.file_name = repaired_text(std::move(*text));
        }
    }
    return named;
}

/// Lines that each end in CRLF, without the empty one.
std::optional<Part> read_part_header(std::string_view lines)
{
    Part part;
    bool disposed = false;
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(line.size() + 2);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
            !is_header_value(line)) {
            return std::nullopt;
        }
        auto const name = media_type(line.substr(0, colon)); // lower case
        auto const value = trim(line.substr(colon + 1));
        if (name == "content-disposition") {
            if (disposed || !read_disposition(value, part)) {
                return std::nullopt;
            }
            disposed = true;
        } else if (name == "content-type") {
            part.type = repaired_text(std::string{value});
        } else if (name == "content-transfer-encoding") {
            // RFC 7578, 4.7: deprecated. Whoever still encodes would have us keep the wrong bytes.
            auto const encoding = media_type(value);
            if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
                return std::nullopt;
            }
        }
    }
    return disposed ? std::optional{std::move(part)} : std::nullopt;
}

} // namespace

MultipartParser::MultipartParser(std::string_view boundary, PartSink &sink)
    : m_sink{sink}, m_delimiter{"\r\n--"},
      // The first delimiter may stand at the very start, with no line before it.
      m_held{"\r\n"}
{
    m_delimiter += boundary;
}

bool MultipartParser::feed(std::string_view bytes)
{
    if (m_state == State::malformed || m_state == State::epilogue) {
        return m_state == State::epilogue; // RFC 2046, 5.1.1: an epilogue is ignored
    }
    m_held += bytes;
    std::string_view rest = m_held;
    while (advance(rest)) {
    }
    m_held.erase(0, m_held.size() - rest.size());
    return m_state != State::malformed;
}

bool MultipartParser::advance(std::string_view &rest)
{
    switch (m_state) {
    case State::preamble:
    case State::content:
        return find_delimiter(rest);
    case State::after_delimiter:
        return read_after_delimiter(rest);
    case State::header:
        return read_header(rest);
    case State::epilogue:
    case State::malformed:
        rest = {};
        return false;
    }
    return false;
}

bool MultipartParser::find_delimiter(std::string_view &rest)
{
    auto const found = rest.find(m_delimiter);
    // Without it, all but what could be its beginning is content.
    auto const certain = found != std::string_view::npos
                             ? found
                             : rest.size() - std::min(rest.size(), m_delimiter.size() - 1);
    if (m_state == State::content && certain > 0) {
        m_sink.data(rest.substr(0, certain));
    }
    rest.remove_prefix(certain);
    if (found == std::string_view::npos) {
        return false;
    }
    rest.remove_prefix(m_delimiter.size());
    if (m_state == State::content) {
        m_sink.end();
    }
    m_state = State::after_delimiter;
    return true;
}

bool MultipartParser::read_after_delimiter(std::string_view &rest)
{
    // "--" closes; otherwise transport padding and the end of the line. Anything else would be
    // content that begins like the delimiter, which RFC 2046, 5.1 forbids.
    if (rest.size() < 2) {
        return false;
    }
    if (rest.starts_with("--")) {
        m_state = State::epilogue;
        return true;
    }
    auto const padding = std::min(rest.find_first_not_of(" \t"), rest.size());
    auto const line_end = rest.substr(padding, 2);
    if (padding > header_bytes || (!line_end.empty() && line_end[0] != '\r') ||
        (line_end.size() == 2 && line_end[1] != '\n')) {
        m_state = State::malformed;
        return true;
    }
    if (line_end.size() < 2) {
        return false;
    }
    rest.remove_prefix(padding + 2);
    m_state = State::header;
    return true;
}

bool MultipartParser::read_header(std::string_view &rest)
{
    auto const end = rest.find("\r\n\r\n");
    if (std::min(end, rest.size()) > header_bytes) {
        m_state = State::malformed;
        return true;
    }
    if (end == std::string_view::npos) {
        return false;
    }
    auto part = read_part_header(rest.substr(0, end + 2));
    if (!part) {
        m_state = State::malformed;
        return true;
    }
    m_sink.begin(std::move(*part));
    rest.remove_prefix(end + 4);
    m_state = State::content;
    return true;
}

std::string base_name(std::string_view file_name)
{
    constexpr std::size_t longest = 200;
    auto const slash = file_name.find_last_of("/\\");
    if (slash != std::string_view::npos) {
        file_name.remove_prefix(slash + 1);
    }
    auto name = repaired_text(std::string{file_name});
    std::erase_if(name, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
    if (name.size() > longest) {
        auto cut = longest;
        while ((static_cast<unsigned char>(name[cut]) & 0xC0U) == 0x80U) {
            --cut; // never inside a code point
        }
        name.resize(cut);
    }
    return name.empty() || name == "." || name == ".." ? "file" : name;
}

} // namespace selatan::http
