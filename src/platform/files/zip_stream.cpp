#include "platform/files/zip_stream.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <zlib.h>

namespace selatan::files {

namespace {

// APPNOTE.TXT 6.3.10, 4.3.7, 4.3.9, 4.3.12, 4.3.16.
constexpr std::uint32_t local_header = 0x04034b50;
constexpr std::uint32_t data_descriptor = 0x08074b50;
constexpr std::uint32_t central_header = 0x02014b50;
constexpr std::uint32_t end_of_directory = 0x06054b50;
constexpr std::uint16_t version_needed = 20;
/// Bit 3: sizes and checksum come behind the data. Bit 11: names are UTF-8.
constexpr std::uint16_t flags = (1U << 3U) | (1U << 11U);
constexpr std::uint16_t stored = 0;

/// Little-endian, as everything in an archive.
class Bytes {
public:
    explicit Bytes(std::string &out) : m_out{&out} {}
    Bytes &u16(std::uint16_t value) { return number(value, 2); }
    Bytes &u32(std::uint32_t value) { return number(value, 4); }
    Bytes &text(std::string_view value)
    {
        m_out->append(value);
        return *this;
    }

private:
    Bytes &number(std::uint32_t value, int size)
    {
        for (int i = 0; i < size; ++i) {
            m_out->push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
        }
        return *this;
    }
    std::string *m_out;
};

/// MS-DOS date and time (two-second steps, from 1980), in UTC.
struct DosMoment {
    std::uint16_t time = 0;
    std::uint16_t date = 0;
};
DosMoment dos_moment(Instant at)
{
    auto const day = at.date();
    auto const ymd = day.ymd();
    auto const seconds = (at.micros() - Instant::at_start_of(day).micros()) / 1'000'000;
    auto const year = std::max(day.year(), 1980) - 1980;
    return {.time = static_cast<std::uint16_t>((seconds / 3600) << 11 | (seconds / 60 % 60) << 5 |
                                               (seconds % 60) / 2),
            .date = static_cast<std::uint16_t>(static_cast<unsigned>(year) << 9U |
                                               static_cast<unsigned>(ymd.month()) << 5U |
                                               static_cast<unsigned>(ymd.day()))};
}

class Zip {
public:
    Zip(std::vector<ZipEntry> entries, Instant at)
        : m_entries{std::move(entries)}, m_at{dos_moment(at)}
    {
        ENSURE(m_entries.size() < std::numeric_limits<std::uint16_t>::max());
        m_written.resize(m_entries.size());
    }

    bool next(std::string &piece)
    {
        auto const before = piece.size();
        if (m_current == m_entries.size()) {
            if (m_is_closed) {
                return false;
            }
            write_directory(piece);
            m_is_closed = true;
        } else {
            write_entry(piece);
        }
        m_offset += piece.size() - before;
        ENSURE(m_offset < std::numeric_limits<std::uint32_t>::max());
        return true;
    }

private:
    struct Written {
        std::uint32_t offset = 0;
        std::uint32_t checksum = 0;
        std::uint32_t size = 0;
    };

    void write_entry(std::string &piece)
    {
        auto &entry = m_entries[m_current];
        auto &written = m_written[m_current];
        Bytes out{piece};
        if (!m_is_open) {
            written.offset = static_cast<std::uint32_t>(m_offset);
            out.u32(local_header)
                .u16(version_needed)
                .u16(flags)
                .u16(stored)
                .u16(m_at.time)
                .u16(m_at.date);
            out.u32(0).u32(0).u32(0);
            out.u16(static_cast<std::uint16_t>(entry.name.size())).u16(0).text(entry.name);
            m_is_open = true;
            return;
        }
        auto const before = piece.size();
        if (entry.content(piece)) {
            auto const added = std::string_view{piece}.substr(before);
            written.checksum = static_cast<std::uint32_t>(crc32_z(
                written.checksum, reinterpret_cast<Bytef const *>(added.data()), added.size()));
            written.size += static_cast<std::uint32_t>(added.size());
            return;
        }
        out.u32(data_descriptor).u32(written.checksum).u32(written.size).u32(written.size);
        entry.content = {};
        m_is_open = false;
        ++m_current;
    }
    void write_directory(std::string &piece) const
    {
        Bytes out{piece};
        auto const before = piece.size();
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            auto const &name = m_entries[i].name;
            auto const &written = m_written[i];
            out.u32(central_header).u16(version_needed).u16(version_needed).u16(flags).u16(stored);
            out.u16(m_at.time)
                .u16(m_at.date)
                .u32(written.checksum)
                .u32(written.size)
                .u32(written.size);
            out.u16(static_cast<std::uint16_t>(name.size())).u16(0).u16(0).u16(0).u16(0).u32(0);
            out.u32(written.offset).text(name);
        }
        auto const count = static_cast<std::uint16_t>(m_entries.size());
        auto const size = static_cast<std::uint32_t>(piece.size() - before);
        out.u32(end_of_directory).u16(0).u16(0).u16(count).u16(count).u32(size);
        out.u32(static_cast<std::uint32_t>(m_offset)).u16(0);
    }

    std::vector<ZipEntry> m_entries;
    std::vector<Written> m_written;
    DosMoment m_at;
    std::size_t m_current = 0;
    std::uint64_t m_offset = 0;
    bool m_is_open = false;   ///< the current entry's header is out
    bool m_is_closed = false; ///< the directory is out
};

} // namespace

Stream zip_stream(std::vector<ZipEntry> entries, Instant at)
{
    // Shared because std::function is copied; the stream is read by one client.
    return [zip = std::make_shared<Zip>(std::move(entries), at)](std::string &piece) {
        return zip->next(piece);
    };
}

Stream stream_of(std::string content)
{
    return [text = std::make_shared<std::string>(std::move(content))](std::string &piece) {
        if (text->empty()) {
            return false;
        }
        piece += *text;
        text->clear();
        return true;
    };
}

} // namespace selatan::files
