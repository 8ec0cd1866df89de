/// \file
/// People whom the work meets in their posts: names and how to reach them.
#pragma once

#include "platform/records/record.hpp"

#include <optional>
#include <string>

namespace selatan::partners {

struct Person {
    std::string name;
    std::string salutation;
    std::optional<CountryCode> country;
    std::string email;
    std::string phone;
    records::Codes languages;
    std::string notes;
};

extern records::NounOf<Person> const people;

} // namespace selatan::partners
