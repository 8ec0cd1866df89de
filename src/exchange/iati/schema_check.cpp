#include "exchange/iati/schema_check.hpp"

#include <algorithm>

namespace selatan::iati {

namespace {

constexpr std::size_t shown = 200; ///< bytes of a wrong value that a finding repeats

std::string beginning(std::string_view text)
{
    auto size = std::min(text.size(), shown);
    while (size < text.size() && (text[size] & 0xC0) == 0x80) {
        --size; // not in the middle of a character
    }
    return std::string{text.substr(0, size)};
}

} // namespace

std::string SchemaCheck::path() const
{
    std::string path;
    for (auto const &open : m_open) {
        path += '/';
        path += name_of(open);
    }
    return path;
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

Finding SchemaCheck::finding(std::string word, xml::Place place) const
{
    Finding finding;
    finding.id = "0.3.1";
    finding.category = "schema";
    finding.word = std::move(word);
    finding.path = path();
    finding.places = {place};
    return finding;
}

void SchemaCheck::start(Tree const &tree, NodeIndex element, std::vector<Finding> &findings)
{
    auto const &node = tree.node(element);
    auto const name = node.name;
    Open open;
    open.name = name;
    open.place = node.place;
    if (name == unknown_name) {
        open.qualified = tree.name_of(node, *m_names);
    }
    if (m_open.empty()) {
        auto const root = m_schema->root(name);
        open.is_judged = root.has_value();
        open.type = root.value_or(0);
    } else if (auto &parent = m_open.back();
               parent.is_judged && !parent.is_spoiled && node.space != Space::aside) {
        auto const &type = m_schema->type(parent.type);
        auto const step = Schema::take(type, parent.at, name, node.space != Space::none);
        if (!step.is_expected) {
            parent.is_spoiled = true;
            auto one =
                finding(type.content == Content::elements ? "unexpected" : "unexpected_in_text",
                        open.place);
            one.path += "/" + std::string{name_of(open)};
            one.arguments = {{"element", std::string{name_of(open)}},
                             {"parent", std::string{name_of(parent)}},
                             {"expected", names_of(Schema::expected(type, parent.at))}};
            if (type.content == Content::elements && one.arguments.back().second.empty()) {
                one.word = "unexpected_at_end";
            }
            findings.push_back(std::move(one));
        }
        open.is_judged = step.type.has_value();
        open.type = step.type.value_or(0);
    }
    open.is_judged = open.is_judged && m_schema->type(open.type).content != Content::anything;
    m_open.push_back(std::move(open));
    m_value.clear();
    if (m_open.back().is_judged) {
        judge_attributes(tree, element, m_schema->type(m_open.back().type), findings);
    }
}

void SchemaCheck::judge_attributes(Tree const &tree, NodeIndex element, ElementType const &type,
                                   std::vector<Finding> &findings)
{
    auto const &node = tree.node(element);
    std::size_t required = 0;
    for (std::uint32_t i = 0; i < node.attributes; ++i) {
        auto const &attribute = tree.attribute(node.first_attribute + i);
        if (attribute.space == Space::aside) {
            continue;
        }
        auto const value = tree.string(attribute.value);
        auto const rule =
            std::find_if(type.attributes.begin(), type.attributes.end(),
                         [&](AttributeRule const &one) { return one.name == attribute.name; });
        bool const is_known = rule != type.attributes.end() && attribute.name != unknown_name;
        auto const make = [&](std::string word) {
            std::string const written{tree.name_of(attribute, *m_names)};
            auto one = finding(std::move(word), attribute.place);
            one.path += "/@" + written;
            one.arguments = {{"element", std::string{name_of(m_open.back())}},
                             {"attribute", written},
                             {"value", beginning(value)}};
            return one;
        };
        if (!is_known) {
            // Where foreign attributes may stand, xml:lang is one of them.
            bool const is_language = attribute.space == Space::xml &&
                                     attribute.name != unknown_name &&
                                     type.takes_foreign_attributes;
            if (is_language && !is_value(ValueType::language, value)) {
                findings.push_back(make("bad_attribute"));
                findings.back().arguments.emplace_back("type", "xs:language");
            } else if (attribute.space == Space::none ||
                       (!type.takes_foreign_attributes && attribute.space != Space::instance)) {
                findings.push_back(make("attribute_not_allowed"));
            }
            continue;
        }
        required += rule->is_required ? 1U : 0U;
        if (!is_value(rule->type, value)) {
            findings.push_back(make("bad_attribute"));
            findings.back().arguments.emplace_back("type", iati::name_of(rule->type));
        }
    }
    auto const wanted = static_cast<std::size_t>(
        std::count_if(type.attributes.begin(), type.attributes.end(),
                      [](AttributeRule const &one) { return one.is_required; }));
    if (required == wanted) {
        return;
    }
    for (auto const &rule : type.attributes) {
        if (rule.is_required && tree.attribute(element, rule.name) == nullptr) {
            auto one = finding("missing_attribute", m_open.back().place);
            one.arguments = {{"element", std::string{name_of(m_open.back())}},
                             {"attribute", std::string{m_names->text(rule.name)}}};
            findings.push_back(std::move(one));
        }
    }
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
        auto one = finding("text_not_allowed", open.place);
        one.arguments = {{"element", std::string{name_of(open)}},
                         {"value", beginning(trimmed(text))}};
        findings.push_back(std::move(one));
    }
}

void SchemaCheck::end(std::vector<Finding> &findings)
{
    auto const &open = m_open.back();
    if (open.is_judged && !open.is_spoiled) {
        auto const &type = m_schema->type(open.type);
        if (type.content == Content::simple) {
            if (!is_value(type.value, m_value)) {
                auto one = finding("bad_text", open.place);
                one.arguments = {{"element", std::string{name_of(open)}},
                                 {"value", beginning(m_value)},
                                 {"type", std::string{iati::name_of(type.value)}}};
                findings.push_back(std::move(one));
            }
        } else if (!Schema::may_end(type, open.at)) {
            auto one = finding("missing_child", open.place);
            one.arguments = {{"element", std::string{name_of(open)}},
                             {"expected", names_of(Schema::expected(type, open.at))}};
            findings.push_back(std::move(one));
        }
    }
    m_value.clear();
    m_open.pop_back();
}

} // namespace selatan::iati
