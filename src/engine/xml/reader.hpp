/// \file
/// A pull reader of XML 1.0 (fifth edition) with namespaces (xml.md). Knows no vocabulary.
///
/// On documents without a DOCTYPE it accepts and refuses exactly what libxml2 does. A DOCTYPE that
/// declares entities, or values of attributes, is refused where it does: so there are no entities
/// but the five of the standard, nothing to expand and nothing to fetch. Memory: one tag, plus the
/// names of what is open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::xml {

/// Both count from 1; columns count characters, not bytes. A line ends at LF, CR LF or a lone CR.
struct Place {
    std::uint64_t line = 1;
    std::uint64_t column = 1;
    friend auto operator<=>(Place const &, Place const &) = default;
};

/// Where the bytes come from. UTF-8: whoever has another encoding transcodes first.
class Input {
public:
    Input() = default;
    Input(Input const &) = delete;
    Input &operator=(Input const &) = delete;
    virtual ~Input() = default;
    /// Fills what it can of `into` (at least a byte) and says how much; 0 is the end, for good.
    virtual std::size_t read(std::span<char> into) = 0;
};

/// A document that is in memory already. It must outlive its reader.
class TextInput final : public Input {
public:
    explicit TextInput(std::string_view text) : m_rest{text} {}
    std::size_t read(std::span<char> into) override;

private:
    std::string_view m_rest;
};

enum class Event : std::uint8_t {
    start,  ///< a start tag, or an empty element's; name(), attributes()
    end,    ///< name()
    text,   ///< text(): one stretch may come as several events, cut anywhere between characters
    cdata,  ///< text() of a CDATA section, in pieces too
    done,   ///< the document was well formed; said again if asked again
    broken, ///< it is not: fault(); said again if asked again
};

/// A name as it is written, and what namespaces make of it. A prefix that nobody declared stays
/// part of the local name, as libxml2 has it.
struct Name {
    std::string_view qualified;
    std::string_view local;
    std::string_view space; ///< the namespace's URI; empty: in none
};

struct Attribute {
    Name name;
    std::string_view value; ///< normalised: references resolved, white space as blanks
    Place place;            ///< of the quote that opens its value
};

enum class FaultKind : std::uint8_t {
    empty,
    root_expected,
    content_after_root,
    premature_end,
    bad_name,
    bad_character,
    bad_encoding,
    unknown_encoding,
    attribute_without_value,
    attributes_not_apart,
    attribute_twice,
    less_in_attribute,
    tag_not_closed,
    wrong_end_tag,
    unknown_entity,
    bad_reference,
    cdata_end_in_text,
    hyphens_in_comment,
    bad_instruction,
    bad_declaration,
    doctype, ///< it is written wrongly
    entity_declared,
    attributes_declared,
    too_deep,
    too_long,
};
[[nodiscard]] std::string_view to_code(FaultKind kind);

struct Fault {
    FaultKind kind = FaultKind::empty;
    Place place;
    std::string subject; ///< the name that it is about; may be empty
};

/// Bounds against hostile input; the defaults are libxml2's own.
struct Limits {
    std::size_t depth = 256;
    std::size_t name = 50'000;
    std::size_t tag = 10'000'000; ///< bytes of one tag, comment or instruction
};

/// What the XML declaration may say about the encoding.
enum class Encoding : std::uint8_t {
    must_be_utf8, ///< anything but UTF-8 (or its part, ASCII) is refused
    is_decoded,   ///< the input has been transcoded; whatever it says is past
};

class Reader {
public:
    explicit Reader(Input &input, Encoding encoding = Encoding::must_be_utf8, Limits limits = {});

    /// Views that an event gives live until the next call.
    Event next();

    [[nodiscard]] Name const &name() const { return m_name; }
    [[nodiscard]] std::span<Attribute const> attributes() const { return m_attributes; }
    [[nodiscard]] std::string_view text() const { return m_text; }
    /// Where the event begins: at the `<` of a tag.
    [[nodiscard]] Place place() const { return m_place; }
    /// The same in bytes, from the input's beginning; a byte order mark counts.
    [[nodiscard]] std::uint64_t offset() const { return m_offset; }
    /// Where reading stands: behind the event.
    [[nodiscard]] Place place_behind() const { return place_of(m_at, m_lines); }
    [[nodiscard]] std::uint64_t bytes_read() const { return offset_of(m_at); }
    /// Elements open; a start event counts its own, an end event no longer.
    [[nodiscard]] std::size_t depth() const { return m_open.size(); }
    [[nodiscard]] Fault const &fault() const { return m_fault; }

private:
    enum class Step : std::uint8_t { taken, skipped, more, bad };
    /// Which line, and at what offset it would have begun had every character been one byte.
    struct Lines {
        std::uint64_t line = 1;
        std::uint64_t start = 0;
    };
    struct Declared {
        std::string prefix;
        std::string space;
    };
    struct Open {
        std::size_t name = 0;          ///< where its name begins in m_names
        std::size_t size = 0;          ///< and how long it is
        std::size_t bytes_over = 0;    ///< how many bytes more than characters that is
        std::size_t spaces_inside = 0; ///< how many of m_spaces hold in it
        bool has_colon = false;        ///< its name
    };

    [[nodiscard]] std::string_view name_of(Open const &open) const
    {
        return {m_names.data() + open.name, open.size};
    }
    bool fill();
    void forget_closed();
    Step content();
    Step outside_root();
    Step start_tag();
    Step attribute(char const *&at, Lines &lines);
    Step attribute_value(char const *&at, Lines &lines);
    Step end_tag();
    Step text_run();
    Step cdata_run();
    Step comment();
    Step instruction();
    Step declaration(char const *at);
    Step doctype();
    /// Sets m_has_colon.
    Step scan_name(char const *&at, Lines &lines);
    Step scan_reference(char const *&at, Lines &lines, std::string &into);
    Step scan_character(char const *&at, Lines &lines);
    bool skip_space(char const *&at, Lines &lines) const
    {
        auto const *const began = at;
        while (*at == ' ') {
            ++at;
        }
        if (*at == '\n' || *at == '\t' || *at == '\r') {
            skip_lines(at, lines);
        }
        return at != began;
    }
    void skip_lines(char const *&at, Lines &lines) const;
    bool attributes_are_unique(Lines const &lines);
    void declare_spaces();
    void resolve(Name &name, bool has_colon, bool is_attribute) const;
    Step fail(FaultKind kind, char const *at, Lines const &lines, std::string_view subject = {});
    Step more_or(FaultKind kind, char const *at, Lines const &lines);
    void new_line(char const *at, Lines &lines) const;
    [[nodiscard]] std::uint64_t offset_of(char const *at) const
    {
        return m_base + static_cast<std::uint64_t>(at - m_buffer.data());
    }
    [[nodiscard]] Place place_of(char const *at, Lines const &lines) const
    {
        return {lines.line, offset_of(at) - lines.start + 1};
    }

    Input &m_input;
    Encoding m_encoding;
    Limits m_limits;
    std::vector<char> m_buffer;
    char const *m_at;
    char const *m_end;        ///< a NUL stands here, so that scans end without counting
    std::uint64_t m_base = 0; ///< the offset of the buffer's first byte
    bool m_exhausted = false;
    bool m_began = false;
    bool m_in_cdata = false;
    bool m_closes_itself = false;
    bool m_had_root = false;
    bool m_had_doctype = false;
    bool m_has_colon = false; ///< the name that was scanned last
    bool m_declares = false;  ///< the tag that is read: some name of a namespace
    Event m_last = Event::text;
    Lines m_lines;
    Place m_place;
    std::uint64_t m_offset = 0;
    Name m_name;
    std::string_view m_text;
    std::string m_decoded; ///< text or values that differ from what is written
    std::vector<Attribute> m_attributes;
    std::vector<std::size_t> m_decoded_from; ///< by attribute: where in m_decoded; npos: as written
    std::vector<Open> m_open;
    std::string m_names;
    std::vector<std::unique_ptr<Declared>> m_spaces;
    std::size_t m_defaults = 0; ///< how many of these are of no prefix
    Fault m_fault;
};

} // namespace selatan::xml
