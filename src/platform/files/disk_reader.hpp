/// \file
/// A file on this machine, read once from its beginning to its end: an upload that waits on disk,
/// or a path that somebody gave on the command line.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace selatan::files {

class DiskReader {
public:
    /// Throws std::system_error, as read() does.
    explicit DiskReader(std::string const &path);
    ~DiskReader();
    DiskReader(DiskReader const &) = delete;
    DiskReader &operator=(DiskReader const &) = delete;

    /// Fills what it can of `into` and says how much; 0 is the end.
    std::size_t read(std::span<char> into);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace selatan::files
