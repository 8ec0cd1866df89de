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

/// Imports it as the file `name`, for good (flows_test.cpp: only tests touch the disk); the
/// import's reference.
std::string import_text(storage::Store &store, std::string const &name, std::string const &xml);

} // namespace selatan::reported_flows
