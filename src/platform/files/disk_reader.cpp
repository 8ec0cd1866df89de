#include "platform/files/disk_reader.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace selatan::files {

struct DiskReader::State {
    std::string path;
    int descriptor = -1;

    [[noreturn]] void fail() const
    {
        throw std::system_error{errno, std::generic_category(), path};
    }
};

DiskReader::DiskReader(std::string const &path) : m_state{std::make_unique<State>()}
{
    m_state->path = path;
    m_state->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_state->descriptor < 0) {
        m_state->fail();
    }
}

DiskReader::~DiskReader()
{
    if (m_state->descriptor >= 0) {
        ::close(m_state->descriptor);
    }
}

std::size_t DiskReader::read(std::span<char> into)
{
    for (;;) {
        auto const size = ::read(m_state->descriptor, into.data(), into.size());
        if (size >= 0) {
            return static_cast<std::size_t>(size);
        }
        if (errno != EINTR) {
            m_state->fail();
        }
    }
}

} // namespace selatan::files
