#include "exchange/reported/received.hpp"

#include "exchange/iati/archive.hpp"
#include "exchange/iati/decoded_input.hpp"
#include "platform/files/disk_reader.hpp"

#include <functional>
#include <span>

namespace selatan::reported {

namespace {

constexpr std::size_t piece_bytes = 1U << 20U;
/// An archive of zeros is small, and what is in it is not.
constexpr std::uint64_t inflated_bytes_most = 500ULL << 20U;
constexpr std::size_t members_most = 500;

using Read = std::function<std::size_t(std::span<char> into)>;

/// `left` is what may still be read, and is counted down; false when there is more.
bool take_pieces(Read const &read, std::uint64_t &left, std::vector<Bytes> &pieces)
{
    Compressor compressor;
    std::string buffer(piece_bytes, '\0');
    for (;;) {
        std::size_t size = 0;
        while (size < buffer.size()) {
            auto const got = read({buffer.data() + size, buffer.size() - size});
            if (got == 0) {
                break;
            }
            size += got;
        }
        if (size > left) {
            return false;
        }
        left -= size;
        if (size == 0) {
            return true;
        }
        pieces.push_back(compressor.compress({buffer.data(), size}));
    }
}

bool is_archive(std::string const &path)
{
    constexpr std::size_t looked_at = 4;
    std::string beginning(looked_at, '\0');
    beginning.resize(files::DiskReader{path}.read({beginning.data(), beginning.size()}));
    return iati::Archive::begins_one(beginning);
}

Result<std::vector<Received>> unpacked(std::string const &path)
{
    auto const too_large = [] {
        constexpr std::uint64_t megabyte = 1U << 20U;
        return refuse(Decline::too_large, "file", "reported.archive_too_large",
                      {{"files", std::to_string(members_most)},
                       {"megabytes", std::to_string(inflated_bytes_most / megabyte)}});
    };
    auto const archive = iati::Archive::of_file(path);
    if (archive.members().empty()) {
        return refuse(Decline::invalid, "file", "reported.empty_archive");
    }
    if (archive.members().size() > members_most) {
        return too_large();
    }
    std::vector<Received> all;
    auto left = inflated_bytes_most;
    for (auto const &member : archive.members()) {
        auto &one = all.emplace_back(Received{member.name, {}});
        auto const input = archive.open(member);
        if (!take_pieces([&input](std::span<char> into) { return input->read(into); }, left,
                         one.pieces)) {
            return too_large();
        }
    }
    return all;
}

} // namespace

Result<std::vector<Received>> received_files(std::string const &path, std::string const &name)
{
    try {
        if (is_archive(path)) {
            return unpacked(path);
        }
    } catch (iati::Unreadable const &) {
        return refuse(Decline::invalid, "file", "reported.unreadable");
    }
    files::DiskReader file{path};
    auto left = upload_bytes_most;
    std::vector<Received> all{{name, {}}};
    if (!take_pieces([&file](std::span<char> into) { return file.read(into); }, left,
                     all.front().pieces)) {
        constexpr std::uint64_t megabyte = 1U << 20U;
        return refuse(Decline::too_large, "file", "reported.too_large",
                      {{"megabytes", std::to_string(upload_bytes_most / megabyte)}});
    }
    return all;
}

} // namespace selatan::reported
