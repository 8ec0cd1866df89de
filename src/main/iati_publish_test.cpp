// The example installation's publication: made by the program, sound by our own validator.
#include "tests/support/program_process.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;
using testing::run_program;

class IatiPublish : public ::testing::Test {
protected:
    void SetUp() override
    {
        auto pattern = (fs::temp_directory_path() / "selatan-publish-XXXXXX").string();
        m_directory = mkdtemp(pattern.data());
        m_variables = {{"SELATAN_DATA", (m_directory / "data").string()},
                       {"SELATAN_BASE_URL", "https://selatan.example"},
                       {"SELATAN_LOG_REQUESTS", "no"}};
    }
    void TearDown() override { fs::remove_all(m_directory); }

    testing::Ran run(std::vector<std::string> const &arguments)
    {
        return run_program(m_variables, arguments);
    }
    [[nodiscard]] std::string folder() const { return (m_directory / "iati").string(); }
    [[nodiscard]] std::string read(std::string const &name) const
    {
        std::ifstream file{fs::path{folder()} / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    fs::path m_directory;
    testing::Variables m_variables;
};

TEST_F(IatiPublish, of_the_example_installation_has_no_finding_of_any_severity)
{
    ASSERT_EQ(run({"init", "--example"}).code, 0);
    auto const published = run({"iati", "publish", folder()});
    ASSERT_EQ(published.code, 0) << published.out;
    auto const activities = read("activities.xml");
    EXPECT_NE(activities.find("<iati-identifier>XI-IATI-EXAMPLE-PRJ-"), std::string::npos);
    EXPECT_NE(read("organisation.xml").find("<total-budget"), std::string::npos);
    EXPECT_EQ(read("publishing.log"), published.out);
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

TEST_F(IatiPublish, is_refused_while_nobody_is_named_as_who_publishes)
{
    std::ofstream{m_directory / "password"} << "green rice terraces\n";
    ASSERT_EQ(run({"init", "--name", "Test", "--administrator", "admin@mfa.example",
                   "--password-file", (m_directory / "password").string()})
                  .code,
              0);
    auto const refused = run({"iati", "publish", folder()});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.out.find("First say who publishes"), std::string::npos) << refused.out;
    EXPECT_FALSE(fs::exists(folder()));
}

} // namespace
} // namespace selatan::program
