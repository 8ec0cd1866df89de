#include "platform/files/type.hpp"

#include "base/text.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace selatan::files {
namespace {

using namespace std::string_literals;

std::optional<FileType> sniffed(std::string const &bytes, std::string_view name = "upload")
{
    auto const read = [&](std::uint64_t offset, std::span<std::uint8_t> into) {
        ASSERT_LE(offset + into.size(), bytes.size());
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    };
    return sniff(bytes.size(), read, name);
}

std::string number(std::uint64_t value, int bytes)
{
    std::string out;
    for (int i = 0; i < bytes; ++i, value >>= 8) {
        out += static_cast<char>(value);
    }
    return out;
}

struct Part {
    std::string name;
    std::string content;
};

/// A zip whose parts are stored, not compressed.
std::string zip(std::vector<Part> const &parts, std::string const &comment = "")
{
    std::string out;
    std::string directory;
    for (auto const &part : parts) {
        auto const sizes = number(part.content.size(), 4) + number(part.content.size(), 4) +
                           number(part.name.size(), 2) + number(0, 2);
        directory += "PK\1\2"s + number(20, 2) + number(20, 2) + number(0, 12) + sizes +
                     number(0, 10) + number(out.size(), 4) + part.name;
        out += "PK\3\4"s + number(20, 2) + number(0, 12) + sizes + part.name + part.content;
    }
    auto const at = out.size();
    return out + directory + "PK\5\6"s + number(0, 4) + number(parts.size(), 2) +
           number(parts.size(), 2) + number(directory.size(), 4) + number(at, 4) +
           number(comment.size(), 2) + comment;
}

std::string const spreadsheet = "application/vnd.oasis.opendocument.spreadsheet";

TEST(FileType, is_read_from_the_content_and_not_from_the_name)
{
    struct Case {
        std::string bytes;
        std::string_view name;
        std::optional<FileType> type;
    };
    std::vector<Case> const cases{
        {"%PDF-1.7\n…", "letter.txt", FileType::pdf},
        {"\x89PNG\r\n\x1A\n…", "photo.jpg", FileType::png},
        {"\xFF\xD8\xFF\xE0…", "photo.png", FileType::jpeg},
        {"a,b\n1,2\n", "data.csv", FileType::csv},
        {"a\tb\n", "DATA.TSV", FileType::csv},
        {"a,b\n1,2\n", "data", FileType::txt},
        {"Yang terhormat,\r\n\tdengan ini\f", "note.txt", FileType::txt},
        {"\xFF\xFE" + "a\0,\0b\0\n\0"s, "unicode.csv", FileType::csv},
        {"\xE9t\xE9;co\xFBt\n", "latin1.csv", FileType::csv},
        {zip({{"[Content_Types].xml", "…"}, {"xl/workbook.xml", "…"}}), "a.zip", FileType::xlsx},
        {zip({{"[Content_Types].xml", "…"}, {"word/document.xml", "…"}}), "a.docx", FileType::docx},
        {zip({{"mimetype", spreadsheet}, {"content.xml", "…"}}), "a.ods", FileType::ods},
        {zip({{"scan1.pdf", "…"}}), "a.zip", FileType::zip},
        {zip({{"scan1.pdf", "…"}}, "a comment after the end record"), "a.zip", FileType::zip},
        {zip({}), "empty.zip", FileType::zip},

        {"", "empty.txt", std::nullopt},
        {"MZ\x90\0\3\0\0\0"s, "setup.pdf", std::nullopt},
        {"\x7F"
         "ELF\2\1\1\0"s,
         "a.txt", std::nullopt},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "encrypted.xlsx", std::nullopt},
        {"text and \0 then more"s, "a.txt", std::nullopt},
        {"GIF89a\1\0\1\0"s, "a.gif", std::nullopt},
        {"\xFF\xFE" + "a\0b"s, "odd.txt", std::nullopt},
        {zip({{"xl/workbook.xml", "…"}, {"xl/vbaProject.bin", "…"}}), "macros.xlsm", std::nullopt},
        {zip({{"mimetype", spreadsheet}, {"Basic/script-lc.xml", "…"}}), "macros.ods",
         std::nullopt},
        {zip({{"mimetype", "application/vnd.oasis.opendocument.text"}}), "a.odt", std::nullopt},
        {zip({{"content.xml", "…"}, {"mimetype", spreadsheet}}), "not first.ods", std::nullopt},
        {"PK\3\4 and nothing more", "a.zip", std::nullopt},
    };
    for (auto const &[bytes, name, type] : cases) {
        EXPECT_EQ(sniffed(bytes, name), type) << name;
    }
}

TEST(FileType, a_damaged_archive_is_none)
{
    auto const good = zip({{"[Content_Types].xml", "…"}, {"xl/workbook.xml", "…"}});
    ASSERT_EQ(sniffed(good), FileType::xlsx);
    for (std::size_t length = 4; length < good.size(); ++length) {
        EXPECT_EQ(sniffed(good.substr(0, length)), std::nullopt) << length;
    }
    auto const end = good.rfind("PK\5\6");
    for (std::size_t at = end + 12; at < end + 20; ++at) { // size and place of the directory
        auto bad = good;
        bad[at] = '\x7F';
        EXPECT_EQ(sniffed(bad), std::nullopt) << at;
    }
}

TEST(FileType, codes_go_both_ways)
{
    for (auto const *const code :
         {"pdf", "png", "jpeg", "xlsx", "ods", "docx", "csv", "txt", "zip"}) {
        FileType type{};
        ASSERT_TRUE(from_code(code, type));
        EXPECT_EQ(to_code(type), code);
        EXPECT_FALSE(media_type(type).empty());
    }
    FileType type{};
    EXPECT_FALSE(from_code("exe", type));
    EXPECT_FALSE(from_code("", type));
}

TEST(FileName, is_made_fit_to_show_and_to_save_under)
{
    struct Case {
        std::string_view name;
        FileType type;
        std::string_view safe;
    };
    static constexpr std::array<Case, 15> cases{{
        {"Nota Verbal 17.pdf", FileType::pdf, "Nota Verbal 17.pdf"},
        {"SCAN.PDF", FileType::pdf, "SCAN.PDF"},
        {"photo.jpeg", FileType::jpeg, "photo.jpeg"},
        {"scan.exe", FileType::pdf, "scan.exe.pdf"},
        {"C:\\Users\\me\\letter.docx", FileType::docx, "letter.docx"},
        {"../../etc/passwd", FileType::txt, "passwd.txt"},
        {".htaccess", FileType::txt, "htaccess.txt"},
        {"a\r\nSet-Cookie: x.txt", FileType::txt, "a Set-Cookie_ x.txt"},
        {"what? <b>\"now\"*|.csv", FileType::csv, "what_ _b__now___.csv"},
        {"evil\u202Efdp.exe", FileType::zip, "evilfdp.exe.zip"},
        {"مذكرة.pdf", FileType::pdf, "مذكرة.pdf"},
        {"", FileType::pdf, "file.pdf"},
        {"...", FileType::pdf, "file.pdf"},
        {"pdf", FileType::pdf, "pdf.pdf"},
        {"dots. . .", FileType::txt, "dots.txt"},
    }};
    for (auto const &[name, type, safe] : cases) {
        EXPECT_EQ(safe_name(name, type), safe) << name;
        EXPECT_EQ(safe_name(safe, type), safe) << "already safe";
    }
}

TEST(FileName, is_bounded_in_characters_and_in_bytes)
{
    EXPECT_EQ(safe_name(std::string(500, 'a') + ".pdf", FileType::pdf),
              std::string(111, 'a') + "….pdf");
    std::string families;
    for (int i = 0; i < 100; ++i) {
        families += "👩‍👩‍👧‍👦";
    }
    auto const safe = safe_name(families, FileType::pdf);
    EXPECT_LE(safe.size(), 255U);
    EXPECT_TRUE(is_valid_utf8(safe));
}

} // namespace
} // namespace selatan::files
