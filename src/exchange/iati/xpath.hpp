/// \file
/// The part of XPath 1.0 that rulesets are written in, over a Tree: location paths with children,
/// attributes, parents, descendants and predicates; `or and = != < <= > >= +`; count(), not() and
/// number(); and the literal '$1', which a loop fills in.
#pragma once

#include "exchange/iati/tree.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace selatan::iati {

/// The children of one element by the value of an attribute: a loop over many values then looks at
/// each child once, not once for each value.
class ChildrenByValue {
public:
    /// The tree outlives it.
    ChildrenByValue(Tree const &tree, NodeIndex above) : m_tree{tree}, m_above{above} {}

    [[nodiscard]] NodeIndex above() const { return m_above; }
    /// In their order.
    [[nodiscard]] std::vector<NodeIndex> const &of(NameId element, NameId attribute,
                                                   std::string_view value);

private:
    using Groups = std::unordered_map<std::string_view, std::vector<NodeIndex>>;
    Tree const &m_tree;
    NodeIndex m_above;
    std::map<std::pair<NameId, NameId>, Groups> m_groups; ///< made when they are asked for
};

struct Scope {
    Tree const &tree;
    /// What '$1' stands for.
    std::string_view substitute{};
    /// What a loop over many values has at hand.
    ChildrenByValue *children = nullptr;
};

/// Is told of each node that a path selects, and says whether it wants more. Refers to a function
/// that outlives it; a std::function would allocate for nearly every one.
class NodeFunction {
public:
    template <typename Function>
    // NOLINTNEXTLINE(google-explicit-constructor): a lambda stands where one is asked for
    NodeFunction(Function const &function)
        : m_function{&function}, m_call{[](void const *at, NodeIndex node) {
              return (*static_cast<Function const *>(at))(node);
          }}
    {
    }
    bool operator()(NodeIndex node) const { return m_call(m_function, node); }

private:
    void const *m_function;
    bool (*m_call)(void const *, NodeIndex);
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

    [[nodiscard]] bool truth(Scope const &scope, NodeIndex context) const;
    /// Calls `found` with what the path selects, in its order, until it says false.
    void select(Scope const &scope, NodeIndex context, NodeFunction found) const;
    /// As written.
    [[nodiscard]] std::string_view text() const { return m_text; }

    struct Part;

private:
    std::string m_text;
    std::unique_ptr<Part> m_root;
};

/// What XPath calls the string value. `room` is where it is put together when it is in pieces; the
/// tree and it must outlive what is given back.
[[nodiscard]] std::string_view string_of(Tree const &tree, NodeIndex node, std::string &room);
/// "/iati-activity/transaction/value/@currency", from the record down.
[[nodiscard]] std::string path_of(Tree const &tree, Names const &names, NodeIndex node);

} // namespace selatan::iati
