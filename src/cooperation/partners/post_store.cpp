#include "cooperation/partners/post_store.hpp"

namespace selatan::partners {

namespace {

/// A day that no period reaches, for those that are open.
constexpr std::string_view open_end = "9999-12-31";

} // namespace

bool is_held(storage::Reader &reader, Id<Post> post, Date since, std::optional<Date> until,
             std::optional<Uuid> except)
{
    return reader
        .one<bool>("SELECT 1 FROM post_holding WHERE post = ? AND capacity = 'holder'"
                   " AND since <= ? AND coalesce(until, ?) >= ? AND (? IS NULL OR id <> ?) LIMIT 1",
                   post, until ? until->to_string() : std::string{open_end}, open_end, since,
                   except, except)
        .value_or(false);
}

std::optional<Occupant> occupant_on(storage::Reader &reader, Id<Post> post, Date day)
{
    for (auto row : reader.query("SELECT h.person, r.title, h.capacity FROM post_holding h"
                                 " JOIN record r ON r.id = h.person"
                                 " WHERE h.post = ? AND h.since <= ? AND coalesce(h.until, ?) >= ?"
                                 // 'acting' sorts before 'holder': whoever acts answers.
                                 " ORDER BY h.capacity, h.since DESC LIMIT 1",
                                 post, day, open_end, day)) {
        return Occupant{.person = row.next<Id<Person>>(),
                        .name = row.next<std::string>(),
                        .capacity = row.next<Capacity>()};
    }
    return std::nullopt;
}

std::vector<Id<Post>> acts_for_on(storage::Reader &reader, Id<Post> post, Date day)
{
    std::vector<Id<Post>> all{post};
    for (auto row : reader.query("SELECT post FROM delegation WHERE delegate = ? AND since <= ?"
                                 " AND until >= ? ORDER BY post",
                                 post, day, day)) {
        all.push_back(row.next<Id<Post>>());
    }
    return all;
}

} // namespace selatan::partners
