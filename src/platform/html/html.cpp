#include "platform/html/html.hpp"

#include "base/ensure.hpp"

#include <array>
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

std::size_t escaped_size(std::string_view text)
{
    std::size_t size = text.size();
    for (char const c : text) {
        size += growth[static_cast<unsigned char>(c)];
    }
    return size;
}

char *put(char *out, std::string_view markup)
{
    std::memcpy(out, markup.data(), markup.size());
    return out + markup.size();
}

char *put_escaped(char *out, std::string_view text)
{
    for (char const c : text) {
        if (growth[static_cast<unsigned char>(c)] == 0) {
            *out++ = c;
        } else {
            out = put(out, entity_of(c));
        }
    }
    return out;
}

/// A parser drops a newline that follows these start tags (HTML, 13.2.6.4.7): writing one keeps
/// the text's own.
bool drops_first_newline(std::string_view tag)
{
    return tag == "textarea" || tag == "pre";
}

bool is_local(std::string_view path)
{
    // "//host" and "/\host" name another server.
    return !path.empty() && (path[0] == '/' || path[0] == '?') &&
           (path.size() == 1 || (path[1] != '/' && path[1] != '\\')) && is_safe_link(path);
}

} // namespace

/// Two passes, one allocation: the size is known before the first byte is written.
struct Maker::Size {
    static std::size_t attributes(std::initializer_list<Part> parts)
    {
        std::size_t size = 0;
        for (auto const &part : parts) {
            if (part.m_kind == Part::Kind::valued) {
                size += part.m_name.size() + escaped_size(part.m_data) + 4; // space = " "
            } else if (part.m_kind == Part::Kind::flag) {
                size += part.m_name.size() + 1;
            }
        }
        return size;
    }

    static std::size_t content(std::initializer_list<Part> parts)
    {
        std::size_t size = 0;
        for (auto const &part : parts) {
            if (part.m_kind == Part::Kind::text) {
                size += escaped_size(part.m_data);
            } else if (part.m_kind == Part::Kind::markup) {
                size += part.m_data.size();
            } else if (part.m_kind == Part::Kind::many) {
                for (auto const &one : part.m_many) {
                    size += one.view().size();
                }
            }
        }
        return size;
    }
};

class Maker::Writer {
public:
    explicit Writer(std::size_t size) : m_markup(size, '\0'), m_out{m_markup.data()} {}

    void markup(std::string_view text) { m_out = put(m_out, text); }

    void attributes(std::initializer_list<Part> parts)
    {
        for (auto const &part : parts) {
            if (part.m_kind == Part::Kind::valued) {
                markup(" ");
                markup(part.m_name);
                markup("=\"");
                m_out = put_escaped(m_out, part.m_data);
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
                m_out = put_escaped(m_out, part.m_data);
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
    std::string m_markup;
    char *m_out;
};

Html::Html(Literal literal) : m_markup{literal.view()}
{
}

Html Maker::element(std::string_view tag, std::initializer_list<Part> parts)
{
    bool const newline = drops_first_newline(tag);
    Writer writer{2 * tag.size() + 5 + (newline ? 1 : 0) + Size::attributes(parts) +
                  Size::content(parts)};
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
    Writer writer{tag.size() + 2 + Size::attributes(parts)};
    writer.markup("<");
    writer.markup(tag);
    writer.attributes(parts);
    writer.markup(">");
    return std::move(writer).done();
}

Html Maker::fragment(std::initializer_list<Part> parts)
{
    Writer writer{Size::content(parts)};
    writer.content(parts);
    return std::move(writer).done();
}

bool is_safe_link(std::string_view url)
{
    for (char const c : url) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            return false;
        }
    }
    url.remove_prefix(std::min(url.find_first_not_of(' '), url.size()));
    auto const end = url.find_first_of(":/?#");
    if (end == std::string_view::npos || url[end] != ':') {
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

Html document(Document const &document)
{
    return fragment(markup("<!doctype html>\n"),
                    html_(lang(document.language), dir(document.direction),
                          when(!document.theme.empty(), attr<"data-theme">(document.theme)),
                          head(document.head), body(document.body)));
}

} // namespace selatan::html
