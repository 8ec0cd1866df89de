#include "cooperation/correspondence/correspondence_store.hpp"

namespace selatan::correspondence {

std::optional<Uuid> account_in(storage::Reader &reader, Id<partners::Post> post)
{
    return reader.one<Uuid>(
        "SELECT id FROM user_account WHERE post = ? AND status = 'active' ORDER BY id LIMIT 1",
        post);
}

std::optional<Id<partners::Post>> only_signatory(storage::Reader &reader, Uuid office)
{
    auto const found =
        reader.all<Id<partners::Post>>("SELECT p.id FROM post p JOIN record r ON r.id = p.id"
                                       " WHERE r.organisation = ? AND p.signs = 1 LIMIT 2",
                                       office);
    return found.size() == 1 ? std::optional{found.front()} : std::nullopt;
}

std::optional<std::string> note_with_scan(storage::Reader &reader, std::string_view fingerprint)
{
    return reader.one<std::string>(
        "SELECT r.reference FROM incoming_note n JOIN record r ON r.id = n.id"
        " WHERE n.fingerprint = ? AND n.fingerprint <> '' ORDER BY r.id LIMIT 1",
        fingerprint);
}

std::optional<std::string> note_with_number(storage::Reader &reader, IncomingNote const &note)
{
    return reader.one<std::string>(
        "SELECT r.reference FROM incoming_note n JOIN record r ON r.id = n.id"
        " WHERE n.number = ? AND n.number <> '' AND coalesce(r.country, '') = ?"
        " AND (r.organisation = ? OR (r.organisation IS NULL AND ? = 1)) ORDER BY r.id LIMIT 1",
        note.number, note.country ? note.country->to_string() : std::string{}, note.organisation,
        !note.organisation.has_value());
}

std::vector<InitialRow> initials_of(storage::Reader &reader, Uuid letter)
{
    std::vector<InitialRow> all;
    for (auto row : reader.query("SELECT n.id, n.post, n.position, r.state, p.title, n.decided_on"
                                 " FROM letter_initial n JOIN record r ON r.id = n.id"
                                 " JOIN record p ON p.id = n.post"
                                 " WHERE n.letter = ? AND r.state <> 'dropped'"
                                 " ORDER BY n.position, n.id",
                                 letter)) {
        InitialRow one;
        one.id = row.next<Uuid>();
        one.place.post = row.next<Id<partners::Post>>();
        one.place.position = row.next<std::int64_t>();
        one.place.is_given = row.next<std::string>() == "initialled";
        one.post_name = row.next<std::string>();
        one.decided_on = row.next<std::optional<Date>>();
        all.push_back(std::move(one));
    }
    return all;
}

std::string last_objection(storage::Reader &reader, Uuid letter)
{
    return reader
        .one<std::string>("SELECT n.remark FROM letter_initial n JOIN record r ON r.id = n.id"
                          " WHERE n.letter = ? AND r.state = 'returned'"
                          " ORDER BY r.state_since DESC LIMIT 1",
                          letter)
        .value_or("");
}

std::int64_t draw_number(storage::Tx &tx, Uuid office, int year)
{
    return *tx.one<std::int64_t>(
        "INSERT INTO letter_counter (office, year, last_number) VALUES (?, ?, 1)"
        " ON CONFLICT (office, year) DO UPDATE SET last_number = letter_counter.last_number + 1"
        " RETURNING last_number",
        office, year);
}

bool is_number_taken(storage::Reader &reader, std::string_view number)
{
    return reader.one<bool>("SELECT 1 FROM letter WHERE number = ? LIMIT 1", number)
        .value_or(false);
}

std::vector<TemplateChoice> template_choices(storage::Reader &reader)
{
    std::vector<TemplateChoice> all;
    for (auto row : reader.query("SELECT id, reference, title FROM record"
                                 " WHERE kind = 'letter_template' ORDER BY title_sort, id")) {
        all.push_back({.id = row.next<Uuid>(),
                       .reference = row.next<std::string>(),
                       .name = row.next<std::string>()});
    }
    return all;
}

bool has_templates(storage::Reader &reader)
{
    return reader.one<bool>("SELECT 1 FROM letter_template LIMIT 1").value_or(false);
}

} // namespace selatan::correspondence
