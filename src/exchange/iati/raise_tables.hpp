/// \file
/// What raising knows of the old versions, and asks of 2.03's schema at every element. Private to
/// raise.cpp.
#pragma once

#include "exchange/iati/draft.hpp"
#include "exchange/iati/schema.hpp"
#include "exchange/iati/standard.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace selatan::iati {

/// A code that 2.01 wrote anew: words and letters became numbers (upgrade of December 2014).
struct Recoded {
    std::string_view element;
    std::string_view attribute;
    std::string_view from;
    std::string_view to;
};
/// nullptr when the code is none of the old ones.
[[nodiscard]] Recoded const *recoding(std::string_view element, std::string_view attribute,
                                      std::string_view code);

/// Whether it is an attribute that 1.0x had and 2.03 has not.
[[nodiscard]] bool is_gone(std::string_view element, std::string_view attribute);

/// What raising asks of a schema at every element, as tables.
class Places {
public:
    explicit Places(Schema const &schema);
    [[nodiscard]] static Places const &of(FileKind kind);

    /// Whether some of an element's codes were written anew.
    [[nodiscard]] bool may_be_recoded(NameId element) const { return m_recoded[element]; }
    [[nodiscard]] ElementType const &type(TypeId id) const { return m_schema.type(id); }
    /// nullptr when 2.03 has no such child there.
    [[nodiscard]] Particle const *particle(TypeId type, NameId name) const
    {
        auto const at = name == unknown_name ? 0U : m_table[type * m_names + name];
        return at == 0 ? nullptr : &m_schema.type(type).particles[at - 1];
    }
    /// Where among its siblings a child belongs: 0 anywhere, before the others.
    [[nodiscard]] unsigned rank(TypeId type, Draft const &child) const
    {
        if (child.is_text || child.space == Space::aside) {
            return 0;
        }
        // Children of other namespaces have the place of unknown_name.
        auto const is_own = child.space == Space::none;
        auto const at = is_own && child.name == unknown_name
                            ? 0U
                            : m_table[type * m_names + (is_own ? child.name : unknown_name)];
        return at == 0 ? nowhere : at;
    }

private:
    static constexpr unsigned nowhere = 255;
    Schema const &m_schema;
    std::size_t m_names;
    std::vector<std::uint8_t> m_table; ///< by type and name: which particle, from 1 on; 0 none
    std::vector<bool> m_recoded;       ///< by name
};

} // namespace selatan::iati
