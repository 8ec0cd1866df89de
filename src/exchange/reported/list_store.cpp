#include "exchange/reported/reading.hpp"

#include "exchange/reported/matching_store.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>
#include <bit>
#include <boost/json.hpp>

namespace selatan::reported {

namespace {

using storage::Value;

constexpr std::string_view listed_columns =
    "a.id, i.text, p.ref, p.name, a.title, coalesce(a.titles, ''), coalesce(a.status, ''),"
    " a.start_on, a.end_on, a.occurrence, a.version, r.reference, b.source, a.ended_by,"
    " a.is_vanished, a.problems";
constexpr std::string_view listed_joins = " JOIN iati_identifier i ON i.id = a.identifier"
                                          " JOIN iati_publisher p ON p.id = a.publisher"
                                          " JOIN iati_batch b ON b.number = a.batch"
                                          " JOIN record r ON r.id = b.id";

Narratives titles_of(std::string const &json)
{
    Narratives all;
    if (!json.empty()) {
        auto const parsed = boost::json::parse(json);
        for (auto const &[language, title] : parsed.get_object()) {
            all.push_back({std::string{language}, std::string{title.get_string()}});
        }
    }
    return all;
}

Listed listed_from(storage::Row &row)
{
    auto const day = [&row] {
        auto const number = row.next<std::optional<std::int64_t>>();
        return number ? date_of(*number) : std::nullopt;
    };
    Listed one;
    one.id = row.next<std::int64_t>();
    one.identifier = row.next<std::string>();
    one.publisher_ref = row.next<std::string>();
    one.publisher_name = row.next<std::string>();
    one.title = row.next<std::string>();
    one.titles = titles_of(row.next<std::string>());
    one.status = row.next<std::string>();
    one.starts = day();
    one.ends = day();
    one.occurrence = row.next<std::int64_t>();
    one.version = row.next<std::int64_t>();
    one.import = row.next<std::string>();
    one.file = row.next<std::string>();
    one.stands = !row.next<std::optional<std::int64_t>>();
    one.is_vanished = row.next<std::int64_t>() != 0;
    one.notes = row.next<std::int64_t>();
    return one;
}

std::vector<Listed> listed(storage::Reader &reader, std::string const &sql,
                           std::vector<Value> const &values)
{
    std::vector<Listed> all;
    for (auto row : reader.query_with(sql, values)) {
        all.push_back(listed_from(row));
    }
    return all;
}

} // namespace

std::vector<Listed> list(storage::Reader &reader, Wanted const &wanted)
{
    auto const limit = static_cast<std::size_t>(wanted.limit);
    if (!is_sieved(wanted)) {
        std::vector<Value> values;
        if (wanted.before) {
            values.emplace_back(*wanted.before);
        }
        values.emplace_back(std::int64_t{wanted.limit});
        return listed(reader,
                      "SELECT " + std::string{listed_columns} + " FROM iati_activity a" +
                          std::string{listed_joins} + " WHERE a.ended_by IS NULL" +
                          (wanted.before ? " AND a.id < ?" : "") + " ORDER BY a.id DESC LIMIT ?",
                      values);
    }
    auto ids = newest(passing(reader, wanted, limit), limit);
    if (ids.empty()) {
        return {};
    }
    // A list of one of few lengths, its last repeated: few statements to prepare.
    ids.resize(std::bit_ceil(ids.size()), ids.back());
    return listed(reader,
                  "SELECT " + std::string{listed_columns} + " FROM iati_activity a" +
                      std::string{listed_joins} + " WHERE a.id IN (" + marks("?", ids.size()) +
                      ") ORDER BY a.id DESC",
                  {ids.begin(), ids.end()});
}

std::int64_t count(storage::Reader &reader, Wanted const &wanted, std::int64_t most)
{
    if (!is_sieved(wanted)) {
        return reader
            .one<std::int64_t>("SELECT count(*) FROM (SELECT 1 FROM iati_activity"
                               " WHERE ended_by IS NULL LIMIT ?) c",
                               most + 1)
            .value_or(0);
    }
    auto every = wanted;
    every.before = {};
    return std::min(most + 1, static_cast<std::int64_t>(size_of(
                                  passing(reader, every, static_cast<std::size_t>(most + 1)))));
}

std::optional<Listed> find(storage::Reader &reader, std::int64_t activity)
{
    auto all = listed(reader,
                      "SELECT " + std::string{listed_columns} + " FROM iati_activity a" +
                          std::string{listed_joins} + " WHERE a.id = ?",
                      {activity});
    return all.empty() ? std::nullopt : std::optional{std::move(all.front())};
}

std::vector<Listed> versions_of(storage::Reader &reader, std::int64_t activity)
{
    return listed(reader,
                  "SELECT " + std::string{listed_columns} +
                      " FROM iati_activity o JOIN iati_activity a ON a.identifier = o.identifier"
                      " AND a.publisher = o.publisher AND a.occurrence = o.occurrence" +
                      std::string{listed_joins} + " WHERE o.id = ? ORDER BY a.version",
                  {activity});
}

std::vector<Listed> told_by_others(storage::Reader &reader, std::int64_t activity)
{
    return listed(reader,
                  "SELECT " + std::string{listed_columns} +
                      " FROM iati_activity o JOIN iati_activity a ON a.identifier = o.identifier"
                      " AND (a.publisher <> o.publisher OR a.occurrence <> o.occurrence)"
                      " AND a.ended_by IS NULL" +
                      std::string{listed_joins} +
                      " WHERE o.id = ? AND i.text <> '' ORDER BY a.id LIMIT 50",
                  {activity});
}

std::vector<Listed> naming(storage::Reader &reader, std::int64_t activity, int limit)
{
    return listed(reader,
                  "SELECT " + std::string{listed_columns} +
                      " FROM iati_activity o JOIN iati_relation t ON t.other = o.identifier"
                      " JOIN iati_activity a ON a.id = t.activity" +
                      std::string{listed_joins} +
                      " WHERE o.id = ? AND a.id <> o.id ORDER BY a.id LIMIT ?",
                  {activity, std::int64_t{limit}});
}

std::vector<std::pair<std::string, std::int64_t>>
standing_under(storage::Reader &reader, std::vector<std::string> const &identifiers)
{
    std::vector<std::pair<std::string, std::int64_t>> all;
    if (identifiers.empty()) {
        return all;
    }
    std::vector<Value> const values{identifiers.begin(), identifiers.end()};
    for (auto row : reader.query_with("SELECT i.text, min(a.id) FROM iati_identifier i"
                                      " JOIN iati_activity a ON a.identifier = i.id"
                                      " AND a.ended_by IS NULL WHERE i.text IN (" +
                                          marks("?", values.size()) + ") GROUP BY i.text",
                                      values)) {
        auto text = row.next<std::string>();
        all.emplace_back(std::move(text), row.next<std::int64_t>());
    }
    return all;
}

namespace {

std::vector<Publisher> read_publishers(storage::Reader &reader, std::string const &condition,
                                       std::span<storage::Value const> values)
{
    std::vector<Publisher> all;
    for (auto row : reader.query_with(
             "SELECT p.ref, p.name, p.standing, p.files, l.problems, r.reference, r.changed_at"
             " FROM iati_publisher p"
             " JOIN iati_batch_publisher l ON l.publisher = p.id AND l.batch = p.last_batch"
             " JOIN iati_batch b ON b.number = p.last_batch JOIN record r ON r.id = b.id" +
                 condition + " ORDER BY p.standing DESC, p.ref",
             values)) {
        all.push_back({.ref = row.next<std::string>(),
                       .name = row.next<std::string>(),
                       .activities = row.next<std::int64_t>(),
                       .files = row.next<std::int64_t>(),
                       .notes = row.next<std::int64_t>(),
                       .last_import = row.next<std::string>(),
                       .last_import_at = row.next<Instant>()});
    }
    return all;
}

} // namespace

std::vector<Publisher> publishers(storage::Reader &reader)
{
    return read_publishers(reader, "", {});
}

std::optional<Publisher> publisher_of(storage::Reader &reader, std::string const &ref)
{
    std::array<storage::Value, 1> const values{ref};
    auto found = read_publishers(reader, " WHERE p.ref = ?", values);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<PublisherFile> files_of(storage::Reader &reader, std::string const &ref, int limit)
{
    std::vector<PublisherFile> all;
    for (auto row :
         reader.query("SELECT r.reference, b.source, r.state, r.changed_at, l.activities, l.fresh,"
                      " l.changed, l.vanished, l.problems FROM iati_publisher p"
                      " JOIN iati_batch_publisher l ON l.publisher = p.id"
                      " JOIN iati_batch b ON b.number = l.batch JOIN record r ON r.id = b.id"
                      " WHERE p.ref = ? ORDER BY l.batch DESC LIMIT ?",
                      ref, limit)) {
        all.push_back({.reference = row.next<std::string>(),
                       .source = row.next<std::string>(),
                       .state = row.next<std::string>(),
                       .at = row.next<Instant>(),
                       .activities = row.next<std::int64_t>(),
                       .fresh = row.next<std::int64_t>(),
                       .changed = row.next<std::int64_t>(),
                       .vanished = row.next<std::int64_t>(),
                       .notes = row.next<std::int64_t>()});
    }
    return all;
}

std::string publisher_name(storage::Reader &reader, std::string const &ref)
{
    return reader.one<std::string>("SELECT name FROM iati_publisher WHERE ref = ?", ref)
        .value_or("");
}

std::vector<std::string> facet_codes(storage::Reader &reader, std::string_view kind, int limit)
{
    std::vector<std::string> all;
    auto const begin = std::string{kind} + ":";
    auto const end = std::string{kind} + ";"; // the character behind the colon
    for (auto row : reader.query("SELECT name FROM iati_facet_name WHERE name > ? AND name < ?"
                                 " ORDER BY name LIMIT ?",
                                 begin, end, limit)) {
        all.push_back(row.next<std::string>().substr(begin.size()));
    }
    return all;
}

} // namespace selatan::reported
