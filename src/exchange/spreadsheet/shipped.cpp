#include "base/ensure.hpp"
#include "exchange/spreadsheet/importer.hpp"
#include "exchange/spreadsheet/shipped_files.hpp"

namespace selatan::spreadsheet {

std::vector<Mapping> const &shipped_mappings()
{
    static std::vector<Mapping> const all = [] {
        std::vector<Mapping> mappings;
        for (auto const text : shipped_mapping_files()) {
            auto mapping = parse_mapping(text);
            ENSURE(mapping.has_value());
            mappings.push_back(std::move(*mapping));
        }
        return mappings;
    }();
    return all;
}

} // namespace selatan::spreadsheet
