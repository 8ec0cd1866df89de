/// \file
/// One activity (or organisation) in memory: elements and text in document order, their strings one
/// behind the other. A tree is emptied and used again for the next; after some it allocates no
/// more.
#pragma once

#include "base/ensure.hpp"
#include "engine/xml/reader.hpp"
#include "exchange/iati/names.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
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

// Nodes are what reading writes most of, and what a large record is in memory: 32 bits each for
// what the reader counts with 64, and nothing that follows from the order in which they stand.

/// A stretch of the tree's strings.
struct Stretch {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
};

/// A place in the file; whatever is beyond what 32 bits count is their greatest.
class NodePlace {
public:
    NodePlace() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): the same thing, smaller
    NodePlace(xml::Place place) : m_line{narrow(place.line)}, m_column{narrow(place.column)} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    operator xml::Place() const { return {.line = m_line, .column = m_column}; }

private:
    static std::uint32_t narrow(std::uint64_t number)
    {
        return static_cast<std::uint32_t>(
            std::min<std::uint64_t>(number, std::numeric_limits<std::uint32_t>::max()));
    }

    std::uint32_t m_line = 1;
    std::uint32_t m_column = 1;
};

/// As much text as a tree can hold, and room for what one more tag may add.
inline constexpr std::size_t most_text = 4'000'000'000;

struct Node {
    NameId name = unknown_name;
    bool is_text = false;
    Space space = Space::none;
    NodeIndex parent = no_node;
    NodeIndex next = no_node;
    NodePlace place;
    std::uint32_t first_attribute = 0; ///< up to the next node's
    /// Of a text; of an element whose name is unknown, that name as written. Of another child of
    /// the first element `begin` is the next of the same name.
    Stretch text;
};
static_assert(sizeof(Node) == 32);

struct TreeAttribute {
    NameId name = unknown_name;
    Space space = Space::none;
    std::uint16_t written = 0; ///< how long an unknown name is: it stands before the value
    Stretch value;
    NodePlace place;
};
static_assert(sizeof(TreeAttribute) == 24);

class Tree {
public:
    void clear()
    {
        m_nodes.clear();
        m_attributes.clear();
        m_strings.clear();
        std::fill(m_alike.begin(), m_alike.end(), Alike{});
    }

    /// Into the last node or one around it. Attributes that follow with add_attribute() are the new
    /// element's. `written` is the name as the file has it; it is kept when it is unknown.
    NodeIndex add_element(NodeIndex parent, NameId name, xml::Place place,
                          std::string_view written = {}, Space space = Space::none)
    {
        auto const index = add(parent, place);
        auto &node = m_nodes.back();
        node.name = name;
        node.space = space;
        if (name == unknown_name) {
            node.text = keep(written);
        } else if (parent == 0) {
            chain(index, name);
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
    }

    /// Text that follows text becomes one with it.
    void add_text(NodeIndex parent, std::string_view text, xml::Place place)
    {
        if (ends_with_text_of(parent)) {
            m_nodes.back().text.size += keep(text).size;
            return;
        }
        add(parent, place);
        auto &node = m_nodes.back();
        node.is_text = true;
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
    [[nodiscard]] std::span<TreeAttribute const> attributes(NodeIndex element) const
    {
        auto const begin = m_nodes[element].first_attribute;
        auto const end = element + 1U < m_nodes.size() ? m_nodes[element + 1U].first_attribute
                                                       : m_attributes.size();
        return std::span{m_attributes}.subspan(begin, end - begin);
    }
    /// Its first child, elements and text; those behind it are each other's `next`.
    [[nodiscard]] NodeIndex first(NodeIndex element) const
    {
        auto const behind = element + 1U;
        return behind < m_nodes.size() && m_nodes[behind].parent == element ? behind : no_node;
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
        for (auto const &one : attributes(element)) {
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
        return of_name(first(element), name);
    }
    /// The next child of the same parent and name.
    [[nodiscard]] NodeIndex next_alike(NodeIndex child) const
    {
        auto const &node = m_nodes[child];
        return node.parent == 0 ? node.text.begin : of_name(node.next, node.name);
    }
    /// All text in an element, appended.
    void append_text(NodeIndex index, std::string &into) const
    {
        auto const &node = m_nodes[index];
        if (node.is_text) {
            into += string(node.text);
        }
        for (auto at = first(index); at != no_node; at = m_nodes[at].next) {
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
        (alike.first == no_node ? alike.first : m_nodes[alike.last].text.begin) = index;
        alike.last = index;
        m_nodes[index].text.begin = no_node;
    }

    /// From `at` on among siblings.
    [[nodiscard]] NodeIndex of_name(NodeIndex at, NameId name) const
    {
        while (at != no_node && m_nodes[at].name != name) {
            at = m_nodes[at].next;
        }
        return at;
    }

    NodeIndex add(NodeIndex parent, xml::Place place)
    {
        auto const index = static_cast<NodeIndex>(m_nodes.size());
        // The child before: the last node, or whichever around it is ours.
        for (auto at = index - 1U; index > 0 && at != parent; at = m_nodes[at].parent) {
            ENSURE(at != no_node);
            if (m_nodes[at].parent == parent) {
                m_nodes[at].next = index;
                break;
            }
        }
        auto &node = m_nodes.emplace_back();
        node.parent = parent;
        node.place = place;
        node.first_attribute = static_cast<std::uint32_t>(m_attributes.size());
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
