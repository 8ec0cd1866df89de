// Mappings, numbers and dates from strangers' files: read, written and read again.
#include "exchange/spreadsheet/mapping.hpp"
#include "exchange/spreadsheet/report.hpp"
#include "exchange/spreadsheet/transform.hpp"

#include <cstdint>
#include <cstdlib>

using namespace selatan::spreadsheet;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *bytes, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const *>(bytes), size};
    if (auto const mapping = parse_mapping(text)) {
        if (parse_mapping(to_json(*mapping)) != *mapping) {
            std::abort();
        }
    }
    for (auto const format : {NumberFormat::point, NumberFormat::comma}) {
        if (auto const decimal = plain_decimal(text, format, 0)) {
            // Plain digits mean the same again.
            if (plain_decimal(*decimal, NumberFormat::point, 0) != decimal ||
                rounded(*decimal).empty()) {
                std::abort();
            }
        }
    }
    for (auto const format :
         {DateFormat::iso, DateFormat::day_first, DateFormat::month_first, DateFormat::year}) {
        if (auto const date = read_date(text, format)) {
            if (read_date(date->to_string(), DateFormat::iso) != date) {
                std::abort();
            }
        }
    }
    std::ignore = detected_from_json(text);
    std::ignore = report_from_json(text);
    return 0;
}
