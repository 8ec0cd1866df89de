#include "platform/pdf/document.hpp"

#include "platform/pdf/catalogue.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace selatan::pdf {
namespace {

Paragraph words(std::string text, Language language = Language::en)
{
    return {.runs = {{.text = std::move(text)}}, .language = language};
}

Document note()
{
    Document document;
    document.title = "A note";
    document.author = "Example agency";
    document.made = *Instant::parse("2026-11-21T08:00:00Z");
    document.foot = [](std::size_t page, std::size_t of) {
        return "page " + std::to_string(page) + " of " + std::to_string(of);
    };
    return document;
}

/// What a program of poppler-utils says of a file; nothing where there is none.
std::optional<std::string> ask(std::string const &command, File const &file,
                               std::string const &behind = " -")
{
    if (std::system("command -v pdftotext >/dev/null 2>&1") != 0) {
        return std::nullopt;
    }
    auto path = (std::filesystem::temp_directory_path() / "selatan-pdf-XXXXXX").string();
    close(mkstemp(path.data()));
    std::ofstream{path, std::ios::binary} << file.bytes;
    std::string said;
    auto *const pipe = popen((command + " " + path.data() + behind + " 2>&1").c_str(), "r");
    std::array<char, 4096> block{};
    for (std::size_t n = 0; (n = fread(block.data(), 1, block.size(), pipe)) > 0;) {
        said.append(block.data(), n);
    }
    pclose(pipe);
    unlink(path.data());
    return said;
}

TEST(Pdf, equal_documents_are_equal_bytes)
{
    auto document = note();
    document.blocks = {words("One"), Rule{}, words("Dua"), words("ثلاثة", Language::ar)};
    EXPECT_EQ(render(document).bytes, render(document).bytes);
    auto other = document;
    other.made = *Instant::parse("2026-11-22T08:00:00Z");
    EXPECT_NE(render(document).bytes, render(other).bytes);
}

TEST(Pdf, an_empty_document_is_one_page)
{
    auto const file = render(Document{});
    EXPECT_EQ(file.pages, 1U);
    EXPECT_TRUE(file.bytes.starts_with("%PDF-"));
}

TEST(Pdf, long_texts_flow_over_pages_and_each_says_its_number)
{
    auto document = note();
    for (int i = 0; i < 120; ++i) {
        document.blocks.emplace_back(words("Paragraph number " + std::to_string(i) + "."));
    }
    auto const file = render(document);
    EXPECT_GT(file.pages, 2U);
    EXPECT_EQ(file.pages, count_pages(document));
    auto const text = ask("pdftotext -layout", file);
    if (!text) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    EXPECT_NE(text->find("Paragraph number 0."), std::string::npos);
    EXPECT_NE(text->find("Paragraph number 119."), std::string::npos);
    EXPECT_NE(text->find("page 2 of " + std::to_string(file.pages)), std::string::npos);
}

TEST(Pdf, a_table_breaks_between_rows_and_repeats_its_header)
{
    auto document = note();
    Table table{.shares = {1, 2}, .header = {"Reference", "Title"}};
    for (int i = 0; i < 100; ++i) {
        table.rows.push_back({{{.text = "REQ-" + std::to_string(i)}},
                              {{.text = "Training of midwives for rural clinics"}}});
    }
    document.blocks.emplace_back(table);
    auto const file = render(document);
    EXPECT_GT(file.pages, 1U);
    auto const text = ask("pdftotext -f 2 -l 2 -layout", file);
    if (!text) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    EXPECT_NE(text->find("Reference"), std::string::npos);
}

TEST(Pdf, two_texts_stand_beside_each_other)
{
    auto document = note();
    document.blocks.emplace_back(
        Beside{.left = {words("The Embassy presents its compliments.")},
               .right = {words("L’Ambassade présente ses compliments.", Language::fr)}});
    document.blocks.emplace_back(words("After both."));
    auto const text = ask("pdftotext -layout", render(document));
    if (!text) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    auto const line = text->substr(0, text->find('\n'));
    EXPECT_NE(line.find("Embassy"), std::string::npos) << *text;
    EXPECT_NE(line.find("Ambassade"), std::string::npos) << *text;
}

TEST(Pdf, arabic_is_shaped_with_glyphs_that_a_font_has)
{
    auto document = note();
    document.language = Language::ar;
    document.blocks = {
        words("تُهدي الوزارة أطيب تحياتها إلى السفارة (REQ-2026-0041).", Language::ar),
        words("Çeşitli dil, ngôn ngữ, língua")};
    auto const file = render(document);
    EXPECT_EQ(file.missing_glyphs, 0);
    EXPECT_NE(file.bytes.find("/Lang (ar)"), std::string::npos);
    EXPECT_NE(file.bytes.find("/Direction /R2L"), std::string::npos);
    auto text = ask("pdftotext", file);
    if (!text) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    EXPECT_NE(text->find("REQ-2026-0041"), std::string::npos) << *text;
    // Extracted text is what was shaped: presentation forms would be unreadable to other programs.
    // Spaces are guessed from gaps, which kerning and vowel signs make.
    std::erase(*text, ' ');
    EXPECT_NE(text->find("السفارة"), std::string::npos) << *text;
}

TEST(Pdf, numbers_of_letters_keep_their_order_in_arabic)
{
    auto document = note();
    document.blocks = {words("المذكرة رقم 27/AE/SG بشأن", Language::ar),
                       words("Nurses for the islands (example)", Language::ar)};
    auto const file = render(document);
    EXPECT_EQ(file.missing_glyphs, 0);
    auto const text = ask("pdftotext", file);
    if (!text) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    EXPECT_NE(text->find("27/AE/SG"), std::string::npos) << *text;
    EXPECT_NE(text->find("Nurses for the islands (example)"), std::string::npos) << *text;
}

TEST(Pdf, no_line_of_french_begins_with_a_sign)
{
    auto document = note();
    document.margin = 250; // a narrow column: lines break often
    document.blocks = {words("Il dit : « Bonjour » ; et puis « Au revoir » ! Et encore « Merci » ?",
                             Language::fr)};
    auto const text = ask("pdftotext -layout", render(document));
    if (!text) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    for (auto const *const sign : {"»", ":", ";", "!", "?"}) {
        EXPECT_EQ(text->find(std::string{"\n"} + sign), std::string::npos) << *text;
    }
}

TEST(Pdf, other_scripts_are_sought_among_all_fonts)
{
    auto document = note();
    document.blocks = {words("กระทรวงการต่างประเทศ")};
    EXPECT_FALSE(render(document).bytes.empty());
}

TEST(Pdf, links_end_where_their_address_ends)
{
    auto document = note();
    document.blocks.emplace_back(
        Paragraph{.runs = {{.text = "See "},
                           {.text = "it", .url = "https://example.org/a?q=(x)'\\"},
                           {.text = " there."}}});
    auto const file = render(document);
    EXPECT_NE(file.bytes.find("/URI (https://example.org/a?q=%28x%29%27%5C)"), std::string::npos);
}

TEST(Pdf, the_file_says_what_it_is)
{
    auto document = note();
    document.language = Language::fr;
    document.watermark = "DRAFT";
    document.blocks = {words("One"), Boxes{.labels = {"Head", "Director"}}};
    auto const file = render(document);
    auto const said = ask("pdfinfo", file, "");
    EXPECT_NE(file.bytes.find("/Lang (fr)"), std::string::npos);
    if (!said) {
        GTEST_SKIP() << "poppler-utils is not installed";
    }
    EXPECT_NE(said->find("A note"), std::string::npos) << *said;
    EXPECT_NE(said->find("Pages:           1"), std::string::npos) << *said;
    EXPECT_NE(said->find("A4"), std::string::npos) << *said;
    EXPECT_EQ(said->find("rror"), std::string::npos) << *said;
}

TEST(Pdf, what_cairo_did_not_write_stays_as_it_is)
{
    for (auto const *const odd : {"", "%PDF-1.5", "/Root 1 0 R /Size 2 /Info 3 0 R startxref\n9"}) {
        EXPECT_EQ(with_language(odd, Language::en), odd);
    }
}

TEST(Pdf, is_written_by_several_threads_at_once)
{
    auto document = note();
    document.blocks = {words("One"), words("ثلاثة", Language::ar)};
    auto const alone = render(document).bytes;
    std::array<std::string, 4> found;
    {
        std::vector<std::jthread> threads;
        for (auto &one : found) {
            threads.emplace_back([&] { one = render(document).bytes; });
        }
    }
    for (auto const &one : found) {
        EXPECT_EQ(one, alone);
    }
}

} // namespace
} // namespace selatan::pdf
