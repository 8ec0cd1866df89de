/// \file
/// Sealed values: what may be read only with the keyring, and erased by destroying a key.
///
/// Three layers. The *keyring file* holds versioned master keys and never enters the database or a
/// backup. A *data key* per person (and one for the program itself) is kept in the database,
/// wrapped by a master key. *Values* are sealed with a data key and bound to their place: a value
/// copied to another row, column or person does not open. XChaCha20-Poly1305 throughout.
#pragma once

#include "base/result.hpp"
#include "platform/secrets/keyring.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::secrets {

using storage::Bytes;

struct Person; ///< names the identity of the person whom a value is about

/// The place that a sealed value belongs to.
struct Binding {
    std::string_view table;
    Uuid row;
    std::string_view column;
};

/// A sealed value does not open although its key is there: it was altered, moved, or the keyring
/// is not the one that it was sealed with.
class Tampered : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A data key as the database keeps it: sealed by a version of the master key.
struct WrappedKey {
    int master = 0;
    Bytes bytes;
};

/// Safe to use from several threads.
class Vault {
public:
    /// Opens the keyring; throws KeyringError.
    explicit Vault(std::string keyring_path);

    /// Seals for a person, whose key is made at the first use. Refuses `secrets.person_erased`:
    /// nothing is ever sealed again for a person who was erased.
    [[nodiscard]] Result<Bytes> seal(storage::Tx &tx, Id<Person> person, Binding const &binding,
                                     std::string_view plain);
    /// Nothing when the person was erased. Throws Tampered.
    [[nodiscard]] std::optional<std::string> open(storage::Reader &reader, Id<Person> person,
                                                  Binding const &binding,
                                                  std::span<std::uint8_t const> sealed);

    /// For lists: any number of values with a fixed number of queries, in the order given.
    struct Sealed {
        Id<Person> person;
        Binding binding;
        Bytes bytes;
    };
    [[nodiscard]] std::vector<std::optional<std::string>> open_all(storage::Reader &reader,
                                                                   std::span<Sealed const> values);

    /// For values that belong to no person's file (an account's TOTP secret, a mail password).
    [[nodiscard]] Bytes seal_for_service(storage::Tx &tx, Binding const &binding,
                                         std::string_view plain);
    [[nodiscard]] std::string open_for_service(storage::Reader &reader, Binding const &binding,
                                               std::span<std::uint8_t const> sealed);

    /// Equality search over sealed values: the same value in the same column always has the same
    /// 32 bytes, which say nothing without the keyring. Fold the value first. Whoever erases a
    /// person clears that person's indexes.
    [[nodiscard]] Bytes index(storage::Tx &tx, std::string_view table, std::string_view column,
                              std::string_view value);
    /// Nothing when no value was ever indexed, so that nothing can match.
    [[nodiscard]] std::optional<Bytes> index_to_find(storage::Reader &reader,
                                                     std::string_view table,
                                                     std::string_view column,
                                                     std::string_view value);

    /// Destroys the person's key, for good, and notes the person in the erasure list beside the
    /// keyring after the commit. Erasing twice changes nothing. Throws KeyringError, before
    /// anything changes, when the list cannot be written.
    void erase(storage::Tx &tx, Id<Person> person);
    /// After a restore, and at every start: erases whom the list names and the database still
    /// knows; lists whom the database erased and the list does not name. Returns how many persons
    /// were erased again.
    std::int64_t replay_erasures(storage::Tx &tx);

    /// `selatan keys rotate`: adds a master key to the keyring and wraps every data key with it, in
    /// many short transactions; safe to stop and to run again. Returns how many were wrapped.
    /// Servers that run meanwhile notice the new keyring by themselves.
    std::int64_t rotate(storage::Store &store);
    /// Wraps every data key that an older master key wraps.
    std::int64_t rewrap(storage::Store &store);
    /// Drops master keys older than the current one. Refuses `secrets.keys_in_use` while a data key
    /// needs one. Backups made before the rotation cannot be opened any more: that is the purpose.
    [[nodiscard]] Result<void> retire_old_masters(storage::Reader &reader);

    struct Check {
        std::int64_t persons = 0;
        std::int64_t erased = 0;
        std::int64_t behind = 0;     ///< data keys that an older master key wraps
        std::int64_t unreadable = 0; ///< data keys that this keyring does not unwrap
        std::int64_t unlisted = 0;   ///< erased here, not in the erasure list
        std::int64_t unerased = 0;   ///< in the erasure list, not erased here
        [[nodiscard]] bool is_sound() const
        {
            return unreadable == 0 && unlisted == 0 && unerased == 0;
        }
    };
    /// For `selatan doctor`.
    [[nodiscard]] Check check(storage::Reader &reader);

private:
    /// The data key of a person; nothing when erased or never made.
    [[nodiscard]] std::optional<Key> find_key(storage::Reader &reader, Id<Person> person);
    [[nodiscard]] std::optional<Key> find_service_key(storage::Reader &reader,
                                                      std::string_view name);
    [[nodiscard]] Key service_key(storage::Tx &tx, std::string_view name);
    [[nodiscard]] bool opens(std::string_view owner, WrappedKey const &key) const;

    Keyring m_keyring;
    ErasureList m_erasures;
};

} // namespace selatan::secrets
