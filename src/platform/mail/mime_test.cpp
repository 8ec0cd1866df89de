#include "platform/mail/mime.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/mail/mail.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace selatan::mail {
namespace {

// A reader of mail, written apart from the writer.

std::string unfolded(std::string text)
{
    for (std::size_t at = 0; (at = text.find("\r\n ", at)) != std::string::npos;) {
        text.erase(at, 2);
    }
    return text;
}

int hex_value(char c)
{
    return c >= 'A' ? c - 'A' + 10 : c - '0';
}

std::string from_base64(std::string_view text)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (char const c : text) {
        auto const digit = digits.find(c);
        if (digit == std::string_view::npos) {
            continue;
        }
        bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFFU;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU);
        }
    }
    return out;
}

std::string from_quoted(std::string_view text, bool in_header)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '=' && text.substr(i, 3) == "=\r\n") {
            i += 2;
        } else if (text[i] == '=') {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += in_header && text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

/// RFC 2047: white space between two encoded words is not there.
std::string decoded_words(std::string text)
{
    for (std::size_t at = 0; (at = text.find("?= =?", at)) != std::string::npos;) {
        text.erase(at + 2, 1);
    }
    std::string out;
    for (std::size_t at = 0;;) {
        auto const start = text.find("=?UTF-8?", at);
        out += text.substr(at, start - at);
        if (start == std::string::npos) {
            return out;
        }
        auto const content = start + 10;
        auto const end = text.find("?=", content);
        EXPECT_LE(end + 2 - start, 75U);
        auto const piece = text.substr(content, end - content);
        auto const decoded = text[start + 8] == 'Q' ? from_quoted(piece, true) : from_base64(piece);
        EXPECT_TRUE(is_valid_utf8(decoded)) << "a character was cut in two";
        out += decoded;
        at = end + 2;
    }
}

struct Parsed {
    std::map<std::string, std::string> headers;
    std::string body;
};

Parsed parsed(std::string const &mail)
{
    auto const end = mail.find("\r\n\r\n");
    std::istringstream lines{unfolded(mail.substr(0, end))};
    Parsed result{.body = mail.substr(end + 4)};
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        auto const colon = line.find(": ");
        EXPECT_NE(colon, std::string::npos) << line;
        EXPECT_TRUE(result.headers.emplace(line.substr(0, colon), line.substr(colon + 2)).second)
            << "twice: " << line;
    }
    return result;
}

std::string decoded_body(Parsed const &part)
{
    return part.headers.at("Content-Transfer-Encoding") == "base64" ? from_base64(part.body)
                                                                    : from_quoted(part.body, false);
}

std::string with_crlf(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        out += c == '\n' ? "\r\n" : std::string{c};
    }
    return out;
}

void expect_short_lines(std::string const &mail)
{
    std::istringstream lines{mail};
    for (std::string line; std::getline(lines, line);) {
        EXPECT_TRUE(line.ends_with('\r')) << line;
        EXPECT_LE(line.size(), 77U + 10U) << line; // 76, CR; the From and To headers may be longer
        EXPECT_TRUE(
            std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    }
}

Letter letter()
{
    return {.id = Uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value(),
            .from = "office@selatan.example",
            .from_name = "Indonesian AID",
            .to = "focal.point@gov.tl",
            .to_name = "Maria dos Santos",
            .subject = "Request REQ-2026-0041",
            .text = "Dear colleague,\n\nyour request was registered.\n",
            .language = Language::en,
            .date = Instant::parse("2026-11-21T08:00:09Z").value()};
}

TEST(Mime, a_plain_mail_has_what_servers_expect_and_nothing_else)
{
    EXPECT_EQ(compose(letter()),
              "Date: Sat, 21 Nov 2026 08:00:09 +0000\r\n"
              "From: \"Indonesian AID\"\r\n <office@selatan.example>\r\n"
              "To: \"Maria dos Santos\"\r\n <focal.point@gov.tl>\r\n"
              "Message-ID: <017f22e2-79b0-7cc3-98c4-dc0c0c07398f@selatan.example>\r\n"
              "Subject: Request REQ-2026-0041\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Language: en\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "Dear colleague,\r\n\r\nyour request was registered.\r\n\r\n");
}

TEST(Mime, subjects_and_names_in_every_script_come_back_whole)
{
    for (std::string const &words :
         {std::string{"Permintaan Anda telah dicatat"},
          std::string{"Votre requête a été enregistrée — merci de votre coopération, République "
                      "démocratique"},
          std::string{
              "تم تسجيل طلبكم المتعلق بالتعاون فيما بين بلدان الجنوب والتعاون الثلاثي لهذا العام"},
          std::string{"日本語の件名"},
          // The formatter would take families apart.
          // clang-format off
          std::string{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"},
          // clang-format on
          std::string(50, '"'), std::string{"looks =?UTF-8?Q?encoded?= but is not"},
          std::string{"a \"quoted\\name\""}, std::string(300, 'x'), std::string{" spaces around "},
          std::string{"under_score = équal?"}}) {
        auto message = letter();
        message.subject = words;
        message.to_name = words;
        auto const mail = compose(message);
        expect_short_lines(mail);
        auto const headers = parsed(mail).headers;
        EXPECT_EQ(decoded_words(headers.at("Subject")), words);
        auto const to = headers.at("To");
        if (to.starts_with('"')) {
            EXPECT_EQ(words.find('\\') == std::string::npos, to.find('\\') == std::string::npos);
        } else {
            EXPECT_EQ(decoded_words(to), words + " <focal.point@gov.tl>");
        }
    }
}

TEST(Mime, bodies_in_every_script_come_back_whole_in_lines_that_travel)
{
    std::string every_byte_of_ascii;
    for (char c = ' '; c <= '~'; ++c) {
        every_byte_of_ascii += c;
    }
    std::string long_line;
    for (int i = 0; i < 200; ++i) {
        long_line += "kata ";
    }
    for (std::string const &text :
         {std::string{"plain\n"}, std::string{"no line end"},
          std::string{"trailing space \nand tab\t\n \n"}, std::string{".\n..\n.leading dots\n"},
          std::string{"From here\nFrom there\n"}, every_byte_of_ascii, long_line,
          std::string(76, 'x') + "\n" + std::string(77, 'y'),
          std::string{"à côté, déjà vu : l’été\n"},
          std::string{"السيدة المحترمة،\n\nتم تسجيل طلبكم.\n"}, std::string{"= == ===\n=3D\n"},
          std::string{"\n\n\n"}}) {
        auto message = letter();
        message.text = text;
        auto const mail = compose(message);
        expect_short_lines(mail);
        EXPECT_EQ(decoded_body(parsed(mail)).substr(0, with_crlf(text).size()), with_crlf(text))
            << mail;
    }
}

TEST(Mime, carriage_returns_become_line_ends)
{
    auto message = letter();
    message.text = "one\r\ntwo\rthree\n\r";
    EXPECT_EQ(decoded_body(parsed(compose(message))), "one\r\ntwo\r\nthree\r\n\r\n\r\n");
}

TEST(Mime, markup_travels_beside_the_text)
{
    auto message = letter();
    message.text = "السلام";
    message.html = "<p dir=\"rtl\">السلام</p>";
    auto const mail = parsed(compose(message));
    EXPECT_EQ(mail.headers.at("Content-Type"),
              "multipart/alternative; boundary=\"=_017f22e2-79b0-7cc3-98c4-dc0c0c07398f\"");
    std::string const boundary = "--=_017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    std::vector<Parsed> parts;
    auto at = mail.body.find(boundary);
    for (;;) {
        at += boundary.size();
        if (mail.body.substr(at, 2) == "--") {
            EXPECT_EQ(mail.body.substr(at), "--\r\n");
            break;
        }
        auto const next = mail.body.find(boundary, at);
        parts.push_back(parsed(mail.body.substr(at + 2, next - 2 - (at + 2))));
        at = next;
    }
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].headers.at("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(decoded_body(parts[0]), message.text);
    EXPECT_EQ(parts[1].headers.at("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(decoded_body(parts[1]), message.html);
}

TEST(Mime, nothing_gets_into_the_headers_from_outside)
{
    for (auto const *const attack : {"a\r\nBcc: all@example.org", "a\nBcc: x", "a\rBcc: x", "tab\t",
                                     "\x7F", "\xFF", "cut \xE2\x80"}) {
        EXPECT_FALSE(is_one_line(attack));
        auto message = letter();
        message.subject = attack;
        EXPECT_THROW((void)compose(message), Bug);
        message = letter();
        message.to_name = attack;
        EXPECT_THROW((void)compose(message), Bug);
        message = letter();
        message.from_name = attack;
        EXPECT_THROW((void)compose(message), Bug);
        message = letter();
        message.to = attack;
        EXPECT_THROW((void)compose(message), Bug);
    }
    EXPECT_FALSE(is_one_line(std::string_view{"nul\0", 4}));
    EXPECT_TRUE(is_one_line("Kementerian Luar Negeri – République"));
}

TEST(Address, is_what_every_mail_server_accepts)
{
    for (auto const *const good :
         {"a@b", "focal.point@gov.tl", "first+tag@sub.example.org", "o'brien@example.ie",
          "x@1.example", "UPPER_case-1@Example.ORG"}) {
        EXPECT_TRUE(is_address(good)) << good;
    }
    auto const long_local = std::string(65, 'a') + "@example.org";
    auto const long_label = "a@" + std::string(64, 'b') + ".org";
    std::string long_all = "a@";
    for (int i = 0; i < 70; ++i) {
        long_all += "abc.";
    }
    long_all += "org";
    for (auto const &bad : std::vector<std::string>{"",
                                                    "@",
                                                    "a@",
                                                    "@b",
                                                    "a",
                                                    "a b@c",
                                                    "a@b c",
                                                    "a@@b",
                                                    "a@b@c",
                                                    ".a@b",
                                                    "a.@b",
                                                    "a..b@c",
                                                    "a@.b",
                                                    "a@b.",
                                                    "a@b..c",
                                                    "a@-b",
                                                    "a@b-",
                                                    "a@b_c",
                                                    "<a@b>",
                                                    "a@b\r\nRCPT TO:<c@d>",
                                                    "a\n@b",
                                                    "\"a b\"@c",
                                                    "a@[127.0.0.1]",
                                                    "é@example.org",
                                                    "a@exämple.org",
                                                    "a@b>",
                                                    "a,b@c",
                                                    "a;b@c",
                                                    "a:b@c",
                                                    long_local,
                                                    long_label,
                                                    long_all}) {
        EXPECT_FALSE(is_address(bad)) << bad;
    }
}

} // namespace
} // namespace selatan::mail
