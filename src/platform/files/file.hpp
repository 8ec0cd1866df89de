/// \file
/// Files in the database: one transaction, one backup, one failover (files.md).
///
/// A file arrives staged on disk, is examined there (outside any transaction), and then goes into
/// the database in the transaction of the act that it belongs to, in chunks of 1 MiB.
#pragma once

#include "base/audience.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/events/event.hpp"
#include "platform/files/type.hpp"
#include "platform/storage/store.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::files {

struct File; ///< names the identity of a file

using storage::Bytes;
using Digest = std::array<std::uint8_t, 32>; ///< SHA-256

inline constexpr std::int64_t chunk_size = 1024 * 1024;

struct Limits {
    std::int64_t bytes = 50 * chunk_size;
};

/// A staged file that may be stored: its type is allowed, its size within bounds.
struct Examined {
    std::string path; ///< where it is staged; it must stay there, unchanged, until it is stored
    std::string name; ///< safe_name()
    FileType type{};
    std::int64_t size = 0;
    Digest digest{};
};

/// Looks at a staged file. Refuses, for the input `field`, in this order: `common.too_large`
/// (argument `limit`, in bytes), `files.empty`, `common.bad_file`. Throws std::system_error
/// when the staged file cannot be read.
[[nodiscard]] Result<Examined> examine(std::string const &path, std::string_view name,
                                       std::string const &field, Limits const &limits = {});

/// How restricted files are sealed: the wiring gives one made of platform/secrets. Each chunk is
/// bound to the row and the column named, so that none can be moved or left out.
class Cipher {
public:
    struct Place {
        std::optional<Uuid> person; ///< whose data it is; nothing: the installation's own
        Uuid row;
        std::string column; ///< "bytes 2 of 7"
    };
    virtual ~Cipher() = default;
    [[nodiscard]] virtual Result<Bytes> seal(storage::Tx &tx, Place const &place,
                                             std::string_view plain) = 0;
    /// Nothing when the person was erased.
    [[nodiscard]] virtual std::optional<std::string>
    open(storage::Reader &reader, Place const &place, std::span<std::uint8_t const> sealed) = 0;
};

struct NewFile {
    Examined examined;
    Audience audience = Audience::internal;
    /// Whose personal data a restricted file holds: erasing the person makes it unreadable.
    std::optional<Uuid> person;
};

/// Stores it. Public files with the same content share it; a restricted one is sealed by `cipher`
/// (without one it is a Bug) and never shared. Refuses only what the cipher refuses.
[[nodiscard]] Result<Id<File>> store(storage::Tx &tx, NewFile const &file,
                                     Cipher *cipher = nullptr);

/// One stored file without its bytes.
struct Stored {
    Id<File> id;
    std::string name;
    FileType type{};
    std::int64_t size = 0;
    Audience audience = Audience::internal;
    std::optional<Uuid> person;
    Uuid content;
    std::int64_t chunks = 0;
    Digest digest{}; ///< of the bytes as stored (sealed ones of a restricted file): an ETag
    Instant stored;
};

/// Nothing when it was never stored, or was deleted. Whether the reader may see it is for the
/// caller to judge, by the record that it hangs on and its audience.
[[nodiscard]] std::optional<Stored> find(storage::Reader &reader, Id<File> id);
/// Several at once, in one query; those that are gone are left out.
[[nodiscard]] std::vector<Stored> find_all(storage::Reader &reader, std::span<Id<File> const> ids);

/// Appends the next piece; false when that was the last. As http::Response::stream wants it.
using Stream = std::function<bool(std::string &piece)>;

/// The bytes of a file, a chunk at a time, each read in a transaction of its own, so that a slow
/// client holds none. `cipher` and `store` must outlive the stream. Refuses `not_found` when the
/// person was erased. The stream throws Unavailable when the file is deleted while it is read.
[[nodiscard]] Result<Stream> open(storage::Store &store, Stored const &file,
                                  Cipher *cipher = nullptr);
/// All of it, for small files and for jobs.
[[nodiscard]] Result<std::string> read_all(storage::Store &store, Stored const &file,
                                           Cipher *cipher = nullptr);

/// Deletes the bytes (unless another file shares them) and keeps the row, with who did it in the
/// history. Refuses `not_found` when it is gone already.
[[nodiscard]] Result<void> remove(storage::Tx &tx, Id<File> id, events::Actor const &actor,
                                  std::string const &reason);

struct Check {
    std::int64_t files = 0;
    std::int64_t bytes = 0;        ///< as stored: what is shared counts once
    std::vector<Id<File>> damaged; ///< whose bytes are not those that were stored; the first 100
    std::int64_t damaged_count = 0;
    [[nodiscard]] bool is_sound() const { return damaged_count == 0; }
};
/// For `selatan doctor`: reads every byte and compares digests; needs no cipher.
[[nodiscard]] Check check(storage::Store &store);

} // namespace selatan::files
