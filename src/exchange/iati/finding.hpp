/// \file
/// What is wrong in a file, where, and by which rule.
#pragma once

#include "engine/xml/reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::iati {

/// As the official validator grades them. A file is valid when it has nothing critical.
enum class Severity : std::uint8_t { critical, error, warning, advisory };
[[nodiscard]] std::string_view to_code(Severity severity);
[[nodiscard]] bool from_code(std::string_view code, Severity &severity);

/// What fills a finding's sentence: names and values. One behind the other, each with a NUL, which
/// XML does not know: some files have a finding for every line, and few are ever told.
class Arguments {
public:
    void add(std::string_view name, std::string_view value)
    {
        m_text.reserve(m_text.size() + name.size() + value.size() + 2);
        ((m_text += name) += '\0') += value;
        m_text += '\0';
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> all() const
    {
        std::vector<std::pair<std::string, std::string>> all;
        std::string_view rest{m_text};
        auto const take = [&] {
            std::string one{rest.substr(0, rest.find('\0'))};
            rest.remove_prefix(one.size() + 1);
            return one;
        };
        while (!rest.empty()) {
            auto name = take();
            all.emplace_back(std::move(name), take());
        }
        return all;
    }
    /// As it is kept: equal where names and values are.
    [[nodiscard]] std::string_view text() const { return m_text; }

private:
    std::string m_text;
};

/// Its views are of the standard, which stays.
struct Finding {
    /// The rule, by the official validator's number: "9.8.1"; "selatan.1.1" where it has none.
    std::string_view id;
    Severity severity = Severity::critical;
    std::string_view category; ///< "financial"; the official one
    std::string_view word;     ///< which sentence of locale/: finding.WORD
    std::string_view codelist; ///< which list a code is not in; else empty
    Arguments arguments;       ///< fill the sentence
    std::string path;          ///< "iati-activity/transaction/value/@currency"
    /// Where; the first is what the finding is about, others belong to it.
    std::vector<xml::Place> places;
};

} // namespace selatan::iati
