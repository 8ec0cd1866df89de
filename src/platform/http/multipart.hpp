/// \file
/// multipart/form-data, read as it arrives (RFC 7578 over RFC 2046). Pure: bytes in, events out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::http {

/// What the header of a part says; text is UTF-8 without NUL.
struct Part {
    std::string name;
    std::optional<std::string> file_name; ///< as the client wrote it; absent for a text field
    std::string type;                     ///< Content-Type, empty when not given
};

/// Who is told. A part's events come in order: begin, data any number of times, end.
class PartSink {
public:
    virtual ~PartSink() = default;
    virtual void begin(Part part) = 0;
    virtual void data(std::string_view bytes) = 0;
    virtual void end() = 0;
};

class MultipartParser {
public:
    /// One part's header may have this many bytes.
    static constexpr std::size_t header_bytes = 4096;

    MultipartParser(std::string_view boundary, PartSink &sink);

    /// The next bytes of the body, cut anywhere. False once the body is malformed; from then on
    /// nothing more is told. Holds back at most a delimiter or a part's header.
    bool feed(std::string_view bytes);
    /// Has the closing delimiter been seen?
    [[nodiscard]] bool is_complete() const { return m_state == State::epilogue; }

private:
    enum class State { preamble, after_delimiter, header, content, epilogue, malformed };

    /// Takes what it can off the front of `rest`; false when more bytes are needed.
    bool advance(std::string_view &rest);
    bool find_delimiter(std::string_view &rest);
    bool read_after_delimiter(std::string_view &rest);
    bool read_header(std::string_view &rest);

    PartSink &m_sink;
    std::string m_delimiter; ///< CRLF "--" boundary
    std::string m_held;      ///< bytes that could not be judged yet
    State m_state = State::preamble;
};

/// A file's name without any path (of Unix or Windows), control characters, or more than 200
/// bytes; "file" when nothing is left. Safe to show (escaped), never to open.
[[nodiscard]] std::string base_name(std::string_view file_name);

} // namespace selatan::http
