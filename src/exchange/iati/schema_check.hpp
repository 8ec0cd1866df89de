/// \file
/// Holds a file's elements against the schema in their order: a position for each that is open.
#pragma once

#include "exchange/iati/finding.hpp"
#include "exchange/iati/standard.hpp"
#include "exchange/iati/tree.hpp"

#include <string>
#include <vector>

namespace selatan::iati {

/// After a child that may not stand where it does, the rest of its parent is not judged: everything
/// behind it would be found misplaced too. That is what libxml2 does, so findings agree with it.
class SchemaCheck {
public:
    SchemaCheck(Schema const &schema, Names const &names) : m_schema{&schema}, m_names{&names} {}

    /// The tree stays as it is until the element has ended.
    void start(Tree const &tree, NodeIndex element, std::vector<Finding> &findings);
    void text(std::string_view text, std::vector<Finding> &findings);
    void end(std::vector<Finding> &findings);

    /// "/iati-activities/iati-activity/title", and what comes behind.
    [[nodiscard]] std::string path(std::string_view behind = {}) const;

private:
    struct Open {
        Tree const *tree = nullptr;
        NodeIndex element = 0;
        TypeId type = 0;
        bool is_judged = false;
        bool is_spoiled = false; ///< a child was misplaced
        bool has_told_text = false;
        Position at;
    };

    void judge_attributes(Tree const &tree, NodeIndex element, ElementType const &type,
                          std::vector<Finding> &findings);
    /// Whether xsi:ATTRIBUTE may stand at an element of the standard's.
    [[nodiscard]] bool may_instruct(std::string_view attribute, std::string_view value) const;
    [[nodiscard]] std::string_view name_of(Open const &open) const
    {
        return open.tree->name_of(open.element, *m_names);
    }
    [[nodiscard]] std::string names_of(std::vector<NameId> const &names) const;
    /// Of the element that is open last, with its name, path and place; `behind` goes on with the
    /// path.
    [[nodiscard]] Finding finding(std::string_view word, std::string_view behind = {}) const;

    Schema const *m_schema;
    Names const *m_names;
    std::vector<Open> m_open;
    std::string m_value; ///< the text of an element whose type has something to say about it
};

} // namespace selatan::iati
