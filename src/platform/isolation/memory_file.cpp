#include "platform/isolation/memory_file.hpp"

#include <cerrno>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace selatan::isolation {

MemoryFile::MemoryFile(std::string_view text) : m_number{::memfd_create("selatan", MFD_CLOEXEC)}
{
    while (m_number >= 0 && !text.empty()) {
        auto const written = ::write(m_number, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            auto const error = errno;
            ::close(m_number);
            throw std::system_error{error, std::generic_category(), "cannot keep a text"};
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    if (m_number < 0) {
        throw std::system_error{errno, std::generic_category(), "cannot keep a text"};
    }
}

MemoryFile::~MemoryFile()
{
    ::close(m_number);
}

std::string MemoryFile::path() const
{
    return "/proc/self/fd/" + std::to_string(m_number);
}

} // namespace selatan::isolation
