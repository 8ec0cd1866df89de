#include "exchange/iati/raise_tables.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <array>

namespace selatan::iati {

namespace {

constexpr std::array<Recoded, 30> recoded{{
    {"activity-date", "type", "start-planned", "1"},
    {"activity-date", "type", "start-actual", "2"},
    {"activity-date", "type", "end-planned", "3"},
    {"activity-date", "type", "end-actual", "4"},
    {"participating-org", "role", "Funding", "1"},
    {"participating-org", "role", "Accountable", "2"},
    {"participating-org", "role", "Extending", "3"},
    {"participating-org", "role", "Implementing", "4"},
    {"policy-marker", "vocabulary", "DAC", "1"},
    {"policy-marker", "vocabulary", "RO", "99"},
    {"sector", "vocabulary", "DAC", "1"},
    {"sector", "vocabulary", "DAC-3", "2"},
    {"sector", "vocabulary", "COFOG", "3"},
    {"sector", "vocabulary", "NACE", "4"},
    {"sector", "vocabulary", "NTEE", "5"},
    {"sector", "vocabulary", "ADT", "6"},
    {"sector", "vocabulary", "RO2", "98"},
    {"sector", "vocabulary", "RO", "99"},
    {"transaction-type", "code", "IF", "1"},
    {"transaction-type", "code", "C", "2"},
    {"transaction-type", "code", "D", "3"},
    {"transaction-type", "code", "E", "4"},
    {"transaction-type", "code", "IR", "5"},
    {"transaction-type", "code", "LR", "6"},
    {"transaction-type", "code", "R", "7"},
    {"transaction-type", "code", "QP", "8"},
    {"transaction-type", "code", "QS", "9"},
    {"transaction-type", "code", "CG", "10"},
    {"gazetteer-entry", "gazetteer-ref", "GEO", "G1"},
    {"gazetteer-entry", "gazetteer-ref", "OSM", "G2"},
}};

/// Attributes that 1.0x had and 2.03 has not.
struct Gone {
    std::string_view element;
    std::string_view attribute;
};
constexpr std::array<Gone, 4> gone{{
    {"iati-activity", "version"},
    {"description", "type"}, // but for an activity's own, whose type allows it
    {"location", "percentage"},
    {"planned-disbursement", "updated"},
}};

/// Publishers wrote "funding" as well as "Funding"; what is meant is beyond doubt.
bool is_same_code(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        auto const lower = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        };
        return lower(x) == lower(y);
    });
}

} // namespace

Recoded const *recoding(std::string_view element, std::string_view attribute, std::string_view code)
{
    auto const *const found = std::find_if(recoded.begin(), recoded.end(), [&](Recoded const &one) {
        return one.element == element && one.attribute == attribute && is_same_code(one.from, code);
    });
    return found == recoded.end() ? nullptr : found;
}

bool is_gone(std::string_view element, std::string_view attribute)
{
    return std::any_of(gone.begin(), gone.end(), [&](Gone const &old) {
        return old.element == element && old.attribute == attribute;
    });
}

Places::Places(Schema const &schema)
    : m_schema{schema}, m_names{standard().names.size()}, m_table(schema.types() * m_names),
      m_recoded(m_names)
{
    for (std::size_t type = 0; type < schema.types(); ++type) {
        auto const &particles = schema.type(static_cast<TypeId>(type)).particles;
        ENSURE(particles.size() < nowhere);
        for (auto i = particles.size(); i > 0; --i) { // the first of a name counts
            m_table[type * m_names + particles[i - 1].name] = static_cast<std::uint8_t>(i);
        }
    }
    for (auto const &one : recoded) {
        m_recoded[standard().names.find(one.element)] = true;
    }
}

Places const &Places::of(FileKind kind)
{
    static Places const activities{standard().schema(FileKind::activities)};
    static Places const organisations{standard().schema(FileKind::organisations)};
    return kind == FileKind::activities ? activities : organisations;
}

} // namespace selatan::iati
