/// \file
/// Where files wait while the rest of a request arrives, and the readers that put them there.
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

/// A file as it comes in. One for which the disk has no room has no path in the end: that is for
/// the handler to tell of, in words, so the rest of the request is read on.
class ArrivingFile {
public:
    /// Throws what StagedFile throws.
    void write(StagingDirectory const &directory, std::string_view bytes);
    /// The file is whole; the next one may begin.
    [[nodiscard]] Upload finish(StagingDirectory const &directory);
    [[nodiscard]] bool has_begun() const { return m_has_begun; }

private:
    std::shared_ptr<StagedFile> m_file;
    std::uint64_t m_size = 0;
    bool m_has_begun = false;
    bool m_lacks_room = false;
};

/// What a body is read into, piece by piece.
class BodyReader {
public:
    BodyReader() = default;
    virtual ~BodyReader() = default;
    BodyReader(BodyReader const &) = delete;
    BodyReader &operator=(BodyReader const &) = delete;

    /// The status that refuses the body, 0 while all is well. Throws what StagedFile throws.
    [[nodiscard]] virtual int feed(std::string_view bytes) = 0;
    /// The body ended here.
    [[nodiscard]] virtual int finish() = 0;
};

/// Reads a body that is a file itself, as a program sends one: the upload "file". Its name is made
/// of its type.
class FileReader final : public BodyReader {
public:
    /// Of the types that are read so; a body of another type is no file.
    static bool reads(std::string_view type);

    FileReader(std::string type, StagingDirectory const &directory, Request &request);
    [[nodiscard]] int feed(std::string_view bytes) override;
    [[nodiscard]] int finish() override;

private:
    std::string m_type;
    StagingDirectory const &m_directory;
    Request &m_request;
    ArrivingFile m_file;
};

/// Reads a multipart form into a request: text into `form`, files into the staging directory.
class FormReader final : public BodyReader, private PartSink {
public:
    struct Bounds {
        std::uint64_t text_bytes = 0; ///< of all names and text fields together
        std::size_t fields = 0;       ///< and files
    };

    /// Without a directory, files are refused.
    FormReader(std::string_view boundary, Bounds bounds, StagingDirectory const *directory,
               Request &request);

    [[nodiscard]] int feed(std::string_view bytes) override;
    [[nodiscard]] int finish() override;

private:
    void begin(Part part) override;
    void data(std::string_view bytes) override;
    void end() override;
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
    ArrivingFile m_file;
};

} // namespace selatan::http
