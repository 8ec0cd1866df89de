/// \file
/// Writes a capability's words as C++: `words/CAPABILITY.hpp` and `.cpp`.
#pragma once

#include "base/country.hpp"
#include "platform/i18n/tools/locale_file.hpp"
#include "platform/i18n/tools/sentence.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace selatan::words_compiler {

/// A capability whose six languages agree.
struct Capability {
    std::string name;
    Node english; ///< gives the order and the structure
    /// Dotted path → its sentence in each language, in the order of `languages`.
    std::map<std::string, std::array<Sentence, languages.size()>> sentences;
};

/// Refuses (WordsProblem) keys that would make two accessors of one name.
[[nodiscard]] std::string write_header(Capability const &capability);
[[nodiscard]] std::string write_source(Capability const &capability);
/// `words::catalogue()` over all of them.
[[nodiscard]] std::string write_catalogue(std::vector<std::string> const &capabilities);

} // namespace selatan::words_compiler
