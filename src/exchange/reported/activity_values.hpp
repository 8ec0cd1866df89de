/// \file
/// Values of an activity's elements, as publishers write them. What cannot be believed is noted,
/// and left out. Private to this folder.
#pragma once

#include "exchange/iati/tree.hpp"
#include "exchange/reported/activity.hpp"
#include "exchange/reported/activity_words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::reported {

/// "en" of "EN-gb".
[[nodiscard]] std::string primary_language(std::string_view tag);

class Values {
protected:
    using NodeIndex = iati::NodeIndex;
    using NameId = iati::NameId;

    /// Both outlive it. The notes go into the activity.
    Values(iati::Tree const &tree, Activity &into) : m_tree{tree}, m_into{into} {}

    /// Calls `take(element, node)` for those of the children that are taken.
    template <typename Take>
    void each_child(NodeIndex above, Take const &take)
    {
        for (auto at = m_tree.first(above); at != iati::no_node; at = m_tree.next(at)) {
            auto const &node = m_tree.node(at);
            if (!node.is_text() && m_words.elements[node.name()] != Element::other) {
                take(m_words.elements[node.name()], at);
            }
        }
    }

    [[nodiscard]] std::string_view attribute(NodeIndex element, NameId name) const;
    [[nodiscard]] std::string text(NodeIndex element) const;
    void note(std::string path, std::string_view value, std::string_view why);
    /// Days, and moments too, of which the day counts: xsd:date allows a zone behind it.
    std::optional<Date> date_in(NodeIndex element, NameId name, std::string_view path);
    std::optional<Currency> currency_of(NodeIndex element, NameId name, std::string_view path);
    std::optional<std::int64_t> number_of(NodeIndex element, NameId name, std::string_view path);
    [[nodiscard]] std::optional<bool> flag_of(NodeIndex element, NameId name) const;
    [[nodiscard]] Narratives narratives(NodeIndex element) const;
    [[nodiscard]] std::string narrative(NodeIndex element) const;
    [[nodiscard]] Organisation organisation(NodeIndex element) const;
    std::optional<Amount> amount(NodeIndex element, std::string const &path);
    Share share(NodeIndex element, std::string_view vocabulary, std::string_view path);
    /// A class of aid has its own vocabularies; only the first is OECD's list of types.
    void aid_type(NodeIndex at, std::string &into) const;

    iati::Tree const &m_tree;
    Activity &m_into;
    Words const &m_words = words();
};

} // namespace selatan::reported
