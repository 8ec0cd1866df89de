#include "engine/xml/reader.hpp"

#include "engine/xml/characters.hpp"
#include "engine/xml/runs.hpp"

#include <algorithm>
#include <cstring>

namespace selatan::xml {

namespace {

constexpr std::size_t first_buffer = 64 * 1024UL;
/// NULs behind what was read: a scan ends at one, and neither it nor a cut character reads beyond
/// them.
constexpr std::size_t padding = overread;

/// A byte order mark, `<?xml` and what follows it: what a document must show to be begun.
constexpr std::ptrdiff_t first_look = 9;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

std::string_view to_code(FaultKind kind)
{
    constexpr std::array<std::string_view, 25> codes{
        "empty",
        "root_expected",
        "content_after_root",
        "premature_end",
        "bad_name",
        "bad_character",
        "bad_encoding",
        "unknown_encoding",
        "attribute_without_value",
        "attributes_not_apart",
        "attribute_twice",
        "less_in_attribute",
        "tag_not_closed",
        "wrong_end_tag",
        "unknown_entity",
        "bad_reference",
        "cdata_end_in_text",
        "hyphens_in_comment",
        "bad_instruction",
        "bad_declaration",
        "doctype",
        "entity_declared",
        "attributes_declared",
        "too_deep",
        "too_long",
    };
    return codes[static_cast<std::size_t>(kind)];
}

std::size_t TextInput::read(std::span<char> into)
{
    auto const size = std::min(into.size(), m_rest.size());
    std::copy_n(m_rest.data(), size, into.data());
    m_rest.remove_prefix(size);
    return size;
}

Reader::Reader(Input &input, Encoding encoding, Limits limits)
    : m_input{input}, m_encoding{encoding}, m_limits{limits},
      m_buffer(first_buffer + padding), m_at{m_buffer.data()}, m_end{m_buffer.data()}
{
}

/// Moves what is not consumed to the front, reads more behind it; false when there is no more.
bool Reader::fill()
{
    if (m_exhausted) {
        return false;
    }
    auto const kept = static_cast<std::size_t>(m_end - m_at);
    auto const consumed = static_cast<std::size_t>(m_at - m_buffer.data());
    if (kept >= m_limits.tag) {
        return false;
    }
    std::memmove(m_buffer.data(), m_at, kept);
    if (kept + padding > m_buffer.size() / 2) {
        m_buffer.resize(m_buffer.size() * 2);
    }
    m_base += consumed;
    auto const room = m_buffer.size() - padding - kept;
    auto const size = m_input.read({m_buffer.data() + kept, room});
    m_exhausted = size == 0;
    m_at = m_buffer.data();
    m_end = m_at + kept + size;
    std::fill_n(m_buffer.data() + kept + size, padding, '\0');
    return !m_exhausted;
}

Reader::Step Reader::fail(FaultKind kind, char const *at, Lines const &lines,
                          std::string_view subject)
{
    m_fault = {kind, place_of(at, lines), std::string{subject.substr(0, 200)}};
    m_last = Event::broken;
    return Step::bad;
}

/// What stands at `at` is wrong, unless the buffer ends there and there is more to come.
Reader::Step Reader::more_or(FaultKind kind, char const *at, Lines const &lines)
{
    if (at >= m_end) {
        return Step::more;
    }
    // A control character or a NUL is no character of XML, whatever was expected instead.
    auto const c = static_cast<unsigned char>(*at);
    return fail(c < 0x20 && !is_blank(*at) ? FaultKind::bad_character : kind, at, lines);
}

void Reader::new_line(char const *at, Lines &lines) const
{
    ++lines.line;
    lines.start = offset_of(at);
}

/// What an end event's name still pointed to.
void Reader::forget_closed()
{
    m_names.resize(m_open.empty() ? 0 : m_open.back().name + m_open.back().size);
    for (auto const kept = m_open.empty() ? 0 : m_open.back().spaces_inside; m_spaces.size() > kept;
         m_spaces.pop_back()) {
        m_defaults -= m_spaces.back()->prefix.empty() ? 1U : 0U;
    }
}

Event Reader::next()
{
    if (m_last == Event::broken || m_last == Event::done) {
        return m_last;
    }
    if (m_last == Event::end) {
        forget_closed();
    }
    if (m_closes_itself) {
        m_closes_itself = false;
        m_open.pop_back();
        return m_last = Event::end;
    }
    for (;;) {
        switch (content()) {
        case Step::taken:
            return m_last;
        case Step::bad:
            return Event::broken;
        case Step::skipped:
            break;
        case Step::more:
            // To know that nothing follows may be all that was missing.
            if (bool const knew_end = m_exhausted; !fill() && (knew_end || !m_exhausted)) {
                if (!m_exhausted) {
                    fail(FaultKind::too_long, m_at, m_lines);
                } else if (m_at == m_end && m_open.empty() && m_had_root) {
                    m_last = Event::done;
                } else if (m_at == m_end && !m_had_root && m_base == 0) {
                    fail(FaultKind::empty, m_at, m_lines);
                } else {
                    fail(FaultKind::premature_end, m_end, m_lines,
                         m_open.empty() ? std::string_view{} : name_of(m_open.back()));
                }
                return m_last;
            }
            break;
        }
    }
}

Reader::Step Reader::content()
{
    if (!m_began) {
        if (m_end - m_at < first_look && !m_exhausted) {
            if (fill() || m_end != m_at) {
                return Step::skipped;
            }
            return Step::more;
        }
        m_began = true;
        if (std::string_view{m_at, static_cast<std::size_t>(m_end - m_at)}.starts_with(
                byte_order_mark)) {
            m_at += byte_order_mark.size();
            m_lines.start += byte_order_mark.size();
        }
        if (m_at != m_end && std::memcmp(m_at, "<?xml", 5) == 0) {
            m_began = false; // until the declaration is read whole
            auto const read = m_at + 5 < m_end && (is_blank(m_at[5]) || m_at[5] == '?')
                                  ? declaration(m_at + 5)
                                  : Step::skipped;
            m_began = read != Step::more;
            if (read != Step::skipped) {
                return read == Step::taken ? Step::skipped : read;
            }
        }
    }
    if (m_at == m_end) {
        return Step::more;
    }
    m_place = place_of(m_at, m_lines);
    m_offset = offset_of(m_at);
    if (m_in_cdata) {
        return cdata_run();
    }
    if (*m_at != '<') {
        return m_open.empty() ? outside_root() : text_run();
    }
    switch (m_at[1]) {
    case '/':
        return end_tag();
    case '?':
        return instruction();
    case '!':
        break;
    default:
        return start_tag();
    }
    std::string_view const rest{m_at, static_cast<std::size_t>(m_end - m_at)};
    constexpr std::string_view cdata = "<![CDATA[";
    constexpr std::string_view doctype_mark = "<!DOCTYPE";
    if (rest.starts_with("<!--")) {
        return comment();
    }
    if (rest.starts_with(cdata) && !m_open.empty()) {
        m_in_cdata = true;
        m_at += cdata.size();
        return Step::skipped;
    }
    if (rest.starts_with(doctype_mark)) {
        return !m_open.empty() ? fail(FaultKind::bad_name, m_at, m_lines)
               : m_had_root    ? fail(FaultKind::content_after_root, m_at, m_lines)
               : m_had_doctype ? fail(FaultKind::doctype, m_at, m_lines)
                               : doctype();
    }
    bool const may_become =
        rest.size() < cdata.size() && (cdata.starts_with(rest) || doctype_mark.starts_with(rest) ||
                                       std::string_view{"<!--"}.starts_with(rest));
    return may_become ? Step::more : fail(FaultKind::bad_name, m_at, m_lines);
}

/// Only white space may stand there.
Reader::Step Reader::outside_root()
{
    auto const *at = m_at;
    auto lines = m_lines;
    skip_space(at, lines);
    if (at != m_at && at == m_end && !m_exhausted && at[-1] == '\r') {
        return Step::more; // LF may follow, and make it one line end
    }
    if (at == m_at) {
        return fail(m_had_root ? FaultKind::content_after_root : FaultKind::root_expected, at,
                    lines);
    }
    m_at = at;
    m_lines = lines;
    return Step::skipped;
}

Reader::Step Reader::end_tag()
{
    auto const *at = m_at + 2;
    auto lines = m_lines;
    if (m_open.empty()) {
        return fail(m_had_root ? FaultKind::content_after_root : FaultKind::root_expected, m_at,
                    lines);
    }
    auto const &open = m_open.back();
    auto const name = name_of(open);
    auto const here = static_cast<std::size_t>(m_end - at);
    if (std::memcmp(at, name.data(), std::min(here, name.size())) != 0) {
        return fail(FaultKind::wrong_end_tag, m_at, lines, name);
    }
    if (here <= name.size()) {
        return Step::more;
    }
    at += name.size();
    lines.start += open.bytes_over;
    skip_space(at, lines);
    if (*at != '>' || at == m_end) {
        if (at < m_end && !is_blank(at[-1]) && is(byte::name, *at)) {
            return fail(FaultKind::wrong_end_tag, m_at, m_lines, name);
        }
        return more_or(FaultKind::tag_not_closed, at, lines);
    }
    m_name.qualified = name;
    resolve(m_name, open.has_colon, false);
    m_open.pop_back();
    m_at = at + 1;
    m_lines = lines;
    m_last = Event::end;
    return Step::taken;
}

/// The stretch up to the next `<`, or as far as is here.
Reader::Step Reader::text_run()
{
    auto const *at = m_at;
    auto const *run = at;
    auto lines = m_lines;
    bool as_written = true;
    m_decoded.clear();
    auto const replace = [&](char const *behind) {
        as_written = false;
        m_decoded.append(run, at);
        run = at = behind;
    };
    auto const finish = [&] {
        if (at == m_at) {
            return Step::more;
        }
        if (!as_written) {
            m_decoded.append(run, at);
        }
        m_text = as_written ? std::string_view{m_at, static_cast<std::size_t>(at - m_at)}
                            : std::string_view{m_decoded};
        m_at = at;
        m_lines = lines;
        m_last = Event::text;
        return Step::taken;
    };
    for (;;) {
        at = behind_text(at);
        switch (*at) {
        case '<':
            return finish();
        case '\n':
            new_line(++at, lines);
            break;
        case '\r': {
            if (at + 1 >= m_end && !m_exhausted) {
                return finish();
            }
            auto const *const behind = at + (at[1] == '\n' ? 2 : 1);
            replace(behind);
            m_decoded += '\n';
            new_line(at, lines);
            break;
        }
        case ']':
            if (m_end - at < 3 && !m_exhausted) {
                return finish();
            }
            if (at[1] == ']' && at[2] == '>') {
                return fail(FaultKind::cdata_end_in_text, at, lines);
            }
            ++at;
            break;
        case '&': {
            auto const *behind = at;
            std::string resolved;
            auto const step = scan_reference(behind, lines, resolved);
            if (step == Step::more) {
                return finish();
            }
            if (step == Step::bad) {
                return step;
            }
            replace(behind);
            m_decoded += resolved;
            break;
        }
        default: {
            auto const step = scan_character(at, lines);
            if (step == Step::more) {
                return finish();
            }
            if (step == Step::bad) {
                return step;
            }
        }
        }
    }
}

Reader::Step Reader::cdata_run()
{
    auto const *at = m_at;
    auto const *run = at;
    auto lines = m_lines;
    m_decoded.clear();
    auto const give = [&] {
        m_decoded.append(run, at);
        m_text = m_decoded;
        m_at = at;
        m_lines = lines;
        m_last = Event::cdata;
        return Step::taken;
    };
    for (;;) {
        at = behind_text(at);
        switch (*at) {
        case '<':
        case '&':
            ++at;
            break;
        case '\n':
            new_line(++at, lines);
            break;
        case '\r':
            if (at + 1 >= m_end && !m_exhausted) {
                return at == m_at ? Step::more : give();
            }
            m_decoded.append(run, at);
            m_decoded += '\n';
            run = at += at[1] == '\n' ? 2 : 1;
            new_line(at, lines);
            break;
        case ']':
            if (m_end - at < 3 && !m_exhausted) {
                return at == m_at ? Step::more : give();
            }
            if (at[1] == ']' && at[2] == '>') {
                auto const step = give();
                m_at += 3;
                m_in_cdata = false;
                return step;
            }
            ++at;
            break;
        default: {
            auto const step = scan_character(at, lines);
            if (step == Step::more && at != m_at) {
                return give();
            }
            if (step != Step::taken) {
                return step;
            }
        }
        }
    }
}

Reader::Step Reader::comment()
{
    auto const *at = m_at + 4;
    auto lines = m_lines;
    for (;;) {
        while (is(byte::comment, *at) || (*at == '?' && at < m_end)) {
            ++at;
        }
        if (*at == '\n') {
            new_line(++at, lines);
        } else if (*at == '\r') {
            skip_space(at, lines);
        } else if (*at == '-' && at[1] == '-') {
            if (at[2] == '>') {
                m_at = at + 3;
                m_lines = lines;
                return Step::skipped;
            }
            return more_or(FaultKind::hyphens_in_comment, at + 2, lines);
        } else if (*at == '-') {
            ++at;
        } else if (auto const step = scan_character(at, lines); step != Step::taken) {
            return step;
        }
    }
}

} // namespace selatan::xml
