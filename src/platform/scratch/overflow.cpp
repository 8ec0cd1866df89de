#include "platform/scratch/overflow.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace selatan::scratch {

namespace {

/// A file that has no name any more; below 0 when there is none to be had.
int open_nameless()
{
    std::error_code failed;
    auto const folder = std::filesystem::temp_directory_path(failed);
    if (failed) {
        return -1;
    }
    // Made and unlinked rather than O_TMPFILE, which not every file system has.
    auto name = (folder / "selatan-XXXXXX").string();
    auto const file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) {
        ::unlink(name.c_str());
    }
    return file;
}

} // namespace

Overflow::~Overflow()
{
    if (m_file >= 0) {
        ::close(m_file);
    }
}

void Overflow::append(std::string_view bytes)
{
    if (m_has_disk && m_memory.size() + bytes.size() > m_most) {
        move_to_disk();
    }
    m_memory += bytes;
}

void Overflow::move_to_disk()
{
    if (m_file < 0) {
        m_file = open_nameless();
        m_has_disk = m_file >= 0;
    }
    std::string_view rest{m_memory};
    while (m_has_disk && !rest.empty()) {
        auto const size = ::pwrite(m_file, rest.data(), rest.size(), static_cast<off_t>(m_on_disk));
        if (size > 0) {
            rest.remove_prefix(static_cast<std::size_t>(size));
            m_on_disk += static_cast<std::uint64_t>(size);
        } else if (errno != EINTR) {
            m_has_disk = false;
        }
    }
    m_memory.erase(0, m_memory.size() - rest.size());
}

std::size_t Overflow::read(std::span<char> into)
{
    if (m_given >= m_on_disk) {
        auto const size =
            m_memory.copy(into.data(), into.size(), static_cast<std::size_t>(m_given - m_on_disk));
        m_given += size;
        return size;
    }
    into = into.first(std::min<std::uint64_t>(into.size(), m_on_disk - m_given));
    for (;;) {
        auto const size = ::pread(m_file, into.data(), into.size(), static_cast<off_t>(m_given));
        if (size > 0) {
            m_given += static_cast<std::uint64_t>(size);
            return static_cast<std::size_t>(size);
        }
        if (size == 0 || errno != EINTR) {
            throw std::system_error{size == 0 ? EIO : errno, std::generic_category(),
                                    "cannot read a temporary file"};
        }
    }
}

} // namespace selatan::scratch
