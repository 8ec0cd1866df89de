/// \file
/// The HTML builder: pages are nested calls, escaped by construction.
///
///     Html card = section(cls("card"), h2(words.partners), p(bdi(partner.name)),
///                         a(href("/partners/" + id), words.open));
///
/// `Html` holds markup that is already escaped, and only this file makes one. A string of any kind
/// is text and is escaped; markup that is not built by calls is a compile-time literal
/// (`markup("<br>")`). The single way from runtime text to markup is `from_markdown`
/// (markdown.hpp). Attributes and tags have compile-time names; event handlers, inline styles and
/// inline scripts cannot be written, so that the strictest Content-Security-Policy holds.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::html {

class Attribute;
class Literal;
class Part;
class SanitisedHtml;

/// Markup, already escaped.
class Html {
public:
    Html() = default;
    Html(Literal literal); // NOLINT(google-explicit-constructor): a literal is markup

    [[nodiscard]] std::string_view view() const { return m_markup; }
    [[nodiscard]] std::string take() && { return std::move(m_markup); }
    [[nodiscard]] bool empty() const { return m_markup.empty(); }

    Html &operator+=(Html const &more)
    {
        m_markup += more.m_markup;
        return *this;
    }
    friend Html operator+(Html first, Html const &second) { return std::move(first += second); }
    friend bool operator==(Html const &, Html const &) = default;

private:
    friend class Maker;
    explicit Html(std::string markup) : m_markup{std::move(markup)} {}

    std::string m_markup;
};

/// Text that a compiler saw: the only strings that may be markup as they stand.
class Literal {
public:
    template <std::size_t N>
    explicit consteval Literal(char const (&text)[N]) : m_text{text, N - 1}
    {
    }
    [[nodiscard]] constexpr std::string_view view() const { return m_text; }

private:
    std::string_view m_text;
};

/// `markup("<wbr>")`
template <std::size_t N>
[[nodiscard]] consteval Literal markup(char const (&text)[N])
{
    return Literal{text};
}

/// The name of an attribute or element, as a template argument.
template <std::size_t N>
struct Name {
    // NOLINTNEXTLINE(google-explicit-constructor): written as attr<"name">
    consteval Name(char const (&name)[N]) { std::copy_n(name, N, text); }
    [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
    char text[N];
};

[[nodiscard]] consteval bool is_name(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
}

/// Attributes that attr<> refuses: they would run code or load things. URLs go through href(),
/// src(), action(); behaviour is in assets/selatan.js, looks in assets/selatan.css.
[[nodiscard]] consteval bool is_plain_attribute(std::string_view name)
{
    for (std::string_view const special :
         {"style", "href", "src", "srcset", "srcdoc", "action", "formaction", "poster", "data",
          "ping", "background", "manifest", "http-equiv"}) {
        if (name == special) {
            return false;
        }
    }
    return is_name(name) && !name.starts_with("on");
}

/// One attribute of the element in whose call it stands. It only looks at its value, therefore it
/// cannot be kept: elements take temporaries alone, and it neither copies nor moves.
class [[nodiscard]] Attribute {
public:
    Attribute(Attribute const &) = delete;
    Attribute &operator=(Attribute const &) = delete;

private:
    friend class Part;
    friend class Maker;
    enum class Kind { none, flag, valued };
    Attribute() = default;
    Attribute(Kind kind, std::string_view name, std::string_view value)
        : m_kind{kind}, m_name{name}, m_value{value}
    {
    }

    Kind m_kind = Kind::none;
    std::string_view m_name;
    std::string_view m_value;
};

/// One argument of an element's call: an attribute, text or markup. Only looks at what it is made
/// of.
class Part {
public:
    // Conversions are the point of this class.
    // NOLINTBEGIN(google-explicit-constructor)
    Part(Attribute &&attribute)
        : m_kind{attribute.m_kind == Attribute::Kind::none     ? Kind::none
                 : attribute.m_kind == Attribute::Kind::valued ? Kind::valued
                                                               : Kind::flag},
          m_name{attribute.m_name}, m_data{attribute.m_value}
    {
    }
    template <std::convertible_to<std::string_view> Text>
    Part(Text const &text) : m_kind{Kind::text}, m_data{text}
    {
    }
    Part(std::nullptr_t) = delete;
    Part(Html const &markup) : m_kind{Kind::markup}, m_data{markup.view()} {}
    /// A temporary of some size gives its memory to the element around it.
    Part(Html &&markup) : m_kind{Kind::markup}, m_data{markup.view()}, m_temporary{&markup} {}
    Part(Literal literal) : m_kind{Kind::markup}, m_data{literal.view()} {}
    Part(std::optional<Html> const &markup) : m_kind{Kind::markup}
    {
        if (markup) {
            m_data = markup->view();
        }
    }
    Part(std::span<Html const> many) : m_kind{Kind::many}, m_many{many} {}
    Part(std::vector<Html> const &many) : m_kind{Kind::many}, m_many{many} {}
    // NOLINTEND(google-explicit-constructor)

private:
    friend class Maker;
    enum class Kind { none, flag, valued, text, markup, many };

    Kind m_kind;
    std::string_view m_name;
    std::string_view m_data;
    std::span<Html const> m_many;
    Html *m_temporary = nullptr;
};

/// What the functions below are made of; pages never name it.
class Maker {
public:
    [[nodiscard]] static Html element(std::string_view tag, std::initializer_list<Part> parts);
    [[nodiscard]] static Html void_element(std::string_view tag, std::initializer_list<Part> parts);
    [[nodiscard]] static Html fragment(std::initializer_list<Part> parts);
    [[nodiscard]] static Attribute valued(std::string_view name, std::string_view value)
    {
        return {Attribute::Kind::valued, name, value};
    }
    [[nodiscard]] static Attribute flag(std::string_view name, bool on)
    {
        return {on ? Attribute::Kind::flag : Attribute::Kind::none, name, {}};
    }
    [[nodiscard]] static Attribute maybe(bool wanted, Attribute const &attribute)
    {
        return {wanted ? attribute.m_kind : Attribute::Kind::none, attribute.m_name,
                attribute.m_value};
    }

private:
    friend SanitisedHtml from_markdown(std::string_view text);
    struct Size;
    class Writer;
    /// Only for what the Markdown renderer wrote.
    [[nodiscard]] static Html trusted(std::string markup) { return Html{std::move(markup)}; }
};

// -- Attributes ---------------------------------------------------------------------------------

/// `attr<"data-autosave">(url)`, `attr<"colspan">("2")`: any attribute that can do no harm.
template <Name N>
[[nodiscard]] Attribute attr(std::string_view value)
{
    static_assert(is_plain_attribute(N.view()),
                  "not a plain attribute: use href(), src() or action(), a class, or selatan.js");
    return Maker::valued(N.view(), value);
}

/// `flag<"disabled">(!may_edit)`: a boolean attribute.
template <Name N>
[[nodiscard]] Attribute flag(bool on = true)
{
    static_assert(is_plain_attribute(N.view()));
    return Maker::flag(N.view(), on);
}

[[nodiscard]] inline Attribute cls(std::string_view names)
{
    return Maker::valued("class", names);
}
[[nodiscard]] inline Attribute id(std::string_view value)
{
    return Maker::valued("id", value);
}
[[nodiscard]] inline Attribute lang(std::string_view tag)
{
    return Maker::valued("lang", tag);
}

enum class Direction { left_to_right, right_to_left };
[[nodiscard]] inline Attribute dir(Direction direction)
{
    return Maker::valued("dir", direction == Direction::right_to_left ? "rtl" : "ltr");
}

/// May a link lead there? Relative references, http, https, mailto and tel. The scheme must be
/// written plainly: one with spaces or control characters, which browsers drop, is none of these.
[[nodiscard]] bool is_safe_link(std::string_view url);

/// A link's target. An unsafe one is left out: the `a` stays as text that leads nowhere.
[[nodiscard]] inline Attribute href(std::string_view url)
{
    return Maker::maybe(is_safe_link(url), Maker::valued("href", url));
}
/// The source of a picture or script: a path on this server ("/assets/…"), anything else is a Bug.
[[nodiscard]] Attribute src(std::string_view path);
/// Where a form goes: a path or query on this server, anything else is a Bug (forms carry the
/// session's token, which must not leave).
[[nodiscard]] Attribute action(std::string_view path);
/// The same on a button that sends its form elsewhere.
[[nodiscard]] Attribute form_action(std::string_view path);

/// The attribute, or nothing: `a(href(url), when(current, attr<"aria-current">("page")), label)`.
[[nodiscard]] inline Attribute when(bool wanted, Attribute &&attribute)
{
    return Maker::maybe(wanted, attribute);
}

// -- Content ------------------------------------------------------------------------------------

/// `when(late, [&] { return strong(words.overdue); })`: made only if wanted.
template <std::invocable Make>
[[nodiscard]] Html when(bool wanted, Make &&make)
{
    return wanted ? Html{make()} : Html{};
}
[[nodiscard]] inline Html when(bool wanted, Html markup)
{
    return wanted ? std::move(markup) : Html{};
}

/// `each(partners, [](Partner const &partner) { return li(partner.name); })`
template <typename Range, typename Make>
[[nodiscard]] Html each(Range const &range, Make &&make)
{
    Html all;
    for (auto const &item : range) {
        all += make(item);
    }
    return all;
}

/// Parts one after the other, without an element around them. `fragment("a < b")` is escaped text.
template <typename... Parts>
[[nodiscard]] Html fragment(Parts &&...parts)
{
    return Maker::fragment({Part{std::forward<Parts>(parts)}...});
}

// -- Elements -----------------------------------------------------------------------------------

// Macros because each name would otherwise be written twice; gone at the end of the section.
#define SELATAN_ELEMENT(function, tag)                                                             \
    template <typename... Parts>                                                                   \
    [[nodiscard]] Html function(Parts &&...parts)                                                  \
    {                                                                                              \
        return Maker::element(tag, {Part{std::forward<Parts>(parts)}...});                         \
    }
#define SELATAN_VOID_ELEMENT(function, tag)                                                        \
    template <std::same_as<Attribute>... Attributes>                                               \
    [[nodiscard]] Html function(Attributes &&...attributes)                                        \
    {                                                                                              \
        return Maker::void_element(tag, {Part{std::move(attributes)}...});                         \
    }

SELATAN_ELEMENT(a, "a")
SELATAN_ELEMENT(abbr, "abbr")
SELATAN_ELEMENT(address, "address")
SELATAN_ELEMENT(article, "article")
SELATAN_ELEMENT(aside, "aside")
SELATAN_ELEMENT(bdi, "bdi") ///< around every name that a person typed: its direction is its own
SELATAN_ELEMENT(blockquote, "blockquote")
SELATAN_ELEMENT(body, "body")
SELATAN_ELEMENT(button, "button")
SELATAN_ELEMENT(caption, "caption")
SELATAN_ELEMENT(code, "code")
SELATAN_ELEMENT(dd, "dd")
SELATAN_ELEMENT(del, "del")
SELATAN_ELEMENT(details, "details")
SELATAN_ELEMENT(div, "div")
SELATAN_ELEMENT(dl, "dl")
SELATAN_ELEMENT(dt, "dt")
SELATAN_ELEMENT(em, "em")
SELATAN_ELEMENT(fieldset, "fieldset")
SELATAN_ELEMENT(figcaption, "figcaption")
SELATAN_ELEMENT(figure, "figure")
SELATAN_ELEMENT(footer, "footer")
SELATAN_ELEMENT(form, "form")
SELATAN_ELEMENT(h1, "h1")
SELATAN_ELEMENT(h2, "h2")
SELATAN_ELEMENT(h3, "h3")
SELATAN_ELEMENT(h4, "h4")
SELATAN_ELEMENT(head, "head")
SELATAN_ELEMENT(header, "header")
SELATAN_ELEMENT(html_, "html")
SELATAN_ELEMENT(ins, "ins")
SELATAN_ELEMENT(kbd, "kbd")
SELATAN_ELEMENT(label, "label")
SELATAN_ELEMENT(legend, "legend")
SELATAN_ELEMENT(li, "li")
SELATAN_ELEMENT(main_, "main")
SELATAN_ELEMENT(mark, "mark")
SELATAN_ELEMENT(meter, "meter")
SELATAN_ELEMENT(nav, "nav")
SELATAN_ELEMENT(ol, "ol")
SELATAN_ELEMENT(optgroup, "optgroup")
SELATAN_ELEMENT(option, "option")
SELATAN_ELEMENT(output, "output")
SELATAN_ELEMENT(p, "p")
SELATAN_ELEMENT(pre, "pre")
SELATAN_ELEMENT(progress, "progress")
SELATAN_ELEMENT(section, "section")
SELATAN_ELEMENT(select, "select")
SELATAN_ELEMENT(small, "small")
SELATAN_ELEMENT(span, "span")
SELATAN_ELEMENT(strong, "strong")
SELATAN_ELEMENT(sub, "sub")
SELATAN_ELEMENT(summary, "summary")
SELATAN_ELEMENT(sup, "sup")
SELATAN_ELEMENT(table, "table")
SELATAN_ELEMENT(tbody, "tbody")
SELATAN_ELEMENT(td, "td")
SELATAN_ELEMENT(textarea, "textarea")
SELATAN_ELEMENT(tfoot, "tfoot")
SELATAN_ELEMENT(th, "th")
SELATAN_ELEMENT(thead, "thead")
SELATAN_ELEMENT(time, "time")
SELATAN_ELEMENT(title, "title")
SELATAN_ELEMENT(tr, "tr")
SELATAN_ELEMENT(ul, "ul")

SELATAN_VOID_ELEMENT(br, "br")
SELATAN_VOID_ELEMENT(col, "col")
SELATAN_VOID_ELEMENT(hr, "hr")
SELATAN_VOID_ELEMENT(img, "img")
SELATAN_VOID_ELEMENT(input, "input")
SELATAN_VOID_ELEMENT(link, "link")
SELATAN_VOID_ELEMENT(meta, "meta")

#undef SELATAN_ELEMENT
#undef SELATAN_VOID_ELEMENT

/// Any other element, SVG's mostly: `element<"svg">(attr<"viewBox">("0 0 100 8"), …)`. The text of
/// `script` and `style` is not escaped by browsers' rules, so those two are refused.
template <Name N, typename... Parts>
[[nodiscard]] Html element(Parts &&...parts)
{
    static_assert(is_name(N.view()) && N.view() != "script" && N.view() != "style" &&
                  N.view() != "iframe" && N.view() != "object" && N.view() != "embed" &&
                  N.view() != "base");
    return Maker::element(N.view(), {Part{std::forward<Parts>(parts)}...});
}

/// A script of our own: `<script type="module" src="…"></script>`.
[[nodiscard]] Html script_file(std::string_view path);

/// A whole page: `<!doctype html>`, the language and direction on the root element.
struct Document {
    std::string_view language = "en";
    Direction direction = Direction::left_to_right;
    std::string_view theme; ///< "light", "dark", or empty: as the system wishes
    Html head;
    Html body;
};
[[nodiscard]] Html document(Document document);

} // namespace selatan::html
