#include "exchange/reported/files_ahead.hpp"

#include "base/ensure.hpp"
#include "platform/files/disk_reader.hpp"

#include <utility>

namespace selatan::reported {

namespace {

/// Of sources; what was made of them takes some times as much.
constexpr std::size_t bytes_ahead = 8U << 20U;

/// What is on the disk: a file, or one that is in an archive. Opened when it is read, where damage
/// is the file's fault.
class DiskInput final : public xml::Input {
public:
    explicit DiskInput(FilePlace place) : m_place{std::move(place)} {}
    std::size_t read(std::span<char> into) override
    {
        if (m_place.member && !m_archive) {
            m_archive = iati::Archive::of_file(m_place.path);
            m_inflated = m_archive->open(*m_place.member);
        } else if (!m_place.member && !m_file) {
            m_file.emplace(m_place.path);
        }
        return m_inflated ? m_inflated->read(into) : m_file->read(into);
    }

private:
    FilePlace m_place;
    std::optional<iati::Archive> m_archive;
    std::unique_ptr<xml::Input> m_inflated; // after the archive: it reads from it
    std::optional<files::DiskReader> m_file;
};

std::vector<FilesAhead::Open> on_disk(std::vector<FilePlace> const &files)
{
    std::vector<FilesAhead::Open> all;
    all.reserve(files.size());
    for (auto const &place : files) {
        all.emplace_back([place] {
            return std::make_unique<ToldFile>(std::make_unique<DiskInput>(place),
                                              ToldFile::Pieces::made);
        });
    }
    return all;
}

} // namespace

FilesAhead::FilesAhead(std::vector<FilePlace> const &files) : FilesAhead{on_disk(files)}
{
}

FilesAhead::FilesAhead(std::vector<Open> files)
    : m_files{std::move(files)}, m_ahead{[this](Item &item) { return read_some(item); },
                                         bytes_ahead}
{
}

std::size_t FilesAhead::Item::weight() const
{
    std::size_t bytes = 0;
    for (auto const &one : chunk.told) {
        bytes += one.before.size() + one.source.size();
    }
    if (end) {
        bytes += end->after.size();
        for (auto const &piece : end->pieces) {
            bytes += piece.size();
        }
    }
    return bytes;
}

bool FilesAhead::read_some(Item &item)
{
    if (m_reading == m_files.size()) {
        return false;
    }
    item.file = m_reading;
    try {
        if (!m_open) {
            m_open = m_files[m_reading]();
        }
        if (m_open->next(item.chunk)) {
            return true;
        }
        item.end = m_open->end();
    } catch (...) { // whoever takes the file learns it; the next ones are read all the same
        item.failure = std::current_exception();
    }
    m_open.reset();
    ++m_reading;
    return true;
}

void FilesAhead::begin(std::size_t file)
{
    ENSURE(file < m_files.size() && file >= m_taking);
    m_taking = file;
}

bool FilesAhead::next(Chunk &chunk)
{
    do {
        ENSURE(m_ahead.next(m_item));
    } while (m_item.file < m_taking);
    ENSURE(m_item.file == m_taking); // each is taken once
    if (m_item.failure) {
        std::rethrow_exception(m_item.failure);
    }
    chunk = std::move(m_item.chunk);
    return !m_item.end;
}

FileEnd FilesAhead::take_end()
{
    ENSURE(m_item.end.has_value());
    return std::move(*m_item.end);
}

} // namespace selatan::reported
