/// \file
/// What goes into a statement and comes out of a row, typed.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/ensure.hpp"
#include "base/id.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace selatan::storage {

using Bytes = std::vector<std::uint8_t>;

/// A statement's parameter. Owns what it holds, so that dynamic lists of them are safe to keep.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Uuid, Bytes>;

/// One cell of the row that the cursor stands on. Views die when the cursor moves.
class Cell {
public:
    virtual ~Cell() = default;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::span<std::uint8_t const> bytes(int column) const = 0;
};

/// How one C++ type is stored: `static Value to(T)`, `static T from(Cell const &, int column)`.
/// A type is storable when Column is specialised for it.
template <typename T>
struct Column;

template <std::integral T>
requires(!std::same_as<T, bool>) struct Column<T> {
    static Value to(T value)
    {
        ENSURE(std::in_range<std::int64_t>(value));
        return static_cast<std::int64_t>(value);
    }
    static T from(Cell const &row, int column)
    {
        auto const number = row.integer(column);
        ENSURE(std::in_range<T>(number));
        return static_cast<T>(number);
    }
};

template <>
struct Column<bool> {
    static Value to(bool value) { return std::int64_t{value ? 1 : 0}; }
    static bool from(Cell const &row, int column) { return row.integer(column) != 0; }
};

template <>
struct Column<double> {
    static Value to(double value) { return value; }
    static double from(Cell const &row, int column) { return row.real(column); }
};

template <>
struct Column<std::string> {
    static Value to(std::string value) { return value; }
    static std::string from(Cell const &row, int column) { return std::string{row.text(column)}; }
};

template <>
struct Column<std::string_view> {
    static Value to(std::string_view value) { return std::string{value}; }
    static std::string_view from(Cell const &row, int column) { return row.text(column); }
};

template <>
struct Column<Bytes> {
    static Value to(Bytes value) { return value; }
    static Bytes from(Cell const &row, int column)
    {
        auto const bytes = row.bytes(column);
        return {bytes.begin(), bytes.end()};
    }
};

template <>
struct Column<Uuid> {
    static Value to(Uuid value) { return value; }
    static Uuid from(Cell const &row, int column)
    {
        auto const uuid = Uuid::from_bytes(row.bytes(column));
        ENSURE(uuid.has_value());
        return *uuid;
    }
};

template <typename Entity>
struct Column<Id<Entity>> {
    static Value to(Id<Entity> id) { return id.uuid(); }
    static Id<Entity> from(Cell const &row, int column)
    {
        return Id<Entity>{Column<Uuid>::from(row, column)};
    }
};

template <>
struct Column<Date> {
    static Value to(Date date) { return date.to_string(); }
    static Date from(Cell const &row, int column)
    {
        auto const date = Date::parse(row.text(column));
        ENSURE(date.has_value());
        return *date;
    }
};

template <>
struct Column<Instant> {
    static Value to(Instant instant) { return instant.micros(); }
    static Instant from(Cell const &row, int column)
    {
        return Instant::from_micros(row.integer(column));
    }
};

template <typename Kind>
struct Column<ThreeLetters<Kind>> {
    static Value to(ThreeLetters<Kind> code) { return code.to_string(); }
    static ThreeLetters<Kind> from(Cell const &row, int column)
    {
        auto const code = ThreeLetters<Kind>::parse(row.text(column));
        ENSURE(code.has_value());
        return *code;
    }
};

/// Enumerations are stored as text: `to_code(E)` and `from_code(std::string_view, E &)` are found
/// beside the enumeration.
template <typename E>
requires std::is_enum_v<E>
struct Column<E> {
    static Value to(E value) { return std::string{to_code(value)}; }
    static E from(Cell const &row, int column)
    {
        E value{};
        ENSURE(from_code(row.text(column), value));
        return value;
    }
};

template <typename T>
struct Column<std::optional<T>> {
    static Value to(std::optional<T> const &value)
    {
        return value ? Column<T>::to(*value) : Value{std::monostate{}};
    }
    static std::optional<T> from(Cell const &row, int column)
    {
        return row.is_null(column) ? std::nullopt : std::optional<T>{Column<T>::from(row, column)};
    }
};

template <typename T>
[[nodiscard]] Value to_value(T const &value)
{
    if constexpr (std::same_as<T, Value>) {
        return value;
    } else if constexpr (std::convertible_to<T, std::string_view>) {
        return std::string{std::string_view{value}};
    } else {
        return Column<T>::to(value);
    }
}

} // namespace selatan::storage
