#include "exchange/iati/schema.hpp"

#include "base/ensure.hpp"
#include "engine/xml/reader.hpp"

#include <algorithm>
#include <map>
#include <memory>

namespace selatan::iati {

namespace {

constexpr std::string_view schema_space = "http://www.w3.org/2001/XMLSchema";

/// An element of an XSD; annotations are left out.
struct Part {
    std::string name;
    std::map<std::string, std::string, std::less<>> attributes;
    std::vector<Part> parts;

    [[nodiscard]] std::string_view attribute(std::string_view key) const
    {
        auto const found = attributes.find(key);
        return found == attributes.end() ? std::string_view{} : std::string_view{found->second};
    }
    [[nodiscard]] Part const *part(std::string_view wanted) const
    {
        auto const found = std::find_if(parts.begin(), parts.end(),
                                        [&](Part const &one) { return one.name == wanted; });
        return found == parts.end() ? nullptr : &*found;
    }
};

Part read_part(xml::Reader &reader)
{
    Part part;
    part.name = reader.name().local;
    for (auto const &attribute : reader.attributes()) {
        part.attributes.emplace(attribute.name.qualified, attribute.value);
    }
    std::size_t skipped = 0; // elements open that are no part
    for (;;) {
        switch (reader.next()) {
        case xml::Event::start:
            if (skipped > 0 || reader.name().space != schema_space ||
                reader.name().local == "annotation") {
                ++skipped;
            } else {
                part.parts.push_back(read_part(reader));
            }
            break;
        case xml::Event::end:
            if (skipped == 0) {
                return part;
            }
            --skipped;
            break;
        case xml::Event::text:
        case xml::Event::cdata:
            break;
        case xml::Event::done:
        case xml::Event::broken:
            ENSURE(false);
        }
    }
}

Part read_schema(std::string_view text)
{
    xml::TextInput input{text};
    xml::Reader reader{input};
    ENSURE(reader.next() == xml::Event::start);
    return read_part(reader);
}

std::uint32_t occurs(std::string_view text)
{
    if (text.empty()) {
        return 1;
    }
    return text == "unbounded" ? unbounded
                               : static_cast<std::uint32_t>(std::stoul(std::string{text}));
}

} // namespace

/// Types are numbered when they are first met and filled in afterwards, since elements may contain
/// themselves by way of others.
class SchemaCompiler {
public:
    SchemaCompiler(Schema &schema, Part const &main, Part const &common, Names &names)
        : m_schema{schema}, m_names{names}
    {
        for (auto const *file : {&main, &common}) {
            for (auto const &part : file->parts) {
                m_globals[part.name].try_emplace(std::string{part.attribute("name")}, &part);
            }
        }
        for (auto const &[name, element] : m_globals["element"]) {
            schema.m_roots.emplace_back(names.add(name), type_of(*element));
        }
        for (auto const &[name, type] : m_globals["complexType"]) {
            schema.m_type_names.push_back(name);
        }
    }

private:
    Part const &global(std::string const &kind, std::string_view name) const
    {
        auto const &all = m_globals.at(kind);
        auto const found = all.find(std::string{name});
        ENSURE(found != all.end());
        return *found->second;
    }

    TypeId type_of(Part const &element)
    {
        auto const known = m_types.find(&element);
        if (known != m_types.end()) {
            return known->second;
        }
        auto const id = static_cast<TypeId>(m_schema.m_types.size());
        m_types.emplace(&element, id);
        m_schema.m_types.emplace_back();
        ElementType type;
        if (auto const *const own = element.part("complexType")) {
            add_complex(*own, type);
        } else if (element.attribute("type").empty()) {
            type.content = Content::anything;
        } else {
            add_named(element.attribute("type"), type);
        }
        m_schema.m_types[id] = std::move(type);
        return id;
    }

    void add_named(std::string_view name, ElementType &type)
    {
        if (name.starts_with("xsd:")) {
            type.content = Content::simple;
            ENSURE(from_name(name.substr(4), type.value));
        } else {
            add_complex(global("complexType", name), type);
        }
    }

    void add_complex(Part const &complex, ElementType &type)
    {
        for (auto const &part : complex.parts) {
            if (part.name == "sequence") {
                add_sequence(part, type);
            } else if (part.name == "attribute") {
                add_attribute(part, type);
            } else if (part.name == "anyAttribute") {
                type.takes_foreign_attributes = true;
            } else if (part.name == "simpleContent" || part.name == "complexContent") {
                auto const *const extension = part.part("extension");
                ENSURE(extension != nullptr);
                add_named(extension->attribute("base"), type);
                add_complex(*extension, type);
            } else {
                ENSURE(false);
            }
        }
    }

    void add_sequence(Part const &sequence, ElementType &type)
    {
        type.content = Content::elements;
        for (auto const &part : sequence.parts) {
            Particle particle{.least = occurs(part.attribute("minOccurs")),
                              .most = occurs(part.attribute("maxOccurs"))};
            if (part.name == "element") {
                auto const ref = part.attribute("ref");
                auto const &element = ref.empty() ? part : global("element", ref);
                particle.name = m_names.add(element.attribute("name"));
                particle.type = type_of(element);
            } else {
                ENSURE(part.name == "any");
            }
            type.particles.push_back(particle);
        }
    }

    void add_attribute(Part const &attribute, ElementType &type)
    {
        AttributeRule rule{.is_required = attribute.attribute("use") == "required"};
        auto const ref = attribute.attribute("ref");
        if (ref == "xml:lang") {
            rule.name = m_names.add(ref);
            rule.type = ValueType::language;
        } else {
            auto const &declared = ref.empty() ? attribute : global("attribute", ref);
            rule.name = m_names.add(declared.attribute("name"));
            auto const name = declared.attribute("type");
            ENSURE(name.starts_with("xsd:") && from_name(name.substr(4), rule.type));
        }
        type.attributes.push_back(rule);
        type.required += rule.is_required ? 1U : 0U;
    }

    Schema &m_schema;
    Names &m_names;
    std::map<std::string, std::map<std::string, Part const *>, std::less<>> m_globals;
    std::map<Part const *, TypeId> m_types;
};

Schema::Schema(std::string_view main, std::string_view common, Names &names)
{
    auto const main_part = read_schema(main);
    auto const common_part = read_schema(common);
    SchemaCompiler{*this, main_part, common_part, names};
}

bool Schema::has_type(std::string_view name) const
{
    return std::binary_search(m_type_names.begin(), m_type_names.end(), name);
}

std::optional<TypeId> Schema::root(NameId name) const
{
    auto const found = std::find_if(m_roots.begin(), m_roots.end(),
                                    [&](auto const &root) { return root.first == name; });
    return found == m_roots.end() ? std::nullopt : std::optional{found->second};
}

Schema::Step Schema::take(ElementType const &type, Position &at, NameId child, bool is_foreign)
{
    auto ahead = at;
    while (ahead.particle < type.particles.size()) {
        auto const &particle = type.particles[ahead.particle];
        bool const matches =
            particle.name == unknown_name ? is_foreign : !is_foreign && particle.name == child;
        if (matches && ahead.count < particle.most) {
            ++ahead.count;
            at = ahead;
            return {true, is_foreign ? std::nullopt : std::optional{particle.type}};
        }
        if (ahead.count < particle.least) {
            return {};
        }
        ++ahead.particle;
        ahead.count = 0;
    }
    return {};
}

std::vector<NameId> Schema::expected(ElementType const &type, Position at)
{
    std::vector<NameId> names;
    for (; at.particle < type.particles.size(); ++at.particle, at.count = 0) {
        auto const &particle = type.particles[at.particle];
        if (at.count < particle.most && particle.name != unknown_name) {
            names.push_back(particle.name);
        }
        if (at.count < particle.least) {
            break;
        }
    }
    return names;
}

bool Schema::may_end(ElementType const &type, Position at)
{
    for (; at.particle < type.particles.size(); ++at.particle, at.count = 0) {
        if (at.count < type.particles[at.particle].least) {
            return false;
        }
    }
    return true;
}

} // namespace selatan::iati
