/// \file
/// Questions about correspondence that only SQL answers.
#pragma once

#include "cooperation/correspondence/incoming_note.hpp"
#include "cooperation/correspondence/letter.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::correspondence {

/// The active account that sits in a post; the oldest, where several do.
[[nodiscard]] std::optional<Uuid> account_in(storage::Reader &reader, Id<partners::Post> post);

/// The post of an office that signs, where it has just one.
[[nodiscard]] std::optional<Id<partners::Post>> only_signatory(storage::Reader &reader,
                                                               Uuid office);

/// A note with the same scan that is registered already.
[[nodiscard]] std::optional<std::string> note_with_scan(storage::Reader &reader,
                                                        std::string_view fingerprint);
/// A note of the same sender with the same number.
[[nodiscard]] std::optional<std::string> note_with_number(storage::Reader &reader,
                                                          IncomingNote const &note);

/// One post of a letter's list that was not dropped, with the post's name.
struct InitialRow {
    Uuid id;
    InitialPlace place;
    std::string post_name;
    std::optional<Date> decided_on;
};
/// In order.
[[nodiscard]] std::vector<InitialRow> initials_of(storage::Reader &reader, Uuid letter);
/// What the last one who would not initial said; empty when nobody did.
[[nodiscard]] std::string last_objection(storage::Reader &reader, Uuid letter);

/// The next number of an office in a year. Two acts at once never get the same: the second waits,
/// or runs anew.
[[nodiscard]] std::int64_t draw_number(storage::Tx &tx, Uuid office, int year);
[[nodiscard]] bool is_number_taken(storage::Reader &reader, std::string_view number);

/// Every template, by name.
struct TemplateChoice {
    Uuid id;
    std::string reference;
    std::string name;
};
[[nodiscard]] std::vector<TemplateChoice> template_choices(storage::Reader &reader);
[[nodiscard]] bool has_templates(storage::Reader &reader);

} // namespace selatan::correspondence
