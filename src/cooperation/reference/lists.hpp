/// \file
/// The snapshot of the reference data that this process shares, and how forms and lists see it.
#pragma once

#include "cooperation/reference/codelists.hpp"
#include "platform/records/codes.hpp"

#include <memory>

namespace selatan::reference {

/// The current lists of the database that `reader` reads. One cache per process and database.
[[nodiscard]] std::shared_ptr<Codelists const> lists(storage::Reader &reader);

/// Code lists as the fields of nouns name them: "country", "currency", "language", "sector",
/// "sdg", "modality", "domain" … (the codes of List).
[[nodiscard]] std::unique_ptr<records::CodeLists> code_lists(storage::Store &store);

} // namespace selatan::reference
