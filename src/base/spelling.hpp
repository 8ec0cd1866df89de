/// \file
/// Words that differ by a slip of the finger: a letter too many, missing, wrong or swapped with its
/// neighbour. Words are tokens of base/text: folded UTF-8. Every function may be called from any
/// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace selatan {

/// Shorter words are alike by chance; longer ones are no words.
inline constexpr std::size_t corrected_letters_least = 4;
inline constexpr std::size_t corrected_letters_most = 24;

/// Whether a word is of letters alone, and of a length that is worth correcting.
[[nodiscard]] bool can_be_corrected(std::string_view word);

/// The hashes of the word and of what remains of it without any one letter. Two words that are one
/// slip apart share a key: so the words near another are found by equality, however many there
/// are. Words that share a key are at most two slips apart. Sorted, without repeats.
[[nodiscard]] std::vector<std::uint64_t> spelling_keys(std::string_view word);

/// How many slips lead from one word to the other: the optimal string alignment distance, in
/// letters (code points).
[[nodiscard]] int slips_between(std::string_view one, std::string_view other);

} // namespace selatan
