/// \file
/// Where the files of a form wait while the rest of it arrives, and the reader that puts them
/// there.
#pragma once

#include "platform/http/message.hpp"
#include "platform/http/multipart.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace selatan::http {

/// A directory of files that live as long as their StagedFile. Several processes may share it:
/// each holds a lock (flock(2)) on its own files, so that what is unlocked is stale.
class StagingDirectory {
public:
    /// Makes the directory if absent and removes what earlier runs left in it.
    /// Throws std::system_error.
    explicit StagingDirectory(std::string path);
    [[nodiscard]] std::string const &path() const { return m_path; }

private:
    void remove_stale() const;
    std::string m_path;
};

class StagedFile {
public:
    /// Throws std::system_error, as write() does.
    explicit StagedFile(StagingDirectory const &directory);
    ~StagedFile();
    StagedFile(StagedFile const &) = delete;
    StagedFile &operator=(StagedFile const &) = delete;

    void write(std::string_view bytes);
    [[nodiscard]] std::string const &path() const { return m_path; }

private:
    std::string m_path;
    int m_descriptor = -1;
};

/// Reads a multipart form into a request: text into `form`, files into the staging directory. A
/// file for which the disk has no room arrives without a path, the rest of the form as ever.
class FormReader final : private PartSink {
public:
    struct Bounds {
        std::uint64_t text_bytes = 0; ///< of all names and text fields together
        std::size_t fields = 0;       ///< and files
    };

    /// Without a directory, files are refused.
    FormReader(std::string_view boundary, Bounds bounds, StagingDirectory const *directory,
               Request &request);

    /// The status that refuses the body, 0 while all is well. Throws what StagedFile throws.
    [[nodiscard]] int feed(std::string_view bytes);
    /// The body ended here.
    [[nodiscard]] int finish() const;

private:
    void begin(Part part) override;
    void data(std::string_view bytes) override;
    void end() override;
    void stage(std::string_view bytes);
    void count_text(std::size_t bytes);

    MultipartParser m_parser;
    Bounds m_bounds;
    StagingDirectory const *m_directory;
    Request &m_request;
    int m_refused = 0;
    std::size_t m_parts = 0;
    std::uint64_t m_text_bytes = 0;
    Part m_part;
    std::string m_text;
    Upload m_upload;
    std::shared_ptr<StagedFile> m_file; ///< made with the first byte of a file
    bool m_lacks_room = false;          ///< for the file that is read now
};

} // namespace selatan::http
