/// \file
/// Files read in a thread of its own, some megabytes ahead of whoever imports them: reading and
/// writing then take two processors, whatever the size of each file.
#pragma once

#include "exchange/iati/archive.hpp"
#include "exchange/reported/ahead.hpp"
#include "exchange/reported/told_file.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported {

struct FilePlace {
    std::string path;
    std::optional<iati::Archive::Member> member = {}; ///< that file of the zip archive at `path`
};

class FilesAhead {
public:
    using Open = std::function<std::unique_ptr<ToldFile>()>;

    /// In the order in which they are taken, if they are; reading begins at once.
    explicit FilesAhead(std::vector<FilePlace> const &files);
    explicit FilesAhead(std::vector<Open> files);

    /// Takes the one of this number next, and leaves those before it.
    void begin(std::size_t file);
    /// False at the file's end. Throws what opening or reading it threw.
    bool next(Chunk &chunk);
    /// When next() has said false.
    [[nodiscard]] FileEnd take_end();

private:
    struct Item {
        std::size_t file = 0;
        Chunk chunk;
        std::optional<FileEnd> end;
        std::exception_ptr failure;
        [[nodiscard]] std::size_t weight() const;
    };
    bool read_some(Item &item);

    std::vector<Open> m_files;
    // Of the thread that reads.
    std::unique_ptr<ToldFile> m_open;
    std::size_t m_reading = 0;
    // Of the one that takes.
    std::size_t m_taking = 0;
    Item m_item;
    Ahead<Item> m_ahead; // the last: it uses the others
};

} // namespace selatan::reported
