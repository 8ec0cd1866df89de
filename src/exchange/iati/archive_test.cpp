#include "exchange/iati/archive.hpp"

#include "exchange/iati/archive_testing.hpp"
#include "exchange/iati/decoded_input.hpp"

#include <array>
#include <gtest/gtest.h>

namespace selatan::iati {
namespace {

using testing::zipped;

std::string content_of(Archive const &archive, std::size_t member)
{
    auto const input = archive.open(archive.members().at(member));
    std::string text;
    std::array<char, 7> piece{};
    for (auto size = input->read(piece); size > 0; size = input->read(piece)) {
        text.append(piece.data(), size);
    }
    return text;
}

TEST(IatiArchive, gives_the_iati_files_in_it_and_nothing_else)
{
    auto const bytes = zipped({{"b/activities.xml", "<iati-activities/>"},
                               {"notes.txt", "no"},
                               {"__MACOSX/._activities.xml", "no"},
                               {"organisations.xml.gz", "packed"}});
    EXPECT_TRUE(Archive::begins_one(bytes));
    auto const archive = Archive::of_bytes(bytes);
    ASSERT_EQ(archive.members().size(), 2U);
    EXPECT_EQ(archive.members()[0].name, "b/activities.xml");
    EXPECT_EQ(content_of(archive, 0), "<iati-activities/>");
    EXPECT_EQ(content_of(archive, 1), "packed");
}

TEST(IatiArchive, the_xml_of_an_office_document_is_no_file_of_ours)
{
    for (auto const *const own : {"[Content_Types].xml", "META-INF/manifest.xml"}) {
        auto const bytes = zipped({{"content.xml", "<document/>"}, {own, "<Types/>"}});
        EXPECT_TRUE(Archive::of_bytes(bytes).members().empty()) << own;
    }
}

TEST(IatiArchive, an_xml_file_is_none)
{
    EXPECT_FALSE(Archive::begins_one("<?xml version='1.0'?>"));
    EXPECT_FALSE(Archive::begins_one(""));
}

TEST(IatiArchive, a_damaged_one_is_unreadable)
{
    auto const whole = zipped({{"a.xml", std::string(5000, 'x')}});
    EXPECT_THROW(static_cast<void>(Archive::of_bytes(whole.substr(0, whole.size() / 2))),
                 Unreadable);
    EXPECT_THROW(static_cast<void>(Archive::of_file("/nowhere.zip")), Unreadable);
    auto damaged = whole;
    damaged[40] = static_cast<char>(~damaged[40]); // within what is packed
    auto const archive = Archive::of_bytes(damaged);
    EXPECT_THROW(static_cast<void>(content_of(archive, 0)), Unreadable);
}

} // namespace
} // namespace selatan::iati
