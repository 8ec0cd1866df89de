/// \file
/// The keyring file and the erasure list beside it: the two things about secrets that are kept
/// outside the database, and outside its backups.
#pragma once

#include "base/date.hpp"
#include "base/id.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace selatan::secrets {

/// 32 secret bytes, wiped from memory when they go.
class Key {
public:
    static constexpr std::size_t size = 32;

    [[nodiscard]] static Key random();
    explicit Key(std::span<std::uint8_t const, size> bytes);
    Key(Key const &) = default;
    Key &operator=(Key const &) = default;
    ~Key();

    [[nodiscard]] std::span<std::uint8_t const, size> bytes() const { return m_bytes; }

private:
    std::array<std::uint8_t, size> m_bytes{};
};

/// The keyring cannot be used: absent, readable by others, malformed. The program does not start.
class KeyringError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Versioned master keys in a text file that only its owner can read:
///     selatan-keyring 1
///     key 1 2026-11-21T18:29:00Z <64 hexadecimal digits>
/// Several processes may have it open: a change by one (`selatan keys rotate`) is seen by the
/// others at their next use. Safe to use from several threads.
class Keyring {
public:
    /// Makes the file, mode 0600, with one key; throws KeyringError when it exists.
    static void create(std::string const &path, Instant now);
    /// Throws KeyringError.
    explicit Keyring(std::string path);

    /// The newest master key and its version.
    [[nodiscard]] std::pair<int, Key> current() const;
    /// Throws KeyringError when the file has no such version.
    [[nodiscard]] Key master(int version) const;
    /// Adds a version, durably, and makes it the current one.
    int add(Instant now);
    /// Drops every version but the current one.
    void drop_old();
    [[nodiscard]] std::string const &path() const { return m_path; }

    /// The file's text to keys; throws KeyringError. Apart for the tests and the fuzzer.
    struct Entry {
        Instant made;
        Key key;
    };
    using Entries = std::map<int, Entry>;
    [[nodiscard]] static Entries parse(std::string_view text);

private:
    void read_again_if_changed() const;

    std::string m_path;
    mutable std::mutex m_mutex;
    mutable Entries m_entries;
    mutable std::array<std::int64_t, 4> m_stamp{}; ///< device, inode, size, time of the file read
};

/// Who was erased, one line each (`2026-11-21T18:29:00Z <uuid>`), appended and never rewritten.
/// A backup restored later still holds their keys: replaying this list destroys them again.
class ErasureList {
public:
    explicit ErasureList(std::string path) : m_path{std::move(path)} {}

    /// Everyone listed; nobody when there is no file yet. Throws KeyringError when malformed.
    [[nodiscard]] std::set<Uuid> read() const;
    /// Durable when it returns. Throws KeyringError.
    void append(Uuid person, Instant now) const;
    /// Throws KeyringError unless append() could work now.
    void require_writable() const;

private:
    std::string m_path;
};

} // namespace selatan::secrets
