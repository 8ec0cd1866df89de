#include "exchange/reported/told_store.hpp"

#include "base/ensure.hpp"
#include "exchange/reported/reading.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

namespace selatan::reported {

namespace {

using storage::Value;

/// Values in one statement: enough that it pays, few enough for every engine.
constexpr std::size_t values_at_a_time = 64;
constexpr std::size_t activities_at_a_time = 500;

/// "?, ?, …": as many as are given at a time; a list that is shorter repeats its last.
std::string marks(std::string_view one, std::size_t count = values_at_a_time)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all.append(all.empty() ? "" : ", ").append(one);
    }
    return all;
}

/// Calls `each(values)` with so many of `all` at a time, and the last ones repeated up to that.
template <typename T, typename Each>
void in_lists(std::vector<T> const &all, Each const &each)
{
    std::vector<Value> values;
    for (std::size_t begin = 0; begin < all.size(); begin += values_at_a_time) {
        values.clear();
        for (std::size_t i = 0; i < values_at_a_time; ++i) {
            values.emplace_back(all[std::min(begin + i, all.size() - 1)]);
        }
        each(values);
    }
}

/// Runs a statement that ends in "IN (" for all ids.
void run_for(storage::Tx &tx, std::string const &sql, std::vector<std::int64_t> const &ids,
             std::vector<Value> const &before = {})
{
    auto const whole = sql + marks("?") + ")";
    in_lists(ids, [&](std::vector<Value> const &list) {
        auto values = before;
        values.insert(values.end(), list.begin(), list.end());
        tx.run_with(whole, values);
    });
}

Value text_value(std::string const &text)
{
    return text.empty() ? Value{} : Value{text};
}
Value day_value(std::optional<Date> const &date)
{
    return date ? Value{day_number(*date)} : Value{};
}
Value number_value(std::int64_t number)
{
    return number == 0 ? Value{} : Value{number};
}

/// Texts that a table holds once each, by their numbers. A key of several columns is their texts
/// with a character between them that XML cannot contain.
class Register {
public:
    static constexpr char between = '\x1F';

    Register(storage::Tx &tx, std::string table, std::vector<std::string> columns)
        : m_tx{tx}, m_table{std::move(table)}, m_columns{std::move(columns)}
    {
        m_last = tx.one<std::int64_t>("SELECT coalesce(max(id), 0) FROM " + m_table).value_or(0);
        std::string row;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            row += i == 0 ? "(?" : ", ?";
        }
        row += ")";
        m_find = "WITH wanted (" + list("") + ") AS (VALUES " + marks(row) + ") SELECT t.id, " +
                 list("t.") + " FROM wanted w CROSS JOIN " + m_table + " t WHERE ";
        for (auto const &column : m_columns) {
            m_find.append(&column == m_columns.data() ? "t." : " AND t.")
                .append(column)
                .append(" = w.")
                .append(column);
        }
    }

    /// Before anything of the next activities is wanted: memory stays bounded.
    void forget_if_many()
    {
        constexpr std::size_t held_most = 300'000;
        if (m_known.size() > held_most) {
            m_known.clear();
        }
    }

    void want(std::string key)
    {
        if (!m_known.contains(key)) {
            m_wanted.insert(std::move(key));
        }
    }

    /// Those that are wanted have numbers from here on: found, or given.
    void resolve()
    {
        std::vector<std::string> const wanted{m_wanted.begin(), m_wanted.end()};
        m_wanted.clear();
        look_up(wanted);
        std::vector<std::string> fresh;
        for (auto const &key : wanted) {
            if (m_known.try_emplace(key, m_last + 1).second) {
                ++m_last;
                fresh.push_back(key);
            }
        }
        insert(fresh);
    }

    [[nodiscard]] std::int64_t find(std::string const &key)
    {
        auto found = m_known.find(key);
        if (found == m_known.end()) {
            want(key);
            resolve();
            found = m_known.find(key);
        }
        return found->second;
    }

private:
    [[nodiscard]] std::string list(std::string_view prefix) const
    {
        std::string all;
        for (auto const &column : m_columns) {
            all.append(all.empty() ? "" : ", ").append(prefix).append(column);
        }
        return all;
    }

    void look_up(std::vector<std::string> const &keys)
    {
        std::vector<Value> values;
        for (std::size_t begin = 0; begin < keys.size(); begin += values_at_a_time) {
            values.clear();
            for (std::size_t i = 0; i < values_at_a_time; ++i) {
                split(keys[std::min(begin + i, keys.size() - 1)], values);
            }
            for (auto row : m_tx.query_with(m_find, values)) {
                auto const id = row.next<std::int64_t>();
                std::string key;
                for (std::size_t i = 0; i < m_columns.size(); ++i) {
                    key += i == 0 ? "" : std::string{between};
                    key += row.next<std::string_view>();
                }
                m_known.try_emplace(std::move(key), id);
            }
        }
    }

    void insert(std::vector<std::string> const &keys)
    {
        if (keys.empty()) {
            return;
        }
        std::vector<std::string_view> columns{"id"};
        columns.insert(columns.end(), m_columns.begin(), m_columns.end());
        auto next = keys.begin();
        m_tx.copy(m_table, columns, [&](std::vector<Value> &row) {
            if (next == keys.end()) {
                return false;
            }
            row.emplace_back(m_known.at(*next));
            split(*next, row);
            ++next;
            return true;
        });
    }

    static void split(std::string_view key, std::vector<Value> &into)
    {
        for (;;) {
            auto const end = key.find(between);
            into.emplace_back(std::string{key.substr(0, end)});
            if (end == std::string_view::npos) {
                return;
            }
            key.remove_prefix(end + 1);
        }
    }

    storage::Tx &m_tx;
    std::string m_table;
    std::vector<std::string> m_columns;
    std::string m_find;
    std::int64_t m_last = 0;
    std::unordered_map<std::string, std::int64_t> m_known;
    std::set<std::string> m_wanted;
};

std::string facet_key(Facet const &facet)
{
    return facet.kind + ":" + facet.code;
}

std::string organisation_row(Organisation const &one)
{
    return kept(one.ref) + Register::between + kept(one.name) + Register::between + kept(one.type);
}

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

/// An activity that begins to stand, or stands again.
struct Standing {
    std::int64_t id = 0;
    Activity const *activity = nullptr;
    std::vector<std::int64_t> facets; ///< their numbers
};

/// A part of an activity that becomes a row.
template <typename T>
struct Part {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    T const *value = nullptr;
};

template <typename T, typename Fill>
void copy_parts(storage::Tx &tx, std::string_view table, std::span<std::string_view const> columns,
                std::vector<T> const &parts, Fill const &fill)
{
    if (parts.empty()) {
        return;
    }
    auto next = parts.begin();
    tx.copy(table, columns, [&](std::vector<Value> &row) {
        if (next == parts.end()) {
            return false;
        }
        fill(row, *next);
        ++next;
        return true;
    });
}

/// What `iati_class` calls its kinds.
enum class ClassKind : std::uint8_t { country = 1, region, sector, tag, marker };

struct ClassRow {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    std::int64_t transaction = 0;
    ClassKind kind = ClassKind::country;
    std::string_view vocabulary;
    std::string_view code;
    std::optional<std::int64_t> weight;
};

void add_shares(std::vector<ClassRow> &rows, Standing const &of, std::int64_t transaction,
                ClassKind kind, std::vector<Share> const &shares, std::int64_t &number)
{
    for (auto const &share : shares) {
        rows.push_back({.activity = of.id,
                        .number = ++number,
                        .transaction = transaction,
                        .kind = kind,
                        .vocabulary = share.vocabulary,
                        .code = share.code,
                        .weight = share.of_million});
    }
}

std::vector<ClassRow> class_rows(std::vector<Standing> const &all)
{
    std::vector<ClassRow> rows;
    for (auto const &one : all) {
        std::int64_t number = 0;
        auto const &activity = *one.activity;
        auto const add = [&](std::int64_t transaction, auto const &of) {
            add_shares(rows, one, transaction, ClassKind::country, of.countries, number);
            add_shares(rows, one, transaction, ClassKind::region, of.regions, number);
            add_shares(rows, one, transaction, ClassKind::sector, of.sectors, number);
        };
        add(0, activity);
        for (auto const &tag : activity.tags) {
            rows.push_back({.activity = one.id,
                            .number = ++number,
                            .kind = ClassKind::tag,
                            .vocabulary = tag.vocabulary,
                            .code = tag.code,
                            .weight = {}});
        }
        for (auto const &marker : activity.markers) {
            rows.push_back({.activity = one.id,
                            .number = ++number,
                            .kind = ClassKind::marker,
                            .vocabulary = marker.vocabulary,
                            .code = marker.code,
                            .weight = marker.significance});
        }
        std::int64_t transaction = 0;
        for (auto const &moved : activity.transactions) {
            add(++transaction, moved);
        }
    }
    return rows;
}

} // namespace

// -- Reading ------------------------------------------------------------------------------------

std::unordered_map<std::string, std::vector<Earlier>>
earlier_versions(storage::Reader &reader, std::vector<std::string> identifiers)
{
    std::ranges::sort(identifiers);
    auto const repeats = std::ranges::unique(identifiers);
    identifiers.erase(repeats.begin(), repeats.end());
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

namespace {

Layout parse_layout(Bytes const &bytes)
{
    auto const text = Decompressor{}.decompress(bytes);
    std::span<std::uint8_t const> rest{reinterpret_cast<std::uint8_t const *>(text.data()),
                                       text.size()};
    auto const number = [&rest] {
        std::uint64_t found = 0;
        if (!take_number(rest, found)) {
            throw DamagedSource{"a layout ends too early"};
        }
        return found;
    };
    auto const piece = [&] {
        auto const size = number();
        if (size > rest.size()) {
            throw DamagedSource{"a layout ends too early"};
        }
        std::string taken{rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size)};
        rest = rest.subspan(size);
        return taken;
    };
    Layout layout;
    while (number() == 1) {
        auto before = piece();
        layout.entries.push_back({std::move(before), static_cast<std::int64_t>(number())});
    }
    layout.after = piece();
    return layout;
}

} // namespace

std::vector<std::int64_t> activities_of_last(storage::Reader &reader, std::string_view source)
{
    std::vector<std::int64_t> all;
    auto const bytes = reader.one<Bytes>("SELECT layout FROM iati_batch WHERE source = ?"
                                         " AND layout IS NOT NULL ORDER BY number DESC LIMIT 1",
                                         source);
    if (bytes) {
        for (auto const &entry : parse_layout(*bytes).entries) {
            all.push_back(entry.activity);
        }
    }
    return all;
}

std::optional<Layout> layout_of(storage::Reader &reader, Uuid batch)
{
    auto const bytes =
        reader.one<std::optional<Bytes>>("SELECT layout FROM iati_batch WHERE id = ?", batch);
    return bytes && *bytes ? std::optional{parse_layout(**bytes)} : std::nullopt;
}

// -- Writing ------------------------------------------------------------------------------------

std::int64_t take_turn(storage::Tx &tx)
{
    tx.run("UPDATE iati_turn SET last = last + 1 WHERE id = 1");
    return tx.one<std::int64_t>("SELECT last FROM iati_turn WHERE id = 1").value_or(0);
}

void begin_batch(storage::Tx &tx, Uuid batch, std::int64_t number, std::string_view version)
{
    tx.run("UPDATE iati_batch SET number = ?, iati_version = ? WHERE id = ?", number, version,
           batch);
}

struct Writer::State {
    struct Publisher {
        std::int64_t id = 0;
        Counts counts;
    };

    State(storage::Tx &transaction, std::int64_t number, std::span<Watcher *const> told)
        : tx{transaction}, batch{number}, watchers{told}
    {
        last_activity =
            tx.one<std::int64_t>("SELECT coalesce(max(id), 0) FROM iati_activity").value_or(0);
    }

    Publisher &publisher(Organisation const &reporter);
    std::int64_t organisation(Organisation const &one)
    {
        return one.is_named() ? organisations.find(organisation_row(one)) : 0;
    }
    std::int64_t identifier(std::string const &text)
    {
        return text.empty() ? 0 : identifiers.find(kept(text));
    }
    void want(Activity const &activity);
    void forget_if_many()
    {
        identifiers.forget_if_many();
        organisations.forget_if_many();
        facet_names.forget_if_many();
    }
    void resolve()
    {
        identifiers.resolve();
        organisations.resolve();
        facet_names.resolve();
    }
    std::vector<std::int64_t> facet_numbers(std::vector<Facet> const &facets);
    void insert_rows(std::vector<Standing> const &all);
    void insert_money(std::vector<Standing> const &all);
    void insert_classes(std::vector<Standing> const &all);
    void take_rows(std::vector<std::int64_t> const &ids);
    void end(std::vector<std::int64_t> const &ids, bool is_vanished);

    storage::Tx &tx;
    std::int64_t batch;
    std::span<Watcher *const> watchers;
    Counts counts;
    std::map<std::string, Publisher> publishers;
    Register identifiers{tx, "iati_identifier", {"text"}};
    Register organisations{tx, "iati_organisation", {"ref", "name", "type"}};
    Register facet_names{tx, "iati_facet_name", {"name"}};
    std::int64_t last_activity = 0;
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
            tx.run("UPDATE iati_publisher SET name = ?, type = ? WHERE id = ?", name,
                   kept(reporter.type), made.id);
        }
    } else {
        made.id =
            tx.one<std::int64_t>("SELECT coalesce(max(id), 0) + 1 FROM iati_publisher").value_or(1);
        tx.run("INSERT INTO iati_publisher (id, ref, name, type) VALUES (?, ?, ?, ?)", made.id,
               reporter.ref, name, kept(reporter.type));
    }
    return made;
}

void Writer::State::want(Activity const &activity)
{
    auto const name = [&](std::string const &text) {
        if (!text.empty()) {
            identifiers.want(kept(text));
        }
    };
    auto const organisation = [&](Organisation const &one) {
        if (one.is_named()) {
            organisations.want(organisation_row(one));
        }
    };
    identifiers.want(activity.identifier); // even an empty one
    for (auto const &one : activity.participants) {
        organisation(one.organisation);
        name(one.activity);
    }
    for (auto const &one : activity.related) {
        name(one.identifier);
    }
    for (auto const &one : activity.transactions) {
        organisation(one.provider);
        organisation(one.receiver);
        name(one.provider_activity);
        name(one.receiver_activity);
    }
    for (auto const &one : activity.budgets) {
        organisation(one.provider);
        organisation(one.receiver);
    }
}

std::vector<std::int64_t> Writer::State::facet_numbers(std::vector<Facet> const &facets)
{
    std::vector<std::int64_t> numbers;
    numbers.reserve(facets.size());
    for (auto const &facet : facets) {
        numbers.push_back(facet_names.find(facet_key(facet)));
    }
    return numbers;
}

void Writer::State::insert_money(std::vector<Standing> const &all)
{
    std::vector<Part<Transaction>> transactions;
    std::vector<Part<Budget>> budgets;
    struct Exact {
        std::int64_t activity = 0;
        std::int64_t kind = 0;
        std::int64_t number = 0;
        std::string const *text = nullptr;
    };
    std::vector<Exact> exact;
    auto const keep_exact = [&](std::int64_t activity, std::int64_t kind, std::int64_t number,
                                std::optional<Amount> const &amount) {
        if (amount && !amount->exact.empty()) {
            exact.push_back({activity, kind, number, &amount->exact});
        }
    };
    for (auto const &one : all) {
        std::int64_t number = 0;
        for (auto const &transaction : one.activity->transactions) {
            transactions.push_back({one.id, ++number, &transaction});
            keep_exact(one.id, 0, number, transaction.amount);
        }
        std::array<std::int64_t, 3> numbers{};
        for (auto const &budget : one.activity->budgets) {
            auto &of_kind = numbers[static_cast<std::size_t>(budget.kind)];
            budgets.push_back({one.id, ++of_kind, &budget});
            keep_exact(one.id, static_cast<std::int64_t>(budget.kind), of_kind, budget.amount);
        }
    }
    auto const put_amount = [](std::vector<Value> &row, std::optional<Amount> const &amount,
                               std::optional<Date> const &on) {
        row.push_back(amount ? Value{amount->hundredths} : Value{});
        row.push_back(amount && amount->currency ? Value{amount->currency->to_string()} : Value{});
        row.push_back(amount && amount->valued_on != on ? day_value(amount->valued_on) : Value{});
    };
    static constexpr std::array<std::string_view, 17> transaction_columns{
        "activity",          "number",      "type",     "happened_on", "amount",
        "currency",          "valued_on",   "provider", "receiver",    "provider_activity",
        "receiver_activity", "flow",        "finance",  "aid",         "tied",
        "channel",           "humanitarian"};
    copy_parts(tx, "iati_transaction", transaction_columns, transactions,
               [&](std::vector<Value> &row, Part<Transaction> const &part) {
                   auto const &one = *part.value;
                   row.emplace_back(part.activity);
                   row.emplace_back(part.number);
                   row.push_back(text_value(one.type));
                   row.push_back(day_value(one.on));
                   put_amount(row, one.amount, one.on);
                   row.push_back(number_value(organisation(one.provider)));
                   row.push_back(number_value(organisation(one.receiver)));
                   row.push_back(number_value(identifier(one.provider_activity)));
                   row.push_back(number_value(identifier(one.receiver_activity)));
                   row.push_back(text_value(one.flow));
                   row.push_back(text_value(one.finance));
                   row.push_back(text_value(one.aid));
                   row.push_back(text_value(one.tied));
                   row.push_back(text_value(one.channel));
                   row.push_back(one.humanitarian ? Value{std::int64_t{*one.humanitarian ? 1 : 0}}
                                                  : Value{});
               });
    static constexpr std::array<std::string_view, 12> budget_columns{
        "activity", "kind",   "number",   "type",      "status",   "starts_on",
        "ends_on",  "amount", "currency", "valued_on", "provider", "receiver"};
    copy_parts(tx, "iati_budget", budget_columns, budgets,
               [&](std::vector<Value> &row, Part<Budget> const &part) {
                   auto const &one = *part.value;
                   row.emplace_back(part.activity);
                   row.emplace_back(static_cast<std::int64_t>(one.kind));
                   row.emplace_back(part.number);
                   row.push_back(text_value(one.type));
                   row.push_back(text_value(one.status));
                   row.push_back(day_value(one.starts));
                   row.push_back(day_value(one.ends));
                   put_amount(row, one.amount, one.starts);
                   row.push_back(number_value(organisation(one.provider)));
                   row.push_back(number_value(organisation(one.receiver)));
               });
    static constexpr std::array<std::string_view, 4> exact_columns{"activity", "kind", "number",
                                                                   "amount"};
    copy_parts(tx, "iati_exact", exact_columns, exact,
               [](std::vector<Value> &row, Exact const &one) {
                   row = {one.activity, one.kind, one.number, *one.text};
               });
}

void Writer::State::insert_classes(std::vector<Standing> const &all)
{
    static constexpr std::array<std::string_view, 7> class_columns{
        "activity", "number", "transaction_number", "kind", "vocabulary", "code", "weight"};
    copy_parts(tx, "iati_class", class_columns, class_rows(all),
               [](std::vector<Value> &row, ClassRow const &one) {
                   row = {one.activity,
                          one.number,
                          one.transaction,
                          static_cast<std::int64_t>(one.kind),
                          std::string{one.vocabulary},
                          std::string{one.code},
                          one.weight ? Value{*one.weight} : Value{}};
               });
    std::vector<Part<Participant>> participants;
    std::vector<Part<Related>> related;
    std::vector<std::pair<std::int64_t, std::int64_t>> facets;
    for (auto const &one : all) {
        std::int64_t number = 0;
        for (auto const &participant : one.activity->participants) {
            ++number;
            if (participant.organisation.is_named()) {
                participants.push_back({one.id, number, &participant});
            }
        }
        number = 0;
        for (auto const &other : one.activity->related) {
            ++number;
            if (!other.identifier.empty()) {
                related.push_back({one.id, number, &other});
            }
        }
        for (auto const facet : one.facets) {
            facets.emplace_back(facet, one.id);
        }
    }
    static constexpr std::array<std::string_view, 5> participation_columns{
        "activity", "number", "role", "organisation", "their_activity"};
    copy_parts(tx, "iati_participation", participation_columns, participants,
               [&](std::vector<Value> &row, Part<Participant> const &part) {
                   row = {part.activity, part.number, text_value(part.value->role),
                          organisation(part.value->organisation),
                          number_value(identifier(part.value->activity))};
               });
    static constexpr std::array<std::string_view, 4> relation_columns{"activity", "number", "type",
                                                                      "other"};
    copy_parts(tx, "iati_relation", relation_columns, related,
               [&](std::vector<Value> &row, Part<Related> const &part) {
                   row = {part.activity, part.number, text_value(part.value->type),
                          identifier(part.value->identifier)};
               });
    // In the order of their key, so that neighbours go into one page of the index.
    std::ranges::sort(facets);
    static constexpr std::array<std::string_view, 2> facet_columns{"facet", "activity"};
    copy_parts(tx, "iati_facet", facet_columns, facets,
               [](std::vector<Value> &row, std::pair<std::int64_t, std::int64_t> const &one) {
                   row = {one.first, one.second};
               });
}

void Writer::State::insert_rows(std::vector<Standing> const &all)
{
    if (all.empty()) {
        return;
    }
    insert_money(all);
    insert_classes(all);
    std::vector<std::int64_t> ids;
    ids.reserve(all.size());
    for (auto const &one : all) {
        ids.push_back(one.id);
    }
    for (auto *const watcher : watchers) {
        watcher->stands(tx, ids);
    }
}

void Writer::State::take_rows(std::vector<std::int64_t> const &ids)
{
    if (ids.empty()) {
        return;
    }
    for (auto *const watcher : watchers) {
        watcher->leaves(tx, ids);
    }
    static std::string const facets_sql =
        "SELECT id, facets FROM iati_activity WHERE id IN (" + marks("?") + ")";
    std::set<std::pair<std::int64_t, std::int64_t>> facets;
    in_lists(ids, [&](std::vector<Value> const &values) {
        for (auto row : tx.query_with(facets_sql, values)) {
            auto const id = row.next<std::int64_t>();
            for (auto const facet : unpack(row.next<Bytes>())) {
                facets.emplace(facet, id);
            }
        }
    });
    for (auto const *const table : {"iati_transaction", "iati_budget", "iati_exact", "iati_class",
                                    "iati_participation", "iati_relation"}) {
        run_for(tx, std::string{"DELETE FROM "} + table + " WHERE activity IN (", ids);
    }
    // One facet's activities at a time: a range of the key.
    for (auto at = facets.begin(); at != facets.end();) {
        auto const facet = at->first;
        std::vector<std::int64_t> of_facet;
        for (; at != facets.end() && at->first == facet; ++at) {
            of_facet.push_back(at->second);
        }
        if (of_facet.size() == 1) {
            tx.run("DELETE FROM iati_facet WHERE facet = ? AND activity = ?", facet,
                   of_facet.front());
        } else {
            run_for(tx, "DELETE FROM iati_facet WHERE facet = ? AND activity IN (", of_facet,
                    {facet});
        }
    }
}

void Writer::State::end(std::vector<std::int64_t> const &ids, bool is_vanished)
{
    take_rows(ids);
    run_for(tx, "UPDATE iati_activity SET ended_by = ?, is_vanished = ? WHERE id IN (", ids,
            {batch, std::int64_t{is_vanished ? 1 : 0}});
}

Writer::Writer(storage::Tx &tx, std::int64_t batch, std::span<Watcher *const> watchers)
    : m_state{std::make_unique<State>(tx, batch, watchers)}
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

void Writer::write(std::vector<Told> const &told, Dictionary const &dictionary)
{
    auto &state = *m_state;
    auto &tx = state.tx;
    auto const first = state.publisher(told.front().activity.reporter).id;
    if (!state.dictionary) {
        state.dictionary = dictionary.id;
        if (!dictionary.id && !dictionary.text.empty()) {
            state.dictionary =
                tx.one<std::int64_t>("SELECT coalesce(max(id), 0) + 1 FROM iati_dictionary");
            tx.run("INSERT INTO iati_dictionary (id, publisher, batch, bytes) VALUES (?, ?, ?, ?)",
                   *state.dictionary, first, state.batch, Compressor{}.compress(dictionary.text));
        }
    }
    state.forget_if_many();
    std::vector<std::int64_t> replaced;
    std::vector<Told const *> fresh;
    for (auto const &one : told) {
        if (one.change == Change::same) {
            continue;
        }
        state.want(one.activity);
        for (auto const &facet : one.facets) {
            state.facet_names.want(facet_key(facet));
        }
        fresh.push_back(&one);
        if (one.change == Change::changed) {
            replaced.push_back(one.standing);
        }
    }
    state.resolve();
    state.end(replaced, false);

    std::vector<Standing> standing;
    standing.reserve(fresh.size());
    for (auto const &one : told) {
        auto &publisher = state.publisher(one.activity.reporter);
        auto const id = one.change == Change::same ? one.standing : ++state.last_activity;
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
            standing.push_back(
                {.id = id, .activity = &one.activity, .facets = state.facet_numbers(one.facets)});
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
                   row.emplace_back(state.identifiers.find(activity.identifier));
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
    copy_parts(tx, "iati_source", source_columns, fresh,
               [&](std::vector<Value> &row, Told const *one) {
                   row = {standing[index++].id,
                          state.dictionary ? Value{*state.dictionary} : Value{}, one->compressed};
               });
    state.insert_rows(standing);
}

void Writer::end_vanished(std::vector<std::int64_t> const &earlier)
{
    auto &state = *m_state;
    std::ranges::sort(state.same);
    std::vector<std::int64_t> missing;
    for (auto const id : earlier) {
        if (!std::ranges::binary_search(state.same, id)) {
            missing.push_back(id);
        }
    }
    std::map<std::int64_t, Counts *> counts;
    for (auto &[ref, publisher] : state.publishers) {
        counts[publisher.id] = &publisher.counts;
    }
    static std::string const sql =
        "SELECT id, publisher FROM iati_activity WHERE ended_by IS NULL AND id IN (" + marks("?") +
        ")";
    std::vector<std::int64_t> vanished;
    in_lists(missing, [&](std::vector<Value> const &values) {
        for (auto row : state.tx.query_with(sql, values)) {
            auto const id = row.next<std::int64_t>();
            auto const publisher = counts.find(row.next<std::int64_t>());
            if (publisher != counts.end()) {
                vanished.push_back(id);
                ++publisher->second->vanished;
                ++state.counts.vanished;
            }
        }
    });
    state.end(vanished, true);
}

void Writer::finish(Uuid batch, std::string const &after)
{
    auto &state = *m_state;
    append_number(state.layout, 0);
    append_number(state.layout, after.size());
    state.layout.insert(state.layout.end(), after.begin(), after.end());
    state.tx.run("UPDATE iati_batch SET layout = ? WHERE id = ?",
                 Compressor{}.compress(
                     {reinterpret_cast<char const *>(state.layout.data()), state.layout.size()}),
                 batch);
    for (auto const &[ref, publisher] : state.publishers) {
        auto const &counts = publisher.counts;
        state.tx.run("INSERT INTO iati_batch_publisher (batch, publisher, activities, fresh,"
                     " changed, same, vanished, problems) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                     state.batch, publisher.id, counts.activities, counts.fresh, counts.changed,
                     counts.same, counts.vanished, counts.notes);
    }
}

void Writer::put_rows(std::vector<std::int64_t> const &activities)
{
    auto &state = *m_state;
    for (std::size_t begin = 0; begin < activities.size(); begin += activities_at_a_time) {
        auto const end = std::min(begin + activities_at_a_time, activities.size());
        state.forget_if_many();
        std::vector<Activity> read;
        read.reserve(end - begin);
        std::vector<std::vector<Facet>> facets;
        for (auto i = begin; i < end; ++i) {
            auto one = activity_of(state.tx, activities[i]);
            ENSURE(one.has_value());
            state.want(*one);
            facets.push_back(facets_of(*one));
            for (auto const &facet : facets.back()) {
                state.facet_names.want(facet_key(facet));
            }
            read.push_back(std::move(*one));
        }
        state.resolve();
        std::vector<Standing> standing;
        for (auto i = begin; i < end; ++i) {
            auto numbers = state.facet_numbers(facets[i - begin]);
            state.tx.run("UPDATE iati_activity SET facets = ? WHERE id = ?", pack(numbers),
                         activities[i]);
            standing.push_back(
                {.id = activities[i], .activity = &read[i - begin], .facets = std::move(numbers)});
        }
        state.insert_rows(standing);
    }
}

void Writer::take_rows(std::vector<std::int64_t> const &activities)
{
    m_state->take_rows(activities);
}

// -- Undo ---------------------------------------------------------------------------------------

std::vector<std::string> later_batches(storage::Reader &reader, std::int64_t batch, int limit)
{
    std::vector<std::string> all;
    for (auto row :
         reader.query("SELECT DISTINCT r.reference FROM iati_batch_publisher b"
                      " JOIN iati_batch_publisher l ON l.publisher = b.publisher"
                      " JOIN iati_batch i ON i.number = l.batch JOIN record r ON r.id = i.id"
                      " WHERE b.batch = ? AND l.batch > b.batch ORDER BY r.reference LIMIT ?",
                      batch, limit)) {
        all.push_back(row.next<std::string>());
    }
    return all;
}

std::int64_t number_of(storage::Reader &reader, Uuid batch)
{
    return reader.one<std::int64_t>("SELECT number FROM iati_batch WHERE id = ?", batch)
        .value_or(0);
}

void undo_batch(storage::Tx &tx, Uuid id, std::int64_t batch, std::span<Watcher *const> watchers)
{
    Writer writer{tx, batch, watchers};
    auto const ids = [&](std::string_view sql) {
        std::vector<std::int64_t> all;
        for (auto row : tx.query(sql, batch)) {
            all.push_back(row.next<std::int64_t>());
        }
        return all;
    };
    writer.take_rows(ids("SELECT id FROM iati_activity WHERE batch = ? AND ended_by IS NULL"));
    tx.run("DELETE FROM iati_source WHERE activity IN"
           " (SELECT id FROM iati_activity WHERE batch = ?)",
           batch);
    tx.run("DELETE FROM iati_activity WHERE batch = ?", batch);
    auto const ended = ids("SELECT id FROM iati_activity WHERE ended_by = ? ORDER BY id");
    tx.run("UPDATE iati_activity SET ended_by = NULL, is_vanished = 0 WHERE ended_by = ?", batch);
    writer.put_rows(ended);
    tx.run("DELETE FROM iati_dictionary WHERE batch = ?", batch);
    tx.run("DELETE FROM iati_batch_publisher WHERE batch = ?", batch);
    tx.run("UPDATE iati_batch SET layout = NULL WHERE id = ?", id);
    delete_pieces(tx, id);
}

void put_report(storage::Tx &tx, Uuid batch, std::string const &report)
{
    tx.run("UPDATE iati_batch SET report = ? WHERE id = ?", report, batch);
}

std::string report_of(storage::Reader &reader, Uuid batch)
{
    return reader
        .one<std::optional<std::string>>("SELECT report FROM iati_batch WHERE id = ?", batch)
        .value_or(std::nullopt)
        .value_or("");
}

void put_job(storage::Tx &tx, Uuid batch, Uuid job)
{
    tx.run("UPDATE iati_batch SET job = ? WHERE id = ?", job, batch);
}

// -- A file that waits --------------------------------------------------------------------------

void insert_piece(storage::Tx &tx, Uuid batch, std::int64_t number, Bytes bytes)
{
    tx.run("INSERT INTO iati_piece (batch, number, bytes) VALUES (?, ?, ?)", batch, number,
           std::move(bytes));
}

std::optional<Bytes> piece_of(storage::Reader &reader, Uuid batch, std::int64_t number)
{
    return reader.one<Bytes>("SELECT bytes FROM iati_piece WHERE batch = ? AND number = ?", batch,
                             number);
}

void delete_pieces(storage::Tx &tx, Uuid batch)
{
    tx.run("DELETE FROM iati_piece WHERE batch = ?", batch);
}

} // namespace selatan::reported
