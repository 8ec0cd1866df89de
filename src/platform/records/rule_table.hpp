/// \file
/// Tables of rules, written as who may do what: each line gives every role of a set every verb of a
/// set.
///
///     constexpr auto rules = records::rule_table(
///         allow({Role::coordinator, Role::desk_officer}, {verbs::see, verbs::create, "agree"}),
///         allow({Role::focal_point}, {verbs::see, verbs::comment}, Condition::shared));
#pragma once

#include "platform/records/access.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace selatan::records {

template <std::size_t Roles, std::size_t Verbs>
[[nodiscard]] constexpr std::array<Rule, Roles * Verbs>
allow(auth::Role const (&roles)[Roles], std::string_view const (&verbs)[Verbs],
      Condition condition = Condition::any, std::span<std::string_view const> states = {})
{
    std::array<Rule, Roles * Verbs> rules{};
    auto *next = rules.data();
    for (auto const role : roles) {
        for (auto const verb : verbs) {
            *next++ = {role, verb, condition, states};
        }
    }
    return rules;
}

/// The lines one after the other; their order says nothing.
template <std::size_t... Sizes>
[[nodiscard]] constexpr std::array<Rule, (Sizes + ...)>
rule_table(std::array<Rule, Sizes> const &...lines)
{
    std::array<Rule, (Sizes + ...)> rules{};
    auto *next = rules.data();
    ((next = std::ranges::copy(lines, next).out), ...);
    return rules;
}

} // namespace selatan::records
