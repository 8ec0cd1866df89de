/// \file
/// Writes XML 1.0 as it goes: what is opened is closed in order, and no text can break out of its
/// place (xml.md). Memory: a buffer and the names of what is open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::xml {

/// Takes what is written, in pieces of any size.
using Output = std::function<void(std::string_view)>;

/// `text` with U+FFFD for every byte or character that XML does not allow: control characters, lone
/// surrogates, what is not UTF-8. `replaced`, where given, grows by how many there were.
[[nodiscard]] std::string allowed_text(std::string_view text, std::uint64_t *replaced = nullptr);

/// `indented` puts each element that is not beside text on a line of its own; where elements and
/// text are mixed, nothing is added.
enum class Layout : std::uint8_t { as_written, indented };

/// Names are literals of the caller and must be XML names. An attribute follows its start tag at
/// once; everything that is open is closed before done(). Anything else is a Bug.
class Writer {
public:
    explicit Writer(Output output, Layout layout = Layout::as_written)
        : m_output{std::move(output)}, m_layout{layout}
    {
    }

    /// `<?xml version="1.0" encoding="UTF-8"?>`
    void declaration();
    void open(std::string_view name);
    void attribute(std::string_view name, std::string_view value);
    void text(std::string_view text);
    /// An element without content becomes an empty tag.
    void close();
    /// A line end between elements, for those who read files by eye; not within text.
    void line();
    /// Well-formed XML from elsewhere: what this class wrote earlier.
    void fragment(std::string_view xml);
    void done();

    /// How many characters XML did not allow.
    [[nodiscard]] std::uint64_t replaced() const { return m_replaced; }

private:
    struct Open {
        std::string name;
        bool has_text = false;
        bool has_elements = false;
    };

    void put(std::string_view piece);
    void break_line(std::size_t depth);
    void end_start_tag();
    void flush();

    Output m_output;
    Layout m_layout;
    std::string m_buffer;
    std::vector<Open> m_open;
    bool m_in_start_tag = false;
    std::uint64_t m_replaced = 0;
};

} // namespace selatan::xml
