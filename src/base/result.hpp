/// \file
/// Refusals are values: a request that we decline comes back as a Refusal, never as an exception.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace selatan {

/// Why we decline, in the classes that a client can act on (HTTP status in brackets).
enum class Decline {
    invalid,   ///< the input breaks a rule (422)
    forbidden, ///< this actor may not (403)
    not_found, ///< there is no such record, or the actor may not know that there is (404)
    conflict,  ///< the record's state does not allow it (409)
    stale,     ///< somebody changed the record after the actor read it (412)
    too_large, ///< more than the documented limit (413)
    too_often, ///< throttled (429)
};

/// One thing that is wrong. Codes, never sentences: `code` is a message key of locale/
/// ("common.required", "partners.code_taken"), `arguments` fill its slots.
struct Problem {
    std::string field; ///< the input field's name; empty when it concerns the whole record
    std::string code;
    std::vector<std::pair<std::string, std::string>> arguments;

    friend bool operator==(Problem const &, Problem const &) = default;
};

struct Refusal {
    Decline decline = Decline::invalid;
    std::vector<Problem> problems;

    friend bool operator==(Refusal const &, Refusal const &) = default;
};

template <typename T>
using Result = tl::expected<T, Refusal>;

using Problems = std::vector<Problem>;

/// `return refuse(Decline::conflict, "", "requests.already_answered");`
[[nodiscard]] inline tl::unexpected<Refusal>
refuse(Decline decline, std::string field, std::string code,
       std::vector<std::pair<std::string, std::string>> arguments = {})
{
    return tl::unexpected<Refusal>{
        Refusal{decline, {Problem{std::move(field), std::move(code), std::move(arguments)}}}};
}

[[nodiscard]] inline tl::unexpected<Refusal> refuse(Refusal refusal)
{
    return tl::unexpected<Refusal>{std::move(refusal)};
}

[[nodiscard]] inline tl::unexpected<Refusal> refuse_input(Problems problems)
{
    return tl::unexpected<Refusal>{Refusal{Decline::invalid, std::move(problems)}};
}

[[nodiscard]] inline tl::unexpected<Refusal> not_found()
{
    return refuse(Decline::not_found, "", "common.not_found");
}

} // namespace selatan
