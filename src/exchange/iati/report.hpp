/// \file
/// Findings for programs, in the shape of the official validator's report, and for people: the
/// kinds of findings, worst and most frequent first. Both are written in the reader's language.
#pragma once

#include "base/country.hpp"
#include "exchange/iati/validator.hpp"

#include <map>
#include <string>
#include <tuple>

namespace selatan::iati {

/// What is wrong and how to mend it.
[[nodiscard]] std::string sentence(Language language, Finding const &finding);
[[nodiscard]] std::string sentence(Language language, Change const &change);

/// {"errors": [{"identifier", "title", "errors": [{"category", "errors": [{"id", "severity",
/// "message", "path", "codelist", "context": [{"text", "lineNumber", "columnNumber"}]}]}]}],
/// "valid", "fileType", "iatiVersion", "rulesetCommitSha", "codelistCommitSha",
/// "orgIdPrefixFileName", "apiVersion", "summary"}, as findings come; the verdict stands last. The
/// digests are those of the editions that this program carries. Of a file of 1.0x also "raised":
/// {"valid", "changes": [{"kind", "path", "from", "to", "count", "message", "lineNumber",
/// "columnNumber"}]}.
class JsonReport final : public Sink {
public:
    /// `out` is called with each piece of the text.
    JsonReport(Language language, std::string const &file,
               std::function<void(std::string_view)> out);
    void take(Group group) override;
    void finish(Summary const &summary);

private:
    Language m_language;
    std::function<void(std::string_view)> m_out;
    bool m_has_group = false;
};

/// Keeps a count and the first example of each kind of finding; memory does not grow with the file.
class TextReport final : public Sink {
public:
    explicit TextReport(Language language) : m_language{language} {}
    void take(Group group) override;
    [[nodiscard]] std::string finish(std::string const &file, Summary const &summary) const;

private:
    struct Kind {
        std::uint64_t count = 0;
        std::string sentence;
        std::string identifier;
        std::string path;
        xml::Place place;
    };
    Language m_language;
    std::map<std::tuple<Severity, std::string, std::string>, Kind>
        m_kinds; ///< by rule and sentence
};

} // namespace selatan::iati
