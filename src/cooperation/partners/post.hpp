/// \file
/// Posts: authority belongs to them. People hold them for a time, act in them, and may delegate.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/organisation.hpp"
#include "cooperation/partners/person.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace selatan::partners {

struct Post {
    std::string name;
    i18n::MultilingualText names;
    std::optional<Id<Organisation>> organisation;
    std::optional<CountryCode> country;
    std::string email;
    std::string phone;
    bool signs = false; ///< may sign letters
};

enum class Capacity { holder, acting };
inline constexpr std::array<std::string_view, 2> capacities{"holder", "acting"};
[[nodiscard]] constexpr std::string_view to_code(Capacity capacity)
{
    return code_in(capacities, capacity);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Capacity &capacity)
{
    return value_in(capacities, code, capacity);
}

/// A person in a post, from a day to a day, both included.
struct PostHolding {
    std::optional<Id<Post>> post;
    std::optional<Id<Person>> person;
    Capacity capacity = Capacity::holder;
    Date since;
    std::optional<Date> until;
    std::string document;
};

/// One post lets another act in its name, within a period and for what is said.
struct Delegation {
    std::optional<Id<Post>> post;
    std::optional<Id<Post>> delegate;
    std::string powers;
    Date since;
    Date until;
    std::string document;
};

extern records::NounOf<Post> const posts;
extern records::NounOf<PostHolding> const post_holdings;
extern records::NounOf<Delegation> const delegations;

/// Who acts in a post on a day: the one who acts in it, else the one who holds it.
struct Occupant {
    Id<Person> person;
    std::string name;
    Capacity capacity = Capacity::holder;
};
[[nodiscard]] std::optional<Occupant> occupant_on(storage::Reader &reader, Id<Post> post, Date day);
/// The posts that `post` may act for on a day, itself first: delegations that hold then. A delegate
/// does not delegate further.
[[nodiscard]] std::vector<Id<Post>> acts_for_on(storage::Reader &reader, Id<Post> post, Date day);

} // namespace selatan::partners
