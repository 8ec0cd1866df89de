/// \file
/// Words whose key is known only at run time. Where the key is known, include
/// `words/CAPABILITY.hpp` and call its accessor: the compiler then knows that the key exists.
#pragma once

#include "base/country.hpp"
#include "base/result.hpp"
#include "platform/i18n/message.hpp"

#include <span>
#include <string>
#include <string_view>

namespace selatan::words {

/// Every message of every capability, sorted by key ("common.save").
[[nodiscard]] std::span<i18n::Message const *const> catalogue();

/// The message with that key, or null.
[[nodiscard]] i18n::Message const *find(std::string_view key);

/// The sentence for a coded problem. "requests.already_answered" is sought as
/// `requests.problem.already_answered`, then as `requests.already_answered`; a code without a
/// sentence gets `common.problem.unknown`, which shows the code. An argument that is an amount of
/// money ("1250.50 USD") is written as pages write it. Never throws but for lack of memory.
[[nodiscard]] std::string problem(Language language, Problem const &problem);

} // namespace selatan::words
