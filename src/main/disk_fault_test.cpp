// The disk that takes uploads is full: whoever sends a file is told so in words, nothing is lost,
// the program goes on serving, and with room it takes files again. On a small disk of the test's
// own, in a namespace of mounts that a user may make; where that is not allowed, the test is
// skipped.
#include "main/installation.hpp"
#include "tests/support/faults.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;
using testing::port_of;
using testing::Process;
using testing::Visitor;

class DiskFaults : public testing::FaultsTest {
protected:
    /// What a shell does with a disk of its own over the program's folder, then becoming the
    /// program. Processes that the shell starts see the same disk.
    static std::vector<std::string> on_a_small_disk(std::string const &script)
    {
        std::vector<std::string> words{
            "--mount", "sh", "-ec",
            "mkdir -p \"$SELATAN_DATA/staging\"; "
            "mount -t tmpfs -o size=1m selatan \"$SELATAN_DATA/staging\"; " +
                script};
        // Root may mount as it is, and would lose other users' files (a database's socket) in a
        // namespace of users.
        if (::getuid() != 0) {
            words.insert(words.begin(), {"--user", "--map-root-user"});
        }
        return words;
    }
    bool may_mount()
    {
        Process shell{variables(), on_a_small_disk("true"), Process::Errors::hidden, unshare};
        return shell.wait() == 0;
    }
    static constexpr auto unshare = "/usr/bin/unshare";
};
INSTANTIATE_ENGINES(DiskFaults);

/// Takes all the room that is left.
class Ballast {
public:
    explicit Ballast(fs::path path) : m_path{std::move(path)}
    {
        int const file = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
        std::string const block(4096, 'x');
        while (file >= 0 && ::write(file, block.data(), block.size()) > 0) {
        }
        m_is_full = file >= 0 && errno == ENOSPC;
        ::close(file);
    }
    ~Ballast() { drop(); }
    Ballast(Ballast const &) = delete;
    Ballast &operator=(Ballast const &) = delete;

    [[nodiscard]] bool is_full() const { return m_is_full; }
    void drop() const { ::unlink(m_path.c_str()); }

private:
    fs::path m_path;
    bool m_is_full = false;
};

TEST_P(DiskFaults, an_upload_without_room_is_told_so_and_taken_when_there_is_room)
{
    if (!may_mount()) {
        GTEST_SKIP() << "no namespace of mounts may be made here";
    }
    ASSERT_EQ(run({"init", "--name", "Test", "--administrator", "admin@mfa.example",
                   "--password-file", path("password")})
                  .code,
              0);
    ASSERT_EQ(run({"user", "add", "ana@mfa.example", "--name", "Ana", "--password-file",
                   path("password")})
                  .code,
              0);
    ASSERT_EQ(run({"user", "grant", "ana@mfa.example", "coordinator"}).code, 0);
    Process server{variables(),
                   on_a_small_disk("exec '" + std::string{SELATAN_PROGRAM} + "' serve"),
                   Process::Errors::hidden, unshare};
    auto const port = port_of(server);
    ASSERT_NE(port, 0);
    Visitor ana{port};
    auto password = std::string{testing::faults_password};
    std::ranges::replace(password, ' ', '+');
    ASSERT_TRUE(ana.enter("ana%40mfa.example", password));
    ASSERT_TRUE(
        ana.post("/organisations", "type=ministry&name=Office").starts_with("HTTP/1.1 303"));
    auto const reference = *open()->read([](storage::Reader &reader) {
        return reader.one<std::string>("SELECT reference FROM record WHERE title = 'Office'");
    });
    auto const documents = "/organisations/" + reference + "/documents";
    auto const attached = [&] {
        return *open()->read([](storage::Reader &reader) {
            return reader.one<std::int64_t>("SELECT COUNT(*) FROM attachment");
        });
    };
    std::string const letter(20'000, 'a');
    ASSERT_TRUE(ana.attach(documents, "first.txt", letter).starts_with("HTTP/1.1 303"));

    // The server's mounts are seen through its own root.
    Ballast const ballast{"/proc/" + std::to_string(server.id()) + "/root" + path("data") +
                          "/staging/ballast"};
    ASSERT_TRUE(ballast.is_full());
    auto const told = ana.attach(documents, "second.txt", letter);
    EXPECT_TRUE(told.starts_with("HTTP/1.1 507")) << told.substr(0, 300);
    EXPECT_NE(told.find("no room left"), std::string::npos);
    EXPECT_EQ(attached(), 1) << "half a file is none";
    EXPECT_TRUE(ana.ask("GET", "/organisations/" + reference).starts_with("HTTP/1.1 200"));
    EXPECT_TRUE(
        ana.post("/organisations", "type=ministry&name=Another").starts_with("HTTP/1.1 303"))
        << "what needs no file goes on";

    ballast.drop();
    EXPECT_TRUE(ana.attach(documents, "second.txt", letter).starts_with("HTTP/1.1 303"));
    EXPECT_EQ(attached(), 2);
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0) << "the same process all the way";
    expect_sound();
}

} // namespace
} // namespace selatan::program
