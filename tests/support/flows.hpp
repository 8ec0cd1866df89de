/// \file
/// For tests of figures: reported activities, imported as files are.
#pragma once

#include "exchange/flows/flows.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/auth/identity.hpp"
#include "tests/support/code_lists.hpp"

#include <cstdio>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

namespace selatan::reported_flows {

inline std::string iati_file(std::string const &activities)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"2.03\">" +
           activities + "</iati-activities>";
}

/// An activity of XX-1, or of `publisher`; `inside` is what follows its title.
inline std::string iati_activity(std::string const &identifier, std::string const &title,
                                 std::string const &inside, std::string const &publisher = "XX-1")
{
    return "<iati-activity default-currency=\"USD\"><iati-identifier>" + identifier +
           "</iati-identifier><reporting-org ref=\"" + publisher +
           "\" type=\"10\"><narrative>Office " + publisher +
           "</narrative></reporting-org><title><narrative>" + title + "</narrative></title>" +
           inside + "</iati-activity>";
}

struct TestPayment {
    std::string type = "3";
    std::string day = "2019-05-02";
    std::string amount = "100";
    std::string currency = {}; ///< empty: the activity's
    std::string inside = {};
};
inline std::string iati_payment(TestPayment const &payment)
{
    return "<transaction><transaction-type code=\"" + payment.type +
           "\"/><transaction-date iso-date=\"" + payment.day + "\"/><value value-date=\"" +
           payment.day + "\"" +
           (payment.currency.empty() ? "" : " currency=\"" + payment.currency + "\"") + ">" +
           payment.amount + "</value>" + payment.inside + "</transaction>";
}

struct TestBudget {
    std::string starts = "2019-01-01";
    std::string ends = "2019-12-31";
    std::string amount = "100";
    bool is_revised = false;
    std::string currency = {};  ///< empty: the activity's
    std::string valued_on = {}; ///< empty: its first day
};
inline std::string iati_budget(TestBudget const &budget)
{
    auto const &valued_on = budget.valued_on.empty() ? budget.starts : budget.valued_on;
    return "<budget type=\"" + std::string{budget.is_revised ? "2" : "1"} +
           "\" status=\"2\"><period-start iso-date=\"" + budget.starts + "\"/>" +
           (budget.ends.empty() ? "" : "<period-end iso-date=\"" + budget.ends + "\"/>") +
           "<value value-date=\"" + valued_on + "\"" +
           (budget.currency.empty() ? "" : " currency=\"" + budget.currency + "\"") + ">" +
           budget.amount + "</value></budget>";
}

/// Imports it as the file `name`, for good; the import's reference.
inline std::string import_text(storage::Store &store, std::string const &name,
                               std::string const &xml)
{
    auto const path =
        ::testing::TempDir() + "selatan-flows-" + std::to_string(::getpid()) + "-" + name;
    auto *const file = std::fopen(path.c_str(), "wb");
    EXPECT_NE(file, nullptr) << path;
    EXPECT_EQ(std::fwrite(xml.data(), 1, xml.size(), file), xml.size());
    EXPECT_EQ(std::fclose(file), 0);
    auto const by = auth::program_identity("test");
    auto const done =
        reported::Importer{store}.import_file({.path = path, .name = name, .by = &by});
    std::remove(path.c_str());
    EXPECT_TRUE(done.has_value()) << done.error().problems.front().code;
    return done ? done->reference : std::string{};
}

/// Figures follow what is imported.
class FiguresTest : public testing::CodeListTest {
protected:
    void SetUp() override
    {
        CodeListTest::SetUp();
        if (!IsSkipped()) {
            reported::set_watchers({&refresher()});
        }
    }
    void TearDown() override { reported::set_watchers({}); }

    /// The import's reference.
    std::string import(std::string const &activities, std::string const &name = "file.xml")
    {
        return import_text(store(), name, iati_file(activities));
    }
};

} // namespace selatan::reported_flows
