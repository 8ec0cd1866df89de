#include "platform/files/zip_stream.hpp"

#include <gtest/gtest.h>

namespace selatan::files {

namespace {

std::string all_of(Stream const &stream)
{
    std::string bytes;
    while (stream(bytes)) {
    }
    return bytes;
}

std::uint32_t number(std::string_view bytes, std::size_t at, int size)
{
    std::uint32_t value = 0;
    for (int i = size - 1; i >= 0; --i) {
        value = value << 8U | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
    }
    return value;
}

TEST(ZipStream, lists_what_it_holds_where_readers_look)
{
    auto const zip =
        all_of(zip_stream({{.name = "request.json", .content = stream_of("123456789")},
                           {.name = "documents/lettre é.pdf", .content = stream_of("")}},
                          *Instant::parse("2026-11-21T08:30:02Z")));
    // A reader begins at the end of the archive: 22 bytes without a comment.
    auto const end = zip.size() - 22;
    ASSERT_EQ(number(zip, end, 4), 0x06054b50U);
    EXPECT_EQ(number(zip, end + 10, 2), 2U);
    auto const directory = number(zip, end + 16, 4);
    EXPECT_EQ(directory + number(zip, end + 12, 4), end);
    ASSERT_EQ(number(zip, directory, 4), 0x02014b50U);
    EXPECT_EQ(number(zip, directory + 16, 4), 0xCBF43926U); // the check value of CRC-32
    EXPECT_EQ(number(zip, directory + 24, 4), 9U);
    EXPECT_EQ(number(zip, directory + 12, 2), 8U << 11U | 30U << 5U | 1U);
    EXPECT_EQ(number(zip, directory + 14, 2), 46U << 9U | 11U << 5U | 21U);
    auto const data = number(zip, directory + 42, 4) + 30 + 12;
    EXPECT_EQ(zip.substr(data, 9), "123456789");
    auto const second = directory + 46 + 12;
    ASSERT_EQ(number(zip, second, 4), 0x02014b50U);
    EXPECT_EQ(number(zip, second + 24, 4), 0U);
    EXPECT_EQ(zip.substr(second + 46, number(zip, second + 28, 2)), "documents/lettre é.pdf");
    EXPECT_EQ(number(zip, number(zip, second + 42, 4), 4), 0x04034b50U);
}

TEST(ZipStream, of_nothing_is_an_archive_all_the_same)
{
    EXPECT_EQ(all_of(zip_stream({}, {})).size(), 22U);
}

} // namespace

} // namespace selatan::files
