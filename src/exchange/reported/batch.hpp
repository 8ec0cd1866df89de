/// \file
/// A file that came in: a noun like any other, so that list, record, history, permissions and API
/// come from its description.
#pragma once

#include "platform/records/record.hpp"
#include "platform/web/noun_pages.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace selatan::reported {

struct Batch {
    std::string title;      ///< the file's name
    std::string source;     ///< the next file of this name takes its place
    std::string publishers; ///< their refs
    std::string digest;
    std::string iati_version;
    std::string generated;
    std::int64_t bytes = 0;
    std::int64_t activities = 0;
    std::int64_t fresh = 0;
    std::int64_t changed = 0;
    std::int64_t same = 0;
    std::int64_t vanished = 0;
    std::int64_t problems = 0;
};

/// received → imported → undone; received → refused, when the file is none that can come in. One
/// whose import was interrupted is received still, and is imported again.
namespace states {
inline constexpr std::string_view received = "received";
inline constexpr std::string_view imported = "imported";
inline constexpr std::string_view refused = "refused";
inline constexpr std::string_view undone = "undone";
} // namespace states

namespace verbs {
inline constexpr std::string_view finish = "finish_import";
inline constexpr std::string_view refuse = "refuse";
inline constexpr std::string_view again = "import_again";
inline constexpr std::string_view undo = "undo";
} // namespace verbs

extern records::Policy const policy;
extern records::NounOf<Batch> const batches;
extern web::NounPages const batch_pages;

} // namespace selatan::reported
