/// \file
/// The rows behind the vault. For vault.cpp only.
#pragma once

#include "platform/secrets/vault.hpp"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::secrets::store {

struct PersonKey {
    Id<Person> person;
    std::optional<WrappedKey> wrapped; ///< nothing when erased
};
struct ServiceKey {
    std::string name;
    WrappedKey wrapped;
};

[[nodiscard]] std::optional<PersonKey> find_person(storage::Reader &reader, Id<Person> person);
[[nodiscard]] std::vector<PersonKey> find_persons(storage::Reader &reader,
                                                  std::span<Id<Person> const> persons);
/// Does nothing when the person has a row.
void insert_person(storage::Tx &tx, Id<Person> person, WrappedKey const &key);
void update_person(storage::Tx &tx, Id<Person> person, WrappedKey const &key);
/// Leaves a row without a key, whether or not there was one; false when it was so already.
bool erase_person(storage::Tx &tx, Id<Person> person);

[[nodiscard]] std::optional<WrappedKey> find_service(storage::Reader &reader,
                                                     std::string_view name);
void insert_service(storage::Tx &tx, std::string_view name, WrappedKey const &key);
void update_service(storage::Tx &tx, std::string_view name, WrappedKey const &key);
[[nodiscard]] std::vector<ServiceKey> all_services(storage::Reader &reader);

[[nodiscard]] std::vector<PersonKey> persons_behind(storage::Reader &reader, int master, int limit);
[[nodiscard]] std::vector<ServiceKey> services_behind(storage::Reader &reader, int master);
[[nodiscard]] std::int64_t count_behind(storage::Reader &reader, int master);
void each_person(storage::Reader &reader, std::function<void(PersonKey const &)> const &see);
[[nodiscard]] std::set<Uuid> erased_persons(storage::Reader &reader);

} // namespace selatan::secrets::store
