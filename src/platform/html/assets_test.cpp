#include "platform/html/assets.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <zlib.h>

using namespace selatan::html;

TEST(Assets, each_is_found_by_the_path_of_its_name)
{
    ASSERT_FALSE(assets::all().empty());
    EXPECT_TRUE(std::ranges::is_sorted(assets::all(), {}, &assets::Asset::name));
    for (auto const &asset : assets::all()) {
        EXPECT_EQ(assets::url(asset.name), asset.path);
        EXPECT_EQ(assets::find(asset.path), &asset);
        EXPECT_TRUE(asset.path.starts_with("/assets/"));
        auto const digest = asset.etag.substr(1, asset.etag.size() - 2);
        EXPECT_NE(asset.path.find("." + std::string{digest} + "."), std::string_view::npos);
    }
}

TEST(Assets, what_is_not_there_is_not_found)
{
    EXPECT_EQ(assets::find("/assets/selatan.css"), nullptr);
    EXPECT_EQ(assets::find("/etc/passwd"), nullptr);
    EXPECT_THROW((void)assets::url("other.css"), selatan::Bug);
}

TEST(Assets, what_is_compressed_is_the_same_and_smaller)
{
    for (auto const &asset : assets::all()) {
        if (asset.gz.empty()) {
            continue;
        }
        EXPECT_LT(asset.gz.size(), asset.bytes.size());
        EXPECT_LT(asset.br.size(), asset.gz.size()) << asset.name;
        std::string plain(asset.bytes.size() + 1, '\0');
        z_stream stream{};
        ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(asset.gz.data()));
        stream.avail_in = static_cast<uInt>(asset.gz.size());
        stream.next_out = reinterpret_cast<Bytef *>(plain.data());
        stream.avail_out = static_cast<uInt>(plain.size());
        EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
        plain.resize(stream.total_out);
        inflateEnd(&stream);
        EXPECT_EQ(plain, asset.bytes) << asset.name;
    }
}

TEST(Assets, what_every_page_loads_fits_its_budget)
{
    // A page of work may weigh 30 kB; the portal, whose first view is one round trip of TCP, has a
    // sheet of its own. So brings a page that needs more looks.
    auto const size = [](std::string_view name) {
        return assets::find(assets::url(name))->br.size();
    };
    EXPECT_LE(size("selatan.css"), 7U * 1024);
    EXPECT_LE(size("selatan.js"), 3U * 1024);
    EXPECT_LE(size("icons.svg"), 2U * 1024);
}
