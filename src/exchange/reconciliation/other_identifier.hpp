/// \file
/// What an IATI activity names besides its own identifier (other-identifier): numbers of its own
/// office, of others, and what it was called before.
#pragma once

#include "platform/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reconciliation {

struct OtherIdentifier {
    std::string text;
    std::string type; ///< list OtherIdentifierType; empty where the file names none
    std::string owner_ref;
    std::string owner_name; ///< the first that is told

    /// B1, B9: it is of an organisation and not of an activity.
    [[nodiscard]] bool is_of_organisation() const { return type == "B1" || type == "B9"; }
};

/// Of an activity's element, of any version of the standard, in its order; each once.
[[nodiscard]] std::vector<OtherIdentifier> other_identifiers(std::string_view source);

/// What the activity was called before: its identifiers of type A3, and its own with the name that
/// its publisher reported under (B1) instead of the present one.
[[nodiscard]] std::vector<std::string>
former_identifiers(std::vector<OtherIdentifier> const &others, std::string_view identifier,
                   std::string_view publisher);

/// Too short to be anybody's alone: "12", "A-1".
[[nodiscard]] bool is_telling(std::string_view identifier);

/// Reads what came in since the last time, some hundred activities in one transaction, until
/// `should_stop`; how many.
std::int64_t read_other_identifiers(storage::Store &store,
                                    std::function<bool()> const &should_stop);
/// What stands and names one of these.
[[nodiscard]] std::vector<std::int64_t>
activities_naming(storage::Reader &reader, std::vector<std::string> const &identifiers);

} // namespace selatan::reconciliation
