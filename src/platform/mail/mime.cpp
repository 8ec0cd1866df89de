#include "platform/mail/mime.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/mail/mail.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace selatan::mail {

namespace {

constexpr std::size_t line_limit = 76; // RFC 2045, 6.7 and 6.8; RFC 2047, 2

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_hex(std::string &out, char c)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    auto const byte = static_cast<unsigned char>(c);
    out += '=';
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
}

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        auto const count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= count ? digits[group >> (18 - 6 * k) & 0x3FU] : '=';
        }
    }
    return out;
}

/// Where the character that begins at `start` ends. The text is UTF-8.
std::size_t end_of_character(std::string_view text, std::size_t start)
{
    auto end = start + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return end;
}

std::string q_encoded(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (is_letter_or_digit(c)) { // what is safe in names as well (RFC 2047, 5, rule 3)
            out += c;
        } else if (c == ' ') {
            out += '_';
        } else {
            append_hex(out, c);
        }
    }
    return out;
}

/// Encoded words (RFC 2047), each whole characters and at most 75 bytes, folded between them.
std::string encoded_words(std::string_view text)
{
    static constexpr std::string_view open = "=?UTF-8?";
    constexpr auto most = line_limit - 1 - open.size() - 4; // "Q?" and "?="
    bool const use_q = q_encoded(text).size() <= base64(text).size();
    auto const encode = [&](std::string_view piece) {
        return use_q ? q_encoded(piece) : base64(piece);
    };
    std::string out;
    for (std::size_t start = 0; start < text.size();) {
        // On the first line the header's name takes room: with it no line exceeds the limit.
        auto const room = out.empty() ? most - std::string_view{"Subject: "}.size() : most;
        auto end = end_of_character(text, start);
        while (end < text.size()) {
            auto const next = end_of_character(text, end);
            if (encode(text.substr(start, next - start)).size() > room) {
                break;
            }
            end = next;
        }
        out.append(out.empty() ? "" : "\r\n ")
            .append(open)
            .append(use_q ? "Q?" : "B?")
            .append(encode(text.substr(start, end - start)))
            .append("?=");
        start = end;
    }
    return out;
}

constexpr std::size_t short_enough = 60;

bool is_plain(std::string_view text)
{
    return text.size() <= short_enough && is_ascii(text) &&
           text.find("=?") == std::string_view::npos && !text.starts_with(' ') &&
           !text.ends_with(' ');
}

std::string unstructured(std::string_view text)
{
    return is_plain(text) ? std::string{text} : encoded_words(text);
}

std::string mailbox(std::string_view address, std::string_view name)
{
    ENSURE(is_address(address) && is_one_line(name));
    auto const angled = "<" + std::string{address} + ">";
    if (name.empty()) {
        return angled;
    }
    // What quoting makes too long for its line is encoded as well.
    auto const signs = std::ranges::count_if(name, [](char c) { return c == '"' || c == '\\'; });
    if (!is_plain(name) || name.size() + static_cast<std::size_t>(signs) > short_enough) {
        return encoded_words(name) + "\r\n " + angled;
    }
    std::string quoted = "\"";
    for (char const c : name) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + "\"\r\n " + angled;
}

/// RFC 5322, 3.3.
std::string date_time(Instant instant)
{
    static constexpr std::array<char const *, 7> days{"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    static constexpr std::array<char const *, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const date = instant.date();
    auto const ymd = date.ymd();
    auto const seconds = (instant - Instant::at_start_of(date)) / std::chrono::seconds{1};
    std::array<char, 64> text{};
    auto const length = std::snprintf(
        text.data(), text.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
        days[std::chrono::weekday{date.days()}.c_encoding()], static_cast<unsigned>(ymd.day()),
        months[static_cast<unsigned>(ymd.month()) - 1], date.year(),
        static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
        static_cast<int>(seconds % 60));
    return {text.data(), static_cast<std::size_t>(length)};
}

/// Line ends as they are in memory; a carriage return alone would be none in a mail.
std::string with_newlines(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            out += '\n';
        }
    }
    return out;
}

std::string quoted_printable(std::string_view text)
{
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        bool const at_end = i + 1 == text.size() || text[i + 1] == '\n';
        // White space at the end of a line is lost on the way unless it is encoded.
        bool const plain = ((c > ' ' && c <= '~' && c != '=') || (c == ' ' && !at_end));
        std::size_t const width = plain ? 1 : 3;
        if (column + width > line_limit - (at_end ? 0 : 1)) {
            out += "=\r\n";
            column = 0;
        }
        if (plain) {
            out += c;
        } else {
            append_hex(out, c);
        }
        column += width;
    }
    return out;
}

std::string with_crlf(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '\n') {
            out += '\r';
        }
        out += c;
    }
    return out;
}

std::string in_lines(std::string_view text)
{
    std::string out;
    for (; text.size() > line_limit; text.remove_prefix(line_limit)) {
        out.append(text.substr(0, line_limit)).append("\r\n");
    }
    return out.append(text);
}

/// The part's headers, an empty line, and the body in whichever encoding is shorter.
std::string part(std::string_view type, std::string_view content)
{
    auto const text = with_newlines(content);
    auto const rare = std::ranges::count_if(
        text, [](char c) { return c != '\n' && (c < ' ' || c > '~' || c == '='); });
    // Quoted-printable takes three bytes for each of these, base64 four for every three of all.
    bool const use_base64 = static_cast<std::size_t>(rare) * 6 > text.size();
    return "Content-Type: " + std::string{type} + "; charset=utf-8\r\nContent-Transfer-Encoding: " +
           (use_base64 ? "base64\r\n\r\n" + in_lines(base64(with_crlf(text)))
                       : "quoted-printable\r\n\r\n" + quoted_printable(text)) +
           "\r\n";
}

} // namespace

bool is_one_line(std::string_view text)
{
    return is_valid_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

std::string compose(Letter const &letter)
{
    ENSURE(is_one_line(letter.subject));
    auto const id = letter.id.to_string();
    auto const domain = letter.from.substr(letter.from.find('@') + 1);
    std::string out;
    auto const header = [&](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    header("Date", date_time(letter.date));
    header("From", mailbox(letter.from, letter.from_name));
    header("To", mailbox(letter.to, letter.to_name));
    header("Message-ID", "<" + id + "@" + domain + ">");
    header("Subject", unstructured(letter.subject));
    header("MIME-Version", "1.0");
    header("Content-Language", to_code(letter.language));
    header("Auto-Submitted", "auto-generated"); // RFC 3834: out-of-office programs stay quiet
    if (letter.html.empty()) {
        return out + part("text/plain", letter.text);
    }
    // Neither encoding can produce "=_": the boundary is in no body.
    auto const boundary = "=_" + id;
    header("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
    out += "\r\n--" + boundary + "\r\n" + part("text/plain", letter.text);
    out += "--" + boundary + "\r\n" + part("text/html", letter.html);
    return out + "--" + boundary + "--\r\n";
}

} // namespace selatan::mail
