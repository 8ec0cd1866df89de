#include "platform/sheets/format.hpp"

#include "platform/sheets/delivery.hpp"

#include <algorithm>
#include <array>

namespace selatan::sheets {

namespace {

using namespace std::string_view_literals;

/// [MS-CFB] 2.2: OLE compound files hold Excel 97 workbooks, and encrypted ones of any age.
constexpr auto compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;
/// [MS-OFFCRYPTO] 2.3.4.4: the stream's name, in UTF-16.
constexpr auto encrypted_package = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;

bool is_old_workbook(std::string_view bytes)
{
    // BIFF 2 to 5 outside a compound file begin with BOF records of known kinds.
    constexpr std::array starts{"\x09\x00\x04\x00"sv, "\x09\x00\x06\x00"sv, "\x09\x02\x06\x00"sv,
                                "\x09\x04\x06\x00"sv, "\x09\x08\x08\x00"sv, "\x09\x08\x10\x00"sv};
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return bytes.starts_with(start); });
}

bool has_utf16_or_utf32_mark(std::string_view bytes)
{
    return bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv) ||
           bytes.starts_with("\0\0\xFE\xFF"sv);
}

/// Control characters other than white space, in noticeable numbers. UTF-16 without a mark has a
/// NUL in every other place and is not meant.
bool looks_binary(std::string_view bytes)
{
    auto const sample = bytes.substr(0, 64 * 1024);
    std::size_t controls = 0;
    std::array<std::size_t, 2> nuls{};
    for (std::size_t i = 0; i < sample.size(); ++i) {
        auto const c = static_cast<unsigned char>(sample[i]);
        if (c == 0) {
            ++nuls[i % 2];
        } else if (c < 0x20 &&
                   std::string_view{"\t\n\v\f\r\x1A"}.find(sample[i]) == std::string_view::npos) {
            ++controls;
        }
    }
    bool const one_sided = std::min(nuls[0], nuls[1]) * 20 < std::max(nuls[0], nuls[1]);
    if (!one_sided || sample.size() < 8) {
        controls += nuls[0] + nuls[1];
    }
    return controls > 8 && controls * 20 > sample.size();
}

std::string_view without_mark_and_blanks(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) {
        bytes.remove_prefix(3);
    }
    bytes.remove_prefix(std::min(bytes.size(), bytes.find_first_not_of(" \t\r\n")));
    return bytes;
}

bool is_markup(std::string_view text)
{
    // "<" alone begins a cell now and then; a letter, "?" or "!" after it and a ">" in reach do
    // not.
    return text.size() > 2 && text[0] == '<' &&
           (text[1] == '?' || text[1] == '!' || (text[1] >= 'A' && text[1] <= 'Z') ||
            (text[1] >= 'a' && text[1] <= 'z')) &&
           text.substr(0, 1024).find('>') != std::string_view::npos;
}

} // namespace

Result<Container> sniff(std::string_view bytes)
{
    auto const refused = [](std::string_view code) {
        return refuse(refusal_of(code));
    };
    if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv)) {
        return Container::zip;
    }
    if (bytes.starts_with(compound_file)) {
        return refused(bytes.find(encrypted_package) == std::string_view::npos ? "old_workbook"
                                                                               : "encrypted");
    }
    if (is_old_workbook(bytes)) {
        return refused("old_workbook");
    }
    if (has_utf16_or_utf32_mark(bytes)) {
        return Container::text;
    }
    auto const text = without_mark_and_blanks(bytes);
    if (text.starts_with("%PDF-"sv) || text.starts_with("{\\rtf"sv) || looks_binary(bytes)) {
        return refused("unknown_format");
    }
    if (is_markup(text)) {
        return refused("markup");
    }
    // SYLK and DIF: tables too, of programs that are gone.
    if (text.starts_with("ID;P"sv) || text.starts_with("TABLE\r\n0,1"sv) ||
        text.starts_with("TABLE\n0,1"sv)) {
        return refused("old_workbook");
    }
    if (text.starts_with("{\""sv) || text.starts_with("[{"sv) || text.starts_with("{\n"sv) ||
        text.starts_with("{\r\n"sv)) {
        return refused("json");
    }
    return Container::text;
}

} // namespace selatan::sheets
