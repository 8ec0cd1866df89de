// The example installation's publication: made by the program, sound by our own validator.
#include "tests/support/faults.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;

class IatiPublish : public testing::FaultsTest {
protected:
    [[nodiscard]] std::string folder() const { return path("iati"); }
    [[nodiscard]] std::string read(std::string const &name) const
    {
        std::ifstream file{fs::path{folder()} / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
};
INSTANTIATE_ENGINES(IatiPublish);

TEST_P(IatiPublish, of_the_example_installation_has_no_finding_of_any_severity)
{
    ASSERT_EQ(run({"init", "--example"}).code, 0);
    auto const published = run({"iati", "publish", folder()});
    ASSERT_EQ(published.code, 0) << published.out;
    auto const activities = read("activities.xml");
    EXPECT_NE(activities.find("<iati-identifier>XI-IATI-EXAMPLE-PRJ-"), std::string::npos);
    EXPECT_NE(read("organisation.xml").find("<total-budget"), std::string::npos);
    EXPECT_TRUE(published.out.ends_with(read("publishing.log"))) << published.out;
    EXPECT_NE(published.out.find("facts of published projects could be told as well:\n  PRJ-"),
              std::string::npos)
        << published.out;
    auto const nowhere = run({"iati", "publish", folder() + "/activities.xml"});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_NE(nowhere.out.find("is no folder to write into"), std::string::npos) << nowhere.out;
    auto const validated = run({"iati", "validate", folder()});
    EXPECT_EQ(validated.code, 0) << validated.out;
    for (auto const *const severity : {"critical", "error", "warning", "advisory"}) {
        EXPECT_EQ(validated.out.find(severity), std::string::npos) << validated.out;
    }
    // Again: the same to the byte, and nothing half-written beside it.
    ASSERT_EQ(run({"iati", "publish", folder()}).code, 0);
    EXPECT_EQ(read("activities.xml"), activities);
    EXPECT_FALSE(fs::exists(fs::path{folder()} / "activities.xml.new"));
}

TEST_P(IatiPublish, is_refused_while_nobody_is_named_as_who_publishes)
{
    ASSERT_EQ(run({"init", "--name", "Test", "--administrator", "admin@mfa.example",
                   "--password-file", path("password")})
                  .code,
              0);
    auto const refused = run({"iati", "publish", folder()});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.out.find("First say who publishes"), std::string::npos) << refused.out;
    EXPECT_FALSE(fs::exists(folder()));
}

} // namespace
} // namespace selatan::program
