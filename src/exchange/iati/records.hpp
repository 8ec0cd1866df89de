/// \file
/// The records of a file (activities or organisations), one after the other, without judging them:
/// what validating, importing and analysing stand on.
///
///     DecodedInput input{raw};
///     RecordReader reader{input, input.encoding()};
///     while (reader.next_record()) {
///         reader.tree();   // the record's element is node 0; names are standard().names
///         reader.source(); // its bytes, exactly, from `<` to `>`
///     }
///     reader.changes();    // what 1.0x said otherwise: records of 1.0x are raised to 2.03
///     reader.head();       // the file's own element: version, generated-datetime, default-…
///     reader.fault();      // why reading ended, if not at the file's end
#pragma once

#include "engine/xml/reader.hpp"
#include "exchange/iati/raise.hpp"
#include "exchange/iati/standard.hpp"
#include "exchange/iati/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::iati {

/// A file's own element.
struct FileHead {
    std::optional<FileKind> kind; ///< nothing: no IATI file, and no records
    Tree tree;                    ///< that element alone

    /// "version", "generated-datetime", "linked-data-default" …; empty when it is not there.
    [[nodiscard]] std::string_view attribute(std::string_view name) const;
    [[nodiscard]] std::string_view version() const { return attribute("version"); }
};

/// Memory: the largest record, its bytes included when sources are kept. One of more than 4 GB of
/// text is refused as too long.
class RecordReader {
public:
    enum class Sources : std::uint8_t { kept, dropped };
    enum class Item : std::uint8_t {
        head,     ///< head(): always the first, but in a file that breaks off before it
        record,   ///< tree(), source()
        stranger, ///< tree(): a child of the file's element that is no record
        text,     ///< text(): what stands between records and is not blank, in pieces
        done,     ///< said again if asked again
        broken,   ///< fault(); said again if asked again
    };

    RecordReader(xml::Input &input, xml::Encoding encoding, Sources sources = Sources::kept);

    Item next();
    /// Skips what is no record; false at the end, however it came.
    bool next_record();

    [[nodiscard]] FileHead const &head() const { return m_head; }
    /// In document order, so that going over it by index is walking it. Blanks between elements
    /// are left out. Always as 2.03 has it.
    [[nodiscard]] Tree const &tree() const { return m_is_raised ? m_raised : m_tree; }
    /// Whether the file is of a version 1.0x, so that its records are raised; known from the first
    /// record on, since such a file need not say so.
    [[nodiscard]] bool is_old() const { return m_raiser.has_value(); }
    /// What raising has changed so far.
    [[nodiscard]] std::vector<Change> changes() const
    {
        return m_raiser ? m_raiser->changes() : std::vector<Change>{};
    }
    [[nodiscard]] std::string_view text() const { return m_reader.text(); }
    /// The record's bytes as they were read: the file's own, unless it was decoded (inflated, or
    /// made UTF-8). Valid until the next call; empty when sources are dropped.
    [[nodiscard]] std::string_view source() const;
    /// Where these begin and end in what was read.
    [[nodiscard]] std::uint64_t begin() const { return m_begin; }
    [[nodiscard]] std::uint64_t end() const { return m_end; }
    /// Where the record or text begins.
    [[nodiscard]] xml::Place place() const { return m_place; }
    /// How many records have been read, this one too.
    [[nodiscard]] std::uint64_t records() const { return m_records; }
    [[nodiscard]] std::uint64_t bytes_read() const { return m_reader.bytes_read(); }
    /// Nothing while there is no fault.
    [[nodiscard]] xml::Fault const *fault() const;

private:
    /// Passes bytes on and remembers them from a floor on.
    class Remembering final : public xml::Input {
    public:
        Remembering(xml::Input &input, Sources sources) : m_input{input}, m_sources{sources} {}
        std::size_t read(std::span<char> into) override;
        void forget_before(std::uint64_t offset) { m_floor = offset; }
        [[nodiscard]] std::string_view between(std::uint64_t begin, std::uint64_t end) const;

    private:
        xml::Input &m_input;
        Sources m_sources;
        std::uint64_t m_floor = 0;
        std::uint64_t m_base = 0; ///< the offset of the first byte in m_bytes
        std::string m_bytes;
    };

    Item read_head();
    Item read_tree();
    Item broken();
    NodeIndex add_element(Tree &tree, NodeIndex parent);

    Remembering m_input;
    xml::Reader m_reader;
    Names const &m_names;
    FileHead m_head;
    Tree m_tree; ///< as written
    Tree m_raised;
    bool m_is_raised = false;
    std::optional<Raiser> m_raiser;
    std::vector<NodeIndex> m_open;
    std::string m_blank; ///< text that may turn out to be nothing, of the element that is open
    xml::Place m_blank_place;
    NameId m_record = unknown_name;
    xml::Place m_place;
    std::uint64_t m_begin = 0;
    std::uint64_t m_end = 0;
    std::uint64_t m_records = 0;
    bool m_is_broken = false;
    std::optional<xml::Fault> m_fault; ///< but the XML's
};

} // namespace selatan::iati
