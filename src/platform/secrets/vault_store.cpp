#include "platform/secrets/vault_store.hpp"

#include "platform/storage/marks.hpp"

#include <algorithm>

namespace selatan::secrets::store {

namespace {

/// Below both engines' limits on parameters, and few enough texts for the statement caches.
constexpr std::size_t persons_at_once = 100;

/// Columns person, master, wrapped.
PersonKey read_person(storage::Row &row)
{
    PersonKey found{.person = row.next<Id<Person>>()};
    auto const master = row.next<std::optional<int>>();
    auto bytes = row.next<std::optional<Bytes>>();
    if (master && bytes) {
        found.wrapped = WrappedKey{.master = *master, .bytes = std::move(*bytes)};
    }
    return found;
}

/// Columns name, master, wrapped.
ServiceKey read_service(storage::Row &row)
{
    return {.name = row.next<std::string>(),
            .wrapped = {.master = row.next<int>(), .bytes = row.next<Bytes>()}};
}

std::vector<ServiceKey> read_services(storage::Rows rows)
{
    std::vector<ServiceKey> services;
    for (auto row : rows) {
        services.push_back(read_service(row));
    }
    return services;
}

} // namespace

std::optional<PersonKey> find_person(storage::Reader &reader, Id<Person> person)
{
    for (auto row :
         reader.query("SELECT person, master, wrapped FROM person_key WHERE person = ?", person)) {
        return read_person(row);
    }
    return std::nullopt;
}

std::vector<PersonKey> find_persons(storage::Reader &reader, std::span<Id<Person> const> persons)
{
    std::vector<PersonKey> found;
    while (!persons.empty()) {
        // Always as many parameters, the last repeated: one statement, prepared once.
        std::vector<storage::Value> values;
        for (std::size_t i = 0; i < persons_at_once; ++i) {
            values.push_back(storage::to_value(persons[std::min(i, persons.size() - 1)]));
        }
        for (auto row :
             reader.query_with("SELECT person, master, wrapped FROM person_key WHERE person IN (" +
                                   storage::marks(persons_at_once) + ")",
                               values)) {
            found.push_back(read_person(row));
        }
        persons = persons.subspan(std::min(persons_at_once, persons.size()));
    }
    return found;
}

void insert_person(storage::Tx &tx, Id<Person> person, WrappedKey const &key)
{
    tx.run("INSERT INTO person_key (person, master, wrapped, created) VALUES (?, ?, ?, ?)"
           " ON CONFLICT (person) DO NOTHING",
           person, key.master, key.bytes, tx.now());
}

void update_person(storage::Tx &tx, Id<Person> person, WrappedKey const &key)
{
    tx.run("UPDATE person_key SET master = ?, wrapped = ? WHERE person = ? AND wrapped IS NOT NULL",
           key.master, key.bytes, person);
}

bool erase_person(storage::Tx &tx, Id<Person> person)
{
    return tx.run("INSERT INTO person_key (person, created, erased) VALUES (?, ?, ?)"
                  " ON CONFLICT (person) DO UPDATE"
                  " SET master = NULL, wrapped = NULL, erased = excluded.erased"
                  " WHERE person_key.erased IS NULL",
                  person, tx.now(), tx.now()) > 0;
}

std::optional<WrappedKey> find_service(storage::Reader &reader, std::string_view name)
{
    for (auto row :
         reader.query("SELECT name, master, wrapped FROM service_key WHERE name = ?", name)) {
        return read_service(row).wrapped;
    }
    return std::nullopt;
}

void insert_service(storage::Tx &tx, std::string_view name, WrappedKey const &key)
{
    tx.run("INSERT INTO service_key (name, master, wrapped, created) VALUES (?, ?, ?, ?)"
           " ON CONFLICT (name) DO NOTHING",
           name, key.master, key.bytes, tx.now());
}

void update_service(storage::Tx &tx, std::string_view name, WrappedKey const &key)
{
    tx.run("UPDATE service_key SET master = ?, wrapped = ? WHERE name = ?", key.master, key.bytes,
           name);
}

std::vector<ServiceKey> all_services(storage::Reader &reader)
{
    return read_services(reader.query("SELECT name, master, wrapped FROM service_key"));
}

std::vector<PersonKey> persons_behind(storage::Reader &reader, int master, int limit)
{
    std::vector<PersonKey> found;
    for (auto row :
         reader.query("SELECT person, master, wrapped FROM person_key WHERE master < ? LIMIT ?",
                      master, limit)) {
        found.push_back(read_person(row));
    }
    return found;
}

std::vector<ServiceKey> services_behind(storage::Reader &reader, int master)
{
    return read_services(
        reader.query("SELECT name, master, wrapped FROM service_key WHERE master < ?", master));
}

std::int64_t count_behind(storage::Reader &reader, int master)
{
    return reader
        .one<std::int64_t>("SELECT (SELECT count(*) FROM person_key WHERE master < ?)"
                           " + (SELECT count(*) FROM service_key WHERE master < ?)",
                           master, master)
        .value_or(0);
}

void each_person(storage::Reader &reader, std::function<void(PersonKey const &)> const &see)
{
    for (auto row : reader.query("SELECT person, master, wrapped FROM person_key")) {
        see(read_person(row));
    }
}

std::set<Uuid> erased_persons(storage::Reader &reader)
{
    std::set<Uuid> persons;
    for (auto row : reader.query("SELECT person FROM person_key WHERE erased IS NOT NULL")) {
        persons.insert(row.next<Uuid>());
    }
    return persons;
}

} // namespace selatan::secrets::store
