/// \file
/// What capabilities draw on the page of a record that stands below them: a project's money, which
/// projects know nothing of.
#pragma once

#include "platform/web/noun_pages.hpp"

#include <span>
#include <string_view>

namespace selatan::web {

/// A section after the noun's own, before the lists of its parts.
struct Panel {
    std::string_view kind; ///< of the records
    /// Shows what this reader may see of it; empty: there is nothing to show.
    html::Html (*draw)(Context const &context, storage::Reader &reader,
                       records::Head const &head) = nullptr;
};
/// For the whole process; set while starting. They outlive the last request.
void set_panels(std::span<Panel const> panels);

[[nodiscard]] html::Html panels_of(Context const &context, storage::Reader &reader,
                                   records::Noun const &noun, records::Head const &head);

} // namespace selatan::web
