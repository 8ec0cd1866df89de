/// \file
/// What the importer's tests share: a small code list, files, an importer.
#pragma once

#include "cooperation/reports/reports.hpp"
#include "exchange/spreadsheet/importer.hpp"
#include "platform/auth/identity.hpp"

#include <algorithm>
#include <array>

namespace selatan::spreadsheet::testing {

/// Five countries and two sectors: enough to be right or wrong about.
class FewCodes final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language /*language*/) const override
    {
        std::vector<records::Option> all;
        for (auto const &[of, code, name] : codes) {
            if (of == list) {
                all.push_back({.code = std::string{code}, .label = std::string{name}, .group = {}});
            }
        }
        return all;
    }
    [[nodiscard]] std::string name(std::string_view list, std::string_view code,
                                   Language /*language*/) const override
    {
        for (auto const &[of, known, name] : codes) {
            if (of == list && known == code) {
                return std::string{name};
            }
        }
        return {};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        for (auto const &[of, code, name] : codes) {
            if (of == list && (name == text || code == text)) {
                return std::string{code};
            }
        }
        return std::nullopt;
    }

private:
    struct Code {
        std::string_view list;
        std::string_view code;
        std::string_view name;
    };
    static constexpr std::array codes{
        Code{"country", "TLS", "Timor-Leste"}, Code{"country", "FJI", "Fiji"},
        Code{"country", "MDG", "Madagascar"},  Code{"country", "AGO", "Angola"},
        Code{"country", "CHN", "China"},       Code{"sector", "110", "Education"},
        Code{"sector", "120", "Health"},
    };
};

/// A file that is there while this is.
class File {
public:
    explicit File(std::string_view content) { m_spool.sink()(content); }
    [[nodiscard]] std::string path() const { return m_spool.path(); }

private:
    sheets::Spool m_spool;
};

inline Mapping register_mapping()
{
    auto mapping = parse_mapping(R"({
        "name": "Register", "kind": "reported_activity", "source": "register", "key": ["No"],
        "fields": {
            "title": {"column": "Project"}, "reported_by": {"constant": "The register"},
            "country": {"column": "Country", "separator": ";", "take": "only", "values": {"Africa, regional": ""}},
            "countries": {"column": "Country", "separator": ";", "take": "several", "values": {"Africa, regional": ""}},
            "recipient": {"column": "Country"},
            "year": {"column": "Year"}, "start_on": {"column": "Start", "date": "day_first"},
            "amount_usd": {"column": "USD m", "power_of_ten": 6}}})");
    return mapping.value();
}

inline constexpr std::string_view register_csv =
    "No,Project,Country,Year,Start,USD m\n"
    "1,Rice for Oecusse,Timor-Leste,2011,31/01/2011,1.5\n"
    "2,A clinic in Suva,Fiji,2012,,0.25\n"
    "3,Roads,Timor-Leste; Fiji,2013,1.2.2013,\n"
    "4,A seminar,\"Africa, regional\",2014,,\n";

} // namespace selatan::spreadsheet::testing
