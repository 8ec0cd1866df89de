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

    void start(Tree const &tree, NodeIndex element, std::vector<Finding> &findings);
    void text(std::string_view text, std::vector<Finding> &findings);
    void end(std::vector<Finding> &findings);

    /// "/iati-activities/iati-activity/title", and what comes behind.
    [[nodiscard]] std::string path(std::string_view behind = {}) const;

private:
    struct Open {
        NameId name = unknown_name;
        TypeId type = 0;
        bool is_judged = false;
        bool is_spoiled = false; ///< a child was misplaced
        bool has_told_text = false;
        Position at;
        std::uint32_t written = 0;      ///< where in m_written, and
        std::uint32_t written_size = 0; ///< how long, a name is that the standard does not have
        xml::Place place;
    };

    void judge_attributes(Tree const &tree, NodeIndex element, ElementType const &type,
                          std::vector<Finding> &findings);
    /// Whether xsi:ATTRIBUTE may stand at an element of the standard's.
    [[nodiscard]] bool may_instruct(std::string_view attribute, std::string_view value) const;
    [[nodiscard]] std::string_view name_of(Open const &open) const
    {
        return open.name == unknown_name
                   ? std::string_view{m_written}.substr(open.written, open.written_size)
                   : m_names->text(open.name);
    }
    [[nodiscard]] std::string names_of(std::vector<NameId> const &names) const;
    /// With the element's name and path; `behind` goes on with the path.
    [[nodiscard]] Finding finding(std::string_view word, xml::Place place,
                                  std::string_view behind = {}) const;

    Schema const *m_schema;
    Names const *m_names;
    std::vector<Open> m_open;
    std::string m_written;
    std::string m_value; ///< the text of an element whose type has something to say about it
};

} // namespace selatan::iati
