/// \file
/// What the query of a list is made of: columns, and the conditions that filters compile to. For
/// the stores of this folder only.
#pragma once

#include "platform/records/list.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// A column with its SQL.
struct Source {
    Column column;
    std::string sql;      ///< over `r` (record) and `n` (the noun's table)
    std::string sort_sql; ///< empty: not sortable
};

/// Those that an audience may see, the record's own and the noun's.
[[nodiscard]] std::vector<Source> sources_of(Noun const &noun, Audience audience);
/// Nothing where there is none.
[[nodiscard]] Source const *source_named(std::vector<Source> const &sources, std::string_view name);

/// Of a row: SQL over `r` and `n`, and what stands in for its question marks.
struct RowCondition {
    std::string sql;
    std::vector<storage::Value> values;
    bool uses_noun = false;   ///< the noun's own table must be joined
    bool finds_words = false; ///< at most search_candidates_most records meet it
};

void require(RowCondition &all, std::string const &sql, std::vector<storage::Value> const &values);

/// Everything that the query, the permissions and the surrounding record ask of a row.
[[nodiscard]] RowCondition condition_of(storage::Reader &reader, ListContext const &context,
                                        ListQuery const &query, std::vector<Source> const &sources,
                                        Problems &problems);

} // namespace selatan::records
