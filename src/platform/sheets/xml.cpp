#include "platform/sheets/xml.hpp"

#include <expat.h>

namespace selatan::sheets {

namespace {

/// Nothing that a workbook nests goes deeper; expat keeps a tag for every level.
constexpr int deepest = 256;
/// expat reads an unfinished tag again with every piece that arrives, so a tag as long as the file
/// would cost its square. No writer makes one of this size.
constexpr XML_Index longest_token = 512 * 1024;

std::string_view without_prefix(std::string_view name)
{
    return name.substr(name.find(':') + 1); // npos + 1 is 0
}

class Parser {
public:
    Parser(std::string_view part, XmlHandler &handler)
        : m_part{part}, m_handler{handler}, m_expat{XML_ParserCreate(nullptr)}
    {
        if (!m_expat) {
            throw std::bad_alloc{};
        }
        auto *const parser = m_expat.get();
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    }

    /// False when parsing is over, for good or ill.
    bool feed(std::string_view piece, bool last)
    {
        m_fed += static_cast<XML_Index>(piece.size());
        auto const status =
            XML_Parse(m_expat.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
        if (m_exception) {
            std::rethrow_exception(m_exception);
        }
        if (m_refusal || m_handler.is_stopped()) {
            return false;
        }
        if (status != XML_STATUS_OK ||
            m_fed - XML_GetCurrentByteIndex(m_expat.get()) > longest_token) {
            refuse("broken_xml");
            return false;
        }
        return !last;
    }

    [[nodiscard]] Result<void> result() const
    {
        if (m_refusal) {
            return selatan::refuse(*m_refusal);
        }
        return {};
    }

private:
    struct Free {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };

    void refuse(std::string_view code)
    {
        m_refusal =
            refusal_of(code, {{"part", std::string{m_part}},
                              {"line", std::to_string(XML_GetCurrentLineNumber(m_expat.get()))}});
    }

    /// Exceptions must not cross expat's frames, which are C.
    template <typename Function>
    static void guarded(void *self, Function const &function)
    {
        auto &parser = *static_cast<Parser *>(self);
        if (parser.m_exception || parser.m_refusal || parser.m_handler.is_stopped()) {
            return;
        }
        try {
            function(parser);
        } catch (...) {
            parser.m_exception = std::current_exception();
        }
        if (parser.m_exception || parser.m_refusal || parser.m_handler.is_stopped()) {
            XML_StopParser(parser.m_expat.get(), XML_FALSE);
        }
    }

    static void on_start(void *self, XML_Char const *name, XML_Char const **attributes)
    {
        guarded(self, [&](Parser &parser) {
            if (++parser.m_depth > deepest) {
                parser.refuse("broken_xml");
            } else {
                parser.m_handler.start(without_prefix(name), Attributes{attributes});
            }
        });
    }
    static void on_end(void *self, XML_Char const *name)
    {
        guarded(self, [&](Parser &parser) {
            --parser.m_depth;
            parser.m_handler.end(without_prefix(name));
        });
    }
    static void on_text(void *self, XML_Char const *text, int size)
    {
        guarded(self, [&](Parser &parser) {
            parser.m_handler.text({text, static_cast<std::size_t>(size)});
        });
    }
    static void on_doctype(void *self, XML_Char const * /*name*/, XML_Char const * /*system*/,
                           XML_Char const * /*public*/, int /*has_internal_subset*/)
    {
        guarded(self, [](Parser &parser) { parser.refuse("doctype"); });
    }

    std::string_view m_part;
    XmlHandler &m_handler;
    std::unique_ptr<XML_ParserStruct, Free> m_expat;
    XML_Index m_fed = 0;
    int m_depth = 0;
    std::exception_ptr m_exception;
    std::optional<Refusal> m_refusal;
};

} // namespace

std::optional<std::string_view> Attributes::find(std::string_view name) const
{
    for (auto const *const *pair = m_pairs; *pair != nullptr; pair += 2) {
        if (without_prefix(pair[0]) == name) {
            return pair[1];
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Attributes::find_full(std::string_view name) const
{
    for (auto const *const *pair = m_pairs; *pair != nullptr; pair += 2) {
        if (pair[0] == name) {
            return pair[1];
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Attributes::find_prefixed(std::string_view name) const
{
    for (auto const *const *pair = m_pairs; *pair != nullptr; pair += 2) {
        std::string_view const full{pair[0]};
        if (full.size() > name.size() && without_prefix(full) == name) {
            return pair[1];
        }
    }
    return std::nullopt;
}

bool Attributes::is_true(std::string_view name) const
{
    auto const value = get(name);
    return value == "1" || value == "true" || value == "on";
}

Result<void> parse_part(Archive &archive, std::string_view name, XmlHandler &handler)
{
    auto const part = archive.find(name);
    if (!part) {
        return selatan::refuse(refusal_of("missing_part", {{"part", std::string{name}}}));
    }
    Parser parser{name, handler};
    bool goes_on = true;
    auto read = archive.read(*part, [&](std::string_view piece) {
        goes_on = parser.feed(piece, false);
        return goes_on;
    });
    if (!read) {
        return read;
    }
    if (goes_on) {
        parser.feed({}, true);
    }
    return parser.result();
}

Result<void> parse_xml(std::string_view bytes, std::string_view name, XmlHandler &handler)
{
    Parser parser{name, handler};
    constexpr std::size_t piece_size = 64 * 1024;
    bool goes_on = true;
    while (goes_on) {
        auto const piece = bytes.substr(0, piece_size);
        bytes.remove_prefix(piece.size());
        goes_on = parser.feed(piece, bytes.empty());
    }
    return parser.result();
}

} // namespace selatan::sheets
