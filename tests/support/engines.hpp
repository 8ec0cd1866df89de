/// \file
/// Tests that run on both engines, each on a database of its own:
///
///     class Requests : public EngineTest {};
///     INSTANTIATE_ENGINES(Requests);
///     TEST_P(Requests, a_withdrawn_request_cannot_be_screened) { … store().write(…) … }
///
/// PostgreSQL's address is in SELATAN_TEST_POSTGRESQL (script/with-postgresql sets it); where that
/// is not set, its half is skipped and says so.
#pragma once

#include "platform/clock/clock.hpp"
#include "platform/storage/store.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>

namespace selatan::testing {

/// A database that goes when this goes.
class TestDatabase {
public:
    /// What it holds at first. A filling is made once for all test programs that run beside the
    /// same PostgreSQL (script/with-postgresql), and copied for each test.
    struct Contents {
        std::string_view name; ///< tells one filling from another
        void (*fill)(storage::Store &store);

        static Contents const nothing;
        static Contents const migrated;
    };

    /// Throws Unavailable when the engine cannot be had; ask `is_available` first.
    TestDatabase(storage::Engine engine, Contents contents);
    ~TestDatabase();
    TestDatabase(TestDatabase const &) = delete;
    TestDatabase &operator=(TestDatabase const &) = delete;

    [[nodiscard]] static bool is_available(storage::Engine engine);
    /// For storage::Settings.
    [[nodiscard]] std::string const &url() const { return m_url; }

private:
    storage::Engine m_engine;
    std::string m_name; ///< of the database, or of the directory it is in
    std::string m_url;
};

inline constexpr TestDatabase::Contents TestDatabase::Contents::nothing{"", nullptr};
inline constexpr TestDatabase::Contents TestDatabase::Contents::migrated{
    "migrated", [](storage::Store & /*store*/) {
    }};

/// A fresh, fully migrated database for each test, and a clock that stands still.
class EngineTest : public ::testing::TestWithParam<storage::Engine> {
protected:
    void SetUp() override;

    [[nodiscard]] static storage::Engine engine() { return GetParam(); }
    [[nodiscard]] storage::Store &store() { return *m_store; }
    /// Starts at 2026-11-21T08:00:00Z.
    [[nodiscard]] ManualClock &clock() { return m_clock; }
    /// Another store on the same database, as another server would have.
    [[nodiscard]] std::unique_ptr<storage::Store> another_store();
    [[nodiscard]] std::string const &url() const { return m_database->url(); }

    /// What the database holds before the test; a fixture that wants none overrides it.
    [[nodiscard]] virtual TestDatabase::Contents contents() const
    {
        return TestDatabase::Contents::migrated;
    }

private:
    ManualClock m_clock{*Instant::parse("2026-11-21T08:00:00Z")};
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<storage::Store> m_store; // closes before the database goes
};

[[nodiscard]] std::string engine_name(::testing::TestParamInfo<storage::Engine> const &info);

} // namespace selatan::testing

#define INSTANTIATE_ENGINES(Suite)                                                                 \
    INSTANTIATE_TEST_SUITE_P(Engines, Suite,                                                       \
                             ::testing::Values(::selatan::storage::Engine::sqlite,                 \
                                               ::selatan::storage::Engine::postgresql),            \
                             ::selatan::testing::engine_name)
