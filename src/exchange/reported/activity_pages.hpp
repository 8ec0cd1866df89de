/// \file
/// One reported activity as a page, and its XML.
#pragma once

#include "platform/web/context.hpp"

namespace selatan::reported {

[[nodiscard]] http::Response activity_page(web::Context &context);
/// The XML to be read.
[[nodiscard]] http::Response source_page(web::Context &context);
/// The XML as a file.
[[nodiscard]] http::Response source_file(web::Context &context);

} // namespace selatan::reported
