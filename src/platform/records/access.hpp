/// \file
/// Who may do what: a policy's rules and a person's grants, compiled into one SQL condition that
/// every list and record query carries. Nothing is filtered afterwards, nothing is repeated in C++.
///
/// Every record has the columns that conditions look at (table `record`, alias `r`), so each
/// condition is one fragment, whatever the noun.
#pragma once

#include "base/audience.hpp"
#include "platform/auth/identity.hpp"
#include "platform/storage/value.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// The closed set of conditions. A grant's scope (organisation, country) narrows each of them but
/// the last.
enum class Condition : std::uint8_t {
    any,       ///< every record within the grant's scope
    own,       ///< records that this person made
    assigned,  ///< records that this person leads
    published, ///< records whose audience is the public
    shared,    ///< records whose audience includes partners
    // A person speaks for one office: the grant's organisation, or the account's where the grant
    // names none.
    office, ///< records whose organisation is that office
    party,  ///< records in which that office takes part, in whatever way
    common, ///< every record, beyond the grant's scope: of nouns that are nobody's own (a plan
            ///< year)
};

/// Holders of `role` may `verb` the records that meet `condition`, in any of `states` (all when
/// empty).
struct Rule {
    auth::Role role;
    std::string_view verb;
    Condition condition = Condition::any;
    std::span<std::string_view const> states = {};
};

/// The verbs that every noun knows; a noun's state machine adds its own.
namespace verbs {
inline constexpr std::string_view see = "see";
inline constexpr std::string_view create = "create";
inline constexpr std::string_view change = "change";
inline constexpr std::string_view comment = "comment";
} // namespace verbs

struct Policy {
    std::span<Rule const> rules;
    bool public_sees_published = false;
    /// Several countries or organisations take part in one record (`set_parties`, fields marked
    /// `.party()`): grants scoped by any of them reach it.
    bool has_parties = false;
};

/// A condition over `record r` with its values. Empty sql never occurs: "no" is `1 = 0`.
struct Filter {
    std::string sql;
    std::vector<storage::Value> values;
};

/// What `identity` (nobody: the public) may `verb`, as SQL.
[[nodiscard]] Filter compile(Policy const &policy, auth::Identity const *identity,
                             std::string_view verb);

/// Could there be a record that this identity may `verb`? Decides whether a button or a menu entry
/// is shown and whether a route answers at all.
[[nodiscard]] bool could(Policy const &policy, auth::Identity const *identity,
                         std::string_view verb);

/// May this identity make a record with this country and organisation?
[[nodiscard]] bool may_create(Policy const &policy, auth::Identity const &identity,
                              std::optional<CountryCode> country, std::optional<Uuid> organisation);

/// Whose information this identity sees in the records that it sees at all: nobody the public's,
/// partners' roles the partners', officers' the internal.
[[nodiscard]] Audience audience_of(auth::Identity const *identity);

} // namespace selatan::records
