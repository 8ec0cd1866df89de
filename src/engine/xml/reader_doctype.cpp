// `<!DOCTYPE … [ … ]>`: where it ends is found here, what it says libxml2 judges.
#include "engine/xml/characters.hpp"
#include "engine/xml/doctype.hpp"
#include "engine/xml/reader.hpp"

#include <algorithm>

namespace selatan::xml {

Reader::Step Reader::doctype()
{
    auto const *at = m_at;
    auto lines = m_lines;
    bool in_subset = false;
    std::string_view ending; // of what is open: a quoted text, a comment, an instruction
    bool in_declaration = true;
    for (;;) {
        std::string_view const rest{at, static_cast<std::size_t>(m_end - at)};
        // What decides stands in a few characters, the longest of which is `<!ENTITY`.
        constexpr std::size_t longest = 8;
        if (rest.empty() || (rest.size() < longest && !m_exhausted && rest.find('>') != 0)) {
            return Step::more;
        }
        std::size_t size = 1;
        if (!ending.empty()) {
            if (rest.starts_with(ending)) {
                size = ending.size();
                ending = {};
            }
        } else if (rest.front() == '"' || rest.front() == '\'') {
            // Quotes mean nothing between declarations; libxml2 says so.
            ending = in_declaration ? rest.substr(0, 1) == "\"" ? "\"" : "'" : std::string_view{};
        } else if (in_subset && rest.starts_with("<!--")) {
            ending = "-->";
            size = 4;
        } else if (in_subset && rest.starts_with("<?")) {
            ending = "?>";
            size = 2;
        } else if (in_subset && rest.starts_with("<!ENTITY")) {
            return fail(FaultKind::entity_declared, at, lines);
        } else if (rest.front() == '<') {
            in_declaration = true;
        } else if (rest.front() == '[' && !in_subset) {
            in_subset = true;
            in_declaration = false;
        } else if (rest.front() == ']' && in_subset && !in_declaration) {
            in_subset = false;
            in_declaration = true;
        } else if (rest.front() == '>') {
            if (!in_subset) {
                ++at;
                break;
            }
            in_declaration = false;
        }
        for (auto const *const behind = at + size; at < behind;) {
            if (*at == '\n' || (*at == '\r' && at[1] != '\n')) {
                new_line(++at, lines);
            } else if (static_cast<signed char>(*at) >= 0x20 || *at == '\t' || *at == '\r') {
                ++at;
            } else if (auto const step = scan_character(at, lines); step != Step::taken) {
                return step;
            }
        }
    }
    switch (judge_doctype({m_at, static_cast<std::size_t>(at - m_at)})) {
    case DoctypeVerdict::harmless:
        break;
    case DoctypeVerdict::wrong:
        return fail(FaultKind::doctype, m_at, m_lines);
    case DoctypeVerdict::declares_entities:
        return fail(FaultKind::entity_declared, m_at, m_lines);
    case DoctypeVerdict::declares_attributes:
        return fail(FaultKind::attributes_declared, m_at, m_lines);
    }
    m_had_doctype = true;
    m_at = at;
    m_lines = lines;
    return Step::skipped;
}

} // namespace selatan::xml
