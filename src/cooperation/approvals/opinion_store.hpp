/// \file
/// Questions about opinions that only SQL answers.
#pragma once

#include "cooperation/approvals/opinion.hpp"
#include "cooperation/approvals/reminder.hpp"
#include "platform/records/access.hpp"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace selatan::approvals {

/// Open, concluded or withdrawn.
[[nodiscard]] std::string state_of_consultation(storage::Reader &reader, Uuid consultation);

struct Counts {
    std::int64_t outstanding = 0; ///< asked or silent
    std::int64_t given = 0;
};
[[nodiscard]] Counts count_opinions(storage::Reader &reader, Uuid consultation);

/// Every office that is asked in a consultation or answers for another, the opinion `except` apart.
[[nodiscard]] std::set<Uuid> offices_in(storage::Reader &reader, Uuid consultation,
                                        std::optional<Uuid> except);
/// The opinion that an office was asked for.
[[nodiscard]] std::optional<Uuid> opinion_asked_of(storage::Reader &reader, Uuid consultation,
                                                   Uuid office);
/// Its opinions that were not given, oldest first.
[[nodiscard]] std::vector<Uuid> not_given(storage::Reader &reader, Uuid consultation);
/// The offices that have not answered, by name.
[[nodiscard]] std::vector<std::string> awaited_offices(storage::Reader &reader, Uuid consultation);

/// The organisations among `ids`, with their names.
[[nodiscard]] std::map<Uuid, std::string> organisations_in(storage::Reader &reader,
                                                           std::span<Uuid const> ids);

/// One opinion as a record's page lists it.
struct Listed {
    std::string reference;
    std::string state;
    Purpose purpose = Purpose::screening;
    std::string asked;        ///< the office asked
    std::string organisation; ///< the one that answers
    std::optional<Date> given_on;
    Date deadline;
    std::string conditions;
    std::string reason;
    bool late = false;
};
/// Those on a record that `may_see` lets through, oldest first, withdrawn consultations left out.
[[nodiscard]] std::vector<Listed> opinions_on(storage::Reader &reader, Uuid subject,
                                              records::Filter const &may_see);

/// Those of one consultation.
[[nodiscard]] std::vector<Listed> opinions_in(storage::Reader &reader, Uuid consultation,
                                              records::Filter const &may_see);

/// An office that can be asked.
struct Office {
    Uuid id;
    std::string name;
    std::string type;
    bool has_people = false; ///< somebody who can answer here
};
/// Ministries, agencies and coordinating bodies of `country` (everywhere when there is none), and
/// whatever other offices have somebody who can answer; by name. Whoever may ask may ask any of
/// them: a desk for one partner country reads few organisations at home.
[[nodiscard]] std::vector<Office> offices_to_ask(storage::Reader &reader,
                                                 std::optional<CountryCode> country);
[[nodiscard]] std::optional<CountryCode> country_of_office(storage::Reader &reader, Uuid office);

// -- Letters --------------------------------------------------------------------------------------

struct Letter {
    Uuid opinion;
    std::string reference;
    std::string subject; ///< the title of what is asked about
    std::string question;
    Date deadline;
    Uuid office;
    std::string office_name;
    Occasion occasion = Occasion::asked;
};
/// Those not written yet, oldest first, at most `most`: to ask, and to remind of deadlines until
/// `until`.
[[nodiscard]] std::vector<Letter> letters_to_write(storage::Reader &reader, Date until, int most);
void mark_written(storage::Tx &tx, Letter const &letter, Occasion occasion);

struct Addressee {
    std::string email;
    std::string name;
    Language language = Language::en;
};
/// Who answers for each of the offices, by one query.
[[nodiscard]] std::multimap<Uuid, Addressee> people_of(storage::Reader &reader,
                                                       std::span<Uuid const> offices, Date today);

/// Opinions still asked for whose deadline is before `today`, oldest first, at most `most`.
[[nodiscard]] std::vector<Uuid> overdue(storage::Reader &reader, Date today, int most);

} // namespace selatan::approvals
