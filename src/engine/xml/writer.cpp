#include "engine/xml/writer.hpp"

#include "base/ensure.hpp"
#include "engine/xml/characters.hpp"

#include <algorithm>
#include <array>

namespace selatan::xml {

namespace {

constexpr std::size_t piece_size = 32 * 1024;
constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

/// The character at the beginning, which may be cut short: decode() looks at four bytes.
Decoded first_of(std::string_view text)
{
    std::array<char, 4> padded{};
    std::copy_n(text.begin(), std::min(text.size(), padded.size()), padded.begin());
    auto const decoded = decode(padded.data());
    return decoded.length <= text.size() && is_char(decoded.code) ? decoded : Decoded{};
}

/// Calls `keep` with each stretch that XML allows and `replace` for each byte that it does not.
template <typename Keep, typename Replace>
void sift(std::string_view text, Keep const &keep, Replace const &replace)
{
    std::size_t from = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        auto const length = first_of(text.substr(at)).length;
        if (length != 0) {
            at += length;
            continue;
        }
        keep(text.substr(from, at - from));
        replace();
        from = ++at;
        // The rest of a character that is not allowed, such as a lone surrogate, goes with it.
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
            from = ++at;
        }
    }
    keep(text.substr(from));
}

/// How a character stands in text or in an attribute's value; empty: as it is. ">" is always
/// escaped, so that "]]>" cannot come about; line ends and tabs where reading would change them.
std::string_view escaped(char c, bool in_attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return in_attribute ? "&quot;" : "";
    case '\n':
        return in_attribute ? "&#10;" : "";
    case '\t':
        return in_attribute ? "&#9;" : "";
    default:
        return "";
    }
}

std::string escaped(std::string_view text, bool in_attribute)
{
    std::string all;
    all.reserve(text.size());
    for (auto const c : text) {
        auto const instead = escaped(c, in_attribute);
        instead.empty() ? all += c : all += instead;
    }
    return all;
}

} // namespace

std::string allowed_text(std::string_view text, std::uint64_t *replaced)
{
    std::string all;
    all.reserve(text.size());
    sift(
        text, [&all](std::string_view stretch) { all += stretch; },
        [&] {
            all += replacement;
            if (replaced != nullptr) {
                ++*replaced;
            }
        });
    return all;
}

void Writer::put(std::string_view piece)
{
    m_buffer += piece;
    if (m_buffer.size() >= piece_size) {
        flush();
    }
}

void Writer::flush()
{
    m_output(m_buffer);
    m_buffer.clear();
}

void Writer::end_start_tag()
{
    if (m_in_start_tag) {
        put(">");
        m_in_start_tag = false;
    }
}

void Writer::declaration()
{
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void Writer::break_line(std::size_t depth)
{
    if (m_layout == Layout::indented) {
        put("\n" + std::string(2 * depth, ' '));
    }
}

void Writer::open(std::string_view name)
{
    end_start_tag();
    if (!m_open.empty()) {
        m_open.back().has_elements = true;
        if (!m_open.back().has_text) {
            break_line(m_open.size());
        }
    }
    put("<");
    put(name);
    m_open.push_back({.name = std::string{name}});
    m_in_start_tag = true;
}

void Writer::attribute(std::string_view name, std::string_view value)
{
    ENSURE(m_in_start_tag);
    put(" ");
    put(name);
    put("=\"");
    put(escaped(allowed_text(value, &m_replaced), true));
    put("\"");
}

void Writer::text(std::string_view text)
{
    ENSURE(!m_open.empty());
    if (text.empty()) {
        return;
    }
    end_start_tag();
    m_open.back().has_text = true;
    put(escaped(allowed_text(text, &m_replaced), false));
}

void Writer::close()
{
    ENSURE(!m_open.empty());
    if (m_in_start_tag) {
        put("/>");
        m_in_start_tag = false;
    } else {
        if (auto const &last = m_open.back(); last.has_elements && !last.has_text) {
            break_line(m_open.size() - 1);
        }
        put("</");
        put(m_open.back().name);
        put(">");
    }
    m_open.pop_back();
}

void Writer::line()
{
    end_start_tag();
    put("\n");
}

void Writer::fragment(std::string_view xml)
{
    end_start_tag();
    put(xml);
}

void Writer::done()
{
    ENSURE(m_open.empty());
    flush();
}

} // namespace selatan::xml
