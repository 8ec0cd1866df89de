#include "cooperation/training/retention_store.hpp"

#include "cooperation/training/training.hpp"
#include "platform/records/access.hpp"

namespace selatan::training {

namespace {

/// Of whom something is kept, whatever it is.
constexpr std::string_view kept =
    "(SELECT application FROM training_restricted"
    " UNION SELECT application FROM training_file WHERE sealed = 1) x";

/// Those whose `column` is one of `values`.
std::vector<KeptPerson> people_where(storage::Reader &reader, auth::Identity const &identity,
                                     std::string_view column, std::vector<storage::Value> values)
{
    std::vector<KeptPerson> all;
    if (values.empty()) {
        return all;
    }
    std::string marks = "?";
    for (std::size_t i = 1; i < values.size(); ++i) {
        marks += ", ?";
    }
    auto const filter = records::compile(application_policy, &identity, "erase_restricted");
    values.insert(values.end(), filter.values.begin(), filter.values.end());
    values.emplace_back(std::int64_t{erased_at_most});
    for (auto row : reader.query_with(
             "SELECT r.id, r.reference, r.title, r.country, p.call, c.reference FROM " +
                 std::string{kept} +
                 " JOIN training_application p ON p.id = x.application"
                 " JOIN record r ON r.id = p.id JOIN record c ON c.id = p.call WHERE " +
                 std::string{column} + " IN (" + marks + ") AND " + filter.sql +
                 " ORDER BY c.reference, r.title_sort, r.id LIMIT ?",
             values)) {
        all.push_back({.application = row.next<Uuid>(),
                       .reference = row.next<std::string>(),
                       .name = row.next<std::string>(),
                       .country = row.next<std::optional<CountryCode>>(),
                       .call = row.next<Uuid>(),
                       .call_reference = row.next<std::string>()});
    }
    return all;
}

} // namespace

std::vector<Kept> kept_restricted(storage::Reader &reader, auth::Identity const &identity)
{
    auto const filter = records::compile(call_policy, &identity, records::verbs::see);
    std::vector<Kept> all;
    for (auto row : reader.query_with(
             "SELECT r.id, r.reference, r.title, r.state, COUNT(*), a.ends,"
             " u.retention_months FROM " +
                 std::string{kept} +
                 " JOIN training_application p ON p.id = x.application"
                 " JOIN training_call c ON c.id = p.call JOIN record r ON r.id = c.id"
                 " JOIN activity a ON a.id = c.activity"
                 " LEFT JOIN training_rules u ON u.id = c.rules WHERE " +
                 filter.sql +
                 " GROUP BY r.id, r.reference, r.title, r.state, a.ends, u.retention_months"
                 " ORDER BY r.reference, r.id",
             filter.values)) {
        all.push_back({.call = row.next<Uuid>(),
                       .reference = row.next<std::string>(),
                       .title = row.next<std::string>(),
                       .state = row.next<std::string>(),
                       .people = row.next<std::int64_t>(),
                       .course_ends = row.next<std::optional<Date>>(),
                       .months = row.next<std::optional<std::int64_t>>()});
    }
    return all;
}

std::vector<Uuid> kept_of(storage::Reader &reader, Uuid call, int most)
{
    return reader.all<Uuid>("SELECT x.application FROM " + std::string{kept} +
                                " JOIN training_application p ON p.id = x.application"
                                " WHERE p.call = ? ORDER BY x.application LIMIT ?",
                            call, static_cast<std::int64_t>(most));
}

std::vector<KeptPerson> kept_people(storage::Reader &reader, auth::Identity const &identity,
                                    std::span<Uuid const> of_calls)
{
    return people_where(reader, identity, "p.call", {of_calls.begin(), of_calls.end()});
}

std::vector<KeptPerson> kept_people_by_reference(storage::Reader &reader,
                                                 auth::Identity const &identity,
                                                 records::Codes const &references)
{
    return people_where(reader, identity, "r.reference", {references.begin(), references.end()});
}

} // namespace selatan::training
