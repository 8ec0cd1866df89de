/// \file
/// A text as a file that is nowhere on the disk: what a child parses when nobody uploaded a file.
#pragma once

#include <string>
#include <string_view>

namespace selatan::isolation {

class MemoryFile {
public:
    /// Throws std::system_error when the system has no room for it.
    explicit MemoryFile(std::string_view text);
    ~MemoryFile(); ///< and it is gone
    MemoryFile(MemoryFile const &) = delete;
    MemoryFile &operator=(MemoryFile const &) = delete;

    /// Good for this process, while this object lives.
    [[nodiscard]] std::string path() const;

private:
    int m_number;
};

} // namespace selatan::isolation
