/// \file
/// One activity (or organisation) in memory: elements and text in document order, their strings one
/// behind the other. A tree is emptied and used again for the next; after some it allocates no
/// more.
#pragma once

#include "engine/xml/reader.hpp"
#include "exchange/iati/names.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = 0xFFFFFFFF;

/// Which namespace a name is of. Only what the schema asks about is told apart.
enum class Space : std::uint8_t {
    none,
    xml,      ///< xml:lang
    instance, ///< xsi:schemaLocation, which may stand everywhere
    foreign,
    aside, ///< none: what an old version said and 2.03 has no place for (raise.hpp)
};

/// A stretch of the tree's strings. 32 bits: nodes are what reading writes most of.
struct Stretch {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
};

/// As much text as a tree can hold, and room for what one more tag may add.
inline constexpr std::size_t most_text = 4'000'000'000;

struct Node {
    NameId name = unknown_name;
    bool is_text = false;
    Space space = Space::none;
    NodeIndex parent = no_node;
    NodeIndex first = no_node;
    NodeIndex last = no_node;
    NodeIndex next = no_node;
    NodeIndex alike = no_node; ///< of the first element's children: the next of the same name
    std::uint32_t first_attribute = 0;
    std::uint32_t attributes = 0;
    Stretch text; ///< of a text; of an element whose name is unknown, that name as written
    xml::Place place;
};

struct TreeAttribute {
    NameId name = unknown_name;
    Space space = Space::none;
    std::uint16_t written = 0; ///< how long an unknown name is: it stands before the value
    Stretch value;
    xml::Place place;
};

class Tree {
public:
    void clear()
    {
        m_nodes.clear();
        m_attributes.clear();
        m_strings.clear();
        std::fill(m_alike.begin(), m_alike.end(), Alike{});
    }

    /// Attributes that follow with add_attribute() are the new element's. `written` is the name as
    /// the file has it; it is kept when it is unknown.
    NodeIndex add_element(NodeIndex parent, NameId name, xml::Place place,
                          std::string_view written = {}, Space space = Space::none)
    {
        auto const index = add(parent);
        if (parent == 0 && name != unknown_name) {
            chain(index, name);
        }
        auto &node = m_nodes.back();
        node.name = name;
        node.space = space;
        node.place = place;
        node.first_attribute = static_cast<std::uint32_t>(m_attributes.size());
        if (name == unknown_name) {
            node.text = keep(written);
        }
        return index;
    }

    void add_attribute(NameId name, std::string_view value, xml::Place place,
                       std::string_view written = {}, Space space = Space::none)
    {
        TreeAttribute attribute;
        attribute.name = name;
        attribute.space = space;
        attribute.place = place;
        if (name == unknown_name) {
            attribute.written = static_cast<std::uint16_t>(keep(written).size);
        }
        attribute.value = keep(value);
        m_attributes.push_back(attribute);
        ++m_nodes.back().attributes;
    }

    /// Text that follows text becomes one with it.
    void add_text(NodeIndex parent, std::string_view text, xml::Place place)
    {
        if (ends_with_text_of(parent)) {
            m_nodes.back().text.size += keep(text).size;
            return;
        }
        add(parent);
        auto &node = m_nodes.back();
        node.is_text = true;
        node.place = place;
        node.text = keep(text);
    }

    /// Whether text of this element would become one with what came last.
    [[nodiscard]] bool ends_with_text_of(NodeIndex element) const
    {
        return !m_nodes.empty() && m_nodes.back().is_text && m_nodes.back().parent == element;
    }

    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }
    [[nodiscard]] bool is_full() const { return m_strings.size() > most_text; }
    [[nodiscard]] Node const &node(NodeIndex index) const { return m_nodes[index]; }
    [[nodiscard]] TreeAttribute const &attribute(std::uint32_t index) const
    {
        return m_attributes[index];
    }
    [[nodiscard]] std::string_view string(Stretch stretch) const
    {
        return std::string_view{m_strings}.substr(stretch.begin, stretch.size);
    }
    /// A name for people, prefix and all where the standard does not have it.
    [[nodiscard]] std::string_view name_of(Node const &element, Names const &names) const
    {
        return element.name == unknown_name ? string(element.text) : names.text(element.name);
    }
    [[nodiscard]] std::string_view name_of(TreeAttribute const &attribute, Names const &names) const
    {
        return attribute.name == unknown_name
                   ? string({attribute.value.begin - attribute.written, attribute.written})
                   : names.text(attribute.name);
    }
    /// The attribute of that name; nullptr when the element has none.
    [[nodiscard]] TreeAttribute const *attribute(NodeIndex element, NameId name) const
    {
        auto const &node = m_nodes[element];
        for (std::uint32_t i = 0; i < node.attributes; ++i) {
            auto const &one = m_attributes[node.first_attribute + i];
            if (one.name == name) {
                return &one;
            }
        }
        return nullptr;
    }
    /// The first child of that name, which is a known one. The first element's children, which
    /// are asked for most, need no search.
    [[nodiscard]] NodeIndex child(NodeIndex element, NameId name) const
    {
        if (element == 0) {
            return name < m_alike.size() ? m_alike[name].first : no_node;
        }
        return of_name(m_nodes[element].first, name);
    }
    /// The next child of the same parent and name.
    [[nodiscard]] NodeIndex next_alike(NodeIndex child) const
    {
        auto const &node = m_nodes[child];
        return node.parent == 0 ? node.alike : of_name(node.next, node.name);
    }
    /// All text in an element, appended.
    void append_text(NodeIndex index, std::string &into) const
    {
        auto const &node = m_nodes[index];
        if (node.is_text) {
            into += string(node.text);
        }
        for (auto at = node.first; at != no_node; at = m_nodes[at].next) {
            append_text(at, into);
        }
    }

private:
    /// Where the first element's children of one name begin and end.
    struct Alike {
        NodeIndex first = no_node;
        NodeIndex last = no_node;
    };

    void chain(NodeIndex index, NameId name)
    {
        if (name >= m_alike.size()) {
            m_alike.resize(name + 1U);
        }
        auto &alike = m_alike[name];
        (alike.first == no_node ? alike.first : m_nodes[alike.last].alike) = index;
        alike.last = index;
    }

    /// From `at` on among siblings.
    [[nodiscard]] NodeIndex of_name(NodeIndex at, NameId name) const
    {
        while (at != no_node && m_nodes[at].name != name) {
            at = m_nodes[at].next;
        }
        return at;
    }

    NodeIndex add(NodeIndex parent)
    {
        auto const index = static_cast<NodeIndex>(m_nodes.size());
        m_nodes.emplace_back().parent = parent;
        if (parent != no_node) {
            auto &above = m_nodes[parent];
            (above.first == no_node ? above.first : m_nodes[above.last].next) = index;
            above.last = index;
        }
        return index;
    }

    Stretch keep(std::string_view text)
    {
        Stretch const stretch{static_cast<std::uint32_t>(m_strings.size()),
                              static_cast<std::uint32_t>(text.size())};
        m_strings += text;
        return stretch;
    }

    std::vector<Node> m_nodes;
    std::vector<TreeAttribute> m_attributes;
    std::string m_strings;
    std::vector<Alike> m_alike; ///< by name
};

} // namespace selatan::iati
