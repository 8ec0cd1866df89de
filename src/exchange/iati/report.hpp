/// \file
/// Findings for programs, in the shape of the official validator's report, and for people: the
/// kinds of findings, worst and most frequent first. Both are written in the reader's language.
#pragma once

#include "base/country.hpp"
#include "exchange/iati/validator.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace selatan::iati {

/// What is wrong and how to mend it.
[[nodiscard]] std::string sentence(Language language, Finding const &finding);
[[nodiscard]] std::string sentence(Language language, Change const &change);

/// Counts what it is given, for a file that breaks off.
class Report : public Sink {
public:
    void take(Group group) final;
    /// Tells that there is no XML to read, or no more, as the official validator does (0.1.1).
    /// `word` is the sentence of it. The summary is of what was told, and of nothing else.
    Summary unread(std::string_view word, std::string_view why = {});

private:
    virtual void tell(Group group) = 0;

    std::array<std::uint64_t, 4> m_counts{}; ///< by Severity
};

/// {"errors": [{"identifier", "title", "errors": [{"category", "errors": [{"id", "severity",
/// "message", "path", "codelist", "context": [{"text", "lineNumber", "columnNumber"}]}]}]}],
/// "valid", "fileType", "iatiVersion", "checkedAs", "rulesetCommitSha", "codelistCommitSha",
/// "orgIdPrefixFileName", "apiVersion", "summary"}, as findings come; the verdict stands last. The
/// digests are those of the editions that this program carries; "checkedAs" is there where it is
/// another version than the file's. An activity may stand in "errors" again: beyond a thousand
/// findings, and for what only the end of the file shows (1000.0.x, 1.1.2), since nothing is held
/// until then. Of a file of 1.0x also "raised": {"valid", "changes": [{"kind", "path", "from",
/// "to", "count", "message", "lineNumber", "columnNumber"}]}.
class JsonReport final : public Report {
public:
    /// `out` is called with each piece of the text.
    JsonReport(Language language, std::string const &file,
               std::function<void(std::string_view)> out);
    void finish(Summary const &summary);

private:
    void tell(Group group) override;

    Language m_language;
    std::function<void(std::string_view)> m_out;
    bool m_has_group = false;
};

/// Keeps a count and the first examples of each kind of finding; memory does not grow with the
/// file.
class TextReport final : public Report {
public:
    explicit TextReport(Language language) : m_language{language} {}
    [[nodiscard]] std::string finish(std::string const &file, Summary const &summary) const;

private:
    struct Example {
        std::string arguments; ///< of the sentence
        std::string sentence;
        std::string identifier;
        std::string path;
        xml::Place place;
    };
    struct Kind {
        std::uint64_t count = 0;
        std::vector<Example> examples; ///< of different sentences
        bool has_others = false;       ///< sentences

        [[nodiscard]] bool tells(std::string_view arguments) const;
    };
    void tell(Group group) override;
    void add_example(Kind &kind, Group const &group, Finding const &finding) const;
    [[nodiscard]] std::string place_of(Example const &example) const;

    Language m_language;
    std::map<std::tuple<Severity, std::string, std::string>, Kind> m_kinds; ///< by rule and word
};

} // namespace selatan::iati
