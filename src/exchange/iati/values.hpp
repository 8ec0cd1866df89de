/// \file
/// The simple types of XML Schema that the standard uses, judged as libxml2 judges them.
#pragma once

#include <cstdint>
#include <string_view>

namespace selatan::iati {

enum class ValueType : std::uint8_t {
    text,
    any_uri,
    boolean,
    date,
    date_time,
    decimal,
    integer_32,
    natural,  ///< xs:nonNegativeInteger
    positive, ///< xs:positiveInteger
    token,    ///< xs:NMTOKEN
    language, ///< xml:lang: xs:language, or nothing
};

/// "xs:date"; for messages.
[[nodiscard]] std::string_view name_of(ValueType type);
/// By the name that a schema gives it, without the prefix; false when the standard has none such.
[[nodiscard]] bool from_name(std::string_view name, ValueType &type);
[[nodiscard]] bool is_value(ValueType type, std::string_view text);

/// Whether there is nothing but the white space of XML. A loop: the library's search looks each
/// character up by a call, and most of a file's text is white space.
[[nodiscard]] inline bool is_blank(std::string_view text)
{
    for (auto const c : text) {
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
            return false;
        }
    }
    return true;
}

/// Without the white space of XML at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace selatan::iati
