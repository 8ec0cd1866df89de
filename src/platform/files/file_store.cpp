#include "platform/files/file.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace selatan::files {

namespace {

class Sha256 {
public:
    Sha256() : m_context{EVP_MD_CTX_new()}
    {
        if (m_context == nullptr ||
            EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1) {
            throw std::bad_alloc{};
        }
    }
    void add(std::span<std::uint8_t const> bytes)
    {
        ENSURE(EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) == 1);
    }
    [[nodiscard]] Digest finish()
    {
        Digest digest{};
        ENSURE(EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr) == 1);
        return digest;
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

/// A file on disk, open for reading.
class OnDisk {
public:
    explicit OnDisk(std::string const &path)
        : m_path{path}, m_descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC)}
    {
        if (m_descriptor < 0) {
            fail();
        }
    }
    ~OnDisk() { ::close(m_descriptor); }
    OnDisk(OnDisk const &) = delete;
    OnDisk &operator=(OnDisk const &) = delete;

    [[nodiscard]] std::int64_t size() const
    {
        struct stat status {};
        if (::fstat(m_descriptor, &status) != 0) {
            fail();
        }
        return status.st_size;
    }
    /// Fills `bytes`, or as many as there are.
    [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const
    {
        std::size_t got = 0;
        while (got < bytes.size()) {
            auto const count = ::pread(m_descriptor, bytes.data() + got, bytes.size() - got,
                                       static_cast<off_t>(offset + got));
            if (count < 0 && errno == EINTR) {
                continue;
            }
            if (count < 0) {
                fail();
            }
            if (count == 0) {
                break;
            }
            got += static_cast<std::size_t>(count);
        }
        return got;
    }

private:
    [[noreturn]] void fail() const
    {
        throw std::system_error{errno, std::generic_category(), m_path};
    }

    std::string m_path;
    int m_descriptor;
};

/// Calls `each(bytes)` for every chunk of a file on disk, the last of which may be short.
void for_each_chunk(OnDisk const &file, auto const &each)
{
    Bytes buffer(static_cast<std::size_t>(chunk_size));
    for (std::uint64_t offset = 0;;) {
        auto const got = file.read_at(offset, buffer);
        if (got == 0) {
            return;
        }
        each(std::span<std::uint8_t const>{buffer}.first(got));
        offset += got;
    }
}

std::string_view as_text(std::span<std::uint8_t const> bytes)
{
    return {reinterpret_cast<char const *>(bytes.data()), bytes.size()};
}

Bytes to_bytes(Digest const &digest)
{
    return {digest.begin(), digest.end()};
}

Digest to_digest(Bytes const &bytes)
{
    Digest digest{};
    ENSURE(bytes.size() == digest.size());
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

std::string chunk_column(std::int64_t number, std::int64_t chunks)
{
    return "bytes " + std::to_string(number) + " of " + std::to_string(chunks);
}

void insert_chunk(storage::Tx &tx, Uuid content, std::int64_t number, Bytes bytes)
{
    tx.run("INSERT INTO file_chunk (content, number, bytes) VALUES (?, ?, ?)", content, number,
           std::move(bytes));
}

/// What is staged must still be what was examined: anything else is our bug, and rolls back.
void insert_plain(storage::Tx &tx, Uuid content, Examined const &examined)
{
    Sha256 digest;
    std::int64_t number = 0;
    for_each_chunk(OnDisk{examined.path}, [&](std::span<std::uint8_t const> chunk) {
        digest.add(chunk);
        insert_chunk(tx, content, number++, Bytes{chunk.begin(), chunk.end()});
    });
    ENSURE(digest.finish() == examined.digest);
}

struct SealedContent {
    Digest digest{};
    std::int64_t size = 0;
};

Result<SealedContent> insert_sealed(storage::Tx &tx, Uuid content, NewFile const &file,
                                    std::int64_t chunks, Cipher &cipher)
{
    SealedContent sealed;
    Sha256 plain_digest;
    Sha256 digest;
    std::int64_t number = 0;
    Refusal refused;
    for_each_chunk(OnDisk{file.examined.path}, [&](std::span<std::uint8_t const> chunk) {
        if (!refused.problems.empty()) {
            return;
        }
        plain_digest.add(chunk);
        auto bytes =
            cipher.seal(tx, {file.person, content, chunk_column(number, chunks)}, as_text(chunk));
        if (!bytes) {
            refused = bytes.error();
            return;
        }
        digest.add(*bytes);
        sealed.size += static_cast<std::int64_t>(bytes->size());
        insert_chunk(tx, content, number++, std::move(*bytes));
    });
    if (!refused.problems.empty()) {
        return refuse(std::move(refused));
    }
    ENSURE(plain_digest.finish() == file.examined.digest);
    sealed.digest = digest.finish();
    return sealed;
}

std::int64_t chunks_of(std::int64_t size)
{
    return (size + chunk_size - 1) / chunk_size;
}

void insert_content(storage::Tx &tx, Uuid content, Digest const &digest,
                    std::optional<Digest> const &shared, std::int64_t size, std::int64_t chunks,
                    bool sealed)
{
    tx.run("INSERT INTO file_content (id, digest, shared_digest, size, chunks, sealed)"
           " VALUES (?, ?, ?, ?, ?, ?)",
           content, to_bytes(digest), shared ? std::optional{to_bytes(*shared)} : std::nullopt,
           size, chunks, sealed);
}

/// The content of a public file: what is there already, or a new one.
Uuid public_content(storage::Tx &tx, Examined const &examined)
{
    auto const existing = tx.one<Uuid>("SELECT id FROM file_content WHERE shared_digest = ?",
                                       to_bytes(examined.digest));
    if (existing) {
        return *existing;
    }
    auto const content = new_uuid(tx.now());
    try {
        insert_content(tx, content, examined.digest, examined.digest, examined.size,
                       chunks_of(examined.size), false);
    } catch (storage::Violation const &violation) {
        if (violation.constraint == "file_content__shared_digest") {
            // Somebody stored the same file at this moment: begun again, we find theirs.
            throw storage::Collision{violation.what()};
        }
        throw;
    }
    insert_plain(tx, content, examined);
    return content;
}

Result<Uuid> sealed_content(storage::Tx &tx, NewFile const &file, Cipher &cipher)
{
    // The digest is known when all is sealed, and the chunks refer to the row: it is filled in
    // last.
    auto const content = new_uuid(tx.now());
    auto const chunks = chunks_of(file.examined.size);
    insert_content(tx, content, Digest{}, std::nullopt, 0, chunks, true);
    auto const sealed = insert_sealed(tx, content, file, chunks, cipher);
    if (!sealed) {
        return refuse(sealed.error());
    }
    tx.run("UPDATE file_content SET digest = ?, size = ? WHERE id = ?", to_bytes(sealed->digest),
           sealed->size, content);
    return content;
}

Stored stored_from(storage::Row row)
{
    return {.id = row.next<Id<File>>(),
            .name = row.next<std::string>(),
            .type = row.next<FileType>(),
            .size = row.next<std::int64_t>(),
            .audience = row.next<Audience>(),
            .person = row.next<std::optional<Uuid>>(),
            .content = row.next<Uuid>(),
            .chunks = row.next<std::int64_t>(),
            .digest = to_digest(row.next<Bytes>()),
            .stored = row.next<Instant>()};
}

std::string select_stored(std::string_view condition)
{
    return "SELECT file.id, file.name, file.type, file.size, file.audience, file.person, "
           "file_content.id,"
           " file_content.chunks, file_content.digest, file.stored"
           " FROM file JOIN file_content ON file_content.id = file.content WHERE " +
           std::string{condition};
}

/// Nothing when the person was erased.
std::optional<std::string> read_chunk(storage::Reader &reader, Stored const &file,
                                      std::int64_t number, Cipher *cipher)
{
    auto bytes = reader.one<Bytes>("SELECT bytes FROM file_chunk WHERE content = ? AND number = ?",
                                   file.content, number);
    if (!bytes) {
        throw storage::Unavailable{"the file was deleted while it was read"};
    }
    if (file.audience != Audience::restricted) {
        return std::string{as_text(*bytes)};
    }
    ENSURE(cipher != nullptr);
    return cipher->open(reader, {file.person, file.content, chunk_column(number, file.chunks)},
                        *bytes);
}

} // namespace

Result<Examined> examine(std::string const &path, std::string_view name, std::string const &field,
                         Limits const &limits)
{
    OnDisk const file{path};
    auto const size = file.size();
    if (size > limits.bytes) {
        return refuse(Decline::too_large, field, "common.too_large",
                      {{"limit", std::to_string(limits.bytes)}});
    }
    if (size == 0) {
        return refuse(Decline::invalid, field, "files.empty");
    }
    auto const read = [&](std::uint64_t offset, std::span<std::uint8_t> bytes) {
        ENSURE(file.read_at(offset, bytes) == bytes.size());
    };
    auto const type = sniff(static_cast<std::uint64_t>(size), read, name);
    if (!type) {
        return refuse(Decline::invalid, field, "common.bad_file");
    }
    Sha256 digest;
    for_each_chunk(file, [&](std::span<std::uint8_t const> chunk) { digest.add(chunk); });
    return Examined{path, safe_name(name, *type), *type, size, digest.finish()};
}

Result<Id<File>> store(storage::Tx &tx, NewFile const &file, Cipher *cipher)
{
    auto const &examined = file.examined;
    Uuid content;
    if (file.audience == Audience::restricted) {
        ENSURE(cipher != nullptr);
        auto const sealed = sealed_content(tx, file, *cipher);
        if (!sealed) {
            return refuse(sealed.error());
        }
        content = *sealed;
    } else if (file.audience == Audience::everyone) {
        content = public_content(tx, examined);
    } else {
        content = new_uuid(tx.now());
        insert_content(tx, content, examined.digest, std::nullopt, examined.size,
                       chunks_of(examined.size), false);
        insert_plain(tx, content, examined);
    }
    auto const id = tx.new_id<File>();
    tx.run("INSERT INTO file (id, name, type, size, audience, person, content, stored)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
           id, examined.name, examined.type, examined.size, file.audience, file.person, content,
           tx.now());
    return id;
}

std::optional<Stored> find(storage::Reader &reader, Id<File> id)
{
    for (auto row : reader.query(select_stored("file.id = ?"), id)) {
        return stored_from(row);
    }
    return std::nullopt;
}

std::vector<Stored> find_all(storage::Reader &reader, std::span<Id<File> const> ids)
{
    std::vector<Stored> found;
    if (ids.empty()) {
        return found;
    }
    auto sql = select_stored("file.id IN (?");
    for (std::size_t i = 1; i < ids.size(); ++i) {
        sql += ", ?";
    }
    std::vector<storage::Value> values;
    for (auto const &id : ids) {
        values.push_back(storage::to_value(id));
    }
    for (auto row : reader.query_with(sql + ") ORDER BY file.id", values)) {
        found.push_back(stored_from(row));
    }
    return found;
}

Result<Stream> open(storage::Store &store, Stored const &file, Cipher *cipher)
{
    // The first chunk is read now: whether the file can be opened is known before a status is sent.
    auto first =
        store.read([&](storage::Reader &reader) { return read_chunk(reader, file, 0, cipher); });
    if (!first) {
        return not_found();
    }
    return Stream{[&store, file, cipher, number = std::int64_t{0},
                   held = std::move(*first)](std::string &piece) mutable {
        if (number > 0) {
            auto bytes = store.read(
                [&](storage::Reader &reader) { return read_chunk(reader, file, number, cipher); });
            if (!bytes) {
                throw storage::Unavailable{"the person was erased while the file was read"};
            }
            held = std::move(*bytes);
        }
        piece += held;
        held.clear();
        return ++number < file.chunks;
    }};
}

Result<std::string> read_all(storage::Store &store, Stored const &file, Cipher *cipher)
{
    auto const stream = open(store, file, cipher);
    if (!stream) {
        return refuse(stream.error());
    }
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(file.size));
    while ((*stream)(bytes)) {
    }
    return bytes;
}

Result<void> remove(storage::Tx &tx, Id<File> id, events::Actor const &actor,
                    std::string const &reason)
{
    auto const file = find(tx, id);
    if (!file) {
        return not_found();
    }
    tx.run("UPDATE file SET content = NULL, deleted = ? WHERE id = ?", tx.now(), id);
    if (!tx.one<Uuid>("SELECT id FROM file WHERE content = ?", file->content)) {
        tx.run("DELETE FROM file_chunk WHERE content = ?", file->content);
        tx.run("DELETE FROM file_content WHERE id = ?", file->content);
    }
    events::append(tx, {.actor = actor,
                        .kind = "file",
                        .record = id.uuid(),
                        .verb = "deleted",
                        .reason = reason,
                        .changes = {{"name", file->name, "", file->audience}},
                        .audience = file->audience});
    return {};
}

Check check(storage::Store &store)
{
    struct Content {
        Uuid id;
        Digest digest{};
        std::int64_t chunks = 0;
    };
    constexpr std::size_t most_named = 100;
    Check result;
    result.files = store.read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM file WHERE content IS NOT NULL")
            .value_or(0);
    });
    // One content a transaction: what runs for minutes must not hold a snapshot for minutes.
    for (Uuid after;;) {
        auto const content = store.read([&](storage::Reader &reader) -> std::optional<Content> {
            for (auto row : reader.query("SELECT id, digest, chunks FROM file_content WHERE id > ?"
                                         " ORDER BY id LIMIT 1",
                                         after)) {
                return Content{.id = row.next<Uuid>(),
                               .digest = to_digest(row.next<Bytes>()),
                               .chunks = row.next<std::int64_t>()};
            }
            return std::nullopt;
        });
        if (!content) {
            return result;
        }
        after = content->id;
        store.read([&](storage::Reader &reader) {
            Sha256 digest;
            std::int64_t chunks = 0;
            for (auto row :
                 reader.query("SELECT bytes FROM file_chunk WHERE content = ? ORDER BY number",
                              content->id)) {
                auto const bytes = row.next<Bytes>();
                digest.add(bytes);
                result.bytes += static_cast<std::int64_t>(bytes.size());
                ++chunks;
            }
            if (digest.finish() == content->digest && chunks == content->chunks) {
                return;
            }
            // Deleted since it was found, or damaged: only the latter has a file still.
            for (auto row :
                 reader.query("SELECT id FROM file WHERE content = ? ORDER BY id", content->id)) {
                ++result.damaged_count;
                if (result.damaged.size() < most_named) {
                    result.damaged.push_back(row.next<Id<File>>());
                }
            }
        });
    }
}

} // namespace selatan::files
