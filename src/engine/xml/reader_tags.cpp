// Tags, what is inside them, and instructions, which have names too.
#include "engine/xml/characters.hpp"
#include "engine/xml/reader.hpp"
#include "engine/xml/runs.hpp"

#include <algorithm>

namespace selatan::xml {

namespace {

constexpr std::size_t as_written = std::string::npos;
constexpr std::size_t few = 16; ///< attributes that are compared each with each
constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view xmlns_space = "http://www.w3.org/2000/xmlns/";

void append_utf8(std::string &into, std::uint32_t code)
{
    auto const tail = [&](unsigned shift) {
        into += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
    };
    if (code < 0x80) {
        into += static_cast<char>(code);
    } else if (code < 0x800) {
        into += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        into += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        into += static_cast<char>(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lower(std::string_view text)
{
    std::string lowered{text};
    for (auto &c : lowered) {
        c = is_letter(c) ? static_cast<char>(c | 0x20) : c;
    }
    return lowered;
}

/// Names are short: a loop beats the library's search, which is made for long texts.
std::size_t colon_in(std::string_view name)
{
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == ':') {
            return i;
        }
    }
    return std::string_view::npos;
}

/// Whether a name begins on both sides of the colon; else it is a name with a colon in it.
bool parts_a_name(std::string_view name, std::size_t colon)
{
    if (colon == 0 || colon + 1 == name.size() || name[colon + 1] == ':') {
        return false;
    }
    return is_name_start(decode(name.data() + colon + 1).code);
}

/// `a:b:-c` is a Name, yet libxml2 finds no name behind the second colon.
bool stops_at_second_colon(std::string_view name)
{
    auto const colon = colon_in(name);
    if (colon == std::string_view::npos || !parts_a_name(name, colon)) {
        return false;
    }
    auto const second = name.find(':', colon + 1);
    return second < name.size() - 1 && !is_name_start(decode(name.data() + second + 1).code);
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

/// White space of any kind.
void Reader::skip_lines(char const *&at, Lines &lines) const
{
    for (;; ++at) {
        if (*at == '\n' || (*at == '\r' && at[1] != '\n')) {
            new_line(at + 1, lines);
        } else if (*at != ' ' && *at != '\t' && *at != '\r') {
            return;
        }
    }
}

/// A character that is not plain ASCII, or is not allowed.
Reader::Step Reader::scan_character(char const *&at, Lines &lines)
{
    if (at >= m_end) {
        return Step::more;
    }
    auto const length = needed(*at);
    if (static_cast<std::size_t>(m_end - at) < length && !m_exhausted) {
        return Step::more;
    }
    auto const read = decode(at);
    if (read.length == 0) {
        return fail(read.code == 0 ? FaultKind::bad_encoding : FaultKind::bad_character, at, lines);
    }
    if (!is_char(read.code)) {
        return fail(FaultKind::bad_character, at, lines);
    }
    at += read.length;
    lines.start += read.length - 1;
    return Step::taken;
}

/// A Name: colons are letters to it, as they are to libxml2.
Reader::Step Reader::scan_name(char const *&at, Lines &lines)
{
    auto const *const began = at;
    if (!is(byte::name_start, *at) && (at >= m_end || static_cast<signed char>(*at) >= 0)) {
        return more_or(FaultKind::bad_name, at, lines);
    }
    m_has_colon = false;
    for (;;) {
        at = behind_name(at, m_has_colon);
        if (at >= m_end) {
            return Step::more;
        }
        if (static_cast<signed char>(*at) >= 0) {
            break;
        }
        if (static_cast<std::size_t>(m_end - at) < needed(*at) && !m_exhausted) {
            return Step::more;
        }
        auto const read = decode(at);
        if (read.length == 0) {
            return fail(read.code == 0 ? FaultKind::bad_encoding : FaultKind::bad_character, at,
                        lines);
        }
        if (!is_name_char(read.code) || (at == began && !is_name_start(read.code))) {
            if (at == began) {
                return fail(FaultKind::bad_name, at, lines);
            }
            break;
        }
        at += read.length;
        lines.start += read.length - 1;
    }
    if (static_cast<std::size_t>(at - began) > m_limits.name) {
        return fail(FaultKind::too_long, began, lines);
    }
    return Step::taken;
}

/// `&name;` or `&#…;`, appended to `into` as what it stands for.
Reader::Step Reader::scan_reference(char const *&at, Lines &lines, std::string &into)
{
    auto const *const began = at++;
    if (*at != '#') {
        auto const *const name_began = at;
        auto const named = scan_name(at, lines);
        if (named != Step::taken) {
            return named;
        }
        if (*at != ';') {
            return more_or(FaultKind::bad_reference, at, lines);
        }
        std::string_view const name{name_began, static_cast<std::size_t>(at - name_began)};
        ++at;
        constexpr std::array<std::pair<std::string_view, char>, 5> entities{
            {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
        auto const *const found =
            std::find_if(entities.begin(), entities.end(),
                         [&](auto const &entity) { return entity.first == name; });
        if (found == entities.end()) {
            return fail(FaultKind::unknown_entity, began, lines, name);
        }
        into += found->second;
        return Step::taken;
    }
    ++at;
    bool const hexadecimal = *at == 'x';
    at += hexadecimal ? 1 : 0;
    std::uint32_t code = 0;
    for (;; ++at) {
        std::uint32_t digit = 16;
        if (is_digit(*at)) {
            digit = static_cast<std::uint32_t>(*at - '0');
        } else if (hexadecimal && ((*at >= 'a' && *at <= 'f') || (*at >= 'A' && *at <= 'F'))) {
            digit = (static_cast<std::uint32_t>(*at) & 0x1FU) + 9;
        }
        if (digit == 16) {
            break;
        }
        code = std::min(code * (hexadecimal ? 16 : 10) + digit, 0x110000U);
    }
    if (*at != ';') {
        return more_or(FaultKind::bad_reference, at, lines);
    }
    ++at;
    if (!is_char(code)) {
        return fail(FaultKind::bad_reference, began, lines);
    }
    append_utf8(into, code);
    return Step::taken;
}

Reader::Step Reader::start_tag()
{
    auto const *at = m_at + 1;
    auto lines = m_lines;
    auto const *const name_began = at;
    if (auto const step = scan_name(at, lines); step != Step::taken) {
        return step;
    }
    std::string_view const name{name_began, static_cast<std::size_t>(at - name_began)};
    bool const has_colon = m_has_colon;
    auto const bytes_over = static_cast<std::size_t>(lines.start - m_lines.start);
    if (m_open.empty() && m_had_root) {
        return fail(FaultKind::content_after_root, m_at, m_lines);
    }
    if (has_colon && stops_at_second_colon(name)) {
        return fail(FaultKind::bad_name, name_began, m_lines);
    }
    m_declares = false;
    m_attributes.clear();
    m_decoded_from.clear();
    m_decoded.clear();
    bool closes_itself = false;
    for (;;) {
        bool const apart = skip_space(at, lines);
        if (*at == '>') {
            ++at;
            break;
        }
        if (*at == '/') {
            if (at[1] != '>') {
                return more_or(FaultKind::tag_not_closed, at + 1, lines);
            }
            at += 2;
            closes_itself = true;
            break;
        }
        if (at >= m_end) {
            return Step::more;
        }
        if (!apart) {
            return more_or(FaultKind::attributes_not_apart, at, lines);
        }
        if (auto const step = attribute(at, lines); step != Step::taken) {
            return step;
        }
    }
    if (m_open.size() >= m_limits.depth) {
        return fail(FaultKind::too_deep, m_at, m_lines);
    }
    for (std::size_t i = 0; i < m_attributes.size(); ++i) {
        if (m_decoded_from[i] != as_written) {
            auto &value = m_attributes[i].value;
            value = {m_decoded.data() + m_decoded_from[i], value.size()};
        }
    }
    if (m_attributes.size() > 1 && !attributes_are_unique(lines)) {
        return Step::bad;
    }
    m_open.push_back({m_names.size(), name.size(), bytes_over, m_spaces.size(), has_colon});
    m_names.append(name);
    if (m_declares) {
        declare_spaces();
        m_open.back().spaces_inside = m_spaces.size();
    }
    for (auto &attribute : m_attributes) {
        if (attribute.name.local.empty()) {
            resolve(attribute.name, true, true);
        }
    }
    m_name.qualified = name;
    resolve(m_name, has_colon, false);
    m_closes_itself = closes_itself;
    m_had_root = true;
    m_at = at;
    m_lines = lines;
    m_last = Event::start;
    return Step::taken;
}

Reader::Step Reader::attribute(char const *&at, Lines &lines)
{
    auto const *const began = at;
    if (auto const step = scan_name(at, lines); step != Step::taken) {
        return step;
    }
    auto &attribute = m_attributes.emplace_back();
    std::string_view const name{began, static_cast<std::size_t>(at - began)};
    attribute.name.qualified = name;
    if (!m_has_colon) {
        attribute.name.local = name; // one with a colon is resolved when the tag is whole
    } else if (stops_at_second_colon(name)) {
        return fail(FaultKind::bad_name, began, lines);
    }
    m_declares = m_declares || name.starts_with("xmlns");
    skip_space(at, lines);
    if (*at != '=') {
        return more_or(FaultKind::attribute_without_value, at, lines);
    }
    skip_space(++at, lines);
    if (*at != '"' && *at != '\'') {
        return more_or(FaultKind::attribute_without_value, at, lines);
    }
    attribute.place = place_of(at, lines);
    m_decoded_from.push_back(as_written);
    return attribute_value(at, lines);
}

Reader::Step Reader::attribute_value(char const *&at, Lines &lines)
{
    char const quote = *at++;
    auto const *const began = at;
    auto const *run = at;
    auto &from = m_decoded_from.back();
    auto const replace = [&](char const *behind, char by) {
        from = from == as_written ? m_decoded.size() : from;
        m_decoded.append(run, at);
        if (by != '\0') {
            m_decoded += by;
        }
        run = at = behind;
    };
    for (;;) {
        at = behind_value(at);
        switch (*at) {
        case '"':
        case '\'':
            if (*at != quote) {
                ++at;
                break;
            }
            if (from == as_written) {
                m_attributes.back().value = {began, static_cast<std::size_t>(at - began)};
            } else {
                m_decoded.append(run, at);
                // The place becomes known when the tag is whole and m_decoded moves no more.
                m_attributes.back().value = {began, m_decoded.size() - from};
            }
            ++at;
            return Step::taken;
        case '\t':
            replace(at + 1, ' ');
            break;
        case '\n':
            replace(at + 1, ' ');
            new_line(at, lines);
            break;
        case '\r':
            replace(at + (at[1] == '\n' ? 2 : 1), ' ');
            new_line(at, lines);
            break;
        case '<':
            return fail(FaultKind::less_in_attribute, at, lines,
                        m_attributes.back().name.qualified);
        case '&': {
            auto const *behind = at;
            std::string resolved;
            if (auto const step = scan_reference(behind, lines, resolved); step != Step::taken) {
                return step;
            }
            replace(behind, '\0');
            m_decoded += resolved;
            break;
        }
        default:
            if (auto const step = scan_character(at, lines); step != Step::taken) {
                return step;
            }
        }
    }
}

bool Reader::attributes_are_unique(Lines const &lines)
{
    auto const refuse = [&](Attribute const &twice) {
        fail(FaultKind::attribute_twice, m_at, lines, twice.name.qualified);
        m_fault.place = twice.place;
        return false;
    };
    if (m_attributes.size() <= few) {
        for (std::size_t i = 1; i < m_attributes.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (m_attributes[i].name.qualified == m_attributes[j].name.qualified) {
                    return refuse(m_attributes[i]);
                }
            }
        }
        return true;
    }
    std::vector<Attribute const *> sorted;
    for (auto const &attribute : m_attributes) {
        sorted.push_back(&attribute);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](auto const *a, auto const *b) { return a->name.qualified < b->name.qualified; });
    auto const twice =
        std::adjacent_find(sorted.begin(), sorted.end(), [](auto const *a, auto const *b) {
            return a->name.qualified == b->name.qualified;
        });
    return twice == sorted.end() || refuse(**(twice + 1));
}

/// Takes the declarations of namespaces out of the attributes. Those that the standard forbids
/// (sections 3 and 5 of Namespaces in XML) declare nothing.
void Reader::declare_spaces()
{
    auto const is_declaration = [&](Attribute const &attribute) {
        auto const name = attribute.name.qualified;
        if (!name.starts_with("xmlns") ||
            (name.size() > 5 && (name[5] != ':' || !parts_a_name(name, 5)))) {
            return false;
        }
        auto const prefix = name.substr(std::min<std::size_t>(name.size(), 6));
        bool const is_forbidden = prefix == "xml" || prefix == "xmlns" ||
                                  attribute.value == xml_space || attribute.value == xmlns_space ||
                                  (attribute.value.empty() && !prefix.empty());
        if (!is_forbidden) {
            m_defaults += prefix.empty() ? 1U : 0U;
            m_spaces.push_back(std::make_unique<Declared>(
                Declared{std::string{prefix}, std::string{attribute.value}}));
        }
        return true;
    };
    m_attributes.erase(std::remove_if(m_attributes.begin(), m_attributes.end(), is_declaration),
                       m_attributes.end());
}

void Reader::resolve(Name &name, bool has_colon, bool is_attribute) const
{
    name.local = name.qualified;
    name.space = {};
    if (!has_colon && (is_attribute || m_defaults == 0)) {
        return;
    }
    auto colon = colon_in(name.qualified);
    if (colon != std::string_view::npos && !parts_a_name(name.qualified, colon)) {
        if (is_attribute) {
            return;
        }
        colon = std::string_view::npos; // no prefix, so the default namespace is its own
    }
    auto const prefix =
        colon == std::string_view::npos ? std::string_view{} : name.qualified.substr(0, colon);
    auto const behind = colon == std::string_view::npos ? 0 : colon + 1;
    if (prefix == "xml") {
        name.local = name.qualified.substr(behind);
        name.space = xml_space;
        return;
    }
    for (auto declared = m_spaces.rbegin(); declared != m_spaces.rend(); ++declared) {
        if ((*declared)->prefix == prefix) {
            name.local = name.qualified.substr(behind);
            name.space = (*declared)->space;
            return;
        }
    }
}

/// `<?target …?>`; what it instructs is nobody's business here.
Reader::Step Reader::instruction()
{
    auto const *at = m_at + 2;
    auto lines = m_lines;
    auto const *const began = at;
    if (auto const step = scan_name(at, lines); step != Step::taken) {
        return step;
    }
    // Reserved in any case of its letters (section 2.6, PITarget).
    std::string_view const target{began, static_cast<std::size_t>(at - began)};
    if (target.size() == 3 && lower(target) == "xml") {
        return fail(FaultKind::bad_declaration, m_at, m_lines);
    }
    if (*at == '?') {
        if (at[1] != '>') {
            return more_or(FaultKind::bad_instruction, at + 1, lines);
        }
    } else if (!skip_space(at, lines)) {
        return more_or(FaultKind::bad_instruction, at, lines);
    }
    for (;;) {
        while (is(byte::comment, *at) || (*at == '-' && at < m_end)) {
            ++at;
        }
        if (*at == '?') {
            if (at[1] == '>') {
                m_at = at + 2;
                m_lines = lines;
                return Step::skipped;
            }
            ++at;
        } else if (*at == '\n' || *at == '\r') {
            skip_space(at, lines);
        } else if (auto const step = scan_character(at, lines); step != Step::taken) {
            return step;
        }
    }
}

/// `<?xml version="1.0" encoding="…" standalone="…"?>` from behind `<?xml`.
Reader::Step Reader::declaration(char const *at)
{
    auto lines = m_lines;
    auto const *const end = std::find(at, m_end, '>');
    if (end == m_end) {
        return Step::more;
    }
    auto const wrong = [&] {
        return fail(FaultKind::bad_declaration, at, lines);
    };
    // name = "value", when it is the next; nothing otherwise.
    auto const take = [&](std::string_view name, std::string_view &value, bool apart = true) {
        auto const *p = at;
        auto ahead = lines;
        if ((!skip_space(p, ahead) && apart) ||
            !std::string_view{p, static_cast<std::size_t>(end - p)}.starts_with(name)) {
            return false;
        }
        p += name.size();
        skip_space(p, ahead);
        if (*p != '=') {
            return false;
        }
        skip_space(++p, ahead);
        auto const *const close = *p == '"' || *p == '\'' ? std::find(p + 1, end, *p) : end;
        if (close == end) {
            return false;
        }
        value = {p + 1, static_cast<std::size_t>(close - p - 1)};
        at = close + 1;
        lines = ahead;
        return true;
    };
    std::string_view value;
    // Any 1.x is read as 1.0 (section 2.8 of the fifth edition).
    if (!take("version", value) || !value.starts_with("1.") ||
        !std::all_of(value.begin() + 2, value.end(), is_digit)) {
        return wrong();
    }
    bool const has_encoding = take("encoding", value);
    if (has_encoding) {
        bool const is_name =
            !value.empty() && is_letter(value.front()) &&
            std::all_of(value.begin(), value.end(), [](char c) {
                return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
            });
        if (!is_name) {
            return wrong();
        }
        auto const name = lower(value);
        if (m_encoding == Encoding::must_be_utf8 && name != "utf-8" && name != "utf8" &&
            name != "us-ascii" && name != "ascii") {
            return fail(FaultKind::unknown_encoding, at, lines, value);
        }
    }
    // libxml2 forgives a blank that is missing behind UTF-8, and files that it reads are read here.
    if (take("standalone", value, !has_encoding) && value != "yes" && value != "no") {
        return wrong();
    }
    skip_space(at, lines);
    if (at + 1 != end || *at != '?') {
        return wrong();
    }
    m_at = end + 1;
    m_lines = lines;
    return Step::taken;
}

} // namespace selatan::xml
