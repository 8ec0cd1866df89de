/// \file
/// The IATI Standard, version 2.03, as this program carries it (codelists/iati): schemas, code
/// lists, the checks that tie paths to lists, and the rulesets; compiled once, when first asked
/// for.
#pragma once

#include "exchange/iati/rules.hpp"
#include "exchange/iati/schema.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati {

enum class FileKind : std::uint8_t { activities, organisations };

/// A set of codes: open addressing, since every code of a file is looked up.
class CodeSet {
public:
    CodeSet(std::string_view name, std::vector<std::string_view> const &codes);
    [[nodiscard]] std::string_view name() const { return m_name; }
    [[nodiscard]] bool contains(std::string_view code) const;

private:
    [[nodiscard]] std::size_t slot_of(std::string_view code) const;

    std::string_view m_name;
    std::vector<std::string_view> m_slots; ///< a power of two; empty: free (no code is empty)
};

/// A code that some element or attribute must have.
struct CodeCheck {
    std::string_view id;
    std::string_view category;
    NameId attribute = unknown_name; ///< unknown_name: the element's text
    /// It applies where @vocabulary is one of these; empty: everywhere. "-" is a missing one.
    std::vector<std::string_view> vocabularies;
    CodeSet const *list = nullptr;
    std::string behind; ///< the element's path: "/@code", "/text()"
};

/// Which checks an element has by where it stands: a tree of names, walked along with the file.
class CodeChecks {
public:
    using State = std::uint16_t;
    static constexpr State nowhere = 0; ///< nothing is checked here, nor below

    void add(std::vector<NameId> const &path, CodeCheck check);
    [[nodiscard]] State step(State from, NameId name) const;
    [[nodiscard]] State begin() const { return 1; }
    [[nodiscard]] std::vector<CodeCheck> const &at(State state) const
    {
        return m_places[state].checks;
    }

private:
    struct Place {
        std::vector<std::pair<NameId, State>> next;
        std::vector<CodeCheck> checks;
    };
    std::vector<Place> m_places{2};
};

struct Standard {
    Names names;
    Schema activities;
    Schema organisations;
    std::vector<CodeSet> lists;
    CodeChecks checks;
    CodeCheck language; ///< of every xml:lang
    Ruleset rules;
    TextSet agencies; ///< who registers organisations: XM-DAC …

    // Names that checking itself knows.
    NameId iati_activities;
    NameId iati_activity;
    NameId iati_organisations;
    NameId iati_organisation;
    NameId vocabulary;
    NameId xml_lang;

    [[nodiscard]] Schema const &schema(FileKind kind) const
    {
        return kind == FileKind::activities ? activities : organisations;
    }

    /// Compiles it all; `standard()` keeps the one that everybody reads.
    Standard();
};

[[nodiscard]] Standard const &standard();

} // namespace selatan::iati
