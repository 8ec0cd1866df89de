/// \file
/// What an XSD of the standard says, as tables. The standard's content models are sequences without
/// alternatives, so a position in one and a count are all that checking needs to remember.
#pragma once

#include "exchange/iati/names.hpp"
#include "exchange/iati/values.hpp"

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati {

using TypeId = std::uint16_t;
inline constexpr std::uint32_t unbounded = std::numeric_limits<std::uint32_t>::max();

struct Particle {
    NameId name = unknown_name; ///< of the child; unknown_name: any element of another namespace
    TypeId type = 0;
    std::uint32_t least = 1;
    std::uint32_t most = 1;
};

struct AttributeRule {
    NameId name = unknown_name;
    ValueType type = ValueType::text;
    bool is_required = false;
};

enum class Content : std::uint8_t { nothing, simple, elements, anything };

struct ElementType {
    Content content = Content::nothing;
    ValueType value = ValueType::text; ///< of simple content
    bool takes_foreign_attributes = false;
    std::vector<Particle> particles;
    std::vector<AttributeRule> attributes;
    std::size_t required = 0; ///< of these
};

/// Where checking stands among an element's children.
struct Position {
    std::uint32_t particle = 0;
    std::uint32_t count = 0;
};

class Schema {
public:
    /// Compiles the schema `main` with what it includes, `common`. Both are the standard's own
    /// files, part of the program: what cannot be understood in them is a Bug.
    Schema(std::string_view main, std::string_view common, Names &names);

    [[nodiscard]] ElementType const &type(TypeId id) const { return m_types[id]; }
    [[nodiscard]] std::size_t types() const { return m_types.size(); }
    /// The type of a root element; nothing when the schema has no such element.
    [[nodiscard]] std::optional<TypeId> root(NameId name) const;

    /// Whether it has a type that is called so.
    [[nodiscard]] bool has_type(std::string_view name) const;

    /// Moves on over a child; nothing when it may not stand there. A foreign one has no type.
    struct Step {
        bool is_expected = false;
        std::optional<TypeId> type;
    };
    [[nodiscard]] static Step take(ElementType const &type, Position &at, NameId child,
                                   bool is_foreign);
    /// What may or must come next, for messages.
    [[nodiscard]] static std::vector<NameId> expected(ElementType const &type, Position at);
    [[nodiscard]] static bool may_end(ElementType const &type, Position at);

private:
    friend class SchemaCompiler;
    std::vector<ElementType> m_types;
    std::vector<std::pair<NameId, TypeId>> m_roots;
    std::vector<std::string> m_type_names; ///< in their order
};

} // namespace selatan::iati
