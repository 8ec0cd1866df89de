/// \file
/// PostgreSQL's way of writing parameters. Private to platform/storage.
#pragma once

#include <string>
#include <string_view>

namespace selatan::storage {

/// `?` becomes `$1`, `$2` … outside string literals, quoted names and comments.
///
/// `? IS NULL` becomes `$1::text IS NULL`: PostgreSQL refuses a parameter whose type nothing tells,
/// and every type that we store can be shown as text.
[[nodiscard]] std::string number_parameters(std::string_view sql);

} // namespace selatan::storage
