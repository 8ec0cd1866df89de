/// \file
/// What capabilities have to say about a record of one that stands below them: lessons learned, to
/// whoever writes a request.
#pragma once

#include "platform/web/noun_pages.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace selatan::web {

/// Says its advice above a record's form and on its page, as the noun's own `advise` does.
struct Adviser {
    std::string_view kind; ///< of the records
    std::vector<html::Notice> (*advise)(Context const &context, storage::Reader &reader,
                                        void const *value) = nullptr;
};
/// For the whole process; set while starting. They outlive the last request.
void set_advisers(std::span<Adviser const> advisers);

/// Does a capability above have something to say about such records?
[[nodiscard]] bool has_advisers(NounPages const &pages);
/// What they say, also about what is not a record yet: a form that nobody has saved.
[[nodiscard]] std::vector<html::Notice> advice_from_above(Context const &context,
                                                          storage::Reader &reader,
                                                          NounPages const &pages,
                                                          void const *value);
/// Of a record; the noun's own advice first.
[[nodiscard]] std::vector<html::Notice> advice_about(Context const &context,
                                                     storage::Reader &reader,
                                                     NounPages const &pages, void const *value);

} // namespace selatan::web
