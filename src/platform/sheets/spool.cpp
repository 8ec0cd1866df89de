#include "platform/sheets/table_writer.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace selatan::sheets {

namespace {

[[noreturn]] void fail(char const *what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

} // namespace

Sink into(std::string &out)
{
    return [&out](std::string_view piece) {
        out.append(piece);
    };
}

Spool::Spool()
{
    // mkstemp and unlink rather than O_TMPFILE, which not every file system has.
    auto name = (std::filesystem::temp_directory_path() / "selatan-XXXXXX").string();
    m_file = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_file < 0) {
        fail("cannot make a temporary file");
    }
    ::unlink(name.c_str());
}

Spool::~Spool()
{
    ::close(m_file);
}

Sink Spool::sink()
{
    return [this](std::string_view piece) {
        while (!piece.empty()) {
            auto const written =
                ::pwrite(m_file, piece.data(), piece.size(), static_cast<off_t>(m_size));
            if (written < 0) {
                if (errno == EINTR) {
                    continue;
                }
                fail("cannot write a temporary file");
            }
            m_size += static_cast<std::uint64_t>(written);
            piece.remove_prefix(static_cast<std::size_t>(written));
        }
    };
}

bool Spool::next(std::string &piece)
{
    constexpr std::size_t piece_size = 256 * 1024;
    piece.resize(piece_size);
    ssize_t taken = 0;
    do {
        taken = ::pread(m_file, piece.data(), piece.size(), static_cast<off_t>(m_read));
    } while (taken < 0 && errno == EINTR);
    if (taken < 0) {
        fail("cannot read a temporary file");
    }
    piece.resize(static_cast<std::size_t>(taken));
    m_read += static_cast<std::uint64_t>(taken);
    return taken > 0 && m_read < m_size;
}

std::string Spool::path() const
{
    return "/proc/self/fd/" + std::to_string(m_file);
}

void Spool::measure()
{
    struct stat status {};
    if (::fstat(m_file, &status) != 0) {
        fail("cannot look at a temporary file");
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

} // namespace selatan::sheets
