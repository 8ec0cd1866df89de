/// \file
/// A noun: one kind of record, with its fields, states and policy. What `ls src/cooperation` lists.
#pragma once

#include "platform/records/access.hpp"
#include "platform/records/field.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace selatan::records {

/// One step of a state machine: `verb` takes a record from one state to another.
struct Transition {
    std::string_view verb;
    std::string_view from;
    std::string_view to;
};

/// How a noun's records move. States are stored as text; the manual's picture is drawn from this.
struct Machine {
    std::string_view initial;
    std::span<std::string_view const> states; ///< in the order in which a reader meets them
    std::span<Transition const> transitions;
    CodeName state_name = nullptr;

    /// The state that `verb` leads to from `state`; nothing when it may not be used there.
    [[nodiscard]] constexpr std::optional<std::string_view> next(std::string_view state,
                                                                 std::string_view verb) const
    {
        for (auto const &step : transitions) {
            if (step.from == state && step.verb == verb) {
                return step.to;
            }
        }
        return std::nullopt;
    }
};

/// How a noun's values are made, so that code that handles every noun needs no templates.
struct ValueType {
    void *(*make)() = nullptr;
    void *(*copy)(void const *value) = nullptr;
    void (*destroy)(void *value) = nullptr;
};
template <typename T>
inline constexpr ValueType value_type{
    .make = []() -> void * { return new T{}; },
    .copy = [](void const *value) -> void * { return new T{*static_cast<T const *>(value)}; },
    .destroy = [](void *value) { delete static_cast<T *>(value); },
};

/// Owns one value of some noun.
class AnyValue {
public:
    explicit AnyValue(ValueType const &type) : m_type{&type}, m_value{type.make()} {}
    AnyValue(AnyValue const &other) : m_type{other.m_type}, m_value{m_type->copy(other.m_value)} {}
    AnyValue(AnyValue &&other) noexcept
        : m_type{other.m_type}, m_value{std::exchange(other.m_value, nullptr)}
    {
    }
    AnyValue &operator=(AnyValue other) noexcept
    {
        std::swap(m_type, other.m_type);
        std::swap(m_value, other.m_value);
        return *this;
    }
    ~AnyValue()
    {
        if (m_value != nullptr) {
            m_type->destroy(m_value);
        }
    }
    [[nodiscard]] void *get() { return m_value; }
    [[nodiscard]] void const *get() const { return m_value; }
    /// T must be the type that it was made for.
    template <typename T>
    [[nodiscard]] T const &as() const
    {
        return *static_cast<T const *>(m_value);
    }

private:
    ValueType const *m_type;
    void *m_value;
};

struct Noun {
    std::string_view kind;   ///< "organisation": in `record.kind`, the API and permissions
    std::string_view table;  ///< its own columns; its key is the record's id
    std::string_view path;   ///< "/organisations"
    std::string_view prefix; ///< of references: "ORG" makes ORG-2026-0041
    Word singular = nullptr;
    Word plural = nullptr;
    std::span<Field const> fields;
    ValueType const *type = nullptr;
    Policy const *policy = nullptr;
    Machine const *machine = nullptr;       ///< nothing when the noun has no states
    std::string_view parent_field;          ///< the field that names the record it hangs on, if any
    Audience audience = Audience::internal; ///< of a new record
    /// The name of a record that has no title field, from what it holds.
    std::string (*name)(storage::Reader &reader, void const *value) = nullptr;
    /// That name in other languages, where it hangs on the reader's: a country's.
    i18n::MultilingualText (*names)(storage::Reader &reader, void const *value) = nullptr;
    /// How its list is sorted until told otherwise: a sortable column, `-` for descending.
    std::string_view sort = "-created";
    /// Lists do not show the name: a column says it better.
    bool hides_title = false;
};

/// The field of that name; a Bug when there is none.
[[nodiscard]] Field const &field_named(Noun const &noun, std::string_view name);

} // namespace selatan::records
