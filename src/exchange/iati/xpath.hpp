/// \file
/// The part of XPath 1.0 that rulesets are written in, over a Tree: location paths with children,
/// attributes, parents, descendants and predicates; `or and = != < <= > >= +`; count(), not() and
/// number(); and the literal '$1', which a loop fills in.
#pragma once

#include "exchange/iati/tree.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace selatan::iati {

/// A node that a path selects: an element or text, or one of an element's attributes.
struct Item {
    NodeIndex node = no_node;
    TreeAttribute const *attribute = nullptr;
};

struct Scope {
    Tree const &tree;
    /// What '$1' stands for.
    std::string_view substitute{};
};

/// Whether '$1' is to be filled in; rulesets say for which of a rule's expressions it is.
enum class Filling : std::uint8_t { filled, as_written };

class Expression {
public:
    /// Rules are written in expressions that we ship: one that cannot be read is a Bug. Names that
    /// the standard does not have are added, so that they are found where they stand all the same.
    /// `/iati-activities/iati-activity/…` begins at the record, if it is an iati-activity.
    Expression(std::string_view text, Names &names, Filling filling = Filling::filled);
    Expression(Expression &&) noexcept;
    Expression &operator=(Expression &&) noexcept;
    ~Expression();

    [[nodiscard]] bool truth(Scope const &scope, Item context) const;
    /// Calls `found` with what the path selects, in its order, until it says false.
    void select(Scope const &scope, Item context, std::function<bool(Item)> const &found) const;
    /// As written.
    [[nodiscard]] std::string_view text() const { return m_text; }

    struct Part;

private:
    std::string m_text;
    std::unique_ptr<Part> m_root;
};

/// What XPath calls the string value.
[[nodiscard]] std::string string_of(Tree const &tree, Item item);
[[nodiscard]] xml::Place place_of(Tree const &tree, Item item);

} // namespace selatan::iati
