#include "platform/isolation/child.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace selatan::isolation {

namespace {

/// Set in children only: were main() to forget what they are for, a child would be another parent,
/// and start children without end.
constexpr char const *child_mark = "SELATAN_CHILD";

[[noreturn]] void fail(char const *what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

/// Arguments of programs hold no NUL.
std::string to_hexadecimal(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (char const c : bytes) {
        out.push_back(digits[static_cast<unsigned char>(c) >> 4U]);
        out.push_back(digits[static_cast<unsigned char>(c) & 0xFU]);
    }
    return out;
}

std::string from_hexadecimal(std::string_view digits)
{
    std::string out;
    for (; digits.size() >= 2; digits.remove_prefix(2)) {
        std::uint8_t value = 0;
        std::from_chars(digits.data(), digits.data() + 2, value, 16);
        out.push_back(static_cast<char>(value));
    }
    return out;
}

class Descriptor {
public:
    explicit Descriptor(int number) : m_number{number} {}
    ~Descriptor() { ::close(m_number); }
    Descriptor(Descriptor const &) = delete;
    Descriptor &operator=(Descriptor const &) = delete;
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

} // namespace

Child::Child(std::string_view job, std::string_view argument, std::string const &path)
{
    ENSURE(std::getenv(child_mark) == nullptr); // main() asks argument_of_child() first
    auto const opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) {
        fail("cannot open a file to read");
    }
    Descriptor const file{opened};
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("cannot make a pipe");
    }
    m_output = ends[0];
    Descriptor const to_parent{ends[1]};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, file.number(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, to_parent.number(), STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    // No more of the environment than this: it may hold secrets.
    std::string mark = std::string{child_mark} + "=1";
    std::array<char *, 2> environment{mark.data(), nullptr};
    std::string program = "selatan";
    std::string flag{job};
    std::string packed = to_hexadecimal(argument);
    std::array<char *, 4> arguments{program.data(), flag.data(), packed.data(), nullptr};
    auto const error = ::posix_spawn(&m_id, "/proc/self/exe", &actions, nullptr, arguments.data(),
                                     environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        ::close(m_output);
        errno = error;
        fail("cannot start a reader");
    }
}

Child::~Child()
{
    if (m_id > 0) {
        ::kill(m_id, SIGKILL);
        static_cast<void>(wait());
    }
    ::close(m_output);
}

int Child::wait()
{
    int status = 0;
    while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
    }
    m_id = 0;
    return status;
}

Child::Ending Child::listen(std::chrono::seconds patience,
                            std::function<bool(std::string_view piece)> const &take)
{
    std::array<char, 64 * 1024> piece{};
    for (;;) {
        pollfd waiting{m_output, POLLIN, 0};
        auto const ready =
            ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds{patience}.count()));
        if (ready == 0) {
            return Ending::out_of_time;
        }
        auto const size = ready < 0 ? -1 : ::read(m_output, piece.data(), piece.size());
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            fail("cannot listen to a reader");
        }
        if (size == 0) {
            break;
        }
        if (!take({piece.data(), static_cast<std::size_t>(size)})) {
            return Ending::satisfied;
        }
    }
    auto const status = wait();
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
        return Ending::out_of_time;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Ending::done : Ending::failed;
}

std::optional<std::string> argument_of_child(int argc, char **argv, std::string_view job)
{
    if (argc != 3 || argv[1] != job || std::getenv(child_mark) == nullptr) {
        return std::nullopt;
    }
    return from_hexadecimal(argv[2]);
}

std::string read_input(std::uint64_t at_most)
{
    std::string bytes;
    std::array<char, 64 * 1024> piece{};
    while (bytes.size() <= at_most) {
        auto const size = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            std::_Exit(1);
        }
        if (size == 0) {
            break;
        }
        bytes.append(piece.data(), static_cast<std::size_t>(size));
    }
    return bytes;
}

void write_output(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            std::_Exit(1);
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
}

} // namespace selatan::isolation
