#include "cooperation/administration/titles_store.hpp"

#include "platform/storage/marks.hpp"

#include <algorithm>
#include <span>

namespace selatan::administration {

Labels labels_of(storage::Reader &reader, std::vector<Uuid> const &records)
{
    constexpr std::size_t at_once = 50;
    Labels labels;
    for (std::span<Uuid const> rest{records}; !rest.empty();
         rest = rest.subspan(std::min(at_once, rest.size()))) {
        // Always as many parameters, the last repeated: one statement, prepared once.
        std::vector<storage::Value> values;
        for (std::size_t i = 0; i < at_once; ++i) {
            values.push_back(storage::to_value(rest[std::min(i, rest.size() - 1)]));
        }
        for (auto row :
             reader.query_with("SELECT id, kind, reference, title FROM record WHERE id IN (" +
                                   storage::marks(at_once) + ")",
                               values)) {
            auto const id = row.next<Uuid>();
            labels[id] = {.id = id,
                          .kind = row.next<std::string>(),
                          .reference = row.next<std::string>(),
                          .title = row.next<std::string>()};
        }
    }
    return labels;
}

Titles titles_of(storage::Reader &reader, std::vector<Uuid> const &records)
{
    Titles titles;
    for (auto const &[id, label] : labels_of(reader, records)) {
        titles.emplace(id, label.title);
    }
    return titles;
}

} // namespace selatan::administration
