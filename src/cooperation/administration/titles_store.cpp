#include "cooperation/administration/titles_store.hpp"

#include <algorithm>
#include <span>

namespace selatan::administration {

Titles titles_of(storage::Reader &reader, std::vector<Uuid> const &records)
{
    constexpr std::size_t at_once = 50;
    Titles titles;
    for (std::span<Uuid const> rest{records}; !rest.empty();
         rest = rest.subspan(std::min(at_once, rest.size()))) {
        // Always as many parameters, the last repeated: one statement, prepared once.
        std::vector<storage::Value> values;
        std::string places;
        for (std::size_t i = 0; i < at_once; ++i) {
            values.push_back(storage::to_value(rest[std::min(i, rest.size() - 1)]));
            places += i == 0 ? "?" : ", ?";
        }
        for (auto row : reader.query_with(
                 "SELECT id, title FROM record WHERE id IN (" + places + ")", values)) {
            auto const id = row.next<Uuid>();
            titles.emplace(id, row.next<std::string>());
        }
    }
    return titles;
}

} // namespace selatan::administration
