#include "exchange/iati/xpath.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace selatan::iati {

namespace {

enum class Kind : std::uint8_t {
    any_of,
    all_of,
    equal,
    unequal,
    less,
    at_most,
    plus,
    path,
    either_path,
    count,
    negation,
    number_of,
    number,
    literal,
    substitute,
};

enum class Axis : std::uint8_t {
    child,
    attribute,
    parent,
    self,
    record,
    descendant,
    text,
    any_child,
};

struct Step {
    Axis axis = Axis::child;
    NameId name = unknown_name;
    std::vector<std::unique_ptr<Expression::Part>> predicates;
    /// Of children that nothing but `[@attribute = 'text']` chooses: that attribute.
    NameId chosen_by = unknown_name;
};

} // namespace

struct Expression::Part {
    Kind kind = Kind::path;
    std::vector<std::unique_ptr<Part>> operands;
    std::vector<Step> steps;
    double number = 0;
    std::string literal;
};

namespace {

using Part = Expression::Part;
using PartPointer = std::unique_ptr<Part>;

bool is_name_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':';
}

/// Recursive descent, loosest first.
class Parser {
public:
    Parser(std::string_view text, Names &names, Filling filling)
        : m_rest{text}, m_names{names}, m_filling{filling}
    {
    }

    PartPointer whole()
    {
        auto part = either();
        ENSURE(m_rest.empty());
        return part;
    }

private:
    void skip()
    {
        while (m_rest.starts_with(' ')) {
            m_rest.remove_prefix(1);
        }
    }

    bool take(std::string_view token)
    {
        skip();
        // A word ends where no name goes on.
        bool const is_word = is_name_part(token.back());
        if (!m_rest.starts_with(token) ||
            (is_word && m_rest.size() > token.size() && is_name_part(m_rest[token.size()]))) {
            return false;
        }
        m_rest.remove_prefix(token.size());
        skip();
        return true;
    }

    static PartPointer make(Kind kind, PartPointer left, PartPointer right)
    {
        auto part = std::make_unique<Part>();
        part->kind = kind;
        part->operands.push_back(std::move(left));
        part->operands.push_back(std::move(right));
        return part;
    }

    PartPointer either()
    {
        auto left = both();
        while (take("or")) {
            left = make(Kind::any_of, std::move(left), both());
        }
        return left;
    }

    PartPointer both()
    {
        auto left = comparison();
        while (take("and")) {
            left = make(Kind::all_of, std::move(left), comparison());
        }
        return left;
    }

    PartPointer comparison()
    {
        auto left = sum();
        if (take("!=")) {
            return make(Kind::unequal, std::move(left), sum());
        }
        if (take("<=")) {
            return make(Kind::at_most, std::move(left), sum());
        }
        if (take(">=")) {
            auto right = sum();
            return make(Kind::at_most, std::move(right), std::move(left));
        }
        if (take("=")) {
            return make(Kind::equal, std::move(left), sum());
        }
        if (take("<")) {
            return make(Kind::less, std::move(left), sum());
        }
        if (take(">")) {
            auto right = sum();
            return make(Kind::less, std::move(right), std::move(left));
        }
        return left;
    }

    PartPointer sum()
    {
        auto left = alternatives();
        while (take("+")) {
            left = make(Kind::plus, std::move(left), alternatives());
        }
        return left;
    }

    PartPointer alternatives()
    {
        auto left = primary();
        while (take("|")) {
            left = make(Kind::either_path, std::move(left), primary());
        }
        return left;
    }

    PartPointer primary()
    {
        skip();
        ENSURE(!m_rest.empty());
        auto const c = m_rest.front();
        if (take("(")) {
            auto inner = either();
            ENSURE(take(")"));
            return inner;
        }
        if (c == '\'' || c == '"') {
            return literal(c);
        }
        if (c >= '0' && c <= '9') {
            auto part = std::make_unique<Part>();
            part->kind = Kind::number;
            auto const end = m_rest.find_first_not_of("0123456789.");
            auto const digits = m_rest.substr(0, end);
            std::from_chars(digits.data(), digits.data() + digits.size(), part->number);
            m_rest.remove_prefix(digits.size());
            skip();
            return part;
        }
        for (auto const &[name, kind] : {std::pair{"count(", Kind::count},
                                         {"not(", Kind::negation},
                                         {"number(", Kind::number_of}}) {
            if (take(name)) {
                auto part = std::make_unique<Part>();
                part->kind = kind;
                part->operands.push_back(either());
                ENSURE(take(")"));
                return part;
            }
        }
        return path();
    }

    PartPointer literal(char quote)
    {
        auto part = std::make_unique<Part>();
        auto const end = m_rest.find(quote, 1);
        ENSURE(end != std::string_view::npos);
        part->literal = m_rest.substr(1, end - 1);
        part->kind = part->literal == "$1" && m_filling == Filling::filled ? Kind::substitute
                                                                           : Kind::literal;
        m_rest.remove_prefix(end + 1);
        skip();
        return part;
    }

    PartPointer path()
    {
        auto part = std::make_unique<Part>();
        if (m_rest.starts_with("//")) {
            m_rest.remove_prefix(2);
            part->steps.push_back({.axis = Axis::descendant, .name = m_names.add(name())});
            predicates(part->steps.back());
        } else if (m_rest.starts_with('/')) {
            // The file's element, then the record, where evaluation begins.
            m_rest.remove_prefix(1);
            name();
            ENSURE(m_rest.starts_with('/'));
            m_rest.remove_prefix(1);
            part->steps.push_back({.axis = Axis::record, .name = m_names.add(name())});
        } else {
            step(*part);
        }
        while (m_rest.starts_with('/')) {
            m_rest.remove_prefix(1);
            step(*part);
        }
        skip();
        return part;
    }

    std::string_view name()
    {
        std::size_t size = 0;
        while (size < m_rest.size() && is_name_part(m_rest[size])) {
            ++size;
        }
        ENSURE(size > 0);
        auto const text = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return text;
    }

    void step(Part &path)
    {
        Step step;
        if (m_rest.starts_with("..")) {
            step.axis = Axis::parent;
            m_rest.remove_prefix(2);
        } else if (m_rest.starts_with('.')) {
            step.axis = Axis::self;
            m_rest.remove_prefix(1);
        } else if (m_rest.starts_with("text()")) {
            step.axis = Axis::text;
            m_rest.remove_prefix(6);
        } else if (m_rest.starts_with('*')) {
            step.axis = Axis::any_child;
            m_rest.remove_prefix(1);
        } else {
            if (m_rest.starts_with('@')) {
                step.axis = Axis::attribute;
                m_rest.remove_prefix(1);
            }
            step.name = m_names.add(name());
        }
        predicates(step);
        path.steps.push_back(std::move(step));
    }

    void predicates(Step &step)
    {
        while (m_rest.starts_with('[')) {
            m_rest.remove_prefix(1);
            step.predicates.push_back(either());
            ENSURE(m_rest.starts_with(']'));
            m_rest.remove_prefix(1);
        }
        step.chosen_by = choosing(step);
    }

    static NameId choosing(Step const &step)
    {
        if (step.axis != Axis::child || step.predicates.size() != 1 ||
            step.predicates.front()->kind != Kind::equal) {
            return unknown_name;
        }
        auto const &operands = step.predicates.front()->operands;
        auto const &path = *operands[0];
        bool const is_text =
            operands[1]->kind == Kind::substitute || operands[1]->kind == Kind::literal;
        return is_text && path.kind == Kind::path && path.steps.size() == 1 &&
                       path.steps.front().axis == Axis::attribute &&
                       path.steps.front().predicates.empty()
                   ? path.steps.front().name
                   : unknown_name;
    }

    std::string_view m_rest;
    Names &m_names;
    Filling m_filling;
};

double to_number(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\r";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return std::nan("");
    }
    text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
    // XPath's numbers: an optional minus, digits, a point; no exponent, no plus.
    if (text.find_first_not_of("0123456789.", text.starts_with('-') ? 1 : 0) !=
        std::string_view::npos) {
        return std::nan("");
    }
    double number = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? number : std::nan("");
}

bool truth(Part const &part, Scope const &scope, NodeIndex context);

/// Walks a path without keeping node sets: `found` is called for each node at its end, and stops
/// the walk by saying false.
template <typename Found>
class Walk {
public:
    Walk(Part const &path, Scope const &scope, Found &found)
        : m_path{path}, m_scope{scope}, m_found{found}
    {
    }

    bool from(NodeIndex at, std::size_t index = 0) const
    {
        if (index == m_path.steps.size()) {
            return m_found(at);
        }
        auto const &step = m_path.steps[index];
        auto const &tree = m_scope.tree;
        double position = 0;
        auto const try_one = [&](NodeIndex node) {
            return !passes(step, node, position) || from(node, index + 1);
        };
        switch (step.axis) {
        case Axis::attribute: {
            auto const attribute =
                tree.node(at).is_element() ? tree.attribute(at, step.name) : no_node;
            return attribute == no_node || try_one(attribute);
        }
        case Axis::parent: {
            auto const parent = tree.parent(at);
            return parent == no_node || try_one(parent);
        }
        case Axis::self:
            return try_one(at);
        case Axis::record:
            return tree.node(0).name() != step.name || try_one(0);
        case Axis::descendant:
            // Whatever the context, from the whole record.
            for (NodeIndex node = 0; node < tree.size(); ++node) {
                if (tree.node(node).name() == step.name && tree.node(node).is_element() &&
                    !try_one(node)) {
                    return false;
                }
            }
            return true;
        case Axis::child:
            if (auto *const children = m_scope.children;
                children != nullptr && step.chosen_by != unknown_name && children->above() == at) {
                auto const &text = *step.predicates.front()->operands[1];
                auto const &chosen =
                    children->of(step.name, step.chosen_by,
                                 text.kind == Kind::literal ? text.literal : m_scope.substitute);
                return std::all_of(chosen.begin(), chosen.end(),
                                   [&](NodeIndex node) { return from(node, index + 1); });
            }
            return !tree.node(at).is_element() || tree.each_child(at, step.name, try_one);
        case Axis::text:
        case Axis::any_child:
            if (!tree.node(at).is_element()) {
                return true;
            }
            for (auto child = tree.first(at); child != no_node; child = tree.next(child)) {
                if (tree.node(child).is_text() == (step.axis == Axis::text) && !try_one(child)) {
                    return false;
                }
            }
            return true;
        }
        return true;
    }

private:
    bool passes(Step const &step, NodeIndex node, double &position) const
    {
        position += 1;
        for (auto const &predicate : step.predicates) {
            if (predicate->kind == Kind::number ? predicate->number != position
                                                : !truth(*predicate, m_scope, node)) {
                return false;
            }
        }
        return true;
    }

    Part const &m_path;
    Scope const &m_scope;
    Found &m_found;
};

template <typename Found>
bool walk(Part const &path, Scope const &scope, NodeIndex context, Found &&found)
{
    if (path.kind == Kind::either_path) {
        return walk(*path.operands[0], scope, context, found) &&
               walk(*path.operands[1], scope, context, found);
    }
    ENSURE(path.kind == Kind::path);
    return Walk{path, scope, found}.from(context);
}

bool is_path(Part const &part)
{
    return part.kind == Kind::path || part.kind == Kind::either_path;
}

double number(Part const &part, Scope const &scope, NodeIndex context)
{
    switch (part.kind) {
    case Kind::number:
        return part.number;
    case Kind::count: {
        double count = 0;
        walk(*part.operands[0], scope, context, [&](NodeIndex) {
            count += 1;
            return true;
        });
        return count;
    }
    case Kind::plus:
        return number(*part.operands[0], scope, context) +
               number(*part.operands[1], scope, context);
    case Kind::number_of:
        return number(*part.operands[0], scope, context);
    case Kind::literal:
        return to_number(part.literal);
    case Kind::substitute:
        return to_number(scope.substitute);
    default:
        break;
    }
    double first = std::nan("");
    walk(part, scope, context, [&](NodeIndex node) {
        std::string room;
        first = to_number(string_of(scope.tree, node, room));
        return false;
    });
    return first;
}

/// `=` and `!=`: a set of nodes is equal to something when one of its nodes is.
bool compare(Part const &part, Scope const &scope, NodeIndex context)
{
    auto const *left = part.operands[0].get();
    auto const *right = part.operands[1].get();
    if (!is_path(*left)) {
        std::swap(left, right);
    }
    bool const wanted = part.kind == Kind::equal;
    if (!is_path(*left)) {
        auto const equal = number(*left, scope, context) == number(*right, scope, context);
        return equal == wanted;
    }
    bool const by_text = right->kind == Kind::literal || right->kind == Kind::substitute;
    auto const literal =
        right->kind == Kind::literal ? std::string_view{right->literal} : scope.substitute;
    bool held = false;
    std::string room;
    walk(*left, scope, context, [&](NodeIndex node) {
        auto const text = string_of(scope.tree, node, room);
        auto const equal =
            by_text ? text == literal : to_number(text) == number(*right, scope, context);
        held = equal == wanted;
        return !held;
    });
    return held;
}

bool truth(Part const &part, Scope const &scope, NodeIndex context)
{
    auto const operand = [&](std::size_t index) -> Part const & {
        return *part.operands[index];
    };
    switch (part.kind) {
    case Kind::any_of:
        return truth(operand(0), scope, context) || truth(operand(1), scope, context);
    case Kind::all_of:
        return truth(operand(0), scope, context) && truth(operand(1), scope, context);
    case Kind::negation:
        return !truth(operand(0), scope, context);
    case Kind::equal:
    case Kind::unequal:
        return compare(part, scope, context);
    case Kind::less:
        return number(operand(0), scope, context) < number(operand(1), scope, context);
    case Kind::at_most:
        return number(operand(0), scope, context) <= number(operand(1), scope, context);
    case Kind::path:
    case Kind::either_path:
        return !walk(part, scope, context, [](NodeIndex) { return false; });
    case Kind::literal:
        return !part.literal.empty();
    case Kind::substitute:
        return !scope.substitute.empty();
    default: {
        auto const value = number(part, scope, context);
        return value != 0 && !std::isnan(value);
    }
    }
}

} // namespace

std::vector<NodeIndex> const &ChildrenByValue::of(NameId element, NameId attribute,
                                                  std::string_view value)
{
    static std::vector<NodeIndex> const none;
    auto const [found, is_new] = m_groups.try_emplace({element, attribute});
    auto &groups = found->second;
    if (is_new && m_tree.node(m_above).is_element()) {
        m_tree.each_child(m_above, element, [&](NodeIndex child) {
            if (auto const at = m_tree.attribute(child, attribute); at != no_node) {
                groups[m_tree.string(at)].push_back(child);
            }
            return true;
        });
    }
    auto const group = groups.find(value);
    return group == groups.end() ? none : group->second;
}

Expression::Expression(std::string_view text, Names &names, Filling filling)
    : m_text{text}, m_root{Parser{m_text, names, filling}.whole()}
{
}
Expression::Expression(Expression &&) noexcept = default;
Expression &Expression::operator=(Expression &&) noexcept = default;
Expression::~Expression() = default;

bool Expression::truth(Scope const &scope, NodeIndex context) const
{
    return iati::truth(*m_root, scope, context);
}

void Expression::select(Scope const &scope, NodeIndex context, NodeFunction found) const
{
    walk(*m_root, scope, context, found);
}

std::string_view string_of(Tree const &tree, NodeIndex node, std::string &room)
{
    if (!tree.node(node).is_element()) {
        return tree.string(node);
    }
    auto const first = tree.first(node);
    if (first == no_node) {
        return {};
    }
    // An element that holds a text and nothing else is the rule.
    if (tree.node(first).is_text() && tree.next(first) == no_node) {
        return tree.string(first);
    }
    room.clear();
    tree.append_text(node, room);
    return room;
}

std::string path_of(Tree const &tree, Names const &names, NodeIndex node)
{
    std::string path;
    for (auto at = node; at != no_node; at = tree.parent(at)) {
        if (!tree.node(at).is_text()) {
            auto const *const mark = tree.node(at).is_element() ? "/" : "/@";
            path.insert(0, mark + std::string{tree.name_of(at, names)});
        }
    }
    return path;
}

} // namespace selatan::iati
