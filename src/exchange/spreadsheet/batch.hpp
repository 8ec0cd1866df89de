/// \file
/// An import batch: a file that somebody sent, what it was found to hold, and what it did. A noun
/// like any other, so that list, record, history, permissions and API come from its description.
#pragma once

#include "platform/files/file.hpp"
#include "platform/jobs/job.hpp"
#include "platform/records/record.hpp"
#include "platform/web/noun_pages.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::spreadsheet {

struct Batch {
    std::string title; ///< the file's name
    std::string target;
    std::string source;
    std::string mapping_name;
    std::string format;
    std::string encoding;
    std::string digest;
    std::int64_t rows_read = 0;
    std::int64_t rows_new = 0;
    std::int64_t rows_changed = 0;
    std::int64_t rows_same = 0;
    std::int64_t rows_failed = 0;
};

/// received → checking → checked → importing → imported → undone. A new mapping starts another
/// check; what cannot be read goes back to received, an import that cannot run back to checked.
namespace states {
inline constexpr std::string_view received = "received";
inline constexpr std::string_view checking = "checking";
inline constexpr std::string_view checked = "checked";
inline constexpr std::string_view importing = "importing";
inline constexpr std::string_view imported = "imported";
inline constexpr std::string_view undone = "undone";
} // namespace states

namespace verbs {
inline constexpr std::string_view check = "check";
inline constexpr std::string_view finish_check = "finish_check";
inline constexpr std::string_view give_up = "give_up";
inline constexpr std::string_view import = "import";
inline constexpr std::string_view finish_import = "finish_import";
inline constexpr std::string_view undo = "undo";
} // namespace verbs

extern records::Policy const policy;
extern records::NounOf<Batch> const batches;
extern web::NounPages const batch_pages;

} // namespace selatan::spreadsheet
