/// \file
/// One activity (or organisation) in memory: elements, attributes and text in document order, eight
/// bytes each, and their strings one behind the other. A tree is emptied and used again for the
/// next; after some it allocates no more.
#pragma once

#include "base/ensure.hpp"
#include "engine/xml/reader.hpp"
#include "exchange/iati/growing.hpp"
#include "exchange/iati/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <limits>
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

enum class NodeKind : std::uint8_t { element, attribute, text };

/// As many nodes, and as much text, as a tree can hold, and room for what one more tag may add.
inline constexpr std::size_t most_in_tree = 4'000'000'000;

/// Nodes are what reading writes most of, and what a large record is in memory: nothing that
/// follows from the order in which they stand.
class Node {
public:
    Node(std::uint32_t begin, NameId name, NodeKind kind, Space space, std::uint8_t offset,
         std::uint8_t depth)
        : m_begin{begin}, m_what{static_cast<std::uint16_t>(
                              name | static_cast<unsigned>(kind) << kind_at |
                              static_cast<unsigned>(space) << space_at)},
          m_offset{offset}, m_depth{depth}
    {
    }
    /// Where its string begins, which ends where the next node's begins.
    [[nodiscard]] std::uint32_t begin() const { return m_begin; }
    [[nodiscard]] NameId name() const { return m_what & ((1U << name_bits) - 1U); }
    [[nodiscard]] NodeKind kind() const { return static_cast<NodeKind>(m_what >> kind_at & 3U); }
    [[nodiscard]] Space space() const { return static_cast<Space>(m_what >> space_at); }
    /// How many columns behind its stretch's place.
    [[nodiscard]] std::uint8_t offset() const { return m_offset; }
    /// 0 is the record's element; attributes count as children.
    [[nodiscard]] std::uint8_t depth() const { return m_depth; }

    [[nodiscard]] bool is_element() const { return kind() == NodeKind::element; }
    [[nodiscard]] bool is_text() const { return kind() == NodeKind::text; }

private:
    static constexpr unsigned kind_at = name_bits;
    static constexpr unsigned space_at = kind_at + 2;

    std::uint32_t m_begin;
    std::uint16_t m_what;
    std::uint8_t m_offset;
    std::uint8_t m_depth;
};
static_assert(sizeof(Node) == 8);

class Tree {
public:
    /// An element's attributes: they stand behind it.
    class Attributes {
    public:
        class Iterator {
        public:
            Iterator(Tree const &tree, NodeIndex at) : m_tree{tree}, m_at{at} {}
            NodeIndex operator*() const { return m_at; }
            Iterator &operator++()
            {
                ++m_at;
                return *this;
            }
            friend bool operator==(Iterator const &at, std::default_sentinel_t)
            {
                return !at.m_tree.is_attribute(at.m_at);
            }

        private:
            Tree const &m_tree;
            NodeIndex m_at;
        };

        Attributes(Tree const &tree, NodeIndex element) : m_tree{tree}, m_element{element} {}
        [[nodiscard]] Iterator begin() const { return {m_tree, m_element + 1U}; }
        [[nodiscard]] static std::default_sentinel_t end() { return {}; }

    private:
        Tree const &m_tree;
        NodeIndex m_element;
    };

    void clear()
    {
        m_nodes.clear();
        m_strings.clear();
        m_stretches.clear();
        for (auto const name : m_met) {
            m_alike[name].clear();
        }
        m_met.clear();
        m_asked.fill({});
    }

    /// Into the last element or one around it. Attributes that follow with add_attribute() are the
    /// new element's. `written` is the name as the file has it; it is kept when it is unknown.
    NodeIndex add_element(NodeIndex parent, NameId name, xml::Place place,
                          std::string_view written = {}, Space space = Space::none)
    {
        auto const depth = depth_in(parent);
        ENSURE(depth + 1U < most_deep); // attributes are one deeper
        auto const index = add(NodeKind::element, name, space, depth, place);
        m_open[depth] = index;
        if (name == unknown_name) {
            keep(written);
        } else if (parent == 0) {
            if (name >= m_alike.size()) {
                m_alike.resize(name + 1U);
            }
            if (m_alike[name].empty()) {
                m_met.push_back(name);
            }
            m_alike[name].push_back(index);
        }
        return index;
    }

    void add_attribute(NameId name, std::string_view value, xml::Place place,
                       std::string_view written = {}, Space space = Space::none)
    {
        ENSURE(!m_nodes.empty() && !m_nodes.back().is_text());
        auto const depth = m_nodes.back().depth() + (m_nodes.back().is_element() ? 1U : 0U);
        add(NodeKind::attribute, name, space, depth, place);
        if (name == unknown_name) {
            keep(written);
            m_strings.push_back('\0'); // XML knows none
        }
        keep(value);
    }

    /// Text that follows text becomes one with it.
    void add_text(NodeIndex parent, std::string_view text, xml::Place place)
    {
        if (!ends_with_text_of(parent)) {
            add(NodeKind::text, unknown_name, Space::none, depth_in(parent), place);
        }
        keep(text);
    }

    /// Whether text of this element, which is open, would become one with what came last.
    [[nodiscard]] bool ends_with_text_of(NodeIndex element) const
    {
        return !m_nodes.empty() && m_nodes.back().is_text() &&
               m_nodes.back().depth() == m_nodes[element].depth() + 1U;
    }

    /// Nodes, attributes too: going over them by index is walking the record.
    [[nodiscard]] NodeIndex size() const { return static_cast<NodeIndex>(m_nodes.size()); }
    [[nodiscard]] bool is_full() const
    {
        return m_strings.size() > most_in_tree || m_nodes.size() > most_in_tree;
    }
    [[nodiscard]] Node const &node(NodeIndex index) const { return m_nodes[index]; }
    [[nodiscard]] bool is_attribute(NodeIndex index) const
    {
        return index < size() && m_nodes[index].kind() == NodeKind::attribute;
    }
    [[nodiscard]] Attributes attributes(NodeIndex element) const { return {*this, element}; }
    /// Its first child, elements and text; those behind it are each other's next().
    [[nodiscard]] NodeIndex first(NodeIndex element) const
    {
        auto at = element + 1U;
        while (is_attribute(at)) {
            ++at;
        }
        return at < size() && m_nodes[at].depth() > m_nodes[element].depth() ? at : no_node;
    }
    [[nodiscard]] NodeIndex next(NodeIndex child) const
    {
        auto const depth = m_nodes[child].depth();
        auto at = child + 1U;
        while (at < size() && m_nodes[at].depth() > depth) {
            ++at;
        }
        return at < size() && m_nodes[at].depth() == depth ? at : no_node;
    }
    /// Of an attribute, its element. It is searched for, no further than to where the one was found
    /// that was asked for before: whoever asks in the order of the tree pays for each node once.
    [[nodiscard]] NodeIndex parent(NodeIndex index) const
    {
        auto const depth = m_nodes[index].depth();
        if (depth <= 1) {
            return depth == 0 ? no_node : 0;
        }
        auto &asked = m_asked[depth];
        auto at = index;
        while (m_nodes[at].depth() >= depth && at != asked.child) {
            --at;
        }
        asked = {index, at == asked.child ? asked.parent : at};
        return asked.parent;
    }
    [[nodiscard]] xml::Place place(NodeIndex index) const
    {
        auto const *const behind = std::upper_bound(
            m_stretches.begin(), m_stretches.end(), index,
            [](NodeIndex value, Stretch const &stretch) { return value < stretch.first; });
        return place_in(*(behind - 1), index);
    }
    /// What a text says, or the value of an attribute.
    [[nodiscard]] std::string_view string(NodeIndex index) const
    {
        auto const all = kept(index);
        auto const &node = m_nodes[index];
        return node.kind() == NodeKind::attribute && node.name() == unknown_name
                   ? all.substr(all.find('\0') + 1)
                   : all;
    }
    /// An element's or attribute's, for people: prefix and all where the standard does not have it.
    [[nodiscard]] std::string_view name_of(NodeIndex index, Names const &names) const
    {
        auto const &node = m_nodes[index];
        if (node.name() != unknown_name) {
            return names.text(node.name());
        }
        auto const all = kept(index);
        return node.kind() == NodeKind::attribute ? all.substr(0, all.find('\0')) : all;
    }
    /// The attribute of that name; no_node when the element has none.
    [[nodiscard]] NodeIndex attribute(NodeIndex element, NameId name) const
    {
        for (auto at = element + 1U; is_attribute(at); ++at) {
            if (m_nodes[at].name() == name) {
                return at;
            }
        }
        return no_node;
    }
    /// Calls `take` with the children of that name, which is a known one, until it says false, and
    /// says whether it never did. The first element's children, which are asked for most, need no
    /// search.
    template <typename Take>
    bool each_child(NodeIndex element, NameId name, Take const &take) const
    {
        if (element == 0) {
            return name >= m_alike.size() ||
                   std::all_of(m_alike[name].begin(), m_alike[name].end(), take);
        }
        auto const depth = m_nodes[element].depth() + 1U;
        for (auto at = element + 1U; at < size() && m_nodes[at].depth() >= depth; ++at) {
            auto const &node = m_nodes[at];
            if (node.depth() == depth && node.name() == name && node.is_element() && !take(at)) {
                return false;
            }
        }
        return true;
    }
    /// The first of them.
    [[nodiscard]] NodeIndex child(NodeIndex element, NameId name) const
    {
        auto found = no_node;
        each_child(element, name, [&](NodeIndex at) {
            found = at;
            return false;
        });
        return found;
    }
    /// All text in an element, appended.
    void append_text(NodeIndex index, std::string &into) const
    {
        auto at = index;
        do {
            if (m_nodes[at].is_text()) {
                into += string(at);
            }
            ++at;
        } while (at < size() && m_nodes[at].depth() > m_nodes[index].depth());
    }

private:
    /// Nodes that stand on one line, not far from each other; whatever is beyond what 32 bits count
    /// is their greatest.
    struct Stretch {
        NodeIndex first = 0;
        std::uint32_t line = 0;
        std::uint32_t column = 0;
    };
    struct Asked {
        NodeIndex child = no_node;
        NodeIndex parent = no_node;
    };
    static constexpr std::size_t most_deep = 256;

    [[nodiscard]] std::string_view kept(NodeIndex index) const
    {
        auto const begin = m_nodes[index].begin();
        auto const end = index + 1U < size() ? m_nodes[index + 1U].begin() : m_strings.size();
        return {m_strings.begin() + begin, end - begin};
    }
    [[nodiscard]] xml::Place place_in(Stretch const &stretch, NodeIndex index) const
    {
        return {stretch.line, std::uint64_t{stretch.column} + m_nodes[index].offset()};
    }

    /// Of what is put into that element, which must be open.
    [[nodiscard]] std::size_t depth_in(NodeIndex parent) const
    {
        if (parent == no_node) {
            return 0;
        }
        auto const depth = std::size_t{m_nodes[parent].depth()};
        ENSURE(depth + 1U < most_deep && m_open[depth] == parent &&
               depth <= m_nodes.back().depth());
        return depth + 1U;
    }

    NodeIndex add(NodeKind kind, NameId name, Space space, std::size_t depth, xml::Place place)
    {
        auto const index = size();
        auto const offset = offset_of(index, place);
        m_nodes.push_back(Node{static_cast<std::uint32_t>(m_strings.size()), name, kind, space,
                               offset, static_cast<std::uint8_t>(depth)});
        return index;
    }

    /// In the last stretch, or in one that begins with it.
    std::uint8_t offset_of(NodeIndex index, xml::Place place)
    {
        // A column that lies before it is far off, too.
        auto const offset = place.column - m_stretch.column;
        if (place.line == m_stretch.line && offset <= std::numeric_limits<std::uint8_t>::max() &&
            index > 0) {
            return static_cast<std::uint8_t>(offset);
        }
        constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
        m_stretch = place;
        m_stretches.push_back({index, static_cast<std::uint32_t>(std::min(place.line, most)),
                               static_cast<std::uint32_t>(std::min(place.column, most))});
        return 0;
    }

    void keep(std::string_view text) { m_strings.append(text.data(), text.size()); }

    Growing<Node> m_nodes;
    Growing<char> m_strings;
    Growing<Stretch> m_stretches;
    xml::Place m_stretch;                        ///< where the last of these begins
    std::vector<std::vector<NodeIndex>> m_alike; ///< the first element's children, by name
    std::vector<NameId> m_met;                   ///< those names
    std::array<NodeIndex, most_deep> m_open{};   ///< the last element of each depth
    mutable std::array<Asked, most_deep> m_asked{};
};

} // namespace selatan::iati
