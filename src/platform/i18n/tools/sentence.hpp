/// \file
/// One sentence of locale/: ICU MessageFormat with numbered slots for markup, taken apart into the
/// steps that platform/i18n says.
///
/// Of ICU's syntax we allow what translators need and the program can type: `{name}`,
/// `{n, number}`, `{n, plural, …}`, `{n, selectordinal, …}`, `{code, select, …}`, `{day, date}` or
/// `{day, date, short}`, `{at, time}`. Slots are `<1>…</1>` or `<1/>`; they do not nest.
#pragma once

#include "platform/i18n/message.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::words_compiler {

struct SentenceParameter {
    std::string name;
    i18n::ArgumentKind kind = i18n::ArgumentKind::text;
    bool is_typed = false; ///< some use says the kind; a mere `{name}` does not
};

/// As i18n::Step, but it owns its text and names its argument.
struct SentenceStep {
    i18n::Step::Kind kind = i18n::Step::Kind::text;
    std::string text;
    std::string argument;
    int slot = 0;
    std::size_t length = 0;
};

struct Sentence {
    std::vector<SentenceParameter> parameters; ///< in order of first appearance
    std::vector<SentenceStep> steps;
    std::set<int> slots;
    std::map<std::string, std::set<std::string>> choices; ///< of each select, its selectors

    /// It says the same whatever the values: its accessor returns a view.
    [[nodiscard]] bool is_plain() const { return parameters.empty() && slots.empty(); }
    [[nodiscard]] SentenceParameter const *find(std::string_view name) const;
};

/// Refuses (WordsProblem) what ICU refuses, what we do not allow, and plurals that lack a category
/// which whole numbers below a million need in that language, or have one that it never uses.
[[nodiscard]] Sentence parse_sentence(Language language, std::string_view pattern);

/// Refuses a translation whose arguments, choices or slots are not those of the English sentence.
/// A translation may show a number without a plural where its grammar has none.
void check_translation(Sentence const &english, Sentence const &translation);

} // namespace selatan::words_compiler
