/// \file
/// For tests of figures: reported activities, imported as files are.
#pragma once

#include "exchange/reported/importer.hpp"

#include <gtest/gtest.h>
#include <string>

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

/// Imports it as the file `name`, for good (flows_test.cpp: only tests touch the disk); the
/// import's reference.
std::string import_text(storage::Store &store, std::string const &name, std::string const &xml);

} // namespace selatan::reported_flows
