/// \file
/// What is wrong in a file, where, and by which rule.
#pragma once

#include "engine/xml/reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::iati {

/// As the official validator grades them. A file is valid when it has nothing critical.
enum class Severity : std::uint8_t { critical, error, warning, advisory };
[[nodiscard]] std::string_view to_code(Severity severity);
[[nodiscard]] bool from_code(std::string_view code, Severity &severity);

struct Finding {
    /// The rule, by the official validator's number: "9.8.1".
    std::string id;
    Severity severity = Severity::critical;
    std::string category; ///< "financial"; the official one
    std::string word;     ///< which sentence of locale/: finding.WORD
    std::vector<std::pair<std::string, std::string>> arguments; ///< fill the sentence
    std::string path;     ///< "iati-activity/transaction/value/@currency"
    std::string codelist; ///< which list a code is not in; else empty
    /// Where; the first is what the finding is about, others belong to it.
    std::vector<xml::Place> places;
};

} // namespace selatan::iati
