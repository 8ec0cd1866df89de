#include "platform/pdf/sheet.hpp"

#include "platform/pdf/qr.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace selatan::pdf {
namespace {

constexpr std::string_view address = "https://example.org/certificates/"
                                     "0123456789012345678901234567890123456789012";

constexpr double code_size = 96; ///< in points

Sheets one_sheet(Language language = Language::en)
{
    Sheet sheet;
    sheet.language = language;
    sheet.lines = {{.text = "Certificate", .size = 34},
                   {.text = "Participant (example) 1", .size = 26, .bold = true}};
    sheet.code = address;
    sheet.notes = {"No. CERT-2026-0001"};
    sheet.signature = SheetSignature{.name = "Head of office", .post = "Director"};
    sheet.beneath = "Scan the code";
    return {.title = "Certificate",
            .language = language,
            .author = "Example agency",
            .made = *Instant::parse("2026-11-21T08:00:00Z"),
            .sheets = {sheet}};
}

/// A folder that goes with its test.
class Folder {
public:
    Folder()
    {
        m_path = (std::filesystem::temp_directory_path() / "selatan-sheet-XXXXXX").string();
        EXPECT_NE(mkdtemp(m_path.data()), nullptr);
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(Folder const &) = delete;
    Folder &operator=(Folder const &) = delete;
    [[nodiscard]] std::string file(std::string const &name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

bool has_poppler()
{
    return std::system("command -v pdftotext pdftoppm >/dev/null 2>&1") == 0;
}

std::string content_of(std::string const &path)
{
    std::ostringstream all;
    all << std::ifstream{path, std::ios::binary}.rdbuf();
    return all.str();
}

std::string text_of(File const &file)
{
    Folder const folder;
    std::ofstream{folder.file("a.pdf"), std::ios::binary} << file.bytes;
    auto const command = "pdftotext " + folder.file("a.pdf") + " " + folder.file("a.txt");
    EXPECT_EQ(std::system(command.c_str()), 0);
    return content_of(folder.file("a.txt"));
}

/// A page as grey dots, at 288 to the inch: four dots to the point.
struct Picture {
    std::size_t width = 0;
    std::size_t height = 0;
    std::string dots;

    [[nodiscard]] bool is_dark(double x, double y) const
    {
        auto const at = static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
        return static_cast<unsigned char>(dots.at(at)) < 128;
    }
};
Picture picture_of(File const &file)
{
    Folder const folder;
    std::ofstream{folder.file("a.pdf"), std::ios::binary} << file.bytes;
    auto const command =
        "pdftoppm -gray -r 288 -singlefile " + folder.file("a.pdf") + " " + folder.file("a");
    EXPECT_EQ(std::system(command.c_str()), 0);
    auto const all = content_of(folder.file("a.pgm"));
    std::istringstream head{all};
    std::string magic;
    Picture picture;
    int white = 0;
    head >> magic >> picture.width >> picture.height >> white;
    picture.dots = all.substr(static_cast<std::size_t>(head.tellg()) + 1);
    EXPECT_EQ(magic, "P5");
    EXPECT_EQ(picture.dots.size(), picture.width * picture.height);
    return picture;
}

TEST(QrCodes, are_square_with_their_three_finders)
{
    auto const code = qr_code(address);
    EXPECT_EQ((code.width - 21) % 4, 0U);
    EXPECT_EQ(code.dark.size(), code.width * code.width);
    auto const far = code.width - 7;
    for (auto const &[x, y] : {std::pair<std::size_t, std::size_t>{0, 0}, {far, 0}, {0, far}}) {
        for (std::size_t i = 0; i < 7; ++i) {
            EXPECT_TRUE(code.is_dark(x + i, y) && code.is_dark(x, y + i));
        }
        EXPECT_FALSE(code.is_dark(x + 1, y + 1));
        EXPECT_TRUE(code.is_dark(x + 3, y + 3));
    }
    EXPECT_NE(code.dark, qr_code("https://example.org/").dark);
}

TEST(Sheets, equal_values_are_equal_bytes_one_page_each)
{
    auto sheets = one_sheet();
    sheets.sheets.push_back(sheets.sheets.front());
    auto const file = render(sheets);
    EXPECT_EQ(file.pages, 2U);
    EXPECT_EQ(file.bytes, render(sheets).bytes);
    EXPECT_EQ(file.missing_glyphs, 0);
}

TEST(Sheets, say_on_paper_what_they_hold)
{
    if (!has_poppler()) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    auto const text = text_of(render(one_sheet()));
    for (auto const *const wanted : {"Certificate", "Participant (example) 1", "No. CERT-2026-0001",
                                     "Head of office", "Director", "Scan the code"}) {
        EXPECT_NE(text.find(wanted), std::string::npos) << text;
    }
}

TEST(Sheets, the_code_is_drawn_module_by_module_at_the_end_of_the_lines)
{
    if (!has_poppler()) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    auto const code = qr_code(address);
    for (auto const language : {Language::en, Language::ar}) {
        auto const picture = picture_of(render(one_sheet(language)));
        // 60 points from the edges.
        constexpr double dots = 4;
        auto const left = language == Language::ar ? 60.0 : 841.890 - 60 - code_size;
        auto const module = code_size / static_cast<double>(code.width);
        for (std::size_t y = 0; y < code.width; ++y) {
            for (std::size_t x = 0; x < code.width; ++x) {
                auto const at_x = left + module * (static_cast<double>(x) + 0.5);
                auto const at_y =
                    595.276 - 60 - code_size + module * (static_cast<double>(y) + 0.5);
                ASSERT_EQ(picture.is_dark(at_x * dots, at_y * dots), code.is_dark(x, y))
                    << x << ", " << y;
            }
        }
    }
}

TEST(Sheets, leave_a_rule_to_sign_on_between_the_notes_and_the_code)
{
    if (!has_poppler()) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    constexpr double dots = 4;
    constexpr double at_y = 595.276 - 60 - 32;
    for (auto const language : {Language::en, Language::ar}) {
        auto const picture = picture_of(render(one_sheet(language)));
        auto const middle = language == Language::ar ? 60 + code_size + 24 + 95
                                                     : 841.890 - (60 + code_size + 24 + 95);
        EXPECT_TRUE(picture.is_dark(middle * dots, at_y * dots));
        EXPECT_FALSE(picture.is_dark(middle * dots, (at_y - 12) * dots)) << "room for a hand";
    }
}

TEST(Sheets, a_long_title_becomes_smaller_until_it_fits)
{
    if (!has_poppler()) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    auto sheets = one_sheet();
    std::string course;
    for (int i = 0; i < 60; ++i) {
        course += "sustainable rice production ";
    }
    sheets.sheets.front().lines.push_back({.text = course + "THE END", .size = 18});
    EXPECT_NE(text_of(render(sheets)).find("THE END"), std::string::npos);
}

} // namespace
} // namespace selatan::pdf
