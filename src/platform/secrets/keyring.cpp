#include "platform/secrets/keyring.hpp"

#include "base/ensure.hpp"
#include "platform/clock/clock.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace selatan::secrets {

namespace {

constexpr std::string_view first_line = "selatan-keyring 1";
constexpr off_t largest_file = 64L * 1024 * 1024;
constexpr int most_versions = 1'000'000;

[[noreturn]] void fail(std::string const &path, std::string const &what)
{
    throw KeyringError{path + ": " + what};
}

[[noreturn]] void fail_with_errno(std::string const &path, std::string const &what)
{
    fail(path, what + ": " + std::strerror(errno));
}

/// A file descriptor that closes itself.
class File {
public:
    File(std::string path, int flags, mode_t mode = 0)
        : m_path{std::move(path)}, m_fd{open(m_path.c_str(), flags | O_CLOEXEC, mode)}
    {
    }
    ~File()
    {
        if (m_fd >= 0) {
            close(m_fd);
        }
    }
    File(File const &) = delete;
    File &operator=(File const &) = delete;

    [[nodiscard]] bool is_open() const { return m_fd >= 0; }
    [[nodiscard]] struct stat status() const
    {
        struct stat status {};
        if (fstat(m_fd, &status) != 0) {
            fail_with_errno(m_path, "cannot be examined");
        }
        return status;
    }
    [[nodiscard]] std::string read_all() const
    {
        auto const size = status().st_size;
        if (size > largest_file) {
            fail(m_path, "is far too large to be what it should be");
        }
        std::string text(static_cast<std::size_t>(size), '\0');
        std::size_t have = 0;
        while (have < text.size()) {
            auto const got = read(m_fd, text.data() + have, text.size() - have);
            if (got < 0 && errno != EINTR) {
                fail_with_errno(m_path, "cannot be read");
            }
            if (got == 0) {
                break;
            }
            have += got > 0 ? static_cast<std::size_t>(got) : 0;
        }
        text.resize(have);
        return text;
    }
    void write_durably(std::string_view text) const
    {
        while (!text.empty()) {
            auto const written = write(m_fd, text.data(), text.size());
            if (written < 0 && errno != EINTR) {
                fail_with_errno(m_path, "cannot be written");
            }
            text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
        }
        if (fsync(m_fd) != 0) {
            fail_with_errno(m_path, "cannot be made durable");
        }
    }

    /// Waits until no other process holds it; let go when the file closes.
    void lock() const
    {
        while (flock(m_fd, LOCK_EX) != 0) {
            if (errno != EINTR) {
                fail_with_errno(m_path, "cannot be locked");
            }
        }
    }
    void shorten_to(std::size_t size) const
    {
        if (ftruncate(m_fd, static_cast<off_t>(size)) != 0) {
            fail_with_errno(m_path, "cannot be shortened");
        }
    }

private:
    std::string m_path;
    int m_fd;
};

/// The directory that a file is in. Locked while the file is replaced, since a lock on the file
/// itself would be a lock on the old one; synced afterwards, since a new name is only durable once
/// its directory is.
class Directory {
public:
    explicit Directory(std::string const &path_within)
        : m_file{path_of(path_within), O_RDONLY | O_DIRECTORY}
    {
        if (!m_file.is_open()) {
            fail_with_errno(path_of(path_within), "cannot be opened");
        }
    }
    void lock() const { m_file.lock(); }
    void sync() const { m_file.write_durably({}); }

private:
    static std::string path_of(std::string const &path)
    {
        auto const slash = path.rfind('/');
        return slash == std::string::npos ? "." : path.substr(0, slash + 1);
    }
    File m_file;
};

void require_private(std::string const &path, struct stat const &status)
{
    if (!S_ISREG(status.st_mode)) {
        fail(path, "the keyring is not a regular file");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        fail(path, "the keyring can be read by others; close it with: chmod 600 " + path);
    }
    if (status.st_uid != geteuid() && geteuid() != 0) {
        fail(path, "the keyring belongs to another user");
    }
}

std::array<std::int64_t, 4> stamp_of(struct stat const &status)
{
    constexpr std::int64_t nanoseconds = 1'000'000'000;
    return {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
            static_cast<std::int64_t>(status.st_size),
            status.st_mtim.tv_sec * nanoseconds + status.st_mtim.tv_nsec};
}

std::string to_hex(std::span<std::uint8_t const> bytes)
{
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

std::optional<Key> parse_key(std::string_view hex)
{
    std::array<std::uint8_t, Key::size> bytes{};
    std::size_t length = 0;
    if (hex.size() != 2 * Key::size ||
        sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &length,
                       nullptr) != 0 ||
        length != bytes.size()) {
        return std::nullopt;
    }
    Key const key{bytes};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

std::string to_text(Keyring::Entries const &entries)
{
    std::string text{first_line};
    text += '\n';
    for (auto const &[version, entry] : entries) {
        text += "key " + std::to_string(version) + ' ' + entry.made.to_string() + ' ' +
                to_hex(entry.key.bytes()) + '\n';
    }
    return text;
}

/// What stands before the next `separator`, which is taken off too.
std::string_view take_until(std::string_view &text, char separator)
{
    auto const end = text.find(separator);
    auto const part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

/// The whole new file stands beside the old one before it takes its name: a crash leaves one or the
/// other, never half of either.
void replace_file(std::string const &path, std::string_view text, Directory const &directory)
{
    auto const beside = path + ".new";
    unlink(beside.c_str());
    File const file{beside, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR};
    if (!file.is_open()) {
        fail_with_errno(beside, "cannot be made");
    }
    file.write_durably(text);
    if (rename(beside.c_str(), path.c_str()) != 0) {
        fail_with_errno(path, "cannot be replaced");
    }
    directory.sync();
}

} // namespace

Key Key::random()
{
    std::array<std::uint8_t, size> bytes{};
    fill_random(bytes);
    Key const key{bytes};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

Key::Key(std::span<std::uint8_t const, size> bytes)
{
    std::memcpy(m_bytes.data(), bytes.data(), size);
}

Key::~Key()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

Keyring::Entries Keyring::parse(std::string_view text)
{
    Entries entries;
    if (take_until(text, '\n') != first_line) {
        throw KeyringError{"the keyring does not begin with \"" + std::string{first_line} + '"'};
    }
    for (int number = 2; !text.empty(); ++number) {
        auto line = take_until(text, '\n');
        if (line.empty()) {
            continue;
        }
        auto const word = take_until(line, ' ');
        auto const digits = take_until(line, ' ');
        auto const made = Instant::parse(take_until(line, ' '));
        auto const key = parse_key(line);
        int version = 0;
        auto const *const end = digits.data() + digits.size();
        auto const [rest, error] = std::from_chars(digits.data(), end, version);
        bool const is_version =
            error == std::errc{} && rest == end && version > 0 && version <= most_versions;
        if (word != "key" || !is_version || !made || !key ||
            !entries.emplace(version, Entry{.made = *made, .key = *key}).second) {
            // Never quotes the line: it may hold a key.
            throw KeyringError{"the keyring is malformed in line " + std::to_string(number)};
        }
    }
    if (entries.empty()) {
        throw KeyringError{"the keyring holds no key"};
    }
    return entries;
}

void Keyring::create(std::string const &path, Instant now)
{
    File const file{path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR};
    if (!file.is_open()) {
        fail_with_errno(path, "the keyring cannot be made");
    }
    Entries const entries{{1, Entry{.made = now, .key = Key::random()}}};
    file.write_durably(to_text(entries));
    Directory{path}.sync();
}

Keyring::Keyring(std::string path) : m_path{std::move(path)}
{
    if (sodium_init() < 0) {
        throw KeyringError{"libsodium does not start"};
    }
    std::lock_guard const lock{m_mutex};
    read_again_if_changed();
}

/// With m_mutex held.
void Keyring::read_again_if_changed() const
{
    File const file{m_path, O_RDONLY};
    if (!file.is_open()) {
        fail_with_errno(m_path, "the keyring cannot be opened");
    }
    auto const status = file.status();
    require_private(m_path, status);
    auto const stamp = stamp_of(status);
    if (stamp == m_stamp) {
        return;
    }
    auto text = file.read_all();
    try {
        m_entries = parse(text);
    } catch (KeyringError const &error) {
        sodium_memzero(text.data(), text.size());
        fail(m_path, error.what());
    }
    sodium_memzero(text.data(), text.size());
    m_stamp = stamp;
}

std::pair<int, Key> Keyring::current() const
{
    std::lock_guard const lock{m_mutex};
    read_again_if_changed();
    auto const &[version, entry] = *m_entries.rbegin();
    return {version, entry.key};
}

Key Keyring::master(int version) const
{
    std::lock_guard const lock{m_mutex};
    auto found = m_entries.find(version);
    if (found == m_entries.end()) {
        read_again_if_changed();
        found = m_entries.find(version);
    }
    if (found == m_entries.end()) {
        fail(m_path, "the keyring lacks master key " + std::to_string(version) +
                         "; was it restored from before a rotation?");
    }
    return found->second.key;
}

int Keyring::add(Instant now)
{
    std::lock_guard const lock{m_mutex};
    Directory const directory{m_path};
    directory.lock();
    read_again_if_changed();
    auto entries = m_entries;
    int const version = entries.rbegin()->first + 1;
    entries.emplace(version, Entry{.made = now, .key = Key::random()});
    replace_file(m_path, to_text(entries), directory);
    read_again_if_changed();
    return version;
}

void Keyring::drop_old()
{
    std::lock_guard const lock{m_mutex};
    Directory const directory{m_path};
    directory.lock();
    read_again_if_changed();
    Entries const newest{*m_entries.rbegin()};
    replace_file(m_path, to_text(newest), directory);
    read_again_if_changed();
}

std::set<Uuid> ErasureList::read() const
{
    File const file{m_path, O_RDONLY};
    if (!file.is_open()) {
        if (errno == ENOENT) {
            return {};
        }
        fail_with_errno(m_path, "the erasure list cannot be read");
    }
    std::set<Uuid> persons;
    auto const all = file.read_all();
    std::string_view text{all};
    while (!text.empty()) {
        bool const is_whole = text.find('\n') != std::string_view::npos;
        auto line = take_until(text, '\n');
        auto const at = Instant::parse(take_until(line, ' '));
        auto const person = Uuid::parse(line);
        if (at && person) {
            persons.insert(*person);
        } else if (is_whole) {
            fail(m_path, "the erasure list is malformed");
        }
        // A last line without its end was cut off by a crash; the database still knows whom it
        // erased, and replay_erasures() lists that person again.
    }
    return persons;
}

void ErasureList::append(Uuid person, Instant now) const
{
    File const file{m_path, O_RDWR | O_CREAT | O_APPEND, S_IRUSR | S_IWUSR};
    if (!file.is_open()) {
        fail_with_errno(m_path, "the erasure list cannot be written");
    }
    file.lock();
    auto const listed = file.read_all();
    auto const whole_lines = listed.rfind('\n') + 1; // npos + 1 is 0
    if (whole_lines < listed.size()) {
        file.shorten_to(whole_lines);
    }
    file.write_durably(now.to_string() + ' ' + person.to_string() + '\n');
    Directory{m_path}.sync();
}

void ErasureList::require_writable() const
{
    File const file{m_path, O_WRONLY | O_CREAT | O_APPEND, S_IRUSR | S_IWUSR};
    if (!file.is_open()) {
        fail_with_errno(m_path, "the erasure list cannot be written");
    }
}

} // namespace selatan::secrets
