#include "platform/secrets/vault.hpp"

#include "base/ensure.hpp"
#include "platform/clock/clock.hpp"
#include "platform/secrets/vault_store.hpp"

#include <algorithm>
#include <map>
#include <sodium.h>

namespace selatan::secrets {

namespace {

constexpr std::uint8_t format = 1;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t header_size = 1 + nonce_size;
static_assert(Key::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

constexpr std::string_view sealing_key = "seal";
constexpr std::string_view indexing_key = "index";
constexpr int wrapped_at_once = 500;

/// What a sealed value is bound to: parts with their lengths, so that no two lists of parts give
/// the same bytes.
class Associated {
public:
    Associated &add(std::string_view part)
    {
        for (unsigned shift = 0; shift < 32; shift += 8) {
            m_bytes.push_back(static_cast<std::uint8_t>(part.size() >> shift));
        }
        m_bytes.insert(m_bytes.end(), part.begin(), part.end());
        return *this;
    }
    Associated &add(Uuid const &id)
    {
        return add({reinterpret_cast<char const *>(id.bytes.data()), id.bytes.size()});
    }
    [[nodiscard]] Bytes const &bytes() const { return m_bytes; }

private:
    Bytes m_bytes;
};

Associated of_value(std::string_view owner, Binding const &binding)
{
    return Associated{}
        .add("selatan value")
        .add(owner)
        .add(binding.table)
        .add(binding.row)
        .add(binding.column);
}

Associated of_data_key(std::string_view owner, int master)
{
    return Associated{}.add("selatan data key").add(owner).add(std::to_string(master));
}

std::string owner_of(Id<Person> person)
{
    return "person " + person.to_string();
}

std::string owner_of(std::string_view service)
{
    return "service " + std::string{service};
}

/// format · nonce · ciphertext and tag.
Bytes encrypt(Key const &key, Associated const &associated, std::span<std::uint8_t const> plain)
{
    Bytes sealed(header_size + plain.size() + tag_size);
    sealed[0] = format;
    fill_random(std::span{sealed}.subspan(1, nonce_size));
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.data() + header_size, nullptr, plain.data(), plain.size(), associated.bytes().data(),
        associated.bytes().size(), nullptr, sealed.data() + 1, key.bytes().data());
    return sealed;
}

std::optional<std::string> decrypt(Key const &key, Associated const &associated,
                                   std::span<std::uint8_t const> sealed)
{
    if (sealed.size() < header_size + tag_size || sealed[0] != format) {
        return std::nullopt;
    }
    std::string plain(sealed.size() - header_size - tag_size, '\0');
    auto const result = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(plain.data()), nullptr, nullptr,
        sealed.data() + header_size, sealed.size() - header_size, associated.bytes().data(),
        associated.bytes().size(), sealed.data() + 1, key.bytes().data());
    return result == 0 ? std::optional{std::move(plain)} : std::nullopt;
}

std::string decrypt_or_throw(Key const &key, Associated const &associated,
                             std::span<std::uint8_t const> sealed)
{
    auto plain = decrypt(key, associated, sealed);
    if (!plain) {
        throw Tampered{"a sealed value does not open in the place where it stands"};
    }
    return std::move(*plain);
}

std::span<std::uint8_t const> bytes_of(std::string_view text)
{
    return {reinterpret_cast<std::uint8_t const *>(text.data()), text.size()};
}

std::optional<Key> try_unwrap(Keyring const &keyring, std::string_view owner,
                              WrappedKey const &wrapped)
{
    auto plain =
        decrypt(keyring.master(wrapped.master), of_data_key(owner, wrapped.master), wrapped.bytes);
    if (!plain || plain->size() != Key::size) {
        return std::nullopt;
    }
    Key const key{bytes_of(*plain).first<Key::size>()};
    sodium_memzero(plain->data(), plain->size());
    return key;
}

Key unwrap(Keyring const &keyring, std::string_view owner, WrappedKey const &wrapped)
{
    auto const key = try_unwrap(keyring, owner, wrapped);
    if (!key) {
        throw Tampered{"a data key does not open with the keyring " + keyring.path()};
    }
    return *key;
}

WrappedKey wrap(Keyring const &keyring, std::string_view owner, Key const &key)
{
    auto const [version, master] = keyring.current();
    return {.master = version, .bytes = encrypt(master, of_data_key(owner, version), key.bytes())};
}

Bytes keyed_hash(Key const &key, std::string_view table, std::string_view column,
                 std::string_view value)
{
    auto const message = Associated{}.add("selatan index").add(table).add(column).add(value);
    Bytes hash(crypto_auth_hmacsha256_BYTES);
    crypto_auth_hmacsha256(hash.data(), message.bytes().data(), message.bytes().size(),
                           key.bytes().data());
    return hash;
}

} // namespace

Vault::Vault(std::string keyring_path)
    : m_keyring{std::move(keyring_path)}, m_erasures{m_keyring.path() + ".erased"}
{
}

std::optional<Key> Vault::find_key(storage::Reader &reader, Id<Person> person)
{
    auto const found = store::find_person(reader, person);
    if (!found || !found->wrapped) {
        return std::nullopt;
    }
    return unwrap(m_keyring, owner_of(person), *found->wrapped);
}

Result<Bytes> Vault::seal(storage::Tx &tx, Id<Person> person, Binding const &binding,
                          std::string_view plain)
{
    auto found = store::find_person(tx, person);
    if (!found) {
        // Another transaction may make the key at the same moment: whichever was first stays.
        store::insert_person(tx, person, wrap(m_keyring, owner_of(person), Key::random()));
        found = store::find_person(tx, person);
        ENSURE(found.has_value());
    }
    if (!found->wrapped) {
        return refuse(Decline::conflict, "", "secrets.person_erased");
    }
    auto const key = unwrap(m_keyring, owner_of(person), *found->wrapped);
    return encrypt(key, of_value(owner_of(person), binding), bytes_of(plain));
}

std::optional<std::string> Vault::open(storage::Reader &reader, Id<Person> person,
                                       Binding const &binding, std::span<std::uint8_t const> sealed)
{
    auto const key = find_key(reader, person);
    if (!key) {
        return std::nullopt;
    }
    return decrypt_or_throw(*key, of_value(owner_of(person), binding), sealed);
}

std::vector<std::optional<std::string>> Vault::open_all(storage::Reader &reader,
                                                        std::span<Sealed const> values)
{
    std::vector<Id<Person>> persons;
    persons.reserve(values.size());
    for (auto const &value : values) {
        persons.push_back(value.person);
    }
    std::ranges::sort(persons);
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());

    std::map<Id<Person>, Key> keys;
    for (auto const &found : store::find_persons(reader, persons)) {
        if (found.wrapped) {
            keys.emplace(found.person, unwrap(m_keyring, owner_of(found.person), *found.wrapped));
        }
    }
    std::vector<std::optional<std::string>> opened;
    opened.reserve(values.size());
    for (auto const &value : values) {
        auto const key = keys.find(value.person);
        if (key == keys.end()) {
            opened.emplace_back();
        } else {
            opened.emplace_back(decrypt_or_throw(
                key->second, of_value(owner_of(value.person), value.binding), value.bytes));
        }
    }
    return opened;
}

std::optional<Key> Vault::find_service_key(storage::Reader &reader, std::string_view name)
{
    auto const wrapped = store::find_service(reader, name);
    return wrapped ? std::optional{unwrap(m_keyring, owner_of(name), *wrapped)} : std::nullopt;
}

Key Vault::service_key(storage::Tx &tx, std::string_view name)
{
    if (auto const key = find_service_key(tx, name)) {
        return *key;
    }
    store::insert_service(tx, name, wrap(m_keyring, owner_of(name), Key::random()));
    auto const key = find_service_key(tx, name);
    ENSURE(key.has_value());
    return *key;
}

Bytes Vault::seal_for_service(storage::Tx &tx, Binding const &binding, std::string_view plain)
{
    return encrypt(service_key(tx, sealing_key), of_value(owner_of(sealing_key), binding),
                   bytes_of(plain));
}

std::string Vault::open_for_service(storage::Reader &reader, Binding const &binding,
                                    std::span<std::uint8_t const> sealed)
{
    auto const key = find_service_key(reader, sealing_key);
    if (!key) {
        throw Tampered{"there is a sealed value, but no key of the service"};
    }
    return decrypt_or_throw(*key, of_value(owner_of(sealing_key), binding), sealed);
}

Bytes Vault::index(storage::Tx &tx, std::string_view table, std::string_view column,
                   std::string_view value)
{
    return keyed_hash(service_key(tx, indexing_key), table, column, value);
}

std::optional<Bytes> Vault::index_to_find(storage::Reader &reader, std::string_view table,
                                          std::string_view column, std::string_view value)
{
    auto const key = find_service_key(reader, indexing_key);
    return key ? std::optional{keyed_hash(*key, table, column, value)} : std::nullopt;
}

void Vault::erase(storage::Tx &tx, Id<Person> person)
{
    m_erasures.require_writable();
    if (!store::erase_person(tx, person)) {
        return;
    }
    // After the commit: an act that was rolled back must not erase anybody at the next restore.
    // If the program dies in between, or the disk is full, replay_erasures() adds the line at the
    // next start; check() counts it until then.
    tx.after_commit([list = m_erasures, person, now = tx.now()] {
        try {
            list.append(person.uuid(), now);
        } catch (KeyringError const &) {
            return;
        }
    });
}

std::int64_t Vault::replay_erasures(storage::Tx &tx)
{
    auto const listed = m_erasures.read();
    auto const erased = store::erased_persons(tx);
    std::int64_t again = 0;
    for (auto const &person : listed) {
        if (!erased.contains(person)) {
            again += store::erase_person(tx, Id<Person>{person}) ? 1 : 0;
        }
    }
    for (auto const &person : erased) {
        if (!listed.contains(person)) {
            m_erasures.append(person, tx.now());
        }
    }
    return again;
}

std::int64_t Vault::rotate(storage::Store &store)
{
    m_keyring.add(store.clock().now());
    return rewrap(store);
}

std::int64_t Vault::rewrap(storage::Store &store)
{
    std::int64_t wrapped = 0;
    for (bool is_done = false; !is_done;) {
        auto const now_wrapped = store.write([&](storage::Tx &tx) {
            auto const version = m_keyring.current().first;
            auto const persons = store::persons_behind(tx, version, wrapped_at_once);
            for (auto const &found : persons) {
                auto const owner = owner_of(found.person);
                store::update_person(
                    tx, found.person,
                    wrap(m_keyring, owner, unwrap(m_keyring, owner, *found.wrapped)));
            }
            auto const services = store::services_behind(tx, version);
            for (auto const &[name, key] : services) {
                auto const owner = owner_of(name);
                store::update_service(tx, name,
                                      wrap(m_keyring, owner, unwrap(m_keyring, owner, key)));
            }
            return static_cast<std::int64_t>(persons.size() + services.size());
        });
        wrapped += now_wrapped;
        is_done = now_wrapped == 0;
    }
    return wrapped;
}

Result<void> Vault::retire_old_masters(storage::Reader &reader)
{
    if (store::count_behind(reader, m_keyring.current().first) > 0) {
        return refuse(Decline::conflict, "", "secrets.keys_in_use");
    }
    m_keyring.drop_old();
    return {};
}

Vault::Check Vault::check(storage::Reader &reader)
{
    Check check;
    check.behind = store::count_behind(reader, m_keyring.current().first);
    store::each_person(reader, [&](store::PersonKey const &found) {
        ++(found.wrapped ? check.persons : check.erased);
        if (found.wrapped) {
            check.unreadable += opens(owner_of(found.person), *found.wrapped) ? 0 : 1;
        }
    });
    for (auto const &[name, key] : store::all_services(reader)) {
        check.unreadable += opens(owner_of(name), key) ? 0 : 1;
    }
    auto const listed = m_erasures.read();
    auto const erased = store::erased_persons(reader);
    for (auto const &person : erased) {
        check.unlisted += listed.contains(person) ? 0 : 1;
    }
    for (auto const &person : listed) {
        check.unerased += erased.contains(person) ? 0 : 1;
    }
    return check;
}

bool Vault::opens(std::string_view owner, WrappedKey const &key) const
{
    try {
        return try_unwrap(m_keyring, owner, key).has_value();
    } catch (KeyringError const &) {
        return false; // the keyring lacks that master key
    }
}

} // namespace selatan::secrets
