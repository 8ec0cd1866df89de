/// \file
/// The house as it stands, held against its rules.
#include "tests/architecture/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace selatan::architecture {
namespace {

namespace fs = std::filesystem;

/// Data and pictures keep their own rules; what people write in words or code is here.
constexpr std::array written_by_hand{std::string_view{".cpp"},  std::string_view{".hpp"},
                                     std::string_view{".md"},   std::string_view{".sql"},
                                     std::string_view{".txt"},  std::string_view{".cmake"},
                                     std::string_view{".js"},   std::string_view{".mjs"},
                                     std::string_view{".css"},  std::string_view{".py"},
                                     std::string_view{".json"}, std::string_view{".service"},
                                     std::string_view{".env"},  std::string_view{".conf"},
                                     std::string_view{""}}; // scripts have no ending
constexpr std::array folders{".ci",       "src",       "tests",     "script", "cmake",  "bench",
                             "decisions", "packaging", "codelists", "manual", "assets", "locale"};

std::string read(fs::path const &path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

Tree const &tree()
{
    static Tree const files = [] {
        Tree answer;
        auto const add = [&](fs::directory_entry const &entry) {
            auto const ending = entry.path().extension().string();
            if (entry.is_regular_file() &&
                std::ranges::find(written_by_hand, ending) != written_by_hand.end()) {
                answer.push_back(
                    {entry.path().lexically_relative(".").generic_string(), read(entry.path())});
            }
        };
        for (auto const &entry : fs::directory_iterator{"."}) {
            add(entry);
        }
        for (auto const *const folder : folders) {
            for (auto const &entry : fs::recursive_directory_iterator{fs::path{"."} / folder}) {
                // What a fuzzer starts from is hostile on purpose.
                if (entry.path().generic_string().find("/corpus/") == std::string::npos) {
                    add(entry);
                }
            }
        }
        std::ranges::sort(answer, {}, &File::path);
        return answer;
    }();
    return files;
}

Order const &order()
{
    static Order const parsed = parse_order(read("ARCHITECTURE.md"));
    return parsed;
}

TEST(House, is_there_to_be_read)
{
    // Every rule is kept by a tree that nobody found.
    EXPECT_GT(tree().size(), 200U);
    ASSERT_EQ(order().size(), 6U);
    EXPECT_EQ(order().front().name, "base");
    EXPECT_EQ(order().back().name, "main");
}

TEST(House, includes_follow_the_arrows)
{
    EXPECT_EQ(to_text(check_arrows(tree(), order())), "");
}

TEST(House, the_map_lists_what_is_there)
{
    EXPECT_EQ(to_text(check_folders(tree(), order())), "");
}

TEST(House, only_platform_touches_the_outside_world)
{
    EXPECT_EQ(to_text(check_outside_world(tree())), "");
}

TEST(House, sql_stands_in_the_stores)
{
    EXPECT_EQ(to_text(check_sql(tree())), "");
}

TEST(House, every_library_has_its_page)
{
    EXPECT_EQ(to_text(check_explained(tree())), "");
}

TEST(House, is_written_cleanly)
{
    EXPECT_EQ(to_text(check_text(tree())), "");
}

} // namespace
} // namespace selatan::architecture
