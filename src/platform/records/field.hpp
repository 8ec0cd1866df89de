/// \file
/// A noun's fields, described once. Forms, the JSON API and its OpenAPI description, lists,
/// exports, imports, history and storage all read the same table of fields, so that none can
/// disagree.
///
///     inline constexpr std::array organisation_fields{
///         field<&Organisation::name>("name", words::name).title().required().at_most(300),
///         field<&Organisation::country>("country", words::country).scope_country().required(),
///         field<&Organisation::website>("website", words::website).as(Kind::url),
///     };
#pragma once

#include "base/audience.hpp"
#include "base/country.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "platform/i18n/multilingual.hpp"
#include "platform/storage/value.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// How a field is typed in, shown and described to programs.
enum class Kind : std::uint8_t {
    text,
    long_text,
    email,
    url,
    integer,
    date,
    yes_no,
    choice,       ///< one of the field's own codes
    choices,      ///< several of them
    code,         ///< one code of a code list: country, sector, currency …
    codes,        ///< several of them
    record,       ///< a link to another record
    multilingual, ///< content in several languages
};

/// A word of the interface: an accessor generated from locale/.
using Word = std::string_view (*)(Language);
/// The name of a code in the interface's words; nothing for an unknown code.
using CodeName = std::optional<std::string_view> (*)(Language, std::string_view code);

/// A set of codes, in the order in which they were chosen: SDG targets, languages.
using Codes = std::vector<std::string>;

struct AnyRecord; ///< names the identity of a record of whatever kind
/// Of a field that links to a record of whatever kind: what an opinion or a letter is about.
inline constexpr std::string_view any_kind = "*";

/// How a C++ type becomes one line of text and back. `parse` gives a problem's code when it cannot;
/// empty text never reaches it: for that there is `clear`.
template <typename T>
struct Text;

template <>
struct Text<std::string> {
    static constexpr Kind kind = Kind::text;
    static std::string print(std::string const &value) { return value; }
    static char const *parse(std::string_view text, std::string &value)
    {
        value = text;
        return nullptr;
    }
};

template <>
struct Text<std::int64_t> {
    static constexpr Kind kind = Kind::integer;
    static std::string print(std::int64_t value) { return std::to_string(value); }
    static char const *parse(std::string_view text, std::int64_t &value)
    {
        auto const *const end = text.data() + text.size();
        auto const [rest, error] = std::from_chars(text.data(), end, value);
        return error == std::errc{} && rest == end ? nullptr : "common.not_a_number";
    }
};

template <>
struct Text<bool> {
    static constexpr Kind kind = Kind::yes_no;
    static std::string print(bool value) { return value ? "yes" : "no"; }
    static char const *parse(std::string_view text, bool &value)
    {
        value = text == "yes" || text == "true" || text == "1";
        return value || text == "no" || text == "false" || text == "0" ? nullptr
                                                                       : "common.unknown_choice";
    }
};

template <>
struct Text<Date> {
    static constexpr Kind kind = Kind::date;
    static std::string print(Date value) { return value.to_string(); }
    static char const *parse(std::string_view text, Date &value)
    {
        auto const date = Date::parse(text);
        value = date.value_or(Date{});
        return date ? nullptr : "common.not_a_date";
    }
};

template <typename Which>
struct Text<ThreeLetters<Which>> {
    static constexpr Kind kind = Kind::code;
    static std::string print(ThreeLetters<Which> value) { return value.to_string(); }
    static char const *parse(std::string_view text, ThreeLetters<Which> &value)
    {
        auto const code = ThreeLetters<Which>::parse(text);
        value = code.value_or(ThreeLetters<Which>{});
        return code ? nullptr : "common.unknown_choice";
    }
};

template <typename Entity>
struct Text<Id<Entity>> {
    static constexpr Kind kind = Kind::record;
    static std::string print(Id<Entity> value) { return value.to_string(); }
    static char const *parse(std::string_view text, Id<Entity> &value)
    {
        auto const id = Id<Entity>::parse(text);
        value = id.value_or(Id<Entity>{});
        return id ? nullptr : "common.not_found";
    }
};

template <typename E>
requires std::is_enum_v<E>
struct Text<E> {
    static constexpr Kind kind = Kind::choice;
    static std::string print(E value) { return std::string{to_code(value)}; }
    static char const *parse(std::string_view text, E &value)
    {
        return from_code(text, value) ? nullptr : "common.unknown_choice";
    }
};

/// Several codes are written with spaces between them; no code of any list contains one.
template <>
struct Text<Codes> {
    static constexpr Kind kind = Kind::codes;
    static std::string print(Codes const &value);
    static char const *parse(std::string_view text, Codes &value);
};

template <>
struct Text<i18n::MultilingualText> {
    static constexpr Kind kind = Kind::multilingual;
    static std::string print(i18n::MultilingualText const &value)
    {
        return value.empty() ? std::string{} : value.to_json();
    }
    static char const *parse(std::string_view text, i18n::MultilingualText &value)
    {
        auto parsed = i18n::MultilingualText::parse(text);
        if (!parsed) {
            return "common.invalid_text";
        }
        value = std::move(*parsed);
        return nullptr;
    }
};

template <typename T>
struct Text<std::optional<T>> {
    static constexpr Kind kind = Text<T>::kind;
    static std::string print(std::optional<T> const &value)
    {
        return value ? Text<T>::print(*value) : std::string{};
    }
    static char const *parse(std::string_view text, std::optional<T> &value)
    {
        return Text<T>::parse(text, value.emplace());
    }
};

/// One field of one noun. Does not know the noun's type: the three functions do, and `field<>` made
/// them together, so that a `void *` never meets a function of another type.
struct Field {
    /// Where the value is stored: in the noun's own table, or in a column that every record has.
    enum class Place : std::uint8_t { own, record };

    std::string_view name; ///< in forms, JSON and imports, and the column's name
    Word label = nullptr;
    Kind kind = Kind::text;
    Place place = Place::own;
    std::string_view column; ///< `name` unless the value lives in the record
    bool is_required = false;
    std::int64_t least = 0;     ///< of an integer
    std::int64_t most = 10'000; ///< characters of a text, or the largest integer
    Audience audience = Audience::partner;
    Word hint = nullptr;
    std::string_view list; ///< the code list, or the kind of record that is linked
    std::span<std::string_view const> own_codes; ///< of a choice
    CodeName own_code_name = nullptr;
    bool in_list = false;    ///< a column that lists show unless told otherwise
    bool is_acted = false;   ///< set by verbs alone: shown and exported, never typed in or imported
    bool is_thread = false;  ///< this record and the linked one are stations of one story
    bool is_guarded = false; ///< that they are is for those alone who may read the field
    bool is_passing = false; ///< not worth finding the record by
    bool is_party = false;   ///< its country or organisation takes part in the record
    bool is_decimal = false; ///< a text of digits with a point: shown as the reader writes numbers

    char const *(*parse)(void *noun, std::string_view text) = nullptr;
    void (*clear)(void *noun) = nullptr;
    std::string (*print)(void const *noun) = nullptr;
    storage::Value (*to_value)(void const *noun) = nullptr;
    void (*from_cell)(void *noun, storage::Cell const &row, int column) = nullptr;

private:
    // Before those who use it: clang knows a template's body in constants only from there on.
    template <typename Member>
    [[nodiscard]] constexpr Field with(Member Field::*member, Member value) const
    {
        Field copy = *this;
        copy.*member = value;
        return copy;
    }
    [[nodiscard]] constexpr Field in_record(std::string_view which) const
    {
        Field copy = *this;
        copy.place = Place::record;
        copy.column = which;
        return copy;
    }

public:
    // Refinements, each giving a changed copy: a field's description reads as one line.
    [[nodiscard]] constexpr Field required() const { return with(&Field::is_required, true); }
    [[nodiscard]] constexpr Field as(Kind wanted) const { return with(&Field::kind, wanted); }
    [[nodiscard]] constexpr Field at_most(std::int64_t limit) const
    {
        return with(&Field::most, limit);
    }
    [[nodiscard]] constexpr Field at_least(std::int64_t limit) const
    {
        return with(&Field::least, limit);
    }
    /// A few sentences: a reason, a remark, what a verb wants told.
    [[nodiscard]] constexpr Field prose() const { return as(Kind::long_text).at_most(2000); }
    [[nodiscard]] constexpr Field seen_by(Audience who) const
    {
        return with(&Field::audience, who);
    }
    [[nodiscard]] constexpr Field hinted(Word text) const { return with(&Field::hint, text); }
    [[nodiscard]] constexpr Field listed() const { return with(&Field::in_list, true); }
    [[nodiscard]] constexpr Field by_verbs() const { return with(&Field::is_acted, true); }
    /// The linked record and this one belong to one story: `thread_of` finds each from the other.
    [[nodiscard]] constexpr Field thread() const { return with(&Field::is_thread, true); }
    /// The same, for those who may read the field: to others the story does not go on here.
    [[nodiscard]] constexpr Field guarded_thread() const
    {
        return thread().with(&Field::is_guarded, true);
    }
    /// Of a text that stands only until something is decided: search does not find by it.
    [[nodiscard]] constexpr Field passing() const { return with(&Field::is_passing, true); }
    /// The country or organisation takes part: grants scoped by it reach the record, where the
    /// noun's policy has parties.
    [[nodiscard]] constexpr Field party() const { return with(&Field::is_party, true); }
    /// A code list of the reference data, or the kind of record linked to (`any_kind`: whatever).
    [[nodiscard]] constexpr Field of(std::string_view what) const
    {
        return with(&Field::list, what);
    }
    [[nodiscard]] constexpr Field among(std::span<std::string_view const> codes,
                                        CodeName names) const
    {
        auto field = with(&Field::own_codes, codes);
        field.own_code_name = names;
        if (field.kind == Kind::codes) {
            field.kind = Kind::choices;
        }
        return field;
    }
    /// The name by which people know the record.
    [[nodiscard]] constexpr Field title() const
    {
        return in_record("title").at_most(300).required();
    }
    /// The name in other languages: lists, links and pages call the record as its reader does.
    [[nodiscard]] constexpr Field other_titles() const { return in_record("titles").at_most(300); }
    [[nodiscard]] constexpr bool is_other_titles() const
    {
        return place == Place::record && column == "titles";
    }
    /// The country that grants scoped by country look at.
    [[nodiscard]] constexpr Field scope_country() const
    {
        return in_record("country").of("country");
    }
    /// The organisation that grants scoped by organisation look at.
    [[nodiscard]] constexpr Field scope_organisation() const
    {
        return in_record("organisation").of("organisation");
    }
};

namespace detail {

template <typename Pointer>
struct MemberOf;
template <typename Noun, typename Member>
struct MemberOf<Member Noun::*> {
    using NounType = Noun;
    using MemberType = Member;
};

/// Texts that are not plain columns: several codes and multilingual content are stored as they
/// print.
template <typename Member>
inline constexpr bool stored_as_text =
    std::is_same_v<Member, Codes> || std::is_same_v<Member, i18n::MultilingualText>;

} // namespace detail

/// Describes the member that `Pointer` points to.
template <auto Pointer>
[[nodiscard]] constexpr Field field(std::string_view name, Word label)
{
    using Noun = typename detail::MemberOf<decltype(Pointer)>::NounType;
    using Member = typename detail::MemberOf<decltype(Pointer)>::MemberType;
    Field field;
    field.name = name;
    field.column = name;
    field.label = label;
    field.kind = Text<Member>::kind;
    if (field.kind == Kind::text) {
        field.most = 500;
    }
    field.is_decimal = requires
    {
        requires Text<Member>::is_decimal;
    };
    if (field.kind == Kind::integer) {
        field.most = 1'000'000'000'000;
    }
    field.parse = [](void *noun, std::string_view text) {
        return Text<Member>::parse(text, static_cast<Noun *>(noun)->*Pointer);
    };
    field.clear = [](void *noun) {
        static_cast<Noun *>(noun)->*Pointer = Member{};
    };
    field.print = [](void const *noun) {
        return Text<Member>::print(static_cast<Noun const *>(noun)->*Pointer);
    };
    field.to_value = [](void const *noun) -> storage::Value {
        auto const &member = static_cast<Noun const *>(noun)->*Pointer;
        if constexpr (detail::stored_as_text<Member>) {
            return Text<Member>::print(member);
        } else {
            return storage::Column<Member>::to(member);
        }
    };
    field.from_cell = [](void *noun, storage::Cell const &row, int column) {
        auto &member = static_cast<Noun *>(noun)->*Pointer;
        if constexpr (detail::stored_as_text<Member>) {
            if (auto const text = row.text(column); !text.empty()) {
                Text<Member>::parse(text, member);
            }
        } else {
            member = storage::Column<Member>::from(row, column);
        }
    };
    return field;
}

} // namespace selatan::records
