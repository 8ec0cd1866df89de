#include "platform/records/field.hpp"

#include "base/ensure.hpp"
#include "platform/records/noun.hpp"
#include "platform/records/record.hpp"

#include <algorithm>

namespace selatan::records {

std::string Text<Codes>::print(Codes const &value)
{
    std::string text;
    for (auto const &code : value) {
        if (!text.empty()) {
            text += ' ';
        }
        text += code;
    }
    return text;
}

char const *Text<Codes>::parse(std::string_view text, Codes &value)
{
    value.clear();
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        std::string code{text.substr(0, end)};
        if (!code.empty() && std::ranges::find(value, code) == value.end()) {
            value.push_back(std::move(code));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return nullptr;
}

Field const &field_named(Noun const &noun, std::string_view name)
{
    auto const found = std::ranges::find(noun.fields, name, &Field::name);
    ENSURE(found != noun.fields.end());
    return *found;
}

namespace {

std::string printed_record_field(Noun const &noun, std::string_view column, void const *value)
{
    for (auto const &field : noun.fields) {
        if (field.place == Field::Place::record && field.column == column) {
            return field.print(value);
        }
    }
    return {};
}

} // namespace

std::optional<CountryCode> country_of(Noun const &noun, void const *value)
{
    return CountryCode::parse(printed_record_field(noun, "country", value));
}

std::optional<Uuid> organisation_of(Noun const &noun, void const *value)
{
    return Uuid::parse(printed_record_field(noun, "organisation", value));
}

} // namespace selatan::records
