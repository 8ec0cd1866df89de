#include "exchange/iati_web/digest.hpp"

#include "base/text.hpp"
#include "exchange/iati/report.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::iati {

namespace {

namespace json = boost::json;

/// A file's own texts may be of any length.
constexpr std::size_t longest_text = 300;

std::string shortened(std::string_view text)
{
    return truncate(text, longest_text);
}

} // namespace

void Digest::take(Group group)
{
    for (auto const &finding : group.findings) {
        auto &kind = m_kinds[{finding.severity, finding.id, finding.word}];
        ++kind.count;
        if (kind.first.size() < m_places_of_kind) {
            kind.first.push_back(
                {.identifier = group.is_file ? std::string{} : shortened(group.identifier),
                 .title = group.is_file ? std::string{} : shortened(group.title),
                 .message = shortened(sentence(m_language, finding)),
                 .path = shortened(finding.path),
                 .place = finding.places.empty() ? xml::Place{} : finding.places.front()});
        }
    }
}

std::string Digest::finish(std::string const &file, Summary const &summary,
                           std::uint64_t &places_left) const
{
    std::vector<decltype(m_kinds)::const_pointer> kinds;
    for (auto const &kind : m_kinds) {
        kinds.push_back(&kind);
    }
    std::stable_sort(kinds.begin(), kinds.end(), [](auto const *a, auto const *b) {
        return std::pair{std::get<Severity>(a->first), b->second.count} <
               std::pair{std::get<Severity>(b->first), a->second.count};
    });
    json::array told;
    for (auto const *const one : kinds) {
        auto const &kind = one->second;
        auto const &message = kind.first.front().message;
        json::array places;
        bool differs = false;
        for (auto const &first : kind.first) {
            differs = differs || first.message != message;
            if (places_left == 0) {
                continue;
            }
            --places_left;
            places.push_back({{"identifier", first.identifier},
                              {"title", first.title},
                              {"message", first.message},
                              {"path", first.path},
                              {"lineNumber", first.place.line},
                              {"columnNumber", first.place.column}});
        }
        told.push_back({{"id", std::get<1>(one->first)},
                        {"severity", to_code(std::get<Severity>(one->first))},
                        {"message", message},
                        {"differs", differs},
                        {"count", kind.count},
                        {"places", std::move(places)}});
    }
    std::string text{R"({"report":)"};
    JsonReport report{m_language, file, [&](std::string_view piece) {
                          text += piece;
                      }};
    report.finish(summary);
    return text + R"(,"kinds":)" + json::serialize(told) + "}";
}

} // namespace selatan::iati
