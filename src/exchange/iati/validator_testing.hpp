/// \file
/// A validator's findings gathered, for tests and the bench.
#pragma once

#include "base/ensure.hpp"
#include "exchange/iati/validator.hpp"

#include <string_view>
#include <vector>

namespace selatan::iati::testing {

class Gather final : public Sink {
public:
    void take(Group group) override { groups.push_back(std::move(group)); }
    std::vector<Group> groups;
};

struct Validated {
    Summary summary;
    std::vector<Group> groups;

    [[nodiscard]] std::vector<Finding> findings(std::string_view id) const
    {
        std::vector<Finding> found;
        for (auto const &group : groups) {
            for (auto const &finding : group.findings) {
                if (finding.id == id) {
                    found.push_back(finding);
                }
            }
        }
        return found;
    }
};

inline Surroundings surroundings()
{
    return {*Date::parse("2026-11-21"), {}, standard().agencies};
}

inline Validated validated(std::string_view text, Surroundings const &around = surroundings())
{
    xml::TextInput input{text};
    Gather gather;
    auto summary = validate(input, xml::Encoding::must_be_utf8, around, gather);
    return {std::move(summary), std::move(gather.groups)};
}

/// An activity that nothing is wrong with, on lines 2 to 16 of a file of its own.
inline constexpr std::string_view good_activity =
    R"(<iati-activity xml:lang="en" default-currency="USD">
<iati-identifier>XM-DAC-1-A</iati-identifier>
<reporting-org ref="XM-DAC-1" type="10"><narrative>Office (example)</narrative></reporting-org>
<title><narrative>Course</narrative></title>
<description><narrative>On water</narrative></description>
<participating-org role="1" ref="XM-DAC-1"/>
<activity-status code="2"/>
<activity-date type="1" iso-date="2026-01-01"/>
<recipient-country code="TL"/>
<sector code="14010" vocabulary="1"/>
<budget><period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/>
<value value-date="2026-01-01">100</value></budget>
</iati-activity>
)";

inline std::string file_of(std::string_view activities, std::string_view version = "2.03")
{
    return "<iati-activities version=\"" + std::string{version} + "\">\n" +
           std::string{activities} + "</iati-activities>\n";
}

/// The good activity with one thing changed.
inline std::string changed(std::string_view from, std::string_view to)
{
    std::string text{good_activity};
    auto const at = text.find(from);
    ENSURE(at != std::string::npos);
    return file_of(text.replace(at, from.size(), to));
}

} // namespace selatan::iati::testing
