/// \file
/// What a page shows of a report: each kind of finding, worst and most frequent first, with its
/// count and first places. It grows neither with the file nor with what is wrong in it.
#pragma once

#include "base/country.hpp"
#include "exchange/iati/validator.hpp"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace selatan::iati {

class Digest final : public Sink {
public:
    Digest(Language language, std::size_t places_of_kind)
        : m_language{language}, m_places_of_kind{places_of_kind}
    {
    }
    void take(Group group) override;
    /// {"report": as JsonReport writes it, without findings, "kinds": [{"id", "severity",
    /// "message", "differs", "count", "places": [{"identifier", "title", "message", "path",
    /// "lineNumber", "columnNumber"}]}]}. `differs`: other places have other messages. Tells
    /// `places_left` places at most, and takes from it what it told.
    [[nodiscard]] std::string finish(std::string const &file, Summary const &summary,
                                     std::uint64_t &places_left) const;

private:
    struct Told {
        std::string identifier;
        std::string title;
        std::string message;
        std::string path;
        xml::Place place;
    };
    struct Kind {
        std::uint64_t count = 0;
        std::vector<Told> first; ///< at least one
    };
    Language m_language;
    std::size_t m_places_of_kind;
    std::map<std::tuple<Severity, std::string_view, std::string_view>, Kind>
        m_kinds; ///< by rule and sentence
};

} // namespace selatan::iati
