#include "cooperation/reference/code_list_store.hpp"

#include "base/ensure.hpp"

#include <array>
#include <boost/json.hpp>
#include <map>

namespace selatan::reference::store {
namespace {

using storage::Reader;
using storage::Row;
using storage::Tx;
using storage::Value;

Version version_of(Row row)
{
    return Version{.list = row.next<List>(),
                   .version = row.next<std::string>(),
                   .published_on = row.next<Date>(),
                   .source = row.next<std::string>(),
                   .licence = row.next<std::string>(),
                   .attribution = row.next<std::string>(),
                   .origin = row.next<Origin>(),
                   .loaded_at = row.next<Instant>(),
                   .is_current = row.next<bool>()};
}

RateRow rate_of(Row row)
{
    return RateRow{.currency = row.next<Currency>(),
                   .on = row.next<Date>(),
                   .rate = row.next<std::string>(),
                   .kind = row.next<RateKind>(),
                   .source = row.next<std::string>()};
}

std::string to_json(std::vector<std::pair<std::string, std::string>> const &data)
{
    boost::json::object object;
    for (auto const &[column, value] : data) {
        if (!value.empty()) {
            object.emplace(column, value);
        }
    }
    return boost::json::serialize(object);
}

std::vector<std::pair<std::string, std::string>> from_json(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> data;
    auto const value = boost::json::parse({text.data(), text.size()});
    for (auto const &[column, cell] : value.as_object()) {
        data.emplace_back(column, cell.as_string());
    }
    return data;
}

Value text_or_null(std::string const &text)
{
    return text.empty() ? Value{std::monostate{}} : Value{text};
}

} // namespace

std::int64_t revision(Reader &reader)
{
    return reader.one<std::int64_t>("SELECT coalesce(max(revision), 0) FROM code_list").value_or(0);
}

std::vector<Version> current_versions(Reader &reader)
{
    std::vector<Version> found;
    for (auto row :
         reader.query("SELECT list, version, published_on, source, licence, attribution, "
                      "origin, loaded_at, is_current "
                      "FROM code_list_version WHERE is_current = 1")) {
        found.push_back(version_of(row));
    }
    return found;
}

std::vector<Version> versions(Reader &reader, List list)
{
    std::vector<Version> found;
    for (auto row :
         reader.query("SELECT list, version, published_on, source, licence, attribution, "
                      "origin, loaded_at, is_current "
                      "FROM code_list_version WHERE list = ? "
                      "ORDER BY loaded_at DESC, version DESC",
                      list)) {
        found.push_back(version_of(row));
    }
    return found;
}

void each_item(Reader &reader, List list, std::string const &version,
               std::function<void(Item &&)> const &visit)
{
    for (auto row :
         reader.query("SELECT code, parent, status, valid_from, valid_until, data FROM code_item "
                      "WHERE list = ? AND version = ? ORDER BY position",
                      list, version)) {
        visit(Item{.code = row.next<std::string>(),
                   .parent = row.next<std::optional<std::string>>().value_or(""),
                   .status = row.next<Status>(),
                   .from = row.next<std::optional<Date>>(),
                   .until = row.next<std::optional<Date>>(),
                   .data = from_json(row.next<std::string_view>())});
    }
}

void each_name(Reader &reader, List list, std::string const &version,
               std::function<void(ItemName &&)> const &visit)
{
    for (auto row :
         reader.query("SELECT code, language, kind, name, source FROM code_name "
                      "WHERE list = ? AND version = ? ORDER BY code, kind, language, name",
                      list, version)) {
        visit(ItemName{.code = row.next<std::string>(),
                       .language = row.next<std::string>(),
                       .kind = row.next<NameKind>(),
                       .name = row.next<std::string>(),
                       .source = row.next<std::string>()});
    }
}

std::vector<MembershipRow> memberships(Reader &reader, std::string const &version)
{
    std::vector<MembershipRow> found;
    for (auto row :
         reader.query("SELECT country_group, country, kind, valid_from, valid_until, source, note "
                      "FROM country_group_membership WHERE version = ? "
                      "ORDER BY country, country_group, source, kind, valid_from",
                      version)) {
        found.push_back(MembershipRow{.group = row.next<std::string>(),
                                      .country = row.next<CountryCode>(),
                                      .kind = row.next<std::string>(),
                                      .from = row.next<std::optional<Date>>(),
                                      .until = row.next<std::optional<Date>>(),
                                      .source = row.next<std::string>(),
                                      .note = row.next<std::string>()});
    }
    return found;
}

void each_rate(Reader &reader, std::function<void(RateRow &&)> const &visit)
{
    // Which of two versions was loaded later; few, while rates are many.
    std::map<std::string, int, std::less<>> order;
    for (auto row : reader.query("SELECT version FROM code_list_version WHERE list = ? "
                                 "ORDER BY loaded_at, version",
                                 List::exchange_rate)) {
        order.emplace(row.next<std::string>(), static_cast<int>(order.size()));
    }
    // The rows of one key stand together: the order is the primary key's.
    std::optional<RateRow> held;
    int held_order = 0;
    for (auto row : reader.query("SELECT currency, on_date, rate, kind, source, version "
                                 "FROM exchange_rate "
                                 "ORDER BY currency, on_date, kind, source, version")) {
        auto next = rate_of(row);
        auto const found = order.find(row.get<std::string_view>(5));
        ENSURE(found != order.end());
        bool const is_same = held && held->currency == next.currency && held->on == next.on &&
                             held->kind == next.kind && held->source == next.source;
        if (is_same && found->second < held_order) {
            continue;
        }
        if (held && !is_same) {
            visit(std::move(*held));
        }
        held = std::move(next);
        held_order = found->second;
    }
    if (held) {
        visit(std::move(*held));
    }
}

std::vector<RateRow> rates_of(Reader &reader, std::string const &version)
{
    std::vector<RateRow> found;
    for (auto row : reader.query("SELECT currency, on_date, rate, kind, source FROM exchange_rate "
                                 "WHERE version = ? ORDER BY currency, on_date, kind, source",
                                 version)) {
        found.push_back(rate_of(row));
    }
    return found;
}

std::optional<std::string> digest(Reader &reader, List list, std::string const &version)
{
    return reader.one<std::string>(
        "SELECT digest FROM code_list_version WHERE list = ? AND version = ?", list, version);
}

Id<CodeList> list_id(Tx &tx, List list)
{
    tx.run(
        "INSERT INTO code_list (id, list, revision) VALUES (?, ?, 0) ON CONFLICT (list) DO NOTHING",
        tx.new_id<CodeList>(), list);
    auto const id = tx.one<Id<CodeList>>("SELECT id FROM code_list WHERE list = ?", list);
    ENSURE(id.has_value());
    return *id;
}

void insert_version(Tx &tx, Version const &version, std::string const &digest)
{
    tx.run(
        "INSERT INTO code_list_version (list, version, published_on, source, licence, "
        "attribution, origin, digest, loaded_at, is_current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        version.list, version.version, version.published_on, version.source, version.licence,
        version.attribution, version.origin, digest, version.loaded_at);
}

void make_current(Tx &tx, List list, std::string const &version)
{
    tx.run("UPDATE code_list_version SET is_current = 0 WHERE list = ? AND is_current = 1", list);
    auto const changed =
        tx.run("UPDATE code_list_version SET is_current = 1 WHERE list = ? AND version = ?", list,
               version);
    ENSURE(changed == 1);
    tx.run("UPDATE code_list SET revision = ? WHERE list = ?", revision(tx) + 1, list);
}

void copy_items(Tx &tx, List list, std::string const &version, std::vector<Item> const &items)
{
    static constexpr std::array<std::string_view, 9> columns{"list",       "version",     "code",
                                                             "position",   "parent",      "status",
                                                             "valid_from", "valid_until", "data"};
    std::size_t next = 0;
    tx.copy("code_item", columns, [&](std::vector<Value> &row) {
        if (next == items.size()) {
            return false;
        }
        auto const &item = items[next];
        row = {std::string{to_code(list)},
               version,
               item.code,
               static_cast<std::int64_t>(next),
               text_or_null(item.parent),
               std::string{to_code(item.status)},
               storage::to_value(item.from),
               storage::to_value(item.until),
               to_json(item.data)};
        ++next;
        return true;
    });
}

void copy_names(Tx &tx, List list, std::string const &version, std::vector<ItemName> const &names)
{
    static constexpr std::array<std::string_view, 7> columns{"list", "version", "code",  "language",
                                                             "kind", "name",    "source"};
    std::size_t next = 0;
    tx.copy("code_name", columns, [&](std::vector<Value> &row) {
        if (next == names.size()) {
            return false;
        }
        auto const &name = names[next++];
        row = {std::string{to_code(list)},      version,   name.code,  name.language,
               std::string{to_code(name.kind)}, name.name, name.source};
        return true;
    });
}

void copy_memberships(Tx &tx, std::string const &version, std::vector<MembershipRow> const &rows)
{
    static constexpr std::array<std::string_view, 8> columns{
        "version",    "country_group", "country", "kind",
        "valid_from", "valid_until",   "source",  "note"};
    std::size_t next = 0;
    tx.copy("country_group_membership", columns, [&](std::vector<Value> &row) {
        if (next == rows.size()) {
            return false;
        }
        auto const &membership = rows[next++];
        row = {version,
               membership.group,
               membership.country.to_string(),
               membership.kind,
               storage::to_value(membership.from),
               storage::to_value(membership.until),
               membership.source,
               membership.note};
        return true;
    });
}

void copy_rates(Tx &tx, std::string const &version, std::vector<RateRow> const &rows)
{
    static constexpr std::array<std::string_view, 6> columns{"version", "currency", "on_date",
                                                             "kind",    "rate",     "source"};
    std::size_t next = 0;
    tx.copy("exchange_rate", columns, [&](std::vector<Value> &row) {
        if (next == rows.size()) {
            return false;
        }
        auto const &rate = rows[next++];
        row = {version,
               rate.currency.to_string(),
               rate.on.to_string(),
               std::string{to_code(rate.kind)},
               rate.rate,
               rate.source};
        return true;
    });
}

} // namespace selatan::reference::store
