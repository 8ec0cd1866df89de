/// \file
/// Forms of one word that its stemmer keeps apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace selatan {

struct WordForm {
    std::string word;    ///< folded, as `plain_words` gives it
    bool begins = false; ///< longer words that begin so are forms of it too
};

/// What else a text may have for `plain_word`, which is one word of `plain_words`: the stemmers
/// bring most forms of a word together, not these.
/// - Arabic: with and without the article and the conjunctions written onto it ("الصحة", "والصحة",
///   "صحة"), and the feminine singular with its plural ("دورة", "دورات").
/// - Indonesian: the first letter of a root that meng-, men-, mem- and peng-, pen-, pem- swallow
///   ("kirim", "pengiriman").
/// - Plurals that change the word: Portuguese "formação", "formações" and "papel", "papéis",
///   Spanish "luz", "luces", French "travail", "travaux"; English "-isation" and "-ization".
/// A form may be no word of any language: then no text has it. Without repeats, never the word
/// itself.
[[nodiscard]] std::vector<WordForm> other_forms(std::string_view plain_word);

} // namespace selatan
