#include "platform/http/message.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unicode/utf8.h>

namespace selatan::http {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> methods{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::del, "DELETE"},
    {Method::options, "OPTIONS"},
}};

/// ASCII case only, whatever the locale: tolower(3) would ask it.
constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

constexpr std::string_view upper_hex = "0123456789ABCDEF";

void append_escape(std::string &out, char c)
{
    auto const byte = static_cast<unsigned char>(c);
    out += '%';
    out += upper_hex[byte >> 4U];
    out += upper_hex[byte & 0x0FU];
}

constexpr bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The byte that the escape at `text[at] == '%'` stands for, or -1.
int escaped_byte(std::string_view text, std::size_t at)
{
    if (at + 2 >= text.size()) {
        return -1;
    }
    int const high = hex_digit(text[at + 1]);
    int const low = hex_digit(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// The code point at `at`, which moves past it; negative where the sequence is ill-formed: then
/// `at` moves past its maximal subpart (Unicode, 3.9, D93b).
UChar32 next_point(std::string_view text, std::size_t &at)
{
    UChar32 point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // inside ICU's macro
    U8_NEXT(text.data(), at, text.size(), point);
#pragma GCC diagnostic pop
    return point;
}

/// Where the first NUL or ill-formed sequence begins; the size of the text when there is none.
std::size_t sound_prefix(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const start = at;
        if (next_point(text, at) <= 0) {
            return start;
        }
    }
    return text.size();
}

/// One component of application/x-www-form-urlencoded.
std::string decode_form(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (int const byte = text[i] == '%' ? escaped_byte(text, i) : -1; byte >= 0) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return repaired_text(std::move(out));
}

void encode_form(std::string_view text, std::string &out)
{
    for (char const c : text) {
        if (is_alphanumeric(c) || c == '*' || c == '-' || c == '.' || c == '_') {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            append_escape(out, c);
        }
    }
}

} // namespace

std::string_view to_code(Method method)
{
    return methods[static_cast<std::size_t>(method)].second;
}

bool from_code(std::string_view code, Method &method)
{
    auto const found = std::ranges::find(methods, code, &decltype(methods)::value_type::second);
    if (found == methods.end()) {
        return false;
    }
    method = found->first;
    return true;
}

void Headers::add(std::string name, std::string value)
{
    m_all.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value)
{
    remove(name);
    add(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name)
{
    std::erase_if(m_all, [name](auto const &header) { return same_name(header.first, name); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const
{
    for (auto const &[candidate, value] : m_all) {
        if (same_name(candidate, name)) {
            return value;
        }
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        m_all, [name](auto const &header) { return same_name(header.first, name); }));
}

Parameters Parameters::parse(std::string_view encoded)
{
    Parameters parameters;
    while (!encoded.empty()) {
        auto const pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(std::min(encoded.size(), pair.size() + 1));
        if (pair.empty()) {
            continue;
        }
        auto const name = pair.substr(0, pair.find('='));
        auto const value = pair.substr(std::min(pair.size(), name.size() + 1));
        parameters.add(decode_form(name), decode_form(value));
    }
    return parameters;
}

void Parameters::add(std::string name, std::string value)
{
    m_all.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> Parameters::find(std::string_view name) const
{
    auto const found = std::ranges::find(m_all, name, &std::pair<std::string, std::string>::first);
    return found == m_all.end() ? std::nullopt : std::optional<std::string_view>{found->second};
}

std::vector<std::string_view> Parameters::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (auto const &[candidate, value] : m_all) {
        if (candidate == name) {
            values.emplace_back(value);
        }
    }
    return values;
}

std::string Parameters::encode() const
{
    std::string out;
    for (auto const &[name, value] : m_all) {
        if (!out.empty()) {
            out += '&';
        }
        encode_form(name, out);
        out += '=';
        encode_form(value, out);
    }
    return out;
}

std::string encode_component(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        // RFC 3986, 2.3
        if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            append_escape(out, c);
        }
    }
    return out;
}

std::optional<std::string> decode_component(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        int const byte = escaped_byte(text, i);
        if (byte < 0) {
            return std::nullopt;
        }
        out += static_cast<char>(byte);
        i += 2;
    }
    if (sound_prefix(out) != out.size()) {
        return std::nullopt;
    }
    return out;
}

std::string repaired_text(std::string text)
{
    auto const sound = sound_prefix(text);
    if (sound == text.size()) {
        return text;
    }
    std::string out = text.substr(0, sound);
    for (auto at = sound; at < text.size();) {
        auto const start = at;
        if (next_point(text, at) > 0) {
            out.append(text, start, at - start);
        } else {
            out += "\xEF\xBF\xBD"; // U+FFFD
        }
    }
    return out;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const
{
    for (auto const &[header, value] : headers) {
        if (!same_name(header, "cookie")) {
            continue;
        }
        // RFC 6265, 4.2.1: cookie-pair *( ";" SP cookie-pair )
        std::string_view rest = value;
        while (!rest.empty()) {
            auto pair = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            pair.remove_prefix(std::min(pair.size(), pair.find_first_not_of(" \t")));
            auto const found = pair.substr(0, pair.find('='));
            if (found == name && found.size() < pair.size()) {
                return pair.substr(found.size() + 1);
            }
        }
    }
    return std::nullopt;
}

std::string Cookie::to_header() const
{
    // Anything else could start an attribute or another header.
    ENSURE(!name.empty() && std::ranges::all_of(name, [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '_';
    }));
    ENSURE(std::ranges::all_of(value, [](char c) {
        return c > ' ' && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
    }));
    std::string header = name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax";
    if (secure) {
        header += "; Secure";
    }
    if (max_age) {
        header += "; Max-Age=" + std::to_string(max_age->count());
    }
    return header;
}

} // namespace selatan::http
