#include "exchange/iati/schema_check.hpp"

#include <algorithm>

namespace selatan::iati {

namespace {

constexpr std::size_t shown = 200; ///< bytes of a wrong value that a finding repeats

std::string_view beginning(std::string_view text)
{
    auto size = std::min(text.size(), shown);
    while (size < text.size() && (text[size] & 0xC0) == 0x80) {
        --size; // not in the middle of a character
    }
    return text.substr(0, size);
}

} // namespace

std::string SchemaCheck::path(std::string_view behind) const
{
    auto size = behind.size();
    for (auto const &open : m_open) {
        size += 1 + name_of(open).size();
    }
    std::string path;
    path.reserve(size);
    for (auto const &open : m_open) {
        path += '/';
        path += name_of(open);
    }
    return path += behind;
}

std::string SchemaCheck::names_of(std::vector<NameId> const &names) const
{
    std::string text;
    for (auto const name : names) {
        text += text.empty() ? "" : ", ";
        text += m_names->text(name);
    }
    return text;
}

Finding SchemaCheck::finding(std::string_view word, std::string_view behind) const
{
    Finding finding;
    finding.id = "0.3.1";
    finding.category = "schema";
    finding.word = word;
    finding.arguments.add("element", name_of(m_open.back()));
    finding.path = path(behind);
    finding.places.push_back(m_open.back().tree->place(m_open.back().element));
    return finding;
}

void SchemaCheck::start(Tree const &tree, NodeIndex element, std::vector<Finding> &findings)
{
    auto const &node = tree.node(element);
    Open open;
    open.tree = &tree;
    open.element = element;
    if (m_open.empty()) {
        auto const root = m_schema->root(node.name());
        open.is_judged = root.has_value();
        open.type = root.value_or(0);
    } else if (auto &parent = m_open.back();
               parent.is_judged && !parent.is_spoiled && node.space() != Space::aside) {
        auto const &type = m_schema->type(parent.type);
        auto const step = Schema::take(type, parent.at, node.name(), node.space() != Space::none);
        if (!step.is_expected) {
            parent.is_spoiled = true;
            auto const expected = names_of(Schema::expected(type, parent.at));
            auto const parent_name = name_of(parent);
            m_open.push_back(open);
            findings.push_back(finding(type.content != Content::elements ? "unexpected_in_text"
                                       : expected.empty()                ? "unexpected_at_end"
                                                                         : "unexpected"));
            findings.back().arguments.add("parent", parent_name);
            findings.back().arguments.add("expected", expected);
            m_open.pop_back();
        }
        open.is_judged = step.type.has_value();
        open.type = step.type.value_or(0);
    }
    open.is_judged = open.is_judged && m_schema->type(open.type).content != Content::anything;
    m_open.push_back(open);
    m_value.clear();
    if (m_open.back().is_judged) {
        judge_attributes(tree, element, m_schema->type(m_open.back().type), findings);
    }
}

void SchemaCheck::judge_attributes(Tree const &tree, NodeIndex element, ElementType const &type,
                                   std::vector<Finding> &findings)
{
    std::size_t required = 0;
    for (auto const index : tree.attributes(element)) {
        auto const &attribute = tree.node(index);
        if (attribute.space() == Space::aside) {
            continue;
        }
        auto const value = tree.string(index);
        auto const rule =
            std::find_if(type.attributes.begin(), type.attributes.end(),
                         [&](AttributeRule const &one) { return one.name == attribute.name(); });
        bool const is_known = rule != type.attributes.end() && attribute.name() != unknown_name;
        auto const tell = [&](std::string_view word) -> Finding & {
            auto const written = tree.name_of(index, *m_names);
            findings.push_back(finding(word, "/@" + std::string{written}));
            findings.back().places.front() = tree.place(index);
            findings.back().arguments.add("attribute", written);
            findings.back().arguments.add("value", beginning(value));
            return findings.back();
        };
        if (attribute.space() == Space::instance) {
            if (!may_instruct(tree.name_of(index, *m_names), value)) {
                tell("attribute_not_allowed").places.front() = tree.place(element);
            }
            continue;
        }
        if (!is_known) {
            // Where foreign attributes may stand, xml:lang is one of them.
            bool const is_language = attribute.space() == Space::xml &&
                                     attribute.name() != unknown_name &&
                                     type.takes_foreign_attributes;
            if (is_language && !is_value(ValueType::language, value)) {
                tell("bad_attribute").arguments.add("type", "xs:language");
            } else if (attribute.space() == Space::none || !type.takes_foreign_attributes) {
                tell("attribute_not_allowed");
            }
            continue;
        }
        required += rule->is_required ? 1U : 0U;
        if (!is_value(rule->type, value)) {
            tell("bad_attribute").arguments.add("type", iati::name_of(rule->type));
        }
    }
    if (required == type.required) {
        return;
    }
    for (auto const &rule : type.attributes) {
        if (rule.is_required && tree.attribute(element, rule.name) == no_node) {
            findings.push_back(finding("missing_attribute"));
            findings.back().arguments.add("attribute", m_names->text(rule.name));
        }
    }
}

bool SchemaCheck::may_instruct(std::string_view attribute, std::string_view value) const
{
    auto const local = attribute.substr(attribute.find(':') + 1);
    if (local == "type") {
        // Of the type no more is asked than that it exists, whatever XML Schema's prefix is.
        auto const type = trimmed(value);
        auto const colon = type.find(':');
        ValueType known{};
        return colon == std::string_view::npos ? m_schema->has_type(type)
                                               : from_name(type.substr(colon + 1), known);
    }
    return local != "nil"; // nothing of the standard's is nillable
}

void SchemaCheck::text(std::string_view text, std::vector<Finding> &findings)
{
    auto &open = m_open.back();
    if (!open.is_judged || open.is_spoiled) {
        return;
    }
    auto const &type = m_schema->type(open.type);
    if (type.content == Content::simple) {
        if (type.value != ValueType::text) {
            m_value += text;
        }
    } else if (!open.has_told_text && !is_blank(text)) {
        open.has_told_text = true;
        findings.push_back(finding("text_not_allowed"));
        findings.back().arguments.add("value", beginning(trimmed(text)));
    }
}

void SchemaCheck::end(std::vector<Finding> &findings)
{
    auto const &open = m_open.back();
    if (open.is_judged && !open.is_spoiled) {
        auto const &type = m_schema->type(open.type);
        if (type.content == Content::simple) {
            if (!is_value(type.value, m_value)) {
                findings.push_back(finding("bad_text"));
                findings.back().arguments.add("value", beginning(m_value));
                findings.back().arguments.add("type", iati::name_of(type.value));
            }
        } else if (!Schema::may_end(type, open.at)) {
            findings.push_back(finding("missing_child"));
            findings.back().arguments.add("expected", names_of(Schema::expected(type, open.at)));
        }
    }
    m_value.clear();
    m_open.pop_back();
}

} // namespace selatan::iati
