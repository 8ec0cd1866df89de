#include "exchange/reported/told_store.hpp"

#include "base/ensure.hpp"
#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/batch_store.hpp"
#include "exchange/reported/reading.hpp"
#include "exchange/reported/row_values.hpp"
#include "exchange/reported/rows_store.hpp"
#include "exchange/reported/value_lists.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

namespace selatan::reported {

namespace {

using storage::Value;

constexpr std::size_t activities_at_a_time = 500;

/// The titles by language, where there are several.
Value titles_value(Narratives const &titles)
{
    if (titles.size() < 2) {
        return {};
    }
    boost::json::object all;
    for (auto const &title : titles) {
        all.emplace(title.language, title.text); // the first in each language
    }
    return all.size() < 2 ? Value{} : Value{boost::json::serialize(all)};
}

// -- What is kept on a publisher's row ----------------------------------------------------------

/// 0 where another import of the same file's name tells of the publisher, else 1: for the batch of
/// the number that it is asked with.
constexpr std::string_view one_file_more =
    "CASE WHEN EXISTS (SELECT 1 FROM iati_batch own JOIN iati_batch o ON o.source = own.source"
    " AND o.number <> own.number JOIN iati_batch_publisher t ON t.batch = o.number"
    " AND t.publisher = iati_publisher.id WHERE own.number = ?) THEN 0 ELSE 1 END";

void add_to_publisher(storage::Tx &tx, std::int64_t publisher, std::int64_t batch,
                      std::int64_t more)
{
    static std::string const sql =
        "UPDATE iati_publisher SET standing = standing + ?, last_batch = ?, files = files + " +
        std::string{one_file_more} + " WHERE id = ?";
    tx.send(sql, more, batch, batch, publisher);
}

/// Before what the batch told of each is forgotten. No later batch tells of the same.
void take_from_publishers(storage::Tx &tx, std::int64_t batch)
{
    static std::string const sql =
        "UPDATE iati_publisher SET"
        " standing = standing - (SELECT t.fresh - t.vanished FROM iati_batch_publisher t"
        "  WHERE t.batch = ? AND t.publisher = iati_publisher.id),"
        " last_batch = (SELECT max(t.batch) FROM iati_batch_publisher t"
        "  WHERE t.publisher = iati_publisher.id AND t.batch < ?),"
        " files = files - " +
        std::string{one_file_more} +
        " WHERE id IN (SELECT publisher FROM iati_batch_publisher WHERE batch = ?)";
    tx.run(sql, batch, batch, batch, batch);
}

} // namespace

// -- Reading ------------------------------------------------------------------------------------

std::unordered_map<std::string, std::vector<Earlier>>
earlier_versions(storage::Reader &reader, std::vector<std::string> identifiers)
{
    std::ranges::sort(identifiers);
    identifiers.erase(std::unique(identifiers.begin(), identifiers.end()), identifiers.end());
    static std::string const sql =
        "SELECT i.text, a.id, p.ref, a.occurrence, a.version, a.digest, a.ended_by"
        " FROM iati_identifier i JOIN iati_activity a ON a.identifier = i.id"
        " JOIN iati_publisher p ON p.id = a.publisher WHERE i.text IN (" +
        marks("?") + ")";
    std::unordered_map<std::string, std::vector<Earlier>> all;
    in_lists(identifiers, [&](std::vector<Value> const &values) {
        for (auto row : reader.query_with(sql, values)) {
            auto &versions = all[row.next<std::string>()];
            versions.push_back({.id = row.next<std::int64_t>(),
                                .publisher = row.next<std::string>(),
                                .occurrence = row.next<std::int64_t>(),
                                .version = row.next<std::int64_t>(),
                                .digest = row.next<Bytes>(),
                                .stands = !row.next<std::optional<std::int64_t>>()});
        }
    });
    return all;
}

std::optional<Dictionary> find_dictionary(storage::Reader &reader, std::string_view publisher)
{
    for (auto row : reader.query("SELECT d.id, d.publisher, d.bytes FROM iati_publisher p"
                                 " JOIN iati_dictionary d ON d.publisher = p.id"
                                 " WHERE p.ref = ? ORDER BY d.id DESC LIMIT 1",
                                 publisher)) {
        Dictionary found;
        found.id = row.next<std::int64_t>();
        found.publisher = row.next<std::int64_t>();
        found.text = Decompressor{}.decompress(row.next<Bytes>());
        return found;
    }
    return std::nullopt;
}

// -- Writing ------------------------------------------------------------------------------------

struct Writer::State {
    struct Publisher {
        std::int64_t id = 0;
        Counts counts;
    };

    State(Rows &of_transaction, std::int64_t number)
        : tx{of_transaction.tx()}, batch{number}, rows{of_transaction}
    {
    }

    Publisher &publisher(Organisation const &reporter);
    void end(std::vector<std::int64_t> const &ids, bool is_vanished);

    storage::Tx &tx;
    std::int64_t batch;
    Rows &rows;
    Counts counts;
    std::map<std::string, Publisher> publishers;
    std::optional<std::int64_t> dictionary;
    std::vector<std::int64_t> same;
    Bytes layout;
};

Writer::State::Publisher &Writer::State::publisher(Organisation const &reporter)
{
    auto const known = publishers.find(reporter.ref);
    if (known != publishers.end()) {
        return known->second;
    }
    auto &made = publishers[reporter.ref];
    auto const name = kept(reporter.name);
    if (auto const id =
            tx.one<std::int64_t>("SELECT id FROM iati_publisher WHERE ref = ?", reporter.ref)) {
        made.id = *id;
        if (!name.empty()) { // it calls itself so from now on
            tx.send("UPDATE iati_publisher SET name = ?, type = ? WHERE id = ?", name,
                    kept(reporter.type), made.id);
        }
    } else {
        made.id =
            tx.one<std::int64_t>("SELECT coalesce(max(id), 0) + 1 FROM iati_publisher").value_or(1);
        tx.send("INSERT INTO iati_publisher (id, ref, name, type) VALUES (?, ?, ?, ?)", made.id,
                reporter.ref, name, kept(reporter.type));
    }
    return made;
}

void Writer::State::end(std::vector<std::int64_t> const &ids, bool is_vanished)
{
    rows.take(ids);
    run_for(tx, "UPDATE iati_activity SET ended_by = ?, is_vanished = ? WHERE id IN (", ids,
            {batch, std::int64_t{is_vanished ? 1 : 0}});
}

Writer::Writer(Rows &rows, std::int64_t batch) : m_state{std::make_unique<State>(rows, batch)}
{
}

Writer::~Writer() = default;

Counts const &Writer::counts() const
{
    return m_state->counts;
}

std::vector<std::string> Writer::publishers() const
{
    std::vector<std::string> all;
    for (auto const &[ref, publisher] : m_state->publishers) {
        all.push_back(ref);
    }
    return all;
}

void Writer::write(std::vector<Told> const &told, Dictionary const &dictionary,
                   std::function<void()> const &await_compressed)
{
    auto &state = *m_state;
    auto &tx = state.tx;
    auto const first = state.publisher(told.front().activity.reporter).id;
    if (!state.dictionary) {
        state.dictionary = dictionary.id;
        if (!dictionary.id && !dictionary.text.empty()) {
            state.dictionary =
                tx.one<std::int64_t>("SELECT coalesce(max(id), 0) + 1 FROM iati_dictionary");
            tx.send("INSERT INTO iati_dictionary (id, publisher, batch, bytes) VALUES (?, ?, ?, ?)",
                    *state.dictionary, first, state.batch, Compressor{}.compress(dictionary.text));
        }
    }
    state.rows.forget_if_many();
    std::vector<std::int64_t> replaced;
    std::vector<Told const *> fresh;
    for (auto const &one : told) {
        if (one.change == Change::same) {
            continue;
        }
        state.rows.want(one.activity, one.facets);
        fresh.push_back(&one);
        if (one.change == Change::changed) {
            replaced.push_back(one.standing);
        }
    }
    state.rows.resolve();
    state.end(replaced, false);

    std::vector<Standing> standing;
    standing.reserve(fresh.size());
    for (auto const &one : told) {
        auto &publisher = state.publisher(one.activity.reporter);
        auto const id = one.change == Change::same ? one.same_as : state.rows.next_activity();
        for (auto *const counts : {&state.counts, &publisher.counts}) {
            ++counts->activities;
            counts->fresh += one.change == Change::fresh ? 1 : 0;
            counts->changed += one.change == Change::changed ? 1 : 0;
            counts->same += one.change == Change::same ? 1 : 0;
            counts->notes += static_cast<std::int64_t>(one.activity.notes.size());
        }
        append_number(state.layout, 1);
        append_number(state.layout, one.before.size());
        state.layout.insert(state.layout.end(), one.before.begin(), one.before.end());
        append_number(state.layout, static_cast<std::uint64_t>(id));
        if (one.change == Change::same) {
            state.same.push_back(id);
        } else {
            standing.push_back({.id = id,
                                .activity = &one.activity,
                                .facets = state.rows.facet_numbers(one.facets)});
        }
    }
    static constexpr std::array<std::string_view, 19> activity_columns{
        "id",     "publisher",   "identifier", "occurrence",    "version",      "batch",
        "digest", "source_size", "title",      "titles",        "status",       "start_on",
        "end_on", "currency",    "hierarchy",  "collaboration", "humanitarian", "problems",
        "facets"};
    std::size_t index = 0;
    copy_parts(tx, "iati_activity", activity_columns, fresh,
               [&](std::vector<Value> &row, Told const *told_one) {
                   auto const &one = *told_one;
                   auto const &activity = one.activity;
                   auto const &own = standing[index++];
                   row.emplace_back(own.id);
                   row.emplace_back(state.publisher(activity.reporter).id);
                   row.emplace_back(state.rows.identifier_number(activity.identifier));
                   row.emplace_back(one.occurrence);
                   row.emplace_back(one.last_version + 1);
                   row.emplace_back(state.batch);
                   row.emplace_back(one.digest);
                   row.emplace_back(static_cast<std::int64_t>(one.source.size()));
                   row.emplace_back(std::string{text_for(activity.title, activity.language)});
                   row.push_back(titles_value(activity.title));
                   row.push_back(text_value(activity.status));
                   row.push_back(day_value(activity.starts()));
                   row.push_back(day_value(activity.ends()));
                   row.push_back(activity.currency ? Value{activity.currency->to_string()}
                                                   : Value{});
                   row.push_back(activity.hierarchy ? Value{*activity.hierarchy} : Value{});
                   row.push_back(text_value(activity.collaboration));
                   row.emplace_back(std::int64_t{activity.humanitarian.value_or(false) ? 1 : 0});
                   row.emplace_back(static_cast<std::int64_t>(activity.notes.size()));
                   row.emplace_back(pack(own.facets));
               });
    static constexpr std::array<std::string_view, 3> source_columns{"activity", "dictionary",
                                                                    "bytes"};
    index = 0;
    await_compressed();
    copy_parts(tx, "iati_source", source_columns, fresh,
               [&](std::vector<Value> &row, Told const *one) {
                   row = {standing[index++].id,
                          state.dictionary ? Value{*state.dictionary} : Value{}, one->compressed};
               });
    state.rows.insert(standing);
}

void Writer::end_vanished(std::string_view source, std::vector<std::int64_t> const &earlier)
{
    auto &state = *m_state;
    std::ranges::sort(state.same);
    std::vector<std::int64_t> missing;
    std::ranges::set_difference(earlier, state.same, std::back_inserter(missing));
    if (missing.empty()) {
        return;
    }
    std::map<std::int64_t, Counts *> counts;
    std::vector<std::int64_t> publishers;
    for (auto &[ref, publisher] : state.publishers) {
        counts[publisher.id] = &publisher.counts;
        publishers.push_back(publisher.id);
    }
    auto const others = activities_of_others(state.tx, source, publishers);
    auto const is_told = [&others](std::int64_t id) {
        return std::ranges::binary_search(others, id);
    };
    // What stands, each with all its earlier versions, and with nothing where there are none.
    static std::string const sql =
        "SELECT a.id, a.publisher, w.id, w.ended_by FROM iati_activity a"
        " LEFT JOIN iati_activity w ON w.identifier = a.identifier AND w.publisher = a.publisher"
        " AND w.occurrence = a.occurrence AND w.ended_by IS NOT NULL"
        " WHERE a.ended_by IS NULL AND a.id IN (" +
        marks("?") + ")";
    struct Ending {
        std::int64_t publisher = 0;
        std::int64_t returns = 0; ///< the version that another file still tells
        std::int64_t returns_ended_by = 0;
    };
    std::map<std::int64_t, Ending> endings;
    in_lists(missing, [&](std::vector<Value> const &values) {
        for (auto row : state.tx.query_with(sql, values)) {
            auto const id = row.next<std::int64_t>();
            auto const publisher = row.next<std::int64_t>();
            auto const word = row.next<std::optional<std::int64_t>>().value_or(0);
            auto const ended_by = row.next<std::optional<std::int64_t>>().value_or(0);
            if (!counts.contains(publisher) || is_told(id)) {
                continue; // not this file's to end, or a file of another name tells it as it is
            }
            auto &ending = endings[id];
            ending.publisher = publisher;
            if (word > ending.returns && is_told(word)) {
                ending.returns = word;
                ending.returns_ended_by = ended_by;
            }
        }
    });
    std::vector<std::int64_t> vanished;
    std::vector<std::int64_t> replaced;
    std::vector<std::int64_t> returned;
    for (auto const &[id, ending] : endings) {
        for (auto *const of : {&state.counts, counts.at(ending.publisher)}) {
            ++(ending.returns == 0 ? of->vanished : of->changed);
        }
        (ending.returns == 0 ? vanished : replaced).push_back(id);
        if (ending.returns != 0) {
            returned.push_back(ending.returns);
            state.tx.send("INSERT INTO iati_return (batch, activity, ended_by) VALUES (?, ?, ?)",
                          state.batch, ending.returns, ending.returns_ended_by);
        }
    }
    state.end(vanished, true);
    state.end(replaced, false);
    run_for(state.tx, "UPDATE iati_activity SET ended_by = NULL WHERE id IN (", returned);
    put_rows(returned);
}

void Writer::finish(Uuid batch, std::string const &after)
{
    auto &state = *m_state;
    append_number(state.layout, 0);
    append_number(state.layout, after.size());
    state.layout.insert(state.layout.end(), after.begin(), after.end());
    state.tx.send("UPDATE iati_batch SET layout = ? WHERE id = ?",
                  Compressor{}.compress(
                      {reinterpret_cast<char const *>(state.layout.data()), state.layout.size()}),
                  batch);
    for (auto const &[ref, publisher] : state.publishers) {
        auto const &counts = publisher.counts;
        state.tx.send("INSERT INTO iati_batch_publisher (batch, publisher, activities, fresh,"
                      " changed, same, vanished, problems) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      state.batch, publisher.id, counts.activities, counts.fresh, counts.changed,
                      counts.same, counts.vanished, counts.notes);
        add_to_publisher(state.tx, publisher.id, state.batch, counts.fresh - counts.vanished);
    }
}

void Writer::put_rows(std::vector<std::int64_t> const &activities)
{
    auto &state = *m_state;
    for (std::size_t begin = 0; begin < activities.size(); begin += activities_at_a_time) {
        auto const end = std::min(begin + activities_at_a_time, activities.size());
        state.rows.forget_if_many();
        std::vector<Activity> read;
        read.reserve(end - begin);
        std::vector<std::vector<Facet>> facets;
        for (auto i = begin; i < end; ++i) {
            auto one = activity_of(state.tx, activities[i]);
            ENSURE(one.has_value());
            facets.push_back(facets_of(*one));
            state.rows.want(*one, facets.back());
            read.push_back(std::move(*one));
        }
        state.rows.resolve();
        std::vector<Standing> standing;
        for (auto i = begin; i < end; ++i) {
            auto numbers = state.rows.facet_numbers(facets[i - begin]);
            state.tx.send("UPDATE iati_activity SET facets = ? WHERE id = ?", pack(numbers),
                          activities[i]);
            standing.push_back(
                {.id = activities[i], .activity = &read[i - begin], .facets = std::move(numbers)});
        }
        state.rows.insert(standing);
    }
}

void Writer::take_rows(std::vector<std::int64_t> const &activities)
{
    m_state->rows.take(activities);
}

// -- Undo ---------------------------------------------------------------------------------------

void undo_batch(storage::Tx &tx, Uuid id, std::int64_t batch, std::span<Watcher *const> watchers)
{
    KnownTexts known;
    Rows rows{tx, known, watchers};
    Writer writer{rows, batch};
    auto const ids = [&](std::string_view sql) {
        return tx.all<std::int64_t>(sql, batch);
    };
    writer.take_rows(ids("SELECT id FROM iati_activity WHERE batch = ? AND ended_by IS NULL"));
    tx.run("DELETE FROM iati_source WHERE activity IN"
           " (SELECT id FROM iati_activity WHERE batch = ?)",
           batch);
    tx.run("DELETE FROM iati_activity WHERE batch = ?", batch);
    auto const ended = ids("SELECT id FROM iati_activity WHERE ended_by = ? ORDER BY id");
    // What returned because this file no longer told something else ends as it had ended.
    writer.take_rows(ids("SELECT activity FROM iati_return WHERE batch = ?"));
    tx.run("UPDATE iati_activity SET ended_by = (SELECT r.ended_by FROM iati_return r"
           " WHERE r.batch = ? AND r.activity = iati_activity.id)"
           " WHERE id IN (SELECT activity FROM iati_return WHERE batch = ?)",
           batch, batch);
    tx.run("DELETE FROM iati_return WHERE batch = ?", batch);
    tx.run("UPDATE iati_activity SET ended_by = NULL, is_vanished = 0 WHERE ended_by = ?", batch);
    writer.put_rows(ended);
    tx.run("DELETE FROM iati_dictionary WHERE batch = ?", batch);
    take_from_publishers(tx, batch);
    tx.run("DELETE FROM iati_batch_publisher WHERE batch = ?", batch);
    tx.run("UPDATE iati_batch SET layout = NULL WHERE id = ?", id);
}

} // namespace selatan::reported
