/// \file
/// Tests that kill the program, starve it, or take its disk away, on both engines.
///
/// SELATAN_KILLS=100 kills that often (script/torture); otherwise a few times. Moments are drawn
/// from a seed, which a failure tells; SELATAN_SEED repeats it.
#pragma once

#include "platform/storage/store.hpp"
#include "tests/support/engines.hpp"
#include "tests/support/served_program.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <random>
#include <string>

namespace selatan::testing {

inline int from_environment(char const *name, int otherwise)
{
    auto const *const text = std::getenv(name);
    return text == nullptr ? otherwise : std::atoi(text);
}

inline constexpr std::string_view faults_password = "green rice terraces";

/// A database and a folder of its own for a program that is run, served and killed.
class FaultsTest : public ::testing::TestWithParam<storage::Engine> {
protected:
    void SetUp() override
    {
        if (!TestDatabase::is_available(GetParam())) {
            GTEST_SKIP() << "SELATAN_TEST_POSTGRESQL is not set";
        }
        m_database.emplace(GetParam(), TestDatabase::Contents::nothing);
        auto pattern = (std::filesystem::temp_directory_path() / "selatan-faults-XXXXXX").string();
        m_directory = mkdtemp(pattern.data());
        std::ofstream{m_directory / "password"} << faults_password << '\n';
        m_variables = {{"SELATAN_DATA", (m_directory / "data").string()},
                       {"SELATAN_DATABASE", m_database->url()},
                       {"SELATAN_PORT", "0"},
                       {"SELATAN_LOG_REQUESTS", "no"}};
    }
    void TearDown() override
    {
        if (!m_directory.empty()) {
            std::filesystem::remove_all(m_directory);
        }
    }

    Ran run(std::vector<std::string> const &arguments)
    {
        return run_program(m_variables, arguments);
    }
    [[nodiscard]] std::string path(std::string const &name) const
    {
        return (m_directory / name).string();
    }
    [[nodiscard]] std::unique_ptr<storage::Store> open() const
    {
        return std::make_unique<storage::Store>(
            storage::Settings{.url = m_database->url(), .connections = 1}, m_clock);
    }
    void expect_sound()
    {
        auto const found = run({"doctor"});
        EXPECT_EQ(found.code, 0) << found.out;
    }
    std::chrono::milliseconds moment(int most)
    {
        return std::chrono::milliseconds{std::uniform_int_distribution{0, most}(m_random)};
    }
    [[nodiscard]] Variables const &variables() const { return m_variables; }
    [[nodiscard]] unsigned seed() const { return m_seed; }
    [[nodiscard]] storage::Settings store_settings() const
    {
        return {.url = m_database->url(), .connections = 1};
    }
    [[nodiscard]] Clock const &clock() const { return m_clock; }

private:
    std::optional<TestDatabase> m_database;
    std::filesystem::path m_directory;
    Variables m_variables;
    SystemClock m_clock;
    unsigned m_seed = static_cast<unsigned>(from_environment("SELATAN_SEED", 20261122));
    std::mt19937 m_random{m_seed};
};

} // namespace selatan::testing
