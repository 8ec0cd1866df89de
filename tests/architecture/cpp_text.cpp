#include "tests/architecture/cpp_text.hpp"

#include <cctype>
#include <cstddef>

namespace selatan::architecture {
namespace {

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Walks the text once; every step keeps `m_answer.code` as long as what has been read.
class Walk {
public:
    explicit Walk(std::string_view text) : m_text{text} {}

    CppText run()
    {
        while (m_at < m_text.size()) {
            if (starts("//")) {
                blank_until(m_text.find('\n', m_at));
            } else if (starts("/*")) {
                blank_until(after(m_text.find("*/", m_at + 2), 2));
            } else if (m_text[m_at] == '#' && line_is_blank()) {
                directive();
            } else if (starts("R\"") && (m_at == 0 || !is_word(m_text[m_at - 1]))) {
                raw_string();
            } else if (m_text[m_at] == '"') {
                quoted('"');
            } else if (m_text[m_at] == '\'' && (m_at == 0 || !is_word(m_text[m_at - 1]))) {
                quoted('\''); // after a digit it separates: 1'000
            } else {
                keep();
            }
        }
        return std::move(m_answer);
    }

private:
    bool starts(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }

    std::size_t after(std::size_t found, std::size_t length) const
    {
        return found == std::string_view::npos ? m_text.size() : found + length;
    }

    bool line_is_blank() const
    {
        auto const line = m_answer.code.rfind('\n');
        return m_answer.code.find_first_not_of(' ', line == std::string::npos ? 0 : line + 1) ==
               std::string::npos;
    }

    void keep()
    {
        m_line += m_text[m_at] == '\n' ? 1 : 0;
        m_answer.code += m_text[m_at++];
    }

    void blank_until(std::size_t end)
    {
        for (end = std::min(end, m_text.size()); m_at < end; ++m_at) {
            m_line += m_text[m_at] == '\n' ? 1 : 0;
            m_answer.code += m_text[m_at] == '\n' ? '\n' : ' ';
        }
    }

    /// Only an #include matters; the rest of a directive's line is read like any code.
    void directive()
    {
        constexpr std::string_view name = "include";
        keep();
        while (m_at < m_text.size() && m_text[m_at] == ' ') {
            keep();
        }
        if (!starts(name)) {
            return;
        }
        auto const end = std::min(m_text.find('\n', m_at), m_text.size());
        auto const open = m_text.find_first_of("\"<", m_at);
        auto const close = m_text.find_first_of("\">", open + 1);
        if (close < end) {
            m_answer.includes.push_back(
                {.path = std::string{m_text.substr(open + 1, close - open - 1)},
                 .line = m_line,
                 .is_own = m_text[open] == '"'});
        }
        blank_until(end);
    }

    void raw_string()
    {
        auto const open = m_text.find('(', m_at);
        if (open == std::string_view::npos) {
            keep();
            return;
        }
        auto const end_mark = ")" + std::string{m_text.substr(m_at + 2, open - m_at - 2)} + "\"";
        auto const close = std::min(m_text.find(end_mark, open), m_text.size());
        m_answer.strings.push_back(
            {.text = std::string{m_text.substr(open + 1, close - open - 1)}, .line = m_line});
        blank_until(close + end_mark.size());
    }

    void quoted(char quote)
    {
        auto const begin = m_at + 1;
        auto end = begin;
        while (end < m_text.size() && m_text[end] != quote && m_text[end] != '\n') {
            end += m_text[end] == '\\' ? 2U : 1U;
        }
        end = std::min(end, m_text.size());
        if (quote == '"') {
            m_answer.strings.push_back(
                {.text = std::string{m_text.substr(begin, end - begin)}, .line = m_line});
        }
        keep();
        blank_until(end);
        if (m_at < m_text.size()) {
            keep();
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
    CppText m_answer;
};

} // namespace

CppText take_apart(std::string_view text)
{
    return Walk{text}.run();
}

} // namespace selatan::architecture
