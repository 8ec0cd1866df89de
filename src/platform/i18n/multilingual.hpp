/// \file
/// Content that people write in several languages: titles, descriptions, lessons.
#pragma once

#include "base/country.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::i18n {

/// Who made a text.
enum class TextSource { person, machine };

/// A text in some of our languages, or in none. As soon as there is one, one of them is the
/// original, by which the others are translations. An empty text is no text.
class MultilingualText {
public:
    /// What a reader of some language gets.
    struct Picked {
        std::string_view text; ///< lives as long as the MultilingualText; empty when there is none
        Language language = Language::en; ///< of `text`, for the lang attribute
        bool is_fallback = false;         ///< not the language asked for
        bool is_machine = false;          ///< translated by a machine
    };

    MultilingualText() = default;
    /// One text, which is the original.
    MultilingualText(Language language, std::string text);

    /// The stored form, `{"en":"Rice","fr":"Riz"}`; with several languages `"original":"fr"` names
    /// the original (the first one, where it is absent), and `"machine":["en"]` what a machine
    /// wrote. Nothing unless it is an object of just these, in UTF-8, without U+0000.
    [[nodiscard]] static std::optional<MultilingualText> parse(std::string_view json);
    /// One canonical text per value: languages in the order of `languages`.
    [[nodiscard]] std::string to_json() const;

    /// Sets or, with an empty text, removes. The first text set is the original.
    void set(Language language, std::string text, TextSource source = TextSource::person);
    /// Must be a language that has a text.
    void set_original(Language language);

    [[nodiscard]] std::string_view in(Language language) const; ///< empty when there is none
    [[nodiscard]] bool has(Language language) const { return !in(language).empty(); }
    [[nodiscard]] bool is_machine(Language language) const;
    [[nodiscard]] bool empty() const;
    [[nodiscard]] Language original() const { return m_original; }

    /// The language asked for, else the original, else English, else any.
    [[nodiscard]] Picked pick(Language language) const;

    friend bool operator==(MultilingualText const &, MultilingualText const &) = default;

private:
    std::array<std::string, languages.size()> m_texts;
    std::array<bool, languages.size()> m_machine{};
    Language m_original = Language::en;
};

} // namespace selatan::i18n
