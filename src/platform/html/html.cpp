#include "platform/html/html.hpp"

#include "base/ensure.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace selatan::html {

namespace {

constexpr std::string_view entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return {};
    }
}

/// How many bytes longer each byte becomes: one table for text and attributes alike, so that no
/// part has to know where it will stand.
constexpr auto growth = [] {
    std::array<unsigned char, 256> table{};
    for (char const c : {'&', '<', '>', '"', '\''}) {
        table[static_cast<unsigned char>(c)] = static_cast<unsigned char>(entity_of(c).size() - 1);
    }
    return table;
}();

/// False when no byte of the eight needs escaping; '#' and multi-byte text may be taken for one
/// that does. Most text has none, and this looks at it eight bytes at a time: setting the bits in
/// which they differ makes one value of & \" ' and one of < >, and a byte that equals neither
/// leaves its high bit alone (the well-known test for a zero byte in a word).
bool may_need_escape(std::uint64_t eight)
{
    constexpr std::uint64_t each_byte = 0x0101010101010101;
    auto const has_zero = [](std::uint64_t x) {
        return (x - each_byte) & ~x & (0x80 * each_byte);
    };
    return (has_zero((eight | (0x05 * each_byte)) ^ (0x27 * each_byte)) |
            has_zero((eight | (0x02 * each_byte)) ^ (0x3e * each_byte))) != 0;
}

/// How many bytes escaping adds.
std::size_t growth_of(std::string_view text)
{
    std::size_t added = 0;
    auto const count = [&](std::string_view some) {
        for (char const c : some) {
            added += growth[static_cast<unsigned char>(c)];
        }
    };
    for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), sizeof eight);
        if (may_need_escape(eight)) {
            count(text.substr(0, sizeof eight));
        }
    }
    count(text);
    return added;
}

char *put(char *out, std::string_view markup)
{
    return std::copy_n(markup.data(), markup.size(), out);
}

char *put_escaped(char *out, std::string_view text)
{
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (growth[static_cast<unsigned char>(text[i])] != 0) {
            out = put(put(out, text.substr(from, i - from)), entity_of(text[i]));
            from = i + 1;
        }
    }
    return put(out, text.substr(from));
}

/// A parser drops a newline that follows these start tags (HTML, 13.2.6.4.7): writing one keeps
/// the text's own.
bool drops_first_newline(std::string_view tag)
{
    return tag == "textarea" || tag == "pre";
}

bool is_local(std::string_view path)
{
    // "//host" and "/\host" name another server, and browsers drop tabs and newlines first.
    auto const is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20;
    };
    return !path.empty() && (path[0] == '/' || path[0] == '?') &&
           (path.size() == 1 || (path[1] != '/' && path[1] != '\\')) &&
           std::ranges::none_of(path, is_control);
}

} // namespace

/// Two passes, one allocation: the size is known before the first byte is written, and so is
/// whether anything needs escaping, which is rare and therefore the slow path.
struct Maker::Size {
    std::size_t bytes = 0;
    std::size_t escapes = 0; ///< bytes that escaping adds

    void add(Part const &part)
    {
        switch (part.m_kind) {
        case Part::Kind::none:
            break;
        case Part::Kind::flag:
            bytes += part.m_name.size() + 1;
            break;
        case Part::Kind::valued:
            bytes += part.m_name.size() + 4; // a space, = and two quotes
            [[fallthrough]];
        case Part::Kind::text:
            bytes += part.m_data.size();
            escapes += growth_of(part.m_data);
            break;
        case Part::Kind::markup:
            bytes += part.m_data.size();
            break;
        case Part::Kind::many:
            for (auto const &one : part.m_many) {
                bytes += one.view().size();
            }
            break;
        }
    }

    void add(std::initializer_list<Part> parts)
    {
        for (auto const &part : parts) {
            add(part);
        }
    }
};

class Maker::Writer {
public:
    /// `before` and `after` are what the element's own tags take.
    Writer(std::size_t before, std::size_t after, std::initializer_list<Part> parts)
    {
        Size size{.bytes = before + after};
        size.add(parts);
        m_escapes = size.escapes != 0;
        auto const whole = size.bytes + size.escapes;
        if (Part const *const large = large_temporary(parts)) {
            take_over(*large, start_of(*large, before, parts), whole);
        } else {
            m_markup.resize(whole);
        }
        m_out = m_markup.data();
    }

    void markup(std::string_view text) { m_out = put(m_out, text); }

    void text(std::string_view text)
    {
        m_out = m_escapes ? put_escaped(m_out, text) : put(m_out, text);
    }

    void attributes(std::initializer_list<Part> parts)
    {
        for (auto const &part : parts) {
            if (part.m_kind == Part::Kind::valued) {
                markup(" ");
                markup(part.m_name);
                markup("=\"");
                text(part.m_data);
                markup("\"");
            } else if (part.m_kind == Part::Kind::flag) {
                markup(" ");
                markup(part.m_name);
            }
        }
    }

    void content(std::initializer_list<Part> parts)
    {
        for (auto const &part : parts) {
            if (part.m_kind == Part::Kind::text) {
                text(part.m_data);
            } else if (&part == m_taken) {
                m_out += part.m_data.size();
            } else if (part.m_kind == Part::Kind::markup) {
                markup(part.m_data);
            } else if (part.m_kind == Part::Kind::many) {
                for (auto const &one : part.m_many) {
                    markup(one.view());
                }
            }
        }
    }

    Html done() && { return Html{std::move(m_markup)}; }

private:
    /// Below this, moving costs more than copying.
    static constexpr std::size_t large_size = 2048;

    static Part const *large_temporary(std::initializer_list<Part> parts)
    {
        for (auto const &part : parts) {
            if (part.m_temporary != nullptr && part.m_data.size() >= large_size) {
                return &part;
            }
        }
        return nullptr;
    }

    /// Where the part will stand: after the attributes and the content before it.
    static std::size_t start_of(Part const &wanted, std::size_t before,
                                std::initializer_list<Part> parts)
    {
        Size size{.bytes = before};
        bool is_before = true;
        for (auto const &part : parts) {
            is_before = is_before && &part != &wanted;
            if (is_before || part.m_kind == Part::Kind::valued || part.m_kind == Part::Kind::flag) {
                size.add(part);
            }
        }
        return size.bytes + size.escapes;
    }

    /// A page is a table in a section in a body: its bytes move within one buffer instead of being
    /// copied into a new one at each level.
    void take_over(Part const &large, std::size_t start, std::size_t whole)
    {
        auto const size = large.m_data.size();
        m_taken = &large;
        m_markup = std::move(large.m_temporary->m_markup);
        m_markup.resize(whole);
        std::memmove(m_markup.data() + start, m_markup.data(), size);
    }

    std::string m_markup;
    char *m_out = nullptr;
    Part const *m_taken = nullptr;
    bool m_escapes = false;
};

Html::Html(Literal literal) : m_markup{literal.view()}
{
}

Html Maker::element(std::string_view tag, std::initializer_list<Part> parts)
{
    bool const newline = drops_first_newline(tag);
    Writer writer{tag.size() + 2 + (newline ? 1 : 0), tag.size() + 3, parts};
    writer.markup("<");
    writer.markup(tag);
    writer.attributes(parts);
    writer.markup(newline ? ">\n" : ">");
    writer.content(parts);
    writer.markup("</");
    writer.markup(tag);
    writer.markup(">");
    return std::move(writer).done();
}

Html Maker::void_element(std::string_view tag, std::initializer_list<Part> parts)
{
    Writer writer{tag.size() + 2, 0, parts};
    writer.markup("<");
    writer.markup(tag);
    writer.attributes(parts);
    writer.markup(">");
    return std::move(writer).done();
}

Html Maker::fragment(std::initializer_list<Part> parts)
{
    Writer writer{0, 0, parts};
    writer.content(parts);
    return std::move(writer).done();
}

bool is_safe_link(std::string_view url)
{
    auto const end = std::min(url.find_first_of(":/?#"), url.size());
    if (end == url.size() || url[end] != ':') {
        return true; // relative: nothing before the path can be a scheme
    }
    std::string scheme{url.substr(0, end)};
    for (char &c : scheme) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
}

Attribute src(std::string_view path)
{
    ENSURE(is_local(path));
    return Maker::valued("src", path);
}

Attribute action(std::string_view path)
{
    ENSURE(is_local(path));
    return Maker::valued("action", path);
}

Attribute form_action(std::string_view path)
{
    ENSURE(is_local(path));
    return Maker::valued("formaction", path);
}

Html script_file(std::string_view path)
{
    return Maker::element("script", {attr<"type">("module"), src(path)});
}

Html document(Document document)
{
    return fragment(markup("<!doctype html>\n"),
                    html_(lang(document.language), dir(document.direction),
                          when(!document.theme.empty(), attr<"data-theme">(document.theme)),
                          head(std::move(document.head)), body(std::move(document.body))));
}

} // namespace selatan::html
