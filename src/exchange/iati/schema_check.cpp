#include "exchange/iati/schema_check.hpp"

#include <algorithm>

namespace selatan::iati {

namespace {

constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view instance_space = "http://www.w3.org/2001/XMLSchema-instance";
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

void SchemaCheck::start(xml::Reader const &reader, NameId name, bool is_foreign,
                        std::vector<NameId> const &ids, std::vector<Finding> &findings)
{
    Open open;
    open.name = name;
    open.place = reader.place();
    if (name == unknown_name) {
        open.qualified = reader.name().qualified;
    }
    if (m_open.empty()) {
        auto const root = m_schema->root(name);
        open.is_judged = root.has_value();
        open.type = root.value_or(0);
    } else if (auto &parent = m_open.back(); parent.is_judged && !parent.is_spoiled) {
        auto const &type = m_schema->type(parent.type);
        auto const step = Schema::take(type, parent.at, name, is_foreign);
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
        judge_attributes(reader, m_schema->type(m_open.back().type), ids, findings);
    }
}

void SchemaCheck::judge_attributes(xml::Reader const &reader, ElementType const &type,
                                   std::vector<NameId> const &ids, std::vector<Finding> &findings)
{
    auto const attributes = reader.attributes();
    std::size_t required = 0;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        auto const &attribute = attributes[i];
        auto const rule =
            std::find_if(type.attributes.begin(), type.attributes.end(),
                         [&](AttributeRule const &one) { return one.name == ids[i]; });
        bool const is_foreign = !attribute.name.space.empty();
        bool const is_known = rule != type.attributes.end() && ids[i] != unknown_name;
        auto const make = [&](std::string word) {
            auto one = finding(std::move(word), attribute.place);
            one.path += "/@" + std::string{attribute.name.qualified};
            one.arguments = {{"element", std::string{name_of(m_open.back())}},
                             {"attribute", std::string{attribute.name.qualified}},
                             {"value", beginning(attribute.value)}};
            return one;
        };
        if (!is_known) {
            bool const is_language = attribute.name.space == xml_space &&
                                     attribute.name.local == "lang" &&
                                     type.takes_foreign_attributes;
            if (is_language && !is_value(ValueType::language, attribute.value)) {
                findings.push_back(make("bad_attribute"));
                findings.back().arguments.emplace_back("type", "xs:language");
            } else if (!is_foreign ||
                       (!type.takes_foreign_attributes && attribute.name.space != instance_space)) {
                findings.push_back(make("attribute_not_allowed"));
            }
            continue;
        }
        required += rule->is_required ? 1U : 0U;
        if (!is_value(rule->type, attribute.value)) {
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
        if (rule.is_required && std::find(ids.begin(), ids.end(), rule.name) == ids.end()) {
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
