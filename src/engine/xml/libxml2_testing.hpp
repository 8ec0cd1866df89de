/// \file
/// What libxml2 makes of a document, and what our reader does, told the same way: the yardstick of
/// the tests and of the fuzz target.
#pragma once

#include "engine/xml/reader.hpp"

#include <cstring>
#include <libxml/parser.h>
#include <optional>
#include <string>

namespace selatan::xml::testing {

/// Elements, attributes and text of a well-formed document as a line each; nothing of another.
inline std::optional<std::string> told_by_us(std::string_view document)
{
    TextInput input{document};
    Reader reader{input};
    std::string told;
    bool in_text = false;
    for (;;) {
        auto const event = reader.next();
        bool const is_text = event == Event::text || event == Event::cdata;
        if (is_text && reader.text().empty()) {
            continue; // `<![CDATA[]]>`: nothing that was written
        }
        told += in_text && !is_text ? "\n" : "";
        in_text = is_text;
        switch (event) {
        case Event::start:
            told += "start {" + std::string{reader.name().space} + "}" +
                    std::string{reader.name().local} + "\n";
            for (auto const &attribute : reader.attributes()) {
                told += "  {" + std::string{attribute.name.space} + "}" +
                        std::string{attribute.name.local} + "=" + std::string{attribute.value} +
                        "\n";
            }
            break;
        case Event::end:
            told += "end\n";
            break;
        case Event::text:
        case Event::cdata:
            told += reader.text();
            break;
        case Event::done:
            return told;
        case Event::broken:
            return std::nullopt;
        }
    }
}

struct Libxml2Teller {
    std::string told;
    bool in_text = false;

    void mark(bool is_text)
    {
        told += in_text && !is_text ? "\n" : "";
        in_text = is_text;
    }
};

inline std::string_view view(xmlChar const *text)
{
    return text == nullptr ? std::string_view{} : reinterpret_cast<char const *>(text);
}

/// A prefix that nobody declared stays part of the name, as libxml2's own tree has it.
inline std::string told_name(xmlChar const *local, xmlChar const *prefix, xmlChar const *space)
{
    return "{" + std::string{view(space)} + "}" +
           (prefix != nullptr && space == nullptr ? std::string{view(prefix)} + ":" : "") +
           std::string{view(local)};
}

inline void on_start(void *context, xmlChar const *local, xmlChar const *prefix,
                     xmlChar const *space, int /*spaces*/, xmlChar const ** /*declared*/, int count,
                     int /*defaulted*/, xmlChar const **attributes)
{
    auto &teller = *static_cast<Libxml2Teller *>(context);
    teller.mark(false);
    teller.told += "start " + told_name(local, prefix, space) + "\n";
    for (int i = 0; i < count; ++i) {
        auto const *const *const one = attributes + static_cast<std::ptrdiff_t>(i) * 5;
        teller.told += "  " + told_name(one[0], one[1], one[2]) + "=" +
                       std::string{reinterpret_cast<char const *>(one[3]),
                                   static_cast<std::size_t>(one[4] - one[3])} +
                       "\n";
    }
}

inline void on_end(void *context, xmlChar const * /*local*/, xmlChar const * /*prefix*/,
                   xmlChar const * /*space*/)
{
    auto &teller = *static_cast<Libxml2Teller *>(context);
    teller.mark(false);
    teller.told += "end\n";
}

inline void on_text(void *context, xmlChar const *text, int length)
{
    auto &teller = *static_cast<Libxml2Teller *>(context);
    if (length > 0) {
        teller.mark(true);
        teller.told.append(reinterpret_cast<char const *>(text), static_cast<std::size_t>(length));
    }
}

inline void on_remark(void * /*context*/, xmlErrorPtr /*remark*/)
{
}

/// What is not compared: documents that begin as UTF-16, UTF-32 or EBCDIC, which libxml2 transcodes
/// and others do for the reader; and a NUL, at which libxml2 takes the document to have ended.
inline bool is_comparable(std::string_view document)
{
    return document.find('\0') == std::string_view::npos && !document.starts_with("\xFE\xFF") &&
           !document.starts_with("\xFF\xFE") && !document.starts_with("\x4C\x6F\xA7\x94");
}

/// What libxml2 2.9 lets pass though XML does not: a subset behind a DOCTYPE that has ended
/// (production 28), and a name given twice once two others of the tag were the same in a namespace.
inline bool is_missed_by_libxml2(Fault const &fault, std::string_view document)
{
    return (fault.kind == FaultKind::root_expected &&
            document.find("<!DOCTYPE") != std::string_view::npos &&
            document.find(">[") != std::string_view::npos) ||
           (fault.kind == FaultKind::attribute_twice &&
            document.find("xmlns:") != std::string_view::npos);
}

/// What is refused on purpose, so that the answers may differ.
inline bool is_left_to_others(Reader const &reader, std::string_view document)
{
    auto const kind = reader.fault().kind;
    return is_missed_by_libxml2(reader.fault(), document) || kind == FaultKind::entity_declared ||
           kind == FaultKind::attributes_declared || kind == FaultKind::unknown_encoding ||
           (kind == FaultKind::unknown_entity &&
            document.find("<!DOCTYPE") != std::string_view::npos);
}

/// The same, by libxml2 with its own limits, without network and without expanding anything.
inline std::optional<std::string> told_by_libxml2(std::string_view document)
{
    Libxml2Teller teller;
    auto *const context = xmlNewParserCtxt();
    std::memset(context->sax, 0, sizeof *context->sax);
    context->sax->initialized = XML_SAX2_MAGIC;
    context->sax->startElementNs = on_start;
    context->sax->endElementNs = on_end;
    context->sax->characters = on_text;
    context->sax->ignorableWhitespace = on_text;
    context->sax->cdataBlock = on_text;
    context->sax->serror = on_remark;
    context->userData = &teller;
    auto *const parsed =
        xmlCtxtReadMemory(context, document.data(), static_cast<int>(document.size()), nullptr,
                          "UTF-8", XML_PARSE_NONET | XML_PARSE_NOENT);
    bool const is_well_formed = context->wellFormed != 0;
    xmlFreeDoc(parsed);
    xmlFreeParserCtxt(context);
    return is_well_formed ? std::optional{std::move(teller.told)} : std::nullopt;
}

} // namespace selatan::xml::testing
