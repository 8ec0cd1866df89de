/// \file
/// Files for tests: small ones of IATI, on disk.
#pragma once

#include "platform/sheets/table_writer.hpp"

#include <string>
#include <string_view>

namespace selatan::reported::testing {

/// A file that goes when this goes.
class File {
public:
    explicit File(std::string_view content) { m_spool.sink()(content); }
    [[nodiscard]] std::string path() const { return m_spool.path(); }

private:
    sheets::Spool m_spool;
};

/// An activity of a publisher; `more` stands at its end.
inline std::string activity(std::string_view publisher, std::string_view identifier,
                            std::string_view title, std::string_view more = {})
{
    return "<iati-activity xml:lang=\"en\" default-currency=\"USD\">"
           "<iati-identifier>" +
           std::string{identifier} +
           "</iati-identifier>"
           "<reporting-org ref=\"" +
           std::string{publisher} + "\" type=\"10\"><narrative>Agency of " +
           std::string{publisher} +
           "</narrative></reporting-org>"
           "<title><narrative>" +
           std::string{title} + "</narrative></title>" + std::string{more} + "</iati-activity>";
}

inline std::string file(std::string_view activities)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by a test -->\n"
           "<iati-activities version=\"2.03\" generated-datetime=\"2026-11-22T08:00:00Z\">\n" +
           std::string{activities} + "\n</iati-activities>\n<!-- the end -->\n";
}

inline constexpr std::string_view water =
    "<participating-org ref=\"AA-1\" role=\"1\"><narrative>Fund of A</narrative>"
    "</participating-org>"
    "<participating-org role=\"4\"><narrative>Water Works</narrative></participating-org>"
    "<activity-status code=\"2\"/>"
    "<activity-date type=\"2\" iso-date=\"2018-05-01\"/>"
    "<recipient-country code=\"TL\" percentage=\"60\"/>"
    "<recipient-country code=\"ID\" percentage=\"40\"/>"
    "<sector code=\"14030\"/>"
    "<transaction ref=\"1\"><transaction-type code=\"3\"/>"
    "<transaction-date iso-date=\"2019-03-05\"/>"
    "<value currency=\"EUR\" value-date=\"2019-03-01\">1250.50</value>"
    "<description><narrative>First part</narrative></description>"
    "<provider-org ref=\"AA-1\" provider-activity-id=\"AA-1-P\"><narrative>Fund of A</narrative>"
    "</provider-org><receiver-org><narrative>Water Works</narrative></receiver-org></transaction>"
    "<transaction><transaction-type code=\"2\"/><transaction-date iso-date=\"2018-05-02\"/>"
    "<value value-date=\"2018-05-02\">3000</value></transaction>";

} // namespace selatan::reported::testing
