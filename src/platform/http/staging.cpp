#include "platform/http/staging.hpp"

#include "platform/clock/clock.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace selatan::http {

namespace {

constexpr std::string_view prefix = "upload-";

[[noreturn]] void fail(std::string const &what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

/// The disk is full, or this account's share of it.
bool is_lack_of_room(std::error_code const &code)
{
    return code == std::errc::no_space_on_device || code.value() == EDQUOT;
}

} // namespace

StagingDirectory::StagingDirectory(std::string path) : m_path{std::move(path)}
{
    std::filesystem::create_directories(m_path);
    remove_stale();
}

void StagingDirectory::remove_stale() const
{
    for (auto const &entry : std::filesystem::directory_iterator{m_path}) {
        if (!entry.path().filename().string().starts_with(prefix)) {
            continue;
        }
        int const descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor < 0) {
            continue; // somebody else's by now
        }
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
            ::unlink(entry.path().c_str());
        }
        ::close(descriptor);
    }
}

StagedFile::StagedFile(StagingDirectory const &directory)
{
    // A server that starts just now may remove the file between open and flock: then it has no
    // link left, and another one is made.
    for (;;) {
        m_path = directory.path() + "/" + std::string{prefix} + random_token(12);
        m_descriptor =
            ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (m_descriptor < 0) {
            fail("staging " + m_path);
        }
        struct stat status {};
        if (::flock(m_descriptor, LOCK_EX) == 0 && ::fstat(m_descriptor, &status) == 0 &&
            status.st_nlink > 0) {
            return;
        }
        ::close(m_descriptor);
    }
}

StagedFile::~StagedFile()
{
    ::unlink(m_path.c_str());
    ::close(m_descriptor);
}

void StagedFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            fail("staging " + m_path);
        }
    }
}

void ArrivingFile::write(StagingDirectory const &directory, std::string_view bytes)
{
    m_has_begun = true;
    m_size += bytes.size();
    if (m_lacks_room) {
        return;
    }
    try {
        if (!m_file) {
            m_file = std::make_shared<StagedFile>(directory);
        }
        m_file->write(bytes);
    } catch (std::system_error const &failure) {
        if (!is_lack_of_room(failure.code())) {
            throw;
        }
        m_lacks_room = true;
        m_file.reset();
    }
}

Upload ArrivingFile::finish(StagingDirectory const &directory)
{
    if (!m_has_begun) {
        write(directory, {});
    }
    Upload upload;
    upload.size = m_size;
    upload.path = m_file ? m_file->path() : std::string{};
    upload.keeps_staged = std::move(m_file);
    *this = {};
    return upload;
}

namespace {

struct FileType {
    std::string_view type;
    std::string_view name;
};
// None that a browser sends without asking first (Fetch, CORS-safelisted request headers).
constexpr std::array file_types{
    FileType{"application/xml", "file.xml"}, FileType{"text/xml", "file.xml"},
    FileType{"application/gzip", "file.xml.gz"}, FileType{"application/zip", "file.zip"}};

} // namespace

bool FileReader::reads(std::string_view type)
{
    return std::ranges::find(file_types, type, &FileType::type) != file_types.end();
}

FileReader::FileReader(std::string type, StagingDirectory const &directory, Request &request)
    : m_type{std::move(type)}, m_directory{directory}, m_request{request}
{
}

int FileReader::feed(std::string_view bytes)
{
    m_file.write(m_directory, bytes);
    return 0;
}

int FileReader::finish()
{
    auto upload = m_file.finish(m_directory);
    upload.field = "file";
    upload.name = std::ranges::find(file_types, m_type, &FileType::type)->name;
    upload.type = m_type;
    m_request.uploads.push_back(std::move(upload));
    return 0;
}

FormReader::FormReader(std::string_view boundary, Bounds bounds, StagingDirectory const *directory,
                       Request &request)
    : m_parser{boundary, *this}, m_bounds{bounds}, m_directory{directory}, m_request{request}
{
}

int FormReader::feed(std::string_view bytes)
{
    if (m_refused == 0 && !m_parser.feed(bytes)) {
        m_refused = 400;
    }
    return m_refused;
}

int FormReader::finish()
{
    if (m_refused != 0) {
        return m_refused;
    }
    return m_parser.is_complete() ? 0 : 400;
}

void FormReader::begin(Part part)
{
    if (++m_parts > m_bounds.fields) {
        m_refused = 413;
    }
    count_text(part.name.size());
    m_part = std::move(part);
}

void FormReader::data(std::string_view bytes)
{
    if (m_refused != 0) {
        return;
    }
    if (!m_part.file_name) {
        count_text(bytes.size());
        m_text += bytes;
        return;
    }
    if (!m_directory) {
        m_refused = 415;
        return;
    }
    m_file.write(*m_directory, bytes);
}

void FormReader::end()
{
    if (m_refused != 0) {
        return;
    }
    if (!m_part.file_name) {
        m_request.form.add(std::move(m_part.name), repaired_text(std::move(m_text)));
        m_text.clear();
        return;
    }
    // A file field that was left empty arrives with neither name nor content (WHATWG HTML,
    // 4.10.21.4): no file. A named empty file is one.
    if (!m_file.has_begun() && m_part.file_name->empty()) {
        return;
    }
    if (!m_directory) {
        m_refused = 415;
        return;
    }
    auto upload = m_file.finish(*m_directory);
    upload.field = std::move(m_part.name);
    upload.name = base_name(*m_part.file_name);
    upload.type = std::move(m_part.type);
    m_request.uploads.push_back(std::move(upload));
}

void FormReader::count_text(std::size_t bytes)
{
    m_text_bytes += bytes;
    if (m_text_bytes > m_bounds.text_bytes) {
        m_refused = 413;
    }
}

} // namespace selatan::http
