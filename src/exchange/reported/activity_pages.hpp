/// \file
/// One reported activity as a page, and its XML.
#pragma once

#include "platform/html/html.hpp"
#include "platform/web/context.hpp"

#include <cstdint>
#include <span>

namespace selatan::reported {

/// What a capability above draws on an activity's page: the project of ours that it tells of.
struct ActivitySection {
    /// Shows what this reader may see of it; empty: there is nothing to show.
    html::Html (*draw)(web::Context const &context, storage::Reader &reader,
                       std::int64_t activity) = nullptr;
};
/// For the whole process; set while starting. They outlive the last request.
void set_activity_sections(std::span<ActivitySection const> sections);

[[nodiscard]] http::Response activity_page(web::Context &context);
/// The XML to be read.
[[nodiscard]] http::Response source_page(web::Context &context);
/// The XML as a file.
[[nodiscard]] http::Response source_file(web::Context &context);

} // namespace selatan::reported
