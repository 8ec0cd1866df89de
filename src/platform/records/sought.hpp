/// \file
/// What was typed into a search box, and all by which it is found: its beginning, its other forms,
/// what it is called in other languages, what was meant when it is misspelt.
#pragma once

#include "platform/records/codes.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// How a word in a record is the one that was typed, from the surest to the least sure.
enum class Likeness : std::uint8_t {
    as_typed,    ///< it, or it begins so
    form,        ///< another form of it: "trained" for "training"
    translation, ///< another language's word for it
    correction,  ///< it was misspelt
};
[[nodiscard]] std::string_view to_code(Likeness likeness);

/// One way to find something: all of these tokens.
struct Way {
    std::vector<std::string> tokens;
    bool begins = false; ///< the words found may go on
    Likeness likeness = Likeness::as_typed;
};

/// One thing that was typed, a word or a phrase that a code list knows, and the ways to find it.
struct Sought {
    std::string typed;
    std::vector<Way> ways;
};

inline constexpr std::size_t sought_words_most = 12;

/// What a list's words mean to somebody who reads `language`: beginnings and that language's forms.
[[nodiscard]] std::vector<Sought> sought_in(Language language, std::string_view typed);
/// What they mean in the one box: forms in every language, and other languages' words for what the
/// lists of subjects, modalities and countries know.
[[nodiscard]] std::vector<Sought> sought_everywhere(CodeLists const &codes, std::string_view typed);

/// In the engine's own query language: everything that is sought, in any of its ways. Empty when
/// nothing is.
[[nodiscard]] std::string match_expression(storage::Engine engine, std::span<Sought const> all);

} // namespace selatan::records
