/// \file
/// Code lists as forms and lists need them. The reference data implements it; the wiring gives it.
#pragma once

#include "base/country.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

struct Option {
    std::string code;
    std::string label;
    std::string group; ///< options of one group stand together; may be empty
};

/// Safe to use from several threads.
class CodeLists {
public:
    virtual ~CodeLists() = default;
    /// In the order in which a reader of the language looks for them.
    [[nodiscard]] virtual std::vector<Option> options(std::string_view list,
                                                      Language language) const = 0;
    /// Empty when the list has no such code.
    [[nodiscard]] virtual std::string name(std::string_view list, std::string_view code,
                                           Language language) const = 0;
    /// The code that a person means by a code or a name in any language; nothing when none or
    /// several fit.
    [[nodiscard]] virtual std::optional<std::string> resolve(std::string_view list,
                                                             std::string_view text) const = 0;
};

} // namespace selatan::records
